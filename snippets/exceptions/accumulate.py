"""Four micro-batches and one step move the weights as the batch does."""

import torch
from torch.nn.functional import mse_loss

torch.manual_seed(0)
X = torch.randn(256, 8)
y = X.sin().sum(1, keepdim=True)


def train(N: int, divide: bool = True, epochs: int = 5) -> torch.Tensor:
    """Return the weights after 20 steps on 64 rows in N micro-batches."""
    torch.manual_seed(1)
    model = torch.nn.Linear(8, 1)
    optimizer = torch.optim.SGD(model.parameters(), lr=0.1, momentum=0.9)
    for batch in torch.arange(256).split(64) * epochs:
        for rows in batch.chunk(N):
            loss = mse_loss(model(X[rows]), y[rows])
            if divide:
                loss = loss / N
            loss.backward()  # adds: that is the point
        optimizer.step()
        optimizer.zero_grad()  # once per step, not once per backward()
    return model.weight.detach()[0]


print("64 rows at once           ", train(N=1)[:3])
print("64 rows in 4 micro-batches", train(N=4)[:3])
print("without the division      ", train(N=4, divide=False)[:3])
