"""Notebooks: have them executed again when what they use changed, and make them downloadable.

mkdocs-jupyter executes a notebook when its own text changed. It cannot know the programs that the
notebook runs, nor the libraries, so its cache is emptied here when one of those is another.
"""

from __future__ import annotations

import json
import re
from pathlib import Path

from scripts.runs import GENERATED, ROOT, digest, write

CACHE = ROOT / ".cache" / "mkdocs-jupyter"
STAMP = ROOT / ".cache" / "notebooks.json"
PROGRAM = re.compile(r'run_path\("(snippets/([\w/]+/)?(\w+\.py))"\)')


def refresh(versions: dict[str, str]) -> None:
    """Empty the cache and write the downloads anew where a notebook, program or version changed."""
    notebooks = sorted((ROOT / "docs" / "notebooks").glob("*.py"))
    uses = {path: [m[0] for m in PROGRAM.findall(path.read_text("utf-8"))] for path in notebooks}
    files = [*notebooks, *(ROOT / name for names in uses.values() for name in names)]
    state = {str(f.relative_to(ROOT)): digest(f.read_bytes()) for f in files if f.exists()}
    stamp = json.dumps([state, versions])
    downloads = {path: GENERATED / "notebooks" / f"{path.stem}.ipynb" for path in notebooks}
    same = STAMP.exists() and STAMP.read_text("utf-8") == stamp
    for cached in CACHE.glob("*.json"):
        if not (same and _whole(cached)):
            cached.unlink()
    if not same or not all(file.exists() for file in downloads.values()):
        for path, file in downloads.items():
            write(file, _download(path))
        write(STAMP, stamp)


def tidy(page: str) -> str:
    """The HTML of a notebook without the random cell ids that no two builds share."""
    return re.sub(r' id="cell-id=\w+"', "", page)


def _whole(cached: Path) -> bool:
    """Was this cache entry written to its end?"""
    try:
        return "content" in json.loads(cached.read_text("utf-8"))
    except ValueError:
        return False


def _download(path: Path) -> str:
    """The notebook as .ipynb, with a first cell that writes each program it runs beside it."""
    import jupytext

    notebook = jupytext.reads(path.read_text("utf-8"), fmt="py:percent")
    programs = {}
    for cell in notebook.cells:
        for name, _, short in PROGRAM.findall(cell.source):
            programs[short] = (ROOT / name).read_text("utf-8")
            cell.source = cell.source.replace(name, short)
        cell.source = cell.source.replace("](../../generated/notebooks/lab.ipynb)", "](lab.ipynb)")
    for short, text in programs.items():
        cell = {"cell_type": "code", "metadata": {}, "outputs": [], "execution_count": None}
        notebook.cells.insert(
            1, type(notebook.cells[0])(cell | {"source": f"%%writefile {short}\n{text}"})
        )
    for number, cell in enumerate(notebook.cells):
        cell["id"] = f"cell-{number}"
    return jupytext.writes(notebook, fmt="ipynb")
