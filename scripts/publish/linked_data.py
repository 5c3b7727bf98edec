"""What each page says of itself: its card where it is linked to, and JSON-LD for search engines.

In the words of schema.org a page of questions is a FAQPage with the answers that answers.json
holds; the front page is the WebSite, and every other page a TechArticle.
"""

from __future__ import annotations

import html
import json
from urllib.parse import urljoin

from bs4 import BeautifulSoup

from scripts.drawing import cards
from scripts.files import PAGES, read
from scripts.pages import Page
from scripts.weave.edition import citation, version

LICENCE = "https://creativecommons.org/licenses/by/4.0/"


def answers() -> dict[str, list[dict]]:
    """Entries of answers.json by the page they stand on, "faq/basics/"."""
    data = json.loads(read(PAGES / "answers.json"))
    found: dict[str, list[dict]] = {}
    for entry in data["answers"]:
        page, _, anchor = entry["url"].removeprefix(data["site"]).partition("#")
        found.setdefault(page, []).append({**entry, "anchor": anchor})
    return found


def described(text: str, of: Page, asked: list[dict], changed: str) -> str:
    """The elements for the head of a page that describe it.

    Args:
        text: the built page, as HTML.
        of: the page.
        asked: its entries of answers.json.
        changed: the day on which it was last changed, or nothing.
    """
    page = BeautifulSoup(text, "lxml")
    meta = {tag["property"]: tag["content"] for tag in page.select("meta[property]")}
    url = page.select_one("link[rel=canonical]")["href"]
    site = urljoin(url, "../" * of.address.count("/")) if of.address else url
    card = f"{site}generated/cards/{of.name.replace('/', '-')}.png"
    about = {
        "@type": "TechArticle",
        "@id": url,
        "url": url,
        "headline": meta["og:title"],
        "description": meta["og:description"],
        "image": card,
        "inLanguage": "en",
        "license": LICENCE,
        "author": _author(),
        "version": version(),
        "isPartOf": {"@type": "WebSite", "name": meta["og:site_name"], "url": site},
    }
    if changed:
        about["dateModified"] = changed
    if not of.address:
        for key in ("headline", "isPartOf"):
            del about[key]
        about |= {"@type": "WebSite", "name": meta["og:site_name"]}
    elif asked and asked[0]["kind"] == "question":
        about |= {"@type": "FAQPage", "mainEntity": [_question(entry, url) for entry in asked]}
    data = json.dumps({"@context": "https://schema.org"} | about, ensure_ascii=False)
    data = data.replace("</", "<\\/")  # which would end the element
    shown = _card(meta["og:title"], url, card)
    return f'{shown}<script type="application/ld+json">{data}</script>\n'


def _card(title: str, url: str, picture: str) -> str:
    about = {"type": "article", "url": url, "image": picture}
    about |= {"image:width": cards.SIZE[0], "image:height": cards.SIZE[1]}
    about["image:alt"] = html.escape(title)
    shown = "".join(f'<meta property="og:{key}" content="{about[key]}">\n' for key in about)
    return f'{shown}<meta name="twitter:card" content="summary_large_image">\n'


def _author() -> dict:
    return {"@type": "Organization", "name": citation()["authors"][0]["name"]}


def _question(entry: dict, url: str) -> dict:
    answer = {"@type": "Answer", "text": entry["answer"], "url": f"{url}#{entry['anchor']}"}
    return {"@type": "Question", "name": entry["question"], "acceptedAnswer": answer}
