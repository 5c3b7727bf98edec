"""One pass over a file: its functions and classes, and what kind of thing each name is."""

from .names import OPTIMIZERS, Names
from .searches import Searches
from .tree import assigned_in, below, last_word, spell

FOREIGN = "mxnet tensorflow keras jax flax paddle tinygrad mlx".split()


class Survey(Names, Searches):
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

    def foreign(self):
        """Does the file import another library that trains, and no torch?"""
        modules = [one.strip(".").split(".")[0] for one in self.imports.values()]
        return "torch" not in modules and any(one in FOREIGN for one in modules)

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
