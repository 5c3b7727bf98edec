"""None or zeros: what an optimizer does to a weight that nothing uses, and what memory each holds.

Every state is of the runs clearing/unused and clearing/phases, put into words here; a press, in
docs/assets/explorables/zg-none.js, picks one. Without it, the page shows Adam, and a table.
"""

from __future__ import annotations

import ast

from scripts.files import SNIPPETS, read
from scripts.records import View

FIRST = ("Adam", "SGD", "forward")
KEYS = {"none": "None", "zeros": "zeros"}
TOP, LOW, HIGH = 5.2, 50, 100  # memory at the top of a panel, in P; its lower edge, its height
PROGRAM = """import torch


{coast}

def make(ws):
    return {make}


for set_to_none in (True, False):
    run = coast(make, set_to_none, idle=20)
    print(run["moved"] / run["last step"])
"""


def none_or_zeros(unused: View, phases: View) -> tuple[str, dict]:
    """Drift over steps and memory by phase, under None and under zeros, and the record of all.

    Args:
        unused: the run clearing/unused.
        phases: the run clearing/phases.
    """
    coast = _coast()
    drifts = {name: _drift(name, unused[name], coast) for name in unused}
    memory = {name: _memory(name, phases[name]) for name in phases}
    optimizer, kind, phase = FIRST
    first, shown = drifts[optimizer], memory[kind]
    options = "".join(
        f"<option{' selected' * (name == optimizer)}>{name}</option>" for name in drifts
    )
    names = [p.name for p in phases[kind].none]
    page = f"""<div class="explorable" data-search-exclude>
<zg-none id="none-or-zeros-live">
<div class="drawn" aria-hidden="true">{_panels(first, shown, names, names.index(phase))}</div>
<p role="status" data-text="said">{first["said"]}</p>
<form class="controls" autocomplete="off">
<label>Optimizer <select name="optimizer">{options}</select></label>
<fieldset><legend>Memory of</legend><span aria-hidden="true">Memory of</span>
{_radios("memory", list(phases), kind)}</fieldset>
<fieldset><legend>Memory after</legend><span aria-hidden="true">after</span>
{_radios("phase", names, phase)}</fieldset>
<div><button type="button" data-clipboard-text="">Copy this loop</button></div>
</form>
</zg-none>
<details class="source"><summary>Every value, as two tables</summary>
{_table(unused)}{_memory_table(phases)}
</details>
</div>
"""
    return page, {"drifts": drifts, "memory": memory}


def _coast() -> str:
    """The function of the program clearing/coast.py."""
    source = read(SNIPPETS / "clearing" / "coast.py")
    [function] = [n for n in ast.parse(source).body if isinstance(n, ast.FunctionDef)]
    return ast.get_source_segment(source, function) + "\n"


def _drift(name: str, run: View, coast: str) -> dict:
    """How far the weight drifts: in words, in percent of the chart's height, and the program."""
    ends = {key: run[key].distance[-1] for key in KEYS}
    top = max(*run.none.distance, *run.zeros.distance)
    steps = len(run.zeros.distance) - 1
    if not top:
        said = f"the unused weight stays, on None and on zeros, in {steps} steps."
    elif not ends["none"]:
        said = (
            f"on None the unused weight stays. On zeros {steps} steps take it "
            f"{_number(ends['zeros'])} times as far as its last real step did."
        )
    else:
        said = (
            f"the unused weight moves either way: {_number(ends['none'])} times as far as its last "
            f"real step on None, {_number(ends['zeros'])} times on zeros."
        )
    counts = [run[key].counted for key in KEYS]
    if counts[0] != counts[1]:
        said += f" Its step counter: {counts[0]} on None, {counts[1]} on zeros."
    heights = {
        key: [round(100 * d / top) for d in run[key].distance] if ends[key] else [] for key in KEYS
    }
    copy = PROGRAM.format(coast=coast, make=run.make)
    return {
        "said": f"Drift under {name}: {said}",
        "top": _number(top) if top else "",
        **heights,
        "copy": copy,
    }


def _memory(name: str, run: View) -> list[dict]:
    """Each phase: in words, and how high both bars are, in percent of the panel."""
    states = []
    for none, zeros in zip(run.none, run.zeros, strict=True):
        both = f"{none.end:.2f} P on None, {zeros.end:.2f} P on zeros"
        said = (
            f"Memory of {name} after {none.name}: {both}. Its peak: {none.peak:.2f} P on None, "
            f"{zeros.peak:.2f} P on zeros. P is the size of the weights."
        )
        states.append({"said": said, "none": _percent(none.end), "zeros": _percent(zeros.end)})
    return states


def _percent(size: float) -> int:
    return round(100 * size / TOP)


def _number(value: float) -> str:
    return f"{value:.2g}"


def _radios(name: str, values: list[str], chosen: str) -> str:
    return "".join(
        f'<label><input type="radio" name="{name}" value="{value}"{" checked" * (value == chosen)}>'
        f"{value}</label>"
        for value in values
    )


def _panels(first: dict, shown: list[dict], names: list[str], at: int) -> str:
    """The drift of one optimizer and the memory of one; zg-none.js draws the others so."""
    lines = "".join(f'<path class="line {key}" d="{_line(first[key])}"/>' for key in KEYS)
    bars = "".join(f'<path class="bar {key}" d="{_bars(shown, key)}"/>' for key in KEYS)
    words = "".join(
        f'<text class="small" x="{-76 + 50 * i}" y="64">{name}</text>'
        for i, name in enumerate(names)
    )
    return (
        '<svg viewBox="-100 -72 200 142"><text y="-60">drift ÷ last real step</text>'
        f'<path d="M-90 50H90"/>{lines}<text x="-84" y="-46" data-text="top">{first["top"]}</text>'
        '<text x="-84" y="64">0</text><text x="78" y="64">20 steps</text>'
        '<text x="66" y="24">┄ zeros</text><text x="66" y="42">━ None</text></svg>'
        '<svg viewBox="-100 -72 200 142"><text y="-60">memory after each phase</text>'
        f'<path class="here" d="M{-76 + 50 * at} -50V68"/><path d="M-100 50H100"/>'
        f"{bars}{words}</svg>"
    )


def _line(heights: list[int]) -> str:
    points = [f"{-90 + 9 * i} {50 - height}" for i, height in enumerate(heights or [0] * 21)]
    return "M" + "L".join(points)


def _bars(states: list[dict], key: str) -> str:
    left = -94 if key == "none" else -76
    return "".join(
        f"M{left + 50 * i} 50v-{state[key]}h16v{state[key]}" for i, state in enumerate(states)
    )


def _table(unused: View) -> str:
    rows = "".join(
        f"<tr><td>{name}</td>"
        + "".join(f"<td>{_number(unused[name][key].distance[-1])}</td>" for key in KEYS)
        + "</tr>"
        for name in unused
    )
    return (
        "<table><thead><tr><th>optimizer</th><th>moved in 20 steps on None, in last real steps</th>"
        f"<th>on zeros</th></tr></thead><tbody>{rows}</tbody></table>"
    )


def _memory_table(phases: View) -> str:
    rows = "".join(
        f"<tr><td>{name}, {none.name}</td><td>{none.end:.2f}</td><td>{zeros.end:.2f}</td></tr>"
        for name in phases
        for none, zeros in zip(phases[name].none, phases[name].zeros, strict=True)
    )
    return (
        "<table><thead><tr><th>after</th><th>P on None</th><th>P on zeros</th></tr></thead>"
        f"<tbody>{rows}</tbody></table>"
    )
