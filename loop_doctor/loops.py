"""Loops: how often they run, and what their variable holds each time."""

from .arithmetic import number_in
from .conditions import truth
from .frames import bind
from .run import Leave
from .tree import below, last_word, names_in, spell
from .values import Constant, Items, Optimizer, Parameters, Value

WRAPPERS = [
    "tqdm",
    "list",
    "tuple",
    "iter",
    "reversed",
    "sorted",
    "track",
    "islice",
    "progress_bar",
    "cycle",
]
DRAWING = ("next", "batch", "sample", "load", "data", "rand", "fetch")  # in words that get data
WRAPPED = 6  # wrappers within wrappers
EPOCHS = 2  # of a loop around the loop over batches
EXACT = 12  # a loop of so many rounds is run as it stands


def epoch_length(window):
    """Two windows and a half: an epoch that is no whole number of windows."""
    return 2 * window + (window + 1) // 2 if window > 1 else 3


def run_for(run, node, frame):
    """A for loop."""
    if "draws" not in node:
        node["draws"] = _draws(node)
    run.iterated[node["line"]] = spell(node["iter"]) if node["draws"] else ""
    _rounds(run, node, frame, _each_value(run, node, frame))


def _draws(node):
    """Does a loop get other data in each round? One that counts may go over the same again."""
    if _called(node["iter"]) not in ("range", "trange", "xrange"):
        return True
    counter = names_in(node["target"])
    for one in below(node["body"]):
        if one["kind"] == "Call" and any(
            word in last_word(spell(one["func"])).lower() for word in DRAWING
        ):
            return True
        if one["kind"] == "Item" and counter & names_in(one["index"]):
            return True
    return False


def run_while(run, node, frame):
    """A while loop: as long as its condition is known to hold, else as often as a for loop."""
    limit = _limit(run, node)

    def values():
        for index in range(max(EXACT, limit)):
            known = truth(run, node["test"], frame)
            if known is False or (index >= limit and node["test"]["kind"] != "Compare"):
                return
            if known is None and index >= limit:
                return
            yield None

    _rounds(run, node, frame, values())


def _rounds(run, node, frame, values):
    loop = [node, 0]
    if isinstance(values, list):
        run.lengths[node["line"]] = len(values)
    run.loops.append(loop)
    broken = False
    try:
        for value in values:
            run.tick()
            if value is not None:
                bind(run, node["target"], value, frame)
            try:
                run.block(node["body"], frame)
            except Leave as leave:
                if leave.why == "break":
                    broken = True
                    break
                if leave.why != "continue":
                    raise
            loop[1] += 1
    finally:
        run.loops.pop()
    if not broken:
        run.block(node["orelse"], frame)


def _limit(run, node):
    """How many rounds a loop of unknown length gets."""
    if not run.survey.eventful(node["body"]):
        return 1
    if run.survey.holds_loop(node["body"]):
        return EPOCHS
    length = epoch_length(run.survey.longest_window())
    if run.survey.eventful(node["body"], word="backward") or run.trips == 0:
        run.trips = length
    return length


def _each_value(run, node, frame):
    """The values of the loop's variable, one after the other."""
    source, start = _unwrap(run, node["iter"], frame), None
    if _called(source) == "enumerate" and source["args"]:
        start = 0
        given = source["args"][1:2] + [
            value for name, value in source["keywords"] if name == "start"
        ]
        if given:
            first = run.value(given[0], frame)
            start = first.value if isinstance(first, Constant) else 0
            if not isinstance(first, Constant):
                run.notes.append(("unknown start", node["line"]))
        source = _unwrap(run, source["args"][0], frame)
    if _called(source) in ("range", "trange", "xrange") and source["args"]:
        values = _range(run, node, source, frame)
    else:
        values = _elements(run, node, source, frame)
    if start is None:
        return values
    return [Items([Constant(start + index), one]) for index, one in enumerate(values)]


def _called(node):
    return last_word(spell(node["func"])) if node["kind"] == "Call" else ""


def _unwrap(run, node, frame):
    """What tqdm(list(…)) iterates, also where it got a name before: bar = tqdm(loader)."""
    for _ in range(WRAPPED):  # loader = tqdm(loader) would lead back to itself for ever
        if _called(node) in WRAPPERS and node["args"]:
            node = node["args"][0]
            continue
        made = run.survey.sources.get(node["id"], ()) if node["kind"] == "Name" else ()
        named = [one for one in made if _called(one) in ("enumerate", "range", "tqdm", "trange")]
        if not named or not named[0]["args"] or type(run.value(node, frame)) is not Value:
            break
        node = named[0]
    return node


def _range(run, node, source, frame):
    numbers = [number_in(run, run.value(one, frame), one) for one in source["args"]]
    numbers = [one if isinstance(one, int) and one is not True else None for one in numbers]
    start = numbers[0] if len(numbers) > 1 else 0
    end = numbers[1] if len(numbers) > 1 else numbers[0]
    stride = numbers[2] if len(numbers) > 2 else 1
    start = start or 0
    stride = stride or 1
    limit = _limit(run, node)
    eventful = run.survey.eventful(node["body"])
    if end is None:
        end = start + limit * stride
        run.guessed.add(node["line"])
    exact = len(range(start, end, stride))
    most = 4 if limit == EPOCHS else max(EXACT, limit)
    if exact > most:
        spelled = spell(source)
        run.assumed.setdefault(spelled, limit)
        run.guessed.add(node["line"])
        exact = limit
    elif eventful and not run.survey.holds_loop(node["body"]):
        run.trips = exact
    return [Constant(start + stride * one) for one in range(exact if eventful or exact < 5 else 1)]


def _elements(run, node, source, frame):
    zipped = source["args"] if _called(source) == "zip" else []
    parts = [_part(run.value(one, frame)) for one in zipped]
    if parts and all(isinstance(one, Parameters) for one in parts):
        return [Items(parts)]
    value = run.value(source, frame)
    if isinstance(value, Items) and value.keys and None not in value.keys:
        value = Items([Constant(one) for one in value.keys])
    if isinstance(value, Items) and value.items and not value.keys and len(value.items) <= EXACT:
        if run.survey.eventful(node["body"], word="backward"):
            run.trips = len(value.items)
        return list(value.items)
    if isinstance(value, (Parameters, Optimizer)):
        return [value if isinstance(value, Parameters) else Parameters(value.names)]
    if "param" in spell(source):
        return [Parameters([spell(node["target"])])]
    limit = _limit(run, node)
    run.lengths[spell(source)] = limit
    if limit > 1:
        run.assumed.setdefault("len(" + spell(source) + ")", limit)
    run.guessed.add(node["line"])
    if parts:
        return [Items(list(parts)) for _ in range(limit)]
    return [Value("item of " + spell(source)) for _ in range(limit)]


def _part(value):
    return value if isinstance(value, (Parameters, Optimizer)) else Value("item")
