"""What the programs did on other versions of torch: docs/recorded/versions/<version>.json."""

from __future__ import annotations

import json
import re
from collections.abc import Collection
from dataclasses import asdict, dataclass, field, fields
from itertools import zip_longest
from pathlib import Path

from scripts.files import RECORDED, SNIPPETS, Fault, digest, read, shown, write
from scripts.files import version as installed
from scripts.programs import program

FOLDER = RECORDED / "versions"
RUNNING = re.compile(r"\d+\.\d+\.\d+")


@dataclass
class Version:
    """What `scripts.verify` recorded on one version, on disk with these keys in this order."""

    torch: str  # "2.6.0+cu124", as it calls itself
    python: str
    libraries: dict[str, str]
    platform: str
    date: str  # of the last run
    programs: dict[str, dict] = field(default_factory=dict)  # "digest", and what became of it
    runs: dict[str, dict] = field(default_factory=dict)  # against those of the pinned torch
    claims: dict = field(default_factory=dict)  # "held": how many; "false": their names

    def save(self, path: Path) -> None:
        """Write the record, a line a program."""
        kept = asdict(self)
        rows = sorted(kept.pop("programs").items())
        lines = [f"  {json.dumps(name)}: {json.dumps(row)}" for name, row in rows]
        head = json.dumps(kept, indent=1).removesuffix("\n}")
        write(path, f'{head},\n "programs": {{\n' + ",\n".join(lines) + "\n }\n}\n")


def load(version: str) -> Version | None:
    """The record of `version`, or None.

    Raises:
        Fault: it is damaged.
    """
    path = FOLDER / f"{version}.json"
    if not path.exists():
        return None
    try:
        kept = json.loads(path.read_text(encoding="utf-8"))
        assert {f.name for f in fields(Version)} - set(kept) <= {"runs", "claims"}
        assert all(isinstance(row["digest"], str) for row in kept["programs"].values())
    except (ValueError, TypeError, KeyError, AttributeError, AssertionError):
        what = "the record is damaged; delete it and record it again"
        raise Fault(shown(path), what, f"make verify TORCH={version}") from None
    return Version(**kept)


def key(version: str) -> tuple[int, ...]:
    """Sorts versions: "2.10.0" comes after "2.9.1"."""
    return tuple(map(int, version.split(".")))


def recorded() -> list[str]:
    """The versions of which there are records, oldest first."""
    return sorted((path.stem for path in FOLDER.glob("*.json")), key=key)


def state(name: str) -> str:
    """The digest of a program and of what it is to print: what a verdict on it holds for."""
    out = (SNIPPETS / name).with_suffix(".out")
    return digest(program(name).text + (read(out) if out.exists() else ""))


@dataclass(frozen=True)
class Verdict:
    """What a program does on a version.

    `kind` is "same"; "more", its output and lines of torch's own; "worded", other words for the
    same message; "other", another result without an error; "raised"; or "unknown": not run as it is
    now.
    """

    kind: str
    lines: tuple[tuple[str, str], ...] = ()  # those that differ: as printed here, as printed there
    error: str = ""  # the line that tells of it


NOISE = re.compile(r"\A(?:\[Gloo\] Rank .*\n(?:\d*\n)*)+")  # of two ranks at once, before all else
RAISED = re.compile(r"\b\w+(?:Error|Exception|Warning)\b")
ENDS = re.compile(r"\w+(?:Error|Exception): ")
SAME, UNKNOWN = Verdict("same"), Verdict("unknown")


def verdict(name: str, row: dict | None, now: str) -> Verdict:
    """What the row of a record says of the program `name`, whose state is `now`."""
    if not row or row["digest"] != now or "stopped" in row:
        return UNKNOWN
    if "same" in row:
        return SAME
    if "raised" in row:
        return Verdict("raised", error=row["raised"])
    here = read((SNIPPETS / name).with_suffix(".out")).rstrip().splitlines()
    there = NOISE.sub("", row["printed"]).splitlines()
    lines = tuple((a, b) for a, b in zip_longest(here, there, fillvalue="") if a != b)
    if not lines:
        return Verdict("more")
    for a, b in lines:  # the exception that is announced, before its time
        if ENDS.match(b) and not ENDS.match(a):
            return Verdict("raised", error=b)
    pairs = [pair for pair in lines if all(line.strip() for line in pair)]
    missing = any(RAISED.search("".join(pair)) for pair in lines if pair not in pairs)
    worded = pairs and not missing and all(_same_message(name, *pair) for pair in pairs)
    return Verdict("worded" if worded else "other", lines)


