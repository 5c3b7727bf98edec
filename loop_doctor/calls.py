"""What a call gives: a word of torch, a function of the file, a network, or something unknown."""

from .attributes import attribute_of
from .edits import edit_gradient
from .frames import stranger
from .functions import call_function, construct, instance
from .tree import last_word, spell
from .values import (
    Bound,
    Constant,
    Function,
    Gradient,
    Helper,
    Items,
    Module,
    Optimizer,
    Parameters,
    Tensor,
    Value,
    mix,
    names_of,
)
from .words import WORDS

SUM = (("nothing: it is a sum", None),)  # in place of a division
HARMLESS = (  # they get an optimizer and leave gradients alone
    "print isinstance id len str repr type save load_state_dict state_dict add_param_group "
    "append format log info hasattr getattr setattr"
).split()


READING = "item cpu numpy tolist print format log info add_scalar max min".split()
RESCALING = ("scale", "average", "normal", "reduce", "div")
HARMLESS_PARTS = ("lr", "sched", "save", "checkpoint")


class Call:
    """A call with its parts evaluated."""

    def __init__(self, run, node, frame):
        self.node, self.frame, self.line = node, frame, node["line"]
        func = node["func"]
        self.on = None  # the value before the last dot
        self.on_text = ""
        if func["kind"] == "Attr":
            self.on = run.value(func["value"], frame)
            self.on_text = spell(func["value"])
            if isinstance(self.on, Constant) and self.on.value is None:
                self.on = stranger(run, self.on_text)  # it got a value where nobody looked
        self.name = func["attr"] if func["kind"] == "Attr" else last_word(spell(func))
        self.text = spell(func)
        self.args = [run.value(one, frame) for one in node["args"]]
        self.keywords = {}
        for name, value in node["keywords"]:
            self.keywords[name or "**"] = run.value(value, frame)

    def everything(self):
        """All values that go into the call."""
        given = self.args + list(self.keywords.values())
        return given + [self.on] if self.on is not None else given

    def keyword(self, name):
        """The constant given by keyword; True for an unknown one, None for none."""
        if name not in self.keywords:
            return None
        value = self.keywords[name]
        return value.value if isinstance(value, Constant) else True


def value_of_call(run, node, frame):
    """Evaluates a call."""
    run.tick()
    call = Call(run, node, frame)
    read = node["args"] + ([node["func"]["value"]] if call.on is not None else [])
    read = [] if call.name in READING else read
    for one in read:
        if run.loops and one["kind"] == "Name" and run.unassigned(one["id"], frame):
            run.doubt(one["id"] + " is used before it has a value", call.line)
    own = _function(run, call)
    if own is None and call.name in WORDS:
        result = WORDS[call.name](run, call)
        if result is not None:
            return result
    if own is not None:
        return call_function(run, own, call.args, call.keywords)
    if call.on is None and call.name in run.survey.classes:
        return construct(run, call)
    return _unknown(run, call)


def _function(run, call):
    """The function of the file that is called, or None."""
    func = call.node["func"]
    if func["kind"] == "Name":
        value = run.value(func, call.frame)
        if isinstance(value, Bound):  # step = torch.compile(optimizer.step)
            call.on, call.name = value.on, value.name
            return None
    elif func["kind"] != "Attr":
        return None
    elif spell(func["value"]) == "super()":
        bases = run.survey.classes.get(call.frame.owner, {"bases": []})["bases"]
        for base in bases:
            method = run.survey.method(spell(base), call.name)
            if method:
                return Function(method, None, call.frame.find("self"))
        return None
    else:
        owner = getattr(call.on, "owner", None)
        method = run.survey.method(owner, call.name) if owner else None
        if method and not (isinstance(call.on, Module) and call.name == "forward"):
            return Function(method, None, call.on)
        value = run.attributes.get((call.on.name or call.on_text) + "." + call.name)
        if value is None and type(call.on) is Value and call.name not in WORDS:
            value = _only_method(run, call)
    return value if isinstance(value, Function) else None


def _only_method(run, call):
    """A method on an unknown object: the one of that name in the file that has events."""
    owned = [one for one in run.survey.named.get(call.name, ()) if one["owner"]]
    if len(owned) != 1 or not run.survey.eventful(owned[0]["body"]):
        return None
    return Function(owned[0], None, instance(run, owned[0]["owner"]))


def _unknown(run, call):
    """A network that is called, or a function nobody can read: its graph is that of its input."""
    given = call.everything()
    word = call.name.lower()
    if "grad" in word and any(part in word for part in RESCALING):  # scale_grads(model, 1 / tokens)
        edit_gradient(run, Gradient(names_of(given)), None)
    held = [one for one in given if isinstance(one, Optimizer)]
    if call.name == "compile" and call.args and isinstance(call.args[0], (Bound, Function)):
        return call.args[0]
    harmless = call.name in HARMLESS or any(part in word for part in HARMLESS_PARTS)
    if held and call.on is not held[0] and run.loops and not harmless:
        run.doubt(call.text + "() gets the optimizer, and is not in this file", call.line)
    network = call.on if isinstance(call.on, Module) else None
    func = call.node["func"]
    if network is None:
        attribute = func["kind"] == "Attr"
        called = attribute_of(run, call.on, func) if attribute else run.value(func, call.frame)
        network = called if isinstance(called, Module) else None
    inner = mix([one for one in given if not isinstance(one, (Module, Optimizer))])
    if network is not None and not network.leaf:
        leaves = [one for one in call.args if isinstance(one, Module) and one.leaf]
        number = run.forward(list(network.names) + list(names_of(leaves)), call.line)
        parts = dict(inner.parts)
        if number is not None:
            parts[number] = 1
        return Tensor({} if run.no_grad else parts, certain=inner.certain)
    networks = [one for one in call.args if isinstance(one, Module) and not one.leaf]
    if inner.parts and run.no_grad:
        return Tensor({})
    if inner.parts:
        reduction = call.keywords.get("reduction")
        summed = isinstance(reduction, Constant) and reduction.value == "sum"
        if summed or call.name == "sum":  # sums of micro-batches add up to the sum of the window
            inner.divisors = inner.divisors + SUM
        return inner
    torch_only = call.text.split(".")[0] in ("torch", "F") or isinstance(call.on, Tensor)
    if torch_only and any(isinstance(one, Tensor) for one in given) and not networks:
        return Tensor({})
    if networks:
        return _with_networks(run, call, networks)
    leaves = [one for one in given if isinstance(one, Module) and one.leaf]
    if leaves:
        number = run.forward(names_of(leaves), call.line)
        return Tensor({} if number is None else {number: 1}, SUM if call.name == "sum" else ())
    if any(isinstance(one, Parameters) for one in given):
        return Parameters(names_of(given))
    if isinstance(call.on, (Items, Helper)) or call.name[:1].isupper():
        return Value("")
    return Value(call.text + "()")


def _with_networks(run, call, networks):
    """An unknown function of a network: a wrapper of it, or something made by calling it."""
    if call.name[:1].isupper() or call.name in ("compile", "fully_shard", "script", "to", "wrap"):
        return networks[0]
    if "loss" in call.name.lower() or "forward" in call.name.lower():
        number = run.forward(names_of(networks), call.line)
        return Tensor({} if number is None else {number: None}, certain=False)
    return Value("")
