"""Run the five lines in JAX, TensorFlow and Keras, and record what they print.

The build does not need those frameworks: it reads docs/recorded/frameworks/five_lines.json. To
record it again, make an environment of its own and name its Python:

    python -m venv /tmp/frameworks
    /tmp/frameworks/bin/pip install jax==0.10.2 optax==0.2.8 keras==3.15.1 tensorflow-cpu==2.21.0
    python -m scripts.frameworks /tmp/frameworks/bin/python
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time

from scripts.files import RECORDED, SNIPPETS, digest, shown
from scripts.records import Record, device

PROGRAMS = SNIPPETS / "loops" / "frameworks"
TARGET = RECORDED / "frameworks" / "five_lines.json"
PACKAGES = ("jax", "optax", "tensorflow-cpu", "keras")
VERSIONS = f"""
import json, platform
from importlib.metadata import version
print(json.dumps({{"python": platform.python_version(), **{{p: version(p) for p in {PACKAGES}}}}}))
"""
QUIET = {"JAX_PLATFORMS": "cpu", "KERAS_BACKEND": "tensorflow", "TF_CPP_MIN_LOG_LEVEL": "3"}


def main(python: str) -> None:
    """Run each program of `PROGRAMS` with the interpreter `python`; write the record."""

    def printed(*arguments: str) -> str:
        command = [python, *arguments]
        return subprocess.run(
            command, env={**os.environ, **QUIET}, stdout=subprocess.PIPE, text=True, check=True
        ).stdout

    started = time.perf_counter()
    programs = sorted(PROGRAMS.glob("*.py"))
    result = {p.stem.removeprefix("with_"): {"printed": printed(str(p))} for p in programs}
    Record(
        run="frameworks/five_lines",
        result=result,
        sources={shown(path): digest(path.read_bytes()) for path in programs},
        versions=json.loads(printed("-c", VERSIONS)),
        device=device(),
        seconds=round(time.perf_counter() - started, 3),
    ).save(TARGET)


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    main(sys.argv[1])
