"""The poster's files: for the screen, for links and for paper, in light and in dark."""

from __future__ import annotations

from pathlib import Path

from scripts.drawing import PRINT, PROGRAMS, RUNS, SCREEN, SHEETS, address, citation, export, poster
from scripts.files import FIGURES, RECORDS, write
from scripts.programs import program
from scripts.records import Record, finite, load

PAPERS = {"a2": 420, "a4": 210}  # millimetres across


def files(theme: str) -> list[Path]:
    """The poster's files in one theme."""
    return [FIGURES / "poster" / f"poster.{theme}.{kind}" for kind in SHEETS]


def save(theme: str) -> None:
    """Draw the poster in one theme and write its files."""
    records = {run: load(RECORDS / f"{run}.json") for run in RUNS}
    runs = {run: finite(record.result) for run, record in records.items()}
    programs = {name: program(name).text for name in PROGRAMS}
    words = _words(records[RUNS[0]])

    def sheet():
        return poster.poster(runs, programs, words)

    papers = [("pdf", across / 25.4 * 96) for across in PAPERS.values()]
    svg, large, *pages = export.pictures(sheet, theme, ["svg", ("png", PRINT), *papers])
    [crop] = export.pictures(lambda: poster.card(runs), theme, [("png", SCREEN)])
    made = (
        export.short(svg.decode()),
        export.flat(large, 256),
        export.flat(large, 256, SCREEN),
        export.flat(crop, 256),
        *pages,
    )
    for path, data in zip(files(theme), made, strict=True):
        write(path, data)


def _words(record: Record) -> dict[str, str]:
    """What the sheet says of itself: torch, device, how it was made, how to cite it and where."""
    licence = "Text and figures CC BY 4.0, code MIT."
    return {
        "torch": record.versions["torch"].split("+")[0],
        "device": record.device["type"].upper(),
        "made": "Model, settings and seeds of each panel: its caption on the site.\n"
        "Draw this sheet again: make poster. One panel: make figure NAME=accumulation/ledger",
        "cite": f"{citation()}\n" + " ".join(filter(None, (address(), licence))),
    }
