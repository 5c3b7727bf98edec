"""Two optimizers for one model: zero_grad() of one clears its half."""

import torch


def bias_gradients(clear: str, iterations: int = 4) -> list[float]:
    """Return the norm of the bias gradient at the end of each iteration."""
    model = torch.nn.Linear(4, 4)
    muon = torch.optim.Muon([model.weight], lr=0.0)  # matrices only
    adamw = torch.optim.AdamW([model.bias], lr=0.0)  # all the rest
    norms = []
    for _ in range(iterations):
        if clear in ("Muon", "both"):
            muon.zero_grad()
        if clear == "both":
            adamw.zero_grad()
        if clear == "model":
            model.zero_grad()
        model(torch.ones(1, 4)).sum().backward()
        norms.append(model.bias.grad.norm().item())
        muon.step()
        adamw.step()
    return norms


for clear in ("Muon", "both", "model"):
    print(f"zero_grad() of {clear:6}", bias_gradients(clear))
