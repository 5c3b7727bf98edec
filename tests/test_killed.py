"""Promise: a build killed at any moment leaves nothing that the next build trusts wrongly.

KILLS=30 python -m pytest tests/test_killed.py tries thirty moments of each step.
"""

import os
import random
import signal
import time

import pytest

from tests.sample import Sample, contents, same

KILLS = int(os.environ.get("KILLS", "2"))
STEPS = {
    "record": ("scripts", "record"),
    "weave": ("scripts", "weave"),
    "build": ("mkdocs", "build", "--strict"),
}


@pytest.fixture(scope="module")
def clean(tmp_path_factory):
    """A sample site, what its clean build holds, and how long each step took."""
    site, seconds = Sample(tmp_path_factory.mktemp("killed")), {}
    for step, command in STEPS.items():
        started = time.monotonic()
        status, output = site.run(*command)
        assert status == 0, output
        seconds[step] = time.monotonic() - started
    return site, contents(site.root / "site"), seconds


def test_two_builds_from_nothing_are_equal(clean):
    site, expected, _ = clean
    records = contents(site.root / "build/records") | contents(site.root / "build/figures")
    site.forget()
    assert site.build()[0] == 0
    assert same(expected, contents(site.root / "site")) == []
    again = contents(site.root / "build/records") | contents(site.root / "build/figures")
    assert same(records, again) == []


@pytest.mark.parametrize("step", STEPS)
@pytest.mark.parametrize("seed", range(KILLS))
def test_after_a_kill_the_next_build_is_the_clean_one(clean, step, seed):
    site, expected, seconds = clean
    if seed % 2 == 0:  # what this step makes is not there yet
        site.forget(*{"record": (), "weave": ("build/pages",), "build": ("site",)}[step])
        for earlier in list(STEPS)[: list(STEPS).index(step)]:
            assert site.run(*STEPS[earlier])[0] == 0
    process = site.start(*STEPS[step], start_new_session=True)
    moment = random.Random(seed).uniform(0, seconds[step])
    time.sleep(moment)
    os.killpg(process.pid, signal.SIGKILL)
    process.communicate()
    status, output = site.build()
    assert status == 0, f"{step} killed after {moment:.1f} s:\n{output}"
    assert same(expected, contents(site.root / "site")) == []
