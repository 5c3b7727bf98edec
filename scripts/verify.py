"""Verify: run every program on another torch, and record where it prints what it prints here.

    python -m scripts.verify 2.6.0                    into docs/recorded/versions/2.6.0.json
    python -m scripts.verify 2.6.0 --index ADDRESS    takes torch from an index of CPU builds
    python -m scripts.verify 2.6.0 --claims           the experiments and the claims too
    python -m scripts.verify 2.6.0 --keep             leaves the environment in .cache/

It makes an environment with that torch, for which it fetches up to 4 GB, and removes it afterwards.
What is recorded already of a program and its .out as they are is not run again; so a run that was
stopped goes on where it was.
"""

from __future__ import annotations

import argparse
import contextlib
import datetime
import json
import re
import shutil
import subprocess
import sys
import tempfile
import urllib.request
import venv
from collections.abc import Iterator
from importlib.metadata import version as installed
from pathlib import Path

from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn

from scripts import rerun
from scripts.files import ROOT, Fault, shown
from scripts.programs import all_programs
from scripts.versions import FOLDER, RUNNING, Version, key, load, recorded, state

CACHE = ROOT / ".cache"
NUMPY_2 = (2, 5)  # the first torch that is run with numpy 2


def requirements(version: str) -> list[str]:
    """What pip is asked for: that torch, and beside it what the pinned one has, where it can."""
    numpy = installed("numpy") if key(version) >= NUMPY_2 else "1.26.4"
    return [f"torch=={version}", f"numpy=={numpy}", f"scikit-learn=={installed('scikit-learn')}"]


@contextlib.contextmanager
def environment(version: str, index: str | None, keep: bool) -> Iterator[Path]:
    """The Python of an environment in .cache/ that has this torch; afterwards it is removed.

    Raises:
        Fault: pip does not find it, or cannot install it.
    """
    if version == _here():
        yield Path(sys.executable)
        return
    folder = CACHE / f"torch-{version}"
    python, ready = folder / "bin" / "python", folder / "ready"
    if not ready.exists():
        wanted = [*requirements(version), *(["--extra-index-url", index] if index else [])]
        venv.create(folder, with_pip=True)
        _pip(version, python, "--quiet", "--upgrade", "pip")  # an old one fetches all to tell
        print(f"torch {version}: {_gigabytes(version, python, wanted):.1f} GB to fetch", flush=True)
        _pip(version, python, *wanted)
        ready.touch()
    try:
        yield python
    finally:
        if not keep:
            shutil.rmtree(folder)


def _here() -> str:
    return installed("torch").partition("+")[0]


def _pip(version: str, python: Path, *arguments: str) -> None:
    """Have pip install something, in sight; what it has fetched is kept until the end."""
    cache = python.parent.parent / "fetched"
    command = [str(python), "-m", "pip", "install", "--cache-dir", str(cache), *arguments]
    done = subprocess.run([*command, "--disable-pip-version-check"], stderr=subprocess.PIPE)
    if done.returncode:
        lines = re.findall(r"(?m)^ERROR: (.+)$", done.stderr.decode()) or ["it ended early"]
        what = f"pip cannot install it: {lines[-1].rstrip('.')}"
        raise Fault(f"torch {version}", what, f"make verify TORCH={version}")


def _gigabytes(version: str, python: Path, wanted: list[str]) -> float:
    """What pip would fetch, from the lengths that the index tells."""
    with tempfile.NamedTemporaryFile() as report:
        _pip(version, python, "--quiet", "--dry-run", "--report", report.name, *wanted)
        plan = json.load(report)["install"]
    total = 0
    for item in plan:
        request = urllib.request.Request(item["download_info"]["url"], method="HEAD")
        with contextlib.suppress(OSError), urllib.request.urlopen(request, timeout=30) as answer:
            total += int(answer.headers["Content-Length"] or 0)
    return total / 1e9


def run(version: str, python: Path, record: Version | None, names: list[str]) -> Version:
    """Run the programs `names` with `python`; each is in the record's file as it ends.

    Raises:
        Fault: that torch does not start, or ended before the last program did.
    """
    again = f"make verify TORCH={version}"
    with tempfile.TemporaryFile("w+") as errors:
        command = [str(python), "-m", "scripts.elsewhere"]
        child = subprocess.Popen(
            command, cwd=ROOT, text=True, stdin=-1, stdout=-1, stderr=errors, bufsize=1
        )
        try:
            child.stdin.write("\n".join(names))
            child.stdin.close()
            if not (line := child.stdout.readline()):
                child.wait()
                errors.seek(0)
                last = (errors.read().strip().splitlines() or ["no word"])[-1]
                raise Fault(f"torch {version}", f"it does not start: {last}", again)
            record = _begun(json.loads(line), record)
            for name, row in _rows(child, version, names):
                record.programs[name] = {"digest": state(name), **row}
                record.save(FOLDER / f"{version}.json")
        finally:
            child.kill()
            child.wait()
    if lost := [name for name in names if name not in record.programs]:
        raise Fault(f"torch {version}", f"it ended before {lost[0]} did", again)
    return record


