"""The paths through a loop: what was decided about conditions of which nobody knows the outcome."""

from .tree import assigned_in, below, names_in, spell

PATHS = 20
OPPOSITE = {"is not": "is", "!=": "==", "not in": "in"}


class Decisions:
    """The outcomes on one path; notes each alternative as another path to take."""

    def __init__(self, taken, queue):
        self.taken = dict(taken)  # {condition: True, False, "never" or "once"}
        self.queue = queue  # paths still to take, each a dictionary like it
        self.moments = {}  # condition: the iterations in which it was asked, each named once

    def outcome(self, node, loops, quiet, known):
        """Whether the condition of a node holds now; `known` tells what is known of a part.

        `loops` are those around it, outermost first: (node, index). Each part that nobody knows is
        decided by itself, and alike wherever it stands in an iteration. First the condition is
        taken to hold; where no gradient event hangs on it (`quiet`), not to hold.
        """
        return self._holds(node["test"], True, (node, loops, quiet, known))

    def _holds(self, test, wanted, about):
        known = about[3](test)
        if known is not None:
            return known
        if test["kind"] == "Unary" and test["op"] == "not":
            return not self._holds(test["operand"], not wanted, about)
        if test["kind"] == "Bool":
            decisive = test["op"] == "or"
            for part in test["values"]:
                if self._holds(part, wanted, about) == decisive:
                    return decisive
            return not decisive
        if test["kind"] == "Compare" and test["ops"][0] in OPPOSITE and len(test["ops"]) == 1:
            turned = dict(test, ops=[OPPOSITE[test["ops"][0]]])
            return not self._part(turned, not wanted, about)
        return self._part(test, wanted, about)

    def _part(self, test, wanted, about):
        node, loops, quiet, _ = about
        text = spell(test)
        if text == "…":
            text = f"the condition in line {node['line']}"
        moment = _moment(test, loops)
        if text not in self.taken:
            if quiet and moment:
                choices = ["never", "once"] if wanted else ["always", "all but once"]
            elif quiet and not node["orelse"]:
                choices = [not wanted, wanted]
            else:
                choices = [wanted, not wanted]
            if len(self.queue) < 3 * PATHS:
                branch = dict(self.taken)
                branch[text] = choices[1]
                self.queue.append(branch)
            self.taken[text] = choices[0]
        asked = self.moments.setdefault(text, [])
        if moment not in asked:
            asked.append(moment)
        return outcome_of(self.taken[text], asked.index(moment) + 1)


def outcome_of(taken, time):
    """The outcome of a decision in the first, second, … iteration in which it is asked."""
    if taken in ("once", "all but once"):
        return (time == 2) == (taken == "once")
    return taken in (True, "always")


def _moment(test, loops):
    """The iteration in which the condition has this outcome: (index, …), of the loops down to the
    innermost one in which it may change; () if it never does."""
    calls = any(node["kind"] == "Call" for node in below([test]))
    read = names_in(test)
    for depth in range(len(loops), 0, -1):
        loop = loops[depth - 1][0]
        changed = loop.get("changed")
        if changed is None:
            changed = loop["changed"] = assigned_in([loop])
        if calls or any(name in changed or name.split(".")[0] in changed for name in read):
            return tuple([index for _, index in loops[:depth]])
    return ()
