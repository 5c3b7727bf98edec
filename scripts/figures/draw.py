"""Draw the figures that are stale: those whose runs, function, style or matplotlib changed."""

from __future__ import annotations

import importlib

from scripts.recorder import version
from scripts.runs import GENERATED, ROOT, RunError, again, digest, finite, load
from scripts.sources import Function, chapter_functions

FIGURES = ROOT / "scripts" / "figures"


def stale(names: list[str], force: bool) -> int:
    """Draw the stale ones of the figures `names` (with `force`, all); how many failed."""
    drawings = chapter_functions(FIGURES)
    base = "".join(digest((FIGURES / file).read_bytes()) for file in ("style.py", "export.py"))
    base += version("matplotlib")
    jobs, failed = {}, 0
    for name in names:
        function = drawings[name]
        try:
            if "Alt: " not in function.docstring:
                raise RunError(
                    f'figure {name} has no text alternative: add a paragraph "Alt: …" to it'
                )
            records = [
                load(GENERATED / function.path.stem / f"{r}.json") for r in function.parameters
            ]
        except RunError as error:
            failed += 1
            print(again(name, str(error)))
            continue
        key = digest(base + function.digest + "".join(record["digest"] for record in records))
        svg = GENERATED / f"{name}.svg"
        if force or not svg.exists() or key not in svg.read_text(encoding="utf-8")[:400]:
            jobs[name] = _job(function, [finite(record["result"]) for record in records], name, key)
    return failed + run(jobs)


def _job(function: Function, results: list, name: str, key: str):
    def job():
        from scripts.figures import export

        module = importlib.import_module(f"scripts.figures.{function.path.stem}")
        export.save(lambda: getattr(module, function.name)(*results), name, key)

    return job


def run(jobs: dict) -> int:
    """Draw in forked workers what `jobs` name; how many failed."""
    if not jobs:
        return 0
    import matplotlib.pyplot  # noqa: F401  imported once, before the workers are forked
    from rich.progress import track

    from scripts import forked

    failed = 0
    for name, outcome in track(forked.run_all(jobs, timeout=120), "drawing", total=len(jobs)):
        if outcome.error:
            failed += 1
            print(again(name, f"{outcome.error.message}\n{outcome.error.traceback}"))
    return failed
