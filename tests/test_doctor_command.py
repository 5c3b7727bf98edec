"""The command: any file gets an answer, in any format, and never a traceback."""

import ast
import json
import random
import subprocess
import sys
import time

import pytest
import yaml

from loop_doctor.__main__ import examine_file, main
from loop_doctor.pack import pack
from scripts.files import ROOT
from tests.doctor_programs import PROGRAMS

FAULTY, RIGHT = PROGRAMS["never-cleared"]
CORE_ONLY = {
    "__main__",
    "differences",
    "formats",
    "pack",
    "read_ast",
    "read_file",
}  # need CPython's library


@pytest.fixture
def folder(tmp_path):
    """A folder with a faulty program, a right one, and a faulty notebook in a folder of its own."""
    (tmp_path / "faulty.py").write_text(FAULTY)
    (tmp_path / "right.py").write_text(RIGHT)
    (tmp_path / "notes").mkdir()
    cells = [
        {"cell_type": "markdown", "source": ["# not code"]},
        {
            "cell_type": "code",
            "source": ["%matplotlib inline\n", "!pip list\n", "x = !ls\n", "net?"],
        },
        {"cell_type": "code", "source": ["%%bash\n", "for f in *; do\n", "done"]},
        {"cell_type": "code", "source": FAULTY.splitlines(keepends=True)},
    ]
    (tmp_path / "notes" / "train.ipynb").write_text(json.dumps({"cells": cells}))
    return tmp_path


def test_the_exit_status_says_what_was_found(folder, capsys):
    assert main([str(folder / "right.py")]) == 0
    assert main([str(folder / "faulty.py")]) == 1
    (folder / "old.py").write_text("print 'Python 2'\n")
    assert main([str(folder / "old.py")]) == 2
    assert main([str(folder / "absent.py")]) == 2
    assert main([str(folder)]) == 1
    assert "4 files: 2 with a fault" in capsys.readouterr().out


def test_the_text_shows_the_ledger(folder, capsys):
    main([str(folder / "faulty.py")])
    out = capsys.readouterr().out
    assert "line 6  Nothing clears the gradients\n    kind:   never-cleared, sure\n" in out
    assert "steps on  (1) 2" in out
    assert "ran 3 steps on 1 path" in out


def test_a_repair_stands_under_its_finding_as_a_difference(folder, capsys):
    main([str(folder / "faulty.py")])
    out = capsys.readouterr().out
    shown = out.partition("    repair: ")[2].partition("    read: ")[0].split("\n")[1:-1]
    added = [one[6:] for one in shown if one.startswith("      +")]
    assert [one.strip("+ ") for one in added] == ["opt.zero_grad()"]
    kept = [one[8:] for one in shown if not one.startswith("      +")]
    assert "\n".join(kept) in FAULTY
    (folder / "unrepaired.py").write_text(PROGRAMS["stepped-before-backward"][0])
    main([str(folder / "unrepaired.py")])
    assert "\n      + " not in capsys.readouterr().out


def test_a_notebook_is_read_without_its_magics(folder, capsys):
    main([str(folder / "notes" / "train.ipynb")])
    assert "line 6 of cell 4  Nothing clears" in capsys.readouterr().out


def test_json_holds_the_ledger_of_each_finding(folder, capsys):
    main([str(folder / "faulty.py"), "--format", "json"])
    (report,) = json.loads(capsys.readouterr().out)
    (finding,) = report["findings"]
    assert (report["answer"], finding["kind"], finding["line"]) == ("fault", "never-cleared", 6)
    held = finding["ledger"][-1]["held"][0]
    assert held[0] == {"micro_batch": "1", "stale": True}


def test_sarif_names_rule_file_and_line(folder, capsys):
    main([str(folder), "--format", "sarif"])
    run = json.loads(capsys.readouterr().out)["runs"][0]
    assert run["results"][0]["ruleId"] in {one["id"] for one in run["tool"]["driver"]["rules"]}
    place = run["results"][0]["locations"][0]["physicalLocation"]
    assert place["artifactLocation"]["uri"].endswith("faulty.py")
    assert place["region"]["startLine"] == 6


def test_github_annotates_the_line(folder, capsys):
    main([str(folder / "faulty.py"), "--format", "github"])
    out = capsys.readouterr().out
    assert out.startswith("::error file=")
    assert ",line=6,title=Nothing clears" in out


def test_one_file_needs_nothing_but_python(folder):
    pack(folder / "loop-doctor.pyz")
    words = [sys.executable, "-I", "loop-doctor.pyz", "faulty.py"]
    done = subprocess.run(words, cwd=folder, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (1, "")
    pack(folder / "again.pyz")
    assert (folder / "again.pyz").read_bytes() == (folder / "loop-doctor.pyz").read_bytes()


def test_the_hook_runs_from_another_folder(folder):
    (hook,) = yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text())
    script, *words = hook["entry"].split()
    for name, status in (("faulty.py", 1), ("right.py", 0)):
        words_for = [ROOT / script, *words, name]
        done = subprocess.run(words_for, cwd=folder, capture_output=True, text=True, check=False)
        assert (done.returncode, done.stderr) == (status, "")


