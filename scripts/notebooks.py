"""Labs: notebooks, executed and recorded like any run, shown as they ran, and downloadable.

A lab is docs/notebooks/<name>.py in jupytext's percent format. A template in it, such as
`[= palette.weight =]`, is filled in before it runs.
"""

from __future__ import annotations

import json
import re
from pathlib import Path

from scripts import sources
from scripts.files import ROOT, Fault, read, shown

PROGRAM = re.compile(r'run_path\("snippets/((?:\w+/)?(\w+\.py))"\)')
COLOUR = re.compile(r"\[= palette\.(\w+) =\]")
WATCH = "from scripts import sources as _sources; _sources.watch()"
TELL = "import json as _json; print(_json.dumps(sorted(_sources.used())))"
SECONDS = 300  # for one cell


def text(path: Path) -> str:
    """The notebook's own text, its colours filled in."""
    from scripts import palette  # only here: a new colour re-runs the labs, and no training

    return COLOUR.sub(lambda m: palette.theme("light")[m[1]], read(path))


def executed(path: Path) -> dict:
    """The notebook with what its cells print and draw, as nbformat's JSON; call it as a job.

    Raises:
        Fault: a cell raises, or warns, which would publish a path of this machine.
    """
    import jupytext
    from nbclient import NotebookClient
    from nbclient.exceptions import CellExecutionError
    from nbformat.v4 import new_code_cell

    notebook, name = jupytext.reads(text(path), fmt="py:percent"), shown(path)
    own = list(notebook.cells)
    notebook.cells = [new_code_cell(WATCH), *own, new_code_cell(TELL)]
    again = f"python -m scripts record notebooks/{path.stem}"
    client = NotebookClient(notebook, timeout=SECONDS, kernel_name="python3")
    client.resources = {"metadata": {"path": str(ROOT)}}
    try:
        client.execute()
    except CellExecutionError as error:
        place = f"{name}:{_line(path, notebook.cells)}"
        more = re.sub(r"\x1b\[[\d;]*m", "", error.traceback)
        raise Fault(place, f"the cell raises {error.ename}: {error.evalue}", again, more) from None
    sources.note(json.loads(notebook.cells[-1].outputs[0]["text"]))
    notebook.cells = own
    for number, cell in enumerate(own):
        cell["id"] = f"cell-{number}"
        cell.metadata.pop("execution", None)
        if cell.cell_type == "code":
            cell.execution_count -= 1  # WATCH was the first
        for output in cell.get("outputs", []):
            if "execution_count" in output:
                output.execution_count = cell.execution_count
            if output.get("name") == "stderr":
                warning = output["text"].strip().splitlines()[0]
                what = f"the cell warns, and a page would show it: {warning}"
                raise Fault(f"{name}:{_start(path, cell.source)}", what, again)
    notebook.metadata.pop("language_info", None)
    return json.loads(json.dumps(notebook))


def _line(path: Path, cells) -> int:
    """The line of the lab at which the cell that failed begins."""
    failed = next(
        cell
        for cell in cells
        if any(output.output_type == "error" for output in cell.get("outputs", []))
    )
    return _start(path, failed.source)


def _start(path: Path, source: str) -> int:
    return text(path)[: text(path).index(source)].count("\n") + 1


def download(path: Path) -> str:
    """The notebook as .ipynb, with a first cell that writes each program it runs beside it."""
    import jupytext

    from scripts.programs import program

    notebook = jupytext.reads(text(path), fmt="py:percent")
    programs = {}
    for cell in notebook.cells:
        for name, short in PROGRAM.findall(cell.source):
            programs[short] = program(name).text
            cell.source = cell.source.replace(f"snippets/{name}", short)
        cell.source = re.sub(r"\]\([./]*generated/notebooks/", "](", cell.source)
    for short, program_text in programs.items():
        cell = {"cell_type": "code", "metadata": {}, "outputs": [], "execution_count": None}
        notebook.cells.insert(
            1, type(notebook.cells[0])(cell | {"source": f"%%writefile {short}\n{program_text}"})
        )
    for number, cell in enumerate(notebook.cells):
        cell["id"] = f"cell-{number}"
    return jupytext.writes(notebook, fmt="ipynb")


def written(notebook: dict) -> str:
    """A notebook as the text of an .ipynb file."""
    return json.dumps(notebook, indent=1, ensure_ascii=False, sort_keys=True) + "\n"


def placeholder(title: str) -> dict:
    """What stands in the place of a lab that is being run."""
    words = f"# {title}\n\nThis lab is being run. It comes by itself as soon as it is there."
    cell = {"cell_type": "markdown", "id": "cell-0", "metadata": {}, "source": words}
    return {"cells": [cell], "metadata": {}, "nbformat": 4, "nbformat_minor": 5}
