"""Friction: how much of the speed each step keeps, from none to all of it, which is forgetting.

Every position of the sliders is a run of forgetting/friction, drawn and put into words here; a
press, in docs/assets/explorables/zg-friction.js, picks one. Without it, the page shows the loop
that forgets at lr·λ = 0.2, and its figures.
"""

from __future__ import annotations

from scripts.records import View

BOUNDS = (1.2, 2, 5, 20)  # half the width of what is drawn: the first that holds the run
LEVELS, ZERO = 46, ord("n")  # of w on each side of 0, one character a step
WIDE, HIGH = 90, 50  # half the width and half the height of a panel, in its units
FIRST = (10, 1)  # forgotten, at lr·λ = 0.2
MINUS = "\N{MINUS SIGN}"
JUMPS = {  # a button's words, and the place of both sliders; "limit" is that of the shown momentum
    "six-step dance": "10,5",
    "limit 2": "0,10",
    "limit 2 + 2μ": "limit",
    "limit 4": "10,20",
}
PROGRAM = """import torch

w = torch.tensor(1.0, dtype=torch.float64, requires_grad=True)
optimizer = torch.optim.SGD([w], {options})
for step in range(40):
{lines}    print(w.item())
"""
CLEAR, BACKWARD, STEP = (
    "    optimizer.zero_grad()\n",
    "    (w**2 / 2).backward()\n",
    "    optimizer.step()\n",
)
ENDS = {  # an exception: the options that make it, and its backward()
    "weight decay": ("lr=0.2, weight_decay=0.1", BACKWARD),
    "Nesterov": ("lr=0.2", BACKWARD),
    "an unused branch": ("lr=0.2", f"    if step % 2 == 0:\n    {BACKWARD}"),
}


def friction(runs: View) -> tuple[str, dict]:
    """The ball on the bowl, for each momentum and each lr·λ, and the record of all runs.

    Args:
        runs: the run forgetting/friction.
    """
    states = [
        [
            {"said": _said(list(w), kept, rate), **_drawn(list(w))}
            for rate, w in zip(runs.rates, row, strict=True)
        ]
        for kept, row in zip(runs.kept, runs.w, strict=True)
    ]
    ends = {
        name: _end(name, *(list(runs.ends[name][k]) for k in ("forgotten", "momentum")))
        for name in ENDS
    }
    record = {
        "states": states,
        "ends": ends,
        "kept": [f"{kept:g}" for kept in runs.kept],
        "who": ["With the call", *(f"With momentum {k:g}" for k in runs.kept[1:-1]), "Forgotten"],
        "rates": [f"{rate:g}" for rate in runs.rates],
        "bounds": BOUNDS,
        "copy": {
            "kept": PROGRAM.format(options="lr=RATE, momentum=KEPT", lines=CLEAR + BACKWARD + STEP),
            "forgotten": PROGRAM.format(options="lr=RATE", lines=BACKWARD + STEP),
        },
    }
    kept, rate = FIRST
    first = states[kept][rate]
    said = f"{record['who'][kept]}, lr·λ = {record['rates'][rate]}: {first['said']}"
    jumps = "".join(
        f'<button type="button" value="{place}">{words}</button>' for words, place in JUMPS.items()
    )
    exceptions = "".join(
        f'<button type="button" name="{name}" value="{kept},{rate}">{name}</button>'
        for name in ENDS
    )
    page = f"""<div class="explorable" data-search-exclude>
<zg-friction id="friction">
<div class="panels-3" aria-hidden="true">{_panels(first)}</div>
<p role="status" data-text="said">{said}</p>
<form class="controls" autocomplete="off">
<label><span>Speed kept, μ = <output data-text="kept">{record["kept"][kept]}</output></span>
<input type="range" name="kept" min="0" max="{len(runs.kept) - 1}" value="{kept}">
<span class="marks" aria-hidden="true"><i style="--at:0">the right loop</i>
<i style="--at:1">forgotten</i></span></label>
<label><span>Learning rate × curvature, lr·λ =
<output data-text="rate">{record["rates"][rate]}</output></span>
<input type="range" name="rate" min="0" max="{len(runs.rates) - 1}" value="{rate}">
<span class="marks" aria-hidden="true"><i style="--at:calc(10/22)">2</i>
<i style="--at:calc(20/22)">4</i><i class="limit">2 + 2μ</i></span></label>
<div>Where forgetting is not momentum 1: {exceptions}</div>
<div>{jumps}
<button type="button" value="{kept},{rate}">Again</button>
<button type="button" data-clipboard-text="">Copy this loop</button></div>
</form>
</zg-friction>
</div>
"""
    return page, record


