"""A scaled window: unscale, clip, step and update once, at its end."""

import torch
from torch.nn.functional import mse_loss
from torch.nn.utils import clip_grad_norm_, parameters_to_vector

torch.manual_seed(0)
X = torch.randn(256, 8)
y = X.sin().sum(1, keepdim=True)


def train(scaled: bool, N: int = 4) -> tuple[torch.Tensor, list[float]]:
    """Return the trained weights and the gradient norm at every step."""
    torch.manual_seed(1)
    model = torch.nn.Linear(8, 1)
    optimizer = torch.optim.SGD(model.parameters(), lr=0.1, momentum=0.9)
    scaler = torch.amp.GradScaler("cpu", init_scale=1024.0, enabled=scaled)
    norms = []
    for batch in torch.arange(256).split(64) * 5:
        for rows in batch.chunk(N):
            loss = mse_loss(model(X[rows]), y[rows]) / N
            scaler.scale(loss).backward()  # every part at one scale
        scaler.unscale_(optimizer)
        norm = clip_grad_norm_(model.parameters(), 1.0)
        scaler.step(optimizer)
        scaler.update()
        optimizer.zero_grad()
        norms.append(norm.item())
    return parameters_to_vector(model.parameters()), norms


weights, norms = train(scaled=True)
same_weights, same_norms = train(scaled=False)
whole, _ = train(scaled=False, N=1)
print("steps                    ", len(norms))
print("weights bit for bit equal", torch.equal(weights, same_weights))
print("norms bit for bit equal  ", norms == same_norms)
print("like whole batches       ", torch.allclose(weights, whole))
