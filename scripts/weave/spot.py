"""Spot the bug: ten loops with their recorded loss, one card each, and a score over the whole site.

Each card is of the run spot/curves, put into words here; a press, in
docs/assets/explorables/zg-spot.js, picks its answer. Without it, the answer folds open.
"""

from __future__ import annotations

import difflib
import functools
import posixpath
import re
from html import escape

from scripts.files import Fault
from scripts.pages import Page, pages
from scripts.records import View

CARD = re.compile(r'\[= spot\("(\w+)"\) =\]')
LATE = ("mistyped",)  # cards that are judged by the second half of their steps, not by the last
OFF = 8  # a loss of so many times the first one is drawn as leaving the chart
LEFT, WIDE, BOTTOM, HIGH = 10, 180, 92, 78  # the chart, in its units
WHY = {  # in a sentence; the page has it at length
    "two_in_turn": "The second backward() adds to the gradient of the first loss.",
    "flat": "step() comes when the gradients are gone.",
    "frozen": "Frozen parameters keep a gradient that nothing clears.",
    "four_summed": "Nothing divides the sum of four means.",
    "stairs": "The weights move once per window.",
    "window_of_four": "Three of four micro-batches are cleared before their step.",
    "once_per_epoch": "The call stands one level too far out.",
    "mistyped": "step(closure) computes the gradient again, and does not clip it.",
    "warm_up": "The scheduler counts calls, and is called once per epoch.",
    "four_digits": "The forward pass does not read .grad.",
}
BUTTONS = {"missing": "A line is missing", "none": "Nothing is wrong"}


def spot(curves: View, name: str) -> tuple[str, dict]:
    """The card `name`, and the record that answers all cards.

    Args:
        curves: the run spot/curves.

    Raises:
        Fault: there is no such card.
    """
    if name not in curves:
        what = f"there is no card {name!r}; known are {', '.join(curves)}"
        raise Fault("scripts/experiments/spot.py", what, "python -m scripts weave")
    card, places = curves[name], _places()
    number = list(curves).index(name) + 1
    lines = "".join(
        f'<li><small>{i}</small><code style="--indent:{_indent(line)}">{escape(line)}</code></li>'
        for i, line in enumerate(card.lines, 1)
    )
    answers = "".join(
        f'<button type="button" value="{value}">{words}</button>'
        for value, words in BUTTONS.items()
    )
    links = "".join(
        f"<li>{_link(other, i, places, name)}</li>" for i, other in enumerate(curves, 1)
    )
    page = f"""<div class="explorable" data-search-exclude>
<zg-spot id="{_anchor(name)}" data-card="{name}">
<p><b>Card {number} of {len(curves)}.</b> Press the line that is wrong, or say that none is.
{_next(list(curves), number, places, name)}</p>
<ol class="lines">{lines}</ol>
<div class="drawn" aria-hidden="true">{_chart(card.losses)}</div>
<form class="controls" autocomplete="off"><div>{answers}</div></form>
<p role="status" data-text="said">{_asked(card)}</p>
<div class="kept"><ol class="cards" aria-label="The ten cards">{links}</ol>
<span>Score: <b data-text="score">0 of {len(curves)}</b></span>
<button type="button" value="over">Start over</button></div>
</zg-spot>
<details class="source"><summary>The answer to card {number}</summary>
<p>{_capital(_said(name, card))}</p>
{_repair(card)}</details>
</div>
"""
    return page, {key: _state(key, one) for key, one in curves.items()}


@functools.cache  # a weave reads pages once
def _places() -> dict[str, Page]:
    """The page on which each card stands."""
    return {name: page for page in pages() for name in CARD.findall(page.text)}


def _anchor(name: str) -> str:
    return f"spot-{name.replace('_', '-')}"


def _link(name: str, number: int, places: dict[str, Page], card: str) -> str:
    """A link to a card, from another or from itself."""
    if name not in places or card not in places:
        return f"<a>{number}</a>"
    page, here = places[name], places[card]
    to = "" if page == here else posixpath.relpath(page.address, here.address) + "/"
    current = ' aria-current="true"' * (name == card)
    return (
        f'<a href="{to}#{_anchor(name)}" data-of="{name}" title="{page.title}"{current}>'
        f"{number}</a>"
    )


