"""The gradients of four micro-batches add up to that of the batch."""

import torch
from sklearn.datasets import load_diabetes


# region setup
def standardise(values):
    """Give every column mean 0 and standard deviation 1."""
    columns = torch.tensor(values, dtype=torch.float32)
    return (columns - columns.mean(0)) / columns.std(0, correction=0)


diabetes = load_diabetes()
X = standardise(diabetes.data)[:64, [6, 8]]  # two blood values
y = standardise(diabetes.target)[:64]


def running_grad(parts: int, divide: bool = True) -> list[torch.Tensor]:
    """Return w.grad after the backward() of each part of the batch."""
    w = torch.zeros(2, requires_grad=True)
    running = []
    # endregion
    # region parts
    for rows in torch.arange(len(X)).chunk(parts):
        loss = (X[rows] @ w - y[rows]).pow(2).mean()
        (loss / parts if divide else loss).backward()
        running.append(w.grad.clone())
    # endregion
    return running


for i, grad in enumerate(running_grad(4), 1):
    print(f"after micro-batch {i}  ", grad)
print("the batch in one     ", running_grad(1)[-1])
print("without the division ", running_grad(4, divide=False)[-1])
