"""L-BFGS calls its closure many times a step: clear inside it."""

# region setup
import torch
from sklearn.datasets import load_diabetes
from torch.nn.functional import mse_loss


def standardise(values):
    """Give every column mean 0 and standard deviation 1."""
    columns = torch.tensor(values, dtype=torch.float64)
    return (columns - columns.mean(0)) / columns.std(0, correction=0)


diabetes = load_diabetes()
X, y = standardise(diabetes.data), standardise(diabetes.target[:, None])


def train(place: str, line_search: str | None = None, seed: int = 0):
    """Return the loss after one step, and how often the closure ran."""
    torch.manual_seed(seed)
    model = torch.nn.Linear(10, 1).double()
    weights = model.parameters()
    optimizer = torch.optim.LBFGS(weights, line_search_fn=line_search)
    calls = 0

    # endregion
    # region closure
    def closure():
        nonlocal calls
        calls += 1
        if place == "in the closure":
            optimizer.zero_grad()
        loss = mse_loss(model(X), y)
        loss.backward()
        return loss

    # endregion
    if place == "before step":
        optimizer.zero_grad()
    optimizer.step(closure)
    return mse_loss(model(X), y).item(), calls


def least_squares() -> float:
    """Return the smallest loss that a linear model can have here."""
    A = torch.cat([X, torch.ones(len(X), 1, dtype=X.dtype)], dim=1)
    return mse_loss(A @ torch.linalg.lstsq(A, y).solution, y).item()


print("after one step     loss    with a line search")
for place in ("in the closure", "before step"):
    plain, calls = train(place)
    searched, _ = train(place, "strong_wolfe")
    print(f"{place:14}{plain:9.2g}{searched:15.2f}")
print(f"{'least squares':14}{least_squares():9.2g}")
print("calls of the closure in that step:", calls)
