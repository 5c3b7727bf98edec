"""The site for machines: every question, answer, program and check as answers.json and llms.txt.

Read from the built pages, so that an assistant gets the words and numbers that a reader sees.
"""

from __future__ import annotations

import json
from pathlib import Path
from urllib.parse import urljoin

from bs4 import BeautifulSoup, Tag

QUESTIONS = ("faq/", "errors/", "myths/", "cases/", "checklist/")
HEADINGS = {"checklist/": "h2[id]"}  # elsewhere a question is an h3
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
    soup = BeautifulSoup(path.read_text("utf-8"), "html.parser")
    place = path.parent.relative_to(site).as_posix().removeprefix(".")
    place = f"{place}/" if place else ""
    article = soup.select_one("article")
    for tag in article.select(UNSEEN):
        tag.decompose()
    description = soup.select_one('meta[name="description"]')
    heading = article.find("h1")
    return {
        "place": place,
        "url": urljoin(url, place),
        "title": _text(heading) if heading else place,
        "description": description["content"] if description else "",
        "article": article,
    }


def _entries(page: dict, root: Path) -> list[dict]:
    """The questions of a page, one for each of its headings with an id."""
    if not page["place"].startswith(QUESTIONS):
        return []
    headings = page["article"].select(HEADINGS.get(page["place"], "h3[id]"))
    return [_entry(heading, page, root) for heading in headings]


def _entry(heading: Tag, page: dict, root: Path) -> dict:
    """A heading and all up to the next one: answer, programs with their output, sources."""
    parts = []
    for part in heading.find_next_siblings():
        if part.name in ("h1", "h2", "h3"):
            break
        parts.append(part)
    names = [code.get_text() for p in parts for code in p.select("p.program code")]
    names += [p.code.get_text() for p in parts if "program" in (p.get("class") or [])]
    prose = [p for p in parts if not {"program", "highlight"} & set(p.get("class") or [])]
    for code in [tag for p in prose for tag in p.select(".highlight, .program")]:
        code.decompose()
    if page["place"] in HEADINGS:
        prose = [*_row(page["article"], heading["id"]), *prose]
    links = [a for p in prose for a in p.select("a[href]")]
    return {
        "question": _text(heading),
        "url": f"{page['url']}#{heading['id']}",
        "answer": "\n\n".join(text for p in prose if (text := _text(p))),
        "programs": [_program(name, root) for name in dict.fromkeys(names)],
        "sources": [a["href"] for a in links if a["href"].startswith("http")],
    }


def _row(article: Tag, anchor: str) -> list[Tag]:
    """What the page's table says of this heading, cell by cell."""
    link = article.select_one(f'td a[href="#{anchor}"]')
    return link.find_parent("tr").select("td")[1:] if link else []


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


def _text(tag: Tag) -> str:
    return " ".join(tag.get_text().split())
