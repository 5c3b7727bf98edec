"""A figure's files: one SVG that follows the page's theme, and SVG and PNG in light and dark."""

from __future__ import annotations

import io
import re
from collections.abc import Callable

from scripts.figures import style
from scripts.runs import GENERATED, write

DPI = 300


def save(draw: Callable, name: str, key: str) -> None:
    """Draw the figure `name` in each theme and write its files; the page's SVG, with the key, last.

    Args:
        draw: takes nothing, returns a new matplotlib figure.
        name: "<chapter>/<figure>".
        key: digest of all that the figure came from; the next build compares it.
    """
    import matplotlib

    matplotlib.use("svg")
    base = GENERATED / name
    for theme in ("light", "dark"):
        with style.theme(theme):
            figure = draw()
            paper = dict(zip(style.ROLES, style.THEMES[theme], strict=True))["paper"]
            for kind in ("svg", "png"):
                write(
                    base.parent / f"{base.name}.{theme}.{kind}",
                    _rendered(figure, kind, facecolor=paper),
                )
            _close(figure)
    with style.theme("page"):
        figure = draw()
        svg = themed(_rendered(figure, "svg", transparent=True).decode(), name.replace("/", "-"))
        _close(figure)
    write(base.parent / f"{base.name}.svg", svg.replace(">", f"><!-- {key} -->", 1) + "\n")


def _rendered(figure, kind: str, **options) -> bytes:
    buffer = io.BytesIO()
    metadata = {"Date": None} if kind == "svg" else {"Software": None}
    figure.savefig(buffer, format=kind, dpi=DPI, metadata=metadata, **options)
    return buffer.getvalue()


def _close(figure) -> None:
    import matplotlib.pyplot as plt

    plt.close(figure)


def themed(svg: str, name: str) -> str:
    """`svg` as a page inlines it: CSS variables, the page's fonts, ids of its own, and short."""
    svg = svg[svg.index("<svg") :]
    svg = re.sub(r"\s*<metadata>.*?</metadata>", "", svg, flags=re.DOTALL)
    svg = re.sub(r'<path d="[^"]*" style="fill: none"/>', "", svg)  # nothing is drawn
    for role, stand_in in zip(style.ROLES, style.THEMES["page"], strict=True):
        svg = svg.replace(stand_in, f"var(--zg-{role})")
    svg = svg.replace('<style type="text/css">*{', f"<style>.{name} *{{")
    for family, variable in (("DejaVu Sans Mono", "mono"), ("DejaVu Sans", "sans")):
        svg = re.sub(f"font-family: '{family}'[^;\"]*", f"font-family: var(--zg-{variable})", svg)
    used = set(re.findall(r'(?:href="|url\()#([^")]+)', svg))
    svg = re.sub(r' id="([^"]+)"', lambda m: f' id="{name}-{m[1]}"' if m[1] in used else "", svg)
    svg = re.sub(r'xlink:href="#([^"]+)"', rf'xlink:href="#{name}-\1"', svg)
    svg = re.sub(r"url\(#([^)]+)\)", rf"url(#{name}-\1)", svg)
    svg = re.sub(r"-?\d+\.\d{3,}", lambda m: f"{float(m[0]):.2f}".rstrip("0").rstrip("."), svg)
    svg = re.sub(r"(?<=\d) *\n(?=[A-Zz])", " ", svg)
    box = re.search(r'viewBox="([^"]+)"', svg)[1]
    opening = (
        f'<svg class="{name}" viewBox="{box}" role="img" aria-label="" data-search-exclude '
        'xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink">'
    )
    svg = re.sub(r"<svg[^>]*>", opening, svg, count=1)
    return re.sub(r"\n\s*", "\n", re.sub(r"(<g>\s*</g>\s*)+", "", svg)).strip()
