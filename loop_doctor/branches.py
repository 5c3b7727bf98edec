"""Conditional statements: one branch, or both where nothing hangs on it."""

from .conditions import truth
from .tree import below, spell
from .values import join


def run_if(run, node, frame):
    test, body, orelse = node["test"], node["body"], node["orelse"]
    survey = run.survey

    def known_part(part):
        return truth(run, part, frame)

    if test["kind"] == "Binary" and test["op"] == "%" and survey.eventful(body, word="step"):
        run.notes.append(("inverted condition", node["line"]))
    known = truth(run, test, frame)
    if known is None and _skips_the_rest(test, body):
        run.divisible = True
    if body and body[-1]["kind"] == "Raise":
        whole = test["kind"] == "Binary" or test["kind"] == "Compare"
        if whole and any(one.get("op") == "%" for one in below([test])):
            run.divisible = True
        if known is None:
            _rule_out(run, test, known_part)
        known = False
    if known is None and body and _exits(body[-1]):
        known = False
    if known is not None:
        run.block(body if known else orelse, frame)
    elif survey.eventful(body, jumps=True) or survey.eventful(orelse, jumps=True):
        quiet = not survey.eventful(body) and not survey.eventful(orelse)
        outcome = run.decisions.outcome(node, run.loops, quiet, known_part)
        run.block(body if outcome else orelse, frame)
    elif not _both(run, body, orelse, frame):
        run.block(
            body if run.decisions.outcome(node, run.loops, False, known_part) else orelse,
            frame,
        )


def _rule_out(run, test, known):
    """if in_backward and window > 1: raise …; with a longer window, in_backward is false."""
    unknown = [one for one in test.get("values", ()) if known(one) is None]
    if test.get("op") == "and" and len(unknown) == 1 and unknown[0]["kind"] in ("Name", "Attr"):
        run.decisions.taken.setdefault(spell(unknown[0]), False)


def _skips_the_rest(test, body):
    """if step >= whole_windows: continue"""
    alone = len(body) == 1 and body[0]["kind"] == "Continue"
    return alone and test["kind"] == "Compare" and test["ops"][0] in (">", ">=")


def _exits(node):
    ends = ("exit", "sys.exit", "quit", "os._exit")
    call = node["kind"] == "Expr" and node["value"]["kind"] == "Call"
    return call and spell(node["value"]["func"]) in ends


def _both(run, body, orelse, frame):
    """Nobody knows which branch is taken, and neither has an event: names may hold either.

    Gives False, and undoes it all, where a graph hangs on it: then one path is taken.
    """
    names, attributes = dict(frame.names), dict(run.attributes)
    passes, events = len(run.forwards), len(run.events)
    run.block(body, frame)
    after, attributes_after = dict(frame.names), dict(run.attributes)
    frame.names.clear()
    frame.names.update(names)
    run.attributes = dict(attributes)
    run.block(orelse, frame)
    matters = len(run.forwards) > passes or len(run.events) > events
    if (
        matters
        or _graphs_differ(after, frame.names)
        or _graphs_differ(attributes_after, run.attributes)
    ):
        del run.forwards[passes:], run.events[events:]
        frame.names.clear()
        frame.names.update(names)
        run.attributes = dict(attributes)
        return False
    _merge(frame.names, after, names)
    _merge(run.attributes, attributes_after, attributes)
    return True


def _graphs_differ(one, other):
    """Does a name hold the graph of other forward passes after one branch than after the other?"""
    for name in one:
        if one[name] is not other.get(name) and _parts(one, name) != _parts(other, name):
            return True
    return any(name not in one and other[name].parts for name in other)


def _parts(names, name):
    return set(names[name].parts) if name in names else set()


def _merge(here, there, before):
    for name in there:
        if there[name] is not here.get(name):
            changed = [
                one.get(name) for one in (there, here) if one.get(name) is not before.get(name)
            ]
            fresh = name not in before
            here[name] = changed[0] if fresh and len(changed) == 1 else join(
                there[name], here.get(name))  # fmt: skip
