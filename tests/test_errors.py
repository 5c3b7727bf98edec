"""Promise: bad input gets one message with place and next command, fails a build, loses nothing."""

import json

import pytest

from tests.tiny import Tiny


@pytest.fixture
def site(tiny):
    """The tiny site; whatever is broken in a test is whole in the next."""
    return tiny


def fails(site: Tiny, *words: str, command=("mkdocs", "build", "--strict")) -> str:
    """`command` fails and says all of `words`; its output."""
    status, output = site.run(*command)
    assert status != 0, output
    for word in words:
        assert word in output, output
    return output


def test_a_program_that_raises(site):
    site.change("snippets/tiny/double.py", "print(slope(3))", "print(slope(1 / 0))")
    before = (site.root / "docs/generated/tiny/double.py.json").read_bytes()
    fails(site, "snippets/tiny/double.py", "line 15", "ZeroDivisionError", "next:")
    assert (site.root / "docs/generated/tiny/double.py.json").read_bytes() == before


def test_an_output_that_drifted(site):
    site.change("snippets/tiny/double.py", "print(slope(3))", "print(slope(4))")
    fails(site, "snippets/tiny/double.out", "python -m scripts.outputs tiny/double.py")
    assert (site.root / "snippets/tiny/double.out").read_text() == "3.0\n"
    assert site.run("scripts.outputs", "tiny/double.py")[0] == 0
    assert (site.root / "snippets/tiny/double.out").read_text() == "4.0\n"


def test_an_experiment_that_raises(site):
    site.change("scripts/experiments/tiny.py", "range(1, 5)", "range(1, 5 / 0)")
    fails(site, "tiny/slopes", "scripts/experiments/tiny.py", "line 9", "--only tiny/slopes")


def test_an_experiment_that_returns_what_json_cannot_hold(site):
    site.change("scripts/experiments/tiny.py", "[slope(factor)", "[{slope(factor)}")
    fails(site, "slopes[0] is a set", "numbers, strings and lists")


def test_an_include_of_a_missing_file(site):
    site.change("docs/tiny.md", '"tiny/double.py"\n```', '"tiny/triple.py"\n```')
    fails(site, "tiny.md", "tiny/triple.py")


def test_an_include_of_a_missing_section(site):
    site.change("docs/tiny.md", '"tiny/double.py"\n```', '"tiny/double.py:nosuch"\n```')
    fails(site, "tiny.md", "nosuch")


def test_a_section_that_is_never_closed(site):
    site.change("snippets/tiny/double.py", "\nw = ", "\n# --8<-- [start:weight]\nw = ")
    fails(site, "docs/tiny.md, line 12", '"weight"', "snippets/tiny/double.py", "never closed")


def test_a_program_on_no_page(site):
    site.write("snippets/tiny/lost.py", '"""Shown nowhere."""\n\nprint(1)\n')
    site.write("snippets/tiny/lost.out", "1\n")
    fails(site, "snippets/tiny/lost.py", "on no page", "then run:")


def test_python_typed_by_hand(site):
    site.change("docs/tiny.md", "# Tiny\n", "# Tiny\n\n```python\nprint(1)\n```\n")
    fails(site, "docs/tiny.md, line 8", "typed by hand: print(1)", "python -m scripts.outputs")


def test_an_undefined_number(site):
    site.change("docs/tiny.md", "slopes.slopes[0]", "slopes.slops[0]")
    fails(site, "docs/tiny.md:7", "slops", "it holds slopes")
    site.change("docs/tiny.md", "runs.tiny.slopes.slops", "runs.tiny.slope.slopes")
    fails(site, "docs/tiny.md:7", "slope.json does not exist", "python -m scripts.record")


def test_an_undefined_name(site):
    site.change("docs/tiny.md", "[= runs.tiny", "[= rusn.tiny")
    fails(site, "docs/tiny.md:7", "rusn")


