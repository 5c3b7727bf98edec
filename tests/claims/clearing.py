"""Promise: what the chapter "clearing" concludes from its runs is true of them."""

STAY_ON_ZEROS = {
    "SGD",
    "Rprop",
    "Adagrad",
    "Adadelta",
    "RMSprop",
    "Adam, no momentum",
    "Adafactor",
    "SparseAdam",
    "ASGD, no decay",
}
NO_COUNTER = {
    "SGD",
    "SGD, decay",
    "SGD, momentum",
    "SGD, Nesterov",
    "Muon",
    "Muon, no decay",
    "L-BFGS",
}


def all_optimizers(runs):
    """The matrix has every optimizer class that torch.optim offers."""
    assert runs.clearing.matrix.not_tried == []
    assert runs.clearing.matrix.classes >= 15


def lists_agree(runs):
    """Cleared by optimizer, model or hand, five optimizers give the same weights, bit for bit."""
    same = runs.clearing.lists.same
    assert len(same) == 5
    assert all(same.values())


def none_stays(runs):
    """With None, a weight that drops out of the loss stays exactly where it is; not with L-BFGS."""
    for name, row in runs.clearing.matrix.rows.items():
        if name == "L-BFGS":
            assert min(row.none.moved) > 0.01
        else:
            assert set(row.none.moved) == {0.0}


def none_may_have_a_path(runs):
    """Without a path .grad stays None; behind a function that returns None for it, it does too."""
    reached = runs.accumulation.boundaries.reached
    assert reached["a path"]
    assert not reached["no path"]
    assert not reached["a function that returns None"]


def lbfgs_reads_none_as_zeros(runs):
    """L-BFGS moves such a weight, and just as far with None as with zeros."""
    row = runs.clearing.matrix.rows["L-BFGS"]
    assert row.none.moved == row.zeros.moved
    assert min(row.none.in_last_steps) > 0.1


def zeros_move(runs):
    """With zeros, 18 of 27 configurations move the weight in every seed, and 9 in none."""
    matrix = runs.clearing.matrix
    assert matrix.that_move_on_zeros == len(matrix.rows) - len(STAY_ON_ZEROS)
    for name, row in matrix.rows.items():
        if name in STAY_ON_ZEROS:
            assert set(row.zeros.moved) == {0.0}
        else:
            assert min(row.zeros.moved) > 1e-6


def zeros_are_counted(runs):
    """Where an optimizer has a step counter, zeros advance it with every step, and None never."""
    for name, row in runs.clearing.matrix.rows.items():
        if name in NO_COUNTER:
            assert row.zeros.counted is None
        else:
            assert row.none.counted == 5
            assert row.zeros.counted == 8


def momentum_coasts(runs):
    """Momentum 0.9 carries the weight by 0.9 + 0.9² + 0.9³ of its last step, Adam by about two.

    Nesterov looks ahead and goes about twice as far as its last step. NAdam and
    RAdam, whose step shrinks with their counter, stay below once.
    """
    rows = runs.clearing.matrix.rows
    for name in ("SGD, momentum", "RMSprop, momentum"):
        for steps in rows[name].zeros.in_last_steps:
            assert abs(steps - (0.9 + 0.9**2 + 0.9**3)) < 1e-3
    for name in ("SGD, Nesterov", "Adam", "AdamW"):
        for steps in rows[name].zeros.in_last_steps:
            assert 1.5 < steps < 2.6
    for name in ("NAdam", "RAdam"):
        assert max(rows[name].zeros.in_last_steps) < 0.95
    assert set(rows["Adam, no momentum"].zeros.moved) == {0.0}


def muon_does_not_slow_down(runs):
    """Muon's three steps on zeros are about as long as three real ones, with decay or without."""
    for name in ("Muon", "Muon, no decay"):
        for steps in runs.clearing.matrix.rows[name].zeros.in_last_steps:
            assert 2.6 < steps < 3.5


def asgd_hardly_moves(runs):
    """ASGD moves the weight on zeros by under 1 % of its last step; without decay, not at all."""
    rows = runs.clearing.matrix.rows
    for steps in rows["ASGD"].zeros.in_last_steps:
        assert 0 < steps < 0.01
    assert set(rows["ASGD, no decay"].zeros.moved) == {0.0}


def muon_steps_do_not_add(runs):
    """Muon's step for a sum of two gradients points elsewhere than the sum of its two steps.

    Its length is that of the step for ten times the gradient, and much more than for one of rank 1.
    """
    for run in runs.clearing.muon_window:
        assert run.cosine < 0.98
        assert run.lengths > 1.1
        assert abs(run.tenfold - 1) < 0.05
        assert run.rank_one < 0.7


