"""A figure's files: one SVG that follows the page's theme, and pictures in light and dark."""

from __future__ import annotations

import io
import re
from collections.abc import Callable, Iterable

from scripts import palette
from scripts.drawing import KINDS, paths, style
from scripts.files import FIGURES, write

DPI = 300
NUMBER = re.compile(r"-?\d+\.\d{3,}")


def save(draw: Callable, name: str) -> None:
    """Draw the figure `name` in each theme and write its files.

    Args:
        draw: takes nothing, returns a new matplotlib figure.
        name: "<chapter>/<figure>".
    """
    import matplotlib

    matplotlib.use("svg")
    for theme in ("light", "dark"):
        kinds = tuple(kind.split(".")[1] for kind in KINDS if kind.startswith(theme))
        for kind, picture in zip(kinds, pictures(draw, theme, kinds), strict=True):
            write(FIGURES / f"{name}.{theme}.{kind}", picture)
    with style.theme("page"):
        figure = _laid_out(draw())
        svg = themed(_rendered(figure, "svg", transparent=True).decode(), name.replace("/", "-"))
        _close(figure)
    write(FIGURES / f"{name}.svg", svg + "\n")


def pictures(draw: Callable, theme: str, kinds: Iterable[str | tuple[str, float]]) -> list[bytes]:
    """The figure on the paper of `theme`, drawn once, as files of each of `kinds`.

    Args:
        draw: takes nothing, returns a new matplotlib figure.
        kinds: of "svg", "png" and "pdf", in the figure's own size; or such a kind with the pixels
            across, of which SVG and PDF count 96 to the inch.
    """
    with style.theme(theme):
        figure = _laid_out(draw())
        paper = palette.theme(theme)["paper"]
        sized = [(kind, None) if isinstance(kind, str) else kind for kind in kinds]
        made = [_sized(figure, kind, width, facecolor=paper) for kind, width in sized]
        _close(figure)
    return made


def _laid_out(figure):
    """The figure, its parts put in their places once, for files of every kind."""
    if figure.get_layout_engine():
        figure.draw_without_rendering()
        figure.set_layout_engine("none")
    return figure


def _sized(figure, kind: str, width: float | None, **options) -> bytes:
    inches = figure.get_figwidth()
    if kind == "png":
        return _rendered(figure, kind, dpi=width / inches if width else DPI, **options)
    scale = width / 96 / inches if width else 1
    if kind == "pdf":
        return _pdf(figure, scale, options["facecolor"])
    svg = _rendered(figure, kind, **options).decode()
    size = [f'{side}="{72 * scale * length:g}pt"' for side, length in _sides(figure)]
    return re.sub(r'width="[^"]+" height="[^"]+"', " ".join(size), svg, count=1).encode()


def _sides(figure):
    return zip(("width", "height"), figure.get_size_inches(), strict=True)


def _pdf(figure, scale: float, paper: str) -> bytes:
    """One page that holds the figure `scale` times as large, everything in proportion."""
    from matplotlib.backends.backend_mixed import MixedModeRenderer
    from matplotlib.backends.backend_pdf import Op, PdfFile, RendererPdf

    buffer, plain = io.BytesIO(), figure.get_facecolor()
    figure.set(dpi=72, facecolor=paper)
    width, height = figure.get_size_inches()
    file = PdfFile(buffer, metadata={"CreationDate": None})
    file.newPage(width * scale, height * scale)
    file.width, file.height = width, height  # what it clips lines to, before they are scaled
    file.output(scale, 0, 0, scale, 0, 0, Op.concat_matrix)
    renderer = RendererPdf(file, DPI, height, width)
    renderer = MixedModeRenderer(figure, width, height, DPI, renderer)
    figure.draw(renderer)
    renderer.finalize()
    file.finalize()
    file.close()
    figure.set_facecolor(plain)
    return buffer.getvalue()


def _rendered(figure, kind: str, **options) -> bytes:
    import matplotlib

    buffer = io.BytesIO()
    metadata = {"Date": None} if kind == "svg" else {"Software": None}
    with matplotlib.rc_context({"figure.constrained_layout.use": False}):  # keep layout="none"
        figure.savefig(buffer, format=kind, **{"dpi": DPI, **options}, metadata=metadata)
    return buffer.getvalue()


