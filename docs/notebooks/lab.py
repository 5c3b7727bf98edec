# %% [markdown]
# # Watch .grad fill and empty
#
# A loss that goes down proves nothing about your gradients, so in this lab you look at `.grad`
# itself, line by line. You see who fills it and who empties it, draw it over three loops, and
# then measure on real data how much of it belongs to the batch in hand. Write each prediction
# down before you look: what a cell printed when this page was built is folded.

# %%
from runpy import run_path

import matplotlib.pyplot as plt
import torch
from matplotlib_inline.backend_inline import set_matplotlib_formats
from torch.nn.functional import mse_loss

set_matplotlib_formats("svg", metadata={"Date": None})
plt.rc("svg", hashsalt="lab")
plt.rc("figure", facecolor="none", figsize=(5, 2.8))
plt.rc("axes", facecolor="none")
plt.rc("axes.spines", top=False, right=False)
torch.set_num_threads(1)  # for tensors as small as these more are slower

# %% [markdown]
# ## One weight
#
# The derivative of `3 * w` is 3, wherever `w` is. So every number in `.grad` says how many times
# `backward()` has added to it.
#
# **Predict** the five lines: what does `.grad` hold after each call?

# %%
w = torch.tensor(2.0, requires_grad=True)
optimizer = torch.optim.SGD([w], lr=0.1)
print("before any backward()", w.grad)
(3 * w).backward()
print("after backward()     ", w.grad)
optimizer.step()
print("after step()         ", w.grad)
(3 * w).backward()
print("after backward()     ", w.grad)
optimizer.zero_grad()
print("after zero_grad()    ", w.grad)

# %% [markdown]
# `backward()` adds, `step()` reads, `zero_grad()` empties; nothing else touches `.grad`. Since
# PyTorch 2.0 empty means `None`, not 0.
#
# ## Who has a gradient
#
# Of the two layers here the loss uses one. Then the model is evaluated, which computes a loss
# too.
#
# **Predict:** which of the two has a gradient after each line? What has changed at the end?


# %%
def held(model):
    """What each layer's weight has in .grad."""
    grads = {name: layer.weight.grad for name, layer in model.items()}
    return {name: g if g is None else g.item() for name, g in grads.items()}


names = "used", "unused"
layers = {name: torch.nn.Linear(1, 1, bias=False) for name in names}
model = torch.nn.ModuleDict(layers)
x = torch.ones(1, 1)
print("at first         ", held(model))
model["used"](x).sum().backward()
print("after backward() ", held(model))
with torch.no_grad():
    loss = model["used"](x).sum() + model["unused"](x).sum()
print("after evaluation ", held(model))
model.zero_grad(set_to_none=False)
print("cleared to zeros ", held(model))
assert model["unused"].weight.grad is None

# %% [markdown]
# A forward pass fills nothing. And zeros are written only where there is a tensor: the layer that
# the loss never used stays at `None`, whatever you ask for.
#
# ## Three loops, line by line
#
# Every micro-batch asks for a gradient of 1. `watch` writes down `.grad` after each line of a
# loop of eight iterations; a window of `every` micro-batches ends with `step()` and
# `zero_grad()`.
#
# **Predict:** sketch the three lines on paper, for a loop that clears in every iteration, one
# that never does, and one whose window is four.


# %%
def watch(every, clear=True):
    """What .grad holds after each line of eight iterations."""
    w = torch.tensor(2.0, requires_grad=True)
    optimizer = torch.optim.SGD([w], lr=0.1)
    holds = []

    def look():
        holds.append(0.0 if w.grad is None else w.grad.item())

    for iteration in range(1, 9):
        w.backward()
        look()
        if iteration % every == 0:
            optimizer.step()
            look()
            if clear:
                optimizer.zero_grad()
                look()
    return holds


def draw(holds, line, **how):
    """Draw a staircase: .grad keeps its value until the next line."""
    plt.step(range(len(holds)), holds, line, where="post", **how)


cleared, never, window = watch(1), watch(1, clear=False), watch(4)
draw(cleared, "-", color="[= palette.weight =]", label="cleared each time")
draw(never, "--", color="[= palette.stale =]", label="never cleared")
draw(window, "-.", color="[= palette.fresh =]", label="a window of four")
plt.xlabel("lines of the loop that ran: backward(), step(), zero_grad()")
plt.title("what .grad holds", loc="left", fontsize=10)
plt.legend(frameon=False)
plt.show()
assert (max(cleared), max(never), max(window)) == (1, 8, 4)

# %% [markdown]
# The first and the third are right: both reach, before each step, the number of micro-batches
# that belong to it. Only the second goes on rising.
#
# ## Real data: the two losses
#
# The program is the one that [Accumulation](../../chapters/accumulation/) shows, a linear
# regression on 442 patients. Its `train` takes one argument that matters here: whether the loop
# clears.
#
# **Predict:** does the loss fall without `zero_grad()`?

# %%
program = run_path("snippets/accumulation/diabetes.py")
X, y, train = program["X"], program["y"], program["train"]

