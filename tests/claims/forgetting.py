"""Promise: what the chapter "forgetting" concludes from its runs is true of them."""

from math import acos, pi, sqrt
from statistics import median


def identity_holds(runs):
    """Without zero_grad(), SGD makes every step of momentum 1, bit for bit, however it runs."""
    identity = runs.forgetting.identity
    assert len(identity.quadratic) >= 8
    assert all(identity.quadratic)
    assert len(identity.network) >= 5
    assert all(identity.network)
    assert identity.foreach
    assert identity.fused


def identity_ends(runs):
    """It ends with weight decay, Nesterov, dampening, clipping, other momentum and RMSprop."""
    ends = runs.forgetting.identity.ends
    for name in ("plain", "maximize"):
        assert ends[name].same
    others = (
        "weight decay",
        "Nesterov",
        "dampening",
        "clipping",
        "SGD with momentum 0.9",
    )
    for name in (*others, "RMSprop"):
        assert not ends[name].same
        assert ends[name].apart > 0.1


def ball_follows_theory(runs):
    """Reach and period follow the formulas at every rate below 4; at lr·λ = 1 the reach is 1."""
    ball = runs.forgetting.ball
    for rate, reach, period in zip(
        ball.rates, ball.reach, ball.period, strict=True
    ):
        envelope = 2 / sqrt(4 - rate)
        assert reach < 1.001 * envelope
        assert reach == 1 if rate == 1 else reach > 0.99 * envelope
        assert abs(period / (2 * pi / acos(1 - rate / 2)) - 1) < 0.01


def ball_limits(runs):
    """With the call the weight settles below lr·λ = 2 and diverges above; without it, from 4 on."""
    ball = runs.forgetting.ball
    for rate, end in zip(ball.rates, ball.cleared, strict=True):
        assert end < 1e-6 if rate < 2 else end > 1e9
    assert max(ball.reach) < 10
    assert ball.beyond["4.0"] > 500
    assert ball.beyond["4.1"] > 1e30


def steep_right_loop_leaves(runs):
    """At lr·λ = 2.5, twelve steps: the right loop is beyond 100, the forgotten one within 1.64."""
    steep = runs.forgetting.steep
    assert steep.lr == 2.5
    assert abs(steep.cleared[-1]) > 100
    assert max(abs(w) for w in steep.forgotten) < 1.64


def orbit_is_closed(runs):
    """w² + lr·v² + lr·w·v never changes without the call; the other two loops come to rest."""
    assert max(runs.forgetting.ball.energy) < 1e-9
    orbits = runs.forgetting.orbits
    assert all(
        abs(v - g) < 1e-5
        for v, g in zip(orbits.forgotten.v, orbits.grad, strict=True)
    )
    assert max(abs(w) for w in orbits.cleared.w[50:]) < 1e-3
    assert max(abs(w) for w in orbits.momentum.w[50:]) < 0.15
    assert max(abs(w) for w in orbits.forgotten.w[50:]) > 0.9


def noise_pumps(runs):
    """In every seed, w² ends over 500 times as large as with the call, which stays level."""
    noise = runs.forgetting.noise
    for i in range(len(noise.seeds)):
        assert noise.forgotten[i][-1] > 500 * noise.cleared[i][-1]
        assert noise.forgotten[i][-1] > 50 * noise.momentum[i][-1]
        for level in (noise.cleared[i], noise.momentum[i]):
            assert max(level) < 1.4 * min(level)


def noise_grows_linearly(runs):
    """At every recorded step of every seed, the mean of w² is within 20% of the straight line."""
    noise = runs.forgetting.noise
    for run in noise.forgotten:
        for t, mean in zip(noise.steps, run, strict=True):
            line = 2 * noise.lr * noise.noise**2 * t / (4 - noise.lr)
            assert abs(mean / line - 1) < 0.2


def three_faces(runs):
    """In every seed: SGD gains over 50 points, RMSprop stays within 5, Adam loses over 40."""
    speed_up, nothing, collapse = runs.forgetting.epochs.cases
    for i in range(len(runs.forgetting.epochs.seeds)):
        assert speed_up.forgotten[i][9] > speed_up.cleared[i][9] + 0.5
        assert abs(nothing.forgotten[i][9] - nothing.cleared[i][9]) < 0.05
        assert collapse.forgotten[i][9] < collapse.cleared[i][9] - 0.4
        assert max(collapse.forgotten[i]) > 0.55


def _maps(runs):
    chapter = runs.forgetting
    return chapter.map_sgd, chapter.map_adam, chapter.map_adaptive


def best_rate_never_gains(runs):
    """No optimizer's best median without the call is more than 2 points above its best with it."""
    for part in _maps(runs):
        for best in part.best.values():
            assert best.forgotten[0] < best.cleared[0] + 0.02


def three_come_close(runs):
    """RMSprop, Adagrad and Adadelta: the best with the call and without are within 3 points."""
    for name in ("RMSprop", "Adagrad", "Adadelta"):
        best = runs.forgetting.map_adaptive.best[name]
        assert abs(best.forgotten[0] - best.cleared[0]) < 0.03