def _next(names: list[str], number: int, places: dict[str, Page], card: str) -> str:
    """A link to the card that follows, and to the first one from the last."""
    following = names[number % len(names)]
    if following not in places or card not in places:
        return ""
    page, here = places[following], places[card]
    to = "" if page == here else posixpath.relpath(page.address, here.address) + "/"
    return f'<a href="{to}#{_anchor(following)}" title="{page.title}">Next card</a>'


def _state(name: str, card: View) -> dict:
    """The right answer of a card, what is said before and after, and the repaired program."""
    state = {"right": str(card.answer), "ask": _asked(card), "said": _said(name, card)}
    return state | ({"copy": card["copy"]} if "repaired" in card.losses else {})


def _indent(line: str) -> int:
    return len(line) - len(line.lstrip())


def _asked(card: View) -> str:
    """What is recorded of the loop, before the answer."""
    losses = card.losses.shown
    first, last = _number(losses[0]), _number(losses[-1])
    return (
        f"The run that is drawn: loss {first} at first, {last} after {len(losses)} steps. "
        "Decide, then press the wrong line."
    )


def _said(name: str, card: View) -> str:
    """The answer, with what was measured."""
    shown, why = card.median.shown, WHY[name]
    over = f"Over {len(card.last.shown)} seeds"
    if card.answer == "none":
        a, b = _number(shown.early), _number(shown.late)
        return (
            f"nothing is wrong. {why} {over} the mean loss has a median of {a} in the first half "
            f"of the steps and of {b} in the second."
        )
    what = "a line is missing" if card.answer == "missing" else f"line {card.answer} is wrong"
    key = "late" if name in LATE else "last"
    when = (
        "the mean loss of the second half of the steps has a median of"
        if key == "late"
        else f"the median loss after {len(card.losses.shown)} steps is"
    )
    a, b = _number(shown[key]), _number(card.median.repaired[key])
    return f"{what}. {why} {over} {when} {a}; repaired, {b}."


def _capital(text: str) -> str:
    return text[0].upper() + text[1:]


def _repair(card: View) -> str:
    """What the repair takes away and what it puts there, and both to copy."""
    if card.answer == "none":
        return ""
    changed = [
        line
        for line in difflib.ndiff(card.lines, card.fixed)
        if line.startswith(("- ", "+ ", "  "))
    ]
    put = "\n".join(line[2:] for line in changed if line.startswith("+"))
    tags = {"-": "del", "+": "ins", " ": "span"}
    rows = "".join(f"<{tags[x[0]]}>{escape(x)}</{tags[x[0]]}>" for x in changed)
    return (
        f'<div class="difference"><samp>{rows}</samp></div>\n'
        f'<button type="button" data-clipboard-text="{_attribute(put)}">'
        'Copy the right line</button>\n<button type="button" data-clipboard-text="" class="whole">'
        "Copy the repaired loop</button>\n"
    )


def _attribute(text: str) -> str:
    """A text as an attribute that no blank line of Markdown cuts."""
    return escape(text).replace("\n", "&#10;")


def _chart(losses: View) -> str:
    """The recorded loss; the repaired one comes with the answer."""
    shown = losses.shown
    top = min(max(shown), OFF * shown[0])
    repaired = (
        f'<path class="line repaired" d="{_path(losses.repaired, top)}"/>'
        if "repaired" in losses
        else ""
    )
    off = (
        f'<text class="off" x="{LEFT + WIDE}" y="9">\N{UPWARDS ARROW} {_number(max(shown))}</text>'
        if max(shown) > top
        else ""
    )
    return (
        f'<svg viewBox="0 0 200 112"><path d="M{LEFT} {BOTTOM - HIGH}V{BOTTOM}H{LEFT + WIDE}"/>'
        f'{repaired}<path class="line" d="{_path(shown, top)}"/>'
        f'<text x="{LEFT}" y="9">{_number(top)}</text><text x="{LEFT}" y="107">0</text>{off}'
        f'<text class="off" x="{LEFT + WIDE}" y="107">{len(shown)} steps</text></svg>'
    )


def _path(losses: list[float], top: float) -> str:
    step = WIDE / (len(losses) - 1)
    points = (
        f"{LEFT + i * step:.0f} {BOTTOM - min(loss / top, 1) * HIGH:.0f}"
        for i, loss in enumerate(losses)
    )
    return "M" + "L".join(points)


def _number(value: float) -> str:
    return f"{value:.2f}" if value < 10 else f"{value:.0f}"
