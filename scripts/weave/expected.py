"""Runs that are not there yet, while a page waits for them: they answer everything with nothing."""

from __future__ import annotations

from scripts.files import RECORDS, shown
from scripts.records import Missing, Runs


class Nothing:
    """The part of a run that is not recorded yet: any question to it is answered by itself."""

    def _itself(self, *_, **__):
        return self

    __getattr__ = __getitem__ = __call__ = _itself
    __add__ = __radd__ = __sub__ = __rsub__ = __mul__ = __rmul__ = _itself
    __truediv__ = __rtruediv__ = __pow__ = __neg__ = __abs__ = __round__ = _itself
    items = keys = values = lambda self: ()

    def _yes(self, *_):
        return True

    __lt__ = __le__ = __gt__ = __ge__ = __eq__ = __bool__ = __contains__ = _yes
    __hash__ = object.__hash__

    def __iter__(self):
        return iter(())

    def __len__(self):
        return 0

    def __float__(self):
        return 0.0

    __int__ = __index__ = lambda self: 0

    def __format__(self, spec):
        return "…"

    def __str__(self):
        return "…"


class Expected(Runs):
    """Recorded runs; the names of those that are asked for and not there are in `missing`."""

    missing: set[str] = set()  # of all: a page asks, and so do its claims

    def view(self, run: str):
        try:
            return super().view(run)
        except Missing:
            self.missing.add(shown(RECORDS / f"{run}.json"))
            return Nothing()


def waits(title: str, missing: set[str]) -> str:
    """What stands in the place of a page whose runs are not all there."""
    runs = f"{len(missing)} run{'s' if len(missing) > 1 else ''}"
    folder = f"{shown(RECORDS)}/"
    bare = sorted(name.removeprefix(folder).removesuffix(".json") for name in missing)
    names = ", ".join(f"`{name}`" for name in bare[:6])
    more = " and others" if len(missing) > 6 else ""
    return (
        f"# {title}\n\nThis page is not there yet: it waits for at least {runs} that "
        f"{'are' if len(missing) > 1 else 'is'} being recorded ({names}{more}). It comes by itself "
        "as soon as they are there; nothing on it is typed by hand.\n"
    )
