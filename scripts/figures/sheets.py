"""What is drawn beside the figures, where it is stale: the poster and the pages' social cards."""

from __future__ import annotations

import io
import os
import re
from pathlib import Path
from urllib.parse import urlsplit

from scripts.recorder import version
from scripts.runs import GENERATED, ROOT, RunError, again, digest, finite, load, write
from scripts.sources import chapter_functions

DOCS, FIGURES, SNIPPETS = ROOT / "docs", ROOT / "scripts" / "figures", ROOT / "snippets"
CITATION = ROOT / "CITATION.cff"
POSTER, CARDS = GENERATED / "poster", GENERATED / "cards"
PANELS = ("accumulation/ledger", "accumulation/hill", "placement/every_order")
PANELS += ("exceptions/errors", "clearing/frozen")
RUNS = ("accumulation/ledger", "accumulation/hill", "placement/orders", "exceptions/errors")
RUNS += ("clearing/frozen", "clearing/memory")
PROGRAMS = ("index/five_lines.py", "index/accumulate.py")
PAPERS = {"a2": 420, "a4": 210}  # millimetres across
PRINT, SCREEN = 3200, 1200  # pixels across
LIGHTEST = 60_000  # bytes of a card
KINDS = ("svg", "png", "screen.png", "card.png", "a2.pdf", "a4.pdf")


def stale(wanted, force: bool) -> dict:
    """Jobs that draw the poster and the cards, those of them that are wanted and stale."""
    jobs = _poster(force) if wanted("poster") else {}
    if wanted("cards"):
        jobs |= _cards(force)
    return jobs


def _machinery(*names: str) -> str:
    """Digest of the code that draws, and of the libraries that it draws with."""
    files = ("style.py", "export.py", "sheets.py", "mark.py", *names)
    code = "".join(digest((FIGURES / file).read_bytes()) for file in files)
    return code + "".join(version(name) for name in ("matplotlib", "pillow"))


def _poster(force: bool) -> dict:
    drawn = chapter_functions(FIGURES)
    if not set(PANELS) <= set(drawn):
        return {}  # a site without these chapters
    try:
        records = {run: load(GENERATED / f"{run}.json") for run in RUNS}
    except RunError as error:
        print(again("poster", str(error)))
        return {}
    programs = {name: (SNIPPETS / name).read_text("utf-8") for name in PROGRAMS}
    key = digest(
        _machinery("poster.py", "placed.py")
        + "".join(drawn[name].digest for name in PANELS)
        + "".join(record["digest"] for record in records.values())
        + repr((programs, records[RUNS[0]]["versions"], _address(), CITATION.read_text("utf-8")))
    )
    jobs = {}
    for theme in ("light", "dark"):
        note = POSTER / f"{theme}.key"
        whole = all((POSTER / f"poster.{theme}.{kind}").exists() for kind in KINDS)
        if force or not whole or not note.exists() or note.read_text("utf-8") != key:
            jobs[f"poster, {theme}"] = _sheet(theme, key, records, programs)
    return jobs


def _sheet(theme: str, key: str, records: dict, programs: dict):
    def job():
        runs = {run: finite(record["result"]) for run, record in records.items()}
        _draw_poster(theme, runs, programs, _words(records[RUNS[0]]))
        write(POSTER / f"{theme}.key", key)

    return job


def citation() -> str:
    """How to cite the site, from CITATION.cff: authors, year, title, version."""
    import yaml

    cite = yaml.safe_load(CITATION.read_text("utf-8"))
    authors = ", ".join(author["name"] for author in cite["authors"])
    return f"{authors} ({cite['date-released'].year}). {cite['title']}. Version {cite['version']}."


def _address() -> str:
    """Where the site is published; empty where it is only tried on this machine."""
    address = os.environ.get("SITE_URL", "")
    return "" if urlsplit(address).hostname in ("127.0.0.1", "localhost") else address


def _words(record: dict) -> dict[str, str]:
    """What the sheet says of itself: torch, device, how it was made, how to cite it and where."""
    return {
        "torch": record["versions"]["torch"].split("+")[0],
        "device": record["device"]["type"].upper(),
        "made": "Model, settings and seeds of each panel: its caption on the site.\n"
        "Draw this sheet again: make poster. One panel: make figure NAME=accumulation/ledger",
        "cite": f"{citation()}\n{_address()} Text and figures CC BY 4.0, code MIT.".replace(
            "\n ", "\n"
        ),
    }


