"""Each kind of fault is found in a faulty program, not in a right one; the ledger is torch's."""

import re

import pytest

from loop_doctor import examine
from loop_doctor.faults import KINDS
from scripts.files import ROOT
from tests.doctor_programs import PROGRAMS
from tests.doctor_real import difference

PAGES = ROOT / "docs"
MAYBE = {
    "carried-graph",
    "cleared-inside-the-window",
    "scaler-without-scale",
    "second-backward",
    "wrong-divisor",
}


def test_each_kind_has_its_programs():
    assert set(PROGRAMS) == set(KINDS)


@pytest.mark.parametrize("kind", PROGRAMS)
def test_the_faulty_program_is_found(kind):
    examination = examine(PROGRAMS[kind][0])
    found = {one.kind: one.confidence for one in examination.findings}
    assert kind in found, found
    assert (found[kind] == "maybe") == (kind in MAYBE)


@pytest.mark.parametrize("kind", PROGRAMS)
def test_nothing_is_found_in_the_right_program(kind):
    examination = examine(PROGRAMS[kind][1])
    assert [(one.kind, one.line) for one in examination.findings] == []
    assert examination.answer == "nothing found", examination.doubts
    assert examination.steps > 2


@pytest.mark.parametrize("which", [0, 1], ids=["faulty", "right"])
@pytest.mark.parametrize("kind", PROGRAMS)
def test_grad_is_what_the_ledger_says(kind, which):
    source = PROGRAMS[kind][which]
    runs = examine(source).runs
    assert runs
    known = ["unknown share" if kind == "scaler-without-scale" and which == 0 else ""]
    assert [difference(source, run) for run in runs] == known * len(runs)


@pytest.mark.parametrize("kind", KINDS)
def test_the_page_lists_it_and_links_to_what_explains_it(kind):
    title, repair, page = KINDS[kind]
    path, _, anchor = page.partition("#")
    link = path.rstrip("/") + ".md" + (f"#{anchor}" if anchor else "")
    rows = [one for one in (PAGES / "doctor.md").read_text().splitlines() if f"| `{kind}` |" in one]
    assert len(rows) == 1
    assert title in rows[0]
    assert ("*maybe* only" in rows[0]) == (kind in MAYBE)
    assert f"({link})" in rows[0]
    assert repair.endswith(".")


@pytest.mark.parametrize("kind", KINDS)
def test_the_page_it_links_to_is_there(kind):
    path, _, anchor = KINDS[kind][2].partition("#")
    text = (PAGES / (path.rstrip("/") + ".md")).read_text()
    headings = [line.lstrip("# ") for line in text.splitlines() if line.startswith("#")]
    slugs = {re.sub(r"[^a-z0-9-]", "", one.lower().replace(" ", "-")) for one in headings}
    assert not anchor or f"#{anchor} }}" in text or anchor in slugs
