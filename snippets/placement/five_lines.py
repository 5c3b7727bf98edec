"""The five lines of a training step in all 120 orders, really run."""

from collections import Counter
from itertools import permutations
from textwrap import shorten

import torch

LINES = {
    "zero_grad": "optimizer.zero_grad()",
    "forward": "prediction = model(x)",
    "loss": "loss = loss_function(prediction, y)",
    "backward": "loss.backward()",
    "step": "optimizer.step()",
}


def script(network: bool = True, seed: int = 0) -> dict:
    """Return the names that a script has defined before its loop."""
    torch.manual_seed(seed)
    x = torch.randn(64, 2)
    y = x @ torch.tensor([[2.0], [-1.0]]) + 0.5
    model = torch.nn.Linear(2, 1)
    if network:
        hidden, output = torch.nn.Linear(2, 8), torch.nn.Linear(8, 1)
        model = torch.nn.Sequential(hidden, torch.nn.Tanh(), output)
    optimizer = torch.optim.SGD(model.parameters(), lr=0.1)
    loss_function = torch.nn.MSELoss()
    return dict(locals())


def weights(names: dict) -> torch.Tensor:
    """Return a copy of all weights of the model, in one row."""
    parameters = names["model"].parameters()
    return torch.nn.utils.parameters_to_vector(parameters).detach().clone()


def run(order, names: dict, iterations: int = 40) -> torch.Tensor:
    """Execute the lines in this order, again and again.

    Return the weights before the first iteration and after each one.
    """
    history = [weights(names)]
    for _ in range(iterations):
        for line in order:
            exec(LINES[line], names)
        history.append(weights(names))
    return torch.stack(history)


def outcome(order, names: dict, correct: torch.Tensor) -> str:
    """Say what this order does, in the error's words or bit for bit."""
    try:
        history = run(order, names)
    except (NameError, RuntimeError) as error:
        return f"{type(error).__name__}: {error}"
    if torch.equal(history, correct):
        return "learns: the same weights, bit for bit"
    if torch.equal(history[1:], correct[:-1]):
        return "learns: the same weights, one iteration late"
    if torch.equal(history, history[:1].expand_as(history)):
        return "never moves a weight, and says nothing"
    return "learns something else"


correct = run(LINES, script())
orders = list(permutations(LINES))
outcomes = {order: outcome(order, script(), correct) for order in orders}

for words, count in Counter(outcomes.values()).most_common():
    print(f"{count:3}  {shorten(words, 70, placeholder=' ...')}")
print("\nThe same weights, bit for bit:")
for order, words in outcomes.items():
    if words == "learns: the same weights, bit for bit":
        print("    ", ", ".join(order))
