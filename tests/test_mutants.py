"""Promise: a program is broken as the name of its mutant says, and every equivalent one exists."""

import ast

import pytest

from scripts.mutants import mutants, reasons
from scripts.programs import all_programs

LOOP = """
for x in data:
    optimizer.zero_grad()
    loss = model(x) / N
    loss.backward()
    optimizer.step()
"""


def broken(source: str, kind: str) -> list[str]:
    """The mutants of one kind, as the lines that they have."""
    tidy = ast.unparse(ast.parse(source)).splitlines()
    found = [mutant.splitlines() for name, mutant in mutants(source) if name.startswith(kind)]
    assert tidy not in found, "a mutant is the program itself"
    return ["; ".join(line.strip() for line in lines) for lines in found]


def test_a_loop_is_broken_in_four_ways():
    assert [name for name, _ in mutants(LOOP)] == [
        "delete optimizer.zero_grad()",
        "move optimizer.zero_grad()",
        "swap optimizer.zero_grad()",
        "drop model(x) / N",
    ]


def test_a_name_tells_the_function_and_which_of_several():
    def names(source):
        return [name for name, _ in mutants(source)]

    twice = "def f():\n    w.grad = None\n    w.grad = None\nw.grad = None"
    assert names(twice)[:3] == [
        "delete w.grad = None",
        "delete w.grad = None in f()",
        "delete w.grad = None in f() #2",
    ]
    assert names(f"# a comment\n{twice}") == names(twice)


@pytest.mark.parametrize(
    ("kind", "expected"),
    [
        ("delete", "pass; loss = model(x) / N; loss.backward(); optimizer.step()"),
        (
            "move",
            "pass; loss = model(x) / N; loss.backward(); optimizer.zero_grad(); optimizer.step()",
        ),
        (
            "swap",
            "optimizer.zero_grad(set_to_none=False); loss = model(x) / N; loss.backward(); "
            "optimizer.step()",
        ),
        (
            "drop",
            "optimizer.zero_grad(); loss = model(x); loss.backward(); optimizer.step()",
        ),
    ],
)
def test_one_statement_changes_and_nothing_else(kind, expected):
    assert broken(LOOP, kind) == [f"for x in data:; {expected}"]


@pytest.mark.parametrize(
    ("clearing", "swapped"),
    [
        ("model.zero_grad()", "model.zero_grad(set_to_none=False)"),
        ("model.zero_grad(set_to_none=False)", "model.zero_grad(set_to_none=not False)"),
        ("model.zero_grad(set_to_none=how)", "model.zero_grad(set_to_none=not how)"),
        ("super().zero_grad(how)", "super().zero_grad(set_to_none=not how)"),
        ("w.grad = None", "w.grad = torch.zeros_like(w)"),
        ("w.grad = b.grad = None", "w.grad = torch.zeros_like(w); b.grad = torch.zeros_like(b)"),
    ],
)
def test_none_and_zeros_change_places(clearing, swapped):
    assert broken(clearing, "swap") == [swapped]
    assert broken(clearing, "delete") == ["pass"]


def test_zero_in_place_is_deleted_only():
    assert broken("w.grad.zero_()", "") == ["pass"]


def test_clearing_moves_from_either_side_to_the_first_step_only():
    after = "a.backward()\na.step()\nw.grad = None\nb.backward()\nb.step()"
    assert broken(after, "move") == [
        "a.backward(); w.grad = None; a.step(); pass; b.backward(); b.step()"
    ]
    between = "a.backward()\nw.grad = None\na.step()"
    assert broken(between, "move") == []
    assert broken("w.grad = None\na.backward()", "move") == []


@pytest.mark.parametrize(
    ("statement", "dropped"),
    [
        ("(loss / N).backward()", ["loss.backward()"]),
        ("w.grad /= N", ["pass"]),
        ("return loss(x) / a / b", ["return loss(x) / a", "return loss(x) / b"]),
    ],
)
def test_divisions_of_a_loss_or_gradient_are_dropped(statement, dropped):
    assert broken(statement, "drop") == dropped


@pytest.mark.parametrize("source", ["w = a / b", "w.grad = a", "x.zero_()", "print(loss / N)"])
def test_all_else_is_left_alone(source):
    assert list(mutants(source)) == []


def test_equivalent_mutants_exist_and_have_one_reason():
    groups = reasons()
    listed = [mutant for group in groups for mutant in group["mutants"]]
    possible = {
        f"{name}: {mutant}"
        for name, path in all_programs().items()
        for mutant, _ in mutants(path.read_text("utf-8"))
    }
    missing = [mutant for mutant in listed if mutant not in possible]
    twice = {mutant for mutant in listed if listed.count(mutant) > 1}
    assert not missing, "tests/mutants.toml names what no program has now:\n" + "\n".join(missing)
    assert not twice, f"in tests/mutants.toml more than once: {sorted(twice)}"
    for group in groups:
        assert group["reason"].strip().endswith("."), f"no sentence: {group['reason']!r}"
        assert group["mutants"], f"a reason for nothing: {group['reason']}"
