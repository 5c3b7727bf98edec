"""Run programs on the torch that this Python has: the far end of `scripts.verify`.

    ANOTHER_PYTHON -m scripts.elsewhere < names

Reads names of programs, a line each. Writes a JSON object a line: first the libraries and the
machine, then what became of each program, as it ends. Imports nothing but the standard library and
what the programs themselves import, so that it runs beside any torch.
"""

from __future__ import annotations

import json
import os
import platform
import re
import sys
from pathlib import Path

from scripts import forked, programs
from scripts.files import Fault, read, versions

SECONDS = 1200  # for one program: on a busy machine a first compilation takes minutes


def became(path: Path, outcome: forked.Outcome) -> dict:
    """What became of the program at `path`, by the rule of the tests.

    Returns:
        {"same": True} where it printed its .out; {"printed": text} where it printed something else,
        or raised nothing though it announces an exception; {"raised": line} where it failed;
        {"stopped": line} where something from outside ended it.
    """
    error = outcome.error
    try:
        printed = programs.printed(path, outcome)
    except Fault:
        if error:
            from_outside = re.search("Timeout|SIGKILL|SIGTERM", error.last) and not error.frames
            return {"stopped" if from_outside else "raised": told(error)}
        printed = outcome.printed
    same = printed.rstrip() == read(path.with_suffix(".out")).rstrip()
    return {"same": True} if same else {"printed": _bare(printed.rstrip())}


def told(error: forked.Error) -> str:
    """The line that tells of an error: its first, or the last of one that came from a child."""
    lines = error.last.strip().splitlines()
    return _bare(lines[-1 if any(line.startswith("Traceback") for line in lines) else 0])


def _bare(text: str) -> str:
    """`text` without the folders of this machine."""
    return re.sub(rf"{re.escape(sys.prefix)}/lib/[^/]+/site-packages/", "", text)


def main() -> int:
    """Run what is named on the standard input; 1 if torch cannot be imported."""
    names = sys.stdin.read().split()
    os.environ["OMP_NUM_THREADS"] = "1"  # read when torch is imported
    try:
        import torch
    except (ImportError, OSError) as error:
        print(f"torch cannot be imported: {error}", file=sys.stderr)
        return 1
    machine = {"platform": f"{platform.system()} {platform.machine()}"}
    about = {"torch": torch.__version__, **versions("numpy", "scikit-learn"), **machine}
    print(json.dumps(about), flush=True)
    paths = programs.all_programs()
    try:
        forked.warm(read(paths[name]) for name in names)
    except ImportError:  # before 2.0 there is no torch._dynamo
        import sklearn.datasets  # noqa: F401
    jobs = {name: programs.job(paths[name]) for name in names}
    for name, outcome in forked.run_all(jobs, workers=1, timeout=SECONDS):
        print(json.dumps({"program": name, **became(paths[name], outcome)}), flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
