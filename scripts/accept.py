"""Accept: write what a program prints now into the .out beside it, and a lab as .ipynb beside it.

    python -m scripts accept                       every program and lab
    python -m scripts accept accumulation/ledger   this one

A program that fails keeps its .out. `python -m scripts check NAME` shows the difference first.
A lab's .ipynb is there for Colab, which opens what lies in a repository.
"""

from __future__ import annotations

import argparse

from scripts.files import SNIPPETS, shown, write
from scripts.names import chosen
from scripts.pages import pages
from scripts.programs import all_programs
from scripts.record import Recorder
from scripts.records import load
from scripts.tasks import all_tasks
from scripts.weave.labs import stored


def main(arguments: list[str]) -> int:
    """Write the outputs that changed; 1 if a program failed."""
    parser = argparse.ArgumentParser(prog="python -m scripts accept")
    parser.add_argument("names", nargs="*", metavar="NAME", help="chapter, program or lab")
    labs = {f"{page.name}.py": page for page in pages() if page.path.suffix == ".py"}
    asked = parser.parse_args(arguments).names
    names = set(chosen(asked, [*all_programs(), *labs], "accept"))
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
    for name in names & set(labs):
        notebook = labs[name].path.with_suffix(".ipynb")
        if write(notebook, stored(labs[name])):
            print(f"wrote {shown(notebook)}")
    return bool(recorder.failed)
