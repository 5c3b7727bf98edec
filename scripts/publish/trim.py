"""Style sheets without the rules that nothing on the site can match.

A rule goes if its selector names a class, an id or an attribute's value that no page and no script
of the site contains; what stands in parentheses, as in :is(…), is not looked at. So the theme's
parts that are not used, and the styles of a notebook's widgets, are not sent to readers. The theme
styles twenty tabs of a set, each by rules that a browser tries on every element of a page: those
of more tabs than any set has go too.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import tinycss2

from scripts.files import read, write

PROSE = "title|alt|content|aria-label|placeholder|href|src|style|d"
ATTRIBUTE = re.compile(rf'\s(?!(?:{PROSE})=)[\w-]+="([^"]+)"')
SCRIPT = re.compile(r"<script[^>]*>(.*?)</script>", re.DOTALL)
STYLE = re.compile(r"(<style[^>]*>)(.*?)(?=</style>)", re.DOTALL)
WORD = re.compile(r"[\w-]+")
NAMED = re.compile(r'\[[^\]=]+="?([\w-]+)"?\]|[.#](-?[A-Za-z_][\w-]*)(?![^\[]*\])')
PICTURE = re.compile(r"""(--[\w-]+):\s*url\((?:"[^"]*"|'[^']*'|[^)]*)\);?""")
SPACE = re.compile(r"\s*([,>~+])\s*")  # of a selector, that parts nothing
GROUPS = {"media", "supports"}
SET = re.compile(r'data-tabs="\d+:(\d+)"')  # of tabs, with their number
TAB = re.compile(r"\.tabbed-.*:nth-child\((\d+)\)")


def trim(site: Path) -> None:
    """Write every style sheet below `site` again, those inside pages too."""
    pages = {path: read(path) for path in site.rglob("*.html")}
    texts = [value for page in pages.values() for value in ATTRIBUTE.findall(page)]
    texts += [script for page in pages.values() for script in SCRIPT.findall(page)]
    texts += [read(path) for path in (site / "assets").rglob("*.js")]
    words = {word for text in set(texts) for word in WORD.findall(text)}
    tabs = max((int(n) for page in pages.values() for n in SET.findall(page)), default=0)
    for path in site.rglob("*.css"):
        write(path, trimmed(read(path), words, tabs))
    for path, page in pages.items():
        write(path, STYLE.sub(lambda style: style[1] + trimmed(style[2], words), page))


def trimmed(css: str, words: set[str], tabs: int = 0) -> str:
    """`css` without what only other names than `words` could match, and pictures it never shows.

    Args:
        css: a style sheet.
        words: the names on the site.
        tabs: of the set that has the most.
    """
    rules = tinycss2.parse_stylesheet(css, skip_comments=True, skip_whitespace=True)
    kept = _rules(rules, lambda selector: _can_match(selector, words, tabs))
    return PICTURE.sub(lambda found: found[0] * (f"var({found[1]}" in kept), kept)


def _rules(rules: list, can_match: Callable[[str], bool]) -> str:
    """The rules to keep, as text."""
    out = []
    for rule in rules:
        if rule.type == "qualified-rule":
            selectors = [s for s in _selectors(rule.prelude) if can_match(s)]
            if selectors:
                out.append(f"{','.join(selectors)}{{{_dense(rule.content)}}}")
        elif rule.type == "at-rule" and rule.lower_at_keyword in GROUPS and rule.content:
            inner = tinycss2.parse_rule_list(rule.content, skip_comments=True, skip_whitespace=True)
            if text := _rules(inner, can_match):
                out.append(f"@{rule.at_keyword}{tinycss2.serialize(rule.prelude)}{{{text}}}")
        elif rule.type != "error":
            out.append(rule.serialize())
    return "".join(out)


def _dense(content: list) -> str:
    """What stands in a rule, without comments, and without white space that parts nothing."""
    out = ""
    for token in content:
        if token.type == "{} block":
            out = f"{out.rstrip()}{{{_dense(token.content)}}}"
        elif token.type == "whitespace":
            out += " " * (out[-1:] not in ("", ":", ";", "}", ","))
        elif token.type != "comment":
            out += token.serialize()
    return out.strip().removesuffix(";")


def _selectors(prelude: list) -> list[str]:
    """The selectors of a list, which commas part."""
    parts = [[]]
    for token in prelude:
        parts.append([]) if token == "," else parts[-1].append(token)
    return [SPACE.sub(r"\1", tinycss2.serialize(part).strip()) for part in parts]


def _can_match(selector: str, words: set[str], tabs: int) -> bool:
    if (tab := TAB.search(selector)) and int(tab[1]) > tabs:
        return False
    while (bare := re.sub(r"\([^()]*\)", "", selector)) != selector:
        selector = bare
    return all((value or name) in words for value, name in NAMED.findall(selector))