def test_a_figure_that_does_not_exist(site):
    site.change("docs/tiny.md", 'figure("tiny/line")', 'figure("tiny/lime")')
    fails(site, "docs/tiny.md:9", "tiny/lime", "scripts/figures/tiny.py", "tiny/line")


def test_a_figure_without_text_alternative(site):
    site.change("scripts/figures/tiny.py", "    Alt: A line", "    A line")
    fails(site, "tiny/line", "no text alternative", "Alt:", "--only tiny/line")


@pytest.mark.parametrize("damage", ["half", "empty", "schema"])
def test_a_damaged_run_is_named_and_recorded_again(site, damage):
    path = site.root / "docs/generated/tiny/slopes.json"
    whole = path.read_text()
    other = json.dumps(json.loads(whole) | {"schema": 99})
    path.write_text({"half": whole[: len(whole) // 2], "empty": "", "schema": other}[damage])
    status, output = site.run("scripts.record")
    assert status == 0, output
    assert "docs/generated/tiny/slopes.json" in output
    assert json.loads(path.read_text())["result"] == json.loads(whole)["result"]


@pytest.mark.parametrize("damage", ["half", "schema"])
def test_a_damaged_gpu_record_stops_the_build(site, damage):
    whole = (site.root / "docs/generated/tiny/slopes.json").read_text()
    site.write(
        "docs/recorded/cuda/tiny/slopes.json", whole[:50] if damage == "half" else '{"schema": 99}'
    )
    site.change("docs/tiny.md", "runs.tiny.slopes.slopes[0]", "cuda.tiny.slopes.slopes[0]")
    fails(site, "docs/tiny.md:7", "docs/recorded/cuda/tiny/slopes.json", "python -m scripts.record")


def test_a_claim_that_is_false(site):
    site.change("tests/claims/tiny.py", "== 4", "== 5")
    fails(site, "tiny/last", "false", "slopes[-1] == 5", "python -m pytest tests/test_claims.py")


def test_a_mark_without_an_assertion(site):
    site.change("tests/claims/tiny.py", "def last", "def _last")
    fails(site, "tiny/last", "no assertion", "tests/claims/tiny.py")


def test_an_assertion_without_a_mark(site):
    site.change("scripts/figures/tiny.py", ' [= claim("tiny/last") =]', "")
    fails(site, "tests/claims/tiny.py:4", "stands on no page")


def test_a_notebook_cell_that_raises(site):
    site.change("docs/notebooks/lab.py", "(5))", "(5) / 0)")
    fails(site, "ZeroDivisionError", "slope", "lab.py")


def test_a_notebook_is_executed_again_when_its_program_changes(site):
    page = site.root / "site/notebooks/lab/index.html"
    assert site.build()[0] == 0
    assert "5.0" in page.read_text()
    site.change("snippets/tiny/double.py", "(factor * w)", "(factor * w * 1.5)")
    site.write("snippets/tiny/double.out", "4.5\n")
    site.change("tests/claims/tiny.py", "== 4", "== 6")
    status, output = site.build()
    assert status == 0, output
    assert "7.5" in page.read_text()


def test_an_unknown_only(site):
    fails(
        site,
        "--only tiny/slope:",
        "tiny/slopes",
        command=("scripts.record", "--only", "tiny/slope"),
    )


def test_a_gpu_that_is_not_there(site):
    import torch

    if torch.cuda.is_available():
        pytest.skip("this machine has a GPU")
    fails(site, "no CUDA device here", "--device", command=("scripts.record", "--device", "cuda"))


def test_a_disk_that_refuses_writes(site):
    runs = site.root / "docs/generated/tiny"
    moved = runs.rename(runs.with_name("kept"))
    runs.write_text("a file where a folder should be")
    fails(
        site,
        "docs/generated/tiny/",
        "cannot be written",
        "make record",
        command=("scripts.record",),
    )
    assert runs.read_text() == "a file where a folder should be"
    runs.unlink()
    moved.rename(runs)
