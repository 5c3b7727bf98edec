"""Accumulate on purpose: one step for each window of N micro-batches."""

# region setup
from contextlib import nullcontext
from itertools import islice
from pathlib import Path

import torch
from torch import nn

N, epochs, lr, checkpoint = 4, 3, 0.02, Path("checkpoint.pt")
device = "cuda" if torch.cuda.is_available() else "cpu"
loss_sum = nn.CrossEntropyLoss(reduction="sum")


# endregion
# region window
def train_on(window, model, optimizer) -> float:
    """Take one step with a list of batches; return their mean loss."""
    total, count, no_sync = 0.0, 0, getattr(model, "no_sync", nullcontext)
    for i, (X, y) in enumerate(window, start=1):
        with nullcontext() if i == len(window) else no_sync():  # for DDP
            with torch.autocast(device, torch.bfloat16):
                loss = loss_sum(model(X.to(device)), y.to(device))
            loss.backward()  # adds to .grad
        total, count = total + loss.detach(), count + len(y)
    for p in model.parameters():
        if p.grad is not None:
            p.grad /= count  # the sum becomes the mean, once
    nn.utils.clip_grad_norm_(model.parameters(), max_norm=1.0)
    optimizer.step()
    optimizer.zero_grad()
    return float(total / count)


# endregion
def main():
    torch.manual_seed(0)
    data = [(x, x[:3].argmax()) for x in torch.randn(1000, 20)]
    loader = torch.utils.data.DataLoader(data, batch_size=16, shuffle=True)
    model = nn.Sequential(nn.Linear(20, 64), nn.ReLU(), nn.Linear(64, 3))
    optimizer = torch.optim.AdamW(model.to(device).parameters())
    first, step, steps = 0, 0, epochs * -(-len(loader) // N)  # rounded up
    if checkpoint.exists():
        weights, state, first, step = torch.load(checkpoint)
        model.load_state_dict(weights)
        optimizer.load_state_dict(optimizer.state_dict() | {"state": state})
    # region epoch
    for epoch in range(first, epochs):
        torch.manual_seed(epoch)  # a resumed epoch draws what it would have
        batches = iter(loader)
        while window := list(islice(batches, N)):
            for group in optimizer.param_groups:
                group["lr"] = lr * min((step + 1) / 8, 1 - step / steps)
            loss, step = train_on(window, model, optimizer), step + 1
        # endregion
        print(f"epoch {epoch + 1}, step {step}, last loss {loss:.1f}")
        state = optimizer.state_dict()["state"]
        torch.save((model.state_dict(), state, epoch + 1, step), "new.pt")
        Path("new.pt").replace(checkpoint)  # whole, or the old one stays


if __name__ == "__main__":
    main()
