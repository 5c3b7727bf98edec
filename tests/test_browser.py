"""In a real Chromium: nothing leaves the site, everybody can read it, offline, small and dark."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

import pytest
from axe_playwright_python.sync_playwright import Axe

from scripts.programs import program

LIMIT = 160_000  # bytes over the wire for a first visit, without what the search loads behind it
NO_LIMIT = ("figures/", "infographic/", "slides/")  # their pictures
STANDARDS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
SCHEMES = {"light": "default", "dark": "slate"}
LOOKED_AT = (("light", 1280), ("dark", 360))  # by axe, which takes seconds for each
TOGGLE = "label[for^=__palette]:visible"
AXE = {"runOnly": STANDARDS, "resultTypes": ["violations"]}
NOT_ALIKE = {"exclude": [["[data-alike]"]]}
ALIKE = """() => {  // of much of one kind, axe need not see all
    const kinds = [".highlight", "p.program", "details", "tr", "section.card"]
    for (const kind of [...kinds, "a[href*='proofs/#']"]) {
        const all = [...document.querySelectorAll(`.md-content ${kind}`)]
        all.slice(8).forEach(part => part.remove())
    }
    const seen = new Set()
    for (const word of document.querySelectorAll("[class*=highlight] span")) {
        const kind = word.className + " in " + word.closest("div").className
        if (seen.has(kind)) word.dataset.alike = ""
        seen.add(kind)
    }
}"""


@dataclass
class Visit:
    """One page, first seen in light at 1280 px, then at 360, then dark, then at 1280 again."""

    page: str
    errors: list[str]
    asked: list[str] = field(default_factory=list)
    barriers: list[str] = field(default_factory=list)
    weight: int = 0
    overflow: int = 0


def errors_of(tab):
    """A list that fills with what goes wrong in a tab."""
    errors = []
    tab.on("pageerror", lambda error: errors.append(str(error)))
    tab.on("console", lambda said: said.type == "error" and errors.append(said.text))
    return errors


@pytest.fixture(scope="module")
def visits(browser, site):
    return [visit(browser, site, page) for page in site.pages()]


def visit(browser, site, page):
    context = browser.new_context(color_scheme="light", reduced_motion="reduce")
    tab = context.new_page()
    seen = Visit(page, errors_of(tab))
    context.on("request", lambda request: seen.asked.append(request.url))
    site.sent.clear()
    tab.goto(site.url + page, wait_until="networkidle")
    seen.weight = site.weight()
    tab.set_viewport_size({"width": 320, "height": 900})
    seen.overflow = tab.evaluate("document.documentElement.scrollWidth") - 320
    tab.evaluate(ALIKE)
    for scheme, width in (("light", 1280), ("light", 360), ("dark", 360), ("dark", 1280)):
        tab.set_viewport_size({"width": width, "height": 900})
        if tab.locator("body").get_attribute("data-md-color-scheme") != SCHEMES[scheme]:
            tab.locator(TOGGLE).click()
        if (scheme, width) not in LOOKED_AT:
            continue
        for barrier in Axe().run(tab, NOT_ALIKE, AXE).response["violations"]:
            nodes = ", ".join(str(node["target"][0]) for node in barrier["nodes"][:3])
            seen.barriers.append(f"{scheme} {width} px: {barrier['id']}: {nodes}")
    context.close()
    return seen


def listed(visits, what):
    return "\n".join(f"{seen.page or '/'} {finding}" for seen in visits for finding in what(seen))


def test_no_request_leaves_the_site(visits, site):
    inside = (site.url, "data:", "blob:")
    assert not listed(visits, lambda seen: [u for u in seen.asked if not u.startswith(inside)])


def test_nothing_fails_in_the_console(visits):
    assert not listed(visits, lambda seen: seen.errors)


def test_no_barrier_that_axe_knows(visits):
    assert not listed(visits, lambda seen: seen.barriers)


def test_no_sideways_scrolling_at_320_pixels(visits):
    assert not listed(visits, lambda seen: [f"{seen.overflow} px too wide"] * (seen.overflow > 0))


def test_pages_are_light(visits):
    weights = {seen.page: seen.weight for seen in visits}
    print(*(f"{weight:7,} bytes  {page or '/'}" for page, weight in weights.items()), sep="\n")
    heavy = {
        page: weight
        for page, weight in weights.items()
        if weight > LIMIT and not page.startswith(NO_LIMIT)
    }
    assert not heavy


def test_without_scripts_text_figures_and_proofs_are_there(browser, site):
    context = browser.new_context(java_script_enabled=False)
    tab = context.new_page()
    for page in site.pages():
        tab.goto(site.url + page)
        assert tab.locator("h1").first.is_visible(), page
        tab.evaluate("document.querySelectorAll('details').forEach(fold => fold.open = true)")
        for figure in tab.locator("figure.zg .drawing > svg").all():
            if page != "infographic/":  # where a wide screen shows the sheet in their place
                assert figure.bounding_box()["width"] > 250, page
        for mark in tab.locator("article a[href*='proofs/#']").all():
            target, _, name = mark.evaluate("a => a.href").removeprefix(site.url).partition("#")
            assert target in site.pages(f'id="{name}"'), f"{page} marks {name}"
    context.close()


def test_instant_navigation_there_and_back(browser, site):
    there = [*filter(None, site.pages('class="katex"')), "glossary/"][0]
    tab = browser.new_page()
    start = f"{site.url}checklist/"
    tab.goto(start, wait_until="networkidle")
    tab.evaluate("window.sameDocument = true")
    tab.locator(f'.md-nav a[href$="{there}"]').first.click()
    tab.wait_for_url(f"**/{there}")
    if tab.locator(".katex").count():
        tab.wait_for_function(
            "getComputedStyle(document.querySelector('.katex-mathml')).position === 'absolute'"
        )
    tab.go_back()
    tab.wait_for_url(start)
    assert tab.evaluate("window.sameDocument") is True, "the whole page was loaded again"
    tab.close()


def lines_of(code):
    """The lines of a program that are not empty."""
    return [line for line in code.splitlines() if line.strip()]


def test_copying_gives_the_program(browser, site):
    allowed = ["clipboard-read", "clipboard-write"]
    context = browser.new_context(permissions=allowed, bypass_csp=True)  # for a style of the test
    tab = context.new_page()
    with_programs = site.pages('class="program"')
    for page in with_programs:
        tab.goto(site.url + page, wait_until="networkidle")
        tab.evaluate("document.querySelectorAll('details').forEach(d => (d.open = true))")
        tab.add_style_tag(content=".tabbed-block { display: block !important }")
        for footer in tab.locator("p.program").all():
            whole = program(footer.locator("code").inner_text()).text
            in_parts = "parts" in footer.get_attribute("class").split()
            assert footer.locator("button").count() == in_parts, page
            if in_parts:
                footer.locator("button").click()
                copied = tab.evaluate("navigator.clipboard.readText()")
                assert lines_of(copied) == lines_of(whole), page
                compile(copied, page, "exec")
        block = tab.locator(".language-python.highlight:has(.filename)").first
        name = re.match(r"[\w/]+\.py", block.locator(".filename").inner_text())[0]
        block.locator(".md-code__button").click()
        part = tab.evaluate("navigator.clipboard.readText()")
        assert part, name
        assert part in program(name).text, name
    context.close()
    assert with_programs


def test_copying_on_a_phone_gives_the_lines_as_they_are(browser, site):
    """Though long ones wrap, with what is left of them under their indentation."""
    allowed = ["clipboard-read", "clipboard-write"]
    context = browser.new_context(viewport={"width": 360, "height": 740}, permissions=allowed)
    tab = context.new_page()
    tab.goto(site.url + "chapters/forgetting/", wait_until="networkidle")
    block = tab.locator(".language-python.highlight:visible:has(code > .line[style])").first
    starts = block.evaluate("""block => [...block.querySelectorAll(".line")].map(line => {
        const words = document.createRange()
        words.setStart(line, 0)
        words.setEnd(line, line.childNodes.length)
        const rows = new Map()  // where the words of each row begin
        for (const { bottom, left } of words.getClientRects()) {
            rows.set(Math.round(bottom), Math.min(left, rows.get(Math.round(bottom)) ?? Infinity))
        }
        return [...rows.values()]
    }).filter(rows => rows.length > 1)""")
    assert starts, "no line wraps"
    assert all(further > rows[0] for rows in starts for further in rows[1:])
    block.locator(".md-code__button").click()
    copied = tab.evaluate("navigator.clipboard.readText()")
    assert copied == block.locator("code").text_content().rstrip()
    assert max(map(len, copied.splitlines())) > 40
    context.close()


def test_a_word_is_explained_to_the_keyboard(browser, site):
    tab = browser.new_page()
    tab.goto(site.url + site.pages("glossary/#")[0], wait_until="networkidle")
    word = tab.locator("article a[href*='glossary/#'][title]").first
    meaning = word.get_attribute("title")
    tab.keyboard.press("Tab")  # so that focus shows
    word.focus()
    tab.wait_for_selector(".md-tooltip2--active")
    assert tab.locator(".md-tooltip2--active").inner_text() == meaning
    tab.close()


def test_a_table_is_cards_on_a_phone_and_a_table_again_when_it_is_turned(browser, site):
    tab = browser.new_page(viewport={"width": 360, "height": 740})
    tab.goto(site.url + "checklist/", wait_until="networkidle")
    table = tab.locator("article table").first
    head = table.locator("th").nth(1).text_content()
    seen = """table => [
        getComputedStyle(table.querySelector('td')).display,
        getComputedStyle(table.querySelector('td + td'), '::before').content]"""
    for width, expected in ((360, ["block", f'"{head}: "']), (740, ["table-cell", "none"])) * 2:
        tab.set_viewport_size({"width": width, "height": 740})
        tab.wait_for_function("width => innerWidth === width", arg=width)
        assert table.evaluate(seen) == expected, width
    tab.close()


def test_the_palette_recolours_figures(browser, site):
    tab = browser.new_page(color_scheme="light")
    tab.goto(site.url + site.pages('class="zg"')[0], wait_until="networkidle")
    colours = """[...document.querySelectorAll("figure.zg svg *")]
        .flatMap(shape => [getComputedStyle(shape).stroke, getComputedStyle(shape).fill])"""
    light = set(tab.evaluate(colours))
    tab.locator(TOGGLE).click()
    dark = set(tab.evaluate(colours))
    assert "rgb(36, 41, 47)" in light - dark
    assert "rgb(226, 228, 233)" in dark - light
    tab.close()


def test_the_site_opens_from_disk(browser, site):
    tab = browser.new_page()
    errors = errors_of(tab)
    for page in site.pages():
        if page != "404.html":  # written for the address it is served from
            tab.goto(site.file(page).as_uri())
            assert tab.locator("h1").first.is_visible(), page
    tab.goto(site.file("").as_uri())
    tab.locator('article a[href$="/"]').first.click()
    tab.wait_for_url("file://**/index.html")
    assert tab.locator("h1").first.is_visible()
    tab.close()
    assert not errors
