# %% [markdown]
# # Find the bug in ten loops
#
# Ten loops run without an error, and each gives the optimizer something else than was meant. In
# this lab you find out what, by reading `.grad` at the only moment that counts: when `step()` is
# called. The answers are at the end, each a repaired loop that ran and was checked.
#
# Every loss here is a weight times `x`. Its gradient is `x`, wherever the weight is, so each
# number in `.grad` says which micro-batches are in it.

# %%
import torch


def weight():
    """A weight of 1."""
    return torch.tensor(1.0, requires_grad=True)


def step_reads(optimizer, *weights):
    """A list that fills: what the weights have in .grad at each step()."""
    reads = []

    def look(*_):
        held = [None if w.grad is None else w.grad.item() for w in weights]
        reads.append(held if len(held) > 1 else held[0])

    optimizer.register_step_pre_hook(look)
    return reads


# %% [markdown]
# This is how a right loop reads: each of its four steps gets the gradient of its own micro-batch.

# %%
w = weight()
optimizer = torch.optim.SGD([w], lr=0.1)
reads = step_reads(optimizer, w)
for x in 1.0, 2.0, 3.0, 4.0:
    optimizer.zero_grad()
    (w * x).backward()
    optimizer.step()
print(reads)
assert reads == [1, 2, 3, 4]

# %% [markdown]
# For each loop: say from its output alone which micro-batches are in each step. Then find the
# line that is wrong, or missing. Repair it, run the cell again, and look whether it reads as was
# meant.
#
# ## One step for each micro-batch
#
# ### Loop 1
#
# Meant: the steps read 1, 2, 3, 4.

# %%
w = weight()
optimizer = torch.optim.SGD([w], lr=0.1)
reads = step_reads(optimizer, w)
for x in 1.0, 2.0, 3.0, 4.0:
    (w * x).backward()
    optimizer.step()
print(reads)

# %% [markdown]
# ### Loop 2
#
# Meant: 1, 2, 3, 4.

# %%
w = weight()
optimizer = torch.optim.SGD([w], lr=0.1)
reads = step_reads(optimizer, w)
for x in 1.0, 2.0, 3.0, 4.0:
    (w * x).backward()
    optimizer.zero_grad()
    optimizer.step()
print(reads)

# %% [markdown]
# ### Loop 3
#
# First somebody looked whether the model runs at all. Meant: 1, 2, 3, 4.

# %%
w = weight()
optimizer = torch.optim.SGD([w], lr=0.1)
reads = step_reads(optimizer, w)
(w * 100.0).backward()  # does it run?
for x in 1.0, 2.0, 3.0, 4.0:
    (w * x).backward()
    optimizer.step()
    optimizer.zero_grad()
print(reads)

# %% [markdown]
# ### Loop 4
#
# The second micro-batch is not finite, and is left out. Meant: 1, 3, 4.

# %%
w = weight()
optimizer = torch.optim.SGD([w], lr=0.1)
reads = step_reads(optimizer, w)
for x in 1.0, float("nan"), 3.0, 4.0:
    (w * x).backward()
    if not w.grad.isfinite():
        continue
    optimizer.step()
    optimizer.zero_grad()
print(reads)

# %% [markdown]
# ## Windows
#
# ### Loop 5
#
# Windows of two. Meant: the sums 3 and 7.

# %%
w = weight()
optimizer = torch.optim.SGD([w], lr=0.1)
reads = step_reads(optimizer, w)
for window in (1.0, 2.0), (3.0, 4.0):
    for x in window:
        optimizer.zero_grad()
        (w * x).backward()
    optimizer.step()
print(reads)

# %% [markdown]
# ### Loop 6
#
# Two epochs of five micro-batches, in windows of two; the fifth is a window alone. Meant: 3, 7,
# 5, and 3, 7, 5 again.

# %%
w = weight()
optimizer = torch.optim.SGD([w], lr=0.1)
reads = step_reads(optimizer, w)
for _ in range(2):
    for number, x in enumerate((1.0, 2.0, 3.0, 4.0, 5.0), start=1):
        (w * x).backward()
        if number % 2 == 0:
            optimizer.step()
            optimizer.zero_grad()
print(reads)

# %% [markdown]
# ### Loop 7
#
# One epoch of the same, and each step uses the mean over its window. Meant: 1.5, 3.5, 5.

