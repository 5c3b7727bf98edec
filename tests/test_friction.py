"""Promise: every position of the sliders of friction shows its recorded run, drawn and in words."""

import pytest
from playwright.sync_api import expect

from scripts.files import RECORDS
from scripts.records import load
from tests.explorable import awake, copied, number, opened, printed, says

PAGE = "chapters/forgetting/"
SHOWN = """widget => {  // of every position: words, number at the arrow, bound, path, program
    const seen = []
    const { kept, rate } = widget.form
    for (let k = 0; k <= kept.max; k++) for (let r = 0; r <= rate.max; r++) {
        kept.value = k
        rate.value = r
        rate.dispatchEvent(new Event("input", { bubbles: true }))
        const text = name => widget.querySelector(`[data-text=${name}]`).textContent
        seen.push([k, r, text("said"), text("away"), text("bound"),
            widget.querySelector(".over").getAttribute("d"),
            widget.querySelector("[data-clipboard-text]").dataset.clipboardText])
    }
    return seen
}"""
tab = opened(PAGE, "zg-friction", reduced_motion="reduce")
said = says("zg-friction")


@pytest.fixture(scope="module")
def runs():
    return load(RECORDS / "forgetting" / "friction.json").result


def drawn(path, bound):
    """The weights that a line over steps shows."""
    points = [point.split(" ") for point in path.removeprefix("M").split("L")]
    return [-float(y) / 50 * float(bound) for _, y in points]


def test_every_position_is_its_run(tab, runs):
    seen = tab.locator("zg-friction").evaluate(SHOWN)
    assert len(seen) == len(runs["kept"]) * len(runs["rates"])
    for k, r, words, away, bound, path, program in seen:
        kept, rate, weights = runs["kept"][k], runs["rates"][r], runs["w"][k][r]
        assert f"lr·λ = {rate:g}: " in words
        inside = next((i for i, w in enumerate(weights) if abs(w) > 20), len(weights))
        near = pytest.approx(weights[:inside], abs=float(bound) / 46)
        assert drawn(path, bound) == near, words
        assert bool(away) == (inside < len(weights)) == ("leaves the bowl" in words)
        if away:
            end = f"{weights[-1]:,.0f}".replace("-", "−")
            assert away in (f"{end} →", f"← {end}"), words
            assert f"w = {end}" in words
        if "comes to rest" in words:
            assert max(map(abs, weights[-14:])) < 0.001, words
        if "reach" in words or "swings out" in words:
            last = max(map(abs, weights[-14:]))
            assert number(words.rsplit(" ", 1)[1][:-1]) == pytest.approx(last, rel=0.01)
        ran = [float(line) for line in printed(program)][: len(weights) - 1]
        assert ran == pytest.approx(weights[1:], rel=1e-5, abs=1e-9), (kept, rate)
        assert ("zero_grad" in program) == (kept < 1)


@pytest.mark.parametrize(
    ("button", "words", "address"),
    [
        ("six-step dance", "1, 0, −1, −1, 0, 1", "kept=1&rate=1"),
        ("limit 2", "Every 2 steps it is back: 1, −1, 1", "kept=0&rate=2"),
        ("limit 4", "After 40 steps w = 81, at the limit", "kept=1&rate=4"),
    ],
)
def test_the_marked_places_can_be_jumped_to(tab, button, words, address):
    tab.get_by_role("button", name=button, exact=True).press("Enter")
    assert words in said(tab)
    assert address in tab.url
    tab.reload()
    awake(tab, "zg-friction")
    assert words in said(tab), "the address leads back"


def test_the_limit_follows_the_momentum(tab):
    tab.locator("zg-friction [name=kept]").press("Home")
    for _ in range(5):
        tab.locator("zg-friction [name=kept]").press("ArrowRight")
    tab.get_by_role("button", name="limit 2 + 2μ").press("Enter")
    assert said(tab).startswith("With momentum 0.5, lr·λ = 3: ")
    assert said(tab) == tab.locator("zg-friction [name=rate]").get_attribute("aria-valuetext")


@pytest.mark.parametrize("name", ["weight decay", "Nesterov", "an unused branch"])
def test_the_exceptions_are_a_press_away(tab, runs, name):
    tab.get_by_role("button", name=name).press("Enter")
    end = runs["ends"][name]
    for loop, words in (("forgotten", "loop reach {}, those"), ("momentum", "(squares) {};")):
        last = max(map(abs, end[loop][-14:]))
        assert words.format(f"{last:.3g}") in said(tab)
    program = copied(tab, "zg-friction")
    ran = [float(line) for line in printed(program)]
    assert ran == pytest.approx(end["forgotten"][1:], rel=1e-5)
    assert tab.locator("zg-friction .other").get_attribute("d").count("M") == len(end["momentum"])


def test_the_ball_rolls_only_where_motion_is_welcome(browser, site, tab):
    place = "document.querySelector('zg-friction .ball').getAttribute('cx')"
    tab.locator("zg-friction [name=rate]").press("ArrowRight")
    still = tab.evaluate(place)
    moving = browser.new_page()
    moving.goto(site.url + PAGE)
    awake(moving, "zg-friction")
    moving.locator("zg-friction [name=rate]").press("ArrowRight")
    expect(moving.locator("zg-friction .ball")).not_to_have_attribute("cx", still)
    moving.close()
    assert tab.evaluate(place) == still


def test_without_scripts_the_conclusion_is_drawn(browser, site, runs):
    context = browser.new_context(java_script_enabled=False)
    tab = context.new_page()
    tab.goto(site.url + PAGE)
    assert said(tab).startswith("Forgotten, lr·λ = 0.2: it does not rest.")
    assert not tab.locator("zg-friction .controls").is_visible()
    path = tab.locator("zg-friction .over").get_attribute("d")
    bound = tab.locator("zg-friction [data-text=bound]").first.text_content()
    assert drawn(path, bound) == pytest.approx(runs["w"][10][1], abs=0.03)
    context.close()


@pytest.mark.parametrize(
    ("page", "element"),
    [("forgetting", "zg-friction"), ("clearing", "zg-none"), ("exceptions", "zg-bucket")],
)
def test_on_a_phone_the_drawing_stays_in_sight_of_the_last_control(browser, site, page, element):
    tab = browser.new_page(viewport={"width": 360, "height": 740})
    tab.goto(f"{site.url}chapters/{page}/")
    awake(tab, element)
    tab.locator(f"{element} button").last.evaluate("button => button.scrollIntoView(false)")
    header = tab.locator(".md-header").bounding_box()["height"]
    for drawing in tab.locator(f"{element} .drawn svg").all():
        box = drawing.bounding_box()
        assert header <= box["y"]
        assert box["y"] + box["height"] < 740
    tab.close()
