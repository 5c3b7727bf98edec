"""Weave the pages: what authors wrote, filled in with programs, outputs, numbers, figures, proofs.

    python -m scripts weave                 every page, and what lies beside them
    python -m scripts weave accumulation    this page
    python -m scripts weave --waiting       a page whose runs are not all there says so

The result, build/pages, is plain Markdown: what is tested, what is built and what a machine reads.
A file is written only where its bytes change.
"""

from __future__ import annotations

import argparse
import os
import re
import sys
from pathlib import Path

from loop_doctor.pack import packed
from scripts import notebooks
from scripts.files import (
    DOCS,
    DRAWERS,
    EXPERIMENTS,
    FIGURES,
    PAGES,
    RECORDED,
    RECORDS,
    Fault,
    link,
    write,
)
from scripts.functions import chapters
from scripts.names import chosen
from scripts.pages import Page, config, pages
from scripts.palette import style_sheet
from scripts.programs import all_programs, program
from scripts.records import Missing, Runs, load
from scripts.versions import Versions
from scripts.weave import (
    author,
    changes,
    doctor,
    edition,
    formulas,
    labs,
    machines,
    proofs,
    search,
    slides,
)
from scripts.weave.claims import Checker
from scripts.weave.desk import Desk, environment
from scripts.weave.expected import Expected, waits

GENERATED = PAGES / "generated"
EXPLORABLES = PAGES / "assets" / "explorables"


class Weaver:
    """Weaves pages, one after the other, from the same runs and claims."""

    def __init__(self, waiting: bool = False):
        self.waiting = waiting
        self.kind = Expected if waiting else Runs
        self.runs, self.checker = self.kind(), Checker(self.kind)
        self.versions = Versions()
        self.environment = environment(self.versions)
        self.faults: list[Fault] = []
        self.glyphs: set[str] = set()
        self.waits = 0  # pages whose runs are not all there
        self.texts: list[tuple[Page, str]] = []
        self.records: dict[Path, str] = {}  # of explorables, by file

    def weave(self, page: Page) -> None:
        """Weave one page; what is wrong with it is in `faults`, and its last state stays."""
        self.faults += (wrong := author.faults(page))
        if wrong:
            return
        Expected.missing = set()
        try:
            desk = Desk(page, self.runs, self.checker, self.versions, self.environment)
            text = desk.woven()
            self.records |= {EXPLORABLES / name: text for name, text in desk.records.items()}
            if not Expected.missing:
                again = f"python -m scripts weave {page.name}"
                self.glyphs |= formulas.glyphs(text, f"docs/{page.uri}", again)
        except Fault as fault:
            if not Expected.missing:
                self.faults.append(fault)
                return
        if Expected.missing:
            self.waits += 1
            text = waits(page.title, Expected.missing)
        self.texts.append((page, text))

    def lab(self, page: Page) -> None:
        """Put an executed lab where the generator finds it, and its download beside it."""
        name = f"notebooks/{page.path.stem}"
        try:
            notebook = load(RECORDS / f"{name}.json").result
        except Missing as fault:
            if not self.waiting:
                self.faults.append(fault)
            notebook = notebooks.placeholder(page.title)
        write(PAGES / f"{name}.ipynb", notebooks.written(notebook))
        for ending, text in labs.downloads(page, _address()).items():
            write(GENERATED / f"{name}{ending}", text)
        about = f"---\ndescription: {labs.about(page)}\n---\n"
        self.texts.append((page, f"{about}# {page.title}\n"))


