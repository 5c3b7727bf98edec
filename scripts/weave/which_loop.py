"""Which loop has the bug? Two loops print the same losses, one of them never clears.

Every point is a row of the recorded runs accumulation/ledger and accumulation/hill, put into words
here; a press, in docs/assets/explorables/zg-which.js, picks the row. Without it the answer folds
open.
"""

from __future__ import annotations

from scripts.records import View

SHOWN = 4  # iterations that are printed before and after the answer; the first three agree
NAMES = {"cleared": "Loop 1", "forgotten": "Loop 2"}
LEFT, BOTTOM, WIDE, HIGH = 20, 132, 32, 12  # the bowl: units for w = −1, loss 0, 1 of w, 1 of loss


def which_loop(ledger: View, hill: View) -> tuple[str, dict]:
    """The question of the front page, and the record that answers it.

    Args:
        ledger: the run accumulation/ledger: rows of the loops "cleared" and "forgotten".
        hill: the run accumulation/hill: their weights over 40 iterations.
    """
    points = {loop: [_point(w, hill.target) for w in hill[loop]] for loop in NAMES}
    grads = {loop: _gradients(ledger[loop]) for loop in NAMES}
    said = _said(points, grads)
    lines = [row.line for row in ledger.cleared[:5]]
    columns = "".join(_column(loop, points[loop], lines) for loop in NAMES)
    page = f"""<div class="explorable" data-search-exclude>
<zg-which class="ask">
<div class="loops">{columns}</div>
{_bowl(points)}
<p role="status" data-text="said">{said["ask"]}</p>
<form class="controls" autocomplete="off"><div>
<button type="button" value="cleared" data-in="ask">Loop 1 has the bug</button>
<button type="button" value="forgotten" data-in="ask">Loop 2 has the bug</button>
<button type="button" value="more" data-in="ask">run one more</button>
<button type="button" value="heal" data-in="told ran" hidden>put the line back</button>
<button type="button" value="run" data-in="told healed" hidden>keep running</button>
<button type="button" value="again" data-in="told healed ran" hidden>again</button>
</div></form>
</zg-which>
<details class="source"><summary>The answer, and every number</summary>
<p>{said["more"]} {said["run"]}</p>
{_table(points, grads)}
</details>
</div>
"""
    return page, {"said": said, "points": points}


def _point(w: float, target: float) -> dict:
    """A weight as it is drawn on the bowl, and the loss that the next iteration prints there."""
    loss = (w - target) ** 2 / 2
    x, y = LEFT + (w + 1) * WIDE, BOTTOM - loss * HIGH
    return {"x": round(x, 1), "y": round(y, 1), "w": _number(w), "loss": _number(loss)}


def _gradients(rows: View) -> list[str]:
    """What `.grad` holds at each step."""
    return [_number(row.grad) for row in rows if row.line == "optimizer.step()"]


def _said(points: dict, grads: dict) -> dict[str, str]:
    """What each press is answered with."""
    one, two = points["cleared"], points["forgotten"]
    followed, right = (", ".join(grads[loop][:3]) for loop in ("forgotten", "cleared"))
    why = (
        f"In iteration 3 loop 1 stands at w = {one[2]['w']} and loop 2 at w = {two[2]['w']}: "
        f"opposite walls of the bowl, the same height, so the same loss, {one[2]['loss']}. "
        f"Loop 2 never calls zero_grad(): its steps follow {followed} where {right} are right."
    )
    last = len(one) - 1  # of the weights, the first of which is that of iteration 1
    return {
        "ask": "Both print the same losses. Which of the two forgets a line?",
        "cleared": f"No: it is loop 2. {why}",
        "forgotten": f"Yes. {why}",
        "more": f"It is loop 2. {why}",
        "heal": "With zero_grad() put back, loop 2 prints what loop 1 prints.",
        "running": "Running on …",
        "run": f"In iteration {last + 1} loop 1 rests at w = {one[last]['w']}. Loop 2 swings on, "
        f"for ever: its loss is {two[last]['loss']}. Nothing was raised.",
        "healed": f"In iteration {last + 1} both rest at w = {one[last]['w']}.",
    }


def _column(loop: str, points: list[dict], lines: list[str]) -> str:
    losses = "".join(f"<li>{point['loss']}</li>" for point in points[:SHOWN])
    code = "".join(f"<li><code>{line}</code></li>" for line in lines)
    return (
        f'<div class="{loop}"><b>{NAMES[loop]}</b>'
        f'<ol class="losses" aria-label="losses">{losses}</ol>'
        f'<ol class="lines" hidden>{code}</ol></div>'
    )


def _bowl(points: dict) -> str:
    """The bowl, where both loops stood in four iterations, and a ball for each."""
    path = " ".join(f"{_point(w / 4, 4.0)['x']},{_point(w / 4, 4.0)['y']}" for w in range(-3, 36))
    marks = "".join(
        f'<g class="{loop}"><circle cx="{p["x"]}" cy="{p["y"]}" r="3"/>'
        f'<text x="{p["x"] + (-9 if loop == "cleared" else 9)}" y="{p["y"] - 5}">{i}</text></g>'
        for loop in NAMES
        for i, p in enumerate(points[loop][:SHOWN], 1)
        if loop == "cleared" or i > 2  # the first two are the same
    )
    start, (one, two) = points["cleared"][0], (points[loop][2] for loop in NAMES)
    balls = "".join(
        f'<circle class="ball {loop}" cx="{start["x"]}" cy="{start["y"]}" r="7"/>' for loop in NAMES
    )
    return (
        '<svg viewBox="0 0 360 140" aria-hidden="true">'
        f'<polyline points="{path}"/>{marks}'
        f'<line x1="{one["x"]}" y1="{one["y"]}" x2="{two["x"]}" y2="{two["y"]}"/>'
        f'<text x="{(one["x"] + two["x"]) / 2}" y="{one["y"] - 8}">equal</text>{balls}</svg>'
    )


def _table(points: dict, grads: dict) -> str:
    head = "".join(f"<th>{name}: loss</th><th>w</th><th>step along</th>" for name in NAMES.values())
    rows = "".join(
        f"<tr><td>{i + 1}</td>"
        + "".join(
            f"<td>{points[loop][i]['loss']}</td><td>{points[loop][i]['w']}</td>"
            f"<td>{grads[loop][i]}</td>"
            for loop in NAMES
        )
        + "</tr>"
        for i in range(SHOWN)
    )
    return f"<table><thead><tr><th>iteration</th>{head}</tr></thead><tbody>{rows}</tbody></table>"


def _number(value: float) -> str:
    return f"{value:.4g}".replace("-", "\N{MINUS SIGN}")
