"""The events that change `.grad`, with what each found there, and the forward passes before."""


class Forward:
    """One pass through a network, or through an expression of a weight."""

    def __init__(self, number, line, iteration, names, when):
        self.number = number
        self.line = line
        self.iteration = iteration
        self.names = names  # of the parameters whose gradients it will give
        self.when = when  # the number of events before it
        self.freed = 0  # the line of the backward() that freed its graph


class Event:
    """Something that happened to gradients: kind is "backward", "clear", "step", "clip",
    "unscale", "schedule" or "keep"; the rest depends on it."""

    def __init__(self, kind, line, iteration, number, subject="", names=()):
        self.kind = kind
        self.line = line
        self.iteration = iteration
        self.number = number
        self.subject = subject  # whose: the name of an optimizer, a network, a sum
        self.names = frozenset(names)
        self.found = []  # contributions: added, thrown away, clipped, or used for the first time
        self.stale = []  # contributions that this optimizer had used before
        self.by = ""  # "scaler", "manual", "closure" or "repeated closure", where that matters
        self.notes = {}  # whatever else a fault wants to know
        self.ledger = {}  # after it, by optimizer: what its `.grad` held
