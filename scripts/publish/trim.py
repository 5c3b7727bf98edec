"""Style sheets without the rules that nothing on the site can match.

A rule goes if its selector names a class, an id or an attribute's value that no page and no script
of the site contains; what stands in parentheses, as in :is(…), is not looked at. So the theme's
parts that are not used, and the styles of a notebook's widgets, are not sent to readers.
"""

from __future__ import annotations

import re
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
GROUPS = {"media", "supports"}


def trim(site: Path) -> None:
    """Write every style sheet below `site` again, those inside pages too."""
    pages = {path: read(path) for path in site.rglob("*.html")}
    texts = [value for page in pages.values() for value in ATTRIBUTE.findall(page)]
    texts += [script for page in pages.values() for script in SCRIPT.findall(page)]
    texts += [read(path) for path in (site / "assets").rglob("*.js")]
    words = {word for text in set(texts) for word in WORD.findall(text)}
    for path in site.rglob("*.css"):
        write(path, trimmed(read(path), words))
    for path, page in pages.items():
        write(path, STYLE.sub(lambda style: style[1] + trimmed(style[2], words), page))


def trimmed(css: str, words: set[str]) -> str:
    """`css` without what only other names than `words` could match, and pictures it never shows."""
    kept = _rules(tinycss2.parse_stylesheet(css, skip_comments=True, skip_whitespace=True), words)
    return PICTURE.sub(lambda found: found[0] * (f"var({found[1]}" in kept), kept)


def _rules(rules: list, words: set[str]) -> str:
    """The rules to keep, as text."""
    out = []
    for rule in rules:
        if rule.type == "qualified-rule":
            selectors = [s for s in _selectors(rule.prelude) if _can_match(s, words)]
            if selectors:
                out.append(f"{','.join(selectors)}{{{_dense(rule.content)}}}")
        elif rule.type == "at-rule" and rule.lower_at_keyword in GROUPS and rule.content:
            inner = tinycss2.parse_rule_list(rule.content, skip_comments=True, skip_whitespace=True)
            if text := _rules(inner, words):
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
    return [tinycss2.serialize(part).strip() for part in parts]


def _can_match(selector: str, words: set[str]) -> bool:
    while (bare := re.sub(r"\([^()]*\)", "", selector)) != selector:
        selector = bare
    return all((value or name) in words for value, name in NAMED.findall(selector))
