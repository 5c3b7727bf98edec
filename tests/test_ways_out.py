"""Promise: where it is known where the source is kept, each page leads there; else none does."""

from __future__ import annotations

import os
import re
import subprocess
from urllib.parse import parse_qs, urlsplit

import pytest
from bs4 import BeautifulSoup

from scripts import pages
from scripts.files import PAGES
from scripts.weave import edition
from tests.sample import Sample

REPOSITORY = "https://git.example.org/someone/clean-slate"
COMMAND = re.compile(r"`(?:python -m (?:scripts|loop_doctor\.pack)|make )")


def foot(page):
    return BeautifulSoup(page, "lxml").select_one("aside.ways-out")


@pytest.fixture(scope="module")
def known(tmp_path_factory):
    """The sample site in a repository whose address is known, built."""
    sample = Sample(tmp_path_factory.mktemp("known"))
    git = ["git", "-c", "user.name=x", "-c", "user.email=x@example.org"]
    for words in (["init", "-q"], ["add", "-A"], ["commit", "-qm", "x", "--date=2020-02-02"]):
        command = git + words if words[0] != "init" else ["git", *words]
        day = os.environ | {"GIT_COMMITTER_DATE": "2020-02-02T12:00:00Z"}
        subprocess.run(command, cwd=sample.root, env=day, check=True)
    os.environ["REPO_URL"] = REPOSITORY
    try:
        status, output = sample.build()
    finally:
        del os.environ["REPO_URL"]
    assert status == 0, output
    return sample


def test_without_the_setting_no_page_leads_anywhere(site):
    assert "REPO_URL" not in os.environ
    for page in site.pages('class="ways-out"'):
        links = [link["href"] for link in foot(site.file(page).read_text("utf-8")).select("a")]
        assert links == ["index.md"], page


def test_with_it_every_page_does(known):
    built = known.read("site/tiny/index.html")
    links = {link.get_text(" ", strip=True): link["href"] for link in foot(built).select("a")}
    assert links["Edit"] == f"{REPOSITORY}/edit/main/docs/tiny.md"
    assert links["Changed on 2020-02-02"] == f"{REPOSITORY}/commits/main/docs/tiny.md"
    report = urlsplit(links["Report an error"])
    assert report.path.endswith("/issues/new")
    said = parse_qs(report.query)
    assert said["title"] == ["Error on tiny/"]
    assert "Page: " in said["body"][0]
    assert f"Version: {edition.version()}" in said["body"][0]
    assert f'href="{REPOSITORY}"' in built
    lab = {a.text: a["href"] for a in foot(known.read("site/notebooks/lab/index.html")).select("a")}
    assert lab["Edit"] == f"{REPOSITORY}/edit/main/docs/notebooks/lab.py"
    figure = known.read("build/pages/tiny.md")
    assert f"After `git clone {REPOSITORY}` and `cd clean-slate`: `python -m scripts" in figure


def test_outside_git_no_page_says_when_it_changed(built):
    assert "changed:" not in built.read("build/pages/tiny.md")
    assert "<lastmod>" not in built.read("site/sitemap.xml")


def test_a_page_that_names_a_command_says_what_it_needs():
    said = {page.name: (PAGES / page.uri).read_text("utf-8") for page in pages.markdown()}
    naming = [name for name, text in said.items() if COMMAND.search(text)]
    assert len(naming) > 8
    assert [name for name in naming if edition.clone() not in said[name]] == []


def test_a_report_names_the_heading(browser, known):
    tab = browser.new_page()
    tab.goto((known.root / "site/glossary/index.html").as_uri() + "#window")
    tab.evaluate("""() => {
        const article = document.querySelector("article")
        article.insertAdjacentHTML("afterbegin", "<h2 id=window>A window</h2>")
        const report = document.querySelector("[data-report]")
        report.addEventListener("click", event => event.preventDefault())
        report.click()
    }""")
    body = parse_qs(urlsplit(tab.locator("[data-report]").get_attribute("href")).query)["body"][0]
    assert "\nHeading: A window\n" in body
    tab.close()
