"""Random loops: torch's .grad is what the ledger says, or the doctor says that it cannot tell.

Ten thousand of them take three minutes: DOCTOR_LOOPS=10000 pytest tests/test_doctor_fuzz.py
"""

import os
from itertools import permutations

import pytest

from loop_doctor import examine
from tests.doctor_fuzz import program
from tests.doctor_programs import BACKWARD, HEAD, PAIR, loop
from tests.doctor_real import difference, raises, really

TWICE = (
    HEAD
    + """out = net(batch)
loss = out.mean()
for i, x in enumerate(loader):
    if skip[i]:
        loss = out.mean()
    loss.backward(retain_graph=True)
    if skip[i]:
        continue
    opt.step()
    opt.zero_grad()
    out = net(x)
"""
)
DETACHED = (
    PAIR
    + """for i, x in enumerate(loader):
    opt.zero_grad()
    opt_other.zero_grad()
    (net(x).mean() + other(hidden.detach()).mean()).backward()
    hidden = net(x)
    opt.step()
    opt_other.step()
"""
)
LOOPS = int(os.environ.get("DOCTOR_LOOPS", 100))
UNKNOWN = "unknown share"  # the ledger itself says that it does not know a factor
ORDERS = list(
    permutations(["opt.zero_grad()", "out = net(x)", "loss = out.mean()", BACKWARD, "opt.step()"])
)


def check(source):
    """A program's ledgers are torch's; a program that raises is not passed in silence."""
    examination = examine(source)
    assert examination.runs, source
    for run in examination.runs:
        different = difference(source, run)
        assert different in ("", UNKNOWN) or examination.doubts, f"{different}\n{source}"
        if raises(source, run):
            assert examination.answer != "nothing found", source
    return examination


def test_a_condition_has_one_outcome_in_an_iteration():
    for run in check(TWICE).runs:
        real = [(kind, line) for kind, line, _ in really(TWICE, run)[0]]
        rounds = [real[at + 1 :][:1] for at in range(len(real)) if real[at] == ("backward", 8)]
        skipped = [one != [("step", 11)] for one in rounds]
        taken = {"never": [False] * 3, "once": [False, True, False]}[run.decisions.taken["skip[i]"]]
        assert skipped == taken


def test_a_name_is_detached_before_it_has_a_value():
    examination = check(DETACHED)
    assert examination.answer == "cannot tell"
    assert examination.doubts == [("hidden is used before it has a value", 8)]


@pytest.mark.parametrize("start", range(0, LOOPS, 50))
def test_random_loops(start):
    answers = [check(program(seed)).answer for seed in range(start, min(start + 50, LOOPS))]
    assert answers.count("cannot tell") < len(answers) / 4


def test_every_order_of_the_five_lines():
    before = HEAD + "out = net(batch)\nloss = out.mean()\n"
    answers = {order: check(loop(*order, head=before)).answer for order in ORDERS}
    silent = [order for order, answer in answers.items() if answer == "nothing found"]
    assert len(answers) == 120
    for order in silent:  # from its backward() on, each loses nothing and meets nothing stale
        turned = order[order.index(BACKWARD) :] + order[: order.index(BACKWARD)]
        assert turned.index("opt.step()") < turned.index("opt.zero_grad()"), order


def test_every_order_without_a_first_loss():
    for order in ORDERS:
        check(loop(*order))
