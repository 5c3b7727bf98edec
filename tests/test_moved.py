"""Promise: every address of the first edition leads somewhere, its anchors included."""

from __future__ import annotations

import json
import tomllib

import pytest
from bs4 import BeautifulSoup

from scripts.files import ROOT, Fault
from scripts.publish import moved

FIRST = json.loads((ROOT / "tests" / "first_edition.json").read_text("utf-8"))


def test_every_page_and_anchor_is_there(site):
    assert len(FIRST["pages"]) == 29
    for page, anchors in FIRST["pages"].items():
        soup = BeautifulSoup(site.file(page).read_text("utf-8"), "lxml")
        missing = [anchor for anchor in anchors if not soup.find(id=anchor)]
        assert not missing, page


def test_every_file_is_there(site):
    gone = tuple(tomllib.loads(moved.LIST.read_text("utf-8"))["gone"])
    kept = [name for name in FIRST["files"] if not name.startswith(gone)]
    assert len(kept) > 600
    assert [name for name in kept if not (site.root / name).is_file()] == []


def test_what_went_to_another_page_says_so_to_whoever_asks(browser, site):
    tab = browser.new_page(java_script_enabled=False)
    for page, anchors in moved.anchors().items():
        for anchor, place in anchors.items():
            tab.goto(f"{site.url}{page}#{anchor}")
            shown = tab.locator(f"[id='{anchor}']")
            if place.startswith("#"):
                assert 0 <= shown.bounding_box()["y"] < 720, anchor
                continue
            assert shown.is_visible()
            shown.locator("a").click()
            assert tab.url == site.url + place
            tab.goto(site.url + page)
            assert not tab.locator(f"[id='{anchor}']").is_visible()
    tab.close()


def test_a_page_that_moved_leads_to_the_new_one(tmp_path, monkeypatch):
    (tmp_path / "moved.toml").write_text('[pages]\n"old/one/" = "new/#part"\n[anchors]\n')
    monkeypatch.setattr(moved, "LIST", tmp_path / "moved.toml")
    with pytest.raises(Fault, match="old/one/ leads to new/#part, which is not there"):
        moved.pages(tmp_path)
    (tmp_path / "new").mkdir()
    (tmp_path / "new" / "index.html").touch()
    [(path, html)] = moved.pages(tmp_path).items()
    assert path == tmp_path / "old/one/index.html"
    assert 'content="0; url=../../new/#part"' in html


def test_an_anchor_that_leads_nowhere_is_refused():
    old = {"a/": {"was": "#is"}}
    assert '<h2 id="is"><span id="was"></span>' in moved.kept('<h2 id="is">', "a/", old)
    with pytest.raises(Fault, match="a/#was leads to #is, which is not on that page"):
        moved.kept("<h2>", "a/", old)