def flat(png: bytes, colours: int, width: int | None = None) -> bytes:
    """The picture in a palette of `colours`, `width` pixels across."""
    from PIL import Image

    image = Image.open(io.BytesIO(png)).convert("RGB")
    if width:
        size = width, round(image.height * width / image.width)
        image = image.resize(size, Image.Resampling.LANCZOS)
    image = image.quantize(colours, Image.Quantize.FASTOCTREE, dither=Image.Dither.NONE)
    image.putpalette(_exact(image.getpalette()))
    buffer = io.BytesIO()
    image.save(buffer, "png", optimize=True)
    return buffer.getvalue()


def _exact(entries: list[int]) -> list[int]:
    """The picture's palette, with the entry nearest to each role's colour made that colour."""
    entries = [entries[i : i + 3] for i in range(0, len(entries), 3)]
    for colour in (colour for pair in zip(*palette.ROLES.values(), strict=True) for colour in pair):
        exact = [int(colour[i : i + 2], 16) for i in (1, 3, 5)]
        far = [max(abs(a - b) for a, b in zip(entry, exact, strict=True)) for entry in entries]
        if min(far) <= 4:
            entries[far.index(min(far))] = exact
    return [value for entry in entries for value in entry]


def short(svg: str) -> str:
    """`svg` with its coordinates to a hundredth of a unit."""
    return NUMBER.sub(_short, svg)


def _short(number: re.Match) -> str:
    """A coordinate to a hundredth of a unit."""
    return f"{float(number[0]):.2f}".rstrip("0").rstrip(".")


def _close(figure) -> None:
    import matplotlib.pyplot as plt

    plt.close(figure)


def themed(svg: str, name: str) -> str:
    """`svg` as a page inlines it: CSS variables, the page's fonts, ids of its own, and short."""
    svg = svg[svg.index("<svg") :]
    svg = re.sub(r"\s*<metadata>.*?</metadata>", "", svg, flags=re.DOTALL)
    svg = re.sub(r'<path d="[^"]*" style="fill: none"/>', "", svg)  # nothing is drawn
    for role, stand_in in style.STAND_INS.items():
        svg = svg.replace(stand_in, f"var(--zg-{role})")
    svg = svg.replace('<style type="text/css">*{', f"<style>.{name} *{{")
    for family, variable in (("DejaVu Sans Mono", "mono"), ("DejaVu Sans", "sans")):
        svg = re.sub(f"font-family: '{family}'[^;\"]*", f"font-family: var(--zg-{variable})", svg)
    used = set(re.findall(r'(?:href="|url\()#([^")]+)', svg))
    svg = re.sub(r' id="([^"]+)"', lambda m: f' id="{name}-{m[1]}"' if m[1] in used else "", svg)
    svg = re.sub(r'xlink:href="#([^"]+)"', rf'xlink:href="#{name}-\1"', svg)
    svg = re.sub(r"url\(#([^)]+)\)", rf"url(#{name}-\1)", svg)
    svg = re.sub(r"<[^>]+>", lambda tag: NUMBER.sub(_short, tag[0]), svg)  # no text between tags
    svg = re.sub(r' d="([MLQCZmlqcz\d\s.-]+)"', lambda m: f' d="{paths.short(m[1])}"', svg)
    svg = re.sub(r' transform="rotate\(-0 [^)]*\)"', "", svg)
    box = re.search(r'viewBox="([^"]+)"', svg)[1]
    opening = (
        f'<svg class="{name}" viewBox="{box}" role="img" aria-label="" data-search-exclude '
        'xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink">'
    )
    svg = re.sub(r"<svg[^>]*>", opening, svg, count=1)
    return re.sub(r"\n\s*", "\n", _ungrouped(svg)).strip()


def _ungrouped(svg: str) -> str:
    """`svg` without the groups that say nothing, nearly half of its elements."""
    parts, kept = [], []
    for part in re.split(r"(<g\b[^>]*>|</g>)", svg):
        if part.startswith("<g"):
            kept.append(part != "<g>")
        if not part.startswith(("<g", "</g>")) or (kept[-1] if part != "</g>" else kept.pop()):
            parts.append(part)
    return "".join(parts)
