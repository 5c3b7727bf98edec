"""Promise: a build killed at any moment leaves nothing that the next build trusts wrongly.

KILLS=30 python -m pytest tests/test_killed.py tries thirty moments.
"""

import os
import random
import shutil
import signal
import time

import pytest

from tests.tiny import Tiny, contents, same

KILLS = int(os.environ.get("KILLS", "4"))


def forget(site: Tiny) -> None:
    """Put the site back to what a fresh clone holds."""
    for made in ("docs/generated", ".cache", "site"):
        shutil.rmtree(site.root / made, ignore_errors=True)


@pytest.fixture(scope="module")
def clean(tmp_path_factory):
    """A tiny site, what its clean build holds, and how long that build took."""
    site = Tiny(tmp_path_factory.mktemp("killed"))
    started = time.monotonic()
    status, output = site.build()
    assert status == 0, output
    return site, contents(site.root / "site"), time.monotonic() - started


def test_two_builds_from_nothing_are_equal(clean):
    site, expected, _ = clean
    forget(site)
    assert site.build()[0] == 0
    assert same(expected, contents(site.root / "site")) == []


@pytest.mark.parametrize("seed", range(KILLS))
def test_after_a_kill_the_next_build_is_the_clean_one(clean, seed):
    site, expected, duration = clean
    if seed % 2 == 0:
        forget(site)
    process = site.start("mkdocs", "build", "--strict", start_new_session=True)
    moment = random.Random(seed).uniform(0, duration)
    time.sleep(moment)
    os.killpg(process.pid, signal.SIGKILL)
    process.communicate()
    status, output = site.build()
    assert status == 0, f"killed after {moment:.1f} s:\n{output}"
    assert same(expected, contents(site.root / "site")) == []
