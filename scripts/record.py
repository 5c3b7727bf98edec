"""Record what is out of date: runs, outputs of programs, labs; then draw the figures made of them.

    python -m scripts record                            all that is out of date
    python -m scripts record accumulation/ledger        this run, program and figure
    python -m scripts record --force accumulation       a whole chapter, also what is up to date
    python -m scripts record --device cuda              the runs on a GPU, into docs/recorded/cuda/

A record is up to date while the project's files that were opened or imported when it was made, the
versions of the libraries, and the device are the same.
"""

from __future__ import annotations

import argparse
import os
import sys

from scripts import forked
from scripts.files import FIGURES, RECORDS, SNIPPETS, Fault, read, shown
from scripts.names import chosen
from scripts.records import Missing, Record, device, load
from scripts.sources import States
from scripts.tasks import Task, all_tasks, ordered

SECONDS = 600  # for one task


class Recorder:
    """Makes tasks whose records are out of date, each after what it needs."""

    def __init__(self, force: bool = False):
        self.force, self.states = force, States()
        self.failed: list[Fault] = []
        self.damaged: set[str] = set()  # records that were told of

    def fresh(self, task: Task) -> bool:
        """Is the record of `task` whole, and is everything it came from unchanged?"""
        if self.force or not all(file.exists() for file in task.files):
            return False
        try:
            old = load(task.target)
        except Missing:
            return False
        except Fault as fault:
            if fault.place not in self.damaged:
                print(f"{fault.place}: {fault.what}; it is made again")
            self.damaged.add(fault.place)
            return False
        return (
            old.versions == task.versions
            and old.device["type"] == task.device
            and old.inputs == task.inputs
            and all(self.states.of(source) == known for source, known in old.sources.items())
        )

    def save(self, task: Task, outcome: forked.Outcome) -> None:
        """Write the record of `task`, with all that it came from."""
        own = {shown(file) for file in task.files}  # opened to see whether their bytes change
        sources = {name: self.states.of(name) for name in outcome.sources if name not in own}
        Record(
            run=task.name,
            result=task.result(outcome),
            sources=sources,
            versions=task.versions,
            device=device(task.device),
            seconds=round(outcome.seconds, 3),
            inputs=task.inputs,
        ).save(task.target)
        for path in (task.target, *task.files):
            self.states.forget(path)

    def make(self, tasks: list[Task]) -> None:
        """Make those of `tasks` that are out of date; what fails is in `failed`."""
        if all(self.fresh(task) for task in tasks):
            return
        waiting, running, lost = {task.name: task for task in ordered(tasks)}, {}, set()
        with forked.Pool(timeout=SECONDS) as pool, _Progress() as progress:
            while waiting or running:
                task = None if pool.full else self._ready(waiting, running)
                if task and lost.intersection(task.needs):
                    lost.add(task.name)
                elif task and not self.fresh(task):
                    _warm(task)
                    progress.show(running, len(waiting))
                    pool.start(task.name, task.work)
                    running[task.name] = task
                elif not task:
                    for name, outcome in pool.ended():
                        try:
                            self.save(running.pop(name), outcome)
                        except Fault as fault:
                            lost.add(name)
                            self.failed.append(fault)
                            progress.say(str(fault))
                        progress.show(running, len(waiting))

    def _ready(self, waiting: dict[str, Task], running: dict[str, Task]) -> Task | None:
        """Take the next task out of `waiting` that needs nothing which is still to be made."""
        for name, task in waiting.items():
            if not any(need in waiting or need in running for need in task.needs):
                return waiting.pop(name)
        return None


class _Progress:
    """A bar on a terminal: what runs, what is left. Nothing where all is up to date."""

    def __init__(self):
        self.bar, self.started = None, 0

    def __enter__(self) -> _Progress:
        return self

    def __exit__(self, *_) -> None:
        if self.bar:
            self.bar.stop()

    def show(self, running: dict[str, Task], left: int) -> None:
        """Tell what runs now, and how much may be left."""
        if self.bar is None:
            from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn

            columns = (TextColumn("recording"), BarColumn(), MofNCompleteColumn())
            self.bar = Progress(*columns, TextColumn("{task.description}"))
            self.bar.start()
            self.row = self.bar.add_task("")
            self.total = left + 1
        done = self.total - left - len(running)
        what = ", ".join(running)
        self.bar.update(self.row, completed=max(0, done), total=self.total, description=what)

    def say(self, text: str) -> None:
        """Print a message above the bar."""
        print(text, flush=True)


def _warm(task: Task) -> None:
    """Import, once, what the task's process would import; run no tensor operation."""
    if task.kind == "figure":
        import matplotlib

        matplotlib.use("svg")
        import matplotlib.pyplot  # noqa: F401
    elif task.kind == "program":
        forked.warm([read(SNIPPETS / task.name)])
    elif task.kind == "run":
        forked.warm(read(path) for path in SNIPPETS.glob("*/*.py"))


def prune(tasks: list[Task]) -> None:
    """Delete what no task of today has made."""
    made = {path for task in tasks for path in (task.target, *task.files)}
    for root in (RECORDS, FIGURES):
        for path in root.rglob("*"):
            if path.is_file() and path not in made:
                path.unlink()


def main(arguments: list[str]) -> int:
    """Bring the records and figures up to date; 0 if all of them are, 1 if something failed."""
    parser = argparse.ArgumentParser(prog="python -m scripts record")
    parser.add_argument("names", nargs="*", metavar="NAME", help="chapter, or chapter/name")
    parser.add_argument("--force", action="store_true", help="also what is up to date")
    parser.add_argument("--device", choices=("cpu", "cuda"), default="cpu")
    options = parser.parse_args(arguments)
    if options.device == "cuda":
        _on_cuda()
    everything = all_tasks(options.device)
    names = chosen(options.names, [task.name for task in everything], "record")
    recorder = Recorder(options.force)
    recorder.make([task for task in everything if task.name in set(names)])
    if not options.names and not recorder.failed and options.device == "cpu":
        prune(everything)
    sys.stdout.flush()
    if "torch" in sys.modules:
        os._exit(bool(recorder.failed))  # torch takes half a second to leave
    return bool(recorder.failed)


def _on_cuda() -> None:
    os.environ["PYTORCH_NVML_BASED_CUDA_CHECK"] = "1"  # the workers are forked after it
    os.environ["CUBLAS_WORKSPACE_CONFIG"] = ":4096:8"  # deterministic matrix products
    import torch

    if not torch.cuda.is_available():
        what = "there is no CUDA device here; leave out --device, or run this where there is one"
        raise Fault("record --device cuda", what, "python -m scripts record")
