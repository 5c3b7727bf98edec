"""What several tests share."""

from __future__ import annotations

import fcntl
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from playwright.sync_api import sync_playwright

from scripts import browser as chromium
from scripts.host import Host
from tests.sample import Sample

ROOT = Path(__file__).parent.parent
NOWHERE = "http://site.example/"
# Each window would load two pages of the browser's own, for half a second of processor time. The
# last such option counts: what follows the first two is what Playwright switches off itself.
LIGHT = "--disable-features=WebUIOmniboxPopup,WebUIOmniboxAimPopup,HttpsUpgrades,MediaRouter"
LIGHT += ",OptimizationHints,PaintHolding"


@pytest.fixture(scope="session")
def site(tmp_path_factory):
    """The site, built once, strictly, and served from `site.root` at `site.url`.

    SITE=build/zensical serves what another generator has built.
    """
    host = Host()
    if other := os.environ.get("SITE"):
        host.serve(ROOT / other)
        yield host
        host.close()
        return
    folder = tmp_path_factory.mktemp("site")
    shutil.copytree(build(tmp_path_factory), folder, dirs_exist_ok=True)
    for path in [*folder.rglob("*.html"), *folder.rglob("*.xml")]:
        path.write_text(path.read_text("utf-8").replace(NOWHERE, host.url), "utf-8")
    host.serve(folder)
    yield host
    host.close()


def build(tmp_path_factory) -> Path:
    """The folder of the site, which the first of several workers builds for all, at no address."""
    base = tmp_path_factory.getbasetemp()
    folder = (base.parent if "PYTEST_XDIST_WORKER" in os.environ else base) / "built"
    with folder.with_suffix(".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if folder.exists():
            return folder
        part = folder.with_suffix(".part")
        environment = os.environ | {"SITE_URL": NOWHERE, "NO_MKDOCS_2_WARNING": "1"}
        for command in (
            ["mkdocs", "build", "--strict", "--site-dir", part],
            ["scripts", "publish", part],
        ):
            made = subprocess.run(
                [sys.executable, "-m", *command],
                cwd=ROOT,
                env=environment,
                capture_output=True,
                text=True,
            )
            if made.returncode:
                what = f"the site does not build:\n{made.stdout}{made.stderr}"
                pytest.fail(what, pytrace=False)
        return part.rename(folder)


@pytest.fixture(scope="module")
def browser():
    """A running Chromium; without one, in CI a failure, elsewhere a skip."""
    path = chromium.find()
    if not path and os.environ.get("CI"):
        pytest.fail(chromium.ADVICE, pytrace=False)
    if not path:
        pytest.skip(chromium.ADVICE)
    with sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path=path, args=[*chromium.OPTIONS, LIGHT])
        yield running
        running.close()


@pytest.fixture(scope="session")
def built(tmp_path_factory):
    """The sample site, recorded, woven and built once."""
    site = Sample(tmp_path_factory.mktemp("sample"))
    status, output = site.build()
    assert status == 0, output
    return site


@pytest.fixture
def sample(built):
    """The sample site, put back as it was after the test."""

    def files():
        return [p for p in built.root.rglob("*") if p.is_file() and output not in p.parents]

    output = built.root / "site"
    before = {path: path.read_bytes() for path in files()}
    yield built
    for path in set(files()) - set(before):
        path.unlink()
    for path, data in before.items():
        if not path.exists() or path.read_bytes() != data:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(data)
