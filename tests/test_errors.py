"""Promise: bad input gets one line with place and next command, fails, and loses nothing."""

import json

import pytest

from tests.sample import Sample


def fails(site: Sample, *words: str, command=None) -> str:
    """`command` (by default, what make site does) fails and says all of `words`; its output."""
    status, output = site.do(*command) if command else site.build()
    assert status != 0, output
    for word in words:
        assert word in output, output
    assert "Traceback" not in output or "snippets/" in output or "notebooks/" in output, output
    return output


def test_a_program_that_raises(sample):
    sample.change("snippets/tiny/double.py", "print(slope(3))", "print(slope(1 / 0))")
    before = sample.read("build/records/tiny/double.py.json")
    said = fails(sample, "snippets/tiny/double.py:20: ZeroDivisionError", "next: python snippets/")
    assert "scripts/tasks.py" not in said
    assert sample.read("build/records/tiny/double.py.json") == before


def test_an_output_that_drifted(sample):
    sample.change("snippets/tiny/double.py", "print(slope(3))", "print(slope(4))")
    fails(sample, "snippets/tiny/double.out", "next: python -m scripts check tiny/double")
    fails(sample, "-3.0", "+4.0", "accept tiny/double", command=("check", "tiny/double"))
    assert sample.read("snippets/tiny/double.out") == "3.0\n"
    assert sample.do("accept", "tiny/double")[0] == 0
    assert sample.read("snippets/tiny/double.out") == "4.0\n"
    assert sample.do("check", "tiny/double")[0] == 0


@pytest.mark.parametrize(
    ("printed", "words"),
    [
        ('"1\\r2"', "a carriage return"),
        ('"\\x1b[1mbold\\x1b[0m"', "an escape code"),
        ('""', "prints nothing"),
    ],
)
def test_an_output_that_no_page_can_show(sample, printed, words):
    sample.change("snippets/tiny/alone.py", '"alone"', printed)
    fails(sample, "snippets/tiny/alone.py: ", words, command=("accept", "tiny/alone"))
    assert sample.read("snippets/tiny/alone.out") == "alone\n"


def test_a_tab_is_shown_as_a_tab(sample):
    sample.change("snippets/tiny/alone.py", '"alone"', '"a\\tb"')
    assert sample.do("accept", "tiny/alone")[0] == 0
    status, output = sample.build()
    assert status == 0, output
    assert "a\tb" in sample.read("site/tiny/index.html")


def test_a_program_keeps_every_character(sample):
    sample.change("snippets/tiny/alone.py", 'print("alone")', 'x = ";--8<--"; print("alone")')
    assert sample.make()[0] == 0
    assert 'x = ";--8<--"; print("alone")' in sample.read("build/pages/tiny.md")


@pytest.mark.parametrize("name", ["docs/tiny.md", "snippets/tiny/alone.py"])
@pytest.mark.parametrize("how", ["a byte-order mark", "CRLF"])
def test_how_an_editor_saves_does_not_matter(sample, name, how):
    before = sample.read("build/pages/tiny.md")
    data = (sample.root / name).read_bytes()
    other = b"\xef\xbb\xbf" + data if how != "CRLF" else data.replace(b"\n", b"\r\n")
    (sample.root / name).write_bytes(other)
    status, output = sample.make()
    assert status == 0, output
    assert sample.read("build/pages/tiny.md") == before


def test_a_page_that_is_no_utf8(sample):
    (sample.root / "docs/tiny.md").write_bytes(b"# Tiny\n\ncaf\xe9\n")
    fails(sample, "docs/tiny.md:3: save it as UTF-8")


def test_an_experiment_that_raises(sample):
    sample.change("scripts/experiments/tiny.py", "range(1, 5)", "range(1, 5 / 0)")
    status, output = sample.do("record")
    assert status == 1
    assert "scripts/experiments/tiny.py:9: tiny/slopes failed with ZeroDivisionError" in output
    assert "next: python -m scripts record tiny/slopes" in output
    assert "scripts/tasks.py" not in output


def test_an_experiment_that_returns_what_json_cannot_hold(sample):
    sample.change("scripts/experiments/tiny.py", "[slope(factor)", "[{slope(factor)}")
    fails(sample, "tiny/slopes.slopes[0]: is a set", "numbers, strings and lists", "next:")


def test_a_display_of_what_is_not_there(sample):
    sample.change("docs/tiny.md", 'show("tiny/double.py")', 'show("tiny/triple.py")')
    fails(sample, "docs/tiny.md:11: there is no program snippets/tiny/triple.py")
    sample.change("docs/tiny.md", 'show("tiny/triple.py")', 'show("tiny/double.py", "nosuch")')
    fails(sample, "docs/tiny.md:11: tiny/double.py has no section 'nosuch'")


