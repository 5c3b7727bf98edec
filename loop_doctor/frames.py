"""Names: what they hold, and what one holds that the file never gives a value."""

from .tree import last_word, spell
from .values import Constant, Helper, Items, Module, Optimizer, Parameters, Tensor, Value

HELPERS = ("scheduler", "scaler", "accelerator", "engine")


class Frame:
    """The names of one call of a function; `outer` is the frame it was made in."""

    assigned = ()  # the names that its function gives a value

    def __init__(self, outer=None, owner=None, known=None):
        self.names = {} if known is None else known
        self.outer = outer
        self.owner = owner  # the class whose method runs

    def find(self, name):
        """What a name holds here or further out, or None."""
        frame = self
        while frame is not None:
            if name in frame.names:
                return frame.names[name]
            frame = frame.outer
        return None


def look_up(run, name, frame):
    """The value of a name."""
    value = frame.find(name)
    if value is None:
        value = run.globals.get(name)
    return stranger(run, name) if value is None else value


def stranger(run, path, spelled=None):
    """What a name holds that gets its value elsewhere: judged by its name and its use."""
    if path in run.attributes:
        return run.attributes[path]
    kind = run.survey.kind_of(spelled or path)
    if kind == "module":
        value = Module(path)
    elif kind == "optimizer":
        value = Optimizer(path, guessed_names(run, path))
        run.optimizers[path] = value
    elif kind in HELPERS:
        value = Helper(kind, path)
    else:
        return Value(path)
    run.attributes[path] = value
    return value


def guessed_names(run, path):
    """Whose parameters an optimizer may hold of which only the name is known."""
    if run.survey.optimizer_count() <= 1:
        return [""]
    alike = [one for one in run.survey.modules() if akin(path, one)]
    owner = path.split(".")[0]
    if owner in run.survey.classes:  # what its methods call self
        alike = [owner + one[4:] if one.startswith("self.") else one for one in alike]
    return alike if len(alike) == 1 else ["?" + path]


def akin(optimizer, network):
    """Do the names of an optimizer and a network belong together, as opt_d and net_d do?"""
    return _stem(optimizer) == _stem(network) != ""


def _stem(path):
    word = last_word(path).lower()
    for common in ("optimizer", "optimiser", "optim", "model", "network", "opt", "net", "solver"):
        word = word.replace(common, "")
    word = word.strip("_")
    short = {"generator": "g", "discriminator": "d", "gen": "g", "dis": "d", "disc": "d"}
    return short.get(word, word)


def path_of(run, base, node):
    """The path under which an attribute of a value is kept."""
    return (base.name or spell(node["value"])) + "." + node["attr"]


def bind(run, target, value, frame):
    """Gives a target of an assignment its value."""
    kind = target["kind"]
    if kind == "Group":
        for position, one in enumerate(target["items"]):
            bind(run, one, _element(value, position, spell(one)), frame)
    elif kind == "Name":
        name = target["id"]
        frame.names[name] = _christen(run, value, name, frame.find(name) or run.globals.get(name))
    elif kind == "Attr":
        base = run.value(target["value"], frame)
        path = path_of(run, base, target)
        run.attributes[path] = _christen(run, value, path, None, spell(target))
    elif kind == "Item":
        base = run.value(target["value"], frame)
        run.attributes[spell(target)] = _christen(run, value, spell(target), None)
        if value.parts and isinstance(base, Items):
            base.items.append(value)


def _element(value, position, name):
    if isinstance(value, Items):
        return value.items[position] if position < len(value.items) else Value(name)
    if isinstance(value, Tensor) or type(value) is not Value:
        return value if not isinstance(value, (Constant, Optimizer, Module)) else Value(name)
    return Value(name)


def _christen(run, value, path, old, spelled=None):
    """A value that gets its first name; a stranger is judged by the name that it gets."""
    if type(value) is Value:
        if type(old) in (Module, Optimizer, Helper) and value.name != "":
            return old  # model, optimizer = wrap(model, optimizer): the same objects
        kind = run.survey.kind_of(spelled or path)
        known = stranger(run, path, spelled) if kind else None
        if known is None and (value.divisors or value.scaled or value.sums):
            return value  # a loss from somewhere that nobody can read
        if known is None:
            known = Value(path)
            known.origin = value.origin or value
        elif isinstance(known, Module) and run.loops and value.name == "":
            run.gradients.clear(known.names)  # made anew in each iteration
        return known
    kind = run.survey.kind_of(spelled or path)
    if kind == "optimizer" and isinstance(value, (Parameters, Module, Tensor)):
        names = set(value.names)  # made by a function that nobody can read
        for number in value.parts:
            names |= run.forwards[number].names
        value = Optimizer("", names)
    elif kind in HELPERS and isinstance(value, Tensor):
        return stranger(run, path, spelled)
    if isinstance(value, Optimizer) and not value.name:
        value.name, value.born = path, len(run.events)
        if value.names == frozenset([""]):
            value.names = frozenset(guessed_names(run, path))
        run.optimizers[path] = value
    elif isinstance(value, Module) and not value.name:
        value.name, value.names = path, frozenset([path])
        run.gradients.clear(value.names)  # a new weight has no gradient
    elif isinstance(value, Helper) and not value.name:
        value.name = path
    return value
