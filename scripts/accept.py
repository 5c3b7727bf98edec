"""Accept: write what a program prints now into the .out beside it.

    python -m scripts accept                       every program
    python -m scripts accept accumulation/ledger   this one

A program that fails keeps its .out. `python -m scripts check NAME` shows the difference first.
"""

from __future__ import annotations

import argparse

from scripts.files import SNIPPETS, shown, write
from scripts.names import chosen
from scripts.programs import all_programs
from scripts.record import Recorder
from scripts.records import load
from scripts.tasks import all_tasks


def main(arguments: list[str]) -> int:
    """Write the outputs that changed; 1 if a program failed."""
    parser = argparse.ArgumentParser(prog="python -m scripts accept")
    parser.add_argument("names", nargs="*", metavar="NAME", help="chapter, or chapter/program")
    names = set(chosen(parser.parse_args(arguments).names, all_programs(), "accept"))
    recorder = Recorder()
    tasks = [task for task in all_tasks() if task.kind == "program" and task.name in names]
    recorder.make(tasks)
    failed = {fault.place.partition(":")[0] for fault in recorder.failed}
    for task in tasks:
        out = (SNIPPETS / task.name).with_suffix(".out")
        if shown(SNIPPETS / task.name) in failed:
            continue
        if write(out, load(task.target).result["printed"]):
            print(f"wrote {shown(out)}")
    return bool(recorder.failed)
