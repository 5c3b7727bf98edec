"""Accumulate a mean over tokens: what changes is the count."""

# region imports
from contextlib import nullcontext
from itertools import islice
from pathlib import Path

import torch
from torch import nn

# endregion

N, epochs, lr, checkpoint = 4, 3, 0.02, Path("checkpoint.pt")
device = "cuda" if torch.cuda.is_available() else "cpu"
loss_sum = nn.CrossEntropyLoss(reduction="sum")


def train_on(window, model, optimizer) -> float:
    """Take one step with a list of batches; return their mean loss."""
    total, count, no_sync = 0.0, 0, getattr(model, "no_sync", nullcontext)
    for i, (X, y) in enumerate(window, start=1):
        with nullcontext() if i == len(window) else no_sync():  # for DDP
            with torch.autocast(device, torch.bfloat16):
                # region loss
                scores = model(X.to(device)).flatten(0, 1)
                loss = loss_sum(scores, y.to(device).flatten())
                # endregion
            loss.backward()  # adds to .grad
        # region count
        total += loss.detach()
        count += int((y != -100).sum())  # labels that are not ignored
        # endregion
    # region none
    count = max(count, 1)  # a window may have no label at all
    # endregion
    for p in model.parameters():
        if p.grad is not None:
            p.grad /= count  # the sum becomes the mean, once
    nn.utils.clip_grad_norm_(model.parameters(), max_norm=1.0)
    optimizer.step()
    optimizer.zero_grad()
    return float(total / count)


def main():
    torch.manual_seed(0)
    # region data
    rows = torch.randint(50, (1000, 21))
    rows[torch.arange(21) >= torch.randint(2, 21, (1000, 1))] = -100
    data = [(row[:-1].clamp(min=0), row[1:]) for row in rows]
    # endregion
    loader = torch.utils.data.DataLoader(data, batch_size=16, shuffle=True)
    # region model
    model = nn.Sequential(nn.Embedding(50, 64), nn.Linear(64, 50))
    # endregion
    optimizer = torch.optim.AdamW(model.to(device).parameters())
    first, step, steps = 0, 0, epochs * -(-len(loader) // N)  # rounded up
    if checkpoint.exists():
        weights, state, first, step = torch.load(checkpoint)
        model.load_state_dict(weights)
        optimizer.load_state_dict(optimizer.state_dict() | {"state": state})
    for epoch in range(first, epochs):
        torch.manual_seed(epoch)  # a resumed epoch draws what it would have
        batches = iter(loader)
        while window := list(islice(batches, N)):
            for group in optimizer.param_groups:
                group["lr"] = lr * min((step + 1) / 8, 1 - step / steps)
            loss, step = train_on(window, model, optimizer), step + 1
        print(f"epoch {epoch + 1}, step {step}, last loss {loss:.1f}")
        state = optimizer.state_dict()["state"]
        torch.save((model.state_dict(), state, epoch + 1, step), "new.pt")
        Path("new.pt").replace(checkpoint)  # whole, or the old one stays


if __name__ == "__main__":
    main()
