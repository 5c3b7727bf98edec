"""Promise: every program is on a page, whole, and its .out is what it prints now."""

import re

import pytest
from scripts.recorder import Recorder
from scripts.runs import ROOT, load

from scripts import programs
from tests.pages import collect

PAGES = [p for p in (ROOT / "docs").rglob("*.md") if not {"generated", "recorded"} & set(p.parts)]
PROGRAMS = programs.all_programs()
MARKER = re.compile(r"^\s*# --8<-- \[(start|end):([\w-]+)\]\n", re.MULTILINE)


@pytest.fixture(scope="session")
def shown() -> dict[str, set[str]]:
    """Every block of every page, by the program whose includes make it up."""
    blocks: dict[str, set[str]] = {}
    for page in PAGES:
        for block in collect(page):
            for name in {include.split(":")[0] for include in block.includes}:
                blocks.setdefault(name, set()).add(_squeezed(block.code))
    return blocks


@pytest.fixture(scope="session")
def recorder() -> Recorder:
    return Recorder("cpu")


@pytest.mark.parametrize("name", PROGRAMS)
def test_program_is_on_a_page_whole(name: str, shown):
    whole = _squeezed(MARKER.sub("", PROGRAMS[name].read_text("utf-8")))
    docstring_cut = _squeezed(whole.split('"""', 2)[-1])
    assert name in shown, f"snippets/{name} is on no page; include it or delete it"
    assert shown[name] & {whole, docstring_cut}, f"snippets/{name} is on no page whole, in order"


@pytest.mark.parametrize("name", PROGRAMS)
def test_output_is_current(name: str, recorder):
    out = PROGRAMS[name].with_suffix(".out")
    assert recorder.fresh(name), f"snippets/{name} has changed since it ran; run: make record"
    assert out.exists(), f"snippets/{name} has no .out; run: python -m scripts.outputs {name}"
    printed = load(recorder.target(name))["result"]["printed"]
    assert out.read_text("utf-8") == printed, f"run: python -m scripts.outputs {name}"


@pytest.mark.parametrize("name", PROGRAMS)
def test_program_keeps_the_rules(name: str):
    text = PROGRAMS[name].read_text("utf-8")
    assert text.startswith('"""'), "the first line says what the program shows"
    assert max(map(len, text.splitlines())) <= 76, "code must not scroll sideways"
    assert not re.search(r"\bVariable\(|set_to_none=True", text), "current PyTorch only"
    if not programs.announced(text):
        assert not re.search(r"\.(grad|weight|bias)\.data\b", text), "use detach() or no_grad()"


@pytest.mark.parametrize("name", PROGRAMS)
def test_sections_are_closed(name: str):
    opened = []
    for kind, section in MARKER.findall(PROGRAMS[name].read_text("utf-8")):
        if kind == "start":
            opened.append(section)
        else:
            assert section in opened, f"snippets/{name} closes {section!r}, which is not open"
            opened.remove(section)
    assert not opened, f"snippets/{name} never closes {opened}"


def _squeezed(code: str) -> str:
    """`code` without empty lines, which a cut into sections may move."""
    return "\n".join(line.rstrip() for line in code.splitlines() if line.strip())
