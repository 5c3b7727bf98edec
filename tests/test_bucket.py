"""Promise: the bucket shows each recorded state, and the loop that it gives prints its number."""

import itertools
import re

import pytest
import torch

from scripts.files import RECORDS
from scripts.records import load
from tests.explorable import awake, copied, printed

PAGE = "chapters/exceptions/"
ROUNDING = 1e-5
SHOWN = """(widget, states) => states.map(state => {  // of each: words, lines, level, drawn, program
    Object.entries(state).forEach(([name, value]) => widget.form[name].value = value)
    widget.form.N.dispatchEvent(new Event("input", { bubbles: true }))
    const text = name => widget.querySelector(`[data-text=${name}]`).textContent
    const place = shape => widget.querySelector(shape).getAttribute("d")
    return [text("said"), widget.querySelector(".lines").textContent, place(".layers"),
        widget.querySelector("ellipse").getAttribute("rx"), text("over"), text("sizes"),
        widget.querySelector("[data-clipboard-text]").dataset.clipboardText,
        widget.getBoundingClientRect().height]
})"""


@pytest.fixture(scope="module")
def run():
    return load(RECORDS / "exceptions" / "bucket.json").result


@pytest.fixture
def tab(browser, site):
    context = browser.new_context(reduced_motion="reduce")
    tab = context.new_page()
    tab.goto(site.url + PAGE)
    awake(tab, "zg-bucket")
    yield tab
    context.close()


def said(tab):
    return tab.locator("zg-bucket [role=status]").inner_text()


def test_every_state_is_its_run_and_its_loop_prints_its_number(tab, run):
    states = [
        dict(zip(run["choices"], values, strict=True))
        for values in itertools.product(*run["choices"].values())
    ]
    seen = tab.locator("zg-bucket").evaluate(SHOWN, states)
    assert len({row[6] for row in seen}) == len(seen) == len(run["printed"]) > 400
    torch.set_num_threads(1)  # as recorded
    for state, (words, lines, layers, astray, over, sizes, program, _) in zip(
        states, seen, strict=True
    ):
        key = "|".join(state.values())
        number, poured, across = (run[name][key] for name in ("printed", "poured", "astray"))
        assert words.startswith(f"Relative difference {number}: ")
        assert ("the same gradient" in words) == (float(number) < ROUNDING), key
        assert ("the same direction" in words) == (across < ROUNDING < float(number)), key
        heights = [(55 - float(y)) / 72 for y in re.findall(r"M-60 ([\d.-]+)H20", layers)]
        rim = 67 / 48
        assert heights == pytest.approx([min(max(h, 0), rim) for h in poured], abs=0.011), key
        assert int(astray) == pytest.approx(30 * min(across, 1), abs=0.51), key
        assert over == (f"{poured[-1]:.2g} × ↑" if poured[-1] > rim + 0.01 else ""), key
        assert sizes.startswith(
            state["N"] if state["poured"] != "uneven" else str(32 + 32 // int(state["N"]))
        )
        inside = program[program.index("for B in") :].partition("difference")[0].replace("\n", "")
        assert inside in lines, "the loop that is shown is the one that is copied"
        [again] = printed(program)
        assert again == number or max(float(again), float(number)) < ROUNDING, key


@pytest.mark.parametrize("width", [1280, 360, 320])
def test_no_press_moves_what_is_below(browser, site, run, width):
    tab = browser.new_page(viewport={"width": width, "height": 900})
    tab.goto(site.url + PAGE)
    asleep = tab.locator("zg-bucket").bounding_box()["height"]
    awake(tab, "zg-bucket")
    states = [
        dict(zip(run["choices"], values, strict=True))
        for values in itertools.product(*run["choices"].values())
    ]
    heights = {row[-1] for row in tab.locator("zg-bucket").evaluate(SHOWN, states)}
    tab.close()
    assert heights == {pytest.approx(asleep)}
