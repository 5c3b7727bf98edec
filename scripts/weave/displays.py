"""Displays: a program on a page, in one piece or in the parts that matter, with what it prints."""

from __future__ import annotations

import re

from scripts.files import SNIPPETS, Fault, read, shown
from scripts.programs import Part, Program, is_program, program
from scripts.records import Record, Runs
from scripts.versions import Versions
from scripts.weave import elsewhere

DURATIONS = ((2, "< 2 s"), (10, "< 10 s"), (60, "< 1 min"))
WRONG = re.compile(r"(raises|wrong)\b")
EXPECTED = "<!--pytest-codeblocks:expected-output-->"
COUNTED = re.compile(r"""\[= *(?:show|repair)\(\s*["']([\w/.]+)["']""")


class Displays:
    """The programs of one page: each whole, in one display or in several, in file order."""

    def __init__(self, text: str, runs: Runs, versions: Versions, again: str):
        """`text`: the page as its author wrote it. `again`: the command that weaves it again."""
        self.left = {}  # how many displays of a program are still to come
        for name in COUNTED.findall(text):
            self.left[name] = self.left.get(name, 0) + 1
        self.places: dict[str, int] = {}  # how many parts of a program have been shown
        self.runs, self.versions, self.again = runs, versions, again

    def show(
        self, name: str, sections: tuple[str, ...], note: str, folded: bool, download: str
    ) -> str:
        """Fences, output and footer of a program, or of the next of its parts.

        Args:
            name: "<chapter>/<program>.py".
            sections: what is in sight; what lies between is folded in place. None: all of it.
            note: what the title says behind the name, such as "wrong".
            folded: only what it prints is in sight.
            download: the address of the program, as this page links to it.

        Raises:
            Fault: there is no such program or section, or its output is not the accepted one.
        """
        if not is_program(name):
            what = f"there is no program snippets/{name}; correct the name in show(…)"
            raise Fault(name, what, self.again)
        shown_program = program(name)
        self.left[name] = self.left.get(name, 1) - 1
        start = self.places.get(name, 0)
        pieces, end = self._pieces(shown_program, start, sections, last=self.left[name] <= 0)
        if folded:
            pieces = [(text, True) for text, _ in pieces]
        self.places[name] = end
        title = f"{name} ({note})" if note else name
        if shown_program.raises:
            title = f"{name} (raises {shown_program.raises})"
        out = []
        for number, (text, folded) in enumerate(pieces):
            first = start == 0 and number == 0
            out.append(_fence(shown_program, text, title if first or note else "", first, folded))
        if self.left[name] <= 0:
            in_parts = bool(start or folded or len(pieces) > 1)
            printed = _output(accepted(name, self.runs), shown_program.raises)
            out += [printed, footer(shown_program, self.runs, self.versions, download, in_parts)]
        return "\n".join(out)

    def exercise(self, name: str, download: str) -> str:
        """A program, and in a fold what it prints; indented lines of the page go on in the fold."""
        code, mark, rest = self.show(name, (), "", False, download).partition(EXPECTED)
        solution = "\n".join(f"    {line}".rstrip() for line in f"{mark}{rest}".split("\n"))
        return f'{code}\n??? success "Solution"\n\n{solution}'

    def _pieces(
        self, whole: Program, start: int, sections: tuple[str, ...], last: bool
    ) -> tuple[list[tuple[str, bool]], int]:
        """Texts to show, each with whether it is folded, and the part that comes next."""
        names = [part.name for part in whole.parts]
        if not sections and (start or not last):
            what = f"{whole.name} is shown twice on this page; name the sections of each display"
            raise Fault(whole.name, what, self.again)
        at = [names.index(s) if s in names else -1 for s in sections]
        if -1 in at:
            known = ", ".join(filter(None, names)) or "none"
            what = f"{whole.name} has no section {sections[at.index(-1)]!r}; it has {known}"
            raise Fault(whole.name, what, self.again)
        if at != sorted(at) or (at and at[0] < start):
            what = f"the sections of {whole.name} are shown in file order: {', '.join(names)}"
            raise Fault(whole.name, what, self.again)
        if not sections:
            return [(whole.text, False)], len(names)
        end = len(names) if last else at[-1] + 1
        pieces: list[tuple[str, bool]] = []
        for i in range(start, end):
            part, folded = whole.parts[i], _folded(whole.parts, i, at)
            if pieces and (pieces[-1][1] == folded or not part.text.strip()):
                pieces[-1] = (pieces[-1][0] + part.text, pieces[-1][1])
            else:
                pieces.append((part.text, folded))
        return pieces, end