def waiting(record: Version | None) -> list[str]:
    """The programs that are still to be run, as they are now."""
    known = record.programs if record else {}
    return [
        name
        for name in all_programs()
        if known.get(name, {}).get("digest") != state(name) or "stopped" in known[name]
    ]


def _begun(about: dict, record: Version | None) -> Version:
    torch, python, platform = (about.pop(name) for name in ("torch", "python", "platform"))
    kept = record.programs if record else {}
    today = datetime.date.today().isoformat()
    return Version(torch, python, about, platform, today, kept)


def _rows(child, version: str, names: list[str]) -> Iterator[tuple[str, dict]]:
    """What the child tells of each program, below a bar."""
    columns = (TextColumn(f"torch {version}"), BarColumn(), MofNCompleteColumn())
    with Progress(*columns, TextColumn("{task.description}")) as bar:
        task = bar.add_task("", total=len(names))
        for line in child.stdout:
            row = json.loads(line)
            name = row.pop("program")
            bar.update(task, advance=1, description=name)
            yield name, row


def summary(version: str, record: Version) -> str:
    """How many programs do the same, and what is new against the neighbouring record."""
    rows = record.programs
    kinds = {name: _kind(row) for name, row in rows.items()}
    counts = ", ".join(
        f"{list(kinds.values()).count(kind)} {kind}" for kind in sorted(set(kinds.values()))
    )
    lines = [f"torch {version}: of {len(rows)} programs {counts}"]
    others = [other for other in recorded() if other != version]
    if others:
        near = min(others, key=lambda other: _distance(other, version))
        before = load(near).programs
        new = [n for n, row in rows.items() if n in before and _told(row) != _told(before[n])]
        lines.append(f"against {near}: {len(new) or 'nothing'} new")
        lines += [f"  {name}: {_told(rows[name])[:100]}" for name in sorted(new)]
    if record.runs:
        other = [f"{name} {row}" for name, row in record.runs.items() if "same" not in row]
        held, false = record.claims["held"], record.claims["false"]
        lines.append(f"of {len(record.runs)} runs {len(other)} are other; {held} claims hold")
        lines += [f"  {line}" for line in other] + [f"  false: {name}" for name in false]
    return "\n".join(lines)


def _kind(row: dict) -> str:
    return next(kind for kind in ("same", "printed", "raised", "stopped") if kind in row)


def _told(row: dict) -> str:
    kind = _kind(row)
    return kind if kind == "same" else f"{kind} {row[kind]}".replace("\n", " / ")


def _distance(other: str, version: str) -> tuple:
    """The nearest is the newest before it, else the oldest after it."""
    ordered = sorted({*recorded(), version}, key=key)
    steps = ordered.index(other) - ordered.index(version)
    return (abs(steps), steps)


def main(arguments: list[str]) -> int:
    """Verify one version; 1 if programs could not be run to their end."""
    parser = argparse.ArgumentParser(prog="python -m scripts.verify")
    parser.add_argument("torch", metavar="VERSION", help="of torch, such as 2.6.0")
    parser.add_argument(
        "--index", metavar="ADDRESS", help="where pip looks besides, for CPU builds"
    )
    parser.add_argument("--keep", action="store_true", help="leave the environment in .cache/")
    parser.add_argument("--claims", action="store_true", help="the experiments and claims too")
    options = parser.parse_args(arguments)
    version = options.torch
    if not RUNNING.fullmatch(version):
        raise Fault(version, "is no version of torch", "make verify TORCH=2.15.0")
    if options.claims and version == _here():
        raise Fault(f"torch {version}", "the build itself checks the claims on it", "make test")
    record = load(version)
    for name in set(record.programs) - set(all_programs()) if record else ():
        del record.programs[name]
    names = waiting(record)
    if names or options.claims:
        with environment(version, options.index, options.keep) as python:
            record = run(version, python, record, names) if names else record
            if options.claims:
                _pip(version, python, "--quiet", *rerun.libraries())
                record.runs, record.claims = rerun.rerun(python, CACHE / f"copy-{version}")
                record.save(FOLDER / f"{version}.json")
    print(summary(version, record))
    print(f"recorded in {shown(FOLDER / f'{version}.json')}")
    return 0


if __name__ == "__main__":
    try:
        sys.exit(main(sys.argv[1:]))
    except Fault as fault:
        sys.exit(str(fault))
    except KeyboardInterrupt:
        sys.exit(130)
