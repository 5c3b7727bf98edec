"""Break every program on purpose and see that it is noticed.

    python -m scripts mutants                       every program
    python -m scripts mutants accumulation/ledger   this one

Four ways to break one: delete a clearing call, move it between backward() and step(), drop a
division of a loss or gradient, swap None for zeros. A mutant is caught when the program prints
something else than its .out, or raises. One that survives is listed in tests/mutants.toml under the
reason why it is equivalent; one that is not listed, or listed and caught, is an error.
"""

from __future__ import annotations

import argparse
import ast
import copy
import sys
import tomllib
from collections import Counter
from collections.abc import Iterator

from scripts import forked, programs
from scripts.files import ROOT, read, shown
from scripts.names import chosen

REASONS = ROOT / "tests" / "mutants.toml"
SECONDS = 120


def calls(node: ast.AST, name: str) -> bool:
    """Is there a call of a method `name` in `node`?"""
    return any(
        isinstance(n, ast.Call) and isinstance(n.func, ast.Attribute) and n.func.attr == name
        for n in ast.walk(node)
    )


def clears(statement: ast.stmt) -> bool:
    """Is `statement` a clearing call: zero_grad(), .grad = None, or .grad.zero_()?"""
    if isinstance(statement, ast.Expr):
        text = ast.unparse(statement)
        return calls(statement, "zero_grad") or ".grad.zero_()" in text
    return (
        isinstance(statement, ast.Assign)
        and isinstance(statement.value, ast.Constant)
        and statement.value.value is None
        and any(isinstance(t, ast.Attribute) and t.attr == "grad" for t in statement.targets)
    )


def blocks(tree: ast.AST) -> Iterator[list[ast.stmt]]:
    """Every list of statements in `tree`, in file order."""
    for node in ast.walk(tree):
        for field in ("body", "orelse", "finalbody"):
            if isinstance(found := getattr(node, field, None), list):
                yield found


def deleted(block: list, i: int) -> bool:
    """Replace the clearing call at `i` by nothing."""
    block[i] = ast.Pass()
    return True


def moved(block: list, i: int) -> bool:
    """Move the clearing call at `i` to between a backward() and the step() after it."""
    ends = [n for n, statement in enumerate(block) if calls(statement, "step")]
    starts = [n for n, s in enumerate(block) if calls(s, "backward") and n not in ends]
    pair = [(b, s) for b in starts for s in ends if b < s and not b < i < s]
    if not pair:
        return False
    statement, (backward, _) = block[i], pair[0]
    block[i] = ast.Pass()
    block.insert(backward + 1, statement)
    return True


def swapped(block: list, i: int) -> bool:
    """Let the clearing call at `i` leave zeros in place of None, or None in place of zeros."""
    statement = block[i]
    if isinstance(statement, ast.Assign):
        gradients = [ast.unparse(t) for t in statement.targets if getattr(t, "attr", "") == "grad"]
        zeros = [f"{g} = torch.zeros_like({g.removesuffix('.grad')})" for g in gradients]
        block[i : i + 1] = ast.parse("\n".join(zeros)).body
        return True
    for call in ast.walk(statement):
        if isinstance(call, ast.Call) and getattr(call.func, "attr", "") == "zero_grad":
            given = [*call.args, *(k.value for k in call.keywords if k.arg == "set_to_none")]
            to_none = ast.UnaryOp(ast.Not(), given[0]) if given else ast.Constant(False)
            call.args, call.keywords = [], [ast.keyword("set_to_none", to_none)]
            return True
    return False


BREAKS = {"delete": deleted, "move": moved, "swap": swapped}


def mutants(source: str) -> Iterator[tuple[str, str]]:
    """(name, source) of every mutant of a program; the name tells what is broken, and in which
    function: "delete optimizer.zero_grad() in train()", with a number where that is not enough."""
    names = Counter()
    for what, where, changed in _broken(ast.parse(source)):
        name = f"{what} in {where}()" if where else what
        names[name] += 1
        number = f" #{names[name]}" if names[name] > 1 else ""
        yield f"{name}{number}", ast.unparse(ast.fix_missing_locations(changed))