def _folded(parts: tuple[Part, ...], i: int, in_sight: list[int]) -> bool:
    """Is part `i` folded? What comes before the first section, such as imports, never is."""
    head = i == 0 and not parts[0].name and 1 in in_sight
    return i not in in_sight and not head and bool(parts[i].text.strip())


def _fence(whole: Program, text: str, title: str, first: bool, folded: bool) -> str:
    """One fence of a program, with the marks that the tests read."""
    marks = [] if first else ["<!--pytest-codeblocks:cont-->"]
    if first and whole.raises:
        marks = [f"<!--pytest.mark.xfail(raises={whole.raises}, strict=True)-->"]
    note = WRONG.match(title.partition("(")[2])
    classes = {"wrong": " .wrong", "raises": " .wrong .raises"}[note[1]] if note else ""
    named = f' title="{title}"' if title else ""
    header = f"{{ .python{classes}{named} }}" if classes else f"python{named}"
    ticks = _ticks(text)
    lines = [*marks, f"{ticks}{header}", *text.strip("\n").split("\n"), ticks]
    if folded:
        count = len(text.strip("\n").split("\n"))
        fold = f'??? lines "{count} line{"s" * (count > 1)} of {whole.name}"'
        lines = [fold, "", *(f"    {line}".rstrip() for line in lines), ""]
    return "\n".join(lines)


def _ticks(text: str) -> str:
    """Ticks for a fence that no line of `text` closes."""
    return "`" * max([3, *(len(run) + 1 for run in re.findall("`{3,}", text))])


def _output(printed: str, raises: str | None) -> str:
    """A program's output under it, in the form that the tests compare; `raises`: it ends in one."""
    ticks = _ticks(printed)
    header = f"{ticks} {{ .text .output{' .raised' if raises else ''} }}"
    body = printed.rstrip("\n")
    return f"{EXPECTED}\n{header}\n{body}\n{ticks}\n"


def accepted(name: str, runs: Runs) -> str:
    """What the program `name` prints, as its author accepted it.

    Raises:
        Fault: nothing is accepted yet, or the program prints something else now.
        Missing: it has not run.
    """
    out = (SNIPPETS / name).with_suffix(".out")
    printed = runs.record(name).result["printed"]
    if not out.exists():
        what = "there is no accepted output yet"
        raise Fault(shown(out), what, f"python -m scripts accept {name}")
    if read(out) != printed:
        what = "is not what its program prints now"
        raise Fault(shown(out), what, f"python -m scripts check {name}")
    return printed


def footer(whole: Program, runs: Runs, versions: Versions, download: str, in_parts: bool) -> str:
    """What stands under a program: its path, run time, versions, download; what others do.

    `in_parts`: the page shows it in parts, so that a script adds a button that copies it whole.
    """
    record = runs.record(whole.name)
    verb = "raises as announced" if whole.raises else "verified"
    return (
        f"`{whole.name}` runs in {lasted(record)} + imports · {verb} with torch "
        f"{elsewhere.verified(whole.name, versions)} · [download]({download}){{ download }}\n"
        f"{{: .program{' .parts' if in_parts else ''} data-search-exclude }}\n\n"
        f"{elsewhere.notes(whole.name, versions)}"
    )


def recorded(name: str, printed: str) -> str:
    """A program that ran elsewhere, in another framework, with what was printed there."""
    code = read(SNIPPETS / name).rstrip("\n")
    shown_code = f'```text title="{name} (recorded)"\n{code}\n```'
    return f"{shown_code}\n``` {{ .text .output }}\n{printed.rstrip()}\n```\n"


def lasted(record: Record) -> str:
    """How long a run took once all was imported, so coarsely that two builds agree on it."""
    return next((words for limit, words in DURATIONS if record.seconds < limit), "some minutes")


def torch_of(record: Record) -> str:
    """The version of torch, without its build."""
    return record.versions["torch"].partition("+")[0]
