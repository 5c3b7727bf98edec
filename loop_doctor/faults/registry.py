"""The list of faults: each is a function that reads a finished run, with what to say about it."""

KINDS = {}  # kind: (title, repair, page of the site)
_CHECKS = []
_FILE_CHECKS = []
SURE, LIKELY, MAYBE = "sure", "likely", "maybe"


def kind(name, title, repair, page):
    """One kind of fault: what it is called, how it is mended, which page measures it."""
    KINDS[name] = (title, repair, page)
    return name


def check(function):
    """Marks a function of (run, survey) that yields (kind, line, confidence, reason)."""
    _CHECKS.append(function)
    return function


def check_file(function):
    """Marks one of (survey) alone, that looks at the text and at no run."""
    _FILE_CHECKS.append(function)
    return function


def judge(run, survey):
    """All that the faults say about a run."""
    return _first([one for function in _CHECKS for one in function(run, survey)])


def judge_file(survey):
    """All that they say about the text."""
    return _first([one for function in _FILE_CHECKS for one in function(survey)])


def _first(found):
    """The first of the findings of each kind in each line."""
    firsts = {}
    for one in found:
        firsts.setdefault((one[0], one[1]), one)
    return list(firsts.values())
