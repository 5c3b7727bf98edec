"""Record the runs that are stale, then draw the figures that are stale.

    python -m scripts.record                            all that is stale
    python -m scripts.record --only accumulation/ledger this run, program or figure (repeatable)
    python -m scripts.record --force                    fresh ones too
    python -m scripts.record --device cuda              the runs on a GPU, into docs/recorded/cuda/

A run is stale when a file it used, a library's version, or the device has changed since.
"""

from __future__ import annotations

import argparse
import os
import sys

from scripts import notebooks
from scripts.figures import draw, sheets
from scripts.recorder import EXPERIMENTS, Recorder, versions
from scripts.runs import GENERATED, ROOT, RunError, again, shown, write
from scripts.sources import chapter_functions

FIGURES = ROOT / "scripts" / "figures"


def record(recorder: Recorder, stale: list[str]) -> int:
    """Run the stale experiments and programs in forked workers; how many failed."""
    from rich.progress import track

    from scripts import forked, programs

    known = programs.all_programs()
    used = {path for name in stale for path in recorder.programs(name)}
    forked.warm(path.read_text(encoding="utf-8") for path in used if path.exists())
    jobs = {
        name: programs.job(known[name])
        if name in known
        else recorder.job(recorder.experiments[name])
        for name in stale
    }
    failed = 0
    outcomes = forked.run_all(jobs, timeout=600)
    for name, outcome in track(outcomes, "recording", total=len(jobs)):
        try:
            if name in known:
                text = programs.printed(known[name], outcome)
                own = f"snippets/{name}"
                recorder.save(name, {"printed": text}, {own, "scripts/forked.py"}, outcome.seconds)
            elif outcome.error:
                raise RunError(
                    f"{outcome.error.type}: {outcome.error.message}\n{outcome.error.traceback}"
                )
            else:
                result, sources = outcome.value
                recorder.save(name, result, sources, outcome.seconds)
        except RunError as error:
            failed += 1
            print(again(name, str(error)))
    return failed


def drifted(recorder: Recorder, names: list[str]) -> int:
    """How many programs print something else than the .out beside them."""
    count = 0
    for name in names:
        if not recorder.target(name).exists():
            continue
        out = (ROOT / "snippets" / name).with_suffix(".out")
        printed = recorder.record(name)["result"]["printed"]
        if not out.exists() or out.read_text(encoding="utf-8") != printed:
            count += 1
            problem = (
                "has no output yet" if not out.exists() else "is not what its program prints now"
            )
            print(f"{shown(out)} {problem}; run: python -m scripts.outputs {name}")
    return count


def publish() -> None:
    """Put the files that a page links to beside the records: programs, experiments, figures."""
    for path in (ROOT / "snippets").glob("*/*.py"):
        write(GENERATED / path.parent.name / path.name, path.read_bytes())
    for folder in (EXPERIMENTS, FIGURES):
        for path in {function.path for function in chapter_functions(folder).values()}:
            write(GENERATED / path.stem / f"{folder.name}.py", path.read_bytes())


def prune(names: set[str]) -> None:
    """Delete what no run, program or figure of today has made."""
    kept = {"notebooks", "poster", "cards"}  # each looked after by those who write it
    folders = {name.split("/")[0] for name in names} | kept
    sources = {"experiments.py", "figures.py"}
    for path in GENERATED.glob("*/*"):
        stem = f"{path.parent.name}/{path.name.split('.')[0]}"
        known = stem in names or f"{stem}.py" in names or path.name in sources
        if path.parent.name not in folders or not (known or path.parent.name in kept):
            path.unlink()


def main(arguments: list[str] | None = None) -> int:
    """Bring the records and figures up to date; 0 if all of them are, 1 if something failed."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--only", action="append", metavar="CHAPTER[/NAME]")
    parser.add_argument("--force", action="store_true")
    parser.add_argument("--device", choices=("cpu", "cuda"), default="cpu")
    options = parser.parse_args(arguments)
    recorder = Recorder(options.device)
    programs = [
        p.relative_to(ROOT / "snippets").as_posix() for p in sorted(ROOT.glob("snippets/*/*.py"))
    ]
    drawings = list(chapter_functions(FIGURES))
    if options.device == "cuda":
        os.environ["PYTORCH_NVML_BASED_CUDA_CHECK"] = "1"  # the workers are forked after it
        os.environ["CUBLAS_WORKSPACE_CONFIG"] = ":4096:8"  # deterministic matrix products
        import torch

        if not torch.cuda.is_available():
            print("no CUDA device here; leave out --device, or run this on a machine that has one")
            return 2
        programs, drawings = [], []
        on_devices = {n: f for n, f in recorder.experiments.items() if "device" in f.parameters}
        recorder.experiments = on_devices
    everything = [*recorder.experiments, *programs, *drawings, "poster", "cards"]

    def wanted(name: str) -> bool:
        return not options.only or any(
            name in (only, f"{only}.py") or name.startswith(f"{only}/") for only in options.only
        )

    for only in options.only or []:
        if not any(name == only or name.startswith(f"{only}/") for name in everything):
            print(
                f"--only {only}: no such run, program or figure; there are: {', '.join(everything)}"
            )
            return 2
    runs = [n for n in [*recorder.experiments, *programs] if wanted(n)]
    stale = [n for n in dict.fromkeys(runs) if options.force or not recorder.fresh(n)]
    failed = record(recorder, stale) if stale else 0
    failed += drifted(recorder, [n for n in programs if wanted(n)])
    failed += draw.stale([n for n in drawings if wanted(n)], options.force)
    if options.device == "cpu":
        failed += draw.run(sheets.stale(wanted, options.force))
        notebooks.refresh(versions("torch", "mkdocs-jupyter", "matplotlib"))
        publish()
        if not options.only and not failed:
            prune(set(everything))
    return 1 if failed else 0


if __name__ == "__main__":
    try:
        status = main()
    except RunError as error:
        sys.exit(str(error))
    if "torch" in sys.modules:
        sys.stdout.flush()
        os._exit(status)  # torch takes half a second to leave
    sys.exit(status)
