"""Promise: what the site says to search engines and assistants is well formed, and true of it."""

from __future__ import annotations

import json
import os
import re
import tomllib

import pytest
from bs4 import BeautifulSoup
from jsonschema import Draft202012Validator, FormatChecker
from lxml import etree

from loop_doctor import __version__
from scripts import pages
from scripts.files import DOCS, ROOT
from scripts.weave import edition
from tests.test_answers import BASE

SITE = os.environ.get("SITE_URL", BASE)  # for which the pages were woven
ATOM = {"a": "http://www.w3.org/2005/Atom"}
LINE = re.compile(r"- \[(?:[^\[\]]|\[[^\]]*\])+\]\(\S+\)(?:: .+)?")  # as llmstxt.org has it


@pytest.fixture(scope="module")
def built(site):
    """Soup of each page that is not the one for what is missing, by its address."""
    return {
        page: BeautifulSoup(site.file(page).read_text("utf-8"), "lxml")
        for page in site.pages('rel="canonical"')
    }


def valid(data, schema):
    Draft202012Validator.check_schema(schema)
    validator = Draft202012Validator(schema, format_checker=FormatChecker())
    return [f"{error.json_path}: {error.message[:200]}" for error in validator.iter_errors(data)]


def test_each_page_names_itself(built):
    assert len(built) > 30
    for page, soup in built.items():
        canonical = soup.select_one("link[rel=canonical]")["href"]
        meta = {tag.get("property"): tag["content"] for tag in soup.select("meta[property]")}
        assert canonical.endswith(f"/{page}"), page
        assert meta["og:url"] == canonical
        assert soup.title.text.startswith(meta["og:title"]) or not page, page
        assert len(meta["og:description"]) > 20, page


def test_titles_and_descriptions_are_each_of_one_page(built):
    for what in ("og:title", "og:description"):
        said = [soup.select_one(f"meta[property='{what}']")["content"] for soup in built.values()]
        assert {text for text in said if said.count(text) > 1} == set(), what


def test_each_page_is_described_in_the_words_of_schema_org(built, site):
    schema = json.loads((ROOT / "tests" / "linked_data.schema.json").read_text("utf-8"))
    kinds = {}
    for page, soup in built.items():
        [script] = soup.select('script[type="application/ld+json"]')
        data = json.loads(script.string)
        assert not valid(data, schema), page
        assert data["@id"] == data["url"] == soup.select_one("link[rel=canonical]")["href"]
        assert data["headline" if page else "name"] in soup.title.text
        kinds.setdefault(data["@type"], []).append(page)
        for question in data.get("mainEntity", []):
            anchor = question["acceptedAnswer"]["url"].partition("#")[2]
            heading = soup.find(id=anchor).get_text().removesuffix("¶")
            assert "".join(question["name"].split()) == "".join(heading.split()), page
        picture = data["image"].partition("/generated/")[2]
        assert (site.root / "generated" / picture).is_file()
    assert kinds["WebSite"] == [""]
    assert len(kinds["FAQPage"]) == len(list((DOCS / "faq").glob("*.md"))) - 1


def test_the_site_map_has_every_page_and_robots_names_it(site, built):
    tree = etree.parse(site.root / "sitemap.xml")
    space = {"s": "http://www.sitemaps.org/schemas/sitemap/0.9"}
    listed = tree.xpath("//s:loc/text()", namespaces=space)
    assert sorted(listed) == sorted(
        soup.select_one("link[rel=canonical]")["href"] for soup in built.values()
    )
    days = tree.xpath("//s:lastmod/text()", namespaces=space)
    assert len(days) == sum(page.uri in edition.changed() for page in pages.markdown())
    assert f"Sitemap: {SITE}sitemap.xml" in (site.root / "robots.txt").read_text().splitlines()


def test_answers_are_of_their_schema(site):
    schema = json.loads((DOCS / "assets" / "answers.schema.json").read_text("utf-8"))
    data = json.loads((site.root / "answers.json").read_text("utf-8"))
    assert not valid(data, schema)
    assert data["$schema"] == f"{SITE}assets/answers.schema.json"
    assert {entry["kind"] for entry in data["answers"]} == set(
        schema["$defs"]["answer"]["properties"]["kind"]["enum"]
    )
    relative = re.compile(r"\]\((?![a-z]+:)[^)]*\)")
    assert not [entry["url"] for entry in data["answers"] if relative.search(entry["answer"])]


def test_the_index_has_the_form_of_llms_txt(site):
    """A title, what it is about, prose without headings, then sections of links alone."""
    lines = (site.root / "llms.txt").read_text("utf-8").splitlines()
    assert lines[0] == "# Clean Slate"
    assert lines[2].startswith("> ")
    first = next(i for i, line in enumerate(lines) if line.startswith("## "))
    assert not [line for line in lines[1:first] if line.startswith("#")]
    for line in filter(None, lines[first:]):
        assert line.startswith("## ") or LINE.fullmatch(line), line
    sections = [line for line in lines if line.startswith("## ")]
    assert sections[0] == "## Pages"
    assert sections[-1] == "## Optional"


def test_a_note_of_the_index_is_enough_to_act_on(site):
    """Of ten questions that the notes could not answer alone, each wanted its second paragraph."""
    data = json.loads((site.root / "answers.json").read_text("utf-8"))
    lines = (site.root / "llms.txt").read_text("utf-8").splitlines()
    for entry in data["answers"]:
        [line] = [words for words in lines if f"]({entry['url']}): " in words]
        note = line.partition(f"]({entry['url']}): ")[2]
        assert not note.endswith(":"), line
        assert "](" not in note, line
        if entry["kind"] == "case":
            assert "**Effect:**" in note, line
        if entry["kind"] == "error message":
            assert note.startswith("Cause: "), line
            assert " Repair: " in note, line
        if entry["url"] == f"{SITE}faq/basics/#once-per-epoch":
            assert "momentum 1" in note


def test_the_whole_text_has_every_page_and_no_markup(site):
    text = (site.root / "llms-full.txt").read_text("utf-8")
    for page in pages.markdown():
        assert (f"\n{SITE}{page.address}\n" in text) == (page.name != "proofs"), page.name
    prose = re.sub(r"^ *(`{3,}).*?^ *\1 *$|(`+).*?\2", "", text, flags=re.MULTILINE | re.DOTALL)
    assert not re.findall(r"<(?:div|figure|svg|details|form)\b|\{:|\?\?\?|\[✓|!\[|\[=", prose)
    assert not re.findall(r"\]\((?![a-z]+:)[^)\s]*\)", prose)


def test_the_feed_is_atom(site):
    feed = etree.parse(site.root / "changes.xml").getroot()
    assert feed.tag == f"{{{ATOM['a']}}}feed"
    entries = feed.findall("a:entry", ATOM)
    for part in (feed, *entries):
        for name in ("id", "title", "updated"):
            assert len(part.findall(f"a:{name}", ATOM)) == 1
        assert re.fullmatch(r"\d{4}-\d\d-\d\dT00:00:00Z", part.find("a:updated", ATOM).text)
    assert [entry.find("a:id", ATOM).text for entry in entries][-1] == f"{SITE}changes/#v1-0-0"
    days = [entry.find("a:updated", ATOM).text for entry in entries]
    assert days == sorted(days, reverse=True)
    page = (site.root / "changes/index.html").read_text("utf-8")
    for entry in entries:
        assert f'id="{entry.find("a:id", ATOM).text.partition("#")[2]}"' in page


def test_one_version_everywhere(site):
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]["version"]
    assert project == edition.version() == __version__ == str(pages.config()["extra"]["edition"])