cleared, forgotten = train(clear=True), train(clear=False)
epochs = range(1, len(cleared) + 1)
with_call = {"color": "[= palette.weight =]", "label": "with zero_grad()"}
without = {"color": "[= palette.stale =]", "label": "without"}
plt.plot(epochs, cleared, "-", **with_call)
plt.plot(epochs, forgotten, "--", **without)
plt.xlabel("epoch")
plt.xticks([1, 5, 10, 15, 20])
title = "mean squared error over all patients"
plt.title(title, loc="left", fontsize=10)
plt.legend(frameon=False)
plt.show()
assert forgotten[0] < cleared[0] < 1 < forgotten[-1]

# %% [markdown]
# ## The probe
#
# `torch.autograd.grad` returns a gradient and leaves `.grad` alone. Ask it for the gradient of
# the batch in hand, the *fresh* gradient, and compare: if the loop is right, the two are equal.
# The ratio of their lengths says how much the optimizer is given for each unit that this batch
# asked for.
#
# **Predict:** at how many of the sixty iterations is the ratio 1, with the call and without?


# %%
def measure(every=1, iterations=60, optimizer=torch.optim.SGD, early=False):
    """Length of .grad over that of the fresh gradient, and the loss.

    It clears in every iteration that `every` divides; 0 is never.
    """
    torch.manual_seed(0)
    model = torch.nn.Linear(10, 1)
    optimizer = optimizer(model.parameters(), lr=0.01)
    ratios, losses = [], []
    for iteration in range(iterations):
        clear = every and iteration % every == 0
        rows = torch.randint(len(X), (32,))
        if clear and not early:
            optimizer.zero_grad()
        loss = mse_loss(model(X[rows]), y[rows])
        weight = model.weight
        (fresh,) = torch.autograd.grad(loss, [weight], retain_graph=True)
        loss.backward()
        ratios.append((weight.grad.norm() / fresh.norm()).item())
        losses.append(loss.item())
        if clear and early:
            optimizer.zero_grad()
        optimizer.step()
    return ratios, losses


def late(losses):
    """The mean of the last 20."""
    return sum(losses[-20:]) / 20


def report(name, ratios, losses):
    """How often the ratio is 1, how large it gets, how training ends."""
    ones = sum(ratio == 1 for ratio in ratios)
    said = f"ratio 1 in {ones:2}, largest {max(ratios):2.0f}"
    print(f"{name:20} {said}, late loss {late(losses):.2f}")


right, wrong = measure(), measure(every=0)
report("with zero_grad()", *right)
report("without", *wrong)
assert right[0] == [1] * 60
assert [ratio == 1 for ratio in wrong[0]] == [True] + [False] * 59

# %% [markdown]
# With the call the ratio is 1 at every iteration, exactly. Without it the ratio is 1 only once,
# at the first iteration, when `.grad` was still `None`.

# %%
plt.plot(right[0], "-", **with_call)
plt.plot(wrong[0], "--", **without)
plt.xlabel("iteration")
title = "length of .grad / length of the fresh gradient"
plt.title(title, loc="left", fontsize=10)
plt.legend(frameon=False)
plt.show()

# %% [markdown]
# ## Your turn
#
# Answer each before you open what it prints, then change it and run it again.
#
# ### 1. Every second iteration
#
# **Predict:** the loop clears in every second iteration only. Which iterations have ratio 1?

# %%
second = measure(every=2)
report("every second", *second)
assert all(ratio == 1 for ratio in second[0][0::2])
assert not any(ratio == 1 for ratio in second[0][1::2])
assert late(second[1]) < late(right[1])

# %% [markdown]
# Those that were just cleared. The others use two gradients, and one of them is stale. Here the
# loss ends lower than in the right loop: a gradient and a half per step works like a higher
# learning rate, which this model happened to need. The loss alone would have called the bug an
# improvement.
#
# ### 2. Too early
#
# **Predict:** the two lines that clear move to just before `step()`. What is the ratio now, and
# what does the loss do?

# %%
early = measure(early=True)
report("before step()", *early)
assert early[0] == [1] * 60
assert late(early[1]) > late(wrong[1])

# %% [markdown]
# `.grad` is right when you measure it and gone when `step()` reads it, so the model stays as it
# was. A probe sees what holds where it stands: put it on the line before `step()`.
#
# ### 3. Another optimizer
#
# **Predict:** Adam divides by the size of its gradients. Does the ratio change? Does it need to?

# %%
report("Adam, with the call", *measure(optimizer=torch.optim.Adam))
adam = measure(every=0, optimizer=torch.optim.Adam)
report("Adam, without", *adam)
assert sum(ratio == 1 for ratio in adam[0]) == 1

# %% [markdown]
# The ratio is a property of the loop, not of the optimizer: `.grad` holds the old gradients
# before Adam sees it. That Adam takes steps of about one length all the same hides the size of
# what it is given, and not its direction: [Forgetting](../../chapters/forgetting/) measures what
# that costs.
