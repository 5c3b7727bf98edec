"""In a real Chromium: a reader can go about, copy and look at things; offline, small and dark."""

from __future__ import annotations

import re

from scripts.programs import program

TOGGLE = "label[for^=__palette]:visible"

UNFOLDED = """() => {  // what folds hold has come, and the buttons
    const count = all => document.querySelectorAll(all).length
    const bare = count("p.program.parts:not(:has(button))")
    return count("article .aside") === count("article .folded") && !bare
}"""

FOOTERS = """all => all.map(footer => [
    footer.querySelector("code").innerText,
    footer.classList.contains("parts"),
    footer.querySelectorAll("button").length,
])"""


def errors_of(tab):
    """A list that fills with what goes wrong in a tab."""
    errors = []
    tab.on("pageerror", lambda error: errors.append(str(error)))
    tab.on("console", lambda said: said.type == "error" and errors.append(said.text))
    return errors


def test_without_scripts_text_figures_and_proofs_are_there(browser, site):
    context = browser.new_context(java_script_enabled=False)
    tab = context.new_page()
    for page in site.pages():
        tab.goto(site.url + page)
        assert tab.locator("h1").first.is_visible(), page
        tab.evaluate("document.querySelectorAll('details').forEach(fold => fold.open = true)")
        if page != "infographic/":  # where a wide screen shows the sheet in their place
            widths = "all => all.map(drawing => drawing.getBoundingClientRect().width)"
            seen = tab.eval_on_selector_all("figure.zg .drawing > svg", widths)
            assert all(width > 250 for width in seen), page
        marks = "all => all.map(mark => mark.href)"
        for mark in tab.eval_on_selector_all("article a[href*='proofs/#']", marks):
            target, _, name = mark.removeprefix(site.url).partition("#")
            assert f'id="{name}"' in site.file(target).read_text("utf-8"), f"{page} marks {name}"
    context.close()


def test_instant_navigation_there_and_back(browser, site):
    there = [*filter(None, site.pages('class="katex"')), "glossary/"][0]
    tab = browser.new_page()
    start = f"{site.url}checklist/"
    tab.goto(start, wait_until="networkidle")
    tab.evaluate("window.sameDocument = true")
    tab.locator(f'.md-nav a[href$="{there}"]').first.click()
    tab.wait_for_url(f"**/{there}")
    if tab.locator(".katex").count():
        tab.wait_for_function(
            "getComputedStyle(document.querySelector('.katex-mathml')).position === 'absolute'"
        )
    tab.go_back()
    tab.wait_for_url(start)
    assert tab.evaluate("window.sameDocument") is True, "the whole page was loaded again"
    tab.close()


def lines_of(code):
    """The lines of a program that are not empty."""
    return [line for line in code.splitlines() if line.strip()]


def test_copying_gives_the_program(browser, site):
    allowed = ["clipboard-read", "clipboard-write"]
    context = browser.new_context(permissions=allowed, bypass_csp=True)  # for a style of the test
    tab = context.new_page()
    with_programs = site.pages('class="program"')
    for page in with_programs:
        tab.goto(site.url + page)
        tab.evaluate("document.querySelectorAll('details').forEach(d => (d.open = true))")
        tab.wait_for_function(UNFOLDED)
        tab.add_style_tag(content=".tabbed-block { display: block !important }")
        footers, wholes = tab.locator("p.program"), []
        for i, (name, in_parts, buttons) in enumerate(footers.evaluate_all(FOOTERS)):
            assert buttons == in_parts, page
            wholes += [(i, name)] * in_parts
        for at, (i, name) in enumerate(wholes):
            button = footers.nth(i).locator("button")
            button.press("Enter") if at else button.click()  # scrolls to it, which takes longer
            copied = tab.evaluate("navigator.clipboard.readText()")
            assert lines_of(copied) == lines_of(program(name).text), page
            compile(copied, page, "exec")
        block = tab.locator(".language-python.highlight:has(.filename)").first
        name = re.match(r"[\w/]+\.py", block.locator(".filename").inner_text())[0]
        block.locator(".md-code__button").click()
        part = tab.evaluate("navigator.clipboard.readText()")
        assert part, name
        assert part in program(name).text, name
    context.close()
    assert with_programs


