"""Promise: what an explorable shows is what was recorded, to the eye, the keyboard and the screen
reader, and without JavaScript."""

import pytest

from scripts.files import RECORDS
from scripts.records import load

PAGE, ORDERS = "chapters/accumulation/", "chapters/placement/"
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


@pytest.fixture(scope="module")
def rows():
    return load(RECORDS / "accumulation" / "ledger.json").result


@pytest.fixture
def tab(browser, site):
    tab = browser.new_page(viewport={"width": 1280, "height": 900})
    tab.goto(site.url + PAGE, wait_until="networkidle")
    yield tab
    tab.close()


def number(text: str) -> float | None:
    return None if text in ("None", "not computed yet") else float(text.replace("−", "-"))


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


def test_the_buttons_lead_through_the_loop(tab, rows):
    def said():
        return tab.locator("zg-stepper [role=status]").inner_text()

    assert "−4 − 2 = −6" in said()
    tab.locator("zg-stepper [value=backward]").click()
    assert "−6 + 1 = −5" in said()
    tab.locator("zg-stepper [value='1']").click()
    assert "from 5 to 7.5" in said()
    tab.locator("zg-stepper [value='-1']").click()
    assert "−6 + 1 = −5" in said()
    assert tab.url.endswith("?loop=forgotten&step=13")


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ("?loop=cleared&step=5", "zero_grad() puts None where −4 was"),
        ("?loop=cleared&step=99", "That was the last line"),
        ("?loop=nosuch&step=5", "−4 − 2 = −6"),
    ],
)
def test_an_address_remembers_the_state(browser, site, asked, said):
    tab = browser.new_page()
    tab.goto(site.url + PAGE + asked, wait_until="networkidle")
    assert said in tab.locator("zg-stepper [role=status]").inner_text()
    tab.close()


def test_it_works_after_instant_navigation(browser, site):
    tab = browser.new_page()
    tab.goto(site.url, wait_until="networkidle")
    tab.locator(f'article a[href$="{PAGE}"]').first.click()
    tab.locator("zg-stepper [value=backward]").click()
    assert "−6 + 1 = −5" in tab.locator("zg-stepper [role=status]").inner_text()
    tab.close()


def test_without_scripts_it_tells_the_conclusion_and_every_state(browser, site, rows):
    context = browser.new_context(java_script_enabled=False)
    tab = context.new_page()
    tab.goto(site.url + PAGE)
    assert "−4 − 2 = −6" in tab.locator("zg-stepper [role=status]").inner_text()
    assert not tab.locator("zg-stepper .controls").is_visible()
    tab.locator(".explorable summary").click()
    cells = tab.locator(".explorable tbody tr").all()
    for row, cleared, forgotten in zip(cells, rows["cleared"], rows["forgotten"], strict=True):
        _, line, *values = row.locator("td").all_inner_texts()
        assert line == cleared["line"]
        expected = [state[key] for state in (forgotten, cleared) for key in ("grad", "weight")]
        assert [number(value) for value in values] == expected
    context.close()


SIGNS = {"same": "✓", "late": "◐", "other": "◑", "once": "○", "never": "○"}
STARTS = {"fresh": ("fresh", "none"), "warm": ("warm", "none"), "zeros": ("fresh", "zeros")}


@pytest.fixture(scope="module")
def census():
    return load(RECORDS / "placement" / "orders.json").result["network"]


@pytest.fixture
def loop(browser, site):
    tab = browser.new_page(viewport={"width": 1280, "height": 900})
    tab.goto(site.url + ORDERS, wait_until="networkidle")
    yield tab
    tab.close()


def verdict(tab) -> str:
    return tab.locator("zg-loop [role=status]").inner_text()


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
                " return widget.querySelector('[role=status]').textContent }",
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
    assert loop.evaluate("document.activeElement.value") == "down", "focus stays on the button"
    assert loop.url.endswith("?start=fresh&order=FLBSZ")
    loop.reload(wait_until="networkidle")
    assert verdict(loop).startswith("✓")


def test_the_buttons_show_every_order_of_a_kind(loop, census):
    seen = set()
    for _ in range(10):
        loop.locator("zg-loop [value='never once']").click()
        assert "says nothing" in verdict(loop)
        seen.add(loop.locator("zg-loop").evaluate("widget => widget.order"))
    [silent] = [r for r in census["fresh"]["none"]["120"]["results"] if r["outcome"] == "never"]
    assert seen == set(silent["orders"])


@pytest.fixture
def home(browser, site):
    """The front page, where nothing moves by itself."""
    context = browser.new_context(reduced_motion="reduce")
    tab = context.new_page()
    tab.goto(site.url, wait_until="networkidle")
    yield tab
    context.close()


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
    home.reload(wait_until="networkidle")
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
