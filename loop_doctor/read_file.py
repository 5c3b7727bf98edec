"""Files as source text: programs, and notebooks with their magics dropped."""

import json
import os

LARGEST = 2_000_000  # bytes
SKIPPED = {"node_modules", "site-packages", "__pycache__", "build", "dist", "venv"}


class Unreadable(Exception):
    """A file that cannot be examined; its text says why."""


class Source:
    """The text of a file, and where in the file each of its lines stands."""

    def __init__(self, text, places=None):
        self.text = text
        self.places = places

    def place(self, line):
        """A line as a person looks it up: "12", or "3 of cell 4"."""
        if self.places is None or not 0 < line <= len(self.places):
            return str(line)
        cell, inner = self.places[line - 1]
        return f"{inner} of cell {cell}"


def read_file(path):
    """The source in a file. Raises Unreadable."""
    try:
        if os.path.getsize(path) > LARGEST:
            raise Unreadable("it is larger than two megabytes")
        with open(path, encoding="utf-8-sig", errors="replace") as file:
            text = file.read()
    except OSError as error:
        raise Unreadable(error.strerror or "it cannot be opened") from None
    if "\0" in text:
        raise Unreadable("it is no text")
    return _notebook(text) if str(path).endswith(".ipynb") else Source(text)


def _notebook(text):
    try:
        cells = json.loads(text)["cells"]
        code = [
            (number, "".join(cell["source"]))
            for number, cell in enumerate(cells, 1)
            if cell["cell_type"] == "code"
        ]
    except (ValueError, KeyError, TypeError, RecursionError):
        raise Unreadable("it is no notebook of version 4") from None
    lines, places = [], []
    for number, cell in code:
        for inner, line in enumerate(_plain(cell), 1):
            lines.append(line)
            places.append((number, inner))
    return Source("\n".join(lines) + "\n", places)


def _plain(cell):
    """The lines of a cell as Python: magics and shell commands do nothing."""
    lines = cell.split("\n")
    first = next((one for one in lines if one.strip()), "").strip()
    if first.startswith("%%") and first.split()[0] not in ("%%time", "%%timeit", "%%capture"):
        return ["" for _ in lines]
    return [_plain_line(line) for line in lines]


def _plain_line(line):
    bare = line.strip()
    indent = line[: len(line) - len(line.lstrip())]
    if bare.startswith(("%", "!", "?")) or (bare.endswith("?") and "#" not in bare):
        return indent + "pass"
    for sign in ("= !", "= %"):
        name, found, _ = line.partition(sign)
        if found and name.strip().isidentifier():
            return name + "= None"
    return line


def files_in(paths):
    """All programs and notebooks among files and folders, each once, in order."""
    for path in paths:
        if not os.path.isdir(path):
            yield path
            continue
        for folder, folders, names in os.walk(path):
            folders[:] = sorted(one for one in folders if one not in SKIPPED and one[0] != ".")
            for name in sorted(names):
                if name.endswith((".py", ".ipynb")):
                    yield os.path.join(folder, name)
