"""Promise: a page that shows Python which the tests would pass over is refused, with its line."""

import textwrap
from pathlib import Path

import pytest

from tests.pages import PageError, collect

TICKS = "```"
FILES = {
    "mkdocs.yml": "markdown_extensions:\n"
    "  - pymdownx.snippets: {base_path: [!relative $config_dir]}\n",
    "say.py": 'print("said")\n',
    "open.py": "# --8<-- [start:one]\nx = 1\n",
    "twice.py": "# --8<-- [start:one]\n# --8<-- [start:one]\n# --8<-- [end:one]\n",
    "fenced.py": f'"""\n{TICKS}\n"""\n',
}
SAY = f'{TICKS}python\n--8<-- "say.py"\n{TICKS}\n'
TEXT = f"{TICKS}text\nsaid\n{TICKS}\n"
OUTPUT = "<!--pytest-codeblocks:expected-output-->\n"
CONT = "<!--pytest-codeblocks:cont-->\n"
RAISES = "<!--pytest.mark.xfail(raises=KeyError, strict=True)-->\n"


def shows(include: str) -> str:
    return SAY.replace("say.py", include)


FAULTS = {
    "missing file": (shows("nope.py"), 2, 'include "nope.py": .*could not be found'),
    "missing section": (shows("say.py:two"), 2, 'include "say.py:two": .*could not'),
    "folder": (shows("."), 2, 'include "."'),
    "open section": (shows("open.py:one"), 2, '"one" of open.py is never closed'),
    "open section, whole file": (shows("open.py"), 2, "never closed"),
    "section marked twice": (shows("twice.py:one"), 2, "has start, start, end"),
    "include in block form": (f"{TICKS}python\n--8<--\nsay.py\n", 2, "block form"),
    "fence in a snippet": (shows("fenced.py"), 2, f"brings the line {TICKS}"),
    "fence in an included text": ('--8<-- "fenced.py"\n', 1, "brings the line"),
    "typed by hand": (f"Text.\n\n{TICKS}python\nx = 1\n{TICKS}\n", 4, "x = 1.*snippets/<chapter>/"),
    "typed after an include": (SAY.replace(f"{TICKS}\n", "x\n"), 3, "by hand: x"),
    "empty": (f"{TICKS}python\n{TICKS}\n", 1, "empty"),
    "never closed": (SAY.removesuffix(f"{TICKS}\n"), 3, "never closed"),
    "quotation": (textwrap.indent(SAY, "> "), 1, "quotation"),
    "console session": (f"{TICKS}pycon\n>>> 1\n{TICKS}\n", 1, "console"),
    "unreadable header": (SAY.replace("python", "python title=x.py"), 1, "cannot read"),
    "skip": ("\n<!--pytest.mark.skip-->\n", 2, "must run"),
    "skipif": ("<!-- pytest.mark.skipif(True, reason='') -->\n", 1, "must run"),
    "old skip": ("<!--pytest-codeblocks:skip-->\n", 1, "must run"),
    "old skipif": ("<!--pytest-codeblocks: skipif(True)-->\n", 1, "must run"),
    "skipfile": ("<!--pytest-codeblocks:skipfile-->\n", 1, "must run"),
    "unknown keyword": ("<!--pytest-codeblocks:expect-->\n", 1, "not known"),
    "unknown mark": ("<!--pytest.mark.slow-->\n", 1, "not known"),
    "lenient xfail": (RAISES.replace(", strict=True", ""), 1, "strict=True"),
    "vague xfail": (RAISES.replace("raises=KeyError, ", ""), 1, "raises=SomeError"),
    "within a line": (f"See {CONT}", 1, "is ignored"),
    "mark at the end": (RAISES, 2, "has no fence"),
    "mark on text": (RAISES + TEXT, 2, "not for this fence"),
    "cont first": (CONT + SAY, 2, "nothing to continue"),
    "cont on text": (SAY + CONT + TEXT, 5, "not for this fence"),
    "output first": (OUTPUT + TEXT, 2, "no Python fence right before"),
    "output of text": (SAY + TEXT + OUTPUT + TEXT, 8, "no Python fence right before"),
    "program as output": (SAY + OUTPUT + SAY, 5, "not for this fence"),
}


@pytest.fixture
def page(tmp_path) -> Path:
    for name, text in FILES.items():
        (tmp_path / name).write_text(text)
    return tmp_path / "page.md"


@pytest.mark.parametrize("fault", FAULTS)
def test_what_would_be_passed_over_is_refused(fault: str, page: Path):
    text, line, words = FAULTS[fault]
    page.write_text(text)
    with pytest.raises(PageError, match=f"(?s)^page.md, line {line}: .*{words}.*then run: "):
        collect(page)


def test_prose_is_left_alone(page: Path):
    inline = f"`<!--pytest-codeblocks:skip-->` {TICKS}python{TICKS}\n{TICKS}x{TICKS} is code\n"
    page.write_text(f"{inline}~~~~text\n{SAY.replace('8<', '-')}~~~~\n> {TICKS}text\n> {TICKS}\n")
    assert collect(page) == []


def test_an_include_keeps_its_place_and_indentation(page: Path):
    page.write_text(f'Text.\n\n=== "Tab"\n\n{textwrap.indent(SAY, "    ")}\n')
    (block,) = collect(page)
    assert (block.line, block.code.rstrip()) == (5, 'print("said")')
    assert block.lines[0] == ('print("said")', 6, "say.py")
