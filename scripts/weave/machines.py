"""The site for machines: answers.json, llms.txt, llms-full.txt and robots.txt.

Read from the woven pages, so that an assistant gets the words and numbers that a reader sees.
docs/machines.md says what is in each; the form of llms.txt is that of https://llmstxt.org.
"""

from __future__ import annotations

import datetime
import functools
import json
import os
import posixpath
import re
from dataclasses import dataclass
from urllib.parse import urljoin

from scripts.files import PAGES, SNIPPETS, read, write
from scripts.pages import Page, title
from scripts.programs import program
from scripts.records import Runs
from scripts.versions import Versions
from scripts.weave import elsewhere, repair
from scripts.weave.edition import version
from scripts.weave.whole import whole

FILES = ("answers.json", "llms.txt", "llms-full.txt", "robots.txt")
KINDS = {
    "faq/": "question",
    "errors/": "error message",
    "myths/": "myth",
    "cases/": "case",
    "checklist/": "symptom",
}
OPTIONAL = ("glossary/", "figures/", "infographic/", "proofs/", "machines/", "changes/")
LEVELS = {"checklist/": 2}  # elsewhere a question is a heading of the third level
HEADING = re.compile(r"^(#{1,3}) (.+?)\s*(?:\{ *#([\w-]+)[^}]*\})?\s*$")
FOOTER = re.compile(
    r"^\s*`([\w/]+\.py)` runs in .*\n\s*\{: \.program[^}]*\}(?:\n\n.*\n\s*\{: \.elsewhere[^}]*\})?",
    re.MULTILINE,
)
FENCE = re.compile(r"^([ \t]*)(`{3,})[\s\S]*?^\1\2[ \t]*\n?", re.MULTILINE)
UNSEEN = re.compile(
    r"<style>[\s\S]*?</style>|<(figure|details|section)\b[\s\S]*?</\1>|<!--.*?-->|"
    r"^\s*\?\?\?.*$|</?div[^>]*>|^ *\{:.*\}$|^\[[^\]]+\]: .*$|\s?\[✓\]\[[^\]]+\]",
    re.MULTILINE,
)
LINK = re.compile(r"(!?)\[((?:[^\[\]]|\[[^\]]*\])*)\](?:\(([^)\s]+)[^)]*\)|\[([^\]]*)\])")

MORE = re.compile(  # a link in brackets, a sentence of links alone
    r" \(\[[^\]]*\]\([^)]*\)\)| \[†\]\([^)]*\)|"
    r"(?:^|(?<=[.?!]) ?)(?:\[[^\]]*\]\([^)]*\)(?:[,;] |))+\.(?= |$)|"
    r"(?<=[.?!]) [^.?!]*:$"  # and one that leads to a program
)
ASIDE = re.compile(r"(Asked|Also asked as|Source|Sources|Fails|Right):|- \[|\||\\\[")
ENOUGH = 160  # characters of an answer that gives its reason too


@dataclass
class Woven:
    """A woven page, as it is read here."""

    page: Page
    text: str
    site: str  # address of the site

    @functools.cached_property
    def url(self) -> str:
        """Where the page is published."""
        return urljoin(self.site, self.page.address)

    @property
    def description(self) -> str:
        """From its front matter."""
        found = re.search(r"\A---\n(?:.*\n)*?description: *(.+)\n", self.text)
        return found[1].strip().strip("\"'") if found else ""

    def plain(self, markdown: str) -> str:
        """Markdown without what only a screen needs; its links lead to the site."""
        return re.sub(r"\n{3,}", "\n\n", self.linked(UNSEEN.sub("", markdown))).strip()

    def linked(self, markdown: str) -> str:
        """Markdown whose links lead to the site, without pictures and marks of proofs."""
        return LINK.sub(self._link, markdown)

    def _link(self, found: re.Match) -> str:
        image, words, target, reference = found.groups()
        if image or reference is not None:
            return "" if image else words
        return f"[{words}]({self.address(target)})"

    def address(self, target: str) -> str:
        """The address of what the page links to."""
        if re.match(r"[a-z]+:", target):
            return target
        path, _, anchor = target.partition("#")
        folder = posixpath.dirname(self.page.uri)
        uri = posixpath.normpath(posixpath.join(folder, path)) if path else self.page.uri
        name = re.sub(r"(^|/)index$", r"\1", re.sub(r"\.(md|ipynb|py)$", "", uri))
        is_page = uri.endswith((".md", ".ipynb")) or uri.startswith("notebooks/")
        place = f"{name}/".removeprefix("/") if is_page and name else name if is_page else uri
        return urljoin(self.site, place.replace("//", "/")) + (f"#{anchor}" if anchor else "")


