"""The words that make something: an optimizer, a scaler, a scheduler, a weight, a network."""

from .names import OPTIMIZERS, WINDOW
from .values import Constant, Helper, Module, Optimizer, names_of


def _optimizer(run, call):
    given = list(call.args) + list(call.keywords.values())
    inner = [one for one in given if isinstance(one, Optimizer)]
    if inner:
        return inner[0]  # a wrapper
    if any(one.divisors for one in call.keywords.values()):
        run.notes.append(("divided rate", call.line))
    return Optimizer("", names_of(given), call.name)


def _scaler(run, call):
    off = call.keywords.get("enabled")
    if isinstance(off, Constant) and not off.value:
        return None
    return Helper("scaler", "")


def _accelerator(run, call):
    window = call.keywords.get("gradient_accumulation_steps")
    run.accelerated = True
    if window is None:
        return Helper("accelerator", "")
    literal = window.value if isinstance(window, Constant) else None
    if literal == 1:
        return Helper("accelerator", "")
    return Helper("accelerator", "", literal if isinstance(literal, int) else WINDOW)


def _scheduler(run, call):
    made = Helper("scheduler", "")
    made.born = len(run.events)
    return made


def _weight(run, call):
    """torch.zeros(1, requires_grad=True) and its like."""
    wanted = call.keyword("requires_grad")
    if call.name == "Parameter":
        return Module("", leaf=True) if wanted is not False else None
    return Module("", leaf=True) if wanted else None


def _network(run, call):
    if "nn." not in call.text and not call.text.startswith("nn."):
        from_import = run.survey.imports.get(call.text, "")
        if not from_import.startswith("torch.nn"):
            return None
    return Module("")


MAKERS = {"GradScaler": _scaler, "Accelerator": _accelerator, "Parameter": _weight}
for _word in OPTIMIZERS:
    MAKERS[_word] = _optimizer
for _word in [
    "StepLR",
    "MultiStepLR",
    "ExponentialLR",
    "CosineAnnealingLR",
    "LambdaLR",
    "OneCycleLR",
    "CyclicLR",
    "LinearLR",
    "ReduceLROnPlateau",
    "CosineAnnealingWarmRestarts",
    "SequentialLR",
    "PolynomialLR",
    "ConstantLR",
]:
    MAKERS[_word] = _scheduler
for _word in [
    "tensor",
    "zeros",
    "ones",
    "randn",
    "rand",
    "full",
    "empty",
    "zeros_like",
    "randn_like",
    "rand_like",
]:
    MAKERS[_word] = _weight
for _word in [
    "Linear",
    "Sequential",
    "Conv2d",
    "Embedding",
    "LSTM",
    "GRU",
    "RNN",
    "Transformer",
    "MLP",
]:
    MAKERS[_word] = _network
