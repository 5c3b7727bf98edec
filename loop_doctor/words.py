"""The words of torch that do something to gradients: one function each, in the table WORDS.

Each gets the run and the call; it returns a value, or None where the word means nothing here.
"""

from .makers import MAKERS
from .tree import spell
from .values import (
    Constant,
    Context,
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
    times,
)

WINDOW = 4


def _role(value, role):
    return isinstance(value, Helper) and value.role == role


def _backward(run, call):
    if call.on is None:
        return None
    tensor, line = call.on, call.line
    if _role(tensor, "engine"):
        run.doubt("an engine runs backward() and step()", line)
        return Value()
    if (_role(tensor, "accelerator") or isinstance(tensor, Optimizer)) and call.args:
        helper, tensor = tensor, known_graph(run, call.args[0], line)
        if getattr(helper, "window", None):
            window = helper.window
            tensor = times(tensor, 1 / window, ("the accelerator", window))
    elif call.on_text.endswith("autograd") and call.args:
        tensor = call.args[0]
    elif isinstance(tensor, Module) and not tensor.leaf:
        run.doubt(call.on_text + ".backward() is a method of its own", line)
        return Value()
    tensor = known_graph(run, tensor, line)
    if not tensor.parts:
        run.doubt("backward() of something that has no graph here", line)
        if run.no_grad and isinstance(tensor, Tensor):
            run.notes.append(("backward without a graph", line))
        return Constant(None)
    retain = bool(call.keyword("retain_graph") or call.keyword("create_graph"))
    inputs = names_of([call.keywords["inputs"]]) if "inputs" in call.keywords else None
    run.summed.update(tensor.sums)
    run.backward(tensor, line, retain, inputs)
    return Constant(None)


def known_graph(run, value, line):
    """A loss from a list, or from somewhere that nobody can read: it may reach all parameters."""
    if isinstance(value, Items):
        return mix(value.items)
    if type(value) is not Value:
        return value
    number = run.forward([""], line)
    return Tensor({number: None}, value.divisors, value.scaled, False, value.sums)


def _manual_backward(run, call):
    if not call.args:
        return None
    run.backward(known_graph(run, call.args[0], call.line), call.line)
    return Constant(None)


def _zero_grad(run, call):
    target = call.on
    if target is None:
        return None
    for one in target.items if isinstance(target, Items) else [target]:
        if isinstance(one, Optimizer) and not run.in_sync:
            continue
        if isinstance(one, (Optimizer, Module, Parameters)):
            run.clear(one.names, call.line, one.name)
        else:
            run.clear([""], call.line, call.on_text)
    return Constant(None)


def _step(run, call):
    target, line = call.on, call.line
    if _role(target, "scaler") and call.args and isinstance(call.args[0], Optimizer):
        if run.in_sync:
            run.step(call.args[0], line, by="scaler")
        return Value()
    if _role(target, "scheduler"):
        event = run.record("schedule", line, target.name)
        event.notes["born"] = target.born
        event.notes["argument"] = bool(call.args)
        event.notes["accelerated"] = run.accelerated
        return Constant(None)
    if _role(target, "engine"):
        run.doubt("an engine runs backward() and step()", line)
        return Value()
    if not isinstance(target, Optimizer):
        return None
    target.name = target.name or f"the optimizer of line {line}"
    closure = call.args[0] if call.args else call.keywords.get("closure")
    if isinstance(closure, Function):
        return _step_with_closure(run, call, target, closure)
    if run.in_sync:
        run.step(target, line)
        for hook in target.hooks:
            run.call(hook, [target, Value(), Value()], {})
    return Constant(None)


def _step_with_closure(run, call, optimizer, closure):
    """An optimizer that calls the loop's part itself: L-BFGS more than once."""
    result = None
    run.closures += 1
    for _ in range(2 if optimizer.family == "LBFGS" else 1):
        result = run.call(closure, [], {})
    run.closures -= 1
    again = optimizer.family == "LBFGS"
    run.step(optimizer, call.line, by="repeated closure" if again else "closure")
    return Tensor({}) if result is not None else None


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


def _step_hook(run, call):
    if isinstance(call.on, Optimizer) and call.args and isinstance(call.args[0], Function):
        call.on.hooks.append(call.args[0])
    return Value()


def _gradient_hook(run, call):
    run.doubt("a hook acts as soon as a gradient is there", call.line)
    return Value()


def _split(run, call):
    if not isinstance(call.on, Constant) or not isinstance(call.on.value, str):
        return None
    by = call.args[0].value if call.args and isinstance(call.args[0], Constant) else None
    words = call.on.value.split(by) if by else call.on.value.split()
    return Items([Constant(one) for one in words])


def _clip(run, call):
    if not call.args and not isinstance(call.on, Module):
        return None
    names = names_of(call.args[:1]) or names_of([call.on] if call.on else []) or [""]
    if run.in_sync:
        run.clip(names, call.line)
    return Value()


def _unscale(run, call):
    for one in call.args:
        if isinstance(one, Optimizer):
            run.unscale(one, call.line)
    return Constant(None)


def _scale(run, call):
    if not _role(call.on, "scaler") or not call.args:
        return None
    value = times(call.args[0], 1)
    value.scaled = True
    return value


def _update(run, call):
    if not _role(call.on, "scaler"):
        return None
    run.states = {}
    return Constant(None)


def _detached(run, call):
    """item(), detach(), argmax() and so on: what comes out has no graph."""
    if call.on is None or isinstance(call.on, (Module, Helper, Optimizer)):
        return None
    if isinstance(call.on, (Gradient, Parameters, Constant)):
        return call.on
    if call.name == "detach_":
        call.on.parts = {}
    return Tensor({}, name=call.on.name)