# %%
w = weight()
optimizer = torch.optim.SGD([w], lr=0.1)
reads = step_reads(optimizer, w)
for window in (1.0, 2.0), (3.0, 4.0), (5.0,):
    for x in window:
        (w * x / 2).backward()
    optimizer.step()
    optimizer.zero_grad()
print(reads)

# %% [markdown]
# ## Two weights
#
# From here on a step reads a pair.
#
# ### Loop 8
#
# A trained body gets a new head. Meant: both of them learn, and the steps read 1 and 1, 2 and 2,
# 3 and 3.

# %%
body, head = weight(), weight()
optimizer = torch.optim.SGD([body, head], lr=0.1)
head = weight()
reads = step_reads(optimizer, body, head)
for x in 1.0, 2.0, 3.0:
    optimizer.zero_grad()
    ((body + head) * x).backward()
    optimizer.step()
print(reads, "head", head.item())

# %% [markdown]
# ### Loop 9
#
# A generator makes `fake`, a critic judges it, and each has an optimizer. Their rates are 0, so
# that both weights stay 1. Meant: the generator's steps read 1, 2, 3.

# %%
generator, critic = weight(), weight()
for_generator = torch.optim.SGD([generator], lr=0.0)
for_critic = torch.optim.SGD([critic], lr=0.0)
reads = step_reads(for_generator, generator)
for x in 1.0, 2.0, 3.0:
    for_generator.zero_grad()
    for_critic.zero_grad()
    fake = generator * x
    (-critic * fake).backward()
    for_critic.step()
    (critic * generator * x).backward()
    for_generator.step()
print(reads)

# %% [markdown]
# ### Loop 10
#
# After the second step the body is frozen. Meant: 1 and 1, 2 and 2, then `None` and 3, `None` and
# 4.

# %%
body, head = weight(), weight()
optimizer = torch.optim.SGD([body, head], lr=0.1)
reads = step_reads(optimizer, body, head)
for number, x in enumerate((1.0, 2.0, 3.0, 4.0), start=1):
    ((body + head) * x).backward()
    optimizer.step()
    if number == 2:
        body.requires_grad_(False)
    for w in body, head:
        if w.requires_grad:
            w.grad = None
print(reads)

# %% [markdown]
# ## Answers
#
# ### Answer 1
#
# Nobody clears. Each step reads the sum of all micro-batches so far.

# %%
w = weight()
optimizer = torch.optim.SGD([w], lr=0.1)
reads = step_reads(optimizer, w)
for x in 1.0, 2.0, 3.0, 4.0:
    (w * x).backward()
    optimizer.step()
    optimizer.zero_grad()  # this line was missing
print(reads)
assert reads == [1, 2, 3, 4]

# %% [markdown]
# ### Answer 2
#
# It clears between `backward()` and `step()`. The step finds `None`, and nothing ever moves.

# %%
w = weight()
optimizer = torch.optim.SGD([w], lr=0.1)
reads = step_reads(optimizer, w)
for x in 1.0, 2.0, 3.0, 4.0:
    optimizer.zero_grad()  # it stood one line below
    (w * x).backward()
    optimizer.step()
print(reads)
assert reads == [1, 2, 3, 4]

# %% [markdown]
# ### Answer 3
#
# The look left its gradient, and the first step reads it too. A loop that clears before
# `backward()` does not care who was there before.

# %%
w = weight()
optimizer = torch.optim.SGD([w], lr=0.1)
reads = step_reads(optimizer, w)
(w * 100.0).backward()  # does it run?
for x in 1.0, 2.0, 3.0, 4.0:
    optimizer.zero_grad()  # it stood after the step
    (w * x).backward()
    optimizer.step()
print(reads)
assert reads == [1, 2, 3, 4]

# %% [markdown]
# ### Answer 4
#
# `continue` skips the clearing as well. The NaN stays in `.grad`, every sum with it is NaN, and
# no later micro-batch gets a step. There is one step to read where three were meant.

# %%
w = weight()
optimizer = torch.optim.SGD([w], lr=0.1)
reads = step_reads(optimizer, w)
for x in 1.0, float("nan"), 3.0, 4.0:
    optimizer.zero_grad()  # before whatever may end the iteration
    (w * x).backward()
    if not w.grad.isfinite():
        continue
    optimizer.step()
