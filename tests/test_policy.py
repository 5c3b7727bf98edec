"""Promise: a page loads and runs nothing but the site's own files, and needs no more."""

from __future__ import annotations

import re

import pytest

from scripts.publish import policy
from tests.test_browser import TOGGLE, errors_of

KINDS = {  # of pages, each with what is done on it
    "": "zg-which button",
    "chapters/accumulation/": "zg-stepper button",
    "chapters/placement/": "zg-loop button:enabled",
    "faq/": ".questions input",
    "errors/": ".md-code__button",
    "figures/": None,
    "infographic/": None,
    "notebooks/lab/": ".md-code__button",
    "doctor/": None,
    "404.html": None,
}


@pytest.fixture
def tab(browser):
    context = browser.new_context(permissions=["clipboard-read", "clipboard-write"])
    yield context.new_page()
    context.close()


@pytest.mark.parametrize("page", KINDS)
def test_nothing_that_a_page_does_is_against_the_policy(tab, site, page):
    errors = errors_of(tab)
    tab.goto(site.url + page, wait_until="networkidle")
    tab.locator(TOGGLE).click()
    tab.locator(".md-search__input").fill("accumulate")
    tab.wait_for_selector(".md-search-result__item")
    tab.keyboard.press("Escape")
    if KINDS[page] and (part := tab.locator(f"{KINDS[page]}:visible").first).count():
        part.click()
    if page != "404.html":
        tab.locator(".md-logo").first.click()  # to another page, without loading it anew
        tab.wait_for_url(site.url)
        tab.wait_for_load_state("networkidle")
    assert not errors


def test_nothing_else_runs_or_loads(tab, site):
    tab.goto(site.url, wait_until="networkidle")
    tab.evaluate("""() => {
        window.refused = []
        addEventListener("securitypolicyviolation", said => refused.push(said.effectiveDirective))
        const make = (name, set) => Object.assign(document.createElement(name), set)
        const add = (name, set) => document.body.append(make(name, set))
        add("script", { text: "window.ran = true" })
        add("script", { src: "https://example.org/x.js" })
        add("img", { src: "https://example.org/x.png" })
        add("style", { textContent: "body { color: red }" })
        add("iframe", { src: "https://example.org/" })
        fetch("https://example.org/").catch(() => {})
    }""")
    tab.wait_for_function("refused.length >= 6")
    refused = set(tab.evaluate("refused"))
    kinds = {"script-src-elem", "img-src", "style-src-elem", "frame-src", "connect-src"}
    assert refused == kinds
    assert not tab.evaluate("window.ran")


def test_every_page_carries_the_one_policy(site):
    """The same on all: the theme puts one page in another's place without loading it."""
    found = {}
    for page in site.pages():
        head = site.file(page).read_text("utf-8").partition("</head>")[0]
        [content] = re.findall(r'http-equiv="Content-Security-Policy" content="([^"]+)">', head)
        assert head.index("Content-Security-Policy") < head.index("<link"), page
        found.setdefault(content, []).append(page)
    assert len(found) == 1, found
    [content] = found
    assert "'unsafe-eval'" not in content
    rules = dict(rule.split(" ", 1) for rule in content.split("; "))
    unsafe = [name for name, values in rules.items() if "'unsafe-inline'" in values]
    assert unsafe == ["style-src-attr"]


def test_headers_say_what_a_page_cannot(site):
    headers = dict(site.headers["/*"])
    assert headers["Content-Security-Policy"] == "frame-ancestors 'none'"
    assert headers["Referrer-Policy"] == "no-referrer"
    assert "camera=()" in headers["Permissions-Policy"]


def test_a_worker_has_a_policy_of_its_own(tab, site):
    """It is no page: what it may do, only a header can say."""
    [address] = set(site.headers) - {"/*"}
    assert site.file(address.lstrip("/")).is_file()
    tab.goto(site.url)
    said = tab.evaluate(
        "async url => (await fetch(url)).headers.get('Content-Security-Policy')",
        site.url + address.lstrip("/"),
    )
    assert "default-src 'none'" in said
    assert "'unsafe-eval'" not in said


def test_data_needs_no_hash_and_modules_do():
    data, file = '<script type="application/json">{}</script>', '<script src="a.js"></script>'
    assert policy.hashes([data, file])["script"] == set()
    assert len(policy.hashes(['<script type="module">1</script>'])["script"]) == 1
