# %% [markdown]
# # Match the large batch
#
# Your memory takes micro-batches, and you want the steps of the large batch. In this lab you cut
# a batch of real digits into parts, find the divisor by which the parts give the gradient of the
# whole, train both ways to the same weights, and then break it in four ways. Write each
# prediction down before you look: what a cell printed when this page was built is folded.

# %%
import matplotlib.pyplot as plt
import torch
from matplotlib_inline.backend_inline import set_matplotlib_formats
from sklearn.datasets import load_digits
from torch.nn.functional import cross_entropy

set_matplotlib_formats("svg", metadata={"Date": None})
plt.rc("svg", hashsalt="window")
plt.rc("figure", facecolor="none", figsize=(5, 2.8))
plt.rc("axes", facecolor="none")
plt.rc("axes.spines", top=False, right=False)

torch.set_num_threads(1)  # for tensors as small as these more are slower
torch.manual_seed(0)
digits = load_digits()
shuffled = torch.randperm(len(digits.target))
X = torch.tensor(digits.data, dtype=torch.float32)[shuffled] / 16
y = torch.tensor(digits.target)[shuffled]
seen, held_out = slice(0, 1400), slice(1400, None)


def make(layer=torch.nn.Identity):
    """A small classifier of digits, the same one at every call."""
    torch.manual_seed(0)
    first, last = torch.nn.Linear(64, 32), torch.nn.Linear(32, 10)
    return torch.nn.Sequential(first, layer(), torch.nn.ReLU(), last)


# %% [markdown]
# ## One gradient, cut into four
#
# `gradient` puts the parts of a batch through `backward()`, one after the other, and returns what
# `.grad` holds in the end. `apart` says how far that is from the gradient of the batch at once,
# as a share of its length.
#
# **Predict:** each part's loss is the mean over its 25 rows. By which factor is the sum of four
# such gradients too long? Is its direction right?


# %%
def gradient(model, parts, reduction="mean"):
    """All of .grad, as one vector, after a backward() for each part."""
    model.zero_grad()
    for rows in parts:
        loss = cross_entropy(model(X[rows]), y[rows], reduction=reduction)
        loss.backward()
    return torch.cat([p.grad.flatten() for p in model.parameters()])


def apart(found, wanted):
    """The distance of two vectors, as a share of the second's length."""
    return ((found - wanted).norm() / wanted.norm()).item()


model, batch = make(), torch.arange(100)
wanted = gradient(model, [batch])
four = gradient(model, batch.chunk(4))
cosine = torch.cosine_similarity(four, wanted, dim=0)
length = four.norm() / wanted.norm()
print(f"{length:.3f} times as long, cosine {cosine:.6f}")
print(f"divided by 4: apart by {apart(four / 4, wanted):.0e}")
assert apart(four / 4, wanted) < 1e-6

# %% [markdown]
# Equal parts: divide by their number, and what is left is rounding. That is why so many loops
# divide the loss by N.
#
# ## Parts of unequal size
#
# A hundred rows in seven parts are six of 15 and one of 10.
#
# **Predict:** which of the two divisors is right, and which row counts too much in the other?

# %%
seven = batch.chunk(7)
print([len(rows) for rows in seven])
means = gradient(model, seven) / 7
sums = gradient(model, seven, reduction="sum") / 100
print(f"7 means, over 7:   apart by {apart(means, wanted):.0e}")
print(f"7 sums,  over 100: apart by {apart(sums, wanted):.0e}")
assert apart(means, wanted) > 1e-3 > 1e-6 > apart(sums, wanted)

# %% [markdown]
# Sum, count, divide `.grad` once. The mean of means gives each row of the short part more weight
# than a row of the others. Sums need no number of parts, and no luck with the last one.
#
# ## Train to the same weights
#
# `accumulate` takes the step of one window: a batch of 100 rows, in `parts` micro-batches.
# `train` calls it for every window of ten epochs.
#
# **Predict:** after 140 steps, are the weights equal, equal up to rounding, or only similar?


