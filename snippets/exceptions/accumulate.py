"""Four micro-batches and one step move the weights as the batch does."""

# region setup
import torch
from torch.nn.functional import mse_loss

torch.manual_seed(0)
X = torch.randn(250, 8)
y = X.sin().sum(1, keepdim=True)


def train(N: int, reduction: str, divisor: int) -> torch.Tensor:
    """Return the weights after 25 steps on 50 rows in N micro-batches."""
    torch.manual_seed(1)
    model = torch.nn.Linear(8, 1)
    optimizer = torch.optim.SGD(model.parameters(), lr=0.1, momentum=0.9)
    # endregion
    # region loop
    for batch in torch.arange(250).split(50) * 5:
        for rows in batch.chunk(N):  # 50 in four: 13, 13, 13, 11
            loss = mse_loss(model(X[rows]), y[rows], reduction=reduction)
            loss.backward()  # adds: that is the point
        for p in model.parameters():
            p.grad /= divisor
        optimizer.step()
        optimizer.zero_grad()  # once per step, not once per backward()
    # endregion
    return model.weight.detach()[0]


print("50 rows at once   ", train(1, "mean", 1)[:3])
print("4 sums, over 50   ", train(4, "sum", 50)[:3])
print("4 means, over 4   ", train(4, "mean", 4)[:3])
print("4 means, undivided", train(4, "mean", 1)[:3])
