"""What became of a page's block when `record` ran the same program: here, and of today's files.

Whoever asks for all to run again sets BLOCKS=all, as CI does.
"""

from __future__ import annotations

import ast
import functools
import json
import os

from scripts import programs
from scripts.files import digest
from scripts.forked import Error, Outcome
from scripts.record import Recorder
from scripts.records import device, load
from scripts.tasks import Task, all_tasks
from tests.blocks import Block


@functools.cache
def tasks() -> tuple[Recorder, dict[str, Task]]:
    """What tells whether a record is fresh, and the task behind each program's record."""
    return Recorder(), {task.name: task for task in all_tasks() if task.kind == "program"}


def outcome(block: Block) -> Outcome | None:
    """The block's outcome by the record of its program; None where it has to run again.

    It counts only if the program ran on this processor with today's sources and libraries, and is
    the block's code. A record that was changed after it was made is an error.
    """
    if os.environ.get("BLOCKS") == "all":
        return None
    recorder, known = tasks()
    task = known.get(block.program)
    if not task or not same(block.code, programs.program(block.program).text):
        return None
    if not recorder.fresh(task):
        return None
    record = load(task.target)
    if f"snippets/{block.program}" not in record.sources or record.device != device():
        return None
    if record.digest != digest(json.dumps(record.result)):
        again = f"python -m scripts record --force {block.program}"
        return Outcome(error=Error.end("Changed", f"the record is not what was recorded; {again}"))
    said = record.result["printed"]
    if raised := programs.announced(block.code):
        return Outcome(error=Error(raised, said, said.removesuffix("\n"), said, []))
    return Outcome(stdout=said)


def same(code: str, text: str) -> bool:
    """Is it one program, but for empty lines, of which a page drops those where its parts meet?"""
    lines = [[line for line in one.split("\n") if line.strip()] for one in (code, text)]
    return lines[0] == lines[1] and ast.dump(ast.parse(code)) == ast.dump(ast.parse(text))
