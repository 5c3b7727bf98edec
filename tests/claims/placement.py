"""Promise: what the chapter "placement" concludes from its runs is true of them."""

RIGHT = {
    "ZFLBS",
    "FZLBS",
    "FLZBS",
    "FLBSZ",
}  # zero_grad, forward, loss, backward, step


def _census(runs, model, start, clearing, lines="120"):
    return runs.placement.orders[model][start][clearing][lines]


def _orders(census, outcome):
    """The orders that had this outcome, one set for each result that differs bit for bit."""
    return [set(r.orders) for r in census.results if r.outcome == outcome]


def four_orders_are_one(runs):
    """In a fresh script four of 120 orders give the same weights throughout, bit for bit."""
    for model in ("network", "linear"):
        for clearing in ("none", "zeros"):
            census = _census(runs, model, "fresh", clearing)
            assert _orders(census, "same") == [RIGHT]
            assert census.counts.same == 4


def optimizers_agree(runs):
    """With nine optimizers, None or zeros, five seeds, all four places give the same weights.

    Two of them are fused or foreach; one, Nesterov with foreach, changes `.grad` in its step.
    """
    run = runs.placement.places
    assert len(run.equal) == 9
    assert all(count == run.comparisons for count in run.equal.values())
    assert all(run.four_places)


def hundred_orders_raise(runs):
    """100 orders raise at once: NameError in a fresh script, RuntimeError in a warm notebook."""
    for model in ("network", "linear"):
        for clearing in ("none", "zeros"):
            fresh = _census(runs, model, "fresh", clearing)
            assert fresh.counts.name == 100
            assert all(
                r.iteration == 1 for r in fresh.results if r.outcome == "name"
            )
            warm = _census(runs, model, "warm", clearing)
            assert warm.counts.freed == 100
            assert warm.counts.name == 0
            assert all(
                (r.iteration, r.line) == (1, "B")
                for r in warm.results
                if r.outcome == "freed"
            )


def ten_orders_are_silent(runs):
    """Ten orders move no weight and raise nothing: each clears between backward() and step()."""
    for model in ("network", "linear"):
        census = _census(runs, model, "fresh", "none")
        (silent,) = _orders(census, "never")
        assert len(silent) == census.counts.never == 10
        for order in silent:
            after_backward = (order * 2)[order.index("B") :]
            assert after_backward.index("Z") < after_backward.index("S")


def zeros_are_louder(runs):
    """In the network, with zeros in place of None, seven of the ten silent orders raise."""
    none = _census(runs, "network", "fresh", "none")
    zeros = _census(runs, "network", "fresh", "zeros")
    assert (none.counts.never, none.counts.in_place) == (10, 3)
    assert (zeros.counts.never, zeros.counts.in_place) == (3, 10)
    (before,), (after,) = _orders(none, "never"), _orders(zeros, "never")
    assert after < before


def three_orders_are_late(runs):
    """Three orders, step() first, give the right weights one iteration late, bit for bit."""
    for model in ("network", "linear"):
        for clearing in ("none", "zeros"):
            late = _orders(_census(runs, model, "fresh", clearing), "late")
            assert late == [{"SZFLB", "SFZLB", "SFLZB"}]


def linear_steps_too_early(runs):
    """A linear model trains where the network raises, by the gradient of one update earlier."""
    (raised,) = _orders(_census(runs, "network", "fresh", "none"), "in_place")
    census = _census(runs, "linear", "fresh", "none")
    assert _orders(census, "other") == [raised]
    assert all(runs.placement.twins.linear_uses_an_old_gradient)
    loss = {
        r.outcome: r.loss[1]
        for r in census.results
        if r.outcome in ("same", "other")
    }
    assert loss["other"] < loss["same"] / 2


def warm_top_is_right(runs):
    """In a warm notebook the three places before backward() still give the right weights."""
    for model in ("network", "linear"):
        assert _orders(_census(runs, model, "warm", "none"), "same") == [
            RIGHT - {"FLBSZ"}
        ]
    assert all(runs.placement.twins.warm_top_is_right)


def warm_after_step_adds(runs):
    """In a warm notebook the place after step() begins with the earlier cell's gradient added."""
    assert all(runs.placement.twins.warm_after_step_adds)
    for model in ("network", "linear"):
        assert {"FLBSZ"} in _orders(
            _census(runs, model, "warm", "none"), "other"
        )


def warm_step_first_replays(runs):
    """In a warm notebook the orders with step() first use the earlier cell's gradient again."""
    assert all(runs.placement.twins.warm_step_first_replays)


def without_the_call(runs):
    """Without the call no order is right; the one that looks right is SGD with momentum 1."""
    for model in ("network", "linear"):
        for clearing in ("none", "zeros"):
            counts = _census(runs, model, "fresh", clearing, "24").counts
            assert counts.same == counts.late == 0
            assert counts.name == 20
            assert counts.other + counts.in_place == 4
    assert all(runs.placement.twins.forgotten_is_momentum_one)
    assert all(runs.placement.twins.step_first_is_late)


