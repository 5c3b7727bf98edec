"""What a page may load and run: the site's own files, and the scripts it was built with.

The policy stands in the head of every page, so that it holds on any host and from disk, and is the
same on all, because the theme changes pages without loading them anew. What only a header can say
is in `_headers`, in the form that static hosts read.
"""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Iterable

INLINE = re.compile(r"<(script|style)\b([^>]*)>(.*?)</\1>", re.DOTALL)
DATA = re.compile(r'\bsrc=|type="(?!module")')  # a file, or no script that runs
FEATURES = (
    "accelerometer autoplay camera display-capture encrypted-media geolocation "
    "gyroscope magnetometer microphone midi payment picture-in-picture publickey-credentials-get "
    "screen-wake-lock usb xr-spatial-tracking"
)


def hashes(pages: Iterable[str]) -> dict[str, set[str]]:
    """The hashes of all scripts and styles that stand in these pages, by their tag."""
    found: dict[str, set[str]] = {"script": set(), "style": set()}
    for html in pages:
        for tag, attributes, text in INLINE.findall(html):
            if tag == "style" or not DATA.search(attributes):
                digest = base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()
                found[tag].add(f"'sha256-{digest}'")
    return found


def policy(allowed: dict[str, set[str]], header: bool = False) -> str:
    """The Content-Security-Policy.

    Args:
        allowed: the hashes of scripts and styles in the pages.
        header: as a response's header. It holds for workers too, which compile WebAssembly;
            a page's own policy lets no page do so.
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
    if header:
        rules["script-src"].append("'wasm-unsafe-eval'")
        rules["frame-ancestors"] = ["'none'"]
    return "; ".join(f"{name} {' '.join(values)}" for name, values in rules.items())


def headers(allowed: dict[str, set[str]]) -> dict[str, str]:
    """The headers of every response."""
    return {
        "Content-Security-Policy": policy(allowed, header=True),
        "Cross-Origin-Opener-Policy": "same-origin",
        "Permissions-Policy": ", ".join(f"{name}=()" for name in FEATURES.split()),
        "Referrer-Policy": "no-referrer",
        "X-Content-Type-Options": "nosniff",
    }


def meta(allowed: dict[str, set[str]]) -> str:
    """The policy as an element of a page's head."""
    return f'<meta http-equiv="Content-Security-Policy" content="{policy(allowed)}">\n'