def helps_below_the_best_rate(runs):
    """Wherever forgetting helps, the rate is below the best rate for the loop with the call."""
    helped = 0
    for part in _maps(runs):
        for name, cells in part.rows.items():
            for cell in cells:
                if cell.verdict == "helps":
                    helped += 1
                    assert cell.lr < part.best[name].cleared[1]
    assert helped >= 6


def destroys_somewhere(runs):
    """Forgetting destroys at some rate with every optimizer but Muon and Adadelta."""
    for part in _maps(runs):
        for name, cells in part.rows.items():
            destroyed = "destroys" in [cell.verdict for cell in cells]
            assert destroyed == (name not in ("Muon", "Adadelta"))


def sgd_both_ways(runs):
    """In every seed, SGD without the call gains over 50 points at lr 0.01 and loses 50 at lr 1."""
    cells = runs.forgetting.map_sgd.rows.SGD
    for cell, sign in ((cells[2], 1), (cells[4], -1)):
        for cleared, forgotten in zip(
            cell.cleared, cell.forgotten, strict=True
        ):
            assert sign * (forgotten - cleared) > 0.5


def rprop_breaks_everywhere(runs):
    """With Rprop, forgetting destroys at all five rates, in every seed."""
    for cell in runs.forgetting.map_sgd.rows.Rprop:
        assert min(cell.cleared) > 0.7
        assert max(cell.forgotten) < 0.3


def adam_does_not_protect(runs):
    """Adam and AdamW at lr 0.01 and 0.1: over 90% with the call, below 50% without, every seed."""
    for name in ("Adam", "AdamW"):
        for cell in (
            runs.forgetting.map_adam.rows[name][2],
            runs.forgetting.map_adam.rows[name][3],
        ):
            assert min(cell.cleared) > 0.9
            assert max(cell.forgotten) < 0.5


def defaults_hide_it(runs):
    """Six optimizers at their default rates end within 6 points of the right loop, every seed."""
    rows = {row.optimizer: row for row in runs.forgetting.defaults.rows}
    for name in ("Adam", "AdamW", "NAdam", "RMSprop", "Adagrad", "Adafactor"):
        for cleared, forgotten in zip(
            rows[name].cleared, rows[name].forgotten, strict=True
        ):
            assert abs(forgotten - cleared) < 0.06


def once_per_epoch_by_rate(runs):
    """Once per epoch wins over 2 points at lr 0.1 in every seed, and loses over 10 at lr 1."""
    run = runs.forgetting.zero_every
    assert run.every[4] == 14
    small, large = run.accuracy["0.1"], run.accuracy["1.0"]
    for i in range(len(run.seeds)):
        assert small[4][i] > small[0][i] + 0.02
        assert large[4][i] < large[0][i] - 0.1


def low_rate_likes_less(runs):
    """At lr 0.01 the median accuracy rises at every doubling of the interval up to 28."""
    medians = runs.forgetting.zero_every.median["0.01"][:6]
    assert all(b > a + 0.03 for a, b in zip(medians, medians[1:], strict=False))


def scaler_hides_it(runs):
    """With a GradScaler both loops end within 1 point, every seed; without, over 40 apart."""
    for row in runs.forgetting.scaled.rows:
        for cleared, forgotten in zip(row.cleared, row.forgotten, strict=True):
            gap = abs(forgotten - cleared)
            assert gap < 0.01 if row.scaler else gap > 0.4


def clipping_hides_it(runs):
    """Clipped at 0.3, both loops end within 5 points, every seed; at 10, over 10 apart."""
    for row in runs.forgetting.clipped.rows:
        for cleared, forgotten in zip(row.cleared, row.forgotten, strict=True):
            if row.clip == 0.3:
                assert abs(forgotten - cleared) < 0.05
            if row.clip == 10:
                assert forgotten < cleared - 0.1


def clipping_turns_the_step(runs):
    """The looser the clip, the less .grad points along the fresh gradient, every seed."""
    rows = runs.forgetting.clipped.rows
    for tight, loose in zip(rows, rows[1:], strict=False):
        if tight.optimizer == loose.optimizer:
            for a, b in zip(tight.cosine, loose.cosine, strict=True):
                assert b < a - 0.02
    for row in rows:
        assert min(row.cleared_cosine) > 0.999


def norms_prove_nothing(runs):
    """In every seed the right loop's norm grows by half, and the other's levels off."""
    norms = runs.forgetting.norms
    for i in range(len(norms.seeds)):
        right, wrong = norms.cleared, norms.forgotten
        assert max(right.norm[i]) > 1.5 * right.norm[i][0]
        assert right.loss[i][9] < 0.5 * right.loss[i][0]
        assert abs(wrong.norm[i][9] / wrong.norm[i][6] - 1) < 0.1
        assert wrong.loss[i][9] < 0.5 * wrong.loss[i][0]


def forgotten_is_ahead(runs):
    """At lr 0.01 without the call, the median loss in epoch 6 is below a third of the other's."""
    norms = runs.forgetting.norms
    wrong, right = (
        median(loss[5] for loss in loop.loss)
        for loop in (norms.forgotten, norms.cleared)
    )
    assert wrong < right / 3
