"""Draw one figure again from its recorded run, for slides: make figure NAME=accumulation/ledger.

    python -m scripts.figure accumulation/ledger                ledger.light.svg, ledger.dark.svg
    python -m scripts.figure accumulation/ledger --format png --size 1920       1920 pixels wide
    python -m scripts.figure accumulation/ledger --device cuda --to slides      a run on a GPU

Nothing is trained: what is not recorded is named, with the command that records it.
"""

from __future__ import annotations

import argparse
import importlib
import sys
from difflib import get_close_matches
from pathlib import Path

from scripts.runs import GENERATED, RECORDED, ROOT, RunError, finite, load
from scripts.sources import chapter_functions

FORMATS = ("svg", "png", "pdf")
LARGEST = 12000  # pixels across
COMMAND = "make figure NAME="


def drawn(name: str, device: str, kind: str, size: int | None, folder: Path) -> list[Path]:
    """Draw the figure `name` in light and dark into `folder`; the paths written.

    Raises:
        RunError: no such figure, or its run is not recorded on `device`.
    """
    function = _function(name)
    records = GENERATED if device == "cpu" else RECORDED / device
    chapter = function.path.stem
    results = [
        finite(load(records / chapter / f"{run}.json")["result"]) for run in function.parameters
    ]
    import matplotlib

    matplotlib.use("svg")
    from scripts.figures import export

    draw = getattr(importlib.import_module(f"scripts.figures.{chapter}"), function.name)
    paths = []
    for theme in ("light", "dark"):
        [picture] = export.pictures(lambda: draw(*results), theme, (kind,), size)
        paths.append(folder / f"{function.name}.{theme}.{kind}")
        try:
            folder.mkdir(parents=True, exist_ok=True)
            paths[-1].write_bytes(picture)
        except OSError as error:
            raise RunError(
                f"{paths[-1]}: {error.strerror}; next: {COMMAND}{name} TO=…, a folder you may write"
            ) from None
    return paths


def _function(name: str):
    figures = chapter_functions(ROOT / "scripts" / "figures")
    if not name:
        raise RunError(f"which figure? next: {COMMAND}… with one of {', '.join(figures)}")
    if name not in figures:
        near = get_close_matches(name, figures, 1, 0) or sorted(figures)
        raise RunError(f"there is no figure {name!r}; next: {COMMAND}{near[0]}")
    return figures[name]


def _size(text: str, name: str) -> int | None:
    if not text:
        return None
    if not text.isdecimal() or not 1 <= int(text) <= LARGEST:
        raise RunError(
            f"size {text!r} is not a width in pixels, 1 to {LARGEST}; "
            f"next: {COMMAND}{name} FORMAT=png SIZE=1920"
        )
    return int(text)


def main(arguments: list[str] | None = None) -> int:
    """Draw what is asked for and say where it is."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("name", nargs="?", default="", metavar="CHAPTER/FIGURE")
    parser.add_argument("--device", default="cpu", help="of the recorded run: cpu or cuda")
    parser.add_argument("--format", default="svg", help=", ".join(FORMATS))
    parser.add_argument("--size", default="", help="width in pixels (SVG, PDF: 96 to the inch)")
    parser.add_argument("--to", type=Path, default=Path(), help="folder; this one by default")
    options = parser.parse_args(arguments)
    name = options.name
    _function(name)
    for asked, known in ((options.format, FORMATS), (options.device, ("cpu", "cuda"))):
        if asked not in known:
            word = "format" if known is FORMATS else "device"
            choice = f"{word.upper()}={known[0]}"
            raise RunError(
                f"{word} {asked!r} is none of {', '.join(known)}; next: {COMMAND}{name} {choice}"
            )
    size = _size(options.size, name)
    for path in drawn(name, options.device, options.format, size, options.to):
        print(path)
    return 0


if __name__ == "__main__":
    try:
        sys.exit(main())
    except RunError as error:
        sys.exit(str(error))
