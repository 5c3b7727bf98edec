"""A recurrent network that learns if its gradients are clipped."""

import torch
from sklearn.datasets import load_digits
from torch.nn.functional import cross_entropy
from torch.nn.utils import clip_grad_norm_

# region setup
torch.manual_seed(0)
digits = load_digits()
shuffled = torch.randperm(1797)
X = torch.tensor(digits.images, dtype=torch.float32)[shuffled] / 16
y = torch.tensor(digits.target)[shuffled]


def network() -> torch.nn.ModuleDict:
    """Return a network that reads a digit row by row, 8 pixels each."""
    rnn = torch.nn.RNN(
        input_size=8,
        hidden_size=32,
        nonlinearity="relu",
        bias=False,
        batch_first=True,
    )
    torch.nn.init.eye_(rnn.weight_hh_l0)  # it begins by keeping all it read
    head = torch.nn.Linear(32, 10)
    return torch.nn.ModuleDict({"rnn": rnn, "head": head})


def train(max_norm: float, seed: int = 0, lr: float = 0.2):
    """Return the model, and the loss and gradient norm of every step."""
    torch.manual_seed(seed)
    model = network()
    optimizer = torch.optim.SGD(model.parameters(), lr=lr)
    losses, norms = [], []
    for _ in range(10):
        # endregion
        # region loop
        for batch in torch.randperm(1400).split(70):
            optimizer.zero_grad()
            states, _ = model["rnn"](X[batch])
            loss = cross_entropy(model["head"](states[:, -1]), y[batch])
            loss.backward()
            norm = clip_grad_norm_(model.parameters(), max_norm)
            optimizer.step()
            losses.append(loss.item())
            norms.append(norm.item())
        # endregion
    return model, losses, norms


print("        is the loss of the last epoch below 1?")
print("seed    clipped at norm 3    not clipped")
for seed in (0, 1):
    learned = []
    for max_norm in (3.0, float("inf")):
        _, losses, _ = train(max_norm, seed)
        last_epoch = sum(losses[-20:]) / 20
        learned.append(last_epoch < 1)
    print(f"{seed:4}{learned[0]!s:>21}{learned[1]!s:>15}")
