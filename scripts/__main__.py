"""The commands of an author, each with the same names: python -m scripts COMMAND [NAME…].

record   run what is out of date, draw the figures made of it
accept   write what a program prints now into the .out beside it
weave    fill the pages in, into build/pages
check    what is wrong with pages, programs and claims, and what a person should look at
figure   draw one figure for slides
mutants  break programs on purpose and see that it is noticed
bench    measure weights, search, Lighthouse's scores, other tools, and speeds
serve    all of it, at http://127.0.0.1:8000/, again after each save
publish  what a built site holds besides its pages
browser  find a Chromium for the tests, or install one
"""

from __future__ import annotations

import importlib
import sys
from difflib import get_close_matches

from scripts.files import Fault

COMMANDS = ("record", "accept", "weave", "check", "figure", "mutants", "bench")
COMMANDS += ("serve", "publish", "browser")


def main(arguments: list[str]) -> int:
    """Run a command; a fault becomes one line and exit status 1."""
    command, *rest = arguments or ["--help"]
    if command in ("--help", "-h"):
        print(__doc__.strip())
        return 0
    try:
        if command not in COMMANDS:
            near = get_close_matches(command, COMMANDS, 1, 0) or ["--help"]
            raise Fault(command, "there is no such command", f"python -m scripts {near[0]}")
        return importlib.import_module(f"scripts.{command}").main(rest)
    except Fault as fault:
        print(fault, file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 130


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
