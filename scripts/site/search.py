"""The search index, made to understand readers: what the theme's own options cannot say.

The theme searches each word of a query as the beginning of a word, adds up what all words bring,
and shows of each page its best section. So a word that says nothing ("what", "if", "i") would
match thousands: here such words are separators, in the index and in the query alike. A line
"Also asked as: …" becomes a field of its own that weighs as much as a heading.
"""

from __future__ import annotations

import json
import re
from pathlib import Path

ASKED = re.compile(r"<p>Also asked as: (.*?)</p>", re.DOTALL)
WEIGHTS = {"title": 8, "asked": 8, "text": 1}
ARTICLE = 0.4  # the theme more than doubles the score of a page as a whole
WORDS_THAT_SAY_NOTHING = """
    a about actually already also always am an and are as at be because been but by can could did
    do does doesn doing don even ever for from get go goes had has have how i if in into is isn it
    its ll may me mean might must my of on or our really s should so some still t than that the
    their them then there these they this those though to too up us was we were what when where
    whether which while who why will with would you your 100
"""  # 100: the search takes "-100" as "not 100"
MARKS = r"\s\-.,:;()\[\]{}'\"`“”‘’=/*!?%+<>…|&@#·×–—"
START, END = f"(?<![^{MARKS}])", f"(?![^{MARKS}])"


def separator() -> str:
    """What lies between words, as a regular expression of JavaScript."""
    words = [form for word in WORDS_THAT_SAY_NOTHING.split() for form in (word, word.capitalize())]
    return "|".join(
        [
            f"[{MARKS}]+",
            r"(?<!\b[zZ]ero)_(?!to_none|none)",  # zero_grad and set_to_none are one word each
            f"{START}(?:{'|'.join(sorted(words, key=len, reverse=True))}|[A-Za-z0-9]){END}",
            rf"(?<=[a-z]{{2}}[^sui\W])s{END}",  # the plural
        ]
    )


def readable(page: str) -> str:
    """What the theme's indexer finds in the HTML of a page, without what it leaves out anyway.

    It reads tag by tag, and most tags of a page are of drawings, formulas and coloured code.
    """
    page = re.sub(r"<svg\b.*?</svg>", "", page, flags=re.DOTALL)
    page = re.sub(r"<var\b[^>]* data-search-exclude.*?</var>", "", page, flags=re.DOTALL)
    return re.sub(
        r"<pre>.*?</pre>", lambda m: re.sub("</?span[^>]*>", "", m[0]), page, flags=re.DOTALL
    )


def tune(site: Path) -> None:
    """Rewrite the search index of the built site."""
    path = site / "search" / "search_index.json"
    index = json.loads(path.read_text("utf-8"))
    index["config"]["separator"] = separator()
    index["config"]["fields"] |= {name: {"boost": weight} for name, weight in WEIGHTS.items()}
    index["docs"] = [_tuned(entry) for entry in index["docs"] if _says_something(entry)]
    path.write_text(json.dumps(index, separators=(",", ":")), encoding="utf-8")


def _says_something(entry: dict) -> bool:
    """Whether it is a page, or a section with more than a heading."""
    return "#" not in entry["location"] or bool(re.sub("<[^>]+>|\\s", "", entry["text"]))


def _tuned(entry: dict) -> dict:
    """An entry without its programs (an error message stays), its other wordings in a field."""
    text, boost = entry["text"], entry.get("boost", 1)
    asked = " ".join(re.sub("<[^>]+>", "", words) for words in ASKED.findall(text))
    text = ASKED.sub("", text)
    if not entry["location"].startswith("errors/"):
        text = re.sub("<pre>.*?</pre>", " ", text, flags=re.DOTALL)
    entry |= {"text": text, "boost": boost if "#" in entry["location"] else boost * ARTICLE}
    return entry | {"asked": asked} if asked else entry
