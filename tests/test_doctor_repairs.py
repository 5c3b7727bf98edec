"""Repairs: offered where the doctor finds nothing afterwards, and only there; torch agrees."""

import pytest

from loop_doctor import examine
from loop_doctor.page import Answer
from loop_doctor.read_ast import read
from loop_doctor.remedies import REPAIRS
from loop_doctor.repairs import mend
from tests.doctor_loops import RIGHT
from tests.doctor_programs import PROGRAMS
from tests.doctor_real import difference

UNREPAIRED = {  # a repair needs to know what was meant
    "backward-without-graph",
    "carried-graph",
    "last-backward-not-synchronised",
    "scaler-without-scale",
    "second-backward",
    "stepped-before-backward",
    "unequal-shares",
    "unscaled-inside-the-window",
    "wrong-divisor",
}


def mended(source):
    return mend(source, read, examine(source))


@pytest.mark.parametrize("kind", PROGRAMS)
def test_a_repair_leaves_nothing_to_find(kind):
    draft = mended(PROGRAMS[kind][0])
    assert (draft is None) == (kind in UNREPAIRED)
    if draft:
        examination = examine(draft.source)
        assert examination.answer == "nothing found"
        assert [difference(draft.source, run) for run in examination.runs] == [""] * len(
            examination.runs
        )


@pytest.mark.parametrize("kind", PROGRAMS)
def test_the_difference_leads_from_the_one_to_the_other(kind):
    source = PROGRAMS[kind][0]
    draft = mended(source)
    rows = draft.difference(source) if draft else []
    if rows:
        assert "\n".join(text for sign, text in rows if sign != "+") == source
        assert "\n".join(text for sign, text in rows if sign != "-") == draft.source


def test_a_repair_does_not_part_a_comment_from_its_line():
    source = PROGRAMS["never-cleared"][0].replace("    loss =", "    # of one batch\n    loss =", 1)
    lines = mended(source).source.splitlines()
    assert lines[lines.index("    # of one batch") + 1].startswith("    loss =")
    assert "    opt.zero_grad()" in lines


def test_several_faults_are_mended_together():
    source = PROGRAMS["last-window-leaks"][0].replace(" / 4", "")
    assert len(examine(source).findings) == 2
    signs = [sign for sign, _ in mended(source).difference(source)]
    assert (signs.count("-"), signs.count("+")) == (2, 2)


def test_a_right_loop_gets_no_repair():
    for source in RIGHT.values():
        assert Answer(source, read).repair() == ""


def test_no_repair_is_listed_that_no_program_shows():
    assert set(REPAIRS) <= set(PROGRAMS)
    assert not set(REPAIRS) & UNREPAIRED - {"unscaled-inside-the-window"}