def publish(woven: list[Woven], site: str, about: str, runs: Runs, versions: Versions) -> None:
    """Write what machines read beside the woven pages.

    Args:
        woven: the pages.
        site: address of the site.
        about: one sentence on it.
        runs: the recorded runs.
        versions: the records of other versions of torch.
    """
    entries = [entry for page in woven for entry in _entries(page, runs, versions)]
    data = {
        "$schema": urljoin(site, "assets/answers.schema.json"),
        "site": site,
        "about": about,
        "version": version(),
        "date": built(),
        "answers": entries,
    }
    text = json.dumps(data, indent=1, ensure_ascii=False)
    write(PAGES / "answers.json", f"{text}\n")
    write(PAGES / "llms.txt", _llms(woven, entries, site, about))
    write(PAGES / "llms-full.txt", _full(woven, about))
    sitemap = urljoin(site, "sitemap.xml")
    write(PAGES / "robots.txt", f"User-agent: *\nAllow: /\n\nSitemap: {sitemap}\n")


def built() -> str:
    """The day of the build: that of the last commit where the Makefile gives it."""
    seconds = os.environ.get("SOURCE_DATE_EPOCH")
    moment = datetime.datetime.fromtimestamp(int(seconds), datetime.UTC) if seconds else None
    return (moment or datetime.datetime.now(datetime.UTC)).date().isoformat()


def _entries(woven: Woven, runs: Runs, versions: Versions) -> list[dict]:
    """The questions of a page, one for each of its headings at their level."""
    if not _kind(woven):
        return []
    level, found = LEVELS.get(woven.page.address, 3), []
    for head, body in sections(woven.text):
        marks, words, name = head.groups()
        if len(marks) == level:
            question = woven.plain(words).replace("`", "").replace("\\", "")
            found.append(_entry(woven, question, name or slug(words), body, runs, versions))
    return found


def _kind(woven: Woven) -> str:
    """What the headings of a page are; empty where they are no questions."""
    return next((kind for at, kind in KINDS.items() if woven.page.address.startswith(at)), "")


def sections(text: str) -> list[tuple[re.Match, str]]:
    """Each heading outside fences with all that follows it up to the next."""
    found, body, closing = [], [], ""
    for line in text.split("\n"):
        fence = re.match(r"\s*(`{3,})", line)
        head = None if closing else HEADING.match(line)
        if fence:
            closing = "" if closing and line.strip() == closing else closing or fence[1]
        if head:
            body = []
            found.append((head, body))
        else:
            body.append(line)
    return [(head, "\n".join(body)) for head, body in found]


def _entry(
    woven: Woven, question: str, anchor: str, body: str, runs: Runs, versions: Versions
) -> dict:
    """A heading and all up to the next one: answer, programs with their output, sources."""
    names = FOOTER.findall(body)
    prose = repair.plain(FENCE.sub("", FOOTER.sub("", body)))
    told = {}
    if woven.page.address in LEVELS:
        told = _row(woven.text, anchor)
        prose = "\n\n".join([*(f"{head}: {cell}" for head, cell in told.items()), prose])
    elif woven.page.address == "errors/":
        told = repair.told(prose)
    targets = [target for image, _, target, _ in LINK.findall(prose) if target and not image]
    links = dict.fromkeys(map(woven.address, targets))
    return {
        "kind": _kind(woven),
        "question": " ".join(question.split()),
        "url": f"{woven.url}#{anchor}",
        "answer": woven.plain(prose),
        "details": {head: woven.plain(words) for head, words in told.items()},
        "programs": [_program(name, runs, versions) for name in dict.fromkeys(names)],
        "links": [link for link in links if link.startswith(woven.site)],
        "sources": [link for link in links if not link.startswith(woven.site)],
    }


