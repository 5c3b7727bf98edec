"""The feed of the releases, changes.xml, from the entries of docs/changes.md."""

from __future__ import annotations

import datetime
import re
from urllib.parse import urljoin
from xml.sax.saxutils import escape

from markdown import markdown

from scripts.files import PAGES, Fault, write
from scripts.weave.edition import citation, version

NAME, PAGE = "changes.xml", "changes.md"
ENTRY = re.compile(r"^## (.+?) \{ #v([\d-]+) \}\n+(.+)\n+", re.MULTILINE)


def publish(pages: list) -> list[Fault]:
    """Write the feed from the woven pages; what is wrong with its page, if there is one."""
    for woven in pages:
        if woven.page.uri == PAGE:
            try:
                write(PAGES / NAME, _feed(woven))
            except Fault as fault:
                return [fault]
    return []


def _feed(woven) -> str:
    """The feed as Atom.

    Raises:
        Fault: the first entry is not about the version in CITATION.cff, or one has no date.
    """
    parts = ENTRY.split(woven.text)[1:]
    releases = list(zip(*(parts[i::4] for i in range(4)), strict=True))
    if not releases or releases[0][1] != version().replace(".", "-"):
        what = f"its first entry is not about {version()}, the version in CITATION.cff"
        raise Fault(f"docs/{PAGE}", what, "python -m scripts weave")
    entries = [_entry(woven, *release) for release in releases]
    updated = re.search("<updated>.*?</updated>", entries[0])[0]
    feed = urljoin(woven.site, NAME)
    author = citation()["authors"][0]["name"]
    return (
        '<?xml version="1.0" encoding="utf-8"?>\n<feed xmlns="http://www.w3.org/2005/Atom">\n'
        f"<title>Clean Slate: changes</title>\n<id>{feed}</id>\n{updated}\n"
        f'<link rel="self" href="{feed}"/>\n<link href="{woven.url}"/>\n'
        f"<author><name>{escape(author)}</name></author>\n{''.join(entries)}</feed>\n"
    )


def _entry(woven, title: str, anchor: str, day: str, body: str) -> str:
    try:
        date = datetime.datetime.strptime(day.strip(), "%d %B %Y").date()
    except ValueError:
        what = f"v{anchor} begins with {day.strip()!r}, not with a day such as 29 November 2026"
        raise Fault(f"docs/{PAGE}", what, "python -m scripts weave") from None
    url = f"{woven.url}#v{anchor}"
    html = escape(markdown(woven.plain(body)))
    return (
        f"<entry>\n<title>{escape(title)}</title>\n<id>{url}</id>\n"
        f'<link href="{url}"/>\n<updated>{date}T00:00:00Z</updated>\n'
        f'<content type="html">{html}</content>\n</entry>\n'
    )
