"""Break every program on purpose and see that it is noticed.

    python -m scripts.mutants                           every program
    python -m scripts.mutants accumulation/ledger.py    only these

Four ways to break one: delete a clearing call, move it between backward() and step(), drop a
division of a loss or gradient, swap None for zeros. A mutant is caught when the program prints
something else than its .out, or raises. One that survives is listed in tests/mutants.toml under the
reason why it is equivalent; one that is not listed, or listed and caught, is an error.
"""

from __future__ import annotations

import ast
import copy
import sys
import tomllib
from collections import Counter
from collections.abc import Iterator

from scripts import forked, programs
from scripts.runs import ROOT, shown

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
    """(name, source) of every mutant of a program; the name tells how and where it is broken."""
    tree = ast.parse(source)
    found = enumerate(blocks(tree))
    places = [(b, i) for b, block in found for i in range(len(block)) if clears(block[i])]
    for kind, mutate in BREAKS.items():
        for b, i in places:
            changed = copy.deepcopy(tree)
            block = list(blocks(changed))[b]
            line, text = block[i].lineno, ast.unparse(block[i])
            if mutate(block, i):
                yield (
                    f"{kind} {text} (line {line})",
                    ast.unparse(ast.fix_missing_locations(changed)),
                )
    for number, statement in enumerate(_with_divisions(tree)):
        changed = copy.deepcopy(tree)
        broken = list(_with_divisions(changed))[number]
        name = f"drop {ast.unparse(statement)} (line {statement.lineno})"
        yield name, ast.unparse(ast.fix_missing_locations(_Undivided(broken).visit(changed)))


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


def main(names: list[str]) -> int:
    """Run every mutant, report counts; 1 if one survives without a reason."""
    known = programs.all_programs()
    jobs, counts, survivors = {}, Counter(), set()
    for name in names or known:
        for mutant, source in mutants(known[name].read_text("utf-8")):
            jobs[f"{name}: {mutant}"] = lambda s=source, n=name: forked.run_program(s, n)
    forked.warm(path.read_text("utf-8") for path in known.values())
    for mutant, outcome in forked.run_all(jobs, timeout=SECONDS):
        name, _, kind = mutant.partition(": ")
        expected = known[name].with_suffix(".out").read_text("utf-8")
        end = "raises" if outcome.error else "prints something else"
        if outcome.printed == expected:
            end = "survives"
            survivors.add(mutant)
        counts[kind.split()[0], end] += 1
    listed = {
        m for group in reasons() for m in group["mutants"] if m.split(": ")[0] in (names or known)
    }
    for (kind, end), count in sorted(counts.items()):
        print(f"{kind:7} {end:24} {count:4}")
    print(f"{len(jobs)} mutants of {len(names or known)} programs")
    print(f"{len(survivors & listed)} survive for a reason in {shown(REASONS)}")
    problems = [f"survives without a reason: {mutant}" for mutant in sorted(survivors - listed)]
    problems += [f"listed, but does not survive: {mutant}" for mutant in sorted(listed - survivors)]
    print(*problems, sep="\n")
    if problems:
        print(f"next: show the difference in the program, or mend {shown(REASONS)}")
    return bool(problems)


def reasons() -> list[dict]:
    """The groups of equivalent mutants: a reason, and the mutants it holds for."""
    return tomllib.loads(REASONS.read_text("utf-8"))["equivalent"] if REASONS.exists() else []


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
