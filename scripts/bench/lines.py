"""The lines of the report."""

from __future__ import annotations


def line(what: str, found: float, target: str = "", unit: str = "s") -> None:
    """Something measured, beside the figure it should reach."""
    number = f"{found:.2f}" if unit == "s" or found < 10 else f"{found:,.0f}"
    goal = f"target {target}" if target else ""
    print(f"{what:66} {number:>9} {unit:5} {goal}".rstrip(), flush=True)


def head(what: str) -> None:
    """The name of what follows."""
    print(f"\n{what}\n", flush=True)
