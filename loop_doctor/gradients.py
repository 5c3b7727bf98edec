"""The state of `.grad`: which backward() passes it holds, and for whose parameters.

Parameters are named by dotted paths: "net" covers "net.head", and "" covers everything.
"""


def covers(whole, part):
    """Are the parameters called `part` among those called `whole`?"""
    return whole == "" or part == whole or part.startswith(whole + ".")


def overlap(one, other):
    """The name of what two groups of parameters share, or None."""
    if covers(one, other):
        return other
    if covers(other, one):
        return one
    return None


def touch(some, others):
    """Do two sets of names share a parameter?"""
    return any(overlap(one, other) is not None for one in some for other in others)


class Contribution:
    """What one backward() added to `.grad`."""

    def __init__(self, number, line, iteration, parts, names):
        self.number = number
        self.line = line
        self.iteration = iteration  # ((line of a loop, index in it), …), outermost first
        self.parts = parts  # {forward pass: factor}
        self.names = names  # the parameters it reached
        self.moments = frozenset()  # the iterations of its forward passes
        self.divisors = ()
        self.scaled = False  # by a GradScaler
        self.unscaled = set()  # optimizers whose parameters were unscaled since
        self.synchronised = True  # among ranks
        self.edited = False  # .grad was changed in place since
        self.certain = True  # False: from a function nobody could read
        self.used = set()  # names of the optimizers that have stepped on it
        self.cleared = set()  # names of parameters from which it is gone

    def is_in(self, names):
        """Does `.grad` of any of these parameters still hold it?"""
        for one in names:
            for reached in self.names:
                shared = overlap(one, reached)
                if shared is None:
                    continue
                if not any(covers(gone, shared) for gone in self.cleared):
                    return True
        return False


class Held:
    """A contribution as one optimizer's `.grad` held it at one moment."""

    def __init__(self, entry, optimizer):
        self.number = entry.number
        self.parts = dict(entry.parts)
        self.stale = optimizer in entry.used  # this optimizer had stepped on it before
        self.scaled = entry.scaled and not entry.unscaled


class Gradients:
    """All contributions that some `.grad` still holds."""

    def __init__(self):
        self.held = []

    def add(self, contribution):
        """One more backward() has run."""
        self.held.append(contribution)

    def of(self, names):
        """The contributions in `.grad` of these parameters, oldest first."""
        return [one for one in self.held if one.is_in(names)]

    def clear(self, names):
        """Empties `.grad` of these parameters; gives the contributions that were in it."""
        gone = self.of(names)
        for one in gone:
            one.cleared.update(names)
        self.held = [one for one in self.held if one.is_in(one.names)]
        return gone