# %%
def accumulate(model, optimizer, window, parts):
    """One step with the gradient of the whole window."""
    for rows in window.chunk(parts):
        loss = cross_entropy(model(X[rows]), y[rows], reduction="sum")
        loss.backward()  # adds: that is the point
    for p in model.parameters():
        p.grad /= len(window)
    optimizer.step()
    optimizer.zero_grad()


def train(loop, parts, optimizer=torch.optim.SGD, lr=0.5):
    """Weights, losses by epoch, share of held-out digits that are right."""
    model, losses = make(), []
    optimizer = optimizer(model.parameters(), lr=lr)
    torch.manual_seed(1)
    for _ in range(10):
        for window in torch.randperm(1400).split(100):
            loop(model, optimizer, window, parts)
        with torch.no_grad():
            losses.append(cross_entropy(model(X[seen]), y[seen]).item())
    weights = torch.cat([p.detach().flatten() for p in model.parameters()])
    right = model(X[held_out]).argmax(1) == y[held_out]
    return weights, losses, right.float().mean().item()


large = train(accumulate, parts=1)
for parts in 4, 7:
    weights, _, right = train(accumulate, parts)
    distance = apart(weights, large[0])
    print(f"{parts} parts: apart by {distance:.0e}, right {right:.3f}")
    assert distance < 1e-4
    assert abs(right - large[2]) < 0.01
print(f"the large batch:        right {large[2]:.3f}")

# %% [markdown]
# Equal up to rounding. The digits do not notice.
#
# ## Break it
#
# Three windows that people write. Each runs, and none raises.
#
# **Predict:** order them by how far their weights end from those of the large batch. Which would
# you notice by the loss, which by the accuracy?


# %%
def cleared_inside(model, optimizer, window, parts):
    """Wrong: only the last part is left when the step is taken."""
    for rows in window.chunk(parts):
        optimizer.zero_grad()
        loss = cross_entropy(model(X[rows]), y[rows], reduction="sum")
        loss.backward()
    for p in model.parameters():
        p.grad /= len(window)
    optimizer.step()


def not_divided(model, optimizer, window, parts):
    """Wrong: the means of the parts are added up."""
    for rows in window.chunk(parts):
        cross_entropy(model(X[rows]), y[rows]).backward()
    optimizer.step()
    optimizer.zero_grad()


def step_for_each(model, optimizer, window, parts):
    """Wrong: it takes a step for each part, so nothing is accumulated."""
    for rows in window.chunk(parts):
        cross_entropy(model(X[rows]), y[rows]).backward()
        optimizer.step()
        optimizer.zero_grad()


wrong = cleared_inside, not_divided, step_for_each
runs = {loop.__name__: train(loop, parts=4) for loop in wrong}
for name, (weights, losses, right) in {"large": large, **runs}.items():
    distance = apart(weights, large[0])
    said = f"loss {losses[-1]:.2f}, right {right:.3f}"
    print(f"{name:15}apart by {distance:.2f}, {said}")
    assert distance > 0.1 or name == "large"
last = {name: losses[-1] for name, (_, losses, _) in runs.items()}
assert last["cleared_inside"] > large[1][-1] > last["step_for_each"]
assert runs["not_divided"][2] < large[2] < runs["step_for_each"][2]

# %%
epochs = range(1, 11)
plt.plot(epochs, large[1], color="[= palette.weight =]", label="large batch")
for name, dashes in zip(runs, ("--", "-.", ":"), strict=True):
    how = {"color": "[= palette.stale =]", "label": name}
    plt.plot(epochs, runs[name][1], dashes, **how)
plt.xlabel("epoch")
plt.ylim(0, 3.6)  # room for four names
plt.title("loss on the digits trained on", loc="left", fontsize=10)
plt.legend(frameon=False, ncols=2, loc="upper right")
plt.show()

# %% [markdown]
# What is cleared inside learns slowly, from a quarter of the rows. What is not divided takes
# steps four times as long, which is too long at this rate. And a step for each part has the
# lowest loss and the most digits right, because it took four times as many steps: of three wrong
# windows one looks better than the right one. To know that you have the large batch, compare
# gradients or weights, not losses.
#
# ## What no divisor mends
#
# **Predict:** between the layers stands now `BatchNorm1d`, which normalises over the rows it is
# given, or `Dropout`, which draws at random. How far is the gradient of four parts from that of
# the batch, in `train()` and in `eval()`?


