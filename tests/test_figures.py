"""Promise: every figure keeps the rules that a machine can check, and the poster shows its runs."""

from __future__ import annotations

import ast
import copy
import gzip
import importlib
import io
import re
import zlib
from itertools import combinations
from pathlib import Path

import matplotlib
import pytest
from coloraide import Color
from PIL import Image

from scripts import drawing as files
from scripts import figure as command
from scripts import palette
from scripts.drawing import export, poster, printed, style
from scripts.drawing.inset import _Scaled
from scripts.files import DOCS, DRAWERS, FIGURES, RECORDS, Fault
from scripts.functions import chapter_functions
from scripts.pages import pages
from scripts.programs import program
from scripts.records import finite, load
from scripts.versions import Versions
from scripts.weave.desk import environment
from scripts.weave.expected import Expected
from scripts.weave.figures import lead

matplotlib.use("svg")
DRAWN = chapter_functions(DRAWERS)
PHONE = 328  # pixels across, of a figure on a phone of 360
ROLES = ("weight", "fresh", "stale", "correct")
PAINTS = {"color", "c", "facecolor", "fc", "edgecolor", "ec", "mfc", "mec", "markerfacecolor"}
PAINTS |= {"markeredgecolor", "colour", "markerfacecoloralt", "hatchcolor"}
DRAWING = [*DRAWERS.glob("*.py"), *Path(files.__file__).parent.glob("*.py")]
every_figure = pytest.mark.parametrize("name", DRAWN)


def results(name):
    """The recorded results that the figure `name` is drawn from."""
    function = DRAWN[name]
    paths = [RECORDS / function.path.stem / f"{run}.json" for run in function.parameters]
    return [finite(load(path).result) for path in paths]


def drawing(name):
    """A function that draws the figure `name` from its recorded runs."""
    module = importlib.import_module(f"scripts.figures.{DRAWN[name].path.stem}")
    arguments = results(name)
    return lambda: getattr(module, DRAWN[name].name)(*copy.deepcopy(arguments))


class Listener(_Scaled):
    """A renderer that keeps the place of every text drawn: left, top, right, bottom in points."""

    def __init__(self, renderer):
        super().__init__(renderer, 1)
        self.texts = []

    def draw_text(self, gc, x, y, s, prop, angle, ismath=False, mtext=None):
        width, height, below = self.get_text_width_height_descent(s, prop, ismath)
        if angle == 0 and s.strip():
            self.texts.append((s, x, y - height + below, x + width, y + below))


def texts(draw):
    """Every text that the figure draws, with its place, and the figure's size in points."""
    import matplotlib.pyplot as plt
    from matplotlib.backends.backend_agg import FigureCanvasAgg

    with style.theme("light"):
        figure = draw()
        figure.dpi = 72
        listener = Listener(FigureCanvasAgg(figure).get_renderer())
        figure.draw(listener)
        size = figure.bbox.width, figure.bbox.height
        plt.close(figure)
    return listener.texts, size


@every_figure
def test_text_is_at_least_ten_pixels_on_a_phone(name):
    svg = (FIGURES / f"{name}.svg").read_text("utf-8")
    width = float(re.search(r'viewBox="0 0 (\S+)', svg)[1])
    sizes = [float(size) for size in re.findall(r"font(?:-size)?:[^;\"]*?([\d.]+)px", svg)]
    assert sizes
    assert min(sizes) * PHONE / width >= 10, f"{min(sizes)} of {width} units"


@every_figure
def test_caption_leads_with_what_is_proved_and_text_stands_for_the_picture(name):
    marks = {"claim": lambda name: f"[✓][{name}]", "runs": Expected()}
    text = environment(Versions()).from_string(DRAWN[name].docstring).render(**marks)
    caption, _, alternative = text.partition("\n\nAlt: ")
    assert "[✓]" in lead(caption), "no claim in the caption's first sentences"
    assert lead(caption).count("**") % 2 == 0
    assert len(alternative.split()) >= 20
    assert not re.search(r"✓|\*\*|`", alternative), "the text alternative is plain text"


@every_figure
def test_inline_size(name):
    assert len(gzip.compress((FIGURES / f"{name}.svg").read_bytes(), 9)) <= 8192


@every_figure
def test_every_download_is_there(name):
    for kind in files.KINDS:
        path = FIGURES / f"{name}.{kind}"
        assert path.stat().st_size > 1000, path


