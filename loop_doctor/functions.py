"""Functions and classes of the file: what calling one does."""

from .frames import Frame, stranger
from .run import Leave
from .tree import spell
from .values import (
    Constant,
    Function,
    Instance,
    Module,
    Optimizer,
    Value,
    mix,
    names_of,
)

DEPTH = 8  # functions within functions


def instance(run, owner):
    """The object of a class of the file, as its methods know it."""
    name = "self" if owner is None else owner
    if run.survey.is_module(owner):
        return Module(name, owner)
    return Instance(name, owner)


def call_function(run, function, args, keywords):
    """Runs a function of the file and gives what it returns."""
    node = function.node
    if run.depth >= DEPTH or run.stack.count(id(node)) > 1:
        return mix(args)
    run.reached.add(id(node))
    owner = node.get("owner")
    frame = Frame(function.frame, owner)
    frame.assigned = run.survey.assigned(node)
    names = list(node["args"])
    defaults = list(node["defaults"]) or [None] * len(names)
    if owner and names and names[0] in ("self", "cls"):
        frame.names[names[0]] = function.owner or instance(run, owner)
        names, defaults = names[1:], defaults[1:]
    for position, name in enumerate(names):
        if position < len(args):
            value = args[position]
        elif name in keywords:
            value = keywords[name]
        elif position < len(defaults) and defaults[position] is not None:
            value = run.value(defaults[position], frame)
        else:
            value = stranger(run, name)
        if type(value) is Value and run.survey.kind_of(name):
            value = stranger(run, name)
        frame.names[name] = value
    no_grad = run.no_grad
    run.no_grad = no_grad or any(spell(one).endswith("no_grad()") for one in node["decorators"])
    run.depth += 1
    run.stack.append(id(node))
    try:
        run.block(node["body"], frame)
    except Leave as leave:
        if leave.why != "return":
            raise
        return leave.value
    finally:
        run.depth -= 1
        run.stack.pop()
        run.no_grad = no_grad
    return Constant(None)


def construct(run, call):
    """An object of a class of the file."""
    name = call.name
    if run.survey.is_optimizer(name):
        return Optimizer("", names_of(call.everything()), name)
    count = run.made.get(name, 0) + 1
    run.made[name] = count
    label = name if count == 1 else name + f"#{count}"
    made = Module(label, name) if run.survey.is_module(name) else Instance(label, name)
    init = run.survey.method(name, "__init__")
    if init and run.depth < DEPTH:
        call_function(run, Function(init, None, made), call.args, call.keywords)
    return made
