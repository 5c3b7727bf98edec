"""The coordinates of an SVG path, written short: each relative to the one before, to a tenth.

A drawing is 360 units wide, so a tenth is a sixth of a pixel on a wide screen. Points are rounded
where they lie and then subtracted: no error adds up.
"""

from __future__ import annotations

import re

TOKEN = re.compile(r"[A-Za-z]|-?\d+(?:\.\d+)?")
TAKES = {"M": 2, "L": 2, "Q": 4, "C": 6}


def short(path: str) -> str:
    """`path`, in the absolute commands M, L, Q, C and Z, as the same path in relative ones."""
    out, x, y, start, last = [], 0, 0, (0, 0), ""
    tokens = TOKEN.findall(path)
    command, at = "", 0
    while at < len(tokens):
        if tokens[at].isalpha():
            command, at = tokens[at].upper(), at + 1
        if command == "Z":
            out.append("z")
            (x, y), last = start, ""
            continue
        points = [round(10 * float(token)) for token in tokens[at : at + TAKES[command]]]
        at += len(points)
        moved = [point - (y if odd % 2 else x) for odd, point in enumerate(points)]
        x, y = points[-2:]
        start = (x, y) if command == "M" else start
        letter = "" if command.lower() == last else command.lower()
        out.append(f"{letter}{_joined(moved)}" if letter else _joined(moved, after_number=True))
        last = "l" if command == "M" else command.lower()
    return "".join(out)


def _joined(tenths: list[int], after_number: bool = False) -> str:
    """Tenths as numbers, with a space where no minus sign parts them."""
    numbers = [
        f"{n / 10:g}".replace("0.", ".", 1) if abs(n) < 10 else f"{n / 10:g}" for n in tenths
    ]
    text = "".join(n if n.startswith("-") else f" {n}" for n in numbers)
    return text if after_number else text.removeprefix(" ")
