"""Repairs for a person at a terminal: what each finding's repair changes, as lines."""

import difflib

from .read_ast import read
from .repairs import mend

AROUND = 2  # lines above and below a change


def differences(source, examination, tired=lambda: False):
    """{a finding: the lines of its repair}, each line with its sign; {} where none is known."""
    steps, changed = [], {}
    if mend(source, read, examination, tired, steps) is None:
        return {}
    for finding in examination.findings:
        mine = next((one for one in steps if one[0] == finding.kind), None)
        if mine:  # another's repair may have mended it as well
            steps.remove(mine)
            changed[finding] = list(_lines(*mine[1:]))
    return changed


def _lines(before, after):
    unified = difflib.unified_diff(before.split("\n"), after.split("\n"), n=AROUND, lineterm="")
    for line in list(unified)[3:]:  # behind the names of files and the first place
        yield "…" if line.startswith("@@") else (line[0] + " " + line[1:]).rstrip()
