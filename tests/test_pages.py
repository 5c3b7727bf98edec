"""Promise: what a page shows as Python runs, alone, and is judged by what it prints or raises.

Each test is about a gap of stock pytest-codeblocks. All pages run in one session, made once.
"""

import os
import subprocess
import sys
import xml.etree.ElementTree as ElementTree
from pathlib import Path

import pytest

from tests.pages import collect

ROOT = Path(__file__).resolve().parent.parent
TICKS = "```"
SNIPPETS = {
    "say.py": 'print("said")',
    "boom.py": '"""Divides."""\n\n\ndef divide(by):\n    return 1 / by\n\n\ndivide(0)',
    "parts.py": "# --8<-- [start:one]\nx = 1\nprint(x)\n# --8<-- [end:one]\n"
    "# --8<-- [start:two]\nprint(x + 1)\n# --8<-- [end:two]\n"
    "# --8<-- [start:three]\nprint(x / 0)\n# --8<-- [end:three]",
    "leaf.py": "import torch\n\nprint(1)\ntorch.ones(1, requires_grad=True).add_(1)",
    "exit.py": 'import sys\n\nprint("bye")\nsys.exit(3)',
    "done.py": "import sys\n\nsys.exit()",
    "gone.py": "import os\n\nos._exit(0)",
    "killed.py": "import os\n\nos.kill(os.getpid(), 9)",
    "loud.py": 'print("x" * 1_000_000)',
    "double.py": "import torch\n\ntorch.set_default_dtype(torch.float64)",
    "dtype.py": "import torch\n\nprint(torch.get_default_dtype())",
    "main.py": 'import os\n\nprint(__name__, __file__.endswith("main.py"), os.listdir())',
}
LEAF = "RuntimeError: a leaf Variable that requires grad is being used in an in-place operation."
CONT = "<!--pytest-codeblocks:cont-->\n"
MODULE = "<!--pytest-codeblocks:importorskip({})-->\n"


def shows(include: str, header: str = f"{TICKS}python") -> str:
    """A fence that includes a snippet: three lines of a page."""
    return f'{header}\n--8<-- "t/{include}"\n{header[:3]}\n'


def prints(text: str) -> str:
    return (
        f"<!--pytest-codeblocks:expected-output-->\n{TICKS} {{ .text .output }}\n{text}\n{TICKS}\n"
    )


def raises(name: str) -> str:
    return f"<!--pytest.mark.xfail(raises={name}, strict=True)-->\n"


HEADERS = ("```python", '```python title="t/x.py (wrong)"', "``` {.python}", "```py", "~~~python")
HEADERS += ("``` { .python .annotate }", "``` python", "~~~ {.py #id}", "```python {.wide}")
PAGES = {
    "fences": "".join(shows("boom.py", header) for header in HEADERS),
    "nested": '=== "A tab"\n\n    ```python\n    --8<-- "t/parts.py"\n    ```\n',
    "cont": shows("parts.py:one") + prints("1") + CONT + shows("parts.py:two") + prints("2"),
    "leak": shows("parts.py:one")
    + (raises("ZeroDivisionError") + CONT + shows("parts.py:three"))
    + shows("say.py"),
    "exit": shows("exit.py") + shows("done.py") + shows("gone.py") + shows("killed.py"),
    "drift": shows("say.py") + prints("said ") + shows("say.py") + prints("sad"),
    "error": shows("parts.py:one") + CONT + shows("boom.py"),
    "wrong": (raises("RuntimeError") + shows("leaf.py") + prints(f"1\n{LEAF}"))
    + (raises("RuntimeError") + shows("leaf.py") + prints("1\nRuntimeError: another"))
    + (raises("RuntimeError") + shows("say.py"))
    + (raises("ArithmeticError") + shows("boom.py")),
    "alone": shows("double.py") + shows("dtype.py") + prints("torch.float32"),
    "main": shows("main.py") + prints("__main__ True ['main.py']") + shows("loud.py"),
    "needs": MODULE.format("no_such_module")
    + shows("boom.py")
    + MODULE.format("torch")
    + shows("say.py"),
    "faulty": "Text.\n\n" + shows("nope.py"),
    "generated/any": shows("boom.py"),
    "recorded/any": shows("boom.py"),
}


@pytest.fixture(scope="module")
def folder(tmp_path_factory) -> Path:
    """A small site that holds the snippets and pages above."""
    root = tmp_path_factory.mktemp("site")
    files = {f"snippets/t/{name}": f"{text}\n" for name, text in SNIPPETS.items()}
    files |= {f"docs/{name}.md": text for name, text in PAGES.items()}
    files["README.md"] = shows("boom.py")
    files["pytest.ini"] = "[pytest]\n"
    files["mkdocs.yml"] = (
        "markdown_extensions:\n  - pymdownx.snippets: "
        "{base_path: [!relative $config_dir/snippets], check_paths: true}\n"
    )
    for name, text in files.items():
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text(text, encoding="utf-8")
    return root


