"""The loop builder: the five lines of a loop, to put into any order.

Every order was run; what became of it is put into words here, and a press, in
docs/assets/explorables/zg-loop.js, only looks it up. Without it, the page shows an order that fails
in silence.
"""

from __future__ import annotations

import ast
import html
import textwrap

from scripts.files import SNIPPETS, read
from scripts.records import View

STARTS = {  # how a census began, and its name in the record
    "fresh": ("in a fresh script", "fresh", "none"),
    "warm": ("in a notebook, after a right cell", "warm", "none"),
    "zeros": ("with set_to_none=False", "fresh", "zeros"),
}
WRONG = "FLBZS"  # the order shown first: nothing complains, one move mends it
VERDICTS = {  # by outcome: a sign, and what to say; where it raises, the message says it
    "same": (
        "✓",
        "Learns: the loss falls from {0} to {1}. These are the right weights, bit for bit.",
    ),
    "late": ("◐", "Learns what the right order learns, one iteration late: {0} to {1}."),
    "other": ("◑", "Learns, but not what the right order learns: the loss goes from {0} to {1}."),
    "once": ("○", "Moves the weights in the first iteration and never again: {0} to {1}."),
    "never": (
        "○",
        "Trains nothing and says nothing: the loss is {0} and stays {1}. Between "
        "backward() and the step() that follows, zero_grad() takes the gradient away.",
    ),
}


def loop_builder(orders: View) -> tuple[str, dict]:
    """The five lines of a loop, to put into any order, and the record of what became of each.

    Args:
        orders: the run placement/orders; what is shown is its network.
    """
    census = orders.network
    tree = ast.parse(read(SNIPPETS / "placement" / "five_lines.py"))
    lines = _lines(tree)
    recorded = {
        start: _outcomes(census[began][clearing]["120"].results, lines)
        | {"copy": _program(tree, lines, start)}
        for start, (_, began, clearing) in STARTS.items()
    }
    first = recorded["fresh"]["verdicts"][recorded["fresh"]["orders"][WRONG]]
    rows = "".join(
        f'<li data-line="{letter}"><code>{lines[letter]}</code>'
        f'<button type="button" value="up" aria-label="Move {lines[letter]} up"'
        f"{' disabled' * (letter == WRONG[0])}>▲</button>"
        f'<button type="button" value="down" aria-label="Move {lines[letter]} down"'
        f"{' disabled' * (letter == WRONG[-1])}>▼</button></li>"
        for letter in WRONG
    )
    choices = "".join(
        f'<label><input type="radio" name="start" value="{start}"{" checked" * (start == "fresh")}>'
        f"{words}</label>"
        for start, (words, *_) in STARTS.items()
    )
    page = f"""<div class="explorable" data-search-exclude>
<zg-loop id="loop-builder" class="{first["kind"]}">
<ol class="lines">{rows}</ol>
<p role="status"><span data-text="moved"></span>
<span class="glyph" data-text="sign">{first["sign"]}</span>
<span data-text="said">{first["said"]}</span></p>
<form class="controls" autocomplete="off">
<fieldset><legend>Where the loop runs</legend>{choices}</fieldset>
<div><button type="button" value="same">A right order</button>
<button type="button" value="never once">A silent failure</button>
<button type="button" value="raises">One that raises</button>
<button type="button" data-clipboard-text="">Copy this loop</button></div>
</form>
</zg-loop>
</div>
"""
    return page, recorded


def _lines(tree: ast.Module) -> dict[str, str]:
    """The lines of placement/five_lines.py, by the first letter of their names there."""
    [lines] = [n for n in tree.body if isinstance(n, ast.Assign) and n.targets[0].id == "LINES"]
    return {name[0].upper(): line for name, line in ast.literal_eval(lines.value).items()}


def _program(tree: ast.Module, lines: dict[str, str], start: str) -> dict[str, str]:
    """The program around a loop of these lines: what comes before, each line, what comes after."""
    [script] = [n for n in tree.body if isinstance(n, ast.FunctionDef) and n.name == "script"]
    _, *before, _ = script.body  # without its docstring, and what it returns
    setup = "\n".join(ast.unparse(statement) for statement in before)
    lines = dict(lines)
    if start == "zeros":
        lines["Z"] = lines["Z"].replace("()", "(set_to_none=False)")
    if start == "warm":
        setup += "\n\n" + "\n".join(lines.values())
    return {
        "before": f"import torch\n\nnetwork, seed = True, 0\n{setup}\n\nfor _ in range(40):\n",
        **{letter: textwrap.indent(line, "    ") + "\n" for letter, line in lines.items()},
        "after": "\nprint(loss_function(model(x), y).item())\n",
    }


def _outcomes(results: View, lines: dict[str, str]) -> dict:
    """What is told of each result, and which of the results each order has."""
    verdicts = []
    for result in results:
        if result.outcome in VERDICTS:
            sign, words = VERDICTS[result.outcome]
            said = words.format(*(f"{loss:.3g}" for loss in result.loss))
            verdicts.append({"kind": result.outcome, "sign": sign, "said": said})
        else:
            message = result.message.split(". ")[0].split(": [")[0]
            place = f"in iteration {result.iteration}, at {lines[result.line]}"
            said = html.escape(f"{message} ({place}).", quote=False)
            verdicts.append({"kind": "raises", "sign": "✕", "said": said})
    orders = {order: i for i, result in enumerate(results) for order in result.orders}
    return {"verdicts": verdicts, "orders": dict(sorted(orders.items()))}
