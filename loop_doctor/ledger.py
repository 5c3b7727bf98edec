"""The ledger of a run: which micro-batches' gradients `.grad` holds after each event."""

VERBS = {"backward": "adds", "clear": "clears", "step": "steps on", "clip": "clips"}
ROWS = 16


class Row:
    """One line of a ledger: an event and, for each optimizer, the gradients held after it."""

    def __init__(self, event, labels, optimizers):
        self.line = event.line
        self.kind = event.kind
        self.iteration = event.iteration
        self.subject = event.subject
        self.held = []  # for each optimizer: [(label of a micro-batch, is it stale), …]
        for name in optimizers:
            entries = event.ledger.get(name, [])
            self.held.append([(labels[one.number], one.stale) for one in entries])

    def as_dict(self):
        """The row as JSON."""
        return {
            "line": self.line,
            "event": self.kind,
            "of": self.subject,
            "iteration": [list(one) for one in self.iteration],
            "held": [[{"micro_batch": label, "stale": stale} for label, stale in one]
                     for one in self.held],
        }  # fmt: skip


def optimizers_of(run):
    """The optimizers of a run that step, in order of their first step."""
    found = []
    for event in run.events:
        if event.kind == "step" and event.subject not in found:
            found.append(event.subject)
    return found or sorted(run.optimizers)


def labels_of(run):
    """{number of a contribution: its label}: micro-batches are counted from 1, and losses of one
    micro-batch told apart by a letter."""
    labels, seen, lines = {}, [], []
    backwards = [one for one in run.events if one.kind == "backward"]
    for event in backwards:
        if event.line not in lines:
            lines.append(event.line)
    for event in backwards:
        entry = event.found[0]
        again = seen.count((entry.iteration, entry.line))
        seen.append((entry.iteration, entry.line))
        moment = (entry.iteration, again)
        if moment not in labels:
            labels[moment] = len([one for one in labels if isinstance(one, tuple)]) + 1
        letter = chr(97 + lines.index(entry.line) % 26) if len(lines) > 1 else ""
        labels[entry.number] = str(labels[moment]) + letter
    return labels


def ledger(run, until=None):
    """The rows of a run, up to a while behind the event number `until`."""
    optimizers, labels = optimizers_of(run), labels_of(run)
    shown = [one for one in run.events if one.kind in VERBS]
    rows = [Row(one, labels, optimizers) for one in shown]
    if until is None:
        return rows[:ROWS]
    behind = len([one for one in shown if one.number <= until])
    start = max(0, behind + 2 - ROWS)
    return rows[start : behind + 2]


def draw(run, until=None, paint=lambda text, colour: text):
    """The ledger as text, one line for each event."""
    optimizers = optimizers_of(run)
    lines = []
    if len(optimizers) > 1:
        lines.append(_columns("", "", "", optimizers))
    last = None
    for row in ledger(run, until):
        where = place_of(row.iteration) if row.iteration != last else ""
        last = row.iteration
        held = [_held(one, paint) for one in row.held]
        lines.append(_columns(where, "line " + str(row.line), VERBS[row.kind], held))
    return "\n".join([one.rstrip() for one in lines])


def place_of(iteration):
    """Iterations counted from 1, outermost first: "1.3"."""
    return ".".join([str(index + 1) for _, index in iteration]) or "before"


def _columns(where, line, verb, held):
    text = where + " " * (8 - len(where)) + line + " " * (10 - len(line))
    text += verb + " " * (10 - len(verb))
    return text + "  |  ".join(held)


def _held(entries, paint):
    """Micro-batches in `.grad`; stale ones, which a step has used before, in brackets."""
    if not entries:
        return "-"
    words = []
    for label, stale in entries:
        words.append(paint("(" + label + ")", "stale") if stale else paint(label, "fresh"))
    return " ".join(words)
