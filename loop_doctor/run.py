"""One run of a loop: what it knows, and what happens to `.grad` while it goes on."""

from .events import Event, Forward
from .gradients import Contribution, Gradients, Held, covers, touch

FUEL = 60000  # statements in one run


class Leave(Exception):
    """A jump: why is "break", "continue", "return", "raise" or "fuel"."""

    def __init__(self, why, value=None):
        self.why = why
        self.value = value


class Run:
    """The state of one run along one path."""

    def __init__(self, survey, decisions, tired, value_of, run_block, call):
        self.value = lambda node, frame: value_of(self, node, frame)
        self.block = lambda nodes, frame: run_block(self, nodes, frame)
        self.call = lambda function, args, keywords: call(self, function, args, keywords)
        self.survey = survey
        self.decisions = decisions
        self.tired = tired
        self.gradients = Gradients()
        self.events = []
        self.forwards = []
        self.optimizers = {}
        self.attributes = {}  # values of dotted paths and of items: "self.net", "opts['d']"
        self.globals = {}
        self.loops = []  # [node, index], outermost first
        self.trips = 0  # how often a loop of unknown length runs
        self.doubts = []  # (why nothing can be told, line)
        self.notes = []  # (what else was seen, line)
        self.assumed = {}  # name: the number it was taken for
        self.states = {}  # optimizer: what its scaler has done, "unscaled" or "stepped"
        self.frozen = set()  # names of parameters that want no gradient
        self.no_grad = False
        self.no_sync = False
        self.in_sync = True  # under accelerator.accumulate(): is this the last of a window?
        self.windows = {}  # accelerator: micro-batches so far
        self.closures = 0
        self.accelerated = False  # prepared by Accelerate
        self.divisible = False  # an epoch is a whole number of windows
        self.summed = set()  # names of sums that went backward
        self.iterated = {}  # what a loop iterates, by its line
        self.guessed = set()  # lines of loops whose length nobody knows
        self.lengths = {}  # rounds of a loop, by its line and by what it iterates
        self.made = {}  # class: how many objects
        self.stack = []  # functions that run
        self.reached = set()  # functions that ran
        self.root_line = 0  # of the function that is run by itself, if it is one
        self.accumulating = False  # inside accelerator.accumulate()
        self.depth = 0
        self.fuel = FUEL

    def tick(self):
        """One more statement; raises Leave where that was one too many."""
        self.fuel -= 1
        if self.fuel < 0 or (self.fuel % 256 == 0 and self.tired()):
            raise Leave("fuel")

    def here(self):
        """The iteration that is running."""
        return tuple([(node["line"], index) for node, index in self.loops])

    def doubt(self, why, line):
        """Something that keeps the doctor from telling."""
        if (why, line) not in self.doubts:
            self.doubts.append((why, line))

    def unassigned(self, name, frame):
        """Does a name get its value in this function, or on this level, but has none yet?"""
        while frame is not None:
            if name in frame.names:
                return False
            local = frame.assigned or (self.survey.top_names if frame.names is self.globals else ())
            if name in local:
                return name not in self.survey.imports
            frame = frame.outer
        return False

    def record(self, kind, line, subject="", names=()):
        """A new event, at the end of the trace."""
        event = Event(kind, line, self.here(), len(self.events), subject, names)
        self.events.append(event)
        if self.closures:
            event.by = "closure"
        return event

    def settle(self, event):
        """Writes into an event what `.grad` of each optimizer holds after it."""
        for name in self.optimizers:
            held = self.gradients.of(self.optimizers[name].names)
            event.ledger[name] = [Held(one, name) for one in held]

    def forward(self, names, line):
        """One pass through parameters; gives its number, or None where no graph is made."""
        names = [one for one in names if not any(covers(gone, one) for gone in self.frozen)]
        if self.no_grad or not names:
            return None
        passed = Forward(len(self.forwards), line, self.here(), frozenset(names), len(self.events))
        self.forwards.append(passed)
        return passed.number

    def backward(self, tensor, line, retain=False, inputs=None):
        """tensor.backward(): adds a contribution to `.grad` of all that its graph reaches."""
        parts = tensor.parts or {self.forward([""], line): None}
        passes = [self.forwards[one] for one in parts if one is not None]
        names = set()
        for one in passes:
            names |= one.names
        owned = [one.names for one in self.optimizers.values()]
        if owned and inputs is None and not any(touch(names, one) for one in owned):
            names.add("")
        if inputs is not None:
            names = set(inputs)
        for one in self.optimizers.values():  # whose parameters nobody knows: it may be theirs
            names |= {name for name in one.names if name.startswith("?")}
        event = self.record("backward", line, names=names)
        entry = Contribution(event.number, line, self.here(), parts, frozenset(names))
        entry.divisors = tensor.divisors
        entry.scaled = tensor.scaled
        entry.certain = tensor.certain
        entry.moments = frozenset([one.iteration for one in passes])
        entry.synchronised = not self.no_sync
        event.found = [entry]
        event.notes["freed"] = [one for one in passes if one.freed]
        event.notes["moved"] = [one for one in passes if self._stepped_since(one)]
        event.notes["before"] = self.gradients.of(names)
        self.gradients.add(entry)
        if not retain:
            for one in passes:
                one.freed = one.freed or line
        self.settle(event)

    def _stepped_since(self, passed):
        later = self.events[passed.when :]
        return any(one.kind == "step" and one.found and touch(one.names, passed.names)
                    for one in later)  # fmt: skip

    def clear(self, names, line, subject):
        """zero_grad() of an optimizer, a network or a weight."""
        known = [one for one in self.optimizers.values() if one.names != frozenset([""])]
        names = names if known or "?" in "".join(names) else [""]
        event = self.record("clear", line, subject, names)
        event.notes["accumulate"] = self.accumulating
        event.found = [one for one in self.gradients.clear(names) if not one.used]
        event.found = [one for one in event.found if not self._wanted(one)]
        self.settle(event)
        return event

    def _wanted(self, entry):
        """Is it still in the `.grad` of some optimizer's parameters?"""
        return any(entry.is_in(one.names) for one in self.optimizers.values())

    def step(self, optimizer, line, by=""):
        """A step of an optimizer, on all that `.grad` of its parameters holds."""
        self.optimizers.setdefault(optimizer.name, optimizer)
        event = self.record("step", line, optimizer.name, optimizer.names)
        event.by = by or event.by
        event.notes["born"] = optimizer.born
        held = self.gradients.of(optimizer.names)
        event.found = [one for one in held if optimizer.name not in one.used]
        event.stale = [one for one in held if optimizer.name in one.used]
        state = self.states.get(optimizer.name)
        event.notes["state"] = state
        event.notes["scaled"] = [
            one for one in event.found if one.scaled and optimizer.name not in one.unscaled
        ]
        if by == "scaler":
            self.states[optimizer.name] = "stepped"
            if state is None:
                self._unscale(optimizer, held)
        self.settle(event)
        for one in held:
            one.used.add(optimizer.name)

    def _unscale(self, optimizer, held):
        for one in held:
            if not one.scaled:  # divided by a factor that was never in it
                one.parts = dict.fromkeys(one.parts)
            one.unscaled.add(optimizer.name)

    def unscale(self, optimizer, line):
        """scaler.unscale_(optimizer)."""
        event = self.record("unscale", line, optimizer.name, optimizer.names)
        event.notes["state"] = self.states.get(optimizer.name)
        event.found = self.gradients.of(optimizer.names)
        self.states[optimizer.name] = "unscaled"
        self._unscale(optimizer, event.found)
        self.settle(event)

    def clip(self, names, line):
        """clip_grad_norm_() or clip_grad_value_() of parameters."""
        event = self.record("clip", line, names=names)
        event.found = self.gradients.of(names)
        event.notes["used"] = [one for one in event.found if one.used]
        event.notes["scaled"] = [one for one in event.found if one.scaled and not one.unscaled]
        self.settle(event)