def test_a_section_that_is_never_closed(sample):
    sample.change("snippets/tiny/double.py", "\nw = ", "\n# region weight\nw = ")
    fails(sample, "snippets/tiny/double.py:10: section 'weight' is never closed")


def test_a_program_on_no_page(sample):
    sample.write("snippets/tiny/lost.py", '"""Shown nowhere."""\n\nprint(1)\n')
    sample.write("snippets/tiny/lost.out", "1\n")
    fails(sample, "snippets/tiny/lost.py: it is on no page", 'show("tiny/lost.py")', "next:")


def test_python_typed_by_hand(sample):
    sample.change("docs/tiny.md", "# Tiny\n", "# Tiny\n\n```ipython3\nprint(1)\n```\n")
    fails(sample, "docs/tiny.md:7: Python typed by hand")


def test_an_output_typed_by_hand(sample):
    sample.change("docs/tiny.md", "# Tiny\n", "# Tiny\n\n``` { .text .output }\n0.123\n```\n")
    fails(sample, "docs/tiny.md:7: code or output typed by hand")


def test_a_result_typed_into_prose(sample):
    sample.change("docs/tiny.md", "# Tiny\n", "# Tiny\n\nThe loss ends at 0.123.\n")
    fails(sample, "docs/tiny.md:7: 0.123 is typed: The loss ends at 0.123", command=("check",))


def test_a_threshold_that_its_assertion_does_not_hold(sample):
    sentence = 'It is 7% at most [= claim("tiny/last") =].'
    sample.change("docs/tiny.md", "# Tiny\n", f"# Tiny\n\n{sentence}\n")
    fails(sample, "docs/tiny.md:7: 7% is typed", command=("check", "tiny"))


def test_an_undefined_number(sample):
    sample.change("docs/tiny.md", "slopes.slopes[0]", "slopes.slops[0]")
    fails(sample, "docs/tiny.md:7: runs.tiny.slopes has no 'slops'; it holds slopes; next:")
    sample.change("docs/tiny.md", "runs.tiny.slopes.slops", "runs.tiny.slope.slopes")
    fails(sample, "records/tiny/slope.json: this run is not recorded", "python -m scripts record")


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ("[= runs.tiny", "[= rusn.tiny", "docs/tiny.md:7: UndefinedError: 'rusn'"),
        ('fmt(".1f")', 'fmmt(".1f")', "docs/tiny.md:7: the template is wrong: No filter"),
        ('| fmt(".1f") =]', '| fmt(".1f")', "docs/tiny.md:7: [= is never closed"),
    ],
)
def test_a_template_that_is_wrong(sample, old, new, words):
    sample.change("docs/tiny.md", old, new)
    fails(sample, words)


def test_a_formula_that_is_wrong(sample):
    sample.change("docs/tiny.md", "# Tiny\n", "# Tiny\n\nIt is \\(\\frac{1\\).\n")
    fails(sample, "docs/tiny.md", r"formula \(\frac{1\)")


def test_a_figure_that_does_not_exist(sample):
    sample.change("docs/tiny.md", 'figure("tiny/line")', 'figure("tiny/lime")')
    fails(sample, "docs/tiny.md:9: there is no figure 'tiny/lime'", "scripts/figures/tiny.py")


def test_a_caption_that_asks_for_what_is_not_there(sample):
    sample.change("scripts/figures/tiny.py", "The last slope is [= runs.tiny.slopes", "It is [= x")
    fails(sample, "scripts/figures/tiny.py:6: UndefinedError: 'x'")


def test_a_figure_without_text_alternative(sample):
    sample.change("scripts/figures/tiny.py", "    Alt: A line", "    A line")
    fails(sample, "scripts/figures/tiny.py:6: ", "no text alternative", "Alt:", "record tiny/line")


