"""Promise: every Python block in the built HTML is a block that ran; every link leads somewhere."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import unquote, urlsplit

import jupytext
import pytest
from bs4 import BeautifulSoup
from fontTools.ttLib import TTFont
from scripts.runs import ROOT
from scripts.site import fonts

from scripts import claims
from tests.blocks import collect, pages

NOTEBOOKS = sorted((ROOT / "docs" / "notebooks").glob("*.py"))


def html_of(site, source: Path) -> BeautifulSoup:
    """The built page of a page's or notebook's source."""
    place = source.relative_to(ROOT / "docs").with_suffix("")
    folder = place.parent if place.name == "index" else place
    return BeautifulSoup((site.root / folder / "index.html").read_text("utf-8"), "html.parser")


def shown(page: BeautifulSoup, selector: str) -> list[str]:
    """The text of each code block that `selector` finds, without empty lines at its end."""
    return [block.get_text().rstrip("\n") for block in page.select(selector)]


@pytest.mark.parametrize("page", pages(), ids=lambda p: p.stem)
def test_every_python_block_shown_is_one_that_ran(site, page):
    built = html_of(site, page)
    ran = [fence.code.rstrip("\n") for block in collect(page) for fence in block.fences]
    if page.stem == "proofs":
        ran = [assertion.code for assertion in claims.assertions().values()]
    assert shown(built, ".language-python code") == ran
    assert not built.select(".language-py code, .language-pycon code, .language-python3 code")


@pytest.mark.parametrize("notebook", NOTEBOOKS, ids=lambda p: p.stem)
def test_every_cell_shown_is_one_that_ran(site, notebook):
    cells = [cell.source for cell in jupytext.read(notebook).cells if cell.cell_type == "code"]
    blocks = shown(html_of(site, notebook), ".highlight-ipynb pre")
    assert [block.strip() for block in blocks] == [cell.strip() for cell in cells]


@pytest.mark.parametrize("page", pages(), ids=lambda p: p.stem)
def test_a_program_is_copied_and_downloaded_as_it_is(site, page):
    built = html_of(site, page)
    for footer in built.select("p.program"):
        program = (ROOT / "snippets" / footer.code.get_text()).read_text("utf-8")
        if footer.button:
            assert footer.button["data-clipboard-text"] == program
        else:
            assert program.rstrip("\n") in shown(built, ".language-python code")
        target = unquote(urlsplit(footer.a["href"]).path)
        folder = site.root / (
            "" if page.stem == "index" else page.relative_to(ROOT / "docs").with_suffix("")
        )
        assert (folder / target).resolve().read_text("utf-8") == program


def test_links_lead_somewhere(site):
    built = {
        path: BeautifulSoup(path.read_text("utf-8"), "html.parser")
        for path in site.root.rglob("*.html")
    }
    ids = {path: {tag["id"] for tag in page.select("[id]")} for path, page in built.items()}
    broken = []
    for path, page in built.items():
        for tag in page.select("[href], [src]"):
            target = urlsplit(tag.get("href") or tag.get("src"))
            if target.scheme in ("http", "https", "data", "mailto") or path.name == "404.html":
                continue
            place = (path.parent / unquote(target.path)).resolve() if target.path else path
            place = place / "index.html" if place.is_dir() else place
            anchor = unquote(target.fragment)
            if not place.exists() or (anchor and place in ids and anchor not in ids[place]):
                broken.append(f"{path.relative_to(site.root)}: {target.geturl()}")
    assert not [link for link in broken if not link.endswith("#__skip")]


def test_ids_are_unique_and_pictures_have_text(site):
    for path in site.root.rglob("*.html"):
        page = BeautifulSoup(path.read_text("utf-8"), "html.parser")
        found = [tag["id"] for tag in page.select("[id]")]
        assert {i for i in found if found.count(i) > 1} == set(), path
        assert all(image.get("alt") for image in page.select("main img")), path
        assert all(figure.get("aria-label") for figure in page.select("figure.zg > svg")), path


def test_no_number_is_left_unfilled(site):
    for path in site.root.rglob("*.html"):
        text = path.read_text("utf-8")
        assert "[=" not in text, path
        assert "Macro Rendering Error" not in text, path


def test_the_fonts_have_the_glyphs_that_formulas_show_and_little_else(site):
    text = {
        character
        for path in site.root.rglob("*.html")
        for formula in BeautifulSoup(path.read_text("utf-8"), "html.parser").select(".katex-html")
        for character in formula.get_text()
    }
    found = set()
    for original in sorted((ROOT / "docs" / fonts.FONTS).glob("*.woff2")):
        trimmed = site.root / fonts.FONTS / original.name
        whole, kept = (set(map(chr, TTFont(font).getBestCmap())) for font in (original, trimmed))
        assert whole & text <= kept, original.name
        assert trimmed.stat().st_size < original.stat().st_size / 2, original.name
        found |= kept
    assert text - found <= {"\N{ZERO WIDTH SPACE}"}
