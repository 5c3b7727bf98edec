"""A contrastive loss compares rows: micro-batches have fewer to compare."""

import torch
from torch.nn.functional import cross_entropy, normalize

torch.manual_seed(0)
images, texts = torch.randn(2, 64, 8)  # pairs: row i belongs to row i
encoder = torch.nn.Sequential(torch.nn.Linear(8, 4), torch.nn.Dropout(0.1))


def embed(rows):
    """Return the embeddings of some pairs, (2, rows, 4), of length 1."""
    torch.manual_seed(int(rows[0]))  # the same dropout in both passes
    pairs = torch.stack([images[rows], texts[rows]])
    return normalize(encoder(pairs), dim=-1)


def loss(pairs):
    """Each image must find its text among all texts at hand."""
    similarity = pairs[0] @ pairs[1].T / 0.1
    return cross_entropy(similarity, torch.arange(len(similarity)))


def at_once(parts):
    """Call backward() once, with the graphs of all parts in memory."""
    loss(torch.cat([embed(rows) for rows in parts], dim=1)).backward()


def in_micro_batches(parts):
    """Accumulate as usual: each row meets the rows of its micro-batch."""
    for rows in parts:
        (loss(embed(rows)) / len(parts)).backward()


def cached(parts):
    """Find the gradient of all embeddings first, then encode once more."""
    with torch.no_grad():
        pairs = torch.cat([embed(rows) for rows in parts], dim=1)
    loss(pairs.requires_grad_()).backward()
    gradients = pairs.grad.split(len(parts[0]), dim=1)
    for rows, gradient in zip(parts, gradients, strict=True):
        embed(rows).backward(gradient)


def gradient(accumulate, N: int) -> torch.Tensor:
    """Return what a way to accumulate leaves in .grad."""
    encoder.zero_grad()
    accumulate(torch.arange(64).chunk(N))
    return encoder[0].weight.grad


def relative_error(way, N: int) -> float:
    """Return how far a way is from one backward() for all parts."""
    batch = gradient(at_once, N)
    return ((gradient(way, N) - batch).norm() / batch.norm()).item()


print("negatives  relative error, accumulated  cached")
for N in (2, 4, 8, 16):
    errors = [relative_error(way, N) for way in (in_micro_batches, cached)]
    print(f"{64 // N - 1:9}{errors[0]:29.2f}{errors[1]:8.2f}")