@pytest.mark.parametrize("damage", ["half", "empty", "schema"])
def test_a_damaged_record_is_named_and_made_again(sample, damage):
    path = sample.root / "build/records/tiny/slopes.json"
    whole = path.read_text()
    other = json.dumps(json.loads(whole) | {"schema": 99})
    path.write_text({"half": whole[: len(whole) // 2], "empty": "", "schema": other}[damage])
    status, output = sample.do("record")
    assert status == 0, output
    assert "build/records/tiny/slopes.json" in output
    assert json.loads(path.read_text())["result"] == json.loads(whole)["result"]


@pytest.mark.parametrize("damage", ["half", "schema"])
def test_a_damaged_gpu_record_stops_the_build(sample, damage):
    whole = sample.read("build/records/tiny/slopes.json")
    name = "docs/recorded/cuda/tiny/slopes.json"
    sample.write(name, whole[:50] if damage == "half" else '{"schema": 99}')
    sample.change("docs/tiny.md", "runs.tiny.slopes.slopes[0]", "cuda.tiny.slopes.slopes[0]")
    fails(sample, name, "python -m scripts record --device cuda tiny/slopes")


def test_a_claim_that_is_false(sample):
    sample.change("tests/claims/tiny.py", "== 4", "== 5")
    fails(sample, 'tests/claims/tiny.py:6: claim "tiny/last" is false', "slopes[-1] == 5", "next:")


def test_a_claim_with_a_typo_is_reported_where_it_is(sample):
    sample.change("tests/claims/tiny.py", "slopes.slopes", "slopes.slops")
    fails(sample, 'tests/claims/tiny.py:6: claim "tiny/last" cannot be checked', "holds slopes")
    sample.write("tests/claims/tiny.py", "def last(runs:\n")
    fails(sample, "tests/claims/tiny.py:1: is not valid Python")


def test_a_mark_without_an_assertion(sample):
    sample.change("tests/claims/tiny.py", "def last", "def _last")
    fails(sample, "tiny/last", "no assertion", "tests/claims/tiny.py")


def test_an_assertion_without_a_mark(sample):
    sample.change("scripts/figures/tiny.py", ' [= claim("tiny/last") =]', "")
    fails(sample, "tests/claims/tiny.py:4", "stands on no page")


def test_a_notebook_cell_that_raises(sample):
    sample.change("docs/notebooks/lab.py", "(5))", "(5) / 0)")
    fails(sample, "docs/notebooks/lab.py:5: the cell raises ZeroDivisionError")


def test_a_notebook_cell_that_warns(sample):
    sample.change(
        "docs/notebooks/lab.py", "print(", "import warnings\n\nwarnings.warn('old')\nprint("
    )
    fails(sample, "docs/notebooks/lab.py:5: the cell warns", "old")


@pytest.mark.parametrize("folder", ["scripts/experiments", "scripts/figures", "tests/claims"])
def test_a_file_of_no_chapter(sample, folder):
    sample.write(f"{folder}/tinny.py", '"""Of no chapter."""\n')
    fails(sample, f"{folder}/tinny.py: no chapter has this name", "snippets/tinny/")


def test_a_chapter_that_cannot_be_one(sample):
    sample.write("snippets/my-chapter/x.py", '"""X."""\n\nprint(1)\n')
    fails(sample, "snippets/my-chapter: a chapter's name is a Python identifier")


@pytest.mark.parametrize(
    ("command", "near"),
    [
        (("record", "tiny/slope"), "tiny/slopes"),
        (("accept", "tiny/duble"), "tiny/double"),
        (("mutants", "tiny/duble.py"), "tiny/double"),
        (("weave", "tinny"), "tiny"),
        (("check", "tiny/lst"), "tiny/last"),
        (("figure", "tiny/lin"), "tiny/line"),
        (("recrod",), "record"),
    ],
)
def test_a_mistyped_name_gets_the_nearest(sample, command, near):
    said = fails(sample, near, "next: python -m scripts", command=command)
    assert len(said.strip().splitlines()) == 1


@pytest.mark.parametrize("name", ["tiny/double", "tiny/double.py", "snippets/tiny/double.py"])
@pytest.mark.parametrize("command", ["record", "accept", "check", "mutants"])
def test_one_grammar_of_names(sample, command, name):
    status, output = sample.do(command, name)
    assert status == 0 or command == "mutants", output
    assert "there is nothing of this name" not in output


def test_a_gpu_that_is_not_there(sample):
    import torch

    if torch.cuda.is_available():
        pytest.skip("this machine has a GPU")
    fails(sample, "no CUDA device here", "--device", command=("record", "--device", "cuda"))


def test_a_disk_that_refuses_writes(sample):
    runs = sample.root / "build/records/tiny"
    moved = runs.rename(runs.with_name("elsewhere"))
    runs.write_text("a file where a folder should be")
    fails(sample, "build/records/tiny/", "cannot be written", "make site", command=("record",))
    assert runs.read_text() == "a file where a folder should be"
    runs.unlink()
    moved.rename(runs)


def test_a_claim_is_not_judged_before_its_run_is_there(sample):
    sample.change(
        "tests/claims/tiny.py", "runs.tiny.slopes.slopes[-1]", "len(runs.tiny.slopes.slopes)"
    )
    sample.forget("build")
    status, output = sample.do("weave", "--waiting")
    assert status == 0, output
