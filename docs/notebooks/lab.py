# %% [markdown]
# # Lab: how much of this gradient is stale?
#
# A loss that goes down proves nothing about your gradients. In this lab you train the linear
# regression of [Accumulation](../../chapters/accumulation/) with and without `zero_grad()`, and
# then you measure, at every iteration, how much of `.grad` belongs to the batch in hand. This page
# is the executed notebook: each number and figure below came out of it when the site was built.
# [Download the notebook](../../generated/notebooks/lab.ipynb), or
# [the same as a script](../../generated/notebooks/lab.py), and change it.

# %%
from runpy import run_path

import matplotlib.pyplot as plt
import torch
from matplotlib_inline.backend_inline import set_matplotlib_formats
from torch.nn.functional import mse_loss

set_matplotlib_formats("svg", metadata={"Date": None})
plt.rc("svg", hashsalt="lab")
plt.rc("figure", facecolor="none", figsize=(6, 3))
plt.rc("axes", facecolor="none")
plt.rc("axes.spines", top=False, right=False)

# %% [markdown]
# ## The two losses
#
# The program is the one the chapter shows. Its `train` takes one argument that matters here:
# whether the loop clears.

# %%
program = run_path("snippets/accumulation/diabetes.py")
X, y, train = program["X"], program["y"], program["train"]

cleared, forgotten = train(clear=True), train(clear=False)
epochs = range(1, len(cleared) + 1)
plt.plot(epochs, cleared, "-", color="#196FD5", label="with zero_grad()")
plt.plot(epochs, forgotten, "--", color="#B0508F", label="without")
plt.xlabel("epoch")
title = "mean squared error over all patients"
plt.title(title, loc="left", fontsize=10)
plt.legend(frameon=False)
plt.show()

# %% [markdown]
# ## The probe
#
# `torch.autograd.grad` returns a gradient and leaves `.grad` alone. Ask it for the gradient of the
# batch in hand, the *fresh* gradient, and compare: if the loop is right, the two are equal. The
# ratio of their lengths says how much the optimizer is given for each unit that this batch asked
# for.


# %%
def measure(clear, iterations=60):
    """Length of .grad over that of the fresh gradient, and loss, by iteration."""
    torch.manual_seed(0)
    model = torch.nn.Linear(10, 1)
    optimizer = torch.optim.SGD(model.parameters(), lr=0.01)
    ratios, losses = [], []
    for _ in range(iterations):
        rows = torch.randint(len(X), (32,))
        if clear:
            optimizer.zero_grad()
        loss = mse_loss(model(X[rows]), y[rows])
        weight = model.weight
        (fresh,) = torch.autograd.grad(loss, [weight], retain_graph=True)
        loss.backward()
        ratios.append((weight.grad.norm() / fresh.norm()).item())
        losses.append(loss.item())
        optimizer.step()
    return ratios, losses


(right, _), (wrong, _) = measure(clear=True), measure(clear=False)
plt.plot(right, "-", color="#196FD5", label="with zero_grad()")
plt.plot(wrong, "--", color="#B0508F", label="without")
plt.xlabel("iteration")
title = "length of .grad / length of the fresh gradient"
plt.title(title, loc="left", fontsize=10)
plt.legend(frameon=False)
plt.show()

# %% [markdown]
# With the call the ratio is 1 at every iteration, exactly. Without it the ratio is 1 only once, at
# the first iteration, when `.grad` was still `None`.

# %%
for name, clear in ("with zero_grad()", True), ("without", False):
    ratios, losses = measure(clear)
    ones = sum(ratio == 1 for ratio in ratios)
    late = sum(losses[-20:]) / 20  # the mean of the last 20
    print(f"{name:16} ratio 1 in {ones:2}, largest {max(ratios):2.0f}, late loss {late:.2f}")

# %% [markdown]
# ## Your turn
#
# Change `measure`, and run its cell and the last one again.
#
# 1. Clear every second iteration only: `if clear and len(ratios) % 2 == 0`. Which iterations have
#    ratio 1, and why those?
# 2. Move the two lines that clear to just before `optimizer.step()`. The ratio is still 1 at every
#    iteration. What does the loss do?
# 3. Replace SGD by `torch.optim.Adam`. Does the ratio change? Does it need to?
