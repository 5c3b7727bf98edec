"""Examines a tree: runs what trains in it along its paths and asks the faults about each run."""

from .expressions import value_of
from .faults import judge, judge_file
from .frames import Frame, stranger
from .functions import call_function, instance
from .paths import PATHS, Decisions
from .run import Leave, Run
from .statements import run_block
from .survey import Survey
from .values import Function

QUIET = 4  # paths of something in which nothing happens to gradients
CALLS = 3  # of a function that trains on one batch, and is called by somebody else


class Finding:
    """A fault, or what may be one: where, how sure, why, and under which conditions."""

    def __init__(self, kind, line, confidence, reason, conditions, run):
        self.kind = kind
        self.line = line
        self.confidence = confidence  # "sure", "likely" or "maybe"
        self.reason = reason
        self.conditions = conditions  # [(condition, outcome), …]; none: on every path
        self.run = run  # the first run that showed it


class Examination:
    """What came of examining one file."""

    def __init__(self):
        self.findings = []
        self.doubts = []  # (why nothing can be told, line)
        self.runs = []
        self.assumed = {}  # name or loop: the number it was taken for
        self.steps = 0
        self.backwards = 0

    @property
    def answer(self):
        """One of the four answers: "fault", "maybe", "cannot tell", "nothing found"."""
        if any(one.confidence != "maybe" for one in self.findings):
            return "fault"
        if self.findings:
            return "maybe"
        return "cannot tell" if self.doubts else "nothing found"


def examine_tree(tree, tired=lambda: False):
    """Examines a neutral tree; `tired` is asked now and then whether to give up.

    Returns an Examination.
    """
    survey = Survey(tree)
    result = Examination()
    if survey.foreign():
        result.doubts.append(("it trains with another library than torch", 0))
        return result
    reached = set()
    for root in _roots(survey, reached):
        _explore(survey, root, result, reached, tired)
        if tired():
            result.doubts.append(("it takes too long", 0))
            break
    if not result.backwards and not result.steps:
        result.doubts.append(("no training loop in sight", 0))
    elif not result.steps:
        result.doubts.append(("no step in sight", 0))
    for kind, line, confidence, reason in judge_file(survey):
        result.findings.append(Finding(kind, line, confidence, reason, [], None))
    result.findings = _distinct(result.findings)
    result.findings.sort(key=lambda one: (one.line, one.kind))
    return result


def _distinct(findings):
    """The first finding of each kind in each line: two functions may run the same lines."""
    firsts = {}
    for one in findings:
        firsts.setdefault((one.kind, one.line), one)
    return list(firsts.values())


def _roots(survey, reached):
    """What to run: the file's own level, then each function that nothing before has run."""
    own = [one for one in survey.tree if one["kind"] not in ("Def", "Class", "Import")]
    if survey.eventful(own):
        yield None
    defined = list(survey.functions.values()) + list(survey.methods.values())
    defined = [one for one in defined if not survey.is_optimizer(one["owner"])]
    defined.sort(key=lambda one: one["line"])
    training = [one for one in defined if survey.eventful(one["body"], word="backward")]
    training += [one for one in defined if survey.eventful(one["body"], word="step")]
    called = set()
    for one in training:
        called.update(survey.called_by(one))
    for outermost in (True, False):
        for one in training:
            if id(one) not in reached and (id(one) not in called or not outermost):
                yield one


def _explore(survey, root, result, reached, tired):
    known = _run(survey, root, Decisions({}, []), {}, tired)[0].optimizers
    queue, taken, seen = [{}], [], {}
    most = PATHS
    while queue and len(taken) < most and not tired():
        decisions = Decisions(queue.pop(0), queue)
        run, finished = _run(survey, root, decisions, known, tired)
        reached.update(run.reached)
        if finished == "raise":
            continue
        if finished == "fuel":
            run.doubt("it takes too long", 0)
        for kind, line, confidence, reason in judge(run, survey):
            seen.setdefault((kind, line), []).append((len(taken), confidence, reason, run))
        taken.append(decisions.taken)
        if not run.events:
            most = min(most, QUIET)  # nothing happens: a few paths more, to be sure
        result.runs.append(run)
        result.doubts += [one for one in run.doubts if one not in result.doubts]
        result.assumed.update(run.assumed)
        result.steps += len([one for one in run.events if one.kind == "step"])
        result.backwards += len([one for one in run.events if one.kind == "backward"])
    for kind, line in seen:
        shown = seen[(kind, line)]
        _, confidence, reason, run = shown[0]
        where = sorted({one[0] for one in shown})
        conditions = _conditions(where, taken)
        if not conditions and 4 * len(where) < len(taken):
            continue  # too much would have to come together
        if not conditions and 2 * len(where) < len(taken):
            confidence, conditions = "maybe", sorted(taken[where[0]].items())[:3]
        result.findings.append(Finding(kind, line, confidence, reason, conditions, run))


def _conditions(where, taken):
    """The decisions that all paths with a finding share, and no other path has."""
    others = [taken[one] for one in range(len(taken)) if one not in where]
    found = []
    for text in sorted(taken[where[0]]):
        outcomes = [taken[one].get(text) for one in where]
        shared = all(one == outcomes[0] for one in outcomes)
        elsewhere = [one[text] for one in others if text in one]  # where it was not found
        if shared and elsewhere and outcomes[0] not in elsewhere:
            found.append((text, outcomes[0]))
    return found


def _run(survey, root, decisions, known, tired):
    """Runs the file's own level (None) or one function; gives the run and how it ended."""
    run = Run(survey, decisions, tired, value_of, run_block, call_function)
    run.optimizers = dict(known)
    try:
        if root is None:
            run.block(survey.tree, Frame(known=run.globals))
        else:
            _run_function(run, survey, root)
    except Leave as leave:
        return run, leave.why
    return run, "end"


def _run_function(run, survey, root):
    """One function: again and again if it has no loop of its own."""
    owner = root["owner"]
    holder = instance(run, owner) if owner else None
    init = survey.method(owner, "__init__") if owner else None
    if init and init is not root:
        call_function(run, Function(init, None, holder), [], {})
    run.root_line = root["line"]
    calls = 1 if survey.holds_loop(root["body"]) else CALLS
    calls = 2 if calls == 1 and not survey.holds_nested_loop(root["body"]) else calls
    node = dict(root, defaults=[])
    run.loops.append([root, 0])
    for index in range(calls):
        run.loops[0][1] = index
        names = [one for one in root["args"] if one not in ("self", "cls")]
        given = [stranger(run, one) for one in names]
        run.reached.add(id(root))
        call_function(run, Function(node, None, holder), given, {})
    run.loops.pop()
