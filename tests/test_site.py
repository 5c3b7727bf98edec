"""Promise: every code block in the built HTML is one that ran; every link leads somewhere."""

from __future__ import annotations

import functools
import json
import os
import re
import subprocess
import sys
from pathlib import Path
from urllib.parse import unquote, urlsplit

import pytest
from bs4 import BeautifulSoup
from fontTools.ttLib import TTFont

from scripts import notebooks, pages
from scripts.extensions import narrow
from scripts.files import DOCS, PAGES, RECORDED, ROOT
from scripts.programs import program
from scripts.records import load
from scripts.weave import formulas
from scripts.weave.author import TYPED
from scripts.weave.claims import assertions
from tests.blocks import collect

WRITTEN = pages.markdown()
LABS = [page for page in pages.pages() if page.path.suffix == ".py"]
every_page = pytest.mark.parametrize("page", WRITTEN, ids=lambda page: page.name)


def html_of(site, page: pages.Page) -> BeautifulSoup:
    """The built page, with the code that comes when its folds are opened."""
    return unfolded(site.root / page.address)


@functools.cache
def unfolded(folder: Path) -> BeautifulSoup:
    text = (folder / "index.html").read_text("utf-8")
    if (folder / "folds.js").exists():
        code = iter(json.loads((folder / "folds.js").read_text("utf-8")[len("folds(") : -2]))
        text = re.sub(r'<p class="aside[ a-z]*">.*?</p>', lambda _: next(code), text)
    return BeautifulSoup(text, "html.parser")


@pytest.fixture(scope="module")
def built(site):
    """Every page as it is loaded, by its file."""
    found = site.root.rglob("*.html")
    return {path: BeautifulSoup(path.read_text("utf-8"), "html.parser") for path in found}


def shown(page: BeautifulSoup, selector: str) -> list[str]:
    """The text of each code block that `selector` finds, without empty lines at its end."""
    return [block.get_text().rstrip("\n") for block in page.select(selector)]


def test_the_woven_pages_are_those_of_today():
    """Or what was tested and built would be something else than what authors wrote."""
    before = {path: path.read_bytes() for path in PAGES.rglob("*.md")}
    woven = subprocess.run(
        [sys.executable, "-m", "scripts", "weave"], cwd=ROOT, capture_output=True, text=True
    )
    assert woven.returncode == 0, woven.stderr
    assert before == {path: path.read_bytes() for path in PAGES.rglob("*.md")}


@every_page
def test_a_woven_page_holds_no_template(page):
    text = (PAGES / page.uri).read_text("utf-8")
    assert not any(sign in text for sign in ("[=", "=]", "[%", "%]", "[##", "--8<--"))


@every_page
def test_headings_come_in_order(site, page):
    """A screen reader walks by them: none is skipped on the way down."""
    built = html_of(site, page).article
    levels = [int(heading.name[1]) for heading in built.select("h1, h2, h3, h4")]
    assert levels[0] == 1
    assert all(b <= a + 1 for a, b in zip(levels, levels[1:], strict=False)), levels


@every_page
def test_every_python_block_shown_is_one_that_ran(site, page):
    built = html_of(site, page)
    ran = [fence.code.rstrip("\n") for block in collect(PAGES / page.uri) for fence in block.fences]
    if page.name == "proofs":
        ran = [assertion.code for assertion in assertions().values()]
    assert shown(built, ".language-python code") == ran


@every_page
def test_every_other_block_shown_is_an_output_or_of_no_language_that_runs(site, page):
    """However it came there: no code stands on a page that the weave did not write."""
    allowed = {f"language-{language}" for language in ("python", "text", *TYPED)}
    built = html_of(site, page)
    for block in built.select("article pre:not(zg-doctor *)"):
        box = block.find_parent(class_="highlight")
        kinds = set(box.get("class", [])) if box else set()
        assert kinds & allowed, block.get_text()[:80]
    outputs = [block.expected_output.strip("\n") for block in collect(PAGES / page.uri)]
    for output in shown(built, ".output code"):
        assert outputs and output.strip("\n") in outputs or recorded(output)


MOVED_BY_ZENSICAL = re.compile(  # which rewrites links in HTML as if they were Markdown's
    r"doctor/index.html: \.\./\.\./chapters/forgetting/|slides/index.html: \.\./clean-slate.pdf|"
    r"chapters/\w+/index.html: \.\./\.\./\w+/#spot-[\w-]+"
)


def recorded(output: str) -> bool:
    """Was this printed by another framework, whose run is recorded?"""
    runs = load(RECORDED / "frameworks" / "five_lines.json").result
    return output.strip() in {run["printed"].strip() for run in runs.values()}


