"""Promise: what a page shows as Python runs, alone, and is judged by what it prints or raises.

Each test is about a gap of stock pytest-codeblocks. All pages run in one session, made once.
"""

import os
import subprocess
import sys
import xml.etree.ElementTree as ElementTree
from pathlib import Path

import pytest

from tests.blocks import collect

ROOT = Path(__file__).resolve().parent.parent
TICKS = "```"
LEAF = "RuntimeError: a leaf Variable that requires grad is being used in an in-place operation."
CONT = "<!--pytest-codeblocks:cont-->\n"
MODULE = "<!--pytest-codeblocks:importorskip({})-->\n"
BOOM = '"""Divides."""\n\n\ndef divide(by):\n    return 1 / by\n\n\ndivide(0)'
STOPS = "import torch\n\nprint(1)\ntorch.ones(1, requires_grad=True).add_(1)"
DOUBLE = "import torch\n\ntorch.set_default_dtype(torch.float64)"
DTYPE = "import torch\n\nprint(torch.get_default_dtype())"
MAIN = 'import os\n\nprint(__name__, __file__.endswith("main.py"), os.listdir())'


def runs(code: str, name: str = "t/x.py", header: str = "python title={}") -> str:
    """A fence as the weave writes it."""
    return f"{TICKS}{header.format(chr(34) + name + chr(34))}\n{code}\n{TICKS}\n"


def prints(text: str) -> str:
    return (
        f"<!--pytest-codeblocks:expected-output-->\n{TICKS} {{ .text .output }}\n{text}\n{TICKS}\n"
    )


def raises(name: str) -> str:
    return f"<!--pytest.mark.xfail(raises={name}, strict=True)-->\n"


HEADERS = (
    "python title={}",
    "{{ .python .wrong title={} }}",
    "{{ .python .wrong .raises title={} }}",
)
PAGES = {
    "fences": "".join(runs(BOOM, header=header) for header in HEADERS)
    + runs("def f(): x", header="{{ .python .assertion }}"),
    "nested": "??? note\n\n" + "".join(f"    {line}\n" for line in runs("x = 1").splitlines()),
    "cont": runs("x = 1\nprint(x)") + CONT + runs("print(x + 1)") + prints("1\n2"),
    "leak": runs("x = 1") + raises("ZeroDivisionError") + CONT + runs("x / 0") + runs("print(1)"),
    "exit": runs('import sys\n\nprint("bye")\nsys.exit(3)', "t/exit.py")
    + runs("import sys\n\nsys.exit()")
    + runs("import os\n\nos._exit(0)")
    + runs("import os\n\nos.kill(os.getpid(), 9)"),
    "drift": runs('print("said")')
    + prints("said ")
    + runs('print("said")', "t/say.py")
    + prints("sad"),
    "error": runs("x = 1") + runs(BOOM, "t/boom.py"),
    "wrong": (raises("RuntimeError") + runs(STOPS) + prints(f"1\n{LEAF}"))
    + (raises("RuntimeError") + runs(STOPS) + prints("1\nRuntimeError: another"))
    + (raises("RuntimeError") + runs("x = 1"))
    + (raises("ArithmeticError") + runs(BOOM)),
    "alone": runs(DOUBLE) + runs(DTYPE) + prints("torch.float32"),
    "main": runs(MAIN, "t/main.py")
    + prints("__main__ True ['main.py']")
    + runs('print("x" * 10**6)'),
    "needs": MODULE.format("no_such_module") + runs(BOOM) + MODULE.format("torch") + runs("x = 1"),
}


@pytest.fixture(scope="module")
def folder(tmp_path_factory) -> Path:
    """A project that holds the woven pages above, and Markdown that is none."""
    root = tmp_path_factory.mktemp("project")
    files = {f"build/pages/{name}.md": text for name, text in PAGES.items()}
    files |= {
        "README.md": runs(BOOM),
        "docs/any.md": runs(BOOM),
        "pytest.ini": "[pytest]\nnorecursedirs = .*\n",
    }
    for name, text in files.items():
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text(text, encoding="utf-8")
    return root