def _zero(run, call):
    """zero_() or fill_(0) of a gradient clears it in place."""
    if not isinstance(call.on, Gradient):
        return None
    never = not [one for one in run.events if one.kind == "backward"]
    if never:
        run.notes.append(("zero of None", call.line))
    run.clear(call.on.names, call.line, call.on_text)
    return call.on


def _in_place(run, call):
    """mul_(), div_(), add_() and so on: of a gradient, of a weight by its gradient, of a loss."""
    if isinstance(call.on, Gradient):
        number = call.args[0].value if call.args and isinstance(call.args[0], Constant) else None
        if call.name == "div_" and number:
            number = 1 / number
        edit_gradient(run, call.on, number if call.name in ("mul_", "div_") else None)
        return call.on
    given = list(call.args) + list(call.keywords.values())
    if any(isinstance(one, Gradient) for one in given):
        by_hand(run, call.on, call.on_text, call.line)
        return call.on
    if call.name == "div_" and call.on is not None and call.on.parts and call.args:
        number = call.args[0].value if isinstance(call.args[0], Constant) else None
        divided = times(call.on, 1 / number if number else None,
                        (spell(call.node["args"][0]), number))  # fmt: skip
        call.on.parts, call.on.divisors = divided.parts, divided.divisors
        return call.on
    return call.on if isinstance(call.on, (Module, Parameters)) else None


def edit_gradient(run, gradient, factor):
    """.grad times a number (None: changed in a way that nobody knows)."""
    for one in run.gradients.of(gradient.names):
        parts = {}
        for number in one.parts:
            old = one.parts[number]
            parts[number] = None if old is None or factor is None else old * factor
        one.parts = parts
        one.edited = True


def by_hand(run, weight, text, line):
    """w -= rate * w.grad: a step that the loop takes by itself."""
    names = names_of([weight]) or [weight.name or text]
    run.step(Optimizer("by hand: " + ", ".join(sorted(names)), names), line, by="manual")


def _append(run, call):
    if call.on is None or len(call.args) != 1:
        return None
    value = call.args[0]
    if value.parts and not run.no_grad:
        keep(run, call.on_text, value, call.line, call.on)
    if isinstance(call.on, Items) and len(call.on.items) < 200:
        call.on.items.append(value)
    return Constant(None)


def keep(run, name, value, line, before):
    """A sum or a list that keeps a tensor together with its graph."""
    event = run.record("keep", line, name)
    event.notes["parts"] = set(value.parts)
    event.notes["before"] = bool(before.items if isinstance(before, Items) else before.parts)
    event.notes["certain"] = value.certain
    value.sums = value.sums | frozenset([name])


def _requires_grad(run, call):
    if call.on is None and call.args:  # a helper such as set_requires_grad(net, False)
        target, flag = call.args[0], call.args[1] if len(call.args) > 1 else None
    else:
        target, flag = call.on, call.args[0] if call.args else Constant(True)
    if not isinstance(flag, Constant):
        return target
    names = names_of([target])
    if not names and call.name == "requires_grad_" and flag.value:
        return Module("", leaf=True)
    set_frozen(run, names, not flag.value)
    return target


def set_frozen(run, names, frozen):
    """requires_grad of parameters was set."""
    run.frozen = run.frozen | set(names) if frozen else run.frozen - set(names)


def _sync_flag(run, call):
    if call.args and isinstance(call.args[0], Constant):
        run.no_sync = not call.args[0].value
    return Constant(None)


def _contexts(run, call):
    if call.name == "accumulate":
        if not _role(call.on, "accelerator"):
            return None
        return Context("accumulate", call.on)
    if call.name == "set_grad_enabled":
        off = call.args and isinstance(call.args[0], Constant) and not call.args[0].value
        return Context("no_grad" if off else "")
    return Context("no_grad" if call.name == "inference_mode" else call.name)


def _prepare(run, call):
    if not _role(call.on, "accelerator"):
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
    if run.trips and ("load" in text or "batch" in text):
        return Constant(run.trips)
    return Value(call.text + "(" + text + ")")


def _same(run, call):
    """to(), cuda(), train() and so on give the thing itself."""
    keep = isinstance(call.on, (Module, Parameters, Optimizer, Helper))
    return call.on if keep else None


def _enabled(run, call):
    return Constant(not run.no_grad)


def _functional_grad(run, call):
    """torch.autograd.grad() gives gradients and adds nothing to .grad."""
    return Tensor({}) if "grad" in call.text.split(".")[-2:] and "." in call.text else None


WORDS = {
    "backward": _backward, "manual_backward": _manual_backward, "zero_grad": _zero_grad,
    "clear_grad": _zero_grad, "step": _step, "unscale_": _unscale, "scale": _scale,
    "update": _update, "zero_": _zero, "append": _append, "requires_grad_": _requires_grad,
    "set_requires_grad": _requires_grad, "requires_grad": _requires_grad,
    "set_requires_gradient_sync": _sync_flag, "prepare": _prepare, "len": _length,
    "register_step_post_hook": _step_hook, "split": _split, "range": _range,
    "register_post_accumulate_grad_hook": _gradient_hook, "is_grad_enabled": _enabled, "grad": _functional_grad,
}  # fmt: skip
for _words, _meaning in (
    ("clip_grad_norm_ clip_grad_value_ clip_grad_norm", _clip),
    ("mul_ div_ add_ sub_ addcdiv_ copy_ clamp_", _in_place),
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
