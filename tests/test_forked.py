"""Promise: a job tells how it ended, however it ended, and leaves nothing behind."""

import os
import shutil
import subprocess
import sys
import time
from functools import partial
from pathlib import Path

import pytest

from scripts.forked import Outcome, run_all, run_program, warm

ROOT = Path(__file__).resolve().parent.parent


def run(job, **options) -> Outcome:
    ((_, outcome),) = run_all({"job": job}, **options)
    return outcome


def ends(process: str) -> bool:
    """Does the process end within seconds?"""
    status, deadline = Path(f"/proc/{process}/stat"), time.monotonic() + 5
    while status.exists() and status.read_text().split()[2] != "Z":
        if time.monotonic() > deadline:
            return False
        time.sleep(0.05)
    return True


def test_value_output_and_time_come_back():
    def job():
        print("said")
        os.write(2, b"as C++ does\n")
        sum(range(3_000_000))
        return {"answer": 42}

    outcome = run(job)
    assert (outcome.value, outcome.error) == ({"answer": 42}, None)
    assert (outcome.stdout, outcome.stderr) == ("said\n", "as C++ does\n")
    assert 0 < outcome.seconds < 10


def test_much_output_does_not_block():
    outcome = run(lambda: print("x" * 5_000_000), timeout=60)
    assert len(outcome.stdout) == 5_000_001


def test_an_exception_keeps_its_type_message_and_place():
    error = run(lambda: {}["w"]).error
    assert (error.type, error.message, error.last) == ("KeyError", "'w'", "KeyError: 'w'")
    assert [name for name, _ in error.frames] == [__file__]
    assert "scripts/forked.py" not in error.traceback


@pytest.mark.parametrize(
    ("job", "kind", "message"),
    [
        (lambda: sys.exit(3), "SystemExit", "3"),
        (lambda: sys.exit("why"), "SystemExit", "why"),
        (lambda: os._exit(0), "Exited", "os._exit(0)"),
        (lambda: os.kill(os.getpid(), 11), "Killed", "SIGSEGV"),
        (lambda: lambda: None, "AttributeError", "pickle"),
    ],
)
def test_an_end_without_a_value_is_an_error(job, kind, message):
    error = run(job).error
    assert error.type == kind
    assert message in error.message


def test_a_clean_exit_is_none():
    assert run(lambda: sys.exit()).error is None


def test_a_late_job_ends_with_all_it_started():
    def job():
        print(subprocess.Popen(["sleep", "60"]).pid, flush=True)
        time.sleep(60)

    outcome = run(job, timeout=0.5)
    assert outcome.error.type == "TimeoutError"
    assert ends(outcome.stdout.strip())


ORPHANS = """
import os, time
from scripts.forked import run_all
keep = os.dup(1)
list(run_all({"job": lambda: (os.write(keep, b"%d\\n" % os.getpid()), time.sleep(60))}))
"""


@pytest.mark.skipif(
    sys.platform != "linux", reason="only Linux tells a child of its parent's death"
)
def test_a_job_ends_with_a_parent_that_is_killed():
    parent = subprocess.Popen(
        [sys.executable, "-c", ORPHANS], cwd=ROOT, stdout=subprocess.PIPE, text=True
    )
    job = parent.stdout.readline().strip()
    parent.kill()
    assert ends(job)


def test_jobs_run_side_by_side_and_stop_with_their_reader():
    started = time.monotonic()
    jobs = {name: partial(time.sleep, seconds) for name, seconds in [("long", 60), ("short", 0.1)]}
    outcomes = run_all(jobs, workers=2)
    assert next(outcomes)[0] == "short"
    outcomes.close()
    assert time.monotonic() - started < 10


def test_a_program_runs_as_main_in_a_folder_that_goes():
    code = "import os, sys\nprint(os.getcwd(), __name__, sys.argv == [__file__])"
    folder, *rest = run(partial(run_program, code, "snippets/t/it.py")).stdout.split()
    assert rest == ["__main__", "True"]
    assert not Path(folder).exists()


SPAWNS = """
import multiprocessing

def work(n):
    print(n, flush=True)

if __name__ == "__main__":
    multiprocessing.set_start_method("spawn")
    child = multiprocessing.Process(target=work, args=(7,))
    child.start()
    child.join()
"""


def test_a_program_may_spawn_processes():
    outcome = run(partial(run_program, SPAWNS), timeout=60)
    assert (outcome.stdout, outcome.error) == ("7\n", None)


def test_what_a_job_came_from_is_what_it_and_its_parent_imported(monkeypatch):
    monkeypatch.setattr(sys, "dont_write_bytecode", False)

    def job():
        assert "scripts.bench.lines" not in sys.modules
        import scripts.bench.lines  # noqa: F401

    for _ in range(2):  # the second time from the bytecode that the first has kept
        used = run(job).sources
        assert {"scripts/bench/lines.py", "scripts/forked.py"} <= set(used)
        assert all((ROOT / path).exists() for path in used)
    shutil.rmtree(ROOT / "scripts" / "bench" / "__pycache__")


RANKS = """
import sys
known = "torch" in sys.modules
import torch

state = "as imported"

def work(rank):
    print(rank, __name__, state, known, flush=True)

if __name__ == "__main__":
    state = "changed by the job"
    torch.ones(1, requires_grad=True).backward()
    torch.multiprocessing.spawn(work, nprocs=1)
"""


def test_a_spawned_process_is_as_a_new_one_but_need_not_import_torch():
    warm()
    outcome = run(partial(run_program, RANKS), timeout=60)
    assert outcome.error is None, outcome.error.traceback
    assert outcome.stdout == "0 __mp_main__ as imported True\n"


def test_what_a_program_spawns_is_as_strict_as_ever():
    warm()
    unguarded = RANKS.replace('if __name__ == "__main__":', "if True:")
    outcome = run(partial(run_program, unguarded), timeout=60)
    assert "bootstrapping phase" in outcome.stderr
    lost = RANKS.replace("spawn(work", "spawn(lambda rank: None")
    assert "pickle" in run(partial(run_program, lost), timeout=60).error.message


def test_what_a_spawned_process_takes_counts():
    warm()
    busy = RANKS.replace(
        "    print(rank", "    while time.process_time() < 0.5: pass\n    print(rank"
    )
    outcome = run(partial(run_program, f"import time{busy}"), timeout=60)
    assert outcome.seconds > 0.4
