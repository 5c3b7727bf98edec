"""Four sequences of 2, 50, 3 and 47 tokens: every token counts the same."""

import torch
from torch.nn.functional import cosine_similarity, cross_entropy

torch.manual_seed(0)
words, longest = 11, 50
tokens = torch.randint(words, (4, longest))
labels = torch.randint(words, (4, longest))
for row, length in zip(labels, (2, 50, 3, 47), strict=True):
    row[length:] = -100  # padding: cross_entropy ignores it

embedding = torch.nn.Embedding(words, 8)
head = torch.nn.Linear(8, words)


def loss(rows, reduction):
    """Return the cross entropy of the tokens in some sequences."""
    logits = head(embedding(tokens[rows])).flatten(0, 1)
    target = labels[rows].flatten()
    return cross_entropy(logits, target, reduction=reduction)


def gradient(losses) -> torch.Tensor:
    """Return what backward() on each loss leaves in the head."""
    head.zero_grad()
    for micro_loss in losses:
        micro_loss.backward()
    return head.weight.grad.flatten()


sequences = torch.arange(4).split(1)
counted = (labels != -100).sum()
batch = gradient([loss(torch.arange(4), "mean")])
means = gradient(loss(i, "mean") / 4 for i in sequences)
sums = gradient(loss(i, "sum") / counted for i in sequences)

print("                  relative error   cosine with the batch")
for name, g in {"mean of means": means, "sum / tokens": sums}.items():
    error = (g - batch).norm() / batch.norm()
    cosine = cosine_similarity(g, batch, dim=0)
    print(f"{name:18}{error:14.2f}{cosine:24.2f}")
labels[0] = -100  # a sequence without a single label
print("no label at all: mean", loss(sequences[0], "mean").item(), end=", ")
print("sum", loss(sequences[0], "sum").item())
