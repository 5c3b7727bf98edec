"""Runs of the chapter "memory": what fills it, and what each remedy saves, costs and changes."""

from __future__ import annotations

from scripts.experiments import apart, definitions, on


def peaks(device="cpu"):
    """Peak memory of two steps by rows and remedy, and what the remedy costs and changes.

    Gives rows[5]; P[remedy][rows]: peak in units of the weights' bytes; work[remedy]: operations
    on floating-point numbers, over those of "all at once"; differs[remedy]: relative difference of
    the weights after two steps on 512 rows. Source: memory/peaks.py.
    """
    program = definitions("memory/peaks.py", device)
    held, work, ways = program["held"], program["work"], program["ways"]
    rows = [8, 32, 128, 512, 2048]
    with on(device):
        found = {name: [held(n, **options) for n in rows] for name, options in ways.items()}
        unit = work()
        return {
            "rows": rows,
            "P": {name: [peak for _, peak in each] for name, each in found.items()},
            "work": {name: work(**options) / unit for name, options in ways.items()},
            "differs": {
                name: apart(each[3][0], found["all at once"][3][0]) for name, each in found.items()
            },
        }
