"""Experiments: seeded functions that train with the programs readers see and return plain data.

Their docstrings say what they give: `losses[loop][seed]` is a list, or dict, by loop of lists by
seed, `trace[41]` one of 41. Loops are "cleared", with zero_grad(), and "forgotten", without.
"""

from __future__ import annotations

import ast
import contextlib
import functools
import io
import sys
import types
from statistics import mean, median

import torch
from torch import multiprocessing

from scripts.files import SNIPPETS


def program(name: str, device: str = "cpu") -> dict:
    """The globals of `snippets/<name>`, run as the reader runs it, its output silenced."""
    return _run(name, device, lambda body: body)


def definitions(name: str, device: str = "cpu") -> dict:
    """The globals of `snippets/<name>`, run up to its first print: without its demonstration."""
    return _run(name, device, _before_print)


def on(device: str):
    """Within it, tensors are made on `device`; the CPU needs no torch.device(), which costs 20%."""
    return contextlib.nullcontext() if device == "cpu" else torch.device(device)


def medians(runs) -> list[float]:
    """The median over runs, point by point."""
    return [median(points) for points in zip(*runs, strict=True)]


def means(values, n: int = 10) -> list[float]:
    """The means of every n values in turn."""
    return [mean(values[i : i + n]) for i in range(0, len(values), n)]


def apart(vector, reference) -> float:
    """The length of vector − reference over that of the reference."""
    return ((vector - reference).norm() / reference.norm()).item()


def _run(name, device, part):
    """Run `part` of the statements of a program, as the module __main__."""
    path = SNIPPETS / name
    tree = ast.parse(path.read_text(encoding="utf-8"))
    tree.body = part(tree.body)
    main = types.ModuleType("__main__")
    main.__file__ = str(path)
    silenced = contextlib.redirect_stdout(io.StringIO())
    with on(device), _as_main(main), _ranks_forked(), silenced:
        exec(compile(tree, str(path), "exec"), main.__dict__)
    return main.__dict__


def _before_print(body):
    """The statements of a program before the first, functions aside, that prints."""
    for i, statement in enumerate(body):
        names = {node.id for node in ast.walk(statement) if isinstance(node, ast.Name)}
        if "print" in names and not isinstance(statement, ast.FunctionDef):
            return body[:i]
    return body


@contextlib.contextmanager
def _as_main(module):
    """Within it, `module` is the one that sys.modules names __main__."""
    usual, sys.modules["__main__"] = sys.modules["__main__"], module
    try:
        yield
    finally:
        sys.modules["__main__"] = usual


@contextlib.contextmanager
def _ranks_forked():
    """Within it, torch.multiprocessing.spawn() forks: no rank has to import torch again (3 s)."""
    usual = multiprocessing.spawn
    forked = functools.partial(multiprocessing.start_processes, start_method="fork")
    multiprocessing.spawn = forked
    try:
        yield
    finally:
        multiprocessing.spawn = usual
