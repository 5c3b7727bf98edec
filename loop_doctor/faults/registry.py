"""The list of faults: each is a function that reads a finished run, with what to say about it."""

KINDS = {}  # kind: (title, repair, page of the site)
_CHECKS = []
SURE, LIKELY, MAYBE = "sure", "likely", "maybe"


def kind(name, title, repair, page):
    """One kind of fault: what it is called, how it is mended, which page measures it."""
    KINDS[name] = (title, repair, page)
    return name


def check(function):
    """Marks a function that takes (run, survey) and yields (kind, line, confidence, reason)."""
    _CHECKS.append(function)
    return function


def judge(run, survey):
    """All that the faults say about a run; for no run (None) what they say about the file."""
    found = {}
    for function in _CHECKS:
        for name, line, confidence, reason in function(run, survey) or ():
            found.setdefault((name, line), (name, line, confidence, reason))
    return list(found.values())
