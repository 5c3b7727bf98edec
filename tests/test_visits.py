"""On every page, in a real Chromium: nothing leaves the site, and everybody can read it."""

from __future__ import annotations

from dataclasses import dataclass, field

import pytest
from axe_playwright_python.sync_playwright import Axe

from tests.test_browser import TOGGLE, errors_of

LIMIT = 160_000  # bytes over the wire for a first visit, without what the search loads behind it
NO_LIMIT = ("figures/", "infographic/", "slides/")  # their pictures
STANDARDS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
SCHEMES = {"light": "default", "dark": "slate"}
LOOKED_AT = (("light", 1280), ("dark", 360))  # by axe, which takes seconds for each
OPTIONS = {"resultTypes": ["violations"], "runOnly": STANDARDS}
ALIKE = """() => {  // of much of one kind, axe need not see all
    const kinds = [".highlight", "p.program", "details", "tr", "section.card"]
    for (const kind of [...kinds, "a[href*='proofs/#']"]) {
        const all = [...document.querySelectorAll(`.md-content ${kind}`)]
        all.slice(8).forEach(part => part.remove())
    }
}"""
MARK = """() => {  // one text of each look, its surroundings included; axe takes long for each
    const seen = new Set(), text = node => node.nodeType === Node.TEXT_NODE && node.data.trim()
    for (const part of document.querySelectorAll("body, body *")) {
        delete part.dataset.look
        if (![...part.childNodes].some(text) || !part.checkVisibility()) continue
        const own = getComputedStyle(part)
        const look = [own.color, own.fontSize, own.fontWeight, own.textShadow, own.visibility]
        for (let at = part; at; at = at.parentElement) {
            const { backgroundColor, backgroundImage, opacity, position } = getComputedStyle(at)
            look.push(at.localName, at.getAttribute("class"))
            look.push(backgroundColor, backgroundImage, opacity, position)
        }
        if (!seen.has(look.join())) part.dataset.look = ""
        seen.add(look.join())
    }
}"""
MARKED = {"rules": [{"id": "color-contrast", "selector": "[data-look]"}]}
MOVES = """() => {  // what moved that a reader saw, and how far: the layout shift of the page
    window.moved = []
    new PerformanceObserver(list => list.getEntries().forEach(({ value, sources }) => moved.push(
        [value, ...sources.map(({ node }) => node?.outerHTML?.slice(0, 60) ?? node?.data)]
    ))).observe({ type: "layout-shift", buffered: true })
}"""
STILL = 0.002  # of layout shift: a tenth of a row, where figures come; 0.1 is called good
PHONE = ("", "chapters/forgetting/", "doctor/", "errors/", "faq/", "notebooks/lab/", "slides/")


@dataclass
class Visit:
    """One page, first seen in light at 1280 px, then at 360, then dark, then at 1280 again."""

    page: str
    errors: list[str]
    asked: list[str] = field(default_factory=list)
    barriers: list[str] = field(default_factory=list)
    moved: list = field(default_factory=list)
    weight: int = 0
    overflow: int = 0


@pytest.fixture(scope="module")
def visits(browser, site):
    return [visit(browser, site, page) for page in site.pages()]


def visit(browser, site, page):
    context = browser.new_context(color_scheme="light", reduced_motion="reduce")
    tab = context.new_page()
    seen = Visit(page, errors_of(tab))
    context.on("request", lambda request: seen.asked.append(request.url))
    context.add_init_script(f"({MOVES})()")
    site.sent.clear()
    tab.goto(site.url + page, wait_until="networkidle")
    seen.weight = site.weight()
    seen.moved = tab.evaluate("moved")
    tab.set_viewport_size({"width": 320, "height": 900})
    seen.overflow = tab.evaluate("document.documentElement.scrollWidth") - 320
    tab.evaluate(ALIKE)
    for scheme, width in (("light", 1280), ("light", 360), ("dark", 360), ("dark", 1280)):
        tab.set_viewport_size({"width": width, "height": 900})
        if tab.locator("body").get_attribute("data-md-color-scheme") != SCHEMES[scheme]:
            tab.locator(TOGGLE).click()
        if (scheme, width) not in LOOKED_AT:
            continue
        tab.evaluate(MARK)
        for barrier in examined(tab):
            nodes = ", ".join(str(node["target"][0]) for node in barrier["nodes"][:3])
            seen.barriers.append(f"{scheme} {width} px: {barrier['id']}: {nodes}")
    context.close()
    return seen


def examined(tab):
    """What axe finds; its script, which takes long to read, is put in once a page."""
    if tab.evaluate("typeof axe === 'undefined'"):
        tab.evaluate(Axe().axe_script)
        tab.evaluate("marked => axe.configure(marked)", MARKED)
    return tab.evaluate("options => axe.run(options)", OPTIONS)["violations"]


def listed(visits, what):
    return "\n".join(f"{seen.page or '/'} {finding}" for seen in visits for finding in what(seen))


def test_no_request_leaves_the_site(visits, site):
    inside = (site.url, "data:", "blob:")
    assert not listed(visits, lambda seen: [u for u in seen.asked if not u.startswith(inside)])


def test_nothing_fails_in_the_console(visits):
    assert not listed(visits, lambda seen: seen.errors)


def test_no_barrier_that_axe_knows(visits):
    assert not listed(visits, lambda seen: seen.barriers)


def test_no_sideways_scrolling_at_320_pixels(visits):
    assert not listed(visits, lambda seen: [f"{seen.overflow} px too wide"] * (seen.overflow > 0))


def test_nothing_moves_while_a_page_loads(visits):
    assert not listed(visits, lambda seen: seen.moved * (moved(seen.moved) > STILL))


def moved(shifts):
    return sum(shift for shift, *_ in shifts)


@pytest.mark.parametrize("page", PHONE)
def test_nothing_moves_on_a_slow_phone(browser, site, page):
    context = browser.new_context(viewport={"width": 360, "height": 740}, has_touch=True)
    context.add_init_script(f"({MOVES})()")
    tab = context.new_page()
    context.new_cdp_session(tab).send("Emulation.setCPUThrottlingRate", {"rate": 4})
    tab.goto(site.url + page, wait_until="networkidle")
    shifts = tab.evaluate("moved")
    assert moved(shifts) <= STILL, shifts
    context.close()


def test_pages_are_light(visits):
    weights = {seen.page: seen.weight for seen in visits}
    print(*(f"{weight:7,} bytes  {page or '/'}" for page, weight in weights.items()), sep="\n")
    heavy = {
        page: weight
        for page, weight in weights.items()
        if weight > LIMIT and not page.startswith(NO_LIMIT)
    }
    assert not heavy
