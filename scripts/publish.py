"""Publish: put beside a built site what its generator leaves out.

    python -m scripts publish site

Each page's Markdown twin, index.md beside index.html; and a search index that understands readers.
The theme searches each word of a query as the beginning of a word, adds up what all words bring,
and shows of each page its best section. So a word that says nothing ("what", "if", "i") would
match thousands: here such words are separators, in the index and in the query alike. A line
"Also asked as: …" becomes a field of its own that weighs as much as a heading.
"""

from __future__ import annotations

import argparse
import json
import re
from pathlib import Path

from scripts.files import PAGES, ROOT, Fault, read, write
from scripts.pages import markdown

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
PUNCTUATION = r"\s\-.,:;()\[\]{}'\"`“”‘’=/*!?%+<>…|&@#·×–—✓"
START, END = f"(?<![^{PUNCTUATION}])", f"(?![^{PUNCTUATION}])"


def separator() -> str:
    """What lies between words, as a regular expression of JavaScript."""
    words = [form for word in WORDS_THAT_SAY_NOTHING.split() for form in (word, word.capitalize())]
    return "|".join(
        [
            f"[{PUNCTUATION}]+",
            r"(?<!\b[zZ]ero)_(?!to_none|none)",  # zero_grad and set_to_none are one word each
            f"{START}(?:{'|'.join(sorted(words, key=len, reverse=True))}|[A-Za-z0-9]){END}",
            rf"(?<=[a-z]{{2}}[^sui\W])s{END}",  # the plural
        ]
    )


def tune(site: Path) -> None:
    """Rewrite the search index of the built site.

    Raises:
        Fault: the generator has written none in the form of Material for MkDocs.
    """
    path = site / "search" / "search_index.json"
    try:
        index = json.loads(path.read_text("utf-8"))
        index["config"]["separator"] = separator()
        index["config"]["fields"] |= {name: {"boost": boost} for name, boost in WEIGHTS.items()}
        index["docs"] = [_tuned(entry) for entry in index["docs"] if _says_something(entry)]
    except (OSError, ValueError, KeyError) as error:
        what = f"no search index as Material for MkDocs writes it ({type(error).__name__})"
        raise Fault(str(path), what, "make site") from None
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


def twins(site: Path) -> None:
    """Put the woven Markdown of each page beside it."""
    for page in markdown():
        write(site / page.address / "index.md", read(PAGES / page.uri))


def main(arguments: list[str]) -> int:
    """Publish the site that lies in the folder named, by default site/."""
    parser = argparse.ArgumentParser(prog="python -m scripts publish")
    parser.add_argument("site", nargs="?", type=Path, default=ROOT / "site")
    parser.add_argument("--zensical", action="store_true", help="its search index stays as it is")
    options = parser.parse_args(arguments)
    twins(options.site)
    if not options.zensical:
        tune(options.site)
    return 0
