"""The site for machines: every question, answer, program and check as answers.json and llms.txt.

Read from the built pages, so that an assistant gets the words and numbers that a reader sees.
"""

from __future__ import annotations

import functools
import json
from pathlib import Path
from urllib.parse import urljoin

from lxml import html
from lxml.cssselect import CSSSelector
from lxml.html import HtmlElement

QUESTIONS = ("faq/", "errors/", "myths/", "cases/", "checklist/")
HEADINGS = {"checklist/": "h2[id]"}  # elsewhere a question is an h3
DESCRIPTION = 'meta[name="description"]'
UNSEEN = "a.headerlink, a.anchor-link, a.proof, nav, button, svg, details.source, .md-code__nav"


def publish(site: Path, root: Path, url: str, about: str) -> None:
    """Write answers.json and llms.txt into the built site.

    Args:
        site: folder of the built site.
        root: folder of the project, where the programs lie.
        url: address of the site.
        about: one sentence on the site.
    """
    pages = [_page(path, site, url) for path in sorted(site.rglob("index.html"))]
    entries = [entry for page in pages for entry in _entries(page, root)]
    data = {"site": url, "about": about, "answers": entries}
    text = json.dumps(data, indent=1, ensure_ascii=False)
    (site / "answers.json").write_text(text + "\n", encoding="utf-8")
    (site / "llms.txt").write_text(_llms(pages, entries, url, about), encoding="utf-8")


def _page(path: Path, site: Path, url: str) -> dict:
    """What is needed of one page: place, title, description, the article's HTML."""
    document = html.document_fromstring(path.read_text("utf-8"))
    place = path.parent.relative_to(site).as_posix().removeprefix(".")
    place = f"{place}/" if place else ""
    [article] = _select(document, "article")
    for tag in _select(article, UNSEEN):
        tag.drop_tree()
    return {
        "place": place,
        "url": urljoin(url, place),
        "title": next((_text(heading) for heading in article.iter("h1")), place),
        "description": next((m.get("content") for m in _select(document, DESCRIPTION)), ""),
        "article": article,
    }


def _entries(page: dict, root: Path) -> list[dict]:
    """The questions of a page, one for each of its headings with an id."""
    if not page["place"].startswith(QUESTIONS):
        return []
    headings = _select(page["article"], HEADINGS.get(page["place"], "h3[id]"))
    return [_entry(heading, page, root) for heading in headings]


def _entry(heading: HtmlElement, page: dict, root: Path) -> dict:
    """A heading and all up to the next one: answer, programs with their output, sources."""
    parts = []
    for part in heading.itersiblings("*"):
        if part.tag in ("h1", "h2", "h3"):
            break
        parts.append(part)
    names = [_text(code) for p in parts for code in _select(p, "p.program > code")]
    prose = [p for p in parts if p.classes.isdisjoint(("program", "highlight"))]
    for code in [tag for p in prose for tag in _select(p, ".highlight, .program")]:
        code.drop_tree()
    if page["place"] in HEADINGS:
        prose = [*_row(page["article"], heading.get("id")), *prose]
    links = [a.get("href") for p in prose for a in _select(p, "a[href]")]
    return {
        "question": _text(heading),
        "url": f"{page['url']}#{heading.get('id')}",
        "answer": "\n\n".join(text for p in prose if (text := _text(p))),
        "programs": [_program(name, root) for name in dict.fromkeys(names)],
        "sources": [link for link in links if link.startswith("http")],
    }


def _row(article: HtmlElement, anchor: str) -> list[HtmlElement]:
    """What the page's table says of this heading, cell by cell."""
    rows = _select(article, f'tr:has(td a[href="#{anchor}"])')
    return _select(rows[0], "td")[1:] if rows else []


def _program(name: str, root: Path) -> dict:
    """A program, what it prints, and how it was verified."""
    path = root / "snippets" / name
    record = json.loads((root / f"docs/generated/{name}.json").read_text("utf-8"))
    return {
        "path": f"snippets/{name}",
        "code": path.read_text("utf-8"),
        "prints": path.with_suffix(".out").read_text("utf-8"),
        "verified": {"versions": record["versions"], "device": record["device"]["type"]},
    }


def _llms(pages: list[dict], entries: list[dict], url: str, about: str) -> str:
    """The index in the form of llms.txt: pages, then questions, each with its first line."""
    lines = ["# Clean Slate", "", f"> {about}", ""]
    lines += [f"All answers with programs and outputs: {urljoin(url, 'answers.json')}", ""]
    lines += ["## Pages", ""]
    lines += [f"- [{p['title']}]({p['url']}): {p['description']}" for p in pages]
    lines += ["", "## Questions", ""]
    lines += [f"- [{e['question']}]({e['url']}): {e['answer'].split(chr(10))[0]}" for e in entries]
    return "\n".join(lines) + "\n"


def _select(tag: HtmlElement, selector: str) -> list[HtmlElement]:
    """What matches the CSS `selector` in `tag`, in order."""
    return _selector(selector)(tag)


@functools.cache
def _selector(text: str) -> CSSSelector:
    return CSSSelector(text, translator="html")


def _text(tag: HtmlElement) -> str:
    return " ".join(tag.text_content().split())
