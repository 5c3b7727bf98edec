"""Runs each job in a process of its own, forked from one that has imported torch.

A job is any callable without arguments. What it prints (C++ warnings too), returns or raises comes
back in an `Outcome`, however it ends. The parent must never run a tensor operation on more than
one thread: a child forked after that waits for ever. `warm` sees to it.
"""

from __future__ import annotations

import contextlib
import ctypes
import faulthandler
import multiprocessing
import os
import pickle
import signal
import sys
import tempfile
import time
import traceback
import types
import warnings
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from multiprocessing.connection import wait
from pathlib import Path

# A process that a job spawned was killed, as gloo's threads can do at its exit: run the job again.
SPAWNED = "torch.multiprocessing.spawn.ProcessExitedException"


@dataclass
class Error:
    """How a job failed: an exception, or an end that left no result (then `frames` is empty)."""

    type: str  # as Python prints it: "RuntimeError", "torch.OutOfMemoryError"
    message: str
    last: str  # the last lines of the traceback: "RuntimeError: a leaf Variable …"
    traceback: str  # begins at the job's own first frame
    frames: list[tuple[str, int]]  # (filename, line), outermost first

    @classmethod
    def of(cls, raised: BaseException) -> Error:
        """The error that tells of the exception `raised`."""
        trace = inner = raised.__traceback__
        while inner:
            if inner.tb_frame.f_code.co_filename == __file__:
                trace = inner.tb_next
            inner = inner.tb_next
        frames = [(frame.filename, frame.lineno) for frame in traceback.extract_tb(trace)]
        if isinstance(raised, SyntaxError) and raised.filename and raised.lineno:
            frames.append((raised.filename, raised.lineno))
        module, name = type(raised).__module__, type(raised).__qualname__
        return cls(
            type=name if module in ("builtins", "__main__") else f"{module}.{name}",
            message=str(raised),
            last="".join(traceback.format_exception_only(raised)).rstrip(),
            traceback="".join(traceback.format_exception(type(raised), raised, trace)).rstrip(),
            frames=frames,
        )

    @classmethod
    def end(cls, kind: str, message: str) -> Error:
        """The error of a job that did not live to tell."""
        return cls(kind, message, f"{kind}: {message}", f"{kind}: {message}", [])


@dataclass
class Outcome:
    """What became of a job."""

    value: object = None
    error: Error | None = None
    stdout: str = ""
    stderr: str = ""
    seconds: float = 0.0  # of processor time, without what the parent has imported

    @property
    def printed(self) -> str:
        """What a reader of the run sees: its output, then the exception's last lines."""
        return self.stdout + (f"{self.error.last}\n" if self.error else "")


def warm(sources: Iterable[str] = ()) -> None:
    """Import what the jobs need, once, and run no tensor operation.

    The first optimizer imports torch._dynamo: 1.3 s, in each process that has not done so.
    scikit-learn takes another second, and is imported where one of the jobs' `sources` does.
    """
    os.environ["OMP_NUM_THREADS"] = "1"
    import torch._dynamo  # noqa: F401

    if any("sklearn" in source for source in sources):
        import sklearn.datasets  # noqa: F401


def run_all(
    jobs: Mapping[str, Callable[[], object]],
    workers: int | None = None,
    timeout: float | None = None,
) -> Iterator[tuple[str, Outcome]]:
    """Run `jobs`, at most `workers` at a time (one per core), each for at most `timeout` seconds.

    Yields (name, outcome) as jobs finish. A caller that stops early, by Ctrl-C or otherwise,
    kills those that still run; so does, on Linux, its own death.
    """
    waiting, running, repeated = list(jobs.items()), {}, set()
    try:
        while waiting or running:
            while waiting and len(running) < (workers or os.cpu_count() or 1):
                child = _Child(*waiting.pop(0), timeout)
                running[child.process.sentinel] = child
            patience = min(child.left() for child in running.values())
            ended = wait(list(running), None if patience == float("inf") else patience)
            for sentinel, child in list(running.items()):
                if sentinel in ended or child.left() == 0:
                    outcome = child.outcome(late=sentinel not in ended)
                    del running[sentinel]
                    killed = outcome.error and outcome.error.type == SPAWNED
                    if killed and child.name not in repeated:
                        repeated.add(child.name)
                        waiting.append((child.name, jobs[child.name]))
                    else:
                        yield child.name, outcome
    finally:
        for child in running.values():
            child.outcome(late=True)