@every_figure
def test_text_is_inside_the_canvas_and_apart(name):
    drawn, (width, height) = texts(drawing(name))
    assert drawn
    for words, left, top, right, bottom in drawn:
        inside = left >= -1 and top >= -1 and right <= width + 1 and bottom <= height + 1
        assert inside, f"{words!r} leaves the canvas"
    for (one, *a), (other, *b) in combinations(drawn, 2):
        across = min(a[2], b[2]) - max(a[0], b[0])
        down = min(a[3], b[3]) - max(a[1], b[1])
        assert across < 2 or down < 3, f"{one!r} and {other!r} overlap"


@pytest.mark.parametrize("path", DRAWING, ids=lambda path: path.stem)
def test_figures_name_colours_by_role(path):
    tree = ast.parse(path.read_text("utf-8"))
    strings = [n.value for n in ast.walk(tree) if isinstance(n, ast.Constant)]
    assert not [s for s in strings if isinstance(s, str) and re.fullmatch(r"#[\da-fA-F]{3,8}", s)]
    pairs = [(k.arg, k.value) for k in ast.walk(tree) if isinstance(k, ast.keyword)]
    for table in (node for node in ast.walk(tree) if isinstance(node, ast.Dict)):
        keys = [getattr(key, "value", None) for key in table.keys]
        pairs += zip(keys, table.values, strict=True)
    for key, value in pairs:
        if key in PAINTS and isinstance(value, ast.Constant) and isinstance(value.value, str):
            assert value.value == "none" or value.value.removeprefix("zg:") in palette.ROLES


@pytest.mark.parametrize("name", ["accumulation/ledger", "clearing/frozen"])
def test_a_figure_drawn_twice_is_the_same_bytes(name):
    kinds = ("svg", "png", "pdf")
    once, again = (export.pictures(drawing(name), "light", kinds) for _ in range(2))
    assert once == again
    svg, png, _ = once
    assert svg == (FIGURES / f"{name}.light.svg").read_bytes()
    assert png == (FIGURES / f"{name}.light.png").read_bytes()


# The palette


def colour(name, theme):
    """A colour of the palette."""
    return Color((palette.ROLES | palette.PAGE)[name][palette.THEMES.index(theme)])


def test_colours_stand_in_the_palette_alone():
    """But for white, and for what browsers read before a style sheet: its theme-color."""
    style_sheet = (DOCS / "assets/site.css").read_text("utf-8")
    assert not set(re.findall(r"#[\da-f]{3,8}\b", style_sheet.lower())) - {"#fff", "#fffc"}
    head = (DOCS / "overrides/main.html").read_text("utf-8")
    assert re.findall(r"#[\da-f]{6}\b", head) == [palette.PAGE["slate"][0].lower()]


@pytest.mark.parametrize("theme", palette.THEMES)
def test_every_role_can_be_read_on_page_and_code(theme):
    for background in ("paper", "md-code-bg-color"):
        for role in (*ROLES, "ink"):
            contrast = colour(role, theme).contrast(colour(background, theme), method="wcag21")
            assert contrast >= 4.5, (role, background)


@pytest.mark.parametrize("vision", ["normal", "protan", "deutan", "tritan"])
@pytest.mark.parametrize("theme", palette.THEMES)
def test_roles_stay_apart_for_every_eye(theme, vision):
    seen = {role: colour(role, theme) for role in ROLES}
    if vision != "normal":
        seen = {role: c.filter(vision, method="machado").clip() for role, c in seen.items()}
    for one, other in combinations(ROLES, 2):
        assert seen[one].delta_e(seen[other], method="2000") >= 20, (one, other)


# One figure alone


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        ([""], "which one?"),
        (["accumulation/leger"], "python -m scripts figure accumulation/ledger"),
        (["accumulation/ledger", "--format", "gif"], "FORMAT=svg"),
        (["accumulation/ledger", "--size", "wide"], "SIZE=1920"),
        (["accumulation/ledger", "--device", "tpu"], "DEVICE=cpu"),
    ],
)
def test_a_mistyped_request_is_one_line_with_the_next_command(arguments, says):
    with pytest.raises(Fault) as raised:
        command.main(arguments)
    assert says in str(raised.value)
    assert "next: " in str(raised.value)
    assert "\n" not in str(raised.value)


@pytest.mark.parametrize("kind", ["png", "svg", "pdf"])
def test_one_figure_alone_in_the_size_asked_for(tmp_path, kind):
    command.main(
        ["accumulation/hill", "--format", kind, "--size", "960", "--to", str(tmp_path / "slides")]
    )
    for theme in ("light", "dark"):
        data = (tmp_path / "slides" / f"hill.{theme}.{kind}").read_bytes()
        if kind == "png":
            assert Image.open(io.BytesIO(data)).width == 960
        else:  # 960 pixels are 720 points
            assert (b'width="720pt"' if kind == "svg" else b"MediaBox [ 0 0 720 ") in data


