"""Labs, woven: what an index says of one, and the forms in which readers take it along."""

from __future__ import annotations

import json
import re
from urllib.parse import urljoin

from scripts import notebooks
from scripts.pages import Page

MAGIC = re.compile(r"\A%%writefile (\S+)\n([\s\S]*)\Z")
LINK = re.compile(r"\[([^\]]+)\]\((?:\.\./)+([^)]*)\)")  # to a page of the site


def about(page: Page) -> str:
    """Its first sentence, which describes it to search engines and in llms.txt."""
    first = re.search(r"^# # .+\n#\n((?:# .+\n)+)", page.text, re.MULTILINE)
    words = first[1].replace("\n# ", " ").removeprefix("# ") if first else page.title
    return words.split(". ")[0].strip().rstrip(".") + "."


def downloads(page: Page, site: str) -> dict[str, str]:
    """The lab by the ending of its file, .ipynb and .py, with links to the site at that address."""
    import jupytext

    whole = _linked(page, lambda words, place: f"[{words}]({urljoin(site, place)})")
    notebook = jupytext.reads(whole, "ipynb")
    for cell in notebook.cells:
        cell.source = MAGIC.sub(_plain, cell.source)
    return {".ipynb": whole, ".py": jupytext.writes(notebook, "py:percent")}


def stored(page: Page) -> str:
    """The lab as .ipynb for a repository, from which Colab opens it: without links.

    Whoever clones the repository may publish the site elsewhere.
    """
    return _linked(page, lambda words, place: words)


def _linked(page: Page, link) -> str:
    notebook = json.loads(notebooks.download(page.path))
    for cell in notebook["cells"]:
        if cell["cell_type"] == "markdown":
            text = "".join(cell["source"])
            text = LINK.sub(lambda found: link(" ".join(found[1].split()), found[2]), text)
            cell["source"] = text.splitlines(keepends=True)
    return json.dumps(notebook, indent=1, ensure_ascii=False) + "\n"


def _plain(magic: re.Match) -> str:
    """What writes a file in a notebook, in Python."""
    name, text = magic.groups()
    return f"from pathlib import Path\n\nPath({name!r}).write_text(r'''{text}''')"
