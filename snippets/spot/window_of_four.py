"""Ten digits to a micro-batch, four micro-batches to a step."""

# region setup
import torch
from sklearn.datasets import load_digits
from torch.nn.functional import cross_entropy
from torch.utils.data import DataLoader, TensorDataset

torch.manual_seed(0)
X, y = load_digits(return_X_y=True)
X = torch.tensor(X, dtype=torch.float32) / 16
Y = torch.tensor(y)
data = TensorDataset(X[:1600], Y[:1600])
loader = DataLoader(data, batch_size=10, shuffle=True)
model = torch.nn.Linear(64, 10)
optimizer = torch.optim.SGD(model.parameters(), lr=1.0)


def loss_on_all():
    """Return the mean loss of all digits."""
    return cross_entropy(model(X), Y).item()


losses = []

# endregion
# region loop
for i, (x, y) in enumerate(loader):
    optimizer.zero_grad()
    loss = cross_entropy(model(x), y) / 4
    loss.backward()
    if i % 4 == 3:
        optimizer.step()
        losses.append(loss_on_all())

# endregion
print(f"loss {losses[0]:.2g} at first, {losses[-1]:.2g} at last")