@pytest.mark.parametrize("lab", LABS, ids=lambda page: page.name)
def test_every_cell_shown_is_one_that_ran(site, lab):
    import jupytext

    if os.environ.get("SITE") and not (site.root / lab.address / "index.html").exists():
        pytest.xfail("this generator knows no notebooks")
    notebook = jupytext.reads(notebooks.text(lab.path), fmt="py:percent")
    cells = [cell.source for cell in notebook.cells if cell.cell_type == "code"]
    blocks = shown(html_of(site, lab), ".language-python pre")
    assert [block.strip() for block in blocks] == [cell.strip() for cell in cells]


@every_page
def test_a_program_is_downloaded_as_it_is(site, page):
    built = html_of(site, page)
    for footer in built.select("p.program"):
        text = program(footer.code.get_text()).text
        target = unquote(urlsplit(footer.a["href"]).path)
        folder = site.root / page.address
        assert (folder / target).resolve().read_text("utf-8") == text
        if "parts" not in footer["class"]:
            assert text.rstrip("\n") in shown(built, ".language-python code")


@every_page
def test_each_page_has_its_markdown_twin(site, page):
    twin = site.root / page.address / "index.md"
    assert twin.read_bytes() == (PAGES / page.uri).read_bytes()


def test_links_lead_somewhere(site, built):
    ids = {path: {tag["id"] for tag in page.select("[id]")} for path, page in built.items()}
    broken = []
    for path, page in built.items():
        for tag in page.select("[href], [src]"):
            target = urlsplit(tag.get("href") or tag.get("src"))
            if target.scheme in ("http", "https", "data", "mailto") or path.name == "404.html":
                continue
            place = path
            if target.path:
                place = (path.parent / unquote(target.path)).resolve()
            place = place / "index.html" if place.is_dir() else place
            anchor = unquote(target.fragment)
            if not place.exists() or (anchor and place in ids and anchor not in ids[place]):
                broken.append(f"{path.relative_to(site.root)}: {target.geturl()}")
    if os.environ.get("SITE"):
        broken = [link for link in broken if not MOVED_BY_ZENSICAL.fullmatch(link)]
    assert not [link for link in broken if not link.endswith("#__skip")]


def test_links_say_where_they_lead(built):
    """Search engines and screen readers list links alone."""
    vague = {"more", "here", "this", "read more", "see more", "learn more", "click here", "go"}
    for path, page in built.items():
        links = [link.get_text(" ", strip=True).lower().rstrip(".") for link in page.select("a")]
        assert vague & set(links) == set(), path


def test_ids_are_unique_and_pictures_have_text(built):
    for path, page in built.items():
        found = [tag["id"] for tag in page.select("[id]")]
        assert {i for i in found if found.count(i) > 1} == set(), path
        assert all(image.get("alt") for image in page.select("main img")), path
        drawings = page.select("figure.zg .drawing > svg")
        assert all(drawing.get("aria-label") for drawing in drawings), path
        assert len(drawings) == len(page.select("figure.zg")), path


def test_the_fonts_have_the_glyphs_that_formulas_show_and_little_else(site, built):
    text = {
        character
        for page in built.values()
        for formula in page.select(".katex-html")
        for character in formula.get_text()
    }
    found = set()
    for original in sorted((DOCS / formulas.FONTS).glob("*.woff2")):
        trimmed = site.root / formulas.FONTS / original.name
        whole, kept = (set(map(chr, TTFont(font).getBestCmap())) for font in (original, trimmed))
        assert whole & text <= kept, original.name
        assert trimmed.stat().st_size < original.stat().st_size / 2, original.name
        found |= kept
    assert text - found <= {"\N{ZERO WIDTH SPACE}"}


@every_page
def test_a_narrow_screen_can_use_every_table_and_every_line_of_code(site, page):
    soup = html_of(site, page)
    for table in soup.select("article table:not([class])"):
        heads = [" ".join(head.get_text().split()) for head in table.select("thead th")]
        for row in table.select("tbody tr"):
            named = [cell.get("data-column", "") for cell in row.select("td")]
            assert named == (["", *heads[1:]] if len(heads) > 2 else [""] * len(heads))
    for line in soup.select("article .highlight:not(.output) code > .line"):
        text = line.get_text()
        indent = re.search(r"--indent:(\d+)", line.get("style", "--indent:0"))[1]
        assert int(indent) == len(text) - len(text.lstrip(" ")), text
    for code in soup.select("article .highlight:not(.output) pre > code"):
        for line in code.select(".line"):
            line.decompose()
        assert all(len(line) <= narrow.FITS for line in code.get_text().splitlines())