@pytest.fixture(scope="module")
def results(folder) -> dict[str, list[tuple[str, str]]]:
    """What `pytest --codeblocks` says of each page, block by block: (verdict, report)."""
    command = [
        sys.executable,
        "-m",
        "pytest",
        "--codeblocks",
        "-p",
        "tests.pages",
        ".",
        "build/pages",
    ]
    command += ["-p", "no:cacheprovider", "--junitxml=all.xml"]
    environment = os.environ | {"PYTHONPATH": str(ROOT), "PYTEST_ADDOPTS": ""}
    environment.pop("PYTEST_XDIST_WORKER", None)
    subprocess.run(command, cwd=folder, env=environment, capture_output=True)
    results = {}
    for case in ElementTree.parse(folder / "all.xml").iter("testcase"):
        page = case.get("classname") or case.get("name")
        verdict = next(iter(case.findall("*[@message]")), None)
        kind = "passed" if verdict is None else verdict.tag
        kind = "xfail" if kind == "skipped" and verdict.get("type") == "pytest.xfail" else kind
        text = "" if verdict is None else f"{verdict.get('message')}\n{verdict.text}"
        results.setdefault(page.removesuffix(".md").split(".")[-1], []).append((kind, text))
    return results


def verdicts(results, page):
    return [kind for kind, _ in results[page]]


def test_only_woven_pages_are_collected(results):
    assert set(results) == set(PAGES)


def test_fences_of_every_form_run_and_assertions_do_not(results, folder):
    assert verdicts(results, "fences") == ["failure"] * len(HEADERS)
    assert verdicts(results, "nested") == ["passed"]
    assert [block.program for block in collect(folder / "build/pages/fences.md")] == ["t/x.py"] * 3


def test_cont_continues_the_program(results, folder):
    assert verdicts(results, "cont") == ["passed"]
    (block,) = collect(folder / "build/pages/cont.md")
    assert block.code == "x = 1\nprint(x)\nprint(x + 1)\n"
    assert block.places == [2, 3, 7]


def test_a_mark_before_cont_is_for_that_program(results):
    assert verdicts(results, "leak") == ["xfail", "passed"]


def test_leaving_ends_the_block_alone(results):
    assert verdicts(results, "exit") == ["failure", "passed", "failure", "failure"]
    three, _, gone, killed = (report for _, report in results["exit"])
    assert "build/pages/exit.md:5: t/exit.py SystemExit: 3" in three
    assert "→   4  sys.exit(3)" in three
    assert "os._exit(0)" in gone
    assert "SIGKILL" in killed


def test_drift_is_shown(results):
    assert verdicts(results, "drift") == ["passed", "failure"]
    report = results["drift"][1][1]
    assert "build/pages/drift.md:8: t/say.py printed something else" in report
    assert "-sad\n+said" in report
    assert "python -m scripts accept t/say.py" in report


def test_an_error_keeps_its_type_and_place(results):
    report = results["error"][1][1]
    assert "build/pages/error.md:9: t/boom.py ZeroDivisionError: division by zero" in report
    assert "→   5      return 1 / by" in report
    assert "mend snippets/t/boom.py; next: python -m scripts check t/boom.py" in report


def test_announced_exceptions(results):
    """Passes if exactly that type was raised, and what the page shows was printed."""
    assert verdicts(results, "wrong") == ["xfail", "failure", "failure", "failure"]
    _, drift, silent, other = (report for _, report in results["wrong"])
    assert "-RuntimeError: another\n+RuntimeError: a leaf" in drift
    assert "ran to its end, and its docstring announces RuntimeError" in silent
    assert "ZeroDivisionError: division by zero (the page announces ArithmeticError)" in other


def test_blocks_share_nothing(results):
    assert verdicts(results, "alone") == ["passed", "passed"]


def test_a_block_is_the_main_program_in_a_scratch_folder(results):
    assert verdicts(results, "main") == ["passed", "passed"]


def test_importorskip(results):
    assert verdicts(results, "needs") == ["skipped", "passed"]


def test_the_project_uses_the_plugin(pytestconfig):
    assert pytestconfig.pluginmanager.hasplugin("tests.pages"), "-p tests.pages goes into addopts"
