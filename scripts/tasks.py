"""What there is to make: runs, outputs of programs, labs, figures, the poster, the pages' cards."""

from __future__ import annotations

import importlib
import os
import re
import sys
import tempfile
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from scripts import notebooks, pages, programs
from scripts.drawing import KINDS, PROGRAMS, RUNS, SHEETS, address
from scripts.explorables import EXPLORABLES
from scripts.files import (
    CLAIMS,
    DRAWERS,
    EXPERIMENTS,
    FIGURES,
    RECORDED,
    RECORDS,
    ROOT,
    Fault,
    shown,
    versions,
)
from scripts.forked import Outcome
from scripts.functions import Function, chapter_functions, chapterless
from scripts.records import finite, libraries, load

CALLED = re.compile(r"\[= *(\w+)\(")
NAMED = re.compile(r"""["'(](\w+/\w+)(?:\.py)?["')]|\b(?:runs|cuda)\.(\w+)\.(\w+)""")


@dataclass(frozen=True)
class Task:
    """Something to make, in a process of its own, and the record that tells of it."""

    name: str  # "accumulation/ledger", "accumulation/ledger.py", "accumulation/ledger.svg"
    kind: str  # what is made: "run", "program", "lab", "figure"
    target: Path  # its record
    work: Callable[[], object]
    needs: tuple[str, ...] = ()  # the tasks that come before it
    files: tuple[Path, ...] = ()  # what it makes besides its record
    inputs: object = None  # what it is made from besides files
    versions: dict = field(default_factory=libraries)
    device: str = "cpu"

    def result(self, outcome: Outcome) -> object:
        """The result that is recorded.

        Raises:
            Fault: it failed.
        """
        if self.kind == "program":
            path = ROOT / "snippets" / self.name
            return {"printed": programs.printed(path, outcome)}
        if error := outcome.error:
            if error.fault:
                raise error.fault
            files = [(file, line) for file, line in error.frames if file.startswith(str(ROOT))]
            own = [(f, n) for f, n in files if "/scripts/" in f or "/docs/" in f] or files
            place = f"{shown(own[-1][0])}:{own[-1][1]}" if own else self.name
            again = f"python -m scripts record {self.name}"
            what = f"{self.name} failed with {error.last.splitlines()[0]}; mend it"
            raise Fault(place, what, again, _theirs(error.traceback))
        return outcome.value


def _theirs(trace: str) -> str:
    """A traceback without the frames of machinery: what is left are lines that authors wrote."""
    head, *frames = re.split(r"(?m)^(?=  File )", trace)
    folders = ("/experiments/", "/figures/", "/snippets/", "/drawing/")
    kept = [f for f in frames if any(folder in f.split('"')[1] for folder in folders)]
    last = frames[-1] if frames else head
    end = last[last.find("\n", last.find("\n") + 1) + 1 :] if last not in kept else ""
    return f"{head}{''.join(kept)}{end}".rstrip()


def all_tasks(on: str = "cpu") -> list[Task]:
    """Every task of the site.

    Args:
        on: "cpu", or "cuda" for the experiments that take a device alone.

    Raises:
        Fault: an experiments or figures file belongs to no chapter.
    """
    for folder in (EXPERIMENTS, DRAWERS, CLAIMS):
        for fault in chapterless(folder, {"__init__", "stacked"}):
            raise fault
    runs = [_run(name, function, on) for name, function in chapter_functions(EXPERIMENTS).items()]
    if on != "cpu":
        return [task for task in runs if task.inputs]
    tasks = runs + [_program(name, path) for name, path in programs.all_programs().items()]
    tasks += [_lab(page.path) for page in pages.pages() if page.path.suffix == ".py"]
    figures = chapter_functions(DRAWERS)
    tasks += [_figure(name, function) for name, function in figures.items()]
    known = {task.name for task in tasks}
    tasks += [_poster(theme) for theme in ("light", "dark") if known.issuperset((*RUNS, *PROGRAMS))]
    tasks += [_card(page, known) for page in pages.pages()]
    return tasks


