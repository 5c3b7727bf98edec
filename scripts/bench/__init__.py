"""Bench: what the site weighs, how fast it is made, what its search finds, how others compare.

    python -m scripts bench             every part, each beside the figure it should reach
    python -m scripts bench weight      this one: speed, weight, search, lighthouse, others

Wants the pages woven (make site) and two idle cores. What other tools need is installed under
.cache/: those of Sphinx in an environment of their own, Lighthouse by npm.
"""

from __future__ import annotations

import argparse
from contextlib import nullcontext

from scripts.bench import lighthouse, others, search, speed, weight
from scripts.bench.built import served
from scripts.bench.lines import head, line
from scripts.files import ROOT
from scripts.functions import chapters

SITE = {"weight": weight.report, "search": search.report, "lighthouse": lighthouse.report}
ALONE = {"others": others.report, "speed": speed.report}


def machinery() -> None:
    """Lines of scripts without the chapters' own files, and of tests without claims and lists."""
    own = {f"{folder}/{name}.py" for folder in ("experiments", "figures") for name in chapters()}
    scripts = ROOT / "scripts"
    files = [p for p in scripts.rglob("*.py") if p.relative_to(scripts).as_posix() not in own]
    files += (ROOT / "tests").glob("*.py")
    count = sum(path.read_text("utf-8").count("\n") for path in files)
    line("machinery: scripts without chapters, tests without claims", count, unit="lines")


def main(arguments: list[str]) -> int:
    """Print what was asked for, or everything."""
    parser = argparse.ArgumentParser(prog="python -m scripts bench")
    parser.add_argument("parts", nargs="*", metavar="PART", choices=[*SITE, *ALONE])
    asked = parser.parse_args(arguments).parts or [*SITE, *ALONE]
    machinery()
    with served() if set(asked) & set(SITE) else nullcontext() as host:
        for name in asked:
            head(name)
            SITE[name](host) if name in SITE else ALONE[name]()
    return 0
