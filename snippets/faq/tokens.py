"""Two sequences, 2 tokens and 8: the loss is a mean over 10 tokens."""

import torch

losses = [torch.full((2,), 5.0), torch.full((8,), 1.0)]  # one per token
tokens = sum(len(loss) for loss in losses)
right = sum(loss.sum() / tokens for loss in losses)
means = sum(loss.mean() / len(losses) for loss in losses)
print(f"over all tokens {torch.cat(losses).mean():.2f}")
print(f"sums / tokens   {right:.2f}")
print(f"mean of means   {means:.2f}")
