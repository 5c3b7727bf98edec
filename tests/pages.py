"""Every Python block of the site runs, as shown: the pytest plugin behind `pytest --codeblocks`.

Load it with `-p tests.pages`. It collects the pages through `tests.blocks` and runs each block as
pytest-codeblocks' `TestBlock`, but in a process of its own, side by side with those that follow,
and tells where on a page an error is.
"""

from __future__ import annotations

import difflib
import functools
import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from pytest_codeblocks.plugin import TestBlock

from scripts import forked
from tests.blocks import Block, collect, is_page, pages
from tests.reader import PageError, shown

__all__ = ["Block", "PageError", "collect", "fault", "pages"]

SECONDS = 120  # for one block: one that spawns processes imports torch again in each


def pytest_configure(config: pytest.Config) -> None:
    """Keep pytest-codeblocks' option `--codeblocks`, and none of its collecting."""
    # Its hook would add the blocks that it finds to ours. With `-p no:codeblocks` we would have to
    # define the option ourselves; taken out now, the plugin has done that and does nothing more.
    config.pluginmanager.unregister(name="codeblocks")
    os.environ["OMP_NUM_THREADS"] = "1"  # before any test imports torch: see scripts/forked.py


def pytest_collect_file(file_path: Path, parent: pytest.Collector) -> pytest.File | None:
    """Collect the pages, and no other Markdown."""
    if parent.config.option.codeblocks and is_page(file_path, parent.config.rootpath):
        return Page.from_parent(parent, path=file_path)
    return None


def pytest_collection_finish(session: pytest.Session) -> None:
    """Have the blocks that pytest will ask for run ahead of it."""
    items = [item for item in session.items if isinstance(item, PageBlock)]
    session.config.stash[OUTCOMES] = Outcomes({item.nodeid: item.obj for item in items})


class Outcomes:
    """What became of each block; all of them begin to run when the first is asked for."""

    def __init__(self, blocks: dict[str, Block]):
        self.blocks, self.known = blocks, {}
        self.running = self._run()  # a generator: nothing runs yet

    def _run(self) -> Iterator[tuple[str, forked.Outcome]]:
        forked.warm(block.code for block in self.blocks.values())
        jobs = {
            name: functools.partial(forked.run_program, block.code, block.program)
            for name, block in self.blocks.items()
        }
        yield from forked.run_all(jobs, timeout=SECONDS)

    def of(self, name: str) -> forked.Outcome:
        """The outcome of the block `name`, waited for if need be."""
        while name not in self.known:
            ended, outcome = next(self.running)
            self.known[ended] = outcome
        return self.known[name]


OUTCOMES = pytest.StashKey[Outcomes]()


class Page(pytest.File):
    """A page of the site."""

    def collect(self):
        try:
            blocks = collect(self.path)
        except PageError as error:
            raise self.CollectError(str(error)) from None
        for block in blocks:
            yield PageBlock.from_parent(self, name=f"line {block.line}", obj=block)


class PageBlock(TestBlock):
    """A block of a page; `obj` is the `Block`."""

    repr_failure = pytest.Item.repr_failure  # TestBlock's loses type and line

    def runtest(self) -> None:
        if self.obj.importorskip:
            pytest.importorskip(self.obj.importorskip)
        outcome = self.config.stash[OUTCOMES].of(self.nodeid)
        self.add_report_section("call", "stdout", outcome.stdout)
        self.add_report_section("call", "stderr", outcome.stderr)
        if wrong := fault(self.obj, outcome):
            pytest.fail(wrong, pytrace=False)
        if outcome.error:
            # Not left to an xfail mark: that takes a subclass for the exception that was announced.
            pytest.xfail(outcome.error.last)

    def reportinfo(self):
        return self.path, self.obj.line - 1, f"{self.parent.name}, {self.name}"


def fault(block: Block, outcome: forked.Outcome) -> str | None:
    """What is wrong with how a block ran, told to its author; None if it ran as the page says."""
    error, raises, expected = outcome.error, block.raises, block.expected_output
    place = next(line for line in block.lines if line.include)
    told = []
    if error and error.type != raises:
        wrong = error.last + (f"\n(the page announces {raises})" if raises else "")
        if error.frames:
            file = error.frames[0][0]  # the first frame is the program's own
            failing = [line for name, line in error.frames if name == file][-1]
            place = block.lines[failing - 1]
            for number, line in enumerate(block.lines, 1):
                told.append(f"{'→' if number == failing else ' '} {number:3}  {line.text}".rstrip())
            told.append(error.traceback.replace(os.path.dirname(file) + "/", ""))
        remedy = f"mend snippets/{place.include.partition(':')[0]}"
    elif raises and not error:
        wrong, remedy = f"ran to its end; the page announces {raises}", "correct the mark"
    elif expected is not None and expected.rstrip() != outcome.printed.rstrip():
        wrong = "printed something else than the page shows"
        texts = expected.rstrip().splitlines(), outcome.printed.rstrip().splitlines()
        told += difflib.unified_diff(*texts, "on the page", "printed", lineterm="")
        remedy = f"if that is right, run: python -m scripts.outputs {block.program}"
    else:
        return None
    page = shown(block.page)
    where = f'{page}, line {place.number}, include "{place.include}": {wrong}'
    return "\n".join([where, *told, f"{remedy}, then run: pytest --codeblocks {page}"])
