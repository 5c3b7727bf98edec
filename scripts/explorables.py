"""The explorables, by the name that pages use: the element, and the runs that it replays.

What writes each is the function of that name in scripts/weave; docs/assets/explorables moves it.
"""

from __future__ import annotations

EXPLORABLES: dict[str, tuple[str, ...]] = {
    "which_loop": ("zg-which", "accumulation/ledger", "accumulation/hill"),
    "stepper": ("zg-stepper", "accumulation/ledger"),
    "friction": ("zg-friction", "forgetting/friction"),
    "none_or_zeros": ("zg-none", "clearing/unused", "clearing/phases"),
    "bucket": ("zg-bucket", "exceptions/bucket"),
    "loop_builder": ("zg-loop", "placement/orders"),
    "spot": ("zg-spot", "spot/curves"),
    "doctor": ("zg-doctor",),
}
