"""The faults, in files by what they are about."""

from . import clearing, clipping, graphs, leaks, remains, scaling, windows  # noqa: F401  (each adds its faults)
from .registry import KINDS, judge, judge_file

__all__ = ["KINDS", "judge", "judge_file"]
