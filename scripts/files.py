"""Where things lie, how files are read and written, and the one kind of error an author meets."""

from __future__ import annotations

import functools
import hashlib
import importlib.metadata
import os
import platform
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
DOCS, SNIPPETS, CLAIMS = ROOT / "docs", ROOT / "snippets", ROOT / "tests" / "claims"
EXPERIMENTS, DRAWERS = ROOT / "scripts" / "experiments", ROOT / "scripts" / "figures"
RECORDED = DOCS / "recorded"  # on other devices and versions: committed
BUILD = ROOT / "build"  # all that is made; can be deleted at any time
RECORDS, FIGURES, PAGES = BUILD / "records", BUILD / "figures", BUILD / "pages"
SCRATCH = BUILD / "writing"


class Fault(Exception):
    """What is wrong, in one line: place, what, and the command to run next.

    Args:
        place: "docs/index.md:7", or the name of a run, a program or a figure.
        what: what is wrong and how to mend it.
        next: the command that tries again.
        more: lines that only the author's own code can have written, such as its traceback.
    """

    def __init__(self, place: str, what: str, next: str, more: str = ""):
        self.place, self.what, self.next, self.more = place, what, next, more
        line = f"{place}: {what}; next: {next}"
        super().__init__(f"{line}\n{more}" if more else line)

    def __reduce__(self):  # a fault may come from another process
        return type(self), (self.place, self.what, self.next, self.more)


def shown(path: Path | str) -> str:
    """`path` as a message shows it: relative to the project where it lies inside it."""
    path = Path(path)
    return path.relative_to(ROOT).as_posix() if path.is_relative_to(ROOT) else str(path)


def read(path: Path) -> str:
    r"""The text of a file: UTF-8 with or without a byte-order mark, lines that end in \n or \r\n.

    Raises:
        Fault: it is missing, or no UTF-8.
    """
    try:
        return path.read_text(encoding="utf-8-sig")
    except FileNotFoundError:
        raise Fault(shown(path), "there is no such file", "make site") from None
    except UnicodeDecodeError as error:
        line = path.read_bytes()[: error.start].count(b"\n") + 1
        raise Fault(f"{shown(path)}:{line}", "save it as UTF-8", "make site") from None


def digest(data: bytes | str) -> str:
    """First 16 hexadecimal digits of the SHA-256 of `data`."""
    return hashlib.sha256(data.encode() if isinstance(data, str) else data).hexdigest()[:16]


def write(path: Path, data: str | bytes) -> bool:
    """Put `data` at `path` whole, and only where its bytes change; True if it was written.

    The file is first written elsewhere on the same disk and then renamed into place, so that
    a build stopped at any moment leaves the old file or the new one.

    Raises:
        Fault: the disk is full, or the folder may not be written.
    """
    data = data.encode() if isinstance(data, str) else data
    try:
        if path.exists() and path.read_bytes() == data:
            return False
        for folder in (path.parent, SCRATCH):
            folder.mkdir(parents=True, exist_ok=True)
        scratch = SCRATCH / f"{os.getpid()}-{path.name}"
        scratch.write_bytes(data)
        os.replace(scratch, path)
    except OSError as error:
        remedy = "make room or give write permission"
        what = f"cannot be written ({error.strerror}): {remedy}"
        raise Fault(shown(path), what, "make site") from error
    return True


def link(source: Path, path: Path) -> None:
    """Let `path` be the file `source`: a second name on the same disk, or a copy."""
    if path.exists() and os.path.samefile(source, path):
        return
    scratch = SCRATCH / f"{os.getpid()}-{path.name}"
    for folder in (path.parent, SCRATCH):
        folder.mkdir(parents=True, exist_ok=True)
    try:
        scratch.unlink(missing_ok=True)
        os.link(source, scratch)
        os.replace(scratch, path)
    except OSError:
        write(path, source.read_bytes())


version = functools.cache(importlib.metadata.version)  # it reads a long file each time


def versions(*names: str) -> dict[str, str]:
    """The installed versions of the distributions `names`, and Python's own."""
    return {"python": platform.python_version(), **{name: version(name) for name in names}}
