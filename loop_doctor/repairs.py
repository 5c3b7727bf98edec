"""Repairs: changes of a few lines, offered only where the doctor finds nothing afterwards."""

from .draft import Draft
from .examine import examine_tree
from .remedies import REPAIRS

TRIES = 24  # examinations at most


def mend(source, read, examination, tired=lambda: False, steps=None):
    """The program mended, as a Draft; None where no repair is known that leaves no finding.

    `read` turns source into a neutral tree, and raises an exception where it cannot. `steps` gets
    (the kind of a finding, the program before its repair, the program after it), one by one.
    """
    draft, findings, tries = Draft.of(source), examination.findings, TRIES
    while findings:
        better = None
        for finding in findings:
            for candidate in _candidates(draft, finding):
                tries -= 1
                if tries < 0 or tired():
                    return None
                after = _examined(candidate, read, tired)
                if after and _is_better(after.findings, findings, finding):
                    better = candidate, after
                    if steps is not None:
                        steps.append((finding.kind, draft.source, candidate.source))
                    break
            if better:
                break
        if not better:
            return None
        draft, examination = better
        findings = examination.findings
    return draft if examination.answer == "nothing found" else None


def _examined(draft, read, tired):
    try:
        return examine_tree(read(draft.source), tired)
    except Exception:  # whatever the parser raises for a text that is no program
        return None


def _is_better(after, before, finding):
    """Is the finding gone, and nothing else there in its place?"""
    kinds = [one.kind for one in after]
    return len(after) < len(before) or len(after) == len(before) and finding.kind not in kinds


def _candidates(draft, finding):
    if not 0 < finding.line <= len(draft.lines):
        return
    for repair in REPAIRS.get(finding.kind, ()):
        for one in repair(draft, finding):
            if one is not None:
                yield one
