"""Check: what is wrong with pages, programs and claims, and what a person should look at.

    python -m scripts check                       everything
    python -m scripts check accumulation/ledger   this program, or this claim
    python -m scripts check accumulation          this chapter and its page

A program that prints something else than its .out is shown with the difference. Numbers typed in
prose that no program, output, experiment or assertion holds are listed: each is a sentence for a
person to judge, and tests/typed.toml says why it may stand.
"""

from __future__ import annotations

import argparse
import difflib

from scripts.files import RECORDS, SNIPPETS, Fault, read, shown
from scripts.names import bare, chosen
from scripts.pages import markdown
from scripts.programs import all_programs
from scripts.record import Recorder
from scripts.records import Missing, load
from scripts.tasks import all_tasks
from scripts.weave import author, lost, typed
from scripts.weave.claims import Checker, assertions, mismatches


def drifted(name: str) -> Fault | None:
    """What is wrong with the .out of the program `name`, with the difference; None if nothing."""
    out = (SNIPPETS / name).with_suffix(".out")
    printed = load(RECORDS / f"{name}.json").result["printed"]
    accept = f"python -m scripts accept {name}"
    if not out.exists():
        return Fault(shown(out), "there is no accepted output yet", accept, printed.rstrip())
    accepted = read(out)
    if accepted == printed:
        return None
    lines = (text.splitlines() for text in (accepted, printed))
    difference = "\n".join(difflib.unified_diff(*lines, "accepted", "printed now", lineterm=""))
    return Fault(shown(out), "is not what its program prints now", accept, difference)


def main(arguments: list[str]) -> int:
    """Print what is wrong, a line each; 1 if anything is."""
    parser = argparse.ArgumentParser(prog="python -m scripts check")
    parser.add_argument("names", nargs="*", metavar="NAME", help="chapter, program, claim or page")
    asked = parser.parse_args(arguments).names
    programs, claims = all_programs(), assertions()
    pages = {f"{bare(page.uri)}.md": page for page in markdown()}
    names = chosen(asked, [*programs, *claims, *pages], "check")
    faults = [fault for name in names if name in pages for fault in author.faults(pages[name])]
    recorder = Recorder()
    recorder.make([task for task in all_tasks() if task.name in set(names) & set(programs)])
    faults += recorder.failed
    failed = {fault.place.partition(":")[0] for fault in recorder.failed}
    for name in names:
        if name in programs and f"snippets/{name}" not in failed and (fault := drifted(name)):
            faults.append(fault)
    faults += _claims([name for name in names if name in claims])
    if not asked:
        faults += [*lost(), *mismatches()]
    unexplained = [line for name in names if name in pages for line in typed.on_page(pages[name])]
    if not asked:
        unexplained += typed.in_captions()
    print(*faults, *unexplained, sep="\n", end="\n" if faults or unexplained else "")
    print(f"{len(names)} checked: {len(faults)} wrong, {len(unexplained)} typed numbers to judge")
    return bool(faults or unexplained)


def _claims(names: list[str]) -> list[Fault]:
    checker, faults = Checker(), []
    for name in names:
        try:
            if not checker.proof(name).seen:
                what, again = (
                    "asserts nothing about a recorded run",
                    f"python -m scripts check {name}",
                )
                faults.append(Fault(assertions()[name].place, f"claim {name} {what}", again))
        except (Fault, Missing) as fault:
            faults.append(fault)
    return faults