print(reads)
assert reads == [1, 3, 4]

# %% [markdown]
# ### Answer 5
#
# It clears inside the window, so the last micro-batch alone is left of each.

# %%
w = weight()
optimizer = torch.optim.SGD([w], lr=0.1)
reads = step_reads(optimizer, w)
for window in (1.0, 2.0), (3.0, 4.0):
    optimizer.zero_grad()  # once for each step
    for x in window:
        (w * x).backward()
    optimizer.step()
print(reads)
assert reads == [3, 7]

# %% [markdown]
# ### Answer 6
#
# The fifth micro-batch gets no step. Its gradient stays, and goes into the first step of the next
# epoch: 5, 1 and 2.

# %%
w = weight()
optimizer = torch.optim.SGD([w], lr=0.1)
reads = step_reads(optimizer, w)
for _ in range(2):
    for number, x in enumerate((1.0, 2.0, 3.0, 4.0, 5.0), start=1):
        (w * x).backward()
        if number % 2 == 0 or number == 5:  # the last one too
            optimizer.step()
            optimizer.zero_grad()
print(reads)
assert reads == [3, 7, 5, 3, 7, 5]

# %% [markdown]
# ### Answer 7
#
# It divides by two where the window has one. Sum, count, and divide `.grad` once.

# %%
w = weight()
optimizer = torch.optim.SGD([w], lr=0.1)
reads = step_reads(optimizer, w)
for window in (1.0, 2.0), (3.0, 4.0), (5.0,):
    for x in window:
        (w * x).backward()
    w.grad /= len(window)  # what was counted
    optimizer.step()
    optimizer.zero_grad()
print(reads)
assert reads == [1.5, 3.5, 5]

# %% [markdown]
# ### Answer 8
#
# The optimizer was made before the new head. It neither moves that one nor clears it: its `.grad`
# grows, and the head stays at 1.

# %%
body, head = weight(), weight()
head = weight()
optimizer = torch.optim.SGD([body, head], lr=0.1)  # after the head
reads = step_reads(optimizer, body, head)
for x in 1.0, 2.0, 3.0:
    optimizer.zero_grad()
    ((body + head) * x).backward()
    optimizer.step()
print(reads, "head", round(head.item(), 2))
assert reads == [[1, 1], [2, 2], [3, 3]]
assert head.item() < 1

# %% [markdown]
# ### Answer 9
#
# The critic's loss leads through `fake` into the generator and leaves its gradient there, with
# the opposite sign here. The two cancel out, and the generator reads 0: it does not learn, and no
# line is missing from its own half.

# %%
generator, critic = weight(), weight()
for_generator = torch.optim.SGD([generator], lr=0.0)
for_critic = torch.optim.SGD([critic], lr=0.0)
reads = step_reads(for_generator, generator)
for x in 1.0, 2.0, 3.0:
    for_generator.zero_grad()
    for_critic.zero_grad()
    fake = generator * x
    (-critic * fake.detach()).backward()  # ends at fake
    for_critic.step()
    (critic * generator * x).backward()
    for_generator.step()
print(reads)
assert reads == [1, 2, 3]

# %% [markdown]
# ### Answer 10
#
# It clears only what still learns. The frozen body keeps its last gradient, and every later step
# follows it again. The optimizer clears all that it moves.

# %%
body, head = weight(), weight()
optimizer = torch.optim.SGD([body, head], lr=0.1)
reads = step_reads(optimizer, body, head)
for number, x in enumerate((1.0, 2.0, 3.0, 4.0), start=1):
    ((body + head) * x).backward()
    optimizer.step()
    if number == 2:
        body.requires_grad_(False)
    optimizer.zero_grad()  # frozen or not
print(reads)
assert reads == [[1, 1], [2, 2], [None, 3], [None, 4]]

# %% [markdown]
# ## Your own loop
#
# Attach `step_reads` to the optimizer of a loop of yours, with two or three of its weights and
# `.grad.norm()` in the place of `.item()`. Nobody there has told you what was meant; ask
# `torch.autograd.grad` for it, as [the first lab](../../notebooks/lab/) does, or let [the loop
# doctor](../../doctor/) read the loop without running it.