def _same_message(name: str, here: str, there: str) -> bool:
    """Are these two sentences of the same exception, or of a warning that the page is about?"""
    words = [len(re.findall(r"[A-Za-z]{2,}", line)) for line in (here, there)]
    about = ENDS.match(here) or name.startswith("errors/")
    return about and min(words) >= 6 and RAISED.findall(here)[:1] == RAISED.findall(there)[:1]


class Versions:
    """What every program does on every recorded version, oldest first, and on the pinned one."""

    def __init__(self):
        self.records = {version: load(version) for version in recorded()}
        self.pinned = installed("torch").partition("+")[0]
        self.all = sorted({*self.records, self.pinned}, key=key)
        self._verdicts: dict[str, dict[str, Verdict]] = {}

    def of(self, name: str) -> dict[str, Verdict]:
        """What the program `name` does on each version; the build itself ran the pinned one."""
        if name not in self._verdicts:
            rows = {v: record.programs.get(name) for v, record in self.records.items()}
            now = state(name)
            self._verdicts[name] = {
                v: SAME if v == self.pinned else verdict(name, rows[v], now) for v in self.all
            }
        return self._verdicts[name]

    def span(self, versions: Collection[str]) -> str:
        """ "2.0 to 2.6 and 2.9", of these versions."""
        parts: list[list[str]] = []
        for before, version in zip(["", *self.all], self.all, strict=False):
            if version in versions and before in versions:
                parts[-1].append(version)
            elif version in versions:
                parts.append([version])
        words = [" to ".join(minor(v) for v in dict.fromkeys((p[0], p[-1]))) for p in parts]
        return " and ".join(filter(None, [", ".join(words[:-1]), *words[-1:]]))

    def misstated(self, footer: str) -> list[Fault]:
        """A fault if the footer of the site names another version than the newest verified."""
        named, newest = re.search(r"torch (\d+\.\d+\.\d+)", footer), self.all[-1]
        if not named or not self.records or named[1] == newest:
            return []
        what = f"copyright names torch {named[1]}; write {newest}, the newest verified"
        return [Fault("mkdocs.yml", what, "python -m scripts weave")]

    def since(self, name: str, again: str) -> str:
        """The version since which the program `name` does what it does here: "2.10".

        Raises:
            Fault: it did so always, or off and on, or was not run just before.
        """
        verdicts = self.of(name)
        good = [i for i, v in enumerate(self.all) if verdicts[v].kind in ("same", "more")]
        known = [i for i, v in enumerate(self.all) if verdicts[v].kind != "unknown"]
        first = good[0]
        if known.index(first) and known[known.index(first) :] == good:
            if not (missing := self._between(known[known.index(first) - 1], first)):
                return minor(self.all[first])
            what = f"since() needs a run of {name} as it is now on torch {missing[0]}"
            raise Fault(name, what, f"make verify TORCH={missing[0]}")
        span = self.span([self.all[i] for i in good])
        what = f"since() cannot be told of {name}: of all runs, it prints this on {span}"
        raise Fault(name, what, again)

    def _between(self, bad: int, good: int) -> list[str]:
        """The versions that lie between these two, recorded or not."""
        before, after = key(self.all[bad])[:2], key(self.all[good])[:2]
        adjacent = after in ((before[0], before[1] + 1), (2, 0))
        inside = self.all[bad + 1 : good]
        return inside if inside or adjacent else [f"{after[0]}.{after[1] - 1}.0"]


def minor(version: str) -> str:
    """ "2.6", of "2.6.0"."""
    return version.rpartition(".")[0]
