"""Two tasks, one trunk: zero_grad() between the losses drops the first."""

import torch
from torch.nn.functional import mse_loss

torch.manual_seed(0)
X = torch.randn(256, 8)
targets = {"height": X[:, :1].sin(), "weight": X[:, 1:2].cos()}


def train(clear_between: bool, iterations: int = 400) -> dict:
    """Return the loss of each task after training them together."""
    torch.manual_seed(0)
    trunk = torch.nn.Sequential(torch.nn.Linear(8, 16), torch.nn.Tanh())
    heads = {task: torch.nn.Linear(16, 1) for task in targets}
    model = torch.nn.ModuleList([trunk, *heads.values()])
    optimizer = torch.optim.SGD(model.parameters(), lr=0.1)
    for _ in range(iterations):
        optimizer.zero_grad()
        for task, target in targets.items():
            if clear_between:
                optimizer.zero_grad()
            loss = mse_loss(heads[task](trunk(X)), target)
            loss.backward()
        optimizer.step()
    features = trunk(X)
    return {t: mse_loss(heads[t](features), y) for t, y in targets.items()}


for words, clear_between in (("both", False), ("each one", True)):
    losses = train(clear_between)
    print(f"cleared before {words:9}", end=" ")
    print(*(f"{task} {loss:.2f}" for task, loss in losses.items()))
