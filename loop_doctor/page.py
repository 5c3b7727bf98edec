"""The answer as the site's page shows it: HTML, made by the same code in browser and build."""

from .examine import examine_tree
from .faults import KINDS
from .ledger import VERBS, ledger, optimizers_of, place_of
from .repairs import mend
from .report import as_data, condition_text, event_of, scope

SIGNS = {"sure": "✕", "likely": "✕", "maybe": "?"}
ROOM = 36  # characters of code in the ledger
CONFIDENCE = {"sure": "a fault, sure", "likely": "a fault, likely", "maybe": "maybe a fault"}


class Answer:
    """What the page says about a program, from top to bottom, as HTML.

    `report` is all of it as data, `said` one sentence of it; then what was `found`, the `repair()`,
    and how it is `shown` in the code and in the ledger.

    `read` turns source into a neutral tree; `root` leads from the page to the site's first one.
    """

    def __init__(self, source, read, root="", tired=lambda: False):
        self.source, self.read, self.root, self.tired = source, read, root, tired
        self.examination = examine_tree(read(source), tired)
        self.report = as_data("", self.examination)
        self.said = _sentence(self.examination)
        self.found, self.shown = self._found(), "".join(self._shown())

    def repair(self):
        """The repair as HTML, or ""; it takes as long as some examinations."""
        if not self.examination.findings:
            return ""
        draft = mend(self.source, self.read, self.examination, self.tired)
        if draft is None:
            return ""
        rows = draft.difference(self.source)
        lines = "".join([_changed(sign, text) for sign, text in _near(rows)])
        return (
            "<p><b>A repair.</b> With these changes the doctor finds nothing:</p>"
            f'<pre class="difference" tabindex="0"><samp>{lines}</samp></pre>'
            '<p><button type="button" value="copy">copy the repaired program</button></p>'
            f"<template>{_escaped(draft.source)}</template>"
        )

    def _found(self):
        examination = self.examination
        parts = [self._finding(one) for one in examination.findings]
        if examination.answer == "cannot tell":
            parts = [_doubt(why, line) for why, line in examination.doubts[:3]]
        listed = f"<ol>{''.join(parts)}</ol>" if parts else ""
        return f'<p class="verdict">{_escaped(self.said)}</p>{listed}'

    def _shown(self):
        yield self._code()
        run = self._shown_run()
        if run:
            yield self._ledger(*run)
        if self.examination.steps:
            yield f'<p class="scope">It {_escaped(scope(self.examination))}.</p>'

    def _finding(self, one):
        title, repair, page = KINDS[one.kind]
        conditions = "".join([", " + condition_text(each) for each in one.conditions])
        return (
            f'<li class="{one.confidence}"><b>Line {one.line}: {_escaped(title)}</b>'
            f" ({CONFIDENCE[one.confidence]}{_escaped(conditions)}): {_escaped(one.reason)}. "
            f'{_escaped(repair)} <a href="{self.root}{page}">Read on</a></li>'
        )

    def _code(self):
        marks = {one.line: one.confidence for one in reversed(self.examination.findings)}
        lines = []
        for number, text in enumerate(self.source.rstrip("\n").split("\n"), 1):
            mark = marks.get(number)
            sign = f'<b class="mark">{SIGNS[mark]}<i> found here</i></b>' if mark else ""
            kind = f' class="{mark}"' if mark else ""
            lines.append(f"<li{kind}>{sign}<code>{_escaped(text)}</code></li>")
        return f'<ol class="code" tabindex="0" aria-label="your program">{"".join(lines)}</ol>'

    def _shown_run(self):
        """(The run whose ledger is drawn, up to which event), or None where there is none."""
        for one in self.examination.findings:
            if one.run:
                return one.run, event_of(one)
        runs = [one for one in self.examination.runs if any(e.kind == "step" for e in one.events)]
        return (runs[0], None) if runs else None

    def _ledger(self, run, until):
        rows, optimizers = ledger(run, until), optimizers_of(run)
        heads = "".join([f"<th><code>{_escaped(one)}</code></th>" for one in optimizers])
        if len(optimizers) == 1:
            heads = "<th>what <code>.grad</code> holds then</th>"
        body = []
        for group in _by_iteration(rows):
            where = place_of(group[0].iteration)
            head = f'<th scope="rowgroup" rowspan="{len(group)}">{where}</th>'
            for row in group:
                first = row is group[0]
                body.append('<tr class="first">' + head if first else "<tr>")
                body.append(f"<td><small>{row.line}</small> {self._line(row)}</td>")
                body += [f"<td>{_held(one)}</td>" for one in row.held]
                body.append("</tr>")
        return (
            '<div class="wide" tabindex="0"><table class="ledger"><caption>The ledger: what '
            "<code>.grad</code> holds after each line, a box for each micro-batch. Dashed and "
            "filled: a step has used it before.</caption>"
            f"<thead><tr><th>iteration</th><th>line</th>{heads}</tr></thead>"
            f"<tbody>{''.join(body)}</tbody></table></div>"
        )

    def _line(self, row):
        """The line behind a row of the ledger, as far as it has room."""
        text = self.source.split("\n")[row.line - 1].split("#")[0].strip() if row.line else ""
        text = text if len(text) <= ROOM else text[: ROOM - 1] + "…"
        return f"<code>{_escaped(text)}</code>" if text else VERBS[row.kind]


def _by_iteration(rows):
    """The rows of a ledger, in lists of those that follow each other in one iteration."""
    groups = []
    for row in rows:
        if groups and groups[-1][0].iteration == row.iteration:
            groups[-1].append(row)
        else:
            groups.append([row])
    return groups


def _sentence(examination):
    findings = examination.findings
    if findings:
        first = [one for one in findings if one.confidence != "maybe"][:1] or findings[:1]
        one = first[0]
        more = len(findings) - 1
        rest = f" And {more} more." if more else ""
        kind = CONFIDENCE[one.confidence]
        return f"{kind[0].upper()}{kind[1:]}, in line {one.line}: {KINDS[one.kind][0]}.{rest}"
    if examination.answer == "cannot tell":
        return f"I cannot tell: {examination.doubts[0][0]}."
    alone = " Is step() inside the loop?" if examination.steps == 1 else ""
    return f"Nothing found: it {scope(examination)}.{alone}"


def _doubt(why, line):
    where = f" (line {line})" if line else ""
    return f"<li>{_escaped(why)}{where}</li>"


def _held(entries):
    if not entries:
        return '<b class="none">None</b>'
    fresh, stale = '<b class="fresh">', '<b class="stale">'
    boxes = [
        stale + one + "<i> stale</i></b>" if old else fresh + one + "</b>" for one, old in entries
    ]
    return " ".join(boxes)


def _near(rows, around=3):
    """The changed rows and those near them; what is left out becomes one row."""
    changed = [at for at, (sign, _) in enumerate(rows) if sign != " "]
    shown, gap = [], False
    for at, row in enumerate(rows):
        if any(abs(at - one) <= around for one in changed):
            shown.append(row)
            gap = False
        elif not gap:
            shown.append(("…", ""))
            gap = True
    return shown


def _changed(sign, text):
    tag = {"-": "del", "+": "ins"}.get(sign, "span")
    return f"<{tag}>{sign} {_escaped(text)}\n</{tag}>"


def _escaped(text):
    for sign, name in (("&", "&amp;"), ("<", "&lt;"), (">", "&gt;"), ('"', "&quot;")):
        text = text.replace(sign, name)
    return text
