"""Promise: what answers the front page's question was recorded."""

import pytest

from scripts.files import RECORDS
from scripts.records import load
from tests.explorable import awake, number, opened

LOOPS = ("cleared", "forgotten")
home = opened("", "zg-which", reduced_motion="reduce")


@pytest.fixture(scope="module")
def rows():
    return load(RECORDS / "accumulation" / "ledger.json").result


def losses(tab, loop):
    """The losses that the question's column of `loop` prints."""
    items = tab.locator(f"zg-which div.{loop} .losses li").all()
    return [number(item.inner_text()) for item in items if item.is_visible()]


def pressed(tab, *values):
    for value in values:
        tab.locator(f"zg-which button[value={value}]").press("Enter")
    return tab.locator("zg-which [role=status]").inner_text()


@pytest.mark.parametrize("answer", ["cleared", "forgotten", "more"])
def test_the_question_is_answered_by_recorded_losses(home, rows, answer):
    recorded = {loop: [row["loss"] for row in rows[loop][4::5]] for loop in LOOPS}
    assert losses(home, "cleared") == losses(home, "forgotten") == recorded["cleared"][:3]
    assert not home.locator("zg-which svg").is_visible()
    said = pressed(home, answer)
    assert {loop: losses(home, loop) for loop in LOOPS} == recorded
    assert said.startswith({"cleared": "No", "forgotten": "Yes"}.get(answer, "It is loop 2"))
    for row in rows["cleared"][14], rows["forgotten"][9]:  # where the third loss was computed
        assert f"w = {row['weight']:g}" in said or row is rows["cleared"][14]
    line = home.locator("zg-which .forgotten .lines code").first
    assert "line-through" in line.evaluate("line => getComputedStyle(line).textDecorationLine")


def test_the_line_put_back_heals_the_loop(home, rows):
    pressed(home, "forgotten", "heal")
    assert losses(home, "forgotten") == [row["loss"] for row in rows["cleared"][4::5]]
    home.reload()
    awake(home, "zg-which")
    assert losses(home, "forgotten") == losses(home, "cleared"), "the address leads back"


def test_kept_running_it_plays_what_was_recorded(home):
    hill = load(RECORDS / "accumulation" / "hill.json").result
    pressed(home, "more", "run")
    for loop in LOOPS:
        expected = [(w - hill["target"]) ** 2 / 2 for w in hill[loop][-4:]]
        assert losses(home, loop) == pytest.approx(expected, rel=1e-3, abs=1e-12)
    assert "line" in pressed(home, "again")
    assert len(losses(home, "forgotten")) == 3


def test_without_javascript_the_answer_folds_open(browser, site):
    context = browser.new_context(java_script_enabled=False)
    tab = context.new_page()
    tab.goto(site.url)
    tab.get_by_text("The answer, and every number").click()
    assert tab.get_by_text("It is loop 2").is_visible()
    context.close()
