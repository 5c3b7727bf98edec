"""What is said about an examination, as data and as text."""

from .faults import KINDS
from .ledger import draw, ledger

SAYS = {
    "fault": "a fault",
    "maybe": "maybe a fault",
    "nothing found": "nothing found",
    "cannot tell": "I cannot tell",
}


STALE = [
    "never-cleared",
    "cleared-once-per-epoch",
    "cleared-before-the-loop",
    "other-parameters-cleared",
    "stepped-again",
]  # what shows them is a step on stale gradients, wherever the finding points


def event_of(finding):
    """The number of the event that shows a finding: its ledger is drawn up to there."""
    events = finding.run.events if finding.run else []
    if finding.kind in STALE:
        shown = [one for one in events if one.stale]
    else:
        there = [one for one in events if one.line == finding.line]
        shown = [one for one in there if one.kind != "backward" and one.found] or there
        if shown and shown[0].kind == "backward":  # up to the step that uses it
            shown = [one for one in events[shown[0].number :] if one.kind == "step"] or shown
    return shown[0].number if shown else None


def condition_text(condition):
    """A decision in words."""
    text, outcome = condition
    words = {True: "is true", False: "is false"}
    words.update({"once": "holds now and then", "all but once": "fails now and then"})
    words.update({"never": "never holds", "always": "always holds"})
    return "when " + text + " " + words[outcome]


def as_data(name, examination, place=str):
    """An examination as JSON. `place` says where a line is: in a notebook, in which cell."""
    findings = []
    for one in examination.findings:
        title, repair, page = KINDS[one.kind]
        findings.append({
            "kind": one.kind, "title": title, "line": one.line, "place": place(one.line),
            "confidence": one.confidence, "reason": one.reason, "repair": repair, "page": page,
            "conditions": [condition_text(each) for each in one.conditions],
            "ledger": [row.as_dict() for row in ledger(one.run, event_of(one))] if one.run else [],
        })  # fmt: skip
    return {
        "file": name,
        "answer": examination.answer,
        "findings": findings,
        "cannot_tell": [{"why": why, "line": line} for why, line in examination.doubts],
        "steps": examination.steps,
        "paths": len(examination.runs),
        "assumed": {key: examination.assumed[key] for key in sorted(examination.assumed)},
    }


def as_text(name, examination, place=str, paint=lambda text, colour: text, changes=None):
    """An examination for a person: the answer, each finding with its ledger, what was assumed.

    `changes` holds for a finding the lines of its repair.
    """
    answer = examination.answer
    lines = [name + ": " + paint(SAYS[answer], answer)]
    drawn = []
    for one in examination.findings:
        title, repair, page = KINDS[one.kind]
        lines.append("")
        lines.append("  line " + place(one.line) + "  " + paint(title, "title"))
        lines.append("    kind:   " + one.kind + ", " + one.confidence)
        lines.append("    why:    " + one.reason)
        for each in one.conditions:
            lines.append("    if:     " + condition_text(each))
        lines.append("    repair: " + repair)
        for each in (changes or {}).get(one, ()):
            lines.append("      " + paint(each, each[:1]))
        lines.append("    read:   " + page)
        if one.run and one.run not in drawn:
            drawn.append(one.run)
            lines.append("    .grad after each event; (n) is stale: a step has used it before")
            lines.append("")
            for row in draw(one.run, event_of(one), paint).split("\n"):
                lines.append("      " + row)
    if answer == "cannot tell":
        for why, line in examination.doubts[:3]:
            lines.append("  " + why + (" (line " + place(line) + ")" if line else ""))
    if examination.steps:
        lines.append("")
        lines.append("  " + scope(examination))
    return "\n".join(lines)


def scope(examination):
    """How much was run, and what was assumed for it."""
    steps, paths = examination.steps, len(examination.runs)
    text = f"ran {steps} step{'s' * (steps != 1)} on {paths} path{'s' * (paths != 1)}"
    taken = [f"{key} = {examination.assumed[key]}" for key in sorted(examination.assumed)]
    return text + ("; assumed " + ", ".join(taken) if taken else "")
