"""Promise: code or output typed by hand is refused, at its line, however it is spelt."""

import pytest
from pygments.lexers import get_all_lexers

from scripts.files import DOCS
from scripts.pages import Page
from scripts.weave.author import TYPED, faults, python_names

TICKS = "```"
SHOW = '[= show("tiny/double.py") =]'


def wrong(text: str) -> list[str]:
    """What is wrong with a page of this text: "line: what"."""
    page = Page(DOCS / "x.md")
    page.__dict__["text"] = text
    return [str(fault).removeprefix("docs/x.md:") for fault in faults(page)]


def fence(header: str, body: str = "x = 1") -> str:
    return f"{TICKS}{header}\n{body}\n{TICKS}\n"


HEADERS = ["python", "py", "python3", "py2", "ipython", "ipython3", "numpy", "cython", "pycon"]
HEADERS += [" python", "python title='x'", "{.python}", "{ .py .annotate }", "{ #id .numpy }"]
HEADERS += ["PYTHON", "python linenums=1", 'python title="a (wrong)"', "pytb", "sage"]


@pytest.mark.parametrize("header", HEADERS)
@pytest.mark.parametrize("indent", ["", "    ", "\t"])
def test_python_is_refused_however_it_is_spelt(header, indent):
    lines = fence(header).split("\n")
    [said] = wrong("Text.\n\n" + "\n".join(indent + line for line in lines))
    assert said.startswith("3: Python typed by hand")
    assert "show(" in said
    assert "next: python -m scripts weave x" in said


@pytest.mark.parametrize("header", ["", "text", "{ .text .output }", "{.output}", "console", "js"])
def test_output_is_refused_however_it_is_spelt(header):
    [said] = wrong(fence(header, "the loss is 0.123"))
    assert said.startswith("1: code or output typed by hand")


def test_tildes_are_fences_too():
    assert wrong("~~~python\nx\n~~~\n")[0].startswith("1: Python typed by hand")


def test_every_name_that_colours_python_is_known():
    for name, aliases, *_ in get_all_lexers():
        if "python" in name.lower():
            assert {alias.lower() for alias in aliases} <= python_names(), name


@pytest.mark.parametrize("language", sorted(TYPED))
def test_what_nobody_runs_may_be_typed(language):
    assert wrong(fence(language, "make serve")) == []


FAULTS = {
    "a bullet's line": (f"- {TICKS}bash\n  x\n  {TICKS}\n", 1, "bullet"),
    "a number's line": (f"1. {TICKS}bash\n   x\n   {TICKS}\n", 1, "bullet"),
    "a quotation": (f"> {TICKS}bash\n> x\n> {TICKS}\n", 1, "quotation"),
    "never closed": (f"Text.\n\n{TICKS}bash\nx\n", 3, "never closed"),
    "closed by fewer": (f"`{TICKS}bash\nx\n{TICKS}\n", 1, "never closed"),
    "a mark for the tests": ("\n<!--pytest.mark.skip-->\n", 2, "written by show"),
    "an include": ('\n--8<-- "tiny/double.py"\n', 2, "show("),
    "code in HTML": ("<pre><code>x = 1</code></pre>\n", 1, "HTML"),
    "indented with a language": ("Text.\n\n    :::python\n    x = 1\n", 3, "typed by hand"),
    "indented with a shebang": ("Text.\n\n    #!python\n    x = 1\n", 3, "typed by hand"),
    "another wording": ("Text.\n\nAlso asked: why?\n", 3, "Also asked as"),
    "a display in a sentence": (f"See {SHOW}\n", 1, "line of its own"),
    "a display on a bullet's line": (f"- {SHOW}\n", 1, "line of its own"),
    "an unclosed number": ("---\ntitle: x\n---\n\nIt is [= runs.x\n\nNext [= y =].\n", 5, "closed"),
    "an unclosed number at the end": ("a\nb [= runs.x\n", 2, "never closed"),
    "an unclosed loop": ("[% for i in x\n[% endfor %]\n", 1, "never closed"),
}


@pytest.mark.parametrize("kind", FAULTS)
def test_a_trap_is_named_at_its_line(kind):
    text, line, words = FAULTS[kind]
    said = wrong(text)
    assert any(s.startswith(f"{line}: ") and words in s for s in said), said


def test_prose_is_left_alone():
    text = f"`<!--pytest-->` is code, {TICKS}x{TICKS} too.\n\n{SHOW}\n\n- x\n\n    {SHOW}\n"
    assert wrong(text) == []
