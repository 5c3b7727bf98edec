#!/usr/bin/env python3
"""Examine training loops: what .grad holds at each line, and what is wrong with it.

python -m loop_doctor train.py notebook.ipynb src/
"""

import argparse
import os
import sys
import time
import warnings

if not __package__:  # run as a file, as pre-commit does
    sys.path.insert(0, os.path.dirname(os.path.dirname(os.path.abspath(__file__))))

from loop_doctor import __version__, examine
from loop_doctor.differences import differences
from loop_doctor.formats import as_github, as_json, as_sarif
from loop_doctor.read_file import Unreadable, files_in, read_file
from loop_doctor.report import as_data, as_text

SUMMARY = "Examine training loops: what .grad holds at each line, and what is wrong with it."
SECONDS = 5  # for one file
COLOURS = {
    "fault": 31,
    "stale": 31,
    "maybe": 33,
    "cannot tell": 33,
    "fresh": 32,
    "nothing found": 32,
    "-": 31,
    "+": 32,
    " ": 0,
    "…": 0,
}
EXIT = "exit status: 0 no fault found, 1 a fault, 2 a file could not be examined"


def main(words=None):
    """Examines files and prints what was found; returns the exit status."""
    parser = argparse.ArgumentParser(prog="loop_doctor", description=SUMMARY, epilog=EXIT)
    parser.add_argument("paths", nargs="+", metavar="FILE", help=".py, .ipynb, or a folder")
    parser.add_argument("--format", choices=["text", "json", "sarif", "github"], default="text")
    parser.add_argument("--quiet", action="store_true", help="only files with findings")
    parser.add_argument("--version", action="version", version=__version__)
    options = parser.parse_args(words)
    files = list(files_in(options.paths))
    reports = []
    for number, path in enumerate(files, 1):
        _progress(number, len(files))
        report, text = examine_file(path, repairs=options.format == "text")
        reports.append(report)
        worth = _loud(report) or not options.quiet and (len(files) == 1 or report.get("steps"))
        if options.format == "text" and worth:
            _progress(0, len(files))
            print(text + "\n", flush=True)
    _progress(0, len(files))
    if options.format == "text":
        if len(files) > 1:
            print(_summary(reports))
    else:
        print({"json": as_json, "sarif": as_sarif, "github": as_github}[options.format](reports))
    if any(one["answer"] == "fault" for one in reports):
        return 1
    return 2 if not files or any("unread" in one for one in reports) else 0


def examine_file(path, seconds=SECONDS, repairs=True):
    """(The report of a file as data, the same as text); whatever is in the file."""
    name = str(path)
    try:
        source = read_file(path)
        end = time.process_time() + seconds  # whatever else the machine does
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of the parser, about the file
            examination = examine(source.text, lambda: time.process_time() > end)
        if time.process_time() > end:
            raise Unreadable(f"given up after {seconds} seconds")
    except Unreadable as problem:
        return _unread(name, str(problem))
    except SyntaxError as error:
        return _unread(name, f"it is no Python of this version (line {error.lineno}: {error.msg})")
    except (RecursionError, MemoryError):
        return _unread(name, "it is nested too deeply")
    except ValueError as error:  # the parser's word for what is no source at all
        return _unread(name, str(error))
    report = as_data(name, examination, source.place)
    end = time.process_time() + seconds
    changes = (
        differences(source.text, examination, lambda: time.process_time() > end) if repairs else {}
    )
    return report, as_text(name, examination, source.place, _painter(), changes)


def _unread(name, why):
    return {"file": name, "answer": "cannot tell", "unread": why}, f"{name}: not examined: {why}"


def _loud(report):
    return bool(report.get("findings")) or "unread" in report


def _painter():
    if not sys.stdout.isatty() or "NO_COLOR" in os.environ:
        return lambda text, colour: text
    return lambda text, colour: f"\033[{COLOURS.get(colour, 1)}m{text}\033[0m"


def _progress(number, total):
    """Which file it is, on a terminal only; 0 clears the line."""
    if total > 1 and sys.stderr.isatty():
        text = f"{number}/{total}" if number else ""
        print(f"\r{text:<20}\r" if not number else f"\r{text}", end="", file=sys.stderr, flush=True)


def _summary(reports):
    answers = [one["answer"] for one in reports]
    unread = sum("unread" in one for one in reports)
    silent = sum(not one.get("steps") and not _loud(one) for one in reports)
    return (
        f"{len(reports)} files: {answers.count('fault')} with a fault, "
        f"{answers.count('maybe')} with maybe one, {unread} not examined, {silent} without a step"
    )


def command():
    """The command as a process: ends with its exit status."""
    try:
        sys.exit(main())
    except (KeyboardInterrupt, BrokenPipeError):
        sys.exit(130)


if __name__ == "__main__":
    command()
