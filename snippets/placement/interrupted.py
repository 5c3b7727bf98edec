"""An exception between backward() and step(), and who cleans up."""

import torch

PLACES = ("at the top", "before backward", "after step", "in finally")


def gradients_used(place: str) -> list[float]:
    """Train on four batches, the second of which fails half way."""
    w = torch.tensor(0.0, requires_grad=True)
    optimizer = torch.optim.SGD([w], lr=0.1)
    used = []
    for batch in range(4):
        try:
            if place == "at the top":
                optimizer.zero_grad()
            loss = 1.0 * w  # its gradient is 1 for every batch
            if place == "before backward":
                optimizer.zero_grad()
            loss.backward()
            if batch == 1:
                raise ValueError("the logger failed")
            used.append(w.grad.item())
            optimizer.step()
            if place == "after step":
                optimizer.zero_grad()
        except ValueError:
            continue  # on to the next batch
        finally:
            if place == "in finally":
                optimizer.zero_grad()
    return used


print("zero_grad()        gradients that the three steps used")
for place in PLACES:
    print(f"{place:19}{gradients_used(place)}")
