"""Every Python block of the site ran, as shown: the pytest plugin behind `pytest --codeblocks`.

Load it with `-p tests.pages`. It collects the woven pages, build/pages/**/*.md, through
`tests.blocks` and runs each block as pytest-codeblocks' `TestBlock`, but in a process of its own,
side by side with those that follow, and tells where on a page an error is. What `record` has run
already, the same text with the same libraries, is judged by its record: see `tests.recorded`.
"""

from __future__ import annotations

import difflib
import functools
import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from pytest_codeblocks.plugin import TestBlock
from xdist.scheduler import LoadScopeScheduling

from scripts import forked
from scripts.files import shown
from tests import recorded
from tests.blocks import Block, collect

WOVEN = ("build", "pages")  # below the project's root
LONGEST = ("visits", "fresh", "browser", "errors", "killed", "serve", "doctor_page", "site", "spot")
LONGEST += ("own_data", "script", "labs", "bucket", "loop_builder", "stacked", "policy", "ways_out")
SECONDS = 120  # for one block: one that spawns processes imports torch again in each


def pytest_configure(config: pytest.Config) -> None:
    """Keep pytest-codeblocks' option `--codeblocks`, and none of its collecting."""
    # Its hook would add the blocks that it finds to ours. With `-p no:codeblocks` we would have to
    # define the option ourselves; taken out now, the plugin has done that and does nothing more.
    config.pluginmanager.unregister(name="codeblocks")
    os.environ["OMP_NUM_THREADS"] = "1"  # before any test imports torch: see scripts/forked.py


def pytest_collect_file(file_path: Path, parent: pytest.Collector) -> pytest.File | None:
    """Collect the woven pages, and no other Markdown."""
    woven = parent.config.rootpath.joinpath(*WOVEN) in file_path.parents
    if parent.config.option.codeblocks and woven and file_path.suffix == ".md":
        return Page.from_parent(parent, path=file_path)
    return None


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log) -> LoadScopeScheduling:
    """Where tests run side by side, those of one file share a worker, and all pages share one."""
    return ByFile(config, log)


class ByFile(LoadScopeScheduling):
    """Hands out the tests of a whole file, in the order in which they were collected."""

    def __init__(self, config: pytest.Config, log):
        config.option.loadscopereorder = False  # the number of tests says nothing of their time
        super().__init__(config, log)

    def _split_scope(self, nodeid: str) -> str:
        file = nodeid.partition("::")[0]
        return "pages" if file.endswith(".md") else file


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Put the files first that take longest, so that no worker waits for another's last one."""
    rank = {f"test_{name}.py": i for i, name in enumerate(LONGEST)}
    items.sort(key=lambda item: rank.get(item.path.name, len(rank)))


def pytest_collection_finish(session: pytest.Session) -> None:
    """Have the blocks that pytest will ask for run ahead of it."""
    items = [item for item in session.items if isinstance(item, PageBlock)]
    session.config.stash[OUTCOMES] = Outcomes({item.nodeid: item.obj for item in items})


class Outcomes:
    """What became of each block; those to run begin to when the first is asked for."""

    def __init__(self, blocks: dict[str, Block]):
        self.blocks, self.known = blocks, {}
        self.running = self._run()  # a generator: nothing runs yet

    def _run(self) -> Iterator[tuple[str, forked.Outcome]]:
        waiting = {}
        for name, block in self.blocks.items():
            if ran := recorded.outcome(block):
                yield name, ran
            else:
                waiting[name] = block
        forked.warm(block.code for block in waiting.values())
        jobs = {
            name: functools.partial(forked.run_program, block.code, block.program)
            for name, block in waiting.items()
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
        for block in collect(self.path):
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
    line, told, next_command = block.line, [], f"python -m scripts check {block.program}"
    if error and (raises is None or error.type.split(".")[-1] != raises.split(".")[-1]):
        wrong = error.last + (f" (the page announces {raises})" if raises else "")
        if error.frames:
            file = error.frames[0][0]  # the first frame is the program's own
            failing = [line for name, line in error.frames if name == file][-1]
            line = block.places[failing - 1]
            for number, text in enumerate(block.code.splitlines(), 1):
                told.append(f"{'→' if number == failing else ' '} {number:3}  {text}".rstrip())
            told.append(error.traceback.replace(os.path.dirname(file) + "/", ""))
        wrong = f"{wrong.splitlines()[0]}; mend snippets/{block.program}"
    elif raises and not error:
        wrong = f"ran to its end, and its docstring announces {raises}"
    elif expected is not None and expected.rstrip() != outcome.printed.rstrip():
        wrong = "printed something else than the page shows"
        texts = expected.rstrip().splitlines(), outcome.printed.rstrip().splitlines()
        told += difflib.unified_diff(*texts, "on the page", "printed", lineterm="")
        next_command = f"python -m scripts accept {block.program}"
    else:
        return None
    head = f"{shown(block.page)}:{line}: {block.program} {wrong}; next: {next_command}"
    return "\n".join([head, *told])
