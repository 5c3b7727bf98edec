"""The desk at which a page is filled in: what its templates may ask for, and what they get."""

from __future__ import annotations

import functools
import json
import posixpath
import re
import traceback
from collections.abc import Callable

from jinja2 import Environment, StrictUndefined, Template, TemplateSyntaxError

from scripts import palette
from scripts.drawing import address, citation
from scripts.explorables import EXPLORABLES
from scripts.files import RECORDED, Fault, shown
from scripts.pages import Page, pages, place
from scripts.programs import all_programs, program
from scripts.records import Missing, NoSuchKey, Runs
from scripts.versions import Versions
from scripts.weave import (
    displays,
    edition,
    elsewhere,
    matrix,
    proofs,
    repair,
    search,
    slides,
    words,
)
from scripts.weave.bucket import bucket
from scripts.weave.claims import Checker
from scripts.weave.doctor import doctor
from scripts.weave.expected import Expected
from scripts.weave.figures import Figures
from scripts.weave.friction import friction
from scripts.weave.loop_builder import loop_builder
from scripts.weave.none_or_zeros import none_or_zeros
from scripts.weave.spot import spot
from scripts.weave.stepper import stepper
from scripts.weave.which_loop import which_loop

WRITERS = (which_loop, stepper, friction, none_or_zeros, bucket, loop_builder, spot, doctor)
DISPLAYS = "show|repair|show_recorded|figure"
INDENTED = re.compile(rf"^([ \t]+)\[= *((?:{DISPLAYS})\(.*\)) *=\]$", re.MULTILINE)
HEADING = re.compile(r"^### (.+?) *\{ *#([\w-]+) *\}$", re.MULTILINE)
MARK = re.compile(r"\s+(?=\[✓\]\[)")


def fmt(value, spec: str) -> str:
    """`value` as Python's format() writes it, with a true minus sign."""
    return format(value, spec).replace("-", "\N{MINUS SIGN}")


def environment(versions: Versions) -> Environment:
    """What templates may ask for on every page; they are written `[= … =]` and `[% … %]`.

    An unknown name is an error.
    """
    environment = Environment(
        variable_start_string="[=",
        variable_end_string="=]",
        block_start_string="[%",
        block_end_string="%]",
        comment_start_string="[##",
        comment_end_string="##]",
        undefined=StrictUndefined,
        keep_trailing_newline=True,
    )
    environment.filters["fmt"] = fmt
    environment.globals |= {
        "citation": citation,
        "bibtex": edition.bibtex(address()),
        "address": address(),
        "clone": edition.clone(),
        "version": edition.version(),
        "palette": palette.theme("light"),
        "torch_version": versions.pinned,
        "versions": versions,
        "programs": len(all_programs()),
        "alike": matrix.alike(versions),
    }
    return environment