def test_copying_on_a_phone_gives_the_lines_as_they_are(browser, site):
    """Though long ones wrap, with what is left of them under their indentation."""
    allowed = ["clipboard-read", "clipboard-write"]
    context = browser.new_context(viewport={"width": 360, "height": 740}, permissions=allowed)
    tab = context.new_page()
    tab.goto(site.url + "chapters/forgetting/", wait_until="networkidle")
    block = tab.locator(".language-python.highlight:visible:has(code > .line[style])").first
    starts = block.evaluate("""block => [...block.querySelectorAll(".line")].map(line => {
        const words = document.createRange()
        words.setStart(line, 0)
        words.setEnd(line, line.childNodes.length)
        const rows = new Map()  // where the words of each row begin
        for (const { bottom, left } of words.getClientRects()) {
            rows.set(Math.round(bottom), Math.min(left, rows.get(Math.round(bottom)) ?? Infinity))
        }
        return [...rows.values()]
    }).filter(rows => rows.length > 1)""")
    assert starts, "no line wraps"
    assert all(further > rows[0] for rows in starts for further in rows[1:])
    block.locator(".md-code__button").click()
    copied = tab.evaluate("navigator.clipboard.readText()")
    assert copied == block.locator("code").text_content().rstrip()
    assert max(map(len, copied.splitlines())) > 40
    context.close()


def test_a_word_is_explained_to_the_keyboard(browser, site):
    tab = browser.new_page()
    tab.goto(site.url + site.pages("glossary/#")[0], wait_until="networkidle")
    word = tab.locator("article a[href*='glossary/#'][title]").first
    meaning = word.get_attribute("title")
    tab.keyboard.press("Tab")  # so that focus shows
    word.focus()
    tab.wait_for_selector(".md-tooltip2--active")
    assert tab.locator(".md-tooltip2--active").inner_text() == meaning
    tab.close()


def test_a_table_is_cards_on_a_phone_and_a_table_again_when_it_is_turned(browser, site):
    tab = browser.new_page(viewport={"width": 360, "height": 740})
    tab.goto(site.url + "checklist/", wait_until="networkidle")
    table = tab.locator("article table").first
    head = table.locator("th").nth(1).text_content()
    seen = """table => [
        getComputedStyle(table.querySelector('td')).display,
        getComputedStyle(table.querySelector('td + td'), '::before').content]"""
    for width, expected in ((360, ["block", f'"{head}: "']), (740, ["table-cell", "none"])) * 2:
        tab.set_viewport_size({"width": width, "height": 740})
        tab.wait_for_function("width => innerWidth === width", arg=width)
        assert table.evaluate(seen) == expected, width
    tab.close()


def test_the_palette_recolours_figures(browser, site):
    tab = browser.new_page(color_scheme="light")
    tab.goto(site.url + site.pages('class="zg"')[0], wait_until="networkidle")
    colours = """[...document.querySelectorAll("figure.zg svg *")]
        .flatMap(shape => [getComputedStyle(shape).stroke, getComputedStyle(shape).fill])"""
    light = set(tab.evaluate(colours))
    tab.locator(TOGGLE).click()
    dark = set(tab.evaluate(colours))
    assert "rgb(36, 41, 47)" in light - dark
    assert "rgb(226, 228, 233)" in dark - light
    tab.close()


def test_the_site_opens_from_disk(browser, site):
    tab = browser.new_page()
    errors = errors_of(tab)
    for page in site.pages():
        if page != "404.html":  # written for the address it is served from
            tab.goto(site.file(page).as_uri())
            assert tab.locator("h1").first.is_visible(), page
    tab.goto(site.file("").as_uri())
    tab.locator('article a[href$="/"]').first.click()
    tab.wait_for_url("file://**/index.html")
    assert tab.locator("h1").first.is_visible()
    tab.close()
    assert not errors