# %%
def off(layer, training):
    """How far four parts are from the batch, with this layer in between."""
    model = make(layer).train(training)
    wanted = gradient(model, [batch], reduction="sum")
    return apart(gradient(model, batch.chunk(4), reduction="sum"), wanted)


print("                train()     eval()")
for name, layer in (
    ("no layer", torch.nn.Identity),
    ("BatchNorm1d", lambda: torch.nn.BatchNorm1d(32)),
    ("Dropout", torch.nn.Dropout),
):
    while_training, while_not = off(layer, True), off(layer, False)
    print(f"{name:14}{while_training:9.0e}  {while_not:9.0e}")
    assert while_not < 1e-5
    assert (while_training > 0.01) == (name != "no layer")

# %% [markdown]
# Rows that meet inside the model, or random numbers, make the large batch another function of its
# rows. In `eval()` both layers look at one row alone, and the parts give the batch's gradient
# again.
#
# ## Your turn
#
# Answer each before you open what it prints, then change it and run it again.
#
# ### 1. Adam
#
# **Predict:** Adam divides each gradient by its size. Which of the three mistakes does it
# forgive?

# %%
adam = {"optimizer": torch.optim.Adam, "lr": 0.01}
whole = train(accumulate, parts=1, **adam)[0]
distances = {}
for loop in accumulate, *wrong:
    distances[loop.__name__] = apart(train(loop, parts=4, **adam)[0], whole)
    print(f"{loop.__name__:15}apart by {distances[loop.__name__]:.0e}")
assert distances["accumulate"] < distances["not_divided"] < 0.01
assert min(distances["cleared_inside"], distances["step_for_each"]) > 0.1

# %% [markdown]
# The missing division, nearly: Adam takes the same step for four times the gradient, but for its
# small `eps`. What is lost when you clear inside is lost for Adam too.
#
# ### 2. A rate that hides it
#
# **Predict:** with SGD, at which learning rate does `not_divided` train the weights of the large
# batch? Would it with seven parts?

# %%
for parts in 4, 7:
    weights, *_ = train(not_divided, parts, lr=0.5 / parts)
    print(f"{parts} parts: apart by {apart(weights, large[0]):.0e}")
    assert (apart(weights, large[0]) < 1e-4) == (parts == 4)

# %% [markdown]
# At a quarter of it. A rate that was tuned with the mistake hides it, until the number of parts
# changes, or the last part is a short one.
#
# ### 3. Clip
#
# **Predict:** gradients longer than 0.1 are clipped. Once, before the step, or for each part?


# %%
def clip(model):
    """Shorten the gradient to 0.1, if it is longer."""
    torch.nn.utils.clip_grad_norm_(model.parameters(), 0.1)


def clip_once(model, optimizer, window, parts):
    """Clip what the step uses."""
    for rows in window.chunk(parts):
        cross_entropy(model(X[rows]), y[rows], reduction="sum").backward()
    for p in model.parameters():
        p.grad /= len(window)
    clip(model)
    optimizer.step()
    optimizer.zero_grad()


def clip_each(model, optimizer, window, parts):
    """Wrong: each part cuts down the sum so far, and its own share."""
    for rows in window.chunk(parts):
        loss = cross_entropy(model(X[rows]), y[rows], reduction="sum")
        (loss / len(window)).backward()
        clip(model)
    optimizer.step()
    optimizer.zero_grad()


whole = train(clip_once, parts=1)[0]
for loop in clip_once, clip_each:
    weights, *_ = train(loop, parts=4)
    print(f"{loop.__name__:10}apart by {apart(weights, whole):.0e}")
    assert (apart(weights, whole) < 1e-4) == (loop is clip_once)

# %% [markdown]
# Once: the norm that counts is that of the window. More of this, with tokens, mixed precision and
# several processes, is on [Exceptions](../../chapters/exceptions/).