def ordered(tasks: list[Task]) -> list[Task]:
    """These tasks, in the order in which the pages of nav need them, what they need included."""
    names = {task.name: task for task in tasks}
    first: dict[str, int] = {}
    claims = chapter_functions(CLAIMS)

    def visit(name: str, at: int) -> None:
        for ending in ("", ".py", ".svg"):
            task = names.get(f"{name}{ending}")
            if task and task.name not in first:
                first[task.name] = at
                for need in task.needs:
                    visit(need, at)

    everything = pages.pages()
    for at, page in enumerate(everything):
        visit(page.name, at)  # a lab
        marked = [name for name in re.findall(r'claim\("([\w/]+)"', page.text) if name in claims]
        text = page.text + "".join(claims[name].code for name in marked)
        for name, chapter, run in NAMED.findall(text):
            visit(name or f"{chapter}/{run}", at)
        for name in CALLED.findall(page.text):
            for run in EXPLORABLES.get(name, ())[1:]:
                visit(run, at)
    last = len(everything)
    kinds = ("program", "run", "figure", "lab")
    return sorted(tasks, key=lambda t: (first.get(t.name, last), kinds.index(t.kind), t.name))


def _run(name: str, function: Function, on: str) -> Task:
    root = RECORDS if on == "cpu" else RECORDED / on
    takes = "device" in function.parameters

    def work():
        if torch := sys.modules.get("torch"):
            torch.set_num_threads(1)
            torch.use_deterministic_algorithms(True)
            torch.manual_seed(0)
        module = importlib.import_module(f"scripts.experiments.{function.path.stem}")
        os.chdir(tempfile.mkdtemp())  # what a program saves goes with the job
        result = getattr(module, function.name)(**({"device": on} if takes else {}))
        return result if on == "cpu" else {"device": torch.cuda.get_device_name(), "value": result}

    inputs = {"device": on} if takes else None
    return Task(name, "run", root / f"{name}.json", work, inputs=inputs, device=on)


def _program(name: str, path: Path) -> Task:
    return Task(name, "program", RECORDS / f"{name}.json", programs.job(path))


def _lab(path: Path) -> Task:
    name = f"notebooks/{path.stem}"
    kept = {**libraries(), **versions("matplotlib", "ipykernel", "jupytext")}
    return Task(
        name, "lab", RECORDS / f"{name}.json", lambda: notebooks.executed(path), versions=kept
    )


def _figure(name: str, function: Function) -> Task:
    needs = tuple(f"{function.path.stem}/{run}" for run in function.parameters)

    def work():
        from scripts.drawing import export

        if "\n\nAlt: " not in function.docstring:
            what = 'the figure has no text alternative; add a paragraph "Alt: …" to its docstring'
            raise Fault(function.place, what, f"python -m scripts record {name}")
        module = importlib.import_module(f"scripts.figures.{function.path.stem}")
        results = [finite(load(RECORDS / f"{run}.json").result) for run in needs]
        export.save(lambda: getattr(module, function.name)(*results), name)

    made = tuple(FIGURES / f"{name}.{ending}" for ending in ("svg", *KINDS))
    return _drawing(f"{name}.svg", work, needs, made)


def _drawing(name: str, work, needs: tuple, made: tuple, inputs=None) -> Task:
    target, drawn = FIGURES / f"{name}.json", versions("matplotlib", "pillow")
    return Task(name, "figure", target, work, needs, made, inputs, drawn)


def _poster(theme: str) -> Task:
    def work():
        from scripts.drawing import printed

        printed.save(theme)

    made = tuple(FIGURES / "poster" / f"poster.{theme}.{kind}" for kind in SHEETS)
    inputs = [address()]  # printed at the foot of the sheet
    return _drawing(f"poster/{theme}", work, (*RUNS, *PROGRAMS), made, inputs)


def _card(page: pages.Page, known: set[str]) -> Task:
    shown_first = re.search(r'\[= figure\("([^"]+)"\)', page.text)
    figure = shown_first[1] if shown_first and f"{shown_first[1]}.svg" in known else None
    name, title = page.name.replace("/", "-"), page.title

    def work():
        from scripts.drawing import cards

        cards.save(name, title, figure)

    needs = (f"{figure}.svg",) if figure else ()
    made = (FIGURES / "cards" / f"{name}.png",)
    return _drawing(f"cards/{name}", work, needs, made, [title, figure])
