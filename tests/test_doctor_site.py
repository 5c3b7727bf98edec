"""What the doctor says about each program of this site: a fault where one is shown, only there."""

import pytest

from loop_doctor import examine
from scripts.files import SNIPPETS

# A program that is not listed is silent. "?" stands for maybe.
EXPECTED = {
    "accumulation/diabetes": "never-cleared",
    "accumulation/ledger": "never-cleared",
    "accumulation/two_steps": "never-cleared",
    "cases/early_stop": "cleared-inside-the-window? last-window-leaks",
    "cases/evaluated": "cleared-inside-the-window?",
    "cases/kept_loss": "stepped-before-backward",
    "cases/through_the_critic": "leak-between-optimizers?",
    "cases/clip_order": "clipped-after-step",
    "cases/clip_scaled": "clipped-while-scaled",
    "cases/forgotten": "never-cleared",
    "cases/gan_leak": "leak-between-optimizers",
    "cases/last_window": "last-window-dropped window-not-divided?",
    "cases/outside_the_loop": "cleared-once-per-epoch",
    "checklist/loss_flat": "cleared-before-step",
    "checklist/loss_oscillates": "never-cleared",
    "checklist/only_with_amp": "never-cleared",
    "checklist/ranks_disagree": "last-backward-not-synchronised",
    "checklist/memory_grows": "graph-kept",
    "clearing/hybrid": "other-parameters-cleared",
    "clearing/times_zero": "never-cleared",
    "doctor/clipped": "clipped-while-scaled",
    "doctor/leak": "leak-between-optimizers",
    "doctor/window": "last-window-leaks window-not-divided",
    "errors/lbfgs_without_closure": "stepped-again?",
    "errors/other_optimizer": "stepped-again",
    "errors/scale_forgotten": "scaler-without-scale?",
    "errors/schedule_too_short": "scheduler-before-step",
    "errors/scaler_closure": "scaler-without-scale?",
    "errors/step_without_gradients": "cleared-before-step",
    "errors/unscale_after_step": "never-cleared unscaled-twice",
    "errors/wrong_order": "stepped-before-backward",
    "exceptions/inf_step": "never-cleared",
    "exceptions/left_over": "last-window-leaks window-off-by-one",
    "exceptions/memory": "carried-graph?",
    "exceptions/no_division": "window-not-divided",
    "exceptions/unscale_each": "clipped-inside-the-window unscaled-twice",
    "exceptions/warm_up": "scheduler-before-step",
    "exceptions/zero_inside": "cleared-inside-the-window?",
    "errors/leaf_in_place": "stepped-again",
    "errors/second_time": "carried-graph?",
    "errors/state_of_other_shape": "stepped-again",
    "errors/stepped_too_early": "stepped-again",
    "errors/unscale_each": "unscaled-twice",
    "faq/accumulate": "last-window-dropped?",
    "faq/adam": "stepped-again?",
    "faq/clip_once": "window-not-divided?",
    "faq/forgotten": "never-cleared",
    "faq/inside_the_if": "last-window-dropped?",
    "faq/left_over": "last-window-leaks",
    "faq/like_momentum": "other-parameters-cleared",
    "faq/none_or_zeros": "cleared-before-step",
    "faq/once_per_epoch": "cleared-once-per-epoch",
    "faq/see_it": "never-cleared",
    "faq/step_keeps": "stepped-again",
    "faq/too_early": "cleared-before-step",
    "faq/trained_fine": "stepped-again?",
    "faq/list_of_gradients": "never-cleared",
    "faq/clip_places": "clipped-after-step clipped-before-backward",
    "forgetting/ball": "never-cleared",
    "forgetting/cleared_elsewhere": "never-cleared",
    "forgetting/clipping": "never-cleared",
    "forgetting/dance": "never-cleared",
    "forgetting/defaults": "never-cleared",
    "forgetting/digits": "never-cleared",
    "forgetting/guard": "never-cleared window-not-divided",
    "forgetting/identity": "never-cleared",
    "forgetting/identity_ends": "never-cleared",
    "forgetting/noise": "never-cleared",
    "forgetting/norm": "never-cleared",
    "forgetting/once_per_epoch": "cleared-once-per-epoch",
    "forgetting/probe": "never-cleared",
    "forgetting/ravine": "never-cleared",
    "forgetting/scaler": "never-cleared",
    "forgetting/scaler_ledger": "never-cleared",
    "forgetting/two_sums": "never-cleared",
    "forgetting/zero_every": "stepped-again",
    "index/forgotten": "never-cleared",
    "loops/compiled": "window-not-divided?",
    "loops/ddp": "last-backward-not-synchronised",
    "loops/gan": "leak-between-optimizers?",
    "loops/lbfgs": "closure-without-clearing",
    "loops/old_graph": "stepped-before-backward",
    "loops/retain_graph": "carried-graph?",
    "loops/retained_weights": "stepped-before-backward",
    "loops/second_time": "carried-graph?",
    "loops/shared_trunk": "cleared-inside-the-window? window-not-divided?",
    "loops/tied_twice": "stepped-again?",
    "myths/larger_rate": "never-cleared",
    "next/clip_after_step": "clipped-after-step",
    "placement/cleared_too_early": "cleared-before-step",
    "placement/closure": "closure-without-clearing",
    "placement/once_per_epoch": "cleared-once-per-epoch",
    "placement/stepped_too_early": "stepped-before-backward",
    "placement/warm_notebook": "carried-graph? stepped-before-backward",
    "spot/flat": "cleared-before-step",
    "spot/four_summed": "window-not-divided",
    "spot/mistyped": "clipped-before-backward",
    "spot/once_per_epoch": "cleared-once-per-epoch",
    "spot/stairs": "last-window-dropped?",
    "spot/two_in_turn": "stepped-again",
    "spot/window_of_four": "cleared-inside-the-window?",
}
NAMES = sorted(
    path.relative_to(SNIPPETS).with_suffix("").as_posix() for path in SNIPPETS.rglob("*.py")
)


def found(source):
    """The kinds found in a program, as EXPECTED writes them."""
    findings = examine(source).findings
    kinds = {one.kind + "?" * (one.confidence == "maybe") for one in findings}
    return " ".join(sorted(kinds))


@pytest.mark.parametrize("name", NAMES)
def test_each_program_gets_its_answer(name):
    assert found((SNIPPETS / f"{name}.py").read_text()) == EXPECTED.get(name, "")


def test_no_program_is_expected_that_is_gone():
    assert set(EXPECTED) <= set(NAMES)
