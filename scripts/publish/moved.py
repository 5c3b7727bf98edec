"""Addresses that have moved lead on, without scripts and on any host; docs/moved.toml lists them.

An old anchor whose section is still on its page is kept beside the new one. Of a section that went
to another page, its old page says so to whoever asks for it, and to nobody else.
"""

from __future__ import annotations

import html
import posixpath
import re
import tomllib
from pathlib import Path

from scripts.files import DOCS, Fault, read

LIST = DOCS / "moved.toml"
AGAIN = "python -m scripts publish"


def files(site: Path) -> dict[Path, str]:
    """A copy, at its old address, of each file that went elsewhere, and of its record."""
    moved = tomllib.loads(read(LIST)).get("files", {}) if LIST.exists() else {}
    moved |= {f"{old}.json": f"{new}.json" for old, new in moved.items()}
    return {site / old: read(site / new) for old, new in moved.items() if (site / new).exists()}


def anchors() -> dict[str, dict[str, str]]:
    """Where anchors went: old page → anchor → new place, "#new" on the page itself."""
    return tomllib.loads(read(LIST))["anchors"] if LIST.exists() else {}


def pages(site: Path) -> dict[Path, str]:
    """A page at each address that is no longer one, which leads to where it went."""
    moved = tomllib.loads(read(LIST))["pages"] if LIST.exists() else {}
    return {site / old / "index.html": _leads(site, old, new) for old, new in moved.items()}


def _leads(site: Path, old: str, new: str) -> str:
    if not (site / new.partition("#")[0] / "index.html").exists():
        raise Fault("docs/moved.toml", f"{old} leads to {new}, which is not there", AGAIN)
    link = html.escape(_from(old, new))
    return (
        '<!doctype html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        f'<title>This page has moved</title>\n<meta http-equiv="refresh" content="0; url={link}">\n'
        f'<meta name="robots" content="noindex">\n</head>\n<body>\n<h1>This page has moved</h1>\n'
        f'<p><a href="{link}">It is here now.</a></p>\n</body>\n</html>\n'
    )


def kept(page: str, address: str, old: dict[str, dict[str, str]]) -> str:
    """A built page with its old anchors.

    Raises:
        Fault: one leads to a place that is not on the page.
    """
    gone = []
    for anchor, place in old.get(address, {}).items():
        if not place.startswith("#"):
            link = html.escape(_from(address, place))
            text = f'What you look for <a href="{link}">is on another page now</a>.'
            gone.append(f'<p class="moved" id="{anchor}" data-search-exclude>{text}</p>\n')
            continue
        target = re.compile(rf'<(?!svg)\w+\b[^>]*\bid="{re.escape(place[1:])}"[^>]*>')
        page, found = target.subn(rf'\g<0><span id="{anchor}"></span>', page, count=1)
        if not found:
            what = f"{address}#{anchor} leads to {place}, which is not on that page"
            raise Fault("docs/moved.toml", what, AGAIN)
    return page.replace("</article>", f"{''.join(gone)}</article>", 1)


def _from(address: str, place: str) -> str:
    """The link from one page of the site to another place."""
    page, mark, anchor = place.partition("#")
    link = posixpath.relpath(page or ".", address or ".")
    return ("./" if link == "." else f"{link}/") + mark + anchor
