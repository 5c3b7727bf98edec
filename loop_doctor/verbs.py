"""The verbs of training: backward, zero_grad, step, clip, unscale, and what goes with a step."""

from .tree import below, spell
from .values import (
    Constant,
    Function,
    Helper,
    Items,
    Module,
    Optimizer,
    Parameters,
    Tensor,
    Value,
    like,
    mix,
    names_of,
    times,
)


def role(value, role):
    return isinstance(value, Helper) and value.role == role


def backward(run, call):
    if call.on is None:
        return None
    tensor, line = call.on, call.line
    if "dist_autograd" in call.on_text:
        run.doubt("distributed autograd keeps its own gradients", line)
        return Constant(None)
    if role(tensor, "engine"):
        run.doubt("an engine runs backward() and step()", line)
        return Value()
    if (role(tensor, "accelerator") or isinstance(tensor, Optimizer)) and call.args:
        helper, tensor = tensor, known_graph(run, call.args[0], line)
        if getattr(helper, "window", None):
            window = helper.window
            tensor = times(tensor, 1 / window, ("the accelerator", window))
    elif call.args and (call.on_text.endswith("autograd") or _is_loss(call)):
        tensor = call.args[0]
    elif isinstance(tensor, Module) and not tensor.leaf:
        run.doubt(call.on_text + ".backward() is a method of its own", line)
        return Value()
    tensor = known_graph(run, tensor, line)
    if call.args and call.args[0].scaled:  # out.backward(scaler.scale(gradient))
        tensor = like(tensor, call.args[0], tensor.parts)
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


def _is_loss(call):
    """fabric.backward(loss), and not loss.backward(weights)"""
    if type(call.on) is not Value or "loss" in call.on_text.lower():
        return False
    given, text = call.args[0], spell(call.node["args"][0])
    return bool(given.parts or given.divisors) or "loss" in text.lower()


def known_graph(run, value, line):
    """A loss from a list, or from somewhere that nobody can read: it may reach all parameters."""
    if isinstance(value, Items):
        return mix(value.items)
    if type(value) is not Value:
        return value
    number = run.forward([""], line)
    return Tensor({number: None}, value.divisors, value.scaled, False, value.sums)


def manual_backward(run, call):
    if not call.args:
        return None
    run.backward(known_graph(run, call.args[0], call.line), call.line)
    return Constant(None)


def zero_grad(run, call):
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


def step(run, call):
    target, line = call.on, call.line
    if role(target, "scaler") and call.args and isinstance(call.args[0], Optimizer):
        if run.in_sync:
            run.step(call.args[0], line, by="scaler")
        return Value()
    if role(target, "scheduler"):
        event = run.record("schedule", line, target.name)
        event.notes["born"] = target.born
        event.notes["argument"] = bool(call.args)
        event.notes["accelerated"] = run.accelerated
        return Constant(None)
    if role(target, "engine"):
        run.doubt("an engine runs backward() and step()", line)
        return Value()
    if not isinstance(target, Optimizer):
        return None
    target.name = target.name or f"the optimizer of line {line}"
    closure = call.args[0] if call.args else call.keywords.get("closure")
    if isinstance(closure, Function):
        return _step_with_closure(run, call, target, closure)
    if isinstance(getattr(closure, "value", closure), (Value, str)):  # step(loss), step("encoder")
        run.doubt(call.text + "() with an argument may do more than a step", line)
        return Value()
    if run.in_sync:
        run.step(target, line)
        for hook in target.hooks:
            run.call(hook, [target, Value(), Value()], {})
    return Constant(None)


def _step_with_closure(run, call, optimizer, closure):
    """An optimizer that calls the loop's part itself: L-BFGS more than once."""
    result, no_grad = None, run.no_grad
    run.no_grad = no_grad or _switches_off(run.survey.method(optimizer.family, "step"))
    run.closures += 1
    for _ in range(2 if optimizer.family == "LBFGS" else 1):
        result = run.call(closure, [], {})
    run.closures -= 1
    run.no_grad = no_grad
    again = optimizer.family == "LBFGS"
    run.step(optimizer, call.line, by="repeated closure" if again else "closure")
    return Tensor({}) if result is not None else None


def _switches_off(method):
    """Is it a step() of the file under no_grad() that does not switch gradients on again?"""
    if not method:
        return False
    decorators = [spell(one) for one in method["decorators"]]
    words = [spell(one["func"]) for one in below(method["body"]) if one["kind"] == "Call"]
    on = any("enable_grad" in one or "grad_enabled" in one for one in words)
    return not on and any("no_grad" in one for one in decorators)


def step_hook(run, call):
    if isinstance(call.on, Optimizer) and call.args and isinstance(call.args[0], Function):
        call.on.hooks.append(call.args[0])
    return Value()


def gradient_hook(run, call):
    run.doubt("a hook acts as soon as a gradient is there", call.line)
    return Value()


def clip(run, call):
    if not call.args and not isinstance(call.on, Module):
        return None
    names = names_of(call.args[:1]) or names_of([call.on] if call.on else []) or [""]
    if run.in_sync:
        run.clip(names, call.line)
    return Value()


def unscale(run, call):
    if not role(call.on, "scaler"):
        return None
    for one in call.args:
        known = isinstance(one, Optimizer)
        run.unscale(one if known else Optimizer(one.name or "an optimizer"), call.line)
    return Constant(None)


def scale(run, call):
    if not role(call.on, "scaler") or not call.args:
        return None
    value = times(call.args[0], 1)
    value.scaled = True
    return value


def update(run, call):
    if not role(call.on, "scaler"):
        return None
    run.states = {}
    return Constant(None)
