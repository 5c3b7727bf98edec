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

    def outcome(self, node, loops, quiet):
        """Whether a condition holds this time.

        A condition that varies within a loop is taken to hold always or never, or, where it
        only skips (`quiet`: no gradient event hangs on it), never or the second time only.
        """
        test, inverted = node["test"], False
        while test["kind"] == "Unary" and test["op"] == "not":
            test, inverted = test["operand"], not inverted
        text = spell(test)
        if test["kind"] == "Compare" and len(test["ops"]) == 1 and test["ops"][0] in OPPOSITE:
            inverted = not inverted
            right = spell(test["rights"][0])
            text = spell(test["left"]) + " " + OPPOSITE[test["ops"][0]] + " " + right
        if text == "…":
            text = f"the condition in line {node['line']}"
        varies = _varies(test, loops)
        if varies and quiet:
            choices = ["never", "once"]
        elif quiet and not node["orelse"]:
            choices = [False, True]
        else:
            choices = [True, False]
        if inverted and choices[0] != "never":
            choices = [not one for one in choices]
        if text not in self.taken:
            for other in choices[1:]:
                if len(self.queue) < 3 * PATHS:
                    branch = dict(self.taken)
                    branch[text] = other
                    self.queue.append(branch)
            self.taken[text] = choices[0]
        taken = self.taken[text]
        if taken in ("never", "once"):
            self._asked[text] = self._asked.get(text, 0) + 1
            return taken == "once" and self._asked[text] == 2
        return taken != inverted


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
