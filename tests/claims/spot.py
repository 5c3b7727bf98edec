"""Promise: what the cards "spot the bug" say of their loops was measured."""


def _apart(card, times):
    """Is the last loss so many times that of the repaired loop, worst seeds against each other?"""
    return min(card.last.shown) > times * max(card.last.repaired)


def two_in_turn(runs):
    """After 20 rounds the loss without the call is above three times the repaired one's.

    In each of five seeds; scikit-learn's diabetes data, plain SGD.
    """
    assert _apart(runs.spot.curves.two_in_turn, 3)


def once_per_epoch(runs):
    """Cleared once per epoch, the loss is lower at lr 1 and higher at lr 4: medians of five seeds.

    A linear layer, scikit-learn's digits, three epochs of 18 steps.
    """
    slow = runs.spot.curves.once_per_epoch.median
    fast = runs.spot.faster.median
    assert slow.shown.last < 0.8 * slow.repaired.last
    assert fast.shown > 2 * fast.repaired


def frozen(runs):
    """Fifty steps after the freeze the loss is above four times the repaired loop's, in each seed.

    Adam, two layers with a tanh between, scikit-learn's digits.
    """
    assert _apart(runs.spot.curves.frozen, 4)


def flat(runs):
    """The loss is the same in forty steps; repaired, it falls below a third of it in each seed."""
    card = runs.spot.curves.flat
    assert min(card.losses.shown) == max(card.losses.shown)
    assert _apart(card, 3)


def four_digits(runs):
    """The mean loss of the second thirty steps is below that of the first, in each seed."""
    card = runs.spot.curves.four_digits
    for early, late in zip(card.early.shown, card.late.shown, strict=True):
        assert late < 0.9 * early


def window_of_four(runs):
    """After 40 windows the loss on all digits is above 1.5 times the repaired one's, in each seed.

    A linear layer, plain SGD; the repaired loop uses all four gradients.
    """
    assert _apart(runs.spot.curves.window_of_four, 1.5)


def four_summed(runs):
    """After 20 windows the undivided loss is above three times the divided one, in each seed.

    A learning rate between the limit of the sum and that of the mean.
    """
    assert _apart(runs.spot.curves.four_summed, 3)


def stairs(runs):
    """The loss changes after the fourth micro-batch of each window, never before; it falls."""
    card = runs.spot.curves.stairs
    losses = card.losses.shown
    for i in range(1, len(losses)):
        assert (losses[i] != losses[i - 1]) == (i % 4 == 3)
    for early, late in zip(card.early.shown, card.late.shown, strict=True):
        assert late < 0.9 * early


def mistyped(runs):
    """After the mistyped row the median of the mean losses is above twice the repaired one's.

    The second half of forty steps, five seeds.
    """
    median = runs.spot.curves.mistyped.median
    assert median.shown.late > 2 * median.repaired.late


def warm_up(runs):
    """After three epochs the loss is above twice that of the repaired loop, in each seed.

    The scheduler is called three times instead of 54.
    """
    assert _apart(runs.spot.curves.warm_up, 2)
