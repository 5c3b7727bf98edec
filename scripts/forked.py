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
import socket
import sys
import tempfile
import time
import traceback
import types
import warnings
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from multiprocessing import connection, context, forkserver
from multiprocessing.connection import wait
from pathlib import Path

from scripts import sources
from scripts.files import Fault

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
    fault: Fault | None = None  # the exception itself, where it is a message for the author

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
            fault=raised if isinstance(raised, Fault) else None,
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
    sources: tuple[str, ...] = ()  # the project's files that it opened or imported

    @property
    def printed(self) -> str:
        """What a reader of the run sees: its output, then the exception's last lines."""
        return self.stdout + (f"{self.error.last}\n" if self.error else "")


def warm(sources: Iterable[str] = ("import torch.optim",)) -> None:
    """Import what the `sources` of the jobs import, once, and run no tensor operation.

    The first optimizer and DDP import torch._dynamo: 1.3 s, in each process that has not done so.
    scikit-learn takes another second, and is imported where one of the jobs' `sources` does.
    """
    os.environ["OMP_NUM_THREADS"] = "1"
    text = "".join(sources)
    if "import torch" in text or "from torch" in text:
        import torch  # noqa: F401
    if "optim" in text or "distributed" in text:
        import torch._dynamo  # noqa: F401
    if "sklearn" in text:
        import sklearn.datasets  # noqa: F401


class Pool:
    """Jobs in processes of their own, at most `workers` at a time (one per core).

    Each may last `timeout` seconds. Leaving the pool, by Ctrl-C or otherwise, kills those that
    still run; so does, on Linux, the death of this process.
    """

    def __init__(self, workers: int | None = None, timeout: float | None = None):
        self.workers, self.timeout = workers or cpus(), timeout
        self._running: dict[int, _Child] = {}
        self._repeated: set[str] = set()

    def __enter__(self) -> Pool:
        return self

    def __exit__(self, *_) -> None:
        for child in self._running.values():
            child.outcome(late=True)
        self._running = {}

    def __len__(self) -> int:
        return len(self._running)

    @property
    def full(self) -> bool:
        """Does every worker have a job?"""
        return len(self._running) >= self.workers

    def start(self, name: str, job: Callable[[], object]) -> None:
        """Run `job` in a process of its own, now."""
        child = _Child(name, job, self.timeout)
        self._running[child.process.sentinel] = child

    def ended(self) -> list[tuple[str, Outcome]]:
        """Wait until a job ends; (name, outcome) of each that has."""
        patience = min(child.left() for child in self._running.values())
        sentinels = wait(list(self._running), None if patience == float("inf") else patience)
        found = []
        for sentinel, child in list(self._running.items()):
            if sentinel not in sentinels and child.left() > 0:
                continue
            outcome = child.outcome(late=sentinel not in sentinels)
            del self._running[sentinel]
            killed = outcome.error and outcome.error.type == SPAWNED
            if killed and child.name not in self._repeated:
                self._repeated.add(child.name)
                self.start(child.name, child.job)
            else:
                found.append((child.name, outcome))
        return found


def run_all(
    jobs: Mapping[str, Callable[[], object]],
    workers: int | None = None,
    timeout: float | None = None,
) -> Iterator[tuple[str, Outcome]]:
    """Run `jobs` in a `Pool`; yields (name, outcome) as they end."""
    waiting = list(jobs.items())
    with Pool(workers, timeout) as pool:
        while waiting or len(pool):
            while waiting and not pool.full:
                pool.start(*waiting.pop(0))
            yield from pool.ended()


class _Child:
    """A job in its process, with a folder for all that it writes, removed at its end."""

    def __init__(self, name: str, job: Callable[[], object], timeout: float | None):
        self.name, self.job = name, job
        self.timeout, self.started = timeout, time.monotonic()
        self.folder = tempfile.TemporaryDirectory(prefix="job-", ignore_cleanup_errors=True)
        sys.stdout.flush()  # or the child's copy of the buffer is written a second time
        sys.stderr.flush()
        sources.look()
        self.process = multiprocessing.get_context("fork").Process(
            target=_work, args=(job, self.folder.name)
        )
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
        value, error, used = None, None, ()
        if late:
            error = Error.end("TimeoutError", f"still running after {seconds:.0f} s, so stopped")
        elif code < 0:
            error = Error.end("Killed", f"ended by {signal.Signals(-code).name}")
        elif code or not result:
            error = Error.end("Exited", f"left through os._exit({code})")
        else:
            value, error, seconds, used = pickle.loads(result)
        said = [stream.decode("utf-8", "replace") for stream in (out, err)]
        return Outcome(value, error, *said, seconds, used)


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
    sources.watch()
    started = _cpu_seconds()

    def told(value, error) -> bytes:
        _end_server()
        return pickle.dumps((value, error, _cpu_seconds() - started, tuple(sorted(sources.used()))))

    try:
        result = told(job(), None)
    except BaseException as raised:
        clean = isinstance(raised, SystemExit) and raised.code in (None, 0)
        result = told(None, None if clean else Error.of(raised))
    Path(folder, "result").write_bytes(result)


def cpus() -> int:
    """How many processors this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


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
    code = path.read_bytes()
    if b"spawn" in code and "torch" in sys.modules:
        spawn_copies()
    os.chdir(scratch)
    warnings.resetwarnings()  # a test runner's own filters are not the program's
    main = types.ModuleType("__main__")
    main.__file__ = str(path)
    sys.modules["__main__"] = main
    sys.argv, sys.path[:0] = [str(path)], [str(path.parent)]
    exec(compile(code, str(path), "exec"), main.__dict__)


def spawn_copies() -> None:
    """Let every process that this one spawns be a copy of it as it is now.

    A new interpreter would import torch again, 3 s a rank. All else is as multiprocessing's
    "forkserver" has it, which sends what "spawn" sends and runs the program's file once more; its
    server is a copy of this process, where multiprocessing would start a new interpreter.
    """
    server = forkserver._forkserver
    server._forkserver_address = connection.arbitrary_address("AF_UNIX")
    alive, server._forkserver_alive_fd = os.pipe()
    with socket.socket(socket.AF_UNIX) as listener:
        listener.bind(server._forkserver_address)
        listener.listen()
        server._forkserver_pid = os.fork()
        if not server._forkserver_pid:
            try:
                os.close(server._forkserver_alive_fd)  # the job's own end of it ends the server
                forkserver.main(listener.detach(), alive, [])
            finally:
                os._exit(0)
    os.close(alive)
    context.SpawnProcess._Popen = staticmethod(context.ForkServerProcess._Popen)


def _end_server() -> None:
    """End what `spawn_copies` started, so that its processor time counts as the job's."""
    server = forkserver._forkserver
    if server._forkserver_pid:
        os.close(server._forkserver_alive_fd)
        os.waitpid(server._forkserver_pid, 0)