def test_a_small_pdf_holds_all_that_a_large_one_holds():
    def content(width):
        [pdf] = export.pictures(drawing("accumulation/ledger"), "light", [("pdf", width)])
        streams = re.findall(rb"stream\r?\n(.*?)\r?\nendstream", pdf, re.DOTALL)
        page = next(text for text in map(zlib.decompress, streams) if b" cm" in text)
        return page.partition(b" cm")[2]  # what follows the scale

    assert content(200) == content(2000)


# The poster and the cards


@pytest.fixture(scope="module")
def sheet():
    """What the poster is drawn from: recorded runs, programs, words."""
    runs = {run: load(RECORDS / f"{run}.json") for run in files.RUNS}
    programs = {name: program(name).text for name in files.PROGRAMS}
    words = printed._words(runs["accumulation/ledger"])
    return {run: finite(record.result) for run, record in runs.items()}, programs, words


def words_of(runs, programs, words):
    drawn, _ = texts(lambda: poster.poster(runs, programs, words))
    return [text for text, *_ in drawn]


CHANGES = {
    "accumulation/ledger": lambda run: run["forgotten"][8].update(grad=-60.5),
    "accumulation/hill": lambda run: run["forgotten"].__setitem__(4, 17.5),
    "placement/orders": lambda run: run["network"]["fresh"]["none"]["120"]["counts"].update(
        never=17
    ),
    "exceptions/errors": lambda run: run[-1].update(written=3.21),
    "clearing/frozen": lambda run: run["Adam"]["zeros"]["median"].__setitem__(-1, 0.777),
    "clearing/memory": lambda run: run["zeros"][1]["trace"].__setitem__(-1, 9.87),
}


@pytest.mark.parametrize("run", files.RUNS)
def test_a_changed_run_changes_the_poster(sheet, run):
    runs, programs, words = sheet
    changed = copy.deepcopy(runs)
    CHANGES[run](changed[run])
    assert words_of(changed, programs, words) != words_of(runs, programs, words)


def test_the_poster_shows_the_loops_as_they_are(sheet):
    runs, programs, words = sheet
    shown = "".join(words_of(runs, programs, words)).replace(" ", "")
    for text in programs.values():
        loop = text[text.index("\nfor ") : text.index("\n\nprint(")]
        for line in loop.strip().split("\n"):
            code, _, comment = line.partition("  #")
            assert code.replace(" ", "") in shown
            assert comment.replace(" ", "") in shown


def test_the_poster_has_its_files():
    sizes = {"png": (files.PRINT, 1_600_000), "screen.png": (files.SCREEN, 300_000)}
    sizes["card.png"] = (1200, 60_000)
    for theme in ("light", "dark"):
        for kind in files.SHEETS:
            path = FIGURES / "poster" / f"poster.{theme}.{kind}"
            if kind in sizes:
                width, most = sizes[kind]
                assert Image.open(path).width == width
                assert path.stat().st_size <= most, path
        svg = (FIGURES / "poster" / f"poster.{theme}.svg").read_text("utf-8")
        assert "<text" not in svg  # outlines, so that it looks the same everywhere
        for paper, points in (("a2", (1190, 1684)), ("a4", (595, 842))):
            pdf = (FIGURES / "poster" / f"poster.{theme}.{paper}.pdf").read_bytes()
            box = re.search(rb"MediaBox \[ 0 0 (\S+) (\S+) \]", pdf).groups()
            assert [float(side) for side in box] == pytest.approx(points, abs=1.5)


def test_the_poster_keeps_its_text_on_the_sheet_and_apart(sheet):
    drawn, (width, height) = texts(lambda: poster.poster(*sheet))
    for words, left, top, right, bottom in drawn:
        inside = left >= 38 and top >= 38 and right <= width - 38 and bottom <= height - 12
        assert inside, f"{words!r} leaves the sheet's margins"
    for (one, *a), (other, *b) in combinations(drawn, 2):
        across = min(a[2], b[2]) - max(a[0], b[0])
        down = min(a[3], b[3]) - max(a[1], b[1])
        assert across < 2 or down < 3, f"{one!r} and {other!r} overlap"


@pytest.mark.parametrize("name", [page.name.replace("/", "-") for page in pages()])
def test_every_page_has_a_light_card(name):
    path = FIGURES / "cards" / f"{name}.png"
    assert Image.open(path).size == (1200, 630)
    assert path.stat().st_size <= 60_000
