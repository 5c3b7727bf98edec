"""Trainings side by side: models of one shape as rows of stacked weights, a step for all of them.

Each row has its own data, gradient and step, and they are what the model would have alone:
tests/test_stacked.py compares rows with the trainings of the programs, one by one.
"""

from __future__ import annotations

import copy
import itertools
from functools import partial

import torch
from torch import nn
from torch.func import functional_call, grad_and_value, stack_module_state, vmap
from torch.nn.functional import cross_entropy

BY_MATRIX = (torch.optim.Muon, torch.optim.Adafactor)  # their step looks at a whole matrix


def digits_network(bias: bool = False) -> nn.Module:
    """The network of the programs that classify digits."""
    return nn.Sequential(nn.Linear(64, 32, bias), nn.ReLU(), nn.Linear(32, 10, bias))


def digits_loss(model, X, y) -> torch.Tensor:
    """The mean loss of a batch of digits."""
    return cross_entropy(model(X), y)


def held_out(X, y):
    """The function that returns a model's accuracy on the digits from the 1400th on."""
    return lambda model: (model(X[1400:]).argmax(1) == y[1400:]).float().mean().item()


def drawn(seeds, make, epochs: int, samples: int) -> tuple[list[nn.Module], torch.Tensor]:
    """What programs draw from each seed: a model, then an order of the samples for each epoch."""
    models, orders = [], []
    for seed in seeds:
        torch.manual_seed(seed)
        models.append(make())
        orders.append(torch.stack([torch.randperm(samples) for _ in range(epochs)]))
    return models, torch.stack(orders)


def nested(values: list, *sizes: int) -> list:
    """A list as lists in lists; `sizes` are their lengths, from outside, but for the outermost."""
    for size in reversed(sizes):
        values = [values[i : i + size] for i in range(0, len(values), size)]
    return values


def flat(stacked: dict[str, torch.Tensor]) -> torch.Tensor:
    """Weights, or their gradients, as one vector for each row."""
    return torch.cat([tensor.flatten(1) for tensor in stacked.values()], dim=1)


class Rows:
    """Models, and copies of them, that train side by side: one row of each stacked weight a model.

    The rows are those of all models, then those of their first copies, and so on. A batch is given
    for each row, or for each model: then its copies have the same.
    """

    def __init__(self, models: list[nn.Module], copies: int = 1):
        self.model, self.count = copy.deepcopy(models[0]), copies * len(models)
        for layer in self.model.modules():
            if isinstance(layer, nn.Linear) and 1 in layer.weight.shape:
                layer.forward = partial(_linear, layer)
        stacked, _ = stack_module_state(models * copies)
        self.weights = {name: weight.detach() for name, weight in stacked.items()}
        self.grads = {name: torch.zeros_like(weight) for name, weight in self.weights.items()}

    def optimizers(self, makes, rates=(None,), of="") -> list[torch.optim.Optimizer]:
        """What `makes` make, each of an equal share of the rows, in order, by learning rate.

        Of weights whose name begins with `of`, as those of a model's part do.
        """
        size = self.count // (len(makes) * len(rates))
        shares = iter(range(0, self.count, size))
        return [
            make([self._group(next(shares), size, make, lr, of) for lr in rates]) for make in makes
        ]

    def zero_grad(self, which: torch.Tensor | None = None, of: str = "") -> None:
        """Clear every row, or those where `which` is true."""
        for grad in (grad for name, grad in self.grads.items() if name.startswith(of)):
            grad.zero_() if which is None else grad.masked_fill_(_along(which, grad), 0.0)

    def backward(self, loss, *batches, has_aux: bool = False):
        """Add to each row its gradient of loss(model, *its batches); return the losses."""
        function = grad_and_value(self._called(loss), has_aux=has_aux)
        self.fresh, losses = vmap(function)(self.weights, *map(self._for_all, batches))
        for name, gradient in self.fresh.items():
            self.grads[name] += gradient
        return losses

    def clip(self, max_norm: torch.Tensor | float) -> torch.Tensor:
        """What clip_grad_norm_() does to a model, for each row; return the norms."""
        of_weights = [grad.flatten(1).norm(dim=1) for grad in self.grads.values()]
        norms = torch.stack(of_weights, dim=1).norm(dim=1)
        factor = (max_norm * (norms + 1e-6).reciprocal()).clamp(max=1.0)  # as a float / tensor is
        for grad in self.grads.values():
            grad *= _along(factor, grad)
        return norms

    @torch.no_grad()
    def each(self, function) -> list:
        """function(model) of every row, one by one."""
        call = self._called(function)
        rows = zip(*self.weights.values(), strict=True)
        return [call(dict(zip(self.weights, row, strict=True))) for row in rows]

    def _group(self, first, size, make, lr, of):
        """Some rows as parameters, views of the stacked weights: one per weight, or per matrix."""
        rows = range(first, first + size) if make in BY_MATRIX else [slice(first, first + size)]
        parameters = []
        for name in (name for name in self.weights if name.startswith(of)):
            for row in rows:
                parameters.append(self.weights[name][row].requires_grad_())
                parameters[-1].grad = self.grads[name][row]
        return {"params": parameters} | ({} if lr is None else {"lr": lr})

    def _for_all(self, batch):
        """A batch for each row."""
        return batch.repeat(self.count // len(batch), *[1] * (batch.dim() - 1))

    def _called(self, function):
        """`function` of a model, as one of the model's weights."""
        module = _Function(self.model, function)

        def call(weights, *batch):
            named = {f"model.{name}": weight for name, weight in weights.items()}
            return functional_call(module, named, batch)

        return call


class _Function(nn.Module):
    """A function of a model, as a module: functional_call() takes no less."""

    def __init__(self, model, function):
        super().__init__()
        self.model, self.function = model, function

    def forward(self, *batch):
        return self.function(self.model, *batch)


def _linear(layer, x):
    """What a linear layer computes: a stacked product with one column adds in another order.

    Its transpose adds in the order of a product that is alone, to the same bits.
    """
    rows = x.flatten(0, -2)
    product = (layer.weight @ rows.mT).mT.contiguous() + layer.bias
    return product.unflatten(0, x.shape[:-1])


def _along(numbers, stacked):
    """One number per row, in a shape that meets the rows of a stacked tensor."""
    return numbers.view(-1, *[1] * (stacked.dim() - 1))


def epochs(X, y, models, orders, size, makes, rates=(None,), every=(1,)):
    """Classifiers of digits that train with each of `makes`, at each rate, with each way to clear.

    Ways are the numbers of batches between two calls of zero_grad(). Yields the rows (those of all
    models, for all ways, for all rates, for all `makes`) after each epoch.
    """
    copies = len(makes) * len(rates)
    rows, batches = Rows(models, copies * len(every)), itertools.count()
    optimizers = rows.optimizers(makes, rates)
    for order in orders.unbind(1):
        for batch in order.split(size, dim=1):
            i = next(batches)
            cleared = torch.tensor([i % k == 0 for k in every]).repeat_interleave(len(models))
            rows.zero_grad(cleared.repeat(copies))
            rows.backward(digits_loss, X[batch], y[batch])
            for optimizer in optimizers:
                optimizer.step()
        yield rows