def scaler_notices_none(runs):
    """Cleared between backward() and a scaler's step: None raises, zeros pass without a word."""
    assert runs.placement.places.scaled.none == "AssertionError"
    assert runs.placement.places.scaled.zeros is None


def cleared_too_early_is_silent(runs):
    """With None nothing moves; with zeros only weight decay acts; there is no warning.

    From the first iteration on: a momentum from before it would go on coasting with zeros.
    """
    run = runs.placement.places
    assert all(row.none == 1 for row in run.left.values())
    decayed = {name for name, row in run.left.items() if row.zeros != 1}
    assert decayed == {"SGD, weight decay", "AdamW"}
    for name in decayed:
        assert abs(run.left[name].zeros - 0.999**20) < 1e-4
    assert run.warnings == 0


def only_after_step_frees_between_iterations(runs):
    """Between iterations only the place after step(), with None, holds the weights alone."""
    for batch in (64, 512, 2048):
        for place, rows in runs.placement.memory[f"batch_{batch}"].items():
            for clearing, row in rows.items():
                frees = (place, clearing) == ("after step", "none")
                assert abs(row.held - (1 if frees else 2)) < 0.01


def peak_before_backward_is_higher(runs):
    """With SGD, cleared before backward(), the peak is higher at batches of 64 and 512, not 2048.

    Where it is higher it is in the forward pass, beside the used gradient; else in backward(). With
    Adam, batch 64, foreach or not, it is in step() and the same for every place and clearing.
    """
    for batch, more in ((64, 0.125), (512, 0.25), (2048, 0)):
        rows = runs.placement.memory[f"batch_{batch}"]
        before = rows["before backward"].none
        assert (
            abs(rows["at the top"].none.peak - rows["after step"].none.peak)
            < 0.001
        )
        assert abs(before.peak - rows["after step"].none.peak - more) < 0.01
        assert before.peak_in == ("forward" if more else "backward")
        assert rows["after step"].none.peak_in == "backward"


def adam_peaks_in_its_step(runs):
    """With Adam and a batch of 64, the peak is in step(), whatever the place, None or zeros.

    With a batch of 512 the activations rule again: zeros cost a gradient more, or nearly.
    """
    for rows in runs.placement.memory.adam_64.values():
        found = [row for place in rows.values() for row in place.values()]
        assert {row.peak_in for row in found} == {"step"}
        assert (
            max(row.peak for row in found) - min(row.peak for row in found)
            < 0.01
        )
    for rows in runs.placement.memory.adam_512.values():
        assert (
            rows["after step"].zeros.peak > rows["after step"].none.peak + 0.9
        )


def zeros_cost_a_gradient_more(runs):
    """With SGD and zeros the place does not matter; the peak is higher than the best with None."""
    for batch, more in ((64, 0.33), (512, 0.99), (2048, 0.99)):
        rows = runs.placement.memory[f"batch_{batch}"]
        zeros = [rows[place].zeros.peak for place in rows]
        assert max(zeros) - min(zeros) < 0.001
        assert zeros[0] - rows["after step"].none.peak > more


def exception_leaves_a_gradient(runs):
    """After an exception the loop that clears only after step() uses 2 in place of 1."""
    used = runs.placement.interruptions.used
    assert used["after step"] == [1, 2, 1]
    assert all(
        used[p] == [1, 1, 1]
        for p in ("at the top", "before backward", "in finally")
    )


def one_bad_batch_ends_training(runs):
    """In every seed, clearing only after step() skips the bad batch and all that follow it."""
    run = runs.placement.interruptions
    assert run.which["after step"] == list(range(21, 58))
    assert all(count == 37 for count in run.skipped["after step"])
    assert all(count == 1 for count in run.skipped["at the top"])
    pairs = zip(
        run.last_ten["after step"], run.last_ten["at the top"], strict=True
    )
    assert all(stuck > 1.5 * trained for stuck, trained in pairs)


def clearing_on_the_skip_repairs_it(runs):
    """Cleared on the skip as well, the losses are those of the loop that clears at the top."""
    run = runs.placement.interruptions
    assert (
        run.last_ten["after step and on the skip"] == run.last_ten["at the top"]
    )
    assert all(
        count == 1 for count in run.skipped["after step and on the skip"]
    )


def resumes_bit_for_bit(runs):
    """Stopped after any epoch and started again, it ends with the same weights and table."""
    same = runs.placement.resume.same_after_stop
    assert list(same) == ["1", "2", "3", "4", "5"]
    assert all(same.values())
    assert runs.placement.resume.same_history


