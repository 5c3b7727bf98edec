"""Promise: every claim on the site is true of the recorded runs, and every claim has its proof."""

import pytest

from scripts.weave import claims

CHECKER = claims.Checker()


@pytest.mark.parametrize(
    "name", [pytest.param(n, id=n.replace("/", "-")) for n in claims.assertions()]
)
def test_claim(name: str):
    proof = CHECKER.proof(name)
    assert proof.seen, f"{name} asserts nothing about a recorded run"


def test_every_mark_has_one_assertion_and_every_assertion_a_mark():
    assert not claims.mismatches()
