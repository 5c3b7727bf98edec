"""Rewrite the .out beside each program with what the program prints now.

python -m scripts.outputs                          every program
python -m scripts.outputs accumulation/ledger.py   only these
"""

from __future__ import annotations

import sys

from scripts import forked, programs
from scripts.runs import RunError, shown, write


def main(names: list[str]) -> int:
    """Rewrite the outputs of `names` (all if empty); 1 if a program failed, and its .out stays."""
    known = programs.all_programs()
    if unknown := [name for name in names if name not in known]:
        print(f"no program snippets/{unknown[0]}; the programs are: {', '.join(known)}")
        return 2
    failed = 0
    chosen = {name: known[name] for name in names or known}
    forked.warm(path.read_text("utf-8") for path in chosen.values())
    for name, outcome in forked.run_all({n: programs.job(p) for n, p in chosen.items()}):
        try:
            out = chosen[name].with_suffix(".out")
            if write(out, programs.printed(chosen[name], outcome)):
                print(f"wrote {shown(out)}")
        except RunError as error:
            failed = 1
            print(error)
    return failed


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
