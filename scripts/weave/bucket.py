"""The bucket: do micro-batches add up to the gradient of the whole batch?

Every state is a program that the run exceptions/bucket ran, put into words here; a press, in
docs/assets/explorables/zg-bucket.js, picks one. Without it, the page shows sums over the batch's
count, which add up, and a table of all.
"""

from __future__ import annotations

import itertools

from scripts.records import View

FIRST = ("4", "uneven", "sum / 64", "none", "none")
LEVELS, RIM, ZERO = 48, 67, ord("0")  # of a whole gradient and of the rim; a character each
ROUNDING = 1e-5
LINES = (  # of the program, those beside the bucket
    "{IGNORED}",
    "{LAYER}",
    "{COUNT}",
    "{SIZES}",
    "for B in torch.arange(64).split(sizes):",
    "{LOSS}",
    "{PENALTY}",
    "    loss.backward()",
)
NAMES = {"whole": "in each loss", "parts": "1/N in each"}
OWN = "Each sum is over the batch's own count."
WHY = {
    ("even", "mean / N"): "Means of equal parts may be averaged.",
    ("uneven", "mean / N"): "A row weighs more in a small micro-batch.",
    ("tokens", "mean / N"): "A token weighs more where few count.",
    ("tokens", "sum / 64"): "64 counts the ignored tokens too.",
    "sum / 64": OWN,
    "sum / counted": OWN,
    "mean": "Nothing divides the sum of {N} means.",
    "LayerNorm": "LayerNorm looks at one row at a time.",
    "BatchNorm": "BatchNorm looks across rows: no divisor repairs that.",
    "whole": "The penalty counts {N} times.",
}


def bucket(run: View) -> tuple[str, dict]:
    """The bucket of one state beside its lines, and the record of all.

    Args:
        run: the run exceptions/bucket.
    """
    choices = {field: _plain(run.choices[field]) for field in run.choices}
    each = zip(
        itertools.product(*choices.values()), run.printed, run.poured, run.astray, strict=True
    )
    states = {values: _state(values, *measured) for values, *measured in each}
    words = list(dict.fromkeys(state["words"] for state in states.values()))
    sizes = [[_sizes(int(N), way) for way in choices["poured"]] for N in choices["N"]]
    record = {
        "program": run.program,
        "choices": choices,
        "sizes": sizes,
        "words": words,
        "states": [
            list((s | {"words": words.index(s["words"])}).values()) for s in states.values()
        ],
    }
    first, shown = states[FIRST], dict(zip(choices, FIRST, strict=True))
    title = _sizes(int(shown["N"]), shown["poured"])
    page = f"""<div class="explorable" data-search-exclude>
<zg-bucket id="bucket">
<div class="drawn" aria-hidden="true">{_drawn(first, title)}</div>
<div><ol class="lines" aria-label="the loop">{_lines(choices, shown)}</ol>
<small>marked: what the last press changed</small></div>
<p role="status" data-text="said">Relative difference {first["printed"]}: {first["words"]}</p>
<form class="controls" autocomplete="off">
<label>N = {_select("N", choices, shown)}</label>
<fieldset><legend>Sizes of the micro-batches</legend>{_radios("poured", choices, shown)}</fieldset>
<fieldset><legend>Each loss</legend><span aria-hidden="true">loss =</span>
{_radios("divided", choices, shown)}</fieldset>
<label>layer {_select("layer", choices, shown)}</label>
<label>penalty {_select("penalty", choices, shown)}</label>
<div><button type="button" value="again">Pour again</button>
<button type="button" data-clipboard-text="">Copy this loop</button></div>
</form>
</zg-bucket>
<details class="source"><summary>Every relative difference, as a table</summary>
{_table(states, choices)}
</details>
</div>
"""
    return page, record


def _plain(view: View) -> dict:
    return {value: {name: view[value][name] for name in view[value]} for value in view}