def _draw_poster(theme: str, runs: dict, programs: dict, words: dict) -> None:
    """Write the poster's files of one theme."""
    from scripts.figures import export, poster

    def sheet():
        return poster.poster(runs, programs, words)

    def name(kind: str) -> Path:
        return POSTER / f"poster.{theme}.{kind}"

    [svg] = export.pictures(sheet, theme, ("svg",))
    short = re.sub(rb"-?\d+\.\d{3,}", lambda m: f"{float(m[0]):.2f}".encode(), svg)
    write(name("svg"), short)
    [large] = export.pictures(sheet, theme, ("png",), PRINT)
    write(name("png"), _flat(large, 256))
    write(name("screen.png"), _flat(large, 256, SCREEN))
    for paper, across in PAPERS.items():
        write(name(f"{paper}.pdf"), *export.pictures(sheet, theme, ("pdf",), across / 25.4 * 96))
    [crop] = export.pictures(lambda: poster.card(runs), theme, ("png",), SCREEN)
    write(name("card.png"), _flat(crop, 256))


def _flat(png: bytes, colours: int, width: int | None = None, note: str = "") -> bytes:
    """The picture in a palette of `colours`, `width` pixels across, with `note` in its head."""
    from PIL import Image, PngImagePlugin

    image = Image.open(io.BytesIO(png)).convert("RGB")
    if width:
        size = width, round(image.height * width / image.width)
        image = image.resize(size, Image.Resampling.LANCZOS)
    image = image.quantize(colours, Image.Quantize.FASTOCTREE, dither=Image.Dither.NONE)
    image.putpalette(_exact(image.getpalette()))
    head, buffer = PngImagePlugin.PngInfo(), io.BytesIO()
    if note:
        head.add_text("key", note)
    image.save(buffer, "png", optimize=True, pnginfo=head)
    return buffer.getvalue()


def _exact(palette: list[int]) -> list[int]:
    """The palette, with the entry nearest to each role's colour made exactly that colour."""
    from scripts.figures.style import THEMES

    entries = [palette[i : i + 3] for i in range(0, len(palette), 3)]
    for role in (*THEMES["light"], *THEMES["dark"]):
        exact = [int(role[i : i + 2], 16) for i in (1, 3, 5)]
        far = [max(abs(a - b) for a, b in zip(entry, exact, strict=True)) for entry in entries]
        if min(far) <= 4:
            entries[far.index(min(far))] = exact
    return [value for entry in entries for value in entry]


def pages() -> dict[str, Path]:
    """The pages that have a card, by its name: `chapters-loops` for docs/chapters/loops.md."""
    paths = [*DOCS.glob("*.md"), *DOCS.glob("chapters/*.md"), *DOCS.glob("faq/*.md")]
    paths += DOCS.glob("notebooks/*.py")
    return {
        path.relative_to(DOCS).with_suffix("").as_posix().replace("/", "-"): path
        for path in sorted(paths)
    }


def _title(text: str, name: str) -> str:
    """Title of a page, from its front matter or its first heading, without marks of Markdown."""
    title = re.search(r"\A---\n(?:.*\n)*?title: *(.+)\n", text) or re.search(
        r"^(?:# )?# ([^%].*)$", text, re.MULTILINE
    )
    return re.sub(r"[`*]|\s*\{.*\}$", "", title[1]).strip("\"'") if title else name


def _cards(force: bool) -> dict:
    base, jobs, known = _machinery("cards.py"), {}, pages()
    for name, page in known.items():
        text = page.read_text("utf-8")
        title, shown = _title(text, name), re.search(r'\[= figure\("([^"]+)"\)', text)
        picture = GENERATED / f"{shown[1]}.light.png" if shown else None
        picture = picture if picture and picture.exists() else None
        key = digest(base + title + (digest(picture.read_bytes()) if picture else ""))
        path = CARDS / f"{name}.png"
        if force or not path.exists() or key.encode() not in path.read_bytes()[:1200]:
            jobs[f"cards/{name}"] = _card(path, title, picture, key)
    for path in CARDS.glob("*"):
        if path.stem not in known:
            path.unlink()
    return jobs


def _card(path: Path, title: str, picture: Path | None, key: str):
    def job():
        from scripts.figures import cards, export

        [png] = export.pictures(
            lambda: cards.card(title, picture), "light", ("png",), cards.SIZE[0]
        )
        made = (_flat(png, colours, note=key) for colours in (256, 128, 64, 32, 16, 8))
        write(path, next(file for file in made if len(file) <= LIGHTEST))

    return job
