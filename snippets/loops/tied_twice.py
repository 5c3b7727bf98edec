"""A tied weight in two optimizers: every gradient moves it twice."""

import torch


def move(optimizers: int) -> float:
    """Return how far one iteration moves the weight of two modules."""
    torch.manual_seed(0)
    embedding = torch.nn.Embedding(5, 3)
    head = torch.nn.Linear(3, 5, bias=False)
    head.weight = embedding.weight
    owners = (embedding, head)[:optimizers]
    chosen = [torch.optim.SGD(o.parameters(), lr=0.5) for o in owners]
    before = embedding.weight.detach().clone()

    for optimizer in chosen:
        optimizer.zero_grad()
    head(embedding(torch.arange(5))).logsumexp(1).mean().backward()
    for optimizer in chosen:
        optimizer.step()
    return (embedding.weight - before).norm().item()


print(f"one optimizer moves it by  {move(1):.3f}")
print(f"two optimizers move it by  {move(2):.3f}")
