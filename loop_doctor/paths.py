"""The paths through a loop: what was decided about conditions of which nobody knows the outcome."""

from .tree import assigned_in, below, names_in, spell

PATHS = 20
OPPOSITE = {"is not": "is", "!=": "==", "not in": "in"}


class Decisions:
    """The outcomes on one path; notes each alternative as another path to take."""

    def __init__(self, taken, queue):
        self.taken = dict(taken)  # {condition: True, False, "never" or "once"}
        self.queue = queue  # paths still to take, each a dictionary like it
        self._asked = {}

    def outcome(self, node, loops, quiet, known):
        """Whether the condition of a node holds this time; `known` tells what is known of a part.

        Each part that nobody knows is decided by itself, and alike wherever it stands. First the
        condition is taken to hold; where no gradient event hangs on it (`quiet`), not to hold.
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
        if text not in self.taken:
            if quiet and _varies(test, loops):
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
        self._asked[text] = self._asked.get(text, 0) + 1
        return outcome_of(self.taken[text], self._asked[text])


def outcome_of(taken, time):
    """The outcome of a decision when it is asked for the first, second, … time."""
    if taken in ("once", "all but once"):
        return (time == 2) == (taken == "once")
    return taken in (True, "always")


def _varies(test, loops):
    """May the condition have another outcome in another iteration?"""
    if any(node["kind"] == "Call" for node in below([test])):
        return bool(loops)
    read = names_in(test)
    for loop in loops:
        changed = loop.get("changed")
        if changed is None:
            changed = loop["changed"] = assigned_in([loop])
        if any(name in changed or name.split(".")[0] in changed for name in read):
            return True
    return False
