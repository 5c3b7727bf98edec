"""The edition: its version, where its source is kept, when each page was changed."""

from __future__ import annotations

import functools
import os
import subprocess

import yaml

from scripts.files import DOCS, ROOT, read

CITATION = ROOT / "CITATION.cff"


@functools.cache
def citation() -> dict:
    """What CITATION.cff says."""
    return yaml.safe_load(read(CITATION))


def version() -> str:
    """The version of the site, "2.0.0"."""
    return str(citation()["version"])


def bibtex(address: str) -> str:
    """The site as an entry of BibTeX; `address`: where it is published, or nothing."""
    cite = citation()
    authors = " and ".join(f"{{{author['name']}}}" for author in cite["authors"])
    fields = {"author": authors, "title": f"{{{cite['title']}}}", "version": cite["version"]}
    fields |= {"year": cite["date-released"].year, "url": address}
    lines = [f"  {name} = {{{value}}}," for name, value in fields.items() if value]
    return "\n".join(["@misc{cleanslate,", *lines, "}"])


def repository() -> str:
    """The address at which readers find the source: REPO_URL, from the environment, or nothing."""
    return os.environ.get("REPO_URL", "").rstrip("/")


def clone() -> str:
    """Words for what a reader needs before a command of the project runs."""
    if not repository():
        return "In a copy of this project"
    name = repository().rpartition("/")[2].removesuffix(".git")
    return f"After `git clone {repository()}` and `cd {name}`"


@functools.cache
def changed() -> dict[str, str]:
    """The day on which each file below docs/ was last changed, from its history.

    Empty outside git, and where the history is cut short (each file would seem to be of today).
    """
    if _git("rev-parse", "--is-shallow-repository").strip() != "false":
        return {}
    days, day = {}, ""
    for line in _git("log", "--format=day %cs", "--name-only", "--relative", "--", ".").split("\n"):
        if line.startswith("day "):
            day = line[4:]
        elif line:
            days.setdefault(line, day)
    return days


def _git(*words: str) -> str:
    """What git says about docs/; nothing where there is no git."""
    try:
        done = subprocess.run(["git", *words], cwd=DOCS, capture_output=True, text=True)
    except OSError:
        return ""
    return done.stdout if done.returncode == 0 else ""
