"""What the tests of explorables share."""

import contextlib
import io

import pytest


def opened(page: str, element: str, **options):
    """A fixture: a tab on the page, the element awake. `options` are of the browser's context."""

    @pytest.fixture
    def tab(browser, site):
        context = browser.new_context(**options)
        tab = context.new_page()
        tab.goto(site.url + page)
        awake(tab, element)
        yield tab
        context.close()

    return tab


def says(element: str):
    """A function: what the element says now, on a tab."""
    return lambda tab: tab.locator(f"{element} [role=status]").inner_text()


def awake(tab, element: str):
    """The element, on screen, once its script and its record are there."""
    found = tab.locator(element)
    found.first.evaluate("element => element.scrollIntoView({ block: 'center' })")
    tab.wait_for_selector(f"{element}:defined")
    return found


def number(text: str) -> float | None:
    """The number that is written so, as Python has it."""
    return None if text in ("None", "not computed yet") else float(text.replace("−", "-"))


def copied(tab, element: str) -> str:
    """The program that its button gives."""
    return tab.locator(f"{element} [data-clipboard-text]").get_attribute("data-clipboard-text")


def printed(program: str) -> list[str]:
    """What a program prints, line by line."""
    with contextlib.redirect_stdout(io.StringIO()) as lines:
        exec(program, {})
    return lines.getvalue().splitlines()