class Desk:
    """Fills in one page."""

    def __init__(
        self,
        page: Page,
        runs: Runs,
        checker: Checker,
        versions: Versions,
        environment: Environment,
    ):
        self.page, self.runs, self.checker = page, runs, checker
        self.environment = environment
        self.again = f"python -m scripts weave {page.name}"
        self.definitions: dict[str, str] = {}
        self.records: dict[str, str] = {}  # scripts that explorables load, by file name
        expected = isinstance(runs, Expected)
        figures = Figures(runs, self.link, self.fill, self.again)
        shows = displays.Displays(page.text, runs, versions, self.again)

        def patient(function):
            """Where pages may wait for runs, what is missing is left out."""

            def asked(*arguments, **options):
                try:
                    return function(*arguments, **options)
                except Missing as missing:
                    if not expected:
                        raise
                    runs.missing.add(missing.place)
                    return ""

            return asked

        def show(name, *sections, note="", folded=False):
            return shows.show(name, sections, note, folded, self.link(f"generated/{name}"))

        def repaired(name, printed=False):
            display = show(name, folded=printed)
            return repair.side_by_side(program(name), display, self.again, folded=not printed)

        def exercise(name):
            return shows.exercise(name, self.link(f"generated/{name}"))

        names = {
            "show": show,
            "repair": repaired,
            "exercise": exercise,
            "show_recorded": displays.recorded,
            "claim": self.claim,
            "version_counts": lambda: matrix.counts(versions),
            "version_matrix": lambda: matrix.matrix(versions),
            "version_missing": lambda: matrix.missing(versions),
            "version_records": lambda: matrix.records(versions, self.link),
            "since": lambda name: elsewhere.since(name, versions, self.again),
            "figure": figures.figure,
            "figure_library": figures.gallery,
            "poster": figures.poster,
            "slides": lambda: slides.slides(figures),
            "poster_downloads": figures.downloads,
            "proofs": lambda: proofs.page(checker, self.link),
            "headings": self.headings,
        } | {written.__name__: functools.partial(self.explorable, written) for written in WRITERS}
        self.names = {name: patient(function) for name, function in names.items()} | {
            "runs": runs,
            "cuda": type(runs)(RECORDED / "cuda", "cuda"),
        }

    def explorable(self, written: Callable[..., tuple[str, dict]], *which: str) -> str:
        """An explorable as it is at first; its record, one of `records`, is loaded later.

        `which`: of several with one record.
        """
        element, *runs = EXPLORABLES[written.__name__]
        html, record = written(*(self.runs.view(run) for run in runs), *which)
        data = json.dumps(record, ensure_ascii=False, separators=(",", ":"))
        self.records[f"{element}.record.js"] = f'records["{element}"] = {data}\n'
        return html

    def link(self, target: str) -> str:
        """The address of a file of the site, relative to this page's."""
        return posixpath.relpath(target, posixpath.dirname(self.page.uri) or ".")

    def headings(self, where: str) -> str:
        """Links to every heading with an anchor of a page, or of each page below a folder."""
        parts = []
        for page in pages():
            found = HEADING.findall(page.text) if page.uri.startswith(where) else []
            if found:
                target = self.link(page.uri)
                links = [f"- [{words}]({target}#{anchor})" for words, anchor in found]
                heading = re.search(r"^# (.+)$", page.text, re.MULTILINE)
                above = [] if page.uri == where else [f"## {heading[1]}", ""]
                parts.append("\n".join([*above, *links]))
        return "\n\n".join(parts)

    def claim(self, name: str) -> str:
        """The mark beside a sentence that a run proves; it leads to its proof."""
        mark, target = proofs.mark(self.checker.proof(name), self.link("proofs.md"))
        self.definitions[proofs.anchor(name)] = target
        return mark

    def woven(self) -> str:
        """The page as plain Markdown: filled in, its words explained, its links defined.

        Raises:
            Fault: it asks for what is not there; at its line.
        """
        text = self.fill(self.page.text, "")
        head, text = _front_matter(text)
        if self.page.uri == words.PAGE:
            text = words.entries(text)
        elif self.page.uri != "proofs.md":
            text, used = words.explained(text, self.link(words.PAGE))
            self.definitions |= used
        text = search.ASKED.sub(r"\g<0>\n\1{: .asked }", text)
        ends = [f"[{name}]: {target}" for name, target in self.definitions.items()]
        head = self._dated(head)
        return f"{head}{text.rstrip()}\n" + ("\n" + "\n".join(ends) + "\n" if ends else "")

    def _dated(self, head: str) -> str:
        """The page's front matter, with the day on which its source was last changed."""
        day = edition.changed().get(self.page.uri)
        if not day:
            return head
        rule = "---\n"
        return f'{head.removesuffix(rule) or rule}changed: "{day}"\n{rule}' + "\n" * (not head)

    def fill(self, text: str, where: str) -> str:
        """`text` with its templates filled in; `where` it stands, if not on the page itself."""
        source = INDENTED.sub(lambda m: f'{m[1]}[= {m[2]} | indent("{m[1]}") =]', text)
        try:
            filled = _template(self.environment, source).render(**self.names)
        except Missing:
            raise
        except Fault as fault:
            if re.match(r"[\w/.-]+:\d+$|snippets/|docs/recorded/|build/", fault.place):
                raise
            raise Fault(self._place(fault, where), fault.what, fault.next) from None
        except TemplateSyntaxError as error:
            at = where or place(self.page, error.lineno)
            raise Fault(at, f"the template is wrong: {error.message}", self.again) from None
        except Exception as error:
            kind = "" if isinstance(error, NoSuchKey) else f"{type(error).__name__}: "
            raise Fault(self._place(error, where), f"{kind}{error}", self.again) from None
        return MARK.sub("\N{NARROW NO-BREAK SPACE}", filled)

    def _place(self, error: Exception, where: str) -> str:
        frames = traceback.extract_tb(error.__traceback__)
        lines = [frame.lineno for frame in frames if frame.filename == "<template>"]
        return where or (place(self.page, lines[0]) if lines else shown(self.page.path))


@functools.cache  # a caption stands on three pages
def _template(environment: Environment, source: str) -> Template:
    return environment.from_string(source)


def _front_matter(text: str) -> tuple[str, str]:
    found = re.match(r"---\n[\s\S]*?\n---\n", text)
    return (found[0], text[found.end() :]) if found else ("", text)