def _said(weights: list[float], kept: float, rate: float) -> str:
    """What became of a run, from its weights alone."""
    sizes, steps = [abs(w) for w in weights], len(weights) - 1
    late, early = max(sizes[-14:]), max(sizes[:14])
    limit = round(2 + 2 * kept, 1)
    again = next((n for n in range(1, 7) if weights[n:] == weights[:-n]), 0)
    if rate == 0:
        return "nothing moves, for the learning rate is 0."
    if max(sizes) > BOUNDS[-1]:
        at = "at" if rate == limit else "above"
        end = f"After {steps} steps w = {_number(weights[-1])}"
        return f"it leaves the bowl. {end}, {at} the limit, {_number(limit)}."
    if late < 0.001:
        rest = next(i for i in range(len(sizes)) if max(sizes[i:]) < 0.001)
        return f"it comes to rest, from step {rest} on within 0.001 of the bottom."
    if again:
        places = ", ".join(_number(w) for w in weights[: again + 1])
        return f"it does not rest. Every {again} steps it is back: {places}."
    if kept == 1:
        return f"it does not rest. After {steps} steps it still swings out to {_number(late)}."
    if rate == limit:
        return f"at the limit, it does not settle. Its last swings reach {_number(late)}."
    assert late < 0.9 * early, (kept, rate)
    return f"it settles. In its last steps it is within {_number(late)} of the bottom."


def _drawn(weights: list[float], *others: float) -> dict:
    """One character a step, and the number of the bound that holds them, or where it leaves."""
    biggest = max(abs(w) for w in [*weights, *others])
    bound = next((i for i, b in enumerate(BOUNDS) if biggest <= b), len(BOUNDS) - 1)
    inside = next((i for i, w in enumerate(weights) if abs(w) > BOUNDS[-1]), len(weights))
    drawn = {"bound": bound, "path": _path(weights[:inside], bound)}
    if inside < len(weights):
        w = _number(weights[-1])
        drawn["away"] = f"{w} →" if weights[-1] > 0 else f"← {w}"
    return drawn


def _path(weights: list[float], bound: int) -> str:
    return "".join(chr(ZERO - round(w / BOUNDS[bound] * LEVELS)) for w in weights)


def _end(name: str, forgotten: list[float], momentum: list[float]) -> dict:
    """Two loops that part: the forgotten one, and momentum 1."""
    drawn = _drawn(forgotten, *momentum)
    options, backward = ENDS[name]
    reach, other = (_number(max(abs(w) for w in path[-14:])) for path in (forgotten, momentum))
    said = (
        f"With {name}, forgetting is not momentum 1. The last swings of the forgotten loop reach "
        f"{reach}, those of momentum 1 (squares) {other}; lr·λ = 0.2."
    )
    return {
        "said": said,
        **drawn,
        "other": _path(momentum, drawn["bound"]),
        "copy": PROGRAM.format(options=options, lines=backward + STEP),
    }


def _number(value: float) -> str:
    text = f"{value:.3g}" if abs(value) < 1000 else f"{value:,.0f}"
    return text.replace("-", MINUS)


def _panels(first: dict) -> str:
    """The bowl, the weight over steps, and its speed over the weight.

    zg-friction.js draws the other runs in the same units.
    """
    places = [(ZERO - ord(letter)) / LEVELS for letter in first["path"]]
    speeds = [a - b for a, b in zip(places, places[1:], strict=False)]
    fastest = max(map(abs, speeds))
    rim = [(i / 10, i * i / 100) for i in range(-10, 11)]
    bowl = [(x, x * x) for x in places]
    over = [(i / 20 - 1, x) for i, x in enumerate(places)]
    orbit = [(x, v / fastest) for x, v in zip(places, speeds, strict=False)]
    (x, y), *_ = _lifted(bowl)
    ball = f'<circle class="ball" cx="{x * WIDE:.1f}" cy="{-y * HIGH:.1f}" r="5"/>'
    bound = f'<tspan data-text="bound">{BOUNDS[first["bound"]]}</tspan>'
    ends = f'<text x="-84" y="66">{MINUS}{bound}</text><text x="84" y="66">{bound}</text>'
    away = '<text class="away" y="-15" data-text="away"></text>'
    axis = f"M-{WIDE} 0H{WIDE}"
    panels = {
        "on the bowl": f'<path d="{_line(_lifted(rim))}"/>'
        f'<path class="dots bowl" d="{_dots(_lifted(bowl))}"/>{ball}{away}{ends}',
        "w over 40 steps": f'<path d="{axis}"/><path class="other"/>'
        f'<path class="line over" d="{_line(over)}"/>{away}',
        "speed over w": f'<path d="{axis}M0 -{HIGH}V{HIGH}"/>'
        f'<path class="line orbit" d="{_line(orbit)}"/>'
        f'<path class="dots orbit" d="{_dots(orbit)}"/>',
    }
    return "".join(
        f'<svg viewBox="-100 -72 200 142"><text y="-60">{title}</text>{drawing}</svg>'
        for title, drawing in panels.items()
    )


def _lifted(points: list) -> list:
    """Heights from 0 to 1, as they stand in a panel whose middle is 0."""
    return [(x, 2 * y - 1) for x, y in points]


def _dots(points: list) -> str:
    return "".join(f"M{x * WIDE:.1f} {-y * HIGH:.1f}h0" for x, y in points)


def _line(points: list) -> str:
    return "M" + "L".join(f"{x * WIDE:.1f} {-y * HIGH:.1f}" for x, y in points)
