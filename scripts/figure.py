"""Draw one figure again from its recorded run, for slides: make figure NAME=accumulation/ledger.

    python -m scripts figure accumulation/ledger                ledger.light.svg, ledger.dark.svg
    python -m scripts figure accumulation/ledger --format png --size 1920       1920 pixels wide
    python -m scripts figure accumulation/ledger --device cuda --to slides      a run on a GPU

Nothing is trained: what is not recorded is named, with the command that records it.
"""

from __future__ import annotations

import argparse
import importlib
from pathlib import Path

from scripts.files import DRAWERS, RECORDED, RECORDS, Fault
from scripts.functions import Function, chapter_functions
from scripts.names import chosen
from scripts.records import finite, load

FORMATS, DEVICES = ("svg", "png", "pdf"), ("cpu", "cuda")
LARGEST = 12000  # pixels across
COMMAND = "make figure NAME="


def drawn(function: Function, device: str, kind: str, size: int | None, folder: Path) -> list[Path]:
    """Draw a figure in light and dark into `folder`; the paths written.

    Raises:
        Fault: its run is not recorded on `device`, or the folder may not be written.
    """
    import matplotlib

    matplotlib.use("svg")
    from scripts.drawing import export

    records = (RECORDS if device == "cpu" else RECORDED / device) / function.path.stem
    results = [finite(load(records / f"{run}.json").result) for run in function.parameters]
    draw = getattr(importlib.import_module(f"scripts.figures.{function.path.stem}"), function.name)
    paths = []
    for theme in ("light", "dark"):
        [picture] = export.pictures(lambda: draw(*results), theme, [(kind, size) if size else kind])
        paths.append(folder / f"{function.name}.{theme}.{kind}")
        try:
            folder.mkdir(parents=True, exist_ok=True)
            paths[-1].write_bytes(picture)
        except OSError as error:
            again = f"{COMMAND}{function.path.stem}/{function.name} TO=… (a folder you may write)"
            raise Fault(str(paths[-1]), error.strerror, again) from None
    return paths


def _one_of(value: str, known: tuple[str, ...], word: str, name: str) -> None:
    if value not in known:
        what = f"{word} {value!r} is none of {', '.join(known)}"
        raise Fault(name, what, f"{COMMAND}{name} {word.upper()}={known[0]}")


def _size(text: str, name: str) -> int | None:
    if not text:
        return None
    if not text.isdecimal() or not 1 <= int(text) <= LARGEST:
        what = f"size {text!r} is not a width in pixels, 1 to {LARGEST}"
        raise Fault(name, what, f"{COMMAND}{name} FORMAT=png SIZE=1920")
    return int(text)


def main(arguments: list[str]) -> int:
    """Draw what is asked for and say where it is."""
    parser = argparse.ArgumentParser(prog="python -m scripts figure")
    parser.add_argument("name", nargs="?", default="", metavar="NAME")
    parser.add_argument("--device", default="cpu", help="of the recorded run: cpu or cuda")
    parser.add_argument("--format", default="svg", help=", ".join(FORMATS))
    parser.add_argument("--size", default="", help="width in pixels (SVG, PDF: 96 to the inch)")
    parser.add_argument("--to", type=Path, default=Path(), help="folder; this one by default")
    options = parser.parse_args(arguments)
    figures = chapter_functions(DRAWERS)
    if not options.name:
        first = next(iter(figures), "")
        raise Fault("figure", "which one? all are on the page Figures", f"{COMMAND}{first}")
    names = chosen([options.name], figures, "figure")
    _one_of(options.format, FORMATS, "format", names[0])
    _one_of(options.device, DEVICES, "device", names[0])
    size = _size(options.size, names[0])
    for name in names:
        paths = drawn(figures[name], options.device, options.format, size, options.to)
        print(*paths, sep="\n")
    return 0
