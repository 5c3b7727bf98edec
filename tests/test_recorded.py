"""Promise: a block that is not run anew was run: the same program, here, with today's files."""

import dataclasses
import json

import pytest

from scripts.files import digest
from scripts.programs import program
from scripts.record import Recorder
from tests import recorded
from tests.blocks import Block, Fence
from tests.pages import fault

RUNS, RAISES = "index/five_lines.py", "errors/wrong_order.py"


def block(name, code=None):
    """A page's block of a program, with the output that is accepted."""
    whole = program(name)
    marks = [f"pytest.mark.xfail(raises={whole.raises}, strict=True)"] if whole.raises else []
    out = whole.path.with_suffix(".out").read_text("utf-8")
    return Block(whole.path, name, [Fence(1, code or whole.text)], out, marks)


@pytest.fixture(params=[RUNS, RAISES])
def name(request):
    return request.param


@pytest.fixture
def edit(name, tmp_path, monkeypatch):
    """Puts another record in the place of a program's."""
    task = recorded.tasks()[1][name]
    other = dataclasses.replace(task, target=tmp_path / "record.json")
    monkeypatch.setattr(recorded, "tasks", lambda: (Recorder(), {name: other}))

    def edited(**changed):
        record = json.loads(task.target.read_text("utf-8")) | changed
        other.target.write_text(json.dumps(record))

    return edited


def test_a_recorded_program_is_judged_by_its_record(name):
    outcome = recorded.outcome(block(name))
    assert fault(block(name), outcome) is None
    assert outcome.printed == block(name).expected_output


def test_the_lines_between_parts_may_be_empty_and_no_others(name):
    text = program(name).text
    assert recorded.outcome(block(name, text.replace("\n\n", "\n", 1)))
    assert not recorded.outcome(block(name, text + "x = 1\n"))
    assert not recorded.outcome(block(name, text + "# x\n"))
    assert not recorded.outcome(block(name, text.replace("0", "1", 1)))
    assert recorded.same('x = """a\nb"""\n', '\nx = """a\nb"""\n')
    assert not recorded.same('x = """a\nb"""\n', 'x = """a\n\nb"""\n')


def test_all_run_again_where_that_is_asked_for(name, monkeypatch):
    monkeypatch.setenv("BLOCKS", "all")
    assert not recorded.outcome(block(name))


@pytest.mark.parametrize(
    "changed",
    [
        {"sources": {}},
        {"versions": {"torch": "2.0.0"}},
        {"device": {"type": "cpu", "name": "another"}},
        {"inputs": 1},
        {"schema": 1},
    ],
    ids=lambda changed: next(iter(changed)),
)
def test_a_record_of_something_else_does_not_count(name, edit, changed):
    edit()
    assert recorded.outcome(block(name))
    edit(**changed)
    assert not recorded.outcome(block(name))


def test_a_record_of_another_text_does_not_count(name, edit):
    edit(sources={f"snippets/{name}": digest("another text")})
    assert not recorded.outcome(block(name))


def test_without_a_record_it_runs(name, edit):
    assert not recorded.outcome(block(name))


def test_a_changed_result_is_told(name, edit):
    edit(result={"printed": "forged\n"})
    assert "Changed: the record" in fault(block(name), recorded.outcome(block(name)))


def test_a_result_that_is_not_the_page_s_is_told(name, edit):
    result = {"printed": "something else\n"}
    edit(result=result, digest=digest(json.dumps(result)))
    assert "printed something else" in fault(block(name), recorded.outcome(block(name)))