def beside() -> set:
    """Put beside the pages what they show or link to; all the files that are there now."""
    made = {PAGES / edition.CITATION.name}
    link(edition.CITATION, PAGES / edition.CITATION.name)
    for name, data in {
        "assets/palette.css": style_sheet(),
        "assets/doctor/core.json": doctor.core(),
        "loop-doctor.pyz": packed(),
    }.items():
        made.add(PAGES / name)
        write(PAGES / name, data)
    for folder in (DOCS / "assets", RECORDED):
        for path in folder.rglob("*"):
            if path.is_file() and not path.is_relative_to(DOCS / formulas.FONTS):
                made.add(PAGES / path.relative_to(DOCS))
                link(path, PAGES / path.relative_to(DOCS))
    made |= {PAGES / font.relative_to(DOCS) for font in (DOCS / formulas.FONTS).glob("*")}
    for root in (RECORDS, FIGURES):
        for path in root.rglob("*"):
            target = GENERATED / path.relative_to(root)
            told = root == FIGURES and path.suffix == ".json"  # of a drawing, for `record` alone
            if path.is_file() and not told and "notebooks" not in path.parts:
                made.add(target)
                link(path, target)
    for name in all_programs():
        made.add(GENERATED / name)
        write(GENERATED / name, program(name).text)
    for folder in (EXPERIMENTS, DRAWERS):
        for chapter in chapters():
            if (source := folder / f"{chapter}.py").exists():
                made.add(GENERATED / chapter / f"{folder.name}.py")
                link(source, GENERATED / chapter / f"{folder.name}.py")
    return made


def main(arguments: list[str]) -> int:
    """Weave what is named; 1 if a page could not be woven."""
    parser = argparse.ArgumentParser(prog="python -m scripts weave")
    parser.add_argument("names", nargs="*", metavar="NAME", help="of a page, such as accumulation")
    parser.add_argument("--waiting", action="store_true", help="runs may still be missing")
    options = parser.parse_args(arguments)
    everything = pages()
    names = set(chosen(options.names, [page.name for page in everything], "weave"))
    weaver = Weaver(options.waiting)
    made = beside()
    for page in everything:
        if page.name in names:
            weaver.weave(page) if page.path.suffix == ".md" else weaver.lab(page)
    for page, text in weaver.texts:  # all at once: a server may be watching
        if page.path.suffix == ".md":
            write(PAGES / page.uri, text)
    for path, text in weaver.records.items():
        write(path, text)
    if len(names) == len(everything):
        weaver.faults += [*lost(), *weaver.versions.misstated(config().get("copyright") or "")]
        made |= {PAGES / page.uri for page in everything} | set(weaver.records)
        noted = [page.name for page in everything if page.path.suffix == ".py"]
        made |= {PAGES / f"{name}.ipynb" for name in noted}
        made |= {GENERATED / f"{name}{kind}" for name in noted for kind in (".ipynb", ".py")}
        made |= {PAGES / name for name in (*machines.FILES, changes.NAME)}
        made |= {PAGES / "assets" / f"{name}.js" for name in ("sections", "proofs")}
        made |= {slides.DATA} if slides.DATA.exists() else set()
        formulas.publish_fonts(weaver.glyphs)
        woven = [machines.Woven(page, text, _address()) for page, text in weaver.texts]
        search.publish(woven)
        if not weaver.waits:  # or it would judge claims by runs that are not there
            proofs.publish(weaver.checker)
        if not weaver.faults and not weaver.waits:
            machines.publish(
                woven, _address(), config()["site_description"], weaver.runs, weaver.versions
            )
            weaver.faults += changes.publish(woven)
        _prune(made)
    for fault in weaver.faults:
        print(fault, file=sys.stderr)
    return bool(weaver.faults)


def lost() -> list[Fault]:
    """A fault for each program that no page shows."""
    text = "".join(page.text for page in pages())
    shown = set(re.findall(r'\b(?:show|repair|exercise)\("([^"]+)"', text))
    return [
        Fault(
            f"snippets/{name}",
            f'it is on no page; write [= show("{name}") =] where it belongs, or delete it',
            "python -m scripts weave",
        )
        for name in all_programs()
        if name not in shown
    ]


def _address() -> str:
    return os.environ.get("SITE_URL", "http://127.0.0.1:8000/")


def _prune(made: set) -> None:
    """Delete from build/pages what nothing of today has made."""
    for path in PAGES.rglob("*"):
        if path.is_file() and path not in made:
            path.unlink()
