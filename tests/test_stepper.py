"""Promise: what the stepper shows is what was recorded, to the eye, the keyboard and the screen
reader."""

import pytest

from scripts.files import RECORDS
from scripts.records import load
from tests.explorable import awake, copied, number, opened, printed, says

PAGE = "chapters/accumulation/"
LOOPS = ("cleared", "forgotten")
TEXTS = """widget => Object.fromEntries([...widget.querySelectorAll("[data-text]")]
    .map(place => [place.dataset.text, place.textContent]))"""
DRAWN = """widget => {  // ends of what is drawn, in units of each scale
    const ends = (scale, shapes, left, span) => {
        const frame = widget.querySelector(scale).getBoundingClientRect()
        const seen = [...widget.querySelectorAll(shapes)]
            .map(shape => shape.getBoundingClientRect()).filter(box => box.width > 0)
        return seen.flatMap(box => [box.left, box.right])
            .map(x => left + (x - frame.left) / frame.width * span)
    }
    return {gradient: ends(".gradient", ".kept, .fresh", -6.5, 7),
            none: ends(".gradient", "i.none", -6.5, 7).length,
            ball: ends(".weight", ".ball", -0.5, 9.5)}
}"""
tab = opened(PAGE, "zg-stepper", viewport={"width": 1280, "height": 900})
said = says("zg-stepper")


@pytest.fixture(scope="module")
def rows():
    return load(RECORDS / "accumulation" / "ledger.json").result


def press(tab, value):
    tab.locator(f"zg-stepper [value={value}]").press("Enter")


@pytest.mark.parametrize("loop", LOOPS)
def test_every_state_is_the_recorded_one(tab, rows, loop):
    widget, slider = tab.locator("zg-stepper"), tab.locator("zg-stepper [type=range]")
    tab.locator(f"zg-stepper [value={loop}]").check()
    slider.press("Home")
    for row in rows[loop]:
        shown, drawn = widget.evaluate(TEXTS), widget.evaluate(DRAWN)
        for key in ("grad", "weight", "loss"):
            assert number(shown[f"{key}_text"]) == row[key], row
        assert drawn["none"] == 2 * (row["grad"] is None)
        ball = sum(drawn["ball"]) / 2
        assert ball == pytest.approx(row["weight"], abs=0.1)
        if row["grad"] is None:
            assert not drawn["gradient"]
        else:
            fresh = row["fresh"] if row["line"] == "loss.backward()" else 0
            reached = min(row["grad"], row["grad"] - fresh)  # a bar may reach beyond the sum
            assert min(drawn["gradient"]) == pytest.approx(reached, abs=0.1)
            assert max(drawn["gradient"]) == pytest.approx(0, abs=0.1)
        assert widget.locator("[aria-current]").inner_text() == row["line"]
        assert slider.get_attribute("aria-valuetext") == shown["said"]
        assert shown["said"].startswith(f"Iteration {row['iteration']}. ")
        slider.press("ArrowRight")


def test_it_begins_at_the_first_line_and_has_an_end(tab, rows):
    assert said(tab).startswith("Iteration 1. zero_grad() is not called.")
    assert tab.locator("zg-stepper [value=back]").is_disabled()
    for _ in rows["forgotten"][1:]:
        press(tab, "next")
        if "What will" in said(tab):
            tab.locator("zg-stepper [value=guess]").first.press("Enter")
    ends = (f"{rows[loop][-1]['weight']:g}" for loop in ("forgotten", "cleared"))
    assert "without the call w is at {}, with it at {}".format(*ends) in said(tab)
    assert tab.locator("zg-stepper [value=next]").is_disabled()
    assert tab.evaluate("document.activeElement.value") == "again"
    tab.keyboard.press("Enter")
    assert said(tab).startswith("Iteration 1. zero_grad() is not called.")


@pytest.mark.parametrize("loop", LOOPS)
def test_it_asks_before_it_answers(tab, rows, loop):
    tab.locator(f"zg-stepper [value={loop}]").check()
    press(tab, "backward")  # nothing to add to in iteration 1
    for row in rows[loop][8::5]:
        for guess in range(3):
            press(tab, "backward")
            assert "What will w.grad be?" in said(tab)
            button = tab.locator("zg-stepper [value=guess]").nth(guess)
            answer = number(button.inner_text())
            button.press("Enter")
            assert said(tab).startswith(
                "Right." if answer == row["grad"] else f"Not {answer:g}.".replace("-", "−")
            )
            assert tab.evaluate("document.activeElement.value") == "next"
            if guess < 2:
                press(tab, "back")
    assert f"step={len(rows[loop]) - 2}" in tab.url


@pytest.mark.parametrize(
    ("asked", "words"),
    [
        ("?loop=cleared&step=5", "zero_grad() puts None where −4 was"),
        ("?loop=cleared&step=99", "The end"),
        ("?loop=nosuch&step=5", "Iteration 1"),
    ],
)
def test_an_address_remembers_the_state(browser, site, asked, words):
    tab = browser.new_page()
    tab.goto(f"{site.url}{PAGE}{asked}#step-through")
    awake(tab, "zg-stepper")
    assert words in said(tab)
    tab.close()


def test_it_works_after_instant_navigation_and_back(browser, site):
    tab = browser.new_page()
    tab.goto(site.url, wait_until="networkidle")
    tab.locator(f'article a[href$="{PAGE}"]').first.click()
    awake(tab, "zg-stepper")
    press(tab, "next")
    shown = said(tab)
    tab.locator(".md-footer__link--next").click()
    tab.wait_for_selector("zg-stepper", state="detached")
    tab.go_back()
    awake(tab, "zg-stepper")
    assert said(tab) == shown
    tab.close()


@pytest.mark.parametrize("loop", LOOPS)
def test_the_loop_that_is_copied_runs_as_shown(tab, rows, loop):
    tab.locator(f"zg-stepper [value={loop}]").check()
    ends = [f"{row['grad']} {row['weight']}" for row in rows[loop][4::5]]
    assert printed(copied(tab, "zg-stepper")) == ends


def test_without_scripts_it_tells_the_conclusion_and_every_state(browser, site, rows):
    context = browser.new_context(java_script_enabled=False)
    tab = context.new_page()
    tab.goto(site.url + PAGE)
    assert "−4 − 2 = −6" in said(tab)
    assert not tab.locator("zg-stepper .controls").is_visible()
    tab.locator(".explorable:has(zg-stepper) summary").click()
    cells = tab.locator(".explorable tbody tr").all()
    for row, cleared, forgotten in zip(cells, rows["cleared"], rows["forgotten"], strict=True):
        _, line, *values = row.locator("td").all_inner_texts()
        assert line == cleared["line"]
        expected = [state[key] for state in (forgotten, cleared) for key in ("grad", "weight")]
        assert [number(value) for value in values] == expected
    context.close()
