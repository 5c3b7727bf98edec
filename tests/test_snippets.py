"""Promise: every program keeps the rules, and its .out is what it prints now."""

import ast
import re

import pytest

from scripts.check import drifted
from scripts.explorables import EXPLORABLES
from scripts.files import RECORDS, read
from scripts.pages import pages
from scripts.programs import all_programs, program
from scripts.record import Recorder
from scripts.records import load
from scripts.tasks import all_tasks, ordered
from scripts.weave import lost

PROGRAMS = all_programs()
TASKS = {task.name: task for task in all_tasks()}
RECORDER = Recorder()


@pytest.mark.parametrize("name", PROGRAMS)
def test_output_is_current(name: str):
    assert RECORDER.fresh(TASKS[name]), (
        f"snippets/{name} has changed since it ran; run: make record"
    )
    assert load(RECORDS / f"{name}.json").result["printed"]
    assert drifted(name) is None


@pytest.mark.parametrize("name", PROGRAMS)
def test_program_keeps_the_rules(name: str):
    text = read(PROGRAMS[name])
    assert text.startswith('"""'), "the first line says what the program shows"
    assert max(map(len, text.splitlines())) <= 76, "code must not scroll sideways"
    assert not re.search(r"\bVariable\(|set_to_none=True", text), "current PyTorch only"
    if not program(name).raises:
        assert not re.search(r"\.(grad|weight|bias)\.data\b", text), "use detach() or no_grad()"


def test_a_model_ends_before_its_process_group():
    """Freed after it, one process in ten or twenty waited for ever at its end."""
    for name, path in PROGRAMS.items():
        for node in ast.walk(ast.parse(read(path))):
            body = ast.unparse(node) if isinstance(node, ast.FunctionDef) else ""
            if "destroy_process_group()" in body:
                assert not re.search(r"DistributedDataParallel\(|fully_shard\(", body), name


def test_every_program_is_on_a_page():
    assert not lost()


def test_the_front_page_is_recorded_first():
    front = pages()[0].text
    programs = re.findall(r'show\("([^"]+)"', front)
    runs = [
        run for name, (_, *runs) in EXPLORABLES.items() if f"[= {name}(" in front for run in runs
    ]
    assert programs
    assert runs
    wanted = {*programs, *runs}
    order = [task.name for task in ordered(list(TASKS.values()))]
    before = order[: max(map(order.index, wanted))]
    assert {name.removesuffix(".py") for name in before} <= {w.removesuffix(".py") for w in wanted}