class _Child:
    """A job in its process, with a folder for all that it writes, removed at its end."""

    def __init__(self, name: str, job: Callable[[], object], timeout: float | None):
        self.name, self.timeout, self.started = name, timeout, time.monotonic()
        self.folder = tempfile.TemporaryDirectory(prefix="job-", ignore_cleanup_errors=True)
        sys.stdout.flush()  # or the child's copy of the buffer is written a second time
        sys.stderr.flush()
        context = multiprocessing.get_context("fork")
        self.process = context.Process(target=_work, args=(job, self.folder.name))
        self.process.start()

    def left(self) -> float:
        """The seconds left to the job."""
        if self.timeout is None:
            return float("inf")
        return max(0.0, self.started + self.timeout - time.monotonic())

    def outcome(self, late: bool) -> Outcome:
        """End the process and all that it started, and tell what became of the job."""
        with contextlib.suppress(ProcessLookupError):
            os.killpg(self.process.pid, signal.SIGKILL)
        if late:
            self.process.kill()
        self.process.join()
        with self.folder as folder:
            out, err, result = (
                path.read_bytes() if (path := Path(folder, name)).exists() else b""
                for name in ("stdout", "stderr", "result")
            )
        code, seconds = self.process.exitcode, time.monotonic() - self.started
        value, error = None, None
        if late:
            error = Error.end("TimeoutError", f"still running after {seconds:.0f} s, so stopped")
        elif code < 0:
            error = Error.end("Killed", f"ended by {signal.Signals(-code).name}")
        elif code or not result:
            error = Error.end("Exited", f"left through os._exit({code})")
        else:
            value, error, seconds = pickle.loads(result)
        return Outcome(
            value, error, out.decode("utf-8", "replace"), err.decode("utf-8", "replace"), seconds
        )


def _work(job: Callable[[], object], folder: str) -> None:
    """Run `job` in the child; leave its output and its result in `folder`."""
    os.setsid()  # a group of its own, so that whatever it starts ends with it
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(1, signal.SIGKILL)  # 1: at the death of the parent, even by kill -9
    for descriptor, name in ((1, "stdout"), (2, "stderr")):
        file = os.open(f"{folder}/{name}", os.O_WRONLY | os.O_CREAT | os.O_APPEND)
        os.dup2(file, descriptor)
        stream = open(descriptor, "w", buffering=1, encoding="utf-8", closefd=False)  # noqa: SIM115
        setattr(sys, name, stream)
    if faulthandler.is_enabled():
        faulthandler.enable()  # pytest's copy reports to the terminal
    os.environ["TMPDIR"] = tempfile.tempdir = folder
    multiprocessing.set_start_method(None, force=True)  # the job may choose its own
    started = _cpu_seconds()
    try:
        result = pickle.dumps((job(), None, _cpu_seconds() - started))
    except BaseException as raised:
        clean = isinstance(raised, SystemExit) and raised.code in (None, 0)
        error = None if clean else Error.of(raised)
        result = pickle.dumps((None, error, _cpu_seconds() - started))
    Path(folder, "result").write_bytes(result)


def _cpu_seconds() -> float:
    """Processor time of this process and of those it waited for; a busy machine adds little."""
    return sum(os.times()[:4])


def run_program(source: Path | str, filename: str | Path = "program.py") -> None:
    """Run a program as `python` would, in a scratch folder; call it as a job.

    Args:
        source: the file to run; or the code itself, which is written into the scratch folder,
            because tracebacks and the processes that a program spawns need a real file.
        filename: the name that such code gets (a folder before it is dropped).
    """
    scratch = Path(tempfile.mkdtemp(prefix="scratch-"))  # goes with the job's folder
    if isinstance(source, str):
        path = scratch / Path(filename).name
        path.write_text(source, encoding="utf-8")
    else:
        path = source.resolve()
    os.chdir(scratch)
    warnings.resetwarnings()  # a test runner's own filters are not the program's
    main = types.ModuleType("__main__")
    main.__file__ = str(path)
    sys.modules["__main__"] = main
    sys.argv, sys.path[:0] = [str(path)], [str(path.parent)]
    exec(compile(path.read_bytes(), str(path), "exec"), main.__dict__)
