"""A page as one text for assistants: prose, programs and outputs, without what a screen needs."""

from __future__ import annotations

import re

from scripts.pages import title

FENCE = re.compile(r"^ *(`{3,}).*?^ *\1 *$", re.MULTILINE | re.DOTALL)
FOLD = re.compile(r'^( *)\?\?\?\+? \w+(?: "(.*)")?\n((?:\1 {4}.*\n|[ ]*\n)+)', re.MULTILINE)
UNREAD = re.compile(
    r'<div class="explorable"[\s\S]*?(?=\n\s*\n)|<details class="source"[\s\S]*?</details>|'
    r"<style>[\s\S]*?</style>|<!--.*?-->|^ *\{:.*\}$|^\[[^\]]+\]: .*$|\s?\[✓\]\[[^\]]+\]|"
    r"</?(?:div|details|section|summary|figure|figcaption)[^>]*>|"
    r"(?<=\S)\s*\{ *(?:[#.:][^}\n]*|download) *\}",
    re.MULTILINE,
)
PICTURE = re.compile(r"!\[((?:[^\[\]\\]|\\.)*)\]\([^)]*\)")


def whole(woven) -> str:
    """The text of a woven page, its address under its title, its links leading to the site."""
    text = re.sub(r"\A---\n[\s\S]*?\n---\n", "", woven.text)
    text = re.sub(r"^ *<!--pytest.*?-->\n", "", text, flags=re.MULTILINE)
    while FOLD.search(text):
        text = FOLD.sub(lambda m: re.sub(rf"^{m[1]} {{4}}", m[1], m[3], flags=re.M), text)
    out, end = [], 0
    for fence in FENCE.finditer(text):
        out += [_prose(woven, text[end : fence.start()]), fence[0]]
        end = fence.end()
    text = "".join([*out, _prose(woven, text[end:])])
    head, _, rest = text.strip().partition("\n")
    return re.sub(r"\n{3,}", "\n\n", f"# {title(head) or woven.page.name}\n\n{woven.url}\n{rest}")


def _prose(woven, text: str) -> str:
    """What lies between fences: pictures become their text alternatives."""
    text = UNREAD.sub("", PICTURE.sub(r"Figure: \1", text))
    return woven.linked(text)