def _row(text: str, anchor: str) -> dict[str, str]:
    """What the page's table says of this heading, by the heads of its columns."""
    row = re.search(rf"^\| \[[^\]]*\]\(#{re.escape(anchor)}\) \|(.*)\|$", text, re.MULTILINE)
    heads = re.search(r"^\|[^|]+\|(.*)\|\n\|[-|]+\|$", text, re.MULTILINE)
    if not (row and heads):
        return {}
    cells = [[cell.strip() for cell in found[1].split(" | ")] for found in (heads, row)]
    return dict(zip(*cells, strict=True))


def _program(name: str, runs: Runs, versions: Versions) -> dict:
    """A program, what it prints, and how it was verified."""
    record = runs.record(name)
    return {
        "path": f"snippets/{name}",
        "code": program(name).text,
        "prints": read((SNIPPETS / name).with_suffix(".out")),
        "verified": {
            "date": record.date,
            "versions": record.versions,
            "device": record.device["type"],
            "torch": elsewhere.verified(name, versions),
        },
    }


def _llms(pages: list[Woven], entries: list[dict], site: str, about: str) -> str:
    """The index: pages, then the questions of each page, then what is only to look up."""
    at = {name: urljoin(site, name) for name in ("llms-full.txt", "answers.json")}
    lines = ["# Clean Slate", "", f"> {about}", ""]
    lines += [
        f"The text of every page: {at['llms-full.txt']}. All answers with their programs and what "
        f"these print: {at['answers.json']}. One page in Markdown: its address and index.md."
    ]
    first = [page for page in pages if not page.page.address.startswith(OPTIONAL)]
    lines += ["", "## Pages", "", *map(_line, first)]
    for page in pages:
        asked = [entry for entry in entries if entry["url"].startswith(f"{page.url}#")]
        if asked:
            lines += ["", f"## {title(page.text)}", ""]
        for entry in asked:
            lines.append(f"- [{entry['question']}]({entry['url']}): {_note(entry)}")
    rest = [page for page in pages if page not in first]
    return "\n".join([*lines, "", "## Optional", "", *map(_line, rest)]) + "\n"


def _line(page: Woven) -> str:
    """A page in the index."""
    note = f": {page.description}" if page.description else ""
    return f"- [{title(page.text) or page.page.name}]({page.url}){note}"


def _note(entry: dict) -> str:
    """What the index says of a question: enough to act on for whoever has the index alone.

    Of a message cause and repair, of a probe what each value means, of a case effect and fix; else
    paragraphs from the first one on, until there is a reason beside the answer. Links are words:
    the entry leads to the section that has them.
    """
    told = [f"{head.capitalize()}: {words}" for head, words in entry["details"].items()]
    said = [part for part in entry["answer"].split("\n\n") if not ASIDE.match(part)]
    if entry["kind"] == "case":
        said = [part for part in said if "**Effect:**" in part] or said
    if not told:
        told = said[:1]
        for part in said[1:]:
            if sum(map(len, told)) < ENOUGH:
                told.append(part)
    words = " ".join(" ".join(told).split())
    return LINK.sub(r"\2", MORE.sub("", words)).strip()


def _full(pages: list[Woven], about: str) -> str:
    """The text of all pages but the proofs, one after the other."""
    texts = [whole(p) for p in pages if p.page.address != "proofs/" and p.page.uri.endswith(".md")]
    return "\n\n---\n\n".join([f"# Clean Slate\n\n> {about}", *texts]) + "\n"


def slug(words: str) -> str:
    """The anchor of a heading that names none."""
    from markdown.extensions.toc import slugify

    return slugify(re.sub(r"[`*]", "", words), "-")
