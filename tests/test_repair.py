"""Promise: what an error page compares has run, and every message shows its repair beside it."""

import re

import pytest

from scripts.files import DOCS, Fault, read
from scripts.programs import Part, Program, all_programs, program
from scripts.weave.repair import FOLD, lines, plain, side_by_side, told


def whole(*parts: tuple[str, str]) -> Program:
    return Program("tiny/x.py", DOCS, tuple(Part(name, text) for name, text in parts))


TINY = whole(
    ("", "import torch\n"),
    ("right", "    if w < 1:\n        go()\n"),
    ("", "print(1)\n"),
    ("wrong", 'go("&")\n'),
)


def test_wrong_stands_before_right_and_the_program_is_folded_below():
    shown = side_by_side(TINY, "```python\ncode\n```", "again")
    beside, _, folded = shown.partition("\n\n")
    assert beside.index("go(&quot;&amp;&quot;)") < beside.index("if w &lt; 1:")
    assert beside.count("\n") == 0, "a block of HTML ends at an empty line"
    assert folded == f"{FOLD}\n\n    ```python\n    code\n    ```"


def test_lines_stand_at_the_left_margin():
    assert lines(TINY, "right") == ["if w < 1:", "    go()"]
    with pytest.raises(Fault, match="has no section 'right'"):
        lines(whole(("wrong", "go()\n")), "right")


def test_a_repair_in_words():
    shown = plain("**Cause:** a.\n**Repair:** b.\n\n" + side_by_side(TINY, "code", "again"))
    assert 'Fails: `go("&")`\n\nRight: `if w < 1:`\n`    go()`' in shown
    assert told(shown) == {"cause": "a.", "repair": "b.\n`if w < 1:`\n`    go()`"}
    assert told("A warning.\n\nFails: `x`\n\nRight: `y`")["cause"] == "A warning."


def test_every_message_shows_its_repair():
    entries = re.split(r"^### ", read(DOCS / "errors.md"), flags=re.MULTILINE)[1:]
    for entry in entries:
        shown = re.findall(r'repair\("([^"]+)"\)', entry)
        assert shown or "Not run here" in entry or "version_missing()" in entry, entry[:60]
        for name in shown:
            assert lines(program(name), "wrong") != lines(program(name), "right")
    assert len(entries) > 75


def test_a_program_of_a_repair_has_both_sections():
    for name in all_programs():
        if name.startswith("errors/"):
            assert {part.name for part in program(name).parts} >= {"wrong", "right"}, name
