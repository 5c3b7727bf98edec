"""One pass over a file: its functions and classes, and what kind of thing each name is."""

from .tree import assigned_in, below, last_word, spell

OPTIMIZERS = [
    "Adam",
    "AdamW",
    "SGD",
    "RMSprop",
    "Adagrad",
    "Adadelta",
    "Adamax",
    "ASGD",
    "LBFGS",
    "NAdam",
    "RAdam",
    "Rprop",
    "SparseAdam",
    "Adafactor",
    "Muon",
    "Lion",
    "LAMB",
    "Lamb",
    "LARS",
    "Ranger",
    "MADGRAD",
    "FusedAdam",
    "Adam8bit",
    "AdamW8bit",
]
WINDOWS = (  # parts of names that people give to the number of micro-batches in a window
    "accum accu_ iter_size update_freq virtual subdivision micro grad_step aggregate batch_mult "
    "backward_every update_every step_every iters_to_acc batches_per_update"
).split()
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
NETWORKS = [
    "net",
    "network",
    "generator",
    "discriminator",
    "encoder",
    "decoder",
    "critic",
    "actor",
    "policy",
]
WINDOW = 4  # micro-batches in a window of which nobody knows the length
LONGEST = 64  # a window that long is still run through


class Survey:
    """What a file says about its names, wherever it says it."""

    def __init__(self, tree):
        self.tree = tree
        self.functions = {}  # name: Def, of the file's own level
        self.methods = {}  # (class, name): Def
        self.named = {}  # name: every Def with it, nested ones too
        self.classes = {}  # name: Class
        self.calls = {}  # path: names of the methods called on it
        self.sources = {}  # path: the expressions assigned to it
        self.moduli = set()  # right sides of % in conditions that decide about an event
        self.imports = {}  # name: where it comes from
        self.graded = set()  # paths whose .grad is named
        self.top_names = assigned_in(tree)
        self._assigned = {}
        self._kinds = {}
        self._all = {}
        self._looping = {}
        self._longest = 0
        self._eventful = {}
        self._open = []  # functions that are being searched
        self._collect(tree, None, 0)
        nodes = list(below(tree))
        for node in nodes:
            self._note(node)
        for node in nodes:
            if (
                node["kind"] == "If"
                and self.eventful(node["body"], jumps=True)
                or node["kind"] == "Choice"
            ):
                self._find_moduli(node["test"])
            elif node["kind"] == "Assign" and node["value"]["kind"] in ("Compare", "Bool"):
                self._find_moduli(node["value"])

    def _collect(self, nodes, owner, depth):
        for node in nodes:
            if node["kind"] == "Class":
                self.classes[node["name"]] = node
                self._collect(node["body"], node["name"], 0)
            elif node["kind"] == "Def":
                node["owner"] = owner
                self.named.setdefault(node["name"], []).append(node)
                if depth == 0 and owner:
                    self.methods[(owner, node["name"])] = node
                elif depth == 0:
                    self.functions[node["name"]] = node
                self._collect(node["body"], None, depth + 1)
            else:
                inner = [one for key in ("body", "orelse", "final") for one in node.get(key, ())]
                for handler in node.get("handlers", ()):
                    inner += handler
                self._collect(inner, owner, depth)

    def _note(self, node):
        if node["kind"] == "Call" and node["func"]["kind"] == "Attr":
            path, word = spell(node["func"]["value"]), node["func"]["attr"]
            self.calls.setdefault(path, set()).add(word)
            if word in ("step", "unscale_") and "scaler" in path.lower() and node["args"]:
                self.calls.setdefault(spell(node["args"][0]), set()).add("step")
        elif node["kind"] == "Import":
            for name, known_as in node["names"]:
                self.imports[known_as] = node["module"] + "." + name
        elif node["kind"] == "Call":
            self.calls.setdefault(spell(node["func"]), set()).add("()")
        elif node["kind"] == "Attr" and node["attr"] == "grad":
            self.graded.add(spell(node["value"]))
        elif node["kind"] == "Assign":
            for target in node["targets"]:
                self._source(target, node["value"])

    def _source(self, target, value):
        if target["kind"] != "Group":
            self.sources.setdefault(spell(target), []).append(value)
            return
        pair = value["kind"] == "Group" and len(value["items"]) == len(target["items"])
        for position, one in enumerate(target["items"]):
            self._source(one, value["items"][position] if pair else value)

    def _find_moduli(self, test):
        for node in below([test]):
            if node["kind"] == "Binary" and node["op"] == "%":
                self.moduli.add(spell(node["right"]))

    def assigned(self, function):
        """The names that a function gives a value."""
        if id(function["body"]) not in self._assigned:
            self._assigned[id(function["body"])] = (assigned_in(function["body"]), function)
        return self._assigned[id(function["body"])][0]

    def method(self, owner, name):
        """The Def of a method, its own or inherited within the file, or None."""
        for _ in range(8):
            if (owner, name) in self.methods:
                return self.methods[(owner, name)]
            bases = [spell(one) for one in self.classes.get(owner, {"bases": ()})["bases"]]
            bases = [one for one in bases if one in self.classes and one != owner]
            if not bases:
                return None
            owner = bases[0]
        return None

    def is_module(self, name):
        """Is a class of the file a torch module?"""
        return self._descends(name, ("Module", "Model"))

    def is_optimizer(self, name):
        """Is a class of the file an optimizer?"""
        return self._descends(name, ("Optimizer",) + tuple(OPTIMIZERS))

    def _descends(self, name, ends):
        for _ in range(8):
            bases = [spell(one) for one in self.classes.get(name, {"bases": ()})["bases"]]
            if any(last_word(one).endswith(end) for one in bases for end in ends):
                return True
            bases = [one for one in bases if one in self.classes and one != name]
            if not bases:
                return False
            name = bases[0]
        return False

    def kind_of(self, path):
        """What a name most likely is: "optimizer", "scheduler", …, or "" where nothing says so."""
        if path not in self._kinds:
            self._kinds[path] = self._kind(path)
        return self._kinds[path]

    def _kind(self, path):
        called = self.calls.get(path, ())
        word = last_word(path).lower().strip("_")
        if "sched" in word or word == "warmup":
            return "scheduler"
        for source in self.sources.get(path, ()):
            made = last_word(spell(source["func"])) if source["kind"] == "Call" else ""
            if made in OPTIMIZERS:
                return "optimizer"
            if made.endswith("LR") or "schedule" in made.lower():
                return "scheduler"
            if made == "GradScaler":
                return "scaler"
            if made == "Accelerator":
                return "accelerator"
            if made in self.classes and self.is_module(made):
                return "module"
        if word == "accelerator":
            return "accelerator"
        if "scaler" in word and ("scale" in called or "unscale_" in called):
            return "scaler"
        if word.startswith("env"):
            return ""
        if "zero_grad" in called and "step" in called and "backward" not in called:
            return "optimizer"
        named = "optim" in word or word in ("opt", "adam", "sgd", "adamw", "solver")
        named = named or word.startswith("opt_") or word.endswith("_opt")
        if named and ("step" in called or "zero_grad" in called):
            return "optimizer"
        if "backward" in called and "step" in called:
            return "engine"
        if not named:
            class_name = last_word(path)[:1].isupper() and len(word) > 2
            if "()" in called and not class_name and ("model" in word or word in NETWORKS):
                return "module"
            for one in ("zero_grad", "parameters", "named_parameters", "train", "eval"):
                if one in called:
                    return "module"
        return ""

    def optimizer_count(self):
        """How many names of the file are optimizers."""
        return len(self.all_of("optimizer"))

    def modules(self):
        """The names of the file that are networks."""
        return self.all_of("module")

    def all_of(self, kind):
        """The names of a kind that the file calls methods of."""
        if kind not in self._all:
            self._all[kind] = sorted([one for one in self.calls if self.kind_of(one) == kind])
        return self._all[kind]

    def windowy(self, path):
        """Does a name look like the number of micro-batches in a window?"""
        return path in self.moduli or any(one in path.lower() for one in WINDOWS)

    def window_of(self, path):
        """The length of a window with this name: what the file assigns to it, or 4."""
        for source in self.sources.get(path, ()):
            if source["kind"] == "Const" and _is_length(source["value"]):
                return source["value"]
        return WINDOW

    def longest_window(self):
        """The longest window that the file seems to use; 1 if it uses none."""
        self._longest = self._longest or self._find_longest()
        return self._longest

    def _find_longest(self):
        longest = 1
        for path in list(self.moduli) + [one for one in self.sources if self.windowy(one)]:
            literal = int(path) if path.isdigit() else self.window_of(path)
            if literal <= LONGEST:
                longest = max(longest, literal)
        for path in self.calls:
            if self.windowy(path) or "accumulate" in self.calls[path]:
                longest = max(longest, WINDOW)
        return longest

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


def _flat(nested):
    flat = []
    for one in nested:
        if isinstance(one, list):
            flat.extend(_flat(one))
        else:
            flat.append(one)
    return flat


def _is_length(value):
    return isinstance(value, int) and not isinstance(value, bool) and 1 < value <= LONGEST
