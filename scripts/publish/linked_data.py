"""What each page says of itself to search engines, as JSON-LD in the words of schema.org.

A page of questions is a FAQPage with the answers that answers.json holds; the front page is the
WebSite, and every other page a TechArticle.
"""

from __future__ import annotations

import json
from urllib.parse import urljoin

from bs4 import BeautifulSoup

from scripts.files import PAGES, read
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


def described(html: str, address: str, asked: list[dict], changed: str) -> str:
    """The script element that describes a page.

    Args:
        html: the built page.
        address: the page's below the site's, "faq/basics/".
        asked: its entries of answers.json.
        changed: the day on which it was last changed, or nothing.
    """
    page = BeautifulSoup(html, "lxml")
    meta = {tag["property"]: tag["content"] for tag in page.select("meta[property]")}
    url = page.select_one("link[rel=canonical]")["href"]
    site = urljoin(url, "../" * address.count("/")) if address else url
    about = {
        "@type": "TechArticle",
        "@id": url,
        "url": url,
        "headline": meta["og:title"],
        "description": meta["og:description"],
        "image": meta["og:image"],
        "inLanguage": "en",
        "license": LICENCE,
        "author": _author(),
        "version": version(),
        "isPartOf": {"@type": "WebSite", "name": meta["og:site_name"], "url": site},
    }
    if changed:
        about["dateModified"] = changed
    if not address:
        for key in ("headline", "isPartOf"):
            del about[key]
        about |= {"@type": "WebSite", "name": meta["og:site_name"]}
    elif asked and asked[0]["kind"] == "question":
        about |= {"@type": "FAQPage", "mainEntity": [_question(entry, url) for entry in asked]}
    data = json.dumps({"@context": "https://schema.org"} | about, ensure_ascii=False)
    data = data.replace("</", "<\\/")  # which would end the element
    return f'<script type="application/ld+json">{data}</script>\n'


def _author() -> dict:
    return {"@type": "Organization", "name": citation()["authors"][0]["name"]}


def _question(entry: dict, url: str) -> dict:
    answer = {"@type": "Answer", "text": entry["answer"], "url": f"{url}#{entry['anchor']}"}
    return {"@type": "Question", "name": entry["question"], "acceptedAnswer": answer}
