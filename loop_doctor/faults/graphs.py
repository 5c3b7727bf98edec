"""Faults of graphs: kept, used twice, carried on, or made with other weights."""

from .registry import LIKELY, MAYBE, check, kind
from .trace import events

KEPT = kind(
    "graph-kept",
    "A sum or a list keeps the graph of every iteration",
    "Keep loss.item() or loss.detach().",
    "checklist/#memory-grows-in-every-iteration",
)
MOVED = kind(
    "stepped-before-backward",
    "The weights were stepped between the forward pass and its backward()",
    "Call backward() first, or run the forward pass again.",
    "errors/#modified-by-an-inplace-operation",
)
CARRIED = kind(
    "carried-graph",
    "The graph of an earlier iteration is still attached",
    "Detach what is carried from one iteration to the next.",
    "faq/several-losses/#tbptt",
)
SECOND = kind(
    "second-backward",
    "backward() runs a second time through the same graph",
    "Add the losses and call backward() once.",
    "errors/#backward-a-second-time",
)
NO_GRAPH = kind(
    "backward-without-graph",
    "backward() runs where no graph is made",
    "Move it out of torch.no_grad(), or enable gradients there.",
    "errors/#element-0-does-not-require-grad",
)


NUMBERS = "acc correct count num score".split()  # in names of what is added up and no loss


@check
def kept(run, survey):
    """A running sum or a list of losses that still have their graph."""
    by_name = {}
    for event in events(run, "keep"):
        by_name.setdefault(event.subject, []).append(event)
    trained = set()
    for event in events(run, "backward"):
        trained.update(event.found[0].parts)
    for name in by_name:
        kept_ones = by_name[name]
        iterations = {one.iteration for one in kept_ones}
        grows = [one for one in kept_ones[1:] if _outlives_a_step(run, one)]
        if name in run.summed or len(iterations) < 2 or not grows:
            continue
        if kept_ones[0].notes["parts"] & trained:
            if any(word in name.lower() for word in NUMBERS):
                continue  # most likely from argmax() or ==, which keep no graph
            certain = kept_ones[0].notes["certain"] and "loss" in kept_ones[0].notes["text"]
            confidence = LIKELY if certain else MAYBE
            yield KEPT, kept_ones[0].line, confidence, name + " grows by a graph in each iteration"


def _outlives_a_step(run, event):
    """Does what was summed before come from before a step, and not from the same window?"""
    born = [run.forwards[one].when for one in event.notes["before"]]
    return (
        any(min(born) <= one.number < event.number for one in events(run, "step"))
        if born
        else False
    )


@check
def moved(run, survey):
    """A step between a forward pass and its backward()."""
    for event in events(run, "backward"):
        freed = event.notes["freed"]
        late = [one for one in event.notes["moved"] if one not in freed]
        if late:
            confidence = LIKELY if event.found[0].certain else MAYBE
            reason = f"the forward pass of line {late[0].line} saw the weights before a step"
            yield MOVED, event.line, confidence, reason


@check
def twice(run, survey):
    """A backward() through a graph that an earlier one has freed."""
    for event in events(run, "backward"):
        for one in event.notes["freed"][:1]:
            name = SECOND if one.iteration == event.iteration else CARRIED
            reason = f"the graph of line {one.line} was freed by line {one.freed}"
            yield name, event.line, MAYBE, reason


@check
def without_graph(run, survey):
    """A backward() under no_grad()."""
    for what, line in run.notes:
        if what == "backward without a graph":
            yield NO_GRAPH, line, LIKELY, "gradients are switched off here"
