"""Runs a program with ranks as readers do, in a new process, of which the ranks are copies."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from scripts.files import ROOT

RUN = """
import runpy, sys
import torch._dynamo
from scripts.forked import spawn_copies

spawn_copies()
runpy.run_path(sys.argv[1], run_name="__main__")
"""


def printed(file: Path, folder: Path) -> str:
    """What the program prints, run in `folder`.

    Raises:
        subprocess.CalledProcessError: it fails.
    """
    environment = os.environ | {"PYTHONPATH": str(ROOT)}
    run = subprocess.run(
        [sys.executable, "-c", RUN, file],
        cwd=folder,
        env=environment,
        capture_output=True,
        text=True,
        check=True,
        timeout=300,
    )
    return run.stdout
