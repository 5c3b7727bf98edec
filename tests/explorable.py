"""What the tests of explorables share."""


def awake(tab, element: str):
    """The element, on screen, once its script and its record are there."""
    found = tab.locator(element)
    found.first.scroll_into_view_if_needed()
    tab.wait_for_selector(f"{element}:defined")
    return found


def number(text: str) -> float | None:
    """The number that is written so, as Python has it."""
    return None if text in ("None", "not computed yet") else float(text.replace("−", "-"))