def _broken(tree: ast.Module) -> Iterator[tuple[str, str, ast.AST]]:
    """What is broken, the function it is in, and the broken tree."""
    found = enumerate(blocks(tree))
    places = [(b, i) for b, block in found for i in range(len(block)) if clears(block[i])]
    for kind, mutate in BREAKS.items():
        for b, i in places:
            changed = copy.deepcopy(tree)
            block = list(blocks(changed))[b]
            statement, text = list(blocks(tree))[b][i], ast.unparse(block[i])
            if mutate(block, i):
                yield f"{kind} {text}", _function(tree, statement), changed
    for number, division in enumerate(_with_divisions(tree)):
        changed = copy.deepcopy(tree)
        broken = list(_with_divisions(changed))[number]
        what = f"drop {ast.unparse(division)}"
        yield what, _function(tree, division), _Undivided(broken).visit(changed)


def _function(tree: ast.Module, wanted: ast.AST) -> str:
    """The name of the innermost function that holds a node; empty at the top."""
    holding = [
        node.name
        for node in ast.walk(tree)
        if isinstance(node, ast.FunctionDef) and any(inner is wanted for inner in ast.walk(node))
    ]
    return holding[-1] if holding else ""


def _with_divisions(tree: ast.AST) -> Iterator[ast.expr | ast.stmt]:
    """Every division of a loss or a gradient: in a statement that names loss, backward or grad."""
    for statement in ast.walk(tree):
        simple = isinstance(statement, ast.Expr | ast.Assign | ast.AugAssign | ast.Return)
        text = ast.unparse(statement) if simple else ""
        if any(word in text for word in ("loss", "backward", ".grad")) and "print" not in text:
            if isinstance(statement, ast.AugAssign) and isinstance(statement.op, ast.Div):
                yield statement
            for node in ast.walk(statement):
                if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Div):
                    yield node


class _Undivided(ast.NodeTransformer):
    def __init__(self, division: ast.AST):
        self.division = division

    def visit(self, node):
        if node is self.division:
            return ast.Pass() if isinstance(node, ast.AugAssign) else node.left
        return super().visit(node)


def main(arguments: list[str]) -> int:
    """Run every mutant, report counts; 1 if one survives without a reason."""
    parser = argparse.ArgumentParser(prog="python -m scripts mutants")
    parser.add_argument("names", nargs="*", metavar="NAME", help="chapter, or chapter/program")
    known = programs.all_programs()
    names = chosen(parser.parse_args(arguments).names, known, "mutants")
    jobs, counts, survivors = {}, Counter(), set()
    for name in names:
        for mutant, source in mutants(read(known[name])):
            jobs[f"{name}: {mutant}"] = lambda s=source, n=name: forked.run_program(s, n)
    forked.warm(read(path) for path in known.values())
    for mutant, outcome in forked.run_all(jobs, timeout=SECONDS):
        name, _, kind = mutant.partition(": ")
        end = "raises" if outcome.error else "prints something else"
        if outcome.printed == read(known[name].with_suffix(".out")):
            end = "survives"
            survivors.add(mutant)
        counts[kind.split()[0], end] += 1
    listed = {m for group in reasons() for m in group["mutants"] if m.split(": ")[0] in names}
    for (kind, end), count in sorted(counts.items()):
        print(f"{kind:7} {end:24} {count:4}")
    print(f"{len(jobs)} mutants of {len(names)} programs")
    print(f"{len(survivors & listed)} survive for a reason in {shown(REASONS)}")
    problems = [f"survives without a reason: {mutant}" for mutant in sorted(survivors - listed)]
    problems += [f"listed, but does not survive: {mutant}" for mutant in sorted(listed - survivors)]
    print(*problems, sep="\n")
    if problems:
        print(f"next: show the difference in the program, or mend {shown(REASONS)}")
    sys.stdout.flush()
    return bool(problems)


def reasons() -> list[dict]:
    """The groups of equivalent mutants: a reason, and the mutants it holds for."""
    return tomllib.loads(read(REASONS))["equivalent"] if REASONS.exists() else []