def test_the_workflow_of_the_page_runs(folder):
    page = (ROOT / "docs" / "doctor.md").read_text()
    pack(folder / "loop-doctor.pyz")
    (folder / "src").mkdir()
    (folder / "faulty.py").rename(folder / "src" / "faulty.py")
    steps = yaml.safe_load(page.split("```yaml\n")[1].split("```")[0])
    command = steps[-1]["run"]
    done = subprocess.run(
        command, shell=True, cwd=folder, capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stdout[:7]) == (1, "::error")


GARBAGE = {
    "empty": "",
    "no loop": "print(1)\n",
    "binary": "\0\1\2",
    "python 2": "print 'a'\nexec 'b'\n",
    "unclosed": "for x in (",
    "tabs": "if x:\n\ty\n        z\n",
    "nested": "x = " + "(" * 5000 + ")" * 5000,
    "chain": "x = " + "+".join(["1"] * 20_000),
    "deep": "".join("  " * depth + "for x in y:\n" for depth in range(90)) + "  " * 90 + "pass",
    "recursion": "def f():\n    f()\n    opt.step()\n    loss.backward()\nf()\n",
    "mutual": "def f():\n    g()\n    loss.backward()\ndef g():\n    f()\n    opt.step()\nf()\n",
    "own base": "class A(A):\n    def f(self):\n        self.f()\n        loss.backward()\n",
    "endless": "while True:\n    loss.backward()\n    opt.step()\n",
    "modulo 0": "for i in range(10**9):\n    loss.backward()\n    if i % 0:\n        opt.step()\n",
    "stride": "for i in range(0, 10, 0):\n    (loss / 0).backward()\n    opt.step()\n",
    "long": "for x in y:\n" + "    opt.zero_grad()\n    loss.backward()\n    opt.step()\n" * 3400,
    "wraps itself": "for x in y:\n    y = tqdm(y)\n    for z in y:\n        loss.backward()\n",
    "powers": "x = 9 ** 9 ** 9 ** 9\nloss.backward()\n",
}  # fmt: skip


@pytest.mark.parametrize("name", GARBAGE)
def test_garbage_gets_an_answer(name, tmp_path):
    path = tmp_path / "garbage.py"
    path.write_text(GARBAGE[name])
    start = time.process_time()
    report, text = examine_file(path, seconds=2)
    assert time.process_time() - start < 12  # reading it comes on top
    assert report["answer"] in ("fault", "maybe", "nothing found", "cannot tell")
    assert str(path) in text


def test_torn_programs_get_an_answer(tmp_path):
    rng = random.Random(0)
    path = tmp_path / "torn.py"
    for kind in PROGRAMS:
        for _ in range(4):
            lines = PROGRAMS[kind][0].splitlines()
            rng.shuffle(lines)
            text = "\n".join(lines)
            cut = rng.randrange(len(text))
            path.write_text(rng.choice((text[:cut], text[:cut] + "\n" + FAULTY, text)))
            report, _ = examine_file(path)
            assert report["answer"]


def test_a_broken_notebook_is_no_traceback(tmp_path):
    for text in ("", "{}", '{"cells": 3}', '{"cells": [{"cell_type": "code"}]}', "[" * 9999):
        (tmp_path / "a.ipynb").write_text(text)
        report, _ = examine_file(tmp_path / "a.ipynb")
        assert "unread" in report


def test_a_file_that_takes_too_long_is_given_up(tmp_path):
    (tmp_path / "slow.py").write_text(GARBAGE["long"])
    report, text = examine_file(tmp_path / "slow.py", seconds=0)
    assert "given up after 0 seconds" in text
    assert report["unread"]


def test_five_hundred_files_take_less_than_a_minute(tmp_path):
    for number in range(50):
        (tmp_path / f"{number}.py").write_text(list(PROGRAMS.values())[number % len(PROGRAMS)][0])
    start = time.process_time()
    main([str(tmp_path), "--quiet", "--format", "github"])
    assert time.process_time() - start < 6


def test_the_core_imports_nothing_and_keeps_to_python_3_9():
    for path in sorted((ROOT / "loop_doctor").rglob("*.py")):
        tree = ast.parse(path.read_text(), feature_version=(3, 9))
        assert ast.get_docstring(tree), path
        for node in ast.walk(tree):
            if isinstance(node, ast.Import):
                assert path.stem in CORE_ONLY, f"{path} imports {node.names[0].name}"
            if isinstance(node, ast.ImportFrom) and path.stem not in CORE_ONLY:
                assert node.level, f"{path} imports {node.module}"
