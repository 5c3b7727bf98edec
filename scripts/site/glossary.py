"""Each word is defined once, in docs/glossary.md, and explained where a page uses it.

A Markdown extension. The first mention in a section becomes a link to the glossary, titled with
the definition: a tooltip on hover and on focus, a link where there is no pointer. Headings, code,
links and captions stay as they are. The words that are linked are listed in mkdocs.yml.
"""

from __future__ import annotations

import functools
import html
import logging
import posixpath
import re
from pathlib import Path
from xml.etree.ElementTree import Element

from markdown import Markdown, markdown
from markdown.extensions import Extension
from markdown.extensions.toc import slugify
from markdown.treeprocessors import Treeprocessor
from markdown.util import AtomicString

PAGE = "glossary.md"
ENTRY = re.compile(r"^(\S.*)\n: +((?:.+\n?)+)", re.MULTILINE)
QUIET = {"a", "code", "pre", "h1", "h2", "h3", "h4", "h5", "h6", "th", "summary", "figcaption"}
QUIET_CLASSES = {"arithmatex", "admonition-title"}
log = logging.getLogger("mkdocs.glossary")


@functools.cache
def definitions(source: str) -> dict[str, str]:
    """Word → definition in plain text, from the definition lists of a page in Markdown."""
    plain = {}
    for word, meaning in ENTRY.findall(source):
        text = html.unescape(re.sub(r"<[^>]+>", "", markdown(meaning)))
        plain[word] = " ".join(text.split())
    return plain


class Linker(Treeprocessor):
    def __init__(self, md: Markdown, words: list[str]):
        super().__init__(md)
        self.words = words

    def run(self, root):
        if "relpath" not in self.md.treeprocessors:  # Markdown on its own, such as a caption
            return
        site = self.md.treeprocessors["relpath"]
        if site.file.src_uri == PAGE:
            for entry in root.iter("dt"):
                entry.set("id", slugify("".join(entry.itertext()), "-"))
            return
        self.meanings = definitions((Path(site.config.docs_dir) / PAGE).read_text("utf-8"))
        for word in sorted(set(self.words) - set(self.meanings)):
            log.warning("%s has no definition of %r, a word listed in mkdocs.yml", PAGE, word)
        words = "|".join(re.escape(word) for word in self.words if word in self.meanings)
        self.pattern = re.compile(rf"\b(?!(?-i:Windows))({words})(?:e?s)?\b", re.IGNORECASE)
        self.page = posixpath.relpath(PAGE, posixpath.dirname(site.file.src_uri))
        self.seen = set()
        self.visit(root)

    def visit(self, element: Element):
        """Link the words in an element and below it, except where a link would disturb."""
        element.text, children = self.link(element.text)
        for child in list(element):
            if child.tag == "h2":
                self.seen = set()
            if child.tag not in QUIET and child.get("class") not in QUIET_CLASSES:
                self.visit(child)
            child.tail, links = self.link(child.tail)
            children += [child, *links]
        element[:] = children

    def link(self, text: str | None) -> tuple[str | None, list[Element]]:
        """The text before the first new word, and a link for each, its tail what follows it."""
        links, end = [], 0
        if not text or isinstance(text, AtomicString):
            return text, links
        before = text
        for found in self.pattern.finditer(text):
            word = found[1].lower()
            if word in self.seen:
                continue
            self.seen.add(word)
            if links:
                links[-1].tail = text[end : found.start()]
            else:
                before = text[: found.start()]
            target = f"{self.page}#{slugify(word, '-')}"
            link = Element("a", {"class": "term", "href": target, "title": self.meanings[word]})
            link.text = AtomicString(found[0])
            link.tail = text[found.end() :]
            links.append(link)
            end = found.end()
        return before, links


class Glossary(Extension):
    def __init__(self, **options):
        self.config = {"words": [[], "words of the glossary that pages link to"]}
        super().__init__(**options)

    def extendMarkdown(self, md):
        md.treeprocessors.register(Linker(md, self.getConfig("words")), "glossary", 8)


def makeExtension(**options):
    return Glossary(**options)
