"""Promise: what publishes the site takes nothing on trust, and what it ships is whole."""

from __future__ import annotations

import io
import re
import shutil
import subprocess
import zipfile

import pytest
import yaml

from scripts.files import ROOT, SNIPPETS
from scripts.publish import release

WORKFLOWS = sorted((ROOT / ".github" / "workflows").glob("*.yml"))
every_workflow = pytest.mark.parametrize("path", WORKFLOWS, ids=lambda path: path.stem)


def jobs(path):
    return yaml.safe_load(path.read_text("utf-8"))["jobs"]


@every_workflow
def test_every_action_is_pinned_by_hash(path):
    used = re.findall(r"uses: (\S+)(.*)", path.read_text("utf-8"))
    assert used
    for action, version in used:
        assert re.fullmatch(r"[\w-]+/[\w-]+@[0-9a-f]{40}", action), action
        assert re.fullmatch(r" # v[\d.]+", version), f"{action} does not say which version it is"


@every_workflow
def test_a_job_may_do_what_it_needs_and_no_more(path):
    workflow = yaml.safe_load(path.read_text("utf-8"))
    assert workflow["permissions"] == {}
    for name, job in workflow["jobs"].items():
        writes = {right for right, kind in job["permissions"].items() if kind == "write"}
        allowed = {"publish": {"pages", "id-token"}, "verify": {"issues"}}
        assert writes == allowed.get(name, set()), name
        assert job["timeout-minutes"] <= 90, name


@every_workflow
def test_nothing_that_a_stranger_writes_becomes_a_command(path):
    for job in jobs(path).values():
        for step in job["steps"]:
            assert "${{" not in step.get("run", ""), step


@every_workflow
def test_every_goal_it_makes_is_there(path):
    goals = set(re.findall(r"\bmake ([a-z]+)", path.read_text("utf-8")))
    known = set(re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text("utf-8"), re.MULTILINE))
    assert goals <= known


@every_workflow
def test_actionlint_finds_nothing(path):
    if not (linter := shutil.which("actionlint")):
        pytest.skip("actionlint is not installed")
    done = subprocess.run([linter, path], capture_output=True, text=True)
    assert done.returncode == 0, done.stdout


def test_a_release_is_whole(site):
    archive = zipfile.ZipFile(io.BytesIO(release.packed(site.root)))
    names = [name.partition("/")[2] for name in archive.namelist()]
    programs = [p.relative_to(SNIPPETS).as_posix() for p in SNIPPETS.rglob("*.py")]
    assert {f"programs/{name}" for name in programs} <= set(names)
    assert {"site/index.html", "figures/accumulation/ledger.light.pdf", "LICENSE"} <= set(names)
    assert release.packed(site.root) == release.packed(site.root)
