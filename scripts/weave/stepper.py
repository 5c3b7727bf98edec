"""The stepper: four iterations of the ledger, a line at a time, with zero_grad() and without it.

Each of its states is a row of the recorded run, put into words here; a press, in
docs/assets/explorables/zg-stepper.js, picks the row. Without it, the page shows the row that says
it all, and a table of all rows.
"""

from __future__ import annotations

from scripts.records import View

LOOPS = {"forgotten": "without the call", "cleared": "with the call"}
FIRST = ("forgotten", 8)  # the second backward()
MINUS = "\N{MINUS SIGN}"


def stepper(ledger: View) -> tuple[str, dict]:
    """Four iterations, one line at a time, with zero_grad() and without it; and the record of both.

    Args:
        ledger: the run accumulation/ledger: rows of the loop "forgotten" and of the loop "cleared".
    """
    rows = {loop: [dict(row.items()) for row in ledger[loop]] for loop in LOOPS}
    states = {loop: [_state(rows[loop], i) for i in range(len(rows[loop]))] for loop in LOOPS}
    last = {loop: _number(rows[loop][-1]["weight"]) for loop in LOOPS}
    end = f" The end: without the call w is at {last['forgotten']}, with it at {last['cleared']}."
    for loop in LOOPS:
        states[loop][-1]["said"] += f"{end} The best is 4."
    loop, step = FIRST
    first = states[loop][step]
    style = ";".join(f"--{key}:{first[key]}" for key in ("kept", "grad", "weight"))
    lines = "".join(
        f"<li{' aria-current=step' * (i == step % 5)}><code>{row['line']}</code></li>"
        for i, row in enumerate(rows[loop][:5])
    )
    choices = "".join(
        f'<label><input type="radio" name="loop" value="{name}"{" checked" * (name == loop)}>'
        f"{words}</label>"
        for name, words in LOOPS.items()
    )
    record = {loop: {"states": states[loop], "copy": _program(rows[loop])} for loop in LOOPS}
    page = f"""<div class="explorable" data-search-exclude>
<zg-stepper id="step-through" class="{first["kind"]} {loop}" style="{style}">
<ol class="lines">{lines}</ol>
<div class="scales" aria-hidden="true">
<p><code>w.grad</code> <b data-text="grad_text">{first["grad_text"]}</b></p>
<div class="scale gradient">{_ticks(-6, -4, -2, 0)}<i class="zero"></i>
<i class="kept"></i><i class="fresh"></i><i class="none">None</i></div>
<p><code>w</code> <b data-text="weight_text">{first["weight_text"]}</b>, best is 4 ·
loss <b data-text="loss_text">{first["loss_text"]}</b></p>
<div class="scale weight">{_ticks(0, 2, 4, 6, 8)}<i class="best"></i><i class="ball"></i></div>
</div>
<p role="status" data-text="said">{first["said"]}</p>
<form class="controls" autocomplete="off">
<fieldset><legend>The loop</legend>{choices}</fieldset>
<label>Line <input type="range" name="step" min="0" max="{len(rows[loop]) - 1}" value="{step}"
aria-valuetext="{first["said"]}"></label>
<div class="presses"><div class="answers">
{'<button type="button" value="guess"></button>' * 3}</div>
<div><button type="button" value="next">Run the next line</button>
<button type="button" value="backward">To the next <code>backward()</code></button>
<button type="button" value="back">Back</button>
<button type="button" value="again">Again</button>
<button type="button" data-clipboard-text="">Copy this loop</button></div></div>
</form>
</zg-stepper>
<details class="source"><summary>Every state, as a table</summary>
{_table(states, rows)}
</details>
</div>
"""
    return page, record


