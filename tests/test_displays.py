"""Promise: a program is on its page whole, in file order, however many parts a page makes of it."""

from types import SimpleNamespace

import pytest

from scripts import programs
from scripts.files import Fault
from scripts.programs import Part, Program
from scripts.weave import displays
from tests.blocks import collect

TEXT = '''"""What it shows."""

import math

# region data
data = [1, 2]
# endregion
rest = 3
# region loop
for x in data:
    print(x)
# endregion
print("end")
'''
NAME = "t/parts.py"


@pytest.fixture
def page(tmp_path, monkeypatch):
    """A function that shows the program in displays of these sections, and what is collected."""
    path = tmp_path / "parts.py"
    path.write_text(TEXT)
    monkeypatch.setattr(programs, "SNIPPETS", tmp_path)
    (tmp_path / "t").mkdir()
    path.rename(tmp_path / NAME)
    monkeypatch.setattr(displays, "accepted", lambda name, runs: "1\n2\nend\n")
    monkeypatch.setattr(displays, "footer", lambda *_: "(footer)\n")

    def shown(*shows: tuple[str, ...], note: str = "", folded: bool = False):
        text = "".join(f'[= show("{NAME}") =]\n' for _ in shows)
        page = displays.Displays(text, None, None, "make site")
        woven = "\n\nProse.\n\n".join(
            page.show(NAME, sections, note, folded, "x") for sections in shows
        )
        (tmp_path / "page.md").write_text(woven)
        return woven, collect(tmp_path / "page.md")

    return shown


def squeezed(code: str) -> list[str]:
    return [line for line in code.split("\n") if line.strip()]


WHOLE = [line for line in squeezed(TEXT) if "region" not in line]


@pytest.mark.parametrize(
    "shows",
    [
        [()],
        [("data",)],
        [("loop",)],
        [("data", "loop")],
        [("data",), ("loop",)],
    ],
    ids=str,
)
def test_all_of_it_is_on_the_page_and_one_program(page, shows):
    woven, [block] = page(*shows)
    assert squeezed(block.code) == WHOLE
    assert block.program == NAME
    assert block.expected_output == "1\n2\nend\n"
    assert woven.count("(footer)") == 1


def test_what_lies_between_is_folded_in_place(page):
    woven, _ = page(("data", "loop"))
    assert woven.index("import math") < woven.index("??? lines") < woven.index("    rest = 3")
    assert woven.index("    rest = 3") < woven.index("for x in data")
    assert '    print("end")' in woven
    assert woven.count("???") == 2


def test_nothing_is_folded_where_all_is_in_sight(page):
    assert "???" not in page(())[0]


@pytest.mark.parametrize(
    ("shows", "words"),
    [
        ([("nosuch",)], "no section 'nosuch'; it has data, loop"),
        ([("loop", "data")], "file order"),
        ([("loop",), ("data",)], "file order"),
        ([(), ()], "shown twice"),
    ],
)
def test_sections_that_cannot_be_shown(page, shows, words):
    with pytest.raises(Fault, match=words):
        page(*shows)


@pytest.mark.parametrize(
    ("note", "classes"), [("wrong", ".wrong"), ("the same", None), ("one loop is wrong", None)]
)
def test_wrong_code_is_marked(page, note, classes):
    header = page((), note=note)[0].split("\n")[0]
    assert header.startswith(f"```{{ .python {classes} title=" if classes else "```python title=")
    assert f"({note})" in header


@pytest.mark.parametrize(
    ("text", "line", "words"),
    [
        ("# region a\nx\n", 1, "never closed"),
        ("x\n# endregion\n", 2, "no section is open"),
        ("# region\nx\n# endregion\n", 1, "name of its own"),
        ("# region a\n# region b\n# endregion\n", 2, "still open"),
        ("# region a\nx\n# endregion\n# region a\ny\n# endregion\n", 4, "name of its own"),
    ],
)
def test_sections_that_are_marked_wrong(tmp_path, monkeypatch, text, line, words):
    monkeypatch.setattr(programs, "SNIPPETS", tmp_path)
    (tmp_path / "x.py").write_text(text)
    with pytest.raises(Fault, match=rf"x\.py:{line}: .*{words}"):
        programs.program("x.py")


def test_a_fence_in_a_program_does_not_end_its_own():
    program = Program("t/x.py", None, (Part("", '"""\n```\nx\n````\n"""\n'),))
    fence = displays._fence(program, program.text, "t/x.py", True, False)
    assert fence.split("\n")[0].startswith("`````python")


def test_a_folded_program_shows_what_it_prints(page):
    woven, [block] = page((), folded=True)
    assert woven.startswith("??? lines")
    assert "\n```" not in woven[: woven.index("<!--pytest-codeblocks:expected")]
    assert squeezed(block.code) == WHOLE
    assert block.expected_output == "1\n2\nend\n"


@pytest.mark.parametrize(
    "name", ["index/five_lines.out", "loops/frameworks/with_jax.py", "index/nosuch.py", "index"]
)
def test_what_is_no_program_is_not_shown(name):
    with pytest.raises(Fault, match="there is no program"):
        displays.Displays("", None, None, "make site").show(name, (), "", False, "")


@pytest.mark.parametrize(
    ("seconds", "words"),
    [(1.99, "< 2 s"), (2, "< 10 s"), (59, "< 1 min"), (61, "some minutes")],
)
def test_a_footer_never_promises_less_time_than_was_taken(seconds, words):
    assert displays.lasted(SimpleNamespace(seconds=seconds)) == words