def _state(values: tuple, printed: str, poured: list, astray: float) -> dict:
    """What a state prints, its levels as they rise, what is astray, what flows over, its words."""
    heights = [min(max(round(level * LEVELS), 0), RIM) for level in poured]
    N, way, divided, layer, penalty = values
    if float(printed) < ROUNDING:
        verdict = "the same gradient."
    elif astray < ROUNDING:
        verdict = f"the same direction, {poured[-1]:.2g} times as long."
    else:
        verdict = "another gradient."
    why = WHY.get((way, divided)) or WHY[divided]
    causes = [verdict, why, WHY.get(layer, ""), WHY.get(penalty, "")]
    return {
        "printed": printed,
        "poured": "".join(chr(ZERO + height) for height in heights),
        "astray": round(30 * min(astray, 1)) if astray > ROUNDING else 0,
        "over": f"{poured[-1]:.2g} × ↑" if poured[-1] * LEVELS > RIM else "",
        "words": " ".join(filter(None, causes)).replace("{N}", N),
    }


def _sizes(N: int, way: str) -> str:
    """The title of the bucket: what is poured into it."""
    part = 32 // N
    if way == "uneven":
        return f"{32 + part} + {N - 1} × {part} rows"
    return f"{N} × {2 * part} " + ("tokens, most ignored" if way == "tokens" else "rows")


def _drawn(first: dict, sizes: str) -> str:
    """The bucket filled to a state; zg-bucket.js draws the others so."""
    heights = [ord(letter) - ZERO for letter in first["poured"]]
    layers = "".join(f"M-60 {_y(height)}H20" for height in heights)
    return (
        f'<svg viewBox="-100 -72 200 142"><text y="-60" data-text="sizes">{sizes}</text>'
        f'<path class="level" d="M-60 55V{_y(heights[-1])}H20V55z"/>'
        f'<path class="layers" d="{layers}"/>'
        f'<path class="bucket" d="M-60 {_y(RIM)}V55H20V{_y(RIM)}"/>'
        f'<path class="batch" d="M-72 {_y(LEVELS)}H32"/>'
        f'<text x="64" y="{_y(LEVELS) + 4}">the batch</text>'
        '<text class="over" x="-20" y="-24" data-text="over"></text>'
        f'<ellipse cx="62" cy="51" rx="{first["astray"]}" ry="4"/>'
        '<text x="62" y="68" data-text="astray"></text>'
        '<text x="-20" y="68">.grad</text></svg>'
    )


def _y(height: int) -> float:
    return 55 - 1.5 * height


def _lines(choices: dict, shown: dict) -> str:
    """The loop as it is at first, the line that divides marked; a name is where a press writes."""
    written = {name: line for f, v in shown.items() for name, line in choices[f][v].items()}
    items = []
    for line in LINES:
        name = line.strip("{}")
        text = written.get(name, line).rstrip()
        place = f' data-text="{name}"' if name in written else ""
        mark = ' class="changed"' if name == "LOSS" else ""
        items.append(f"<li{mark}><code{place}>{text}</code></li>")
    return "".join(items)


def _select(field: str, choices: dict, shown: dict) -> str:
    options = "".join(
        f'<option value="{value}"{" selected" * (value == shown[field])}>'
        f"{NAMES.get(value, value)}</option>"
        for value in choices[field]
    )
    return f'<select name="{field}">{options}</select>'


def _radios(field: str, choices: dict, shown: dict) -> str:
    return "".join(
        f'<label><input type="radio" name="{field}" value="{value}"'
        f"{' checked' * (value == shown[field])}>{NAMES.get(value, value)}</label>"
        for value in choices[field]
    )


def _table(states: dict, choices: dict) -> str:
    """A row for each way to pour, to divide and to add a penalty; a cell has all N."""
    N, poured, divided, layers, penalties = choices.values()
    rows = ""
    for way, loss, penalty in itertools.product(poured, divided, penalties):
        about = f"{way}, {loss}" + f", penalty {NAMES.get(penalty)}" * (penalty != "none")
        cells = "".join(
            f"<td>{_cell([states[n, way, loss, layer, penalty]['printed'] for n in N])}</td>"
            for layer in layers
        )
        rows += f"<tr><td>{about}</td>{cells}</tr>"
    head = f"<th>N = {', '.join(N)}</th><th>no layer</th>"
    head += "".join(f"<th>{layer}</th>" for layer in layers if layer != "none")
    return f"<table><thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table>"


def _cell(printed: list[str]) -> str:
    """The numbers of all N, or the largest of them where all are rounding."""
    largest = max(printed, key=float)
    return f"≤ {largest}" if float(largest) < ROUNDING else " ".join(printed)