def none_keeps_frozen(runs):
    """With None, the frozen layer does not move at all, whatever the optimizer, in any seed."""
    for clearings in runs.clearing.frozen.values():
        for seed in clearings["None"].seeds:
            assert set(seed) == {0.0}


def zeros_coast(runs):
    """With zeros, momentum and Adam move a frozen layer by 10 % of its norm or more, then rest."""
    for name in ("SGD, momentum 0.9", "Adam"):
        for seed in runs.clearing.frozen[name]["zeros"].seeds:
            assert seed[49] > 0.1
            assert seed[49] - seed[39] < 0.1 * seed[9]


def zeros_decay(runs):
    """With zeros, decay shrinks the frozen layer by the factor 1 - 0.1 * 0.1 in every iteration."""
    for seed in runs.clearing.frozen["SGD, decay 0.1"]["zeros"].seeds:
        for iteration, distance in enumerate(seed, 1):
            assert abs(distance - (1 - 0.99**iteration)) < 1e-4


def kept_gradient_drives(runs):
    """A gradient kept on a frozen layer moves it over three times as far as zeros, in each seed.

    With momentum or Adam. With SGD and decay 0.1 both move it alike, by decay; the
    gradient of these runs is small by then.
    """
    for name in ("SGD, momentum 0.9", "Adam"):
        clearings = runs.clearing.frozen[name]
        for kept, zeros in zip(
            clearings["head only"].seeds, clearings["zeros"].seeds, strict=True
        ):
            assert kept[49] > 3 * zeros[49]
    decay = runs.clearing.frozen["SGD, decay 0.1"]
    for kept, zeros in zip(
        decay["head only"].seeds, decay["zeros"].seeds, strict=True
    ):
        assert abs(kept[49] - zeros[49]) < 0.05


def none_lends_memory(runs):
    """From zero_grad() to the end of the forward pass, None holds one P less than zeros."""
    memory = runs.clearing.memory
    for phase in (0, 1):
        none, zeros = memory.none[phase], memory.zeros[phase]
        assert abs(zeros.trace[-1] - none.trace[-1] - 1) < 0.01


def same_after_backward(runs):
    """After backward() and after step() both hold the same bytes."""
    memory = runs.clearing.memory
    for phase in (2, 3):
        assert memory.none[phase].trace[-1] == memory.zeros[phase].trace[-1]


def peak_falls(runs):
    """With one backward() to a step, None lowers the peak: by 1 P at batch 512, by less below."""
    rows = [row for row in runs.clearing.peaks if row.window == 1]
    saved = [row.zeros.peak - row.none.peak for row in rows]
    assert saved == sorted(saved)
    assert 0.1 < saved[0] < 0.5
    assert 0.9 < saved[-1] < 1.1


def peak_moves(runs):
    """With None, the peak is in backward(): near its end at batch 8, in its first half at 512."""
    rows = [row.none for row in runs.clearing.peaks if row.window == 1]
    assert {row.phase for row in rows} == {"backward"}
    assert rows[0].way_through_it > 0.8
    assert rows[-1].way_through_it < 0.5


def window_keeps_the_peak(runs):
    """With four backward passes to a step, the peak is the same with None as with zeros."""
    for row in runs.clearing.peaks:
        if row.window == 4:
            assert row.none.peak == row.zeros.peak


def adamw_peaks_in_the_step(runs):
    """With AdamW, batch 8, the peak is in step() and None saves nothing; at 512 it saves 1 P.

    Both without and with foreach. In between, at batch 128, it saves a part of P
    without foreach and nothing with it.
    """
    for row in runs.clearing.peaks_adamw:
        saved = row.zeros.peak - row.none.peak
        if row.batch == 8:
            assert row.none.phase == row.zeros.phase == "step"
            assert saved == 0
        if row.batch == 128:
            assert saved == 0 if row.foreach else 0.1 < saved < 0.7
        if row.batch == 512:
            assert row.none.phase == row.zeros.phase == "backward"
            assert 0.9 < saved < 1.1


def zeros_take_longer(runs):
    """Zeroing a thousand gradients takes at least a quarter longer than dropping them."""
    assert runs.clearing.thousand.zeros_take_longer


def clearing_is_cheap(runs):
    """Clearing a thousand gradients, either way, takes less than half of their backward()."""
    assert runs.clearing.thousand.none_under_half_of_backward
    assert runs.clearing.thousand.zeros_under_half_of_backward
