"""Each word is defined once, in docs/glossary.md, and explained where a page uses it.

The first mention in a section becomes a link to the glossary, titled with the definition: a tooltip
on hover and on focus, a link where there is no pointer. Headings, code, links and captions stay as
they are. The words that are linked are listed in mkdocs.yml, extra.glossary.
"""

from __future__ import annotations

import functools
import html
import re

from markdown import markdown
from markdown.extensions.toc import slugify

from scripts.files import DOCS, Fault, read
from scripts.pages import config

PAGE = "glossary.md"
ENTRY = re.compile(r"^(\S.*)\n: +((?:.+\n?)+)", re.MULTILINE)
INLINE = re.compile(
    r"(`+).*?\1|!?\[[^\]]*\]\([^)]*\)|!?\[[^\]]*\]\[[^\]]*\]|<[^>]*>|\\\(.*?\\\)|\{[^}]*\}",
    re.DOTALL,
)
STILL = re.compile(r"#|!!!|\?\?\?|===|\[[^\]]+\]: |<summary|\{:|\||<!--")
RAW = ("figure", "style", "script", 'div class="explorable"', 'div class="beside"')


@functools.cache
def definitions() -> dict[str, str]:
    """Word → definition in plain text, from the definition lists of the glossary."""
    plain = {}
    for word, meaning in ENTRY.findall(read(DOCS / PAGE)):
        text = html.unescape(re.sub(r"<[^>]+>", "", markdown(meaning)))
        plain[word] = " ".join(text.split())
    return plain


@functools.cache
def pattern() -> re.Pattern:
    """Finds the words that pages link to.

    Raises:
        Fault: mkdocs.yml lists a word that the glossary does not define.
    """
    words = (config().get("extra") or {}).get("glossary") or []
    for word in words:
        if word not in definitions():
            what = f"has no definition of {word!r}, a word listed in mkdocs.yml, extra.glossary"
            raise Fault(f"docs/{PAGE}", what, "make site")
    choice = "|".join(re.escape(word) for word in words) or "(?!)"
    return re.compile(rf"\b(?!(?-i:Windows))({choice})(?:e?s)?\b", re.IGNORECASE)


def entries(text: str) -> str:
    """The glossary itself, each of its words with an anchor."""
    return ENTRY.sub(lambda m: m[0].replace(m[1], f"{m[1]} {{ #{slugify(m[1], '-')} }}", 1), text)


def explained(text: str, glossary: str) -> tuple[str, dict[str, str]]:
    """`text` with links on the first mentions, and the definitions of these links.

    Args:
        text: a page in Markdown.
        glossary: the glossary's address, as the page links to it.
    """
    out, used, seen = [], {}, set()
    closing, paragraph = "", []

    def link(found: re.Match) -> str:
        word = found[1].lower()
        if word in seen:
            return found[0]
        seen.add(word)
        used[word] = f'{glossary}#{slugify(word, "-")} "{quoted(definitions()[word])}"'
        return f"[{found[0]}][{'' if found[0] == word else word}]"

    def flush() -> None:
        if paragraph:
            out.append(_outside("\n".join(paragraph), link))
            paragraph.clear()

    lines = text.split("\n")
    for i, line in enumerate(lines):
        bare = line.lstrip("> ")
        fence = re.match(r"`{3,}|~{3,}", bare)
        raw = next((tag for tag in RAW if bare.startswith(f"<{tag}")), None)
        if closing:
            flush()
            out.append(line)
            closing = "" if bare.rstrip().startswith(closing) else closing
        elif fence or raw:
            flush()
            out.append(line)
            closing = fence[0] if fence else f"</{raw.split()[0]}>"
            if raw and closing in line:
                closing = ""
        elif not bare or STILL.match(bare) and not _row(lines, i):
            flush()
            out.append(line)
            seen = set() if line.startswith("## ") else seen
        else:
            paragraph.append(line)
    flush()
    return "\n".join(out), used


def _row(lines: list[str], i: int) -> bool:
    """Is line `i` a row of a table, and neither its head nor the rule below it?"""
    following = lines[i + 1].strip() if i + 1 < len(lines) else ""
    line = lines[i].strip()
    rule = re.compile(r"\|[\s:|-]+\|?")
    return line.startswith("|") and not rule.fullmatch(line) and not rule.fullmatch(following)


def _outside(text: str, link) -> str:
    """`text` with `link` applied to what is no code, link, formula or tag."""
    out, end = [], 0
    for kept in INLINE.finditer(text):
        out += [pattern().sub(link, text[end : kept.start()]), kept[0]]
        end = kept.end()
    return "".join([*out, pattern().sub(link, text[end:])])


def quoted(text: str) -> str:
    """`text` as the title of a link."""
    return " ".join(text.replace('"', "”").split())
