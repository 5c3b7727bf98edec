"""Promise: a lab runs where a reader takes it, asks before it shows, and shows what it drew."""

from __future__ import annotations

import json
import re
import subprocess
import sys

import pytest
from bs4 import BeautifulSoup

from scripts import pages
from scripts.files import PAGES, RECORDS
from scripts.publish import labs
from scripts.records import load
from scripts.weave.labs import stored

LABS = [page for page in pages.pages() if page.path.suffix == ".py"]
every_lab = pytest.mark.parametrize("lab", LABS, ids=lambda page: page.path.stem)
BARE = '<article class="x">\n<div class="jupyter-wrapper">{}</div>\n</article>'
CELL = '<div id="cell-id=1"><div class="jp-RenderedMarkdown"><h1>A lab</h1></div></div>'
COLAB = (
    "https://colab.research.google.com/github/someone/slate/blob/main/docs/notebooks/window.ipynb"
)


def recorded(lab):
    """The cells of a lab as it ran."""
    return load(RECORDS / f"notebooks/{lab.path.stem}.json").result["cells"]


def printed(cell):
    return "".join(output.get("text", "") for output in cell["outputs"]).strip()


def built(site, lab):
    return BeautifulSoup((site.root / lab.address / "index.html").read_text("utf-8"), "html.parser")


def test_there_are_three():
    assert [lab.path.stem for lab in LABS] == ["lab", "window", "ten_loops"]


@every_lab
def test_what_was_drawn_is_in_the_page_in_its_colours(site, lab):
    outputs = [out for cell in recorded(lab) for out in cell.get("outputs", [])]
    drawings = built(site, lab).select("article .drawing > svg")
    assert len(drawings) == sum("image/svg+xml" in out.get("data", {}) for out in outputs)
    for drawing in drawings:
        assert len(drawing["aria-label"]) > 30
        assert not re.search("#(?!z[0-9a-f]{6}-)[0-9a-f]{3}", str(drawing), re.IGNORECASE)


@every_lab
def test_what_readers_predict_is_folded(site, lab):
    cells = recorded(lab)
    asked = sum(
        "**Predict" in "".join(cell["source"]) and bool(following["outputs"])
        for cell, following in zip(cells, cells[1:], strict=False)
        if cell["cell_type"] == "markdown"
    )
    assert len(built(site, lab).select("details.success")) == asked
    assert asked > 5 or lab.path.stem == "ten_loops"


@every_lab
def test_no_cell_is_too_wide(lab):
    code = [cell["source"] for cell in recorded(lab) if cell["cell_type"] == "code"]
    assert not [line for line in "\n".join(code).split("\n") if len(line) > 76]


@every_lab
def test_the_script_runs_alone(lab, tmp_path):
    script = PAGES / "generated" / "notebooks" / lab.path.name
    command = [sys.executable, script]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    last = [printed(cell) for cell in recorded(lab) if cell["cell_type"] == "code"][-1]
    assert done.stdout.strip().endswith(last)


@every_lab
def test_taken_along_its_links_lead_to_the_site(lab):
    text = (PAGES / "generated" / "notebooks" / f"{lab.path.stem}.ipynb").read_text("utf-8")
    cells = json.loads(text)["cells"]
    words = "".join("".join(c["source"]) for c in cells if c["cell_type"] == "markdown")
    assert all(re.match("https?://", place) for place in re.findall(r"\]\(([^)]*)\)", words))


@every_lab
def test_what_colab_opens_is_the_lab_of_today(lab):
    there = lab.path.with_suffix(".ipynb").read_text("utf-8")
    assert there == stored(lab), f"python -m scripts accept {lab.name}"
    assert "](../" not in there


def test_colab_is_offered_where_the_source_is_at_github(site, monkeypatch):
    assert not site.pages("colab.research.google.com")
    for address in "https://github.com/someone/slate", "https://github.com/someone/slate.git":
        monkeypatch.setenv("REPO_URL", address)
        assert f'<a href="{COLAB}">Open in Colab</a>' in labs.slim(BARE.format(CELL), "window")
    monkeypatch.setenv("REPO_URL", "https://git.example.org/someone/slate")
    assert "Colab" not in labs.slim(BARE.format(CELL), "window")


def test_each_loop_has_a_fault_and_a_checked_answer():
    cells = recorded(next(lab for lab in LABS if lab.path.stem == "ten_loops"))
    shown = {}
    for words, code in zip(cells, cells[1:], strict=False):
        if head := re.search(r"^### (Loop|Answer) (\d+)$", "".join(words["source"]), re.MULTILINE):
            shown[head[1], int(head[2])] = code
    for number in range(1, 11):
        wrong, right = shown["Loop", number], shown["Answer", number]
        assert printed(wrong) != printed(right), number
        assert "\nassert reads == [" in right["source"], number
    assert len(shown) == 20


def test_texts_that_follow_each_other_are_one():
    part = '<div class="jp-OutputArea-output"><pre>{}</pre></div>'
    parts = BeautifulSoup(part.format("one\n") + part.format("two\n"), "html.parser")
    assert labs._outputs(parts.select("div")).count("<pre>") == 1