def edits_are_refused(runs):
    """With an option of optimizer or scheduler, seed or batch size edited, the script refuses.

    Tried: seed, batch size, learning rate, momentum, the scheduler's factor. What else you edit, a
    loss or an augmentation, it does not see.
    """
    refused = runs.placement.resume.refused
    assert [name for name in refused if not refused[name]] == ["nothing"]
    assert {"seed", "batch_size", "lr", "momentum", "gamma"} < set(refused)


def seed_per_epoch_covers_torch(runs):
    """A seed for each epoch makes torch's draws resume, and those of workers begun in each epoch.

    What NumPy draws in the main process, and what workers draw that persist.
    """
    resumes = runs.placement.resume.own_noise
    assert resumes.torch
    assert resumes["numpy, workers"]
    assert not resumes.numpy
    assert not resumes["numpy, persistent workers"]


def script_learns(runs):
    """The script reaches more than 90 % on digits that it did not train on."""
    assert runs.placement.resume.history[5][3] > 0.9


def checkpoint_needs_every_part(runs):
    """With all five parts the resumed run is the same, bit for bit; without any one, not."""
    left_out = runs.placement.resume.left_out
    assert left_out.nothing is True
    assert [left_out[part] for part in left_out] == [True] + 5 * [False]


def once_per_epoch_restarts_momentum(runs):
    """Once per epoch is SGD with momentum 1, begun anew in each epoch, bit for bit."""
    assert all(runs.placement.twins.once_per_epoch_restarts_momentum)


def mistakes_win_at_small_rates(runs):
    """At rates 0.003 and 0.01 both mistakes end with the lower training loss, in every seed."""
    loss = runs.placement.rates.loss
    for seed in range(5):
        for lr in (0, 1):
            right = loss["every iteration"][seed][lr]
            assert loss["every epoch"][seed][lr] < right / 1.5
            assert loss["before the loop"][seed][lr] < right / 1.5


def mistakes_lose_at_the_best_rate(runs):
    """At 0.3 both mistakes end with over four times the loss, under 60% of the accuracy.

    In every seed.
    """
    loss, accuracy = runs.placement.rates.loss, runs.placement.rates.accuracy
    for seed in range(5):
        for wrong in ("every epoch", "before the loop"):
            assert loss[wrong][seed][4] > 4 * loss["every iteration"][seed][4]
            assert (
                accuracy[wrong][seed][4]
                < 0.6 * accuracy["every iteration"][seed][4]
            )


def right_loop_has_the_best_of_all(runs):
    """At the best of six rates for each, the right loop has the highest median accuracy."""
    accuracy = runs.placement.rates.median_accuracy
    for wrong in ("every epoch", "before the loop"):
        assert max(accuracy["every iteration"]) > max(accuracy[wrong]) + 0.005


def lbfgs_needs_it_inside(runs):
    """L-BFGS reaches least squares with the call in its closure, and misses it without."""
    run = runs.placement.variants
    inside, outside = run.lbfgs["in the closure"], run.lbfgs["before step"]
    for losses in (inside.plain, inside.strong_wolfe):
        assert all(abs(loss - run.least_squares) < 1e-3 for loss in losses)
    assert all(loss > 100 for loss in outside.plain)
    assert all(loss > 1.15 * run.least_squares for loss in outside.strong_wolfe)


def sgd_closure_is_the_loop(runs):
    """SGD with a closure gives the weights of the five lines throughout, bit for bit."""
    assert runs.placement.variants.sgd_closure is True


def scheduler_does_not_care(runs):
    """Before or after scheduler.step(), zero_grad() leads to the same weights, bit for bit."""
    same = runs.placement.variants.scheduler
    assert same["step, zero_grad, scheduler"]
    assert same["step, scheduler, zero_grad"]
    assert not same["scheduler, step, zero_grad"]


def log_before_clearing(runs):
    """Zero after zero_grad(). After step() as after backward() with plain SGD, not with Nesterov.

    Of the optimizers of this chapter, SGD with Nesterov momentum and foreach, which
    is the default on a GPU, is the one that writes into `.grad`; the program sets it on a CPU.
    """
    sgd, nesterov = (
        runs.placement.variants.logged.sgd,
        runs.placement.variants.logged.nesterov,
    )
    for logged in (sgd, nesterov):
        assert set(logged["zero_grad()"]) == {0}
        assert min(logged["backward()"]) > 0.4
    assert sgd["step()"] == sgd["backward()"]
    for after, before in zip(
        nesterov["step()"], nesterov["backward()"], strict=True
    ):
        assert after > 1.5 * before


def hook_clears_for_you(runs):
    """A post-step hook that clears gives the weights of the loop by hand, bit for bit."""
    run = runs.placement.variants
    assert run.hook is True
    assert set(run.read_by_hook) == {None}
    assert run.hook_logged == run.read_by_hand


def sanity_check_counts(runs):
    """A backward() before the loop doubles the first gradient if the loop clears at its end."""
    assert runs.placement.interruptions.used_after_check == [2, 1, 1]
