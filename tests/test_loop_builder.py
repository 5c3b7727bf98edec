"""Promise: what the loop builder shows was recorded, and what it gives to copy does that."""

import pytest

from scripts.files import RECORDS
from scripts.records import load
from tests.explorable import awake, opened, printed

PAGE = "chapters/placement/"
SIGNS = {"same": "✓", "late": "◐", "other": "◑", "once": "○", "never": "○"}
STARTS = {"fresh": ("fresh", "none"), "warm": ("warm", "none"), "zeros": ("fresh", "zeros")}
loop = opened(PAGE, "zg-loop", viewport={"width": 1280, "height": 900})


@pytest.fixture(scope="module")
def census():
    return load(RECORDS / "placement" / "orders.json").result["network"]


def verdict(tab) -> str:
    return (
        tab.locator("zg-loop .glyph").inner_text()
        + tab.locator("zg-loop [data-text=said]").inner_text()
    )


@pytest.mark.parametrize("start", STARTS)
def test_every_order_has_its_recorded_verdict(loop, census, start):
    began, clearing = STARTS[start]
    loop.locator(f"zg-loop [value={start}]").check()
    results = census[began][clearing]["120"]["results"]
    assert sum(len(result["orders"]) for result in results) == 120
    for result in results:
        for order in result["orders"]:
            told = loop.locator("zg-loop").evaluate(
                "(widget, order) => { widget.order = order; widget.show();"
                " return widget.querySelector('[role=status]').textContent.trim() }",
                order,
            )
            assert told.startswith(SIGNS.get(result["outcome"], "✕")), order
            if "takes the gradient away" in told:
                after_backward = (order * 2)[order.index("B") :]
                assert after_backward.index("Z") < after_backward.index("S"), order
            if "loss" in result:
                assert all(f"{loss:.3g}" in told for loss in result["loss"]), order
            else:
                assert result["message"].split(". ")[0].split(": [")[0] in told, order
                assert f"in iteration {result['iteration']}" in told, order


def test_one_move_mends_the_order_shown_first(loop):
    assert "Trains nothing and says nothing" in verdict(loop)
    loop.locator("[data-line=Z] [value=down]").press("Enter")
    assert verdict(loop).startswith("✓")
    moved = loop.locator("zg-loop [role=status]").inner_text()
    assert moved.startswith("optimizer.zero_grad() is line 5 of 5.")
    assert loop.locator("[data-line=Z] [value=down]").is_disabled()
    assert loop.evaluate("document.activeElement.ariaLabel") == "Move optimizer.zero_grad() up"
    assert loop.url.endswith("?start=fresh&order=FLBSZ#loop-builder")
    loop.reload()
    awake(loop, "zg-loop")
    assert verdict(loop).startswith("✓")
    loop.locator("[data-line=S] [value=up]").press("Enter")
    assert loop.evaluate("document.activeElement.value") == "up", "focus stays on the button"


def test_what_cannot_be_pressed_is_disabled(loop):
    for value, end in (("up", "first"), ("down", "last")):
        assert loop.locator(f"zg-loop [value={value}]:disabled").count() == 1
        assert loop.locator(f"zg-loop li:{end}-child [value={value}]").is_disabled()


@pytest.mark.parametrize("start", STARTS)
def test_every_loop_that_is_copied_does_what_is_shown(loop, census, start):
    loop.locator(f"zg-loop [value={start}]").check()
    copied = """(widget, order) => { widget.order = order; widget.show()
        return widget.querySelector("[data-clipboard-text]").dataset.clipboardText }"""
    began, clearing = STARTS[start]
    for result in census[began][clearing]["120"]["results"]:
        for order in result["orders"]:
            program = loop.locator("zg-loop").evaluate(copied, order)
            assert ended(program) == (result.get("message") or f"{result['loss'][1]:.3g}"), order


def ended(program: str) -> str:
    """What a program prints, or raises."""
    try:
        [loss] = printed(program)
    except (NameError, RuntimeError) as error:
        return f"{type(error).__name__}: {error}"
    return f"{float(loss):.3g}"


def test_the_buttons_show_every_order_of_a_kind(loop, census):
    seen = set()
    for _ in range(10):
        loop.locator("zg-loop [value='never once']").click()
        assert "says nothing" in verdict(loop)
        seen.add(loop.locator("zg-loop").evaluate("widget => widget.order"))
    [silent] = [r for r in census["fresh"]["none"]["120"]["results"] if r["outcome"] == "never"]
    assert seen == set(silent["orders"])
