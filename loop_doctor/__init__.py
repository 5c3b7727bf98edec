"""The loop doctor: runs a training loop symbolically and says what `.grad` would hold."""

from .examine import Examination, Finding, examine_tree

__all__ = ["Examination", "Finding", "examine", "examine_tree"]
__version__ = "2.0.0"


def examine(source, tired=lambda: False):
    """Examines the source of a Python program. Raises SyntaxError where it is none."""
    from .read_ast import read  # MicroPython, which has no `ast`, calls examine_tree()

    return examine_tree(read(source), tired)
