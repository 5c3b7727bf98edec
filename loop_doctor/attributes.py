"""Attributes: what stands behind the dot."""

from .frames import path_of, stranger
from .gradients import covers
from .tree import spell
from .values import (
    Bound,
    Constant,
    Function,
    Gradient,
    Module,
    Optimizer,
    Parameters,
    Tensor,
    mix,
    names_of,
)

WRAPPERS = ("module", "_orig_mod", "data", "device", "optimizer")


def attribute_of(run, base, node):
    """The value of base.word, for the base of an Attr node."""
    word = node["attr"]
    if word in ("grad", "_grad"):
        names = names_of([base]) or [base.name or spell(node["value"])]
        return Gradient(names)
    if word == "param_groups" and isinstance(base, Optimizer):
        return Parameters(base.names)
    if word == "requires_grad" and isinstance(base, (Module, Parameters)):
        return Constant(not any(covers(gone, one) for gone in run.frozen for one in base.names))
    if isinstance(base, (Gradient, Parameters)):
        return base
    if word == "data" and isinstance(base, Tensor):
        return Tensor({})
    if isinstance(base, Optimizer) and word in ("step", "zero_grad"):
        return Bound(base, word)
    path = path_of(run, base, node)
    if path in run.attributes:
        return run.attributes[path]
    owner = getattr(base, "owner", None)
    method = run.survey.method(owner, word) if owner else None
    if method:
        return Function(method, None, base)
    if isinstance(base, (Module, Optimizer)) and word in WRAPPERS:
        return base
    if isinstance(base, Module) and not base.leaf:
        if word in ("weight", "bias"):
            return Parameters([path])
        if run.survey.kind_of(spell(node)) == "module" and base.name != "self":
            return Module(path)
    if isinstance(base, Tensor):
        return mix([base])
    return stranger(run, path, spell(node))
