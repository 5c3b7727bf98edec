"""What a page may load and run: the site's own files, and the scripts it was built with.

The policy stands in the head of every page, so that it holds on any host and from disk, and is the
same on all, because the theme changes pages without loading them anew. What only a header can say
is in `_headers`, in the form that static hosts read: who may frame a page, and what a worker may
do. A header goes with every file, so it says no more than that.
"""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Iterable

INLINE = re.compile(r"<(script|style)\b([^>]*)>(.*?)</\1>", re.DOTALL)
DATA = re.compile(r'\bsrc=|type="(?!module")')  # a file, or no script that runs
FEATURES = ("camera", "display-capture", "geolocation", "microphone", "payment", "usb")


def hashes(pages: Iterable[str]) -> dict[str, set[str]]:
    """The hashes of all scripts and styles that stand in these pages, by their tag."""
    found: dict[str, set[str]] = {"script": set(), "style": set()}
    for html in pages:
        for tag, attributes, text in INLINE.findall(html):
            if tag == "style" or not DATA.search(attributes):
                digest = base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()
                found[tag].add(f"'sha256-{digest}'")
    return found


FRAMED = "frame-ancestors 'none'"
WORKER = {  # it compiles WebAssembly, which a page may not
    "default-src": ["'none'"],
    "script-src": ["'self'", "'wasm-unsafe-eval'"],
    "connect-src": ["'self'"],
}


def policy(allowed: dict[str, set[str]]) -> str:
    """The Content-Security-Policy of every page.

    Args:
        allowed: the hashes of scripts and styles in the pages.
    """
    rules = {
        "default-src": ["'none'"],
        "script-src": ["'self'", *sorted(allowed["script"])],
        "style-src-elem": ["'self'", *sorted(allowed["style"])],
        "style-src-attr": ["'unsafe-inline'"],  # formulas and drawings place their parts by it
        "img-src": ["'self'", "data:"],
        "font-src": ["'self'"],
        "connect-src": ["'self'"],
        "worker-src": ["'self'"],
        "base-uri": ["'none'"],
        "form-action": ["'none'"],
    }
    return _written(rules)


def meta(allowed: dict[str, set[str]]) -> str:
    """The policy as an element of a page's head."""
    return f'<meta http-equiv="Content-Security-Policy" content="{policy(allowed)}">\n'


def headers() -> dict[str, dict[str, str]]:
    """The headers of responses, by the addresses that they go with."""
    every = {
        "Content-Security-Policy": FRAMED,
        "Cross-Origin-Opener-Policy": "same-origin",
        "Permissions-Policy": ", ".join(f"{name}=()" for name in FEATURES),
        "Referrer-Policy": "no-referrer",
        "X-Content-Type-Options": "nosniff",
    }
    return {"/*": every, "/assets/doctor/worker.js": {"Content-Security-Policy": _written(WORKER)}}


def _written(rules: dict[str, list[str]]) -> str:
    return "; ".join(f"{name} {' '.join(values)}" for name, values in rules.items())
