"""Where in a file something happens to gradients, also within what is called."""

from .tree import below, last_word, spell

EVENTS = [
    "backward",
    "manual_backward",
    "zero_grad",
    "step",
    "unscale_",
    "clip_grad_norm_",
    "clip_grad_value_",
    "clip_grad_norm",
    "optimizer_step",
    "clear_grad",
    "no_sync",
    "set_requires_gradient_sync",
    "requires_grad_",
]


class Searches:
    """The part of a survey that looks for events and loops."""

    def eventful(self, nodes, jumps=False, word=None):
        """Is there a gradient event in these statements, or in what they call? Or a jump?"""
        key = (id(nodes), jumps, word)
        if key not in self._eventful:  # the list is kept, so that its id stays its own
            self._eventful[key] = (self._search(nodes, jumps, word), nodes)
        return self._eventful[key][0]

    def _search(self, nodes, jumps, word):
        waiting = list(nodes)
        while waiting:
            node = waiting.pop()
            kind = node["kind"]
            if kind in ("Def", "Class"):
                continue
            if jumps and kind in ("Break", "Continue", "Return", "Raise"):
                return True
            if kind == "Attr" and node["attr"] in ("grad", "requires_grad") and word is None:
                return True
            if kind == "Call" and self._is_event(node, word):
                return True
            for key in node:
                value = node[key]
                if isinstance(value, dict):
                    waiting.append(value)
                elif isinstance(value, list):
                    waiting.extend([one for one in _flat(value) if isinstance(one, dict)])
        return False

    def _is_event(self, call, word):
        func = call["func"]
        name = func["attr"] if func["kind"] == "Attr" else last_word(spell(func))
        if name in EVENTS and (word is None or word == name) and func["kind"] == "Attr":
            return not spell(func["value"]).split(".")[-1].lower().startswith("env")
        if word is None and (name in EVENTS or "zero_grad" in name or "requires_grad" in name):
            return True
        for target in self.targets(call):
            if id(target) in self._open:
                continue
            self._open.append(id(target))
            found = self.eventful(target["body"], word=word)
            self._open.pop()
            if found:
                return True
        return False

    def targets(self, call):
        """The functions of the file that a call may reach, by name."""
        func = call["func"]
        if func["kind"] == "Name":
            init = self.method(func["id"], "__init__") if func["id"] in self.classes else None
            return [init] if init else self.named.get(func["id"], [])[:1]
        if func["kind"] == "Attr":
            owned = [one for one in self.named.get(func["attr"], []) if one["owner"]]
            own = func["value"]["kind"] == "Name" and func["value"]["id"] == "self"
            common = ("append", "update", "forward", "to", "cuda", "eval", "train", "get", "close")
            return owned[:3] if own or func["attr"] not in common else []
        return []

    def holds_loop(self, nodes, depth=0):
        """Is there a loop with a backward() or a step() in these statements, or in their calls?"""
        key = id(nodes)
        if key not in self._looping:
            self._looping[key] = (False, nodes)
            self._looping[key] = (self._search_loop(nodes, depth), nodes)
        return self._looping[key][0]

    def _search_loop(self, nodes, depth):
        for node in below(nodes, into_functions=False):
            if node["kind"] in ("For", "While"):
                if self.eventful(node["body"], word="backward"):
                    return True
                if self.eventful(node["body"], word="step") and self._own_rounds(node):
                    return True
            if node["kind"] == "Call" and depth < 4:
                for target in self.targets(node):
                    if self.eventful(target["body"]) and self.holds_loop(target["body"], depth + 1):
                        return True
        return False

    def _own_rounds(self, loop):
        """Is it a loop over batches, and not over optimizers or parameters?"""
        text = spell(loop["iter"]).lower() if loop["kind"] == "For" else ""
        return "optim" not in text and "param" not in text and "opts" not in text

    def holds_nested_loop(self, nodes):
        """Is there a loop over loops that train?"""
        for node in below(nodes, into_functions=False):
            if node["kind"] in ("For", "While") and self.holds_loop(node["body"]):
                return True
        return False

    def called_by(self, function):
        """The ids of the functions of the file that a function calls."""
        calls = [one for one in below(function["body"]) if one["kind"] == "Call"]
        found = [id(target) for one in calls for target in self.targets(one)]
        return set(found) - {id(function)}


def _flat(nested):
    flat = []
    for one in nested:
        if isinstance(one, list):
            flat.extend(_flat(one))
        else:
            flat.append(one)
    return flat
