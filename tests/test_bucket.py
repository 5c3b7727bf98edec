"""Promise: the bucket shows each recorded state, and the loop that it gives prints its number."""

import itertools
import re

import pytest
import torch
from playwright.sync_api import expect

from scripts.files import RECORDS
from scripts.records import load
from tests.explorable import awake, opened, printed, says

PAGE = "chapters/exceptions/"
ROUNDING = 1e-5
SHOWN = """(widget, states) => states.map(state => {  // of each: what is written, drawn and copied
    Object.entries(state).forEach(([name, value]) => widget.form[name].value = value)
    widget.form.N.dispatchEvent(new Event("input", { bubbles: true }))
    const text = name => widget.querySelector(`[data-text=${name}]`).textContent
    const place = shape => widget.querySelector(shape).getAttribute("d")
    return [text("said"), widget.querySelector(".lines").textContent, place(".layers"),
        widget.querySelector("ellipse").getAttribute("rx"), text("over"), text("sizes"),
        widget.querySelector("[data-clipboard-text]").dataset.clipboardText,
        widget.getBoundingClientRect().height]
})"""
tab = opened(PAGE, "zg-bucket", reduced_motion="reduce")
said = says("zg-bucket")


@pytest.fixture(scope="module")
def run():
    return load(RECORDS / "exceptions" / "bucket.json").result


def number(run, *chosen):
    """What was printed in a state."""
    return run["printed"][list(itertools.product(*run["choices"].values())).index(chosen)]


def every(run):
    """What is chosen in each state, in the order in which they were run."""
    choices = run["choices"]
    return [
        dict(zip(choices, chosen, strict=True)) for chosen in itertools.product(*choices.values())
    ]


def test_every_state_is_its_run_and_its_loop_prints_its_number(tab, run):
    states = every(run)
    seen = tab.locator("zg-bucket").evaluate(SHOWN, states)
    assert len({row[6] for row in seen}) == len(seen) == len(run["printed"]) > 400
    torch.set_num_threads(1)  # as recorded
    recorded = zip(run["printed"], run["poured"], run["astray"], strict=True)
    for key, shown, (told, poured, across) in zip(states, seen, recorded, strict=True):
        words, lines, layers, astray, over, sizes, program, _ = shown
        assert words.startswith(f"Relative difference {told}: ")
        assert ("the same gradient" in words) == (float(told) < ROUNDING), key
        assert ("the same direction" in words) == (across < ROUNDING < float(told)), key
        heights = [(55 - float(y)) / 72 for y in re.findall(r"M-60 ([\d.-]+)H20", layers)]
        rim = 67 / 48
        assert heights == pytest.approx([min(max(h, 0), rim) for h in poured], abs=0.011), key
        assert int(astray) == pytest.approx(30 * min(across, 1), abs=0.51), key
        assert over == (f"{poured[-1]:.2g} × ↑" if poured[-1] > rim + 0.01 else ""), key
        first = 32 + 32 // int(key["N"])
        assert sizes.startswith(str(first) if key["poured"] == "uneven" else f"{key['N']} ×")
        inside = program[program.index("for B in") :].partition("difference")[0].replace("\n", "")
        assert inside in lines, "the loop that is shown is the one that is copied"
        [again] = printed(program)
        assert again == told or max(float(again), float(told)) < ROUNDING, key


@pytest.mark.parametrize("width", [1280, 360])
def test_no_press_moves_what_is_below(browser, site, run, width):
    tab = browser.new_page(viewport={"width": width, "height": 900})
    tab.goto(site.url + PAGE)
    asleep = tab.locator("zg-bucket").bounding_box()["height"]
    awake(tab, "zg-bucket")
    heights = {row[-1] for row in tab.locator("zg-bucket").evaluate(SHOWN, every(run))}
    tab.close()
    assert list(heights) == [pytest.approx(asleep)]


def test_a_press_marks_the_line_it_changed_and_the_address_leads_back(tab, run):
    tab.locator("zg-bucket [value='sum / 64']").press("ArrowLeft")
    assert number(run, "4", "uneven", "mean / N", "none", "none") in said(tab)
    [marked] = tab.locator("zg-bucket .changed").all_inner_texts()
    assert marked.strip() == "loss = mean(model(X[B]), y[B]) / N"
    tab.locator("zg-bucket [name=layer]").select_option("BatchNorm")
    [marked] = tab.locator("zg-bucket .changed").all_inner_texts()
    assert marked == "layer = nn.BatchNorm1d(16)"
    shown = said(tab)
    tab.reload()
    awake(tab, "zg-bucket")
    assert said(tab) == shown
    tab.get_by_role("link", name="Loops", exact=True).first.click()
    tab.wait_for_url("**/loops/")
    tab.go_back()
    awake(tab, "zg-bucket")
    expect(tab.locator("zg-bucket [role=status]")).to_have_text(shown)


def test_it_pours_only_where_motion_is_welcome(browser, site, tab):
    layers = "document.querySelector('zg-bucket .layers').getAttribute('d').split('M').length - 1"
    again = tab.locator("zg-bucket [value=again]")
    assert not again.is_visible()
    tab.locator("zg-bucket [name=N]").select_option("16")
    assert tab.evaluate(layers) == 16
    moving = browser.new_page()
    moving.goto(site.url + PAGE)
    awake(moving, "zg-bucket")
    moving.locator("zg-bucket [name=N]").select_option("16")
    assert moving.evaluate(layers) < 16
    expect(moving.locator("zg-bucket .layers")).to_have_attribute("d", re.compile("^(M[^M]+){16}$"))
    moving.locator("zg-bucket [value=again]").press("Enter")
    assert moving.evaluate(layers) < 16
    moving.close()


def test_without_scripts_the_conclusion_and_a_table_of_all_are_there(browser, site, run):
    context = browser.new_context(java_script_enabled=False)
    tab = context.new_page()
    tab.goto(site.url + PAGE)
    first = number(run, "4", "uneven", "sum / 64", "none", "none")
    assert said(tab).startswith(f"Relative difference {first}: the same gradient.")
    assert not tab.locator("zg-bucket .controls").is_visible()
    tab.get_by_text("Every relative difference, as a table").click()
    told = [
        cell
        for row in tab.locator(".explorable:has(zg-bucket) tbody tr").all()
        for cell in row.locator("td").all_inner_texts()[1:]
    ]
    N, poured, divided, layers, penalties = run["choices"].values()
    for cell, (way, loss, penalty, layer) in zip(
        told, itertools.product(poured, divided, penalties, layers), strict=True
    ):
        numbers = [number(run, n, way, loss, layer, penalty) for n in N]
        largest = max(numbers, key=float)
        assert cell == (f"≤ {largest}" if float(largest) < ROUNDING else " ".join(numbers))
    context.close()
