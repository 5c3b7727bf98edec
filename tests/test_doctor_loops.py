"""What the doctor says of loops as people write them: each fault is found, no right loop blamed."""

import pytest

from loop_doctor import examine
from loop_doctor.paths import outcome_of
from tests.doctor_loops import FAULTY, LOOP, LOSS, MEANT, OPTIMIZER, RIGHT, UNKNOWN


@pytest.mark.parametrize("name", FAULTY)
def test_a_reported_fault_is_found(name):
    kind, source = FAULTY[name]
    found = [one.kind + "?" * (one.confidence == "maybe") for one in examine(source).findings]
    assert kind in found


@pytest.mark.parametrize("name", RIGHT)
def test_a_right_loop_gets_no_alarm(name):
    examination = examine(RIGHT[name])
    assert [(one.kind, one.line, one.confidence) for one in examination.findings] == []
    assert examination.steps


@pytest.mark.parametrize("name", MEANT)
def test_what_may_be_meant_is_no_more_than_maybe(name):
    examination = examine(MEANT[name])
    assert examination.answer != "fault", [(one.kind, one.line) for one in examination.findings]
    assert examination.steps


@pytest.mark.parametrize("name", UNKNOWN)
def test_what_cannot_be_told_is_not_told(name):
    examination = examine(UNKNOWN[name])
    assert examination.answer == "cannot tell", examination.findings
    assert examination.doubts


def test_a_condition_is_named():
    source = OPTIMIZER + LOOP + LOSS + "    loss.backward()\n    optimizer.step()\n"
    (finding,) = examine(source + "    if args.clear:\n        optimizer.zero_grad()\n").findings
    assert finding.conditions == [("args.clear", False)]


def test_a_decision_holds_alike_each_time_it_is_asked():
    for taken, outcomes in {
        True: [True, True, True],
        "never": [False, False, False],
        "once": [False, True, False],
        "always": [True, True, True],
        "all but once": [True, False, True],
    }.items():
        assert [outcome_of(taken, time) for time in (1, 2, 3)] == outcomes
