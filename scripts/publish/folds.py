"""Folded code and what it prints comes when a reader opens a fold: out of the page, into folds.js.

More than half of a chapter's bytes are programs that its folds hold and that few readers open. In
the place of each stands a link to the program, for readers without scripts; assets/site.js puts
the code in at the first touch of a fold. A script, not a file of data, because a page that was
opened from disk may load nothing else.
"""

from __future__ import annotations

import json
import re
from pathlib import Path

from scripts.files import read, write

NAME = r"(?P<name>\w+/\w+\.py)"
DIV = r'<div class="language-{}[^"]*">.*?</div>'
PARTS = re.compile(
    rf"(?P<opens><details\b)|(?P<closes></details>)|<summary>[^<]*? of {NAME}</summary>"
    rf"|{DIV.format('python')}(?:(?:\s*<!--[^>]*-->)*\s*{DIV.format('text output')})?"
    r'(?:\s*<p class="program\b.*?</p>)?',
    re.DOTALL,
)
TITLE = re.compile(rf'<span class="filename">{NAME}')


def set_aside(site: Path) -> None:
    """Take the folded code out of every page below `site`."""
    for path in site.rglob("*.html"):
        root = "../" * (len(path.relative_to(site).parts) - 1)
        page, code = without_code(read(path), f"{root}generated/")
        if code:
            write(path, page)
            write(path.parent / "folds.js", f"folds({json.dumps(code, ensure_ascii=False)})\n")


def without_code(page: str, programs: str) -> tuple[str, list[str]]:
    """A page with links in the place of folded code, and that code, in order.

    A link to what its fold has named before is of class `again`, which is not printed.

    Args:
        page: HTML.
        programs: the address of the folder of all programs, as the page links to it.
    """
    depth, name, code = 0, "", []
    named: set[str] = set()  # the programs that this fold has named already

    def link(part: re.Match) -> str:
        nonlocal depth, name
        depth += bool(part["opens"]) - bool(part["closes"])
        if not depth:
            named.clear()
        if title := part["name"] and part or TITLE.search(part[0]):
            name = title["name"]
        if part["name"]:
            named.add(name)
        if not depth or not part[0].startswith("<div"):
            return part[0]
        code.append(part[0])
        kind = "aside again" if name in named else "aside"
        named.add(name)
        return f'<p class="{kind}"><a href="{programs}{name}">{name}</a></p>'

    return PARTS.sub(link, page), code
