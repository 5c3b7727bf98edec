"""What the site gives to machines, answers.json and llms.txt, says what its pages say."""

from __future__ import annotations

import json
import os
import re

import pytest
from bs4 import BeautifulSoup

from scripts import programs
from scripts.files import SNIPPETS
from tests.conftest import ROOT

PAGES = ("faq/", "errors/", "myths/", "cases/", "checklist/")
HEADINGS = {"checklist/": "h2[id]"}
LINK = re.compile(r"\[[^\[\]]+\]\(\S+?\)")

BASE = "http://127.0.0.1:8000/"  # where the pages were woven for


@pytest.fixture(scope="module")
def answers(site):
    data = json.loads(site.file("answers.json").read_text("utf-8"))
    assert data["site"] == os.environ.get("SITE_URL", BASE)
    return data["answers"]


def place(url):
    """Page and anchor of an address of the site."""
    base = os.environ.get("SITE_URL", BASE)
    assert url.startswith(base), url
    page, _, anchor = url.removeprefix(base).partition("#")
    return page, anchor


def test_every_question_has_its_answer(site, answers):
    answered = {place(entry["url"]) for entry in answers if entry["answer"]}
    asked = []
    for page in filter(lambda page: page.startswith(PAGES), site.pages()):
        soup = BeautifulSoup(site.file(page).read_text("utf-8"), "html.parser")
        headings = soup.select("article " + HEADINGS.get(page, "h3[id]"))
        asked += [(page, heading["id"]) for heading in headings]
    assert len(asked) > 250
    assert not set(asked) - answered
    assert len(answers) == len(asked)


def test_the_text_is_clean(answers):
    for entry in answers:
        assert entry["question"] == " ".join(entry["question"].split())
        for text in (entry["question"], entry["answer"]):
            assert not re.search(r"¶|\[=|=\]|--8<--|copy it|\\[✓\\]|{:|```", text), entry["url"]


def test_programs_are_the_programs(answers):
    found = [program for entry in answers for program in entry["programs"]]
    for program in found:
        path = ROOT / program["path"]
        assert program["code"] == programs.program(path.relative_to(SNIPPETS).as_posix()).text
        assert program["prints"] == path.with_suffix(".out").read_text("utf-8")
        assert program["verified"]["versions"]["torch"]
        assert re.fullmatch(r"[\d., toand]+", program["verified"]["torch"])
    assert len({program["path"] for program in found}) > 60


def test_thirty_answers_of_the_faq_carry_a_program(answers):
    """The questions asked most; the program stands where the answer's first sentence ends."""
    carry = [entry for entry in answers if "/faq/" in entry["url"] and entry["programs"]]
    short = [e for e in carry if len(e["programs"][0]["code"].splitlines()) <= 24]
    assert len(short) >= 30


def test_messages_have_cause_and_repair_and_probes_each_value(site, answers):
    """In answers.json, and in the one line of llms.txt."""
    llms = site.file("llms.txt").read_text("utf-8")
    heads = {"errors/": ["cause", "repair"], "checklist/": ["all is well", "it is this", "read"]}
    for entry in answers:
        page, _ = place(entry["url"])
        assert list(entry["details"]) == heads.get(page, [])
        line = llms[llms.index(f"]({entry['url']}): ") :].partition("\n")[0]
        for head, words in entry["details"].items():
            assert len(words) > 5, entry["url"]
            assert f" {head.capitalize()}: " in line
            for part in LINK.split(" ".join(words.split())):  # there, a link is words or nothing
                assert part.strip(" ().,") in line, entry["url"]


def test_a_repair_is_told_as_fails_and_right(answers):
    told = [e for e in answers if "/errors/" in e["url"] and "Fails: `" in e["answer"]]
    assert len(told) > 70
    for entry in told:
        right = entry["answer"].split("Right: ")[1].split("\n\n")[0].split("\n")
        code = entry["programs"][0]["code"].splitlines()
        assert {line.strip("` ") for line in right} <= {line.strip() for line in code}, entry["url"]


def test_every_address_exists(site, answers):
    llms = site.file("llms.txt").read_text("utf-8")
    links = re.findall(r"^- \[.*?\]\((\S+?)\): ", llms, re.MULTILINE)
    assert links
    for url in {entry["url"] for entry in answers} | set(links):
        page, anchor = place(url)
        if os.environ.get("SITE") and page.startswith("notebooks/"):
            continue  # another generator knows no notebooks
        assert site.file(page).is_file(), url
        assert f'id="{anchor}"' * bool(anchor) in site.file(page).read_text("utf-8"), url


def test_the_index_has_every_page_and_question(site, answers):
    llms = site.file("llms.txt").read_text("utf-8")
    for page in site.pages():
        if page != "404.html":
            assert f"]({os.environ.get('SITE_URL', BASE)}{page}): " in llms
    for entry in answers:
        assert f"- [{entry['question']}]({entry['url']}): " in llms
