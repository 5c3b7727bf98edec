"""The words of torch that do something to gradients: one function each, in the table WORDS.

Each gets the run and the call; it returns a value, or None where the word means nothing here.
"""

from . import edits, verbs
from .loops import epoch_length
from .makers import MAKERS
from .tree import spell
from .values import (
    Constant,
    Context,
    Gradient,
    Helper,
    Items,
    Module,
    Optimizer,
    Parameters,
    Tensor,
    Value,
    names_of,
)

WINDOW = 4


def _dictionary(run, call):
    """items(), values() or keys() of a dictionary that stands in the file."""
    if not isinstance(call.on, Items) or None in call.on.keys or not call.on.keys:
        return call.on if isinstance(call.on, Optimizer) else None
    keys = [Constant(one) for one in call.on.keys]
    if call.name == "items":
        return Items([Items(list(pair)) for pair in zip(keys, call.on.items)])
    return Items(keys if call.name == "keys" else list(call.on.items))


def _range(run, call):
    numbers = [one.value for one in call.args if isinstance(one, Constant)]
    whole = all(isinstance(one, int) and not isinstance(one, bool) for one in numbers)
    if call.on is not None or not whole or not numbers or len(numbers) < len(call.args):
        return None
    if len(numbers) > 2 and numbers[2] == 0:
        return None
    values = range(*numbers)
    return Items([Constant(one) for one in values]) if len(values) <= 64 else None


def _split(run, call):
    if not isinstance(call.on, Constant) or not isinstance(call.on.value, str):
        return None
    by = call.args[0].value if call.args and isinstance(call.args[0], Constant) else None
    words = call.on.value.split(by) if by else call.on.value.split()
    return Items([Constant(one) for one in words])


def _detached(run, call):
    """item(), detach(), argmax() and so on: what comes out has no graph."""
    if call.on is None:
        return _number(run, call)
    if isinstance(call.on, (Module, Helper, Optimizer)):
        return None
    if isinstance(call.on, (Gradient, Parameters, Constant)):
        return call.on
    if call.name == "detach_":
        call.on.parts = {}
    return Tensor({}, name=call.on.name)


def _number(run, call):
    """float(loss), int(loss) and bool(loss) are numbers of Python."""
    number = call.name in ("float", "int", "bool") and call.args and call.args[0].parts
    return Tensor({}) if number else None


def _contexts(run, call):
    if call.name == "accumulate":
        if not verbs.role(call.on, "accelerator"):
            return None
        return Context("accumulate", call.on)
    if call.name == "set_grad_enabled":
        off = call.args and isinstance(call.args[0], Constant) and not call.args[0].value
        return Context("no_grad" if off else "")
    return Context("no_grad" if call.name == "inference_mode" else call.name)


def _prepare(run, call):
    if not verbs.role(call.on, "accelerator"):
        return None
    run.accelerated = True
    return call.args[0] if len(call.args) == 1 else Items(call.args)


def _parameters(run, call):
    if call.on is None:
        return None
    if isinstance(call.on, Items):
        return Parameters(names_of(call.on.items) or [""])
    return Parameters(names_of([call.on]) or [call.on.name or call.on_text])


def _length(run, call):
    if len(call.args) == 1 and isinstance(call.args[0], Items) and not call.args[0].keys:
        return Constant(len(call.args[0].items))
    text = spell(call.node["args"][0]) if call.node["args"] else ""
    if text in run.lengths:
        return Constant(run.lengths[text])
    if "load" in text or "batch" in text:
        return Constant(run.trips or epoch_length(run.survey.longest_window()))
    return Value(call.text + "(" + text + ")")


def _same(run, call):
    """to(), cuda(), train() and so on give the thing itself."""
    if call.on is None:
        return _number(run, call)
    keep = isinstance(call.on, (Module, Parameters, Optimizer, Helper))
    return call.on if keep else None


def _enabled(run, call):
    return Constant(not run.no_grad)


def _functional_grad(run, call):
    """torch.autograd.grad() gives gradients and adds nothing to .grad."""
    return Tensor({}) if "grad" in call.text.split(".")[-2:] and "." in call.text else None


WORDS = {
    "backward": verbs.backward,
    "manual_backward": verbs.manual_backward,
    "step": verbs.step,
    "unscale_": verbs.unscale,
    "scale": verbs.scale,
    "update": verbs.update,
    "register_step_post_hook": verbs.step_hook,
    "register_post_accumulate_grad_hook": verbs.gradient_hook,
    "zero_": edits.zero,
    "append": edits.append,
    "set_requires_gradient_sync": edits.sync_flag,
    "prepare": _prepare,
    "len": _length,
    "split": _split,
    "range": _range,
    "is_grad_enabled": _enabled,
    "grad": _functional_grad,
}
for _words, _meaning in (
    ("zero_grad clear_grad", verbs.zero_grad),
    ("requires_grad_ requires_grad set_requires_grad", edits.requires_grad),
    ("clip_grad_norm_ clip_grad_value_ clip_grad_norm", verbs.clip),
    ("mul_ div_ add_ sub_ addcdiv_ copy_ clamp_", edits.in_place),
    (
        "no_grad enable_grad inference_mode set_grad_enabled no_sync accumulate nullcontext",
        _contexts,
    ),
    ("parameters named_parameters trainable_parameters", _parameters),
    ("to cuda cpu half float double train eval apply compile share_memory", _same),
    ("items values keys", _dictionary),
    ("item detach detach_ numpy tolist argmax eq size dim numel long int bool", _detached),
):
    for _word in _words.split():
        WORDS[_word] = _meaning
WORDS.update(MAKERS)