@pytest.fixture(scope="module")
def results(folder) -> dict[str, list[tuple[str, str]]]:
    """What `pytest --codeblocks` says of each page, block by block: (verdict, report)."""
    command = [sys.executable, "-m", "pytest", "--codeblocks", "-p", "tests.pages", "."]
    command += ["--continue-on-collection-errors", "-p", "no:cacheprovider", "--junitxml=all.xml"]
    environment = os.environ | {"PYTHONPATH": str(ROOT), "PYTEST_ADDOPTS": ""}
    subprocess.run(command, cwd=folder, env=environment, capture_output=True)
    results = {}
    for case in ElementTree.parse(folder / "all.xml").iter("testcase"):
        page = case.get("classname") or case.get("name")
        verdict = next(iter(case.findall("*[@message]")), None)
        kind = "passed" if verdict is None else verdict.get("type") or verdict.tag
        report = "" if verdict is None else f"{verdict.get('message')}\n{verdict.text}"
        page = page.removeprefix("docs.").removesuffix(".md")
        results.setdefault(page, []).append((kind, report))
    return results


def verdicts(results, page: str) -> list[str]:
    return [kind.removeprefix("pytest.") for kind, _ in results[page]]


def test_every_spelling_of_a_fence_runs_once(results):
    assert verdicts(results, "fences") == ["failure"] * len(HEADERS)
    assert verdicts(results, "nested") == ["failure"]


def test_pages_only(results):
    assert set(results) == {name for name in PAGES if "/" not in name}


def test_cont_after_an_output_continues_the_program(results, folder):
    assert verdicts(results, "cont") == ["passed"]
    (block,) = collect(folder / "docs/cont.md")
    assert block.code == "x = 1\nprint(x)\nprint(x + 1)\n"
    assert block.expected_output == "1\n2\n"
    assert block.includes == ["t/parts.py:one", "t/parts.py:two"]
    assert [fence.line for fence in block.fences] == [1, 9]


def test_a_mark_before_cont_is_for_that_program(results):
    assert verdicts(results, "leak") == ["xfail", "passed"]


def test_leaving_ends_the_block_alone(results):
    assert verdicts(results, "exit") == ["failure", "passed", "failure", "failure"]
    three, _, gone, killed = (report for _, report in results["exit"])
    assert 'docs/exit.md, line 2, include "t/exit.py": SystemExit: 3' in three
    assert "→   4  sys.exit(3)" in three
    assert "os._exit(0)" in gone
    assert "SIGKILL" in killed


def test_drift_is_shown(results):
    assert verdicts(results, "drift") == ["passed", "failure"]
    report = results["drift"][1][1]
    assert 'docs/drift.md, line 9, include "t/say.py"' in report
    assert "-sad\n+said" in report
    assert "python -m scripts.outputs t/say.py" in report


def test_an_error_keeps_its_type_and_place(results):
    report = results["error"][0][1]
    assert 'line 6, include "t/boom.py": ZeroDivisionError: division by zero' in report
    assert "→   7      return 1 / by" in report
    assert "mend snippets/t/boom.py, then run: pytest --codeblocks docs/error.md" in report


def test_announced_exceptions(results):
    """Passes if exactly that type was raised, and what the page shows was printed."""
    assert verdicts(results, "wrong") == ["xfail", "failure", "failure", "failure"]
    _, drift, silent, other = (report for _, report in results["wrong"])
    assert "-RuntimeError: another\n+RuntimeError: a leaf" in drift
    assert "ran to its end; the page announces RuntimeError" in silent
    assert "ZeroDivisionError: division by zero\n(the page announces ArithmeticError)" in other


def test_blocks_share_nothing(results):
    assert verdicts(results, "alone") == ["passed", "passed"]


def test_a_block_is_the_main_program_in_a_scratch_folder(results):
    assert verdicts(results, "main") == ["passed", "passed"]


def test_importorskip(results):
    assert verdicts(results, "needs") == ["skip", "passed"]


def test_a_faulty_page_is_a_collection_error(results):
    ((verdict, report),) = results["faulty"]
    assert verdict == "error"
    assert 'docs/faulty.md, line 4: include "t/nope.py"' in report


def test_the_project_uses_the_plugin(pytestconfig):
    assert pytestconfig.pluginmanager.hasplugin("tests.pages"), "-p tests.pages goes into addopts"