def _state(rows: list[dict], i: int) -> dict:
    """Row `i` as it is shown: lengths to draw, texts, and the sentence that tells what happened."""
    row, before = rows[i], rows[i - 1] if i else {"grad": None, "weight": rows[0]["weight"]}
    backward = row["line"] == "loss.backward()"
    return {
        "kind": "none" if row["grad"] is None else "backward" if backward else "holds",
        "kept": (row["grad"] or 0) - (row["fresh"] if backward else 0),
        "grad": row["grad"] or 0,
        "weight": row["weight"],
        "grad_text": _number(row["grad"]),
        "weight_text": _number(row["weight"]),
        "loss_text": _number(row["loss"]) if row["loss"] is not None else "not computed yet",
        "said": f"Iteration {row['iteration']}. {_said(row, before)}",
    } | ({"ask": _question(rows, i)} if backward and row["iteration"] > 1 else {})


def _question(rows: list[dict], i: int) -> dict:
    """What is asked before row `i`, a backward(), and three answers: fresh, last, and their sum."""
    fresh, last = rows[i]["fresh"], rows[i - 5]["grad"]
    held = _number(rows[i - 1]["grad"])
    return {
        "said": f"Next is backward(), and its gradient is {_number(fresh)}. w.grad holds {held}. "
        "What will w.grad be?",
        "answers": [_number(value) for value in sorted({fresh, last, last + fresh}, reverse=True)],
    }


def _program(rows: list[dict]) -> str:
    """The loop of these rows as a program; it prints w.grad and w after each iteration."""
    lines = "".join(f"    {row['line']}\n" for row in rows[:5] if row["ran"])
    return (
        "import torch\n\nx, y = 1.0, 4.0\nw = torch.tensor(0.0, requires_grad=True)\n"
        "optimizer = torch.optim.SGD([w], lr=0.5)\n"
        f"for _ in range({len(rows) // 5}):\n{lines}    print(w.grad.item(), w.item())\n"
    )


def _said(row: dict, before: dict) -> str:
    """What the line of this row has done to the state `before` it."""
    grad, held = _number(row["grad"]), _number(before["grad"])
    if not row["ran"]:
        left = (
            "There is no gradient yet." if before["grad"] is None else f"w.grad still holds {held}."
        )
        return f"zero_grad() is not called. {left}"
    if row["line"] == "optimizer.zero_grad()":
        return f"zero_grad() puts None where {held} was."
    if row["line"] == "loss.backward()":
        fresh = _number(row["fresh"])
        if before["grad"] is None:
            return (
                f"backward() computes the gradient {fresh}. w.grad was None, so it becomes {grad}."
            )
        sign = "+" if row["fresh"] > 0 else MINUS
        sum_ = f"{held} {sign} {_number(abs(row['fresh']))} = {grad}"
        return f"backward() computes the gradient {fresh} and adds it: {sum_}."
    if row["line"] == "optimizer.step()":
        moved = f"from {_number(before['weight'])} to {_number(row['weight'])}"
        return f"step() moves w {moved}, along {grad}. It leaves w.grad as it is."
    if row["line"].startswith("prediction"):
        return f"The prediction is computed, w.grad is not touched: {grad}."
    return f"The loss is {_number(row['loss'])}. w.grad is not touched: {grad}."


def _number(value: float | None) -> str:
    return "None" if value is None else f"{value:g}".replace("-", MINUS)


def _ticks(*values: int) -> str:
    return "".join(f'<small style="--at:{value}">{_number(value)}</small>' for value in values)


def _table(states: dict, rows: dict) -> str:
    heads = "".join(
        f"<th><code>{key}</code>, {words}</th>"
        for words in LOOPS.values()
        for key in ("w.grad", "w")
    )
    body = "".join(
        f"<tr><td>{row['iteration']}</td><td><code>{row['line']}</code></td>"
        + "".join(
            f"<td>{states[loop][i]['grad_text']}</td><td>{states[loop][i]['weight_text']}</td>"
            for loop in LOOPS
        )
        + "</tr>"
        for i, row in enumerate(rows["cleared"])
    )
    return (
        f"<table><thead><tr><th>iteration</th><th>after the line</th>{heads}</tr></thead>"
        f"<tbody>{body}</tbody></table>"
    )
