"""Runs of the cards "spot the bug": each loop as it stands on its card, and repaired."""

from __future__ import annotations

import contextlib
import io
from statistics import mean, median

from scripts.experiments import on
from scripts.files import SNIPPETS, read

CALL = "optimizer.zero_grad()\n"
CLIP = "clip_grad_norm_(model.parameters(), 1.0)\n"
SECOND = "    loss = mse_loss(model(x2), y2)\n"
LOADER = "    for x, y in loader:\n"
STEP = "        optimizer.step()\n"
EACH = """    for parameter in model.parameters():
        if parameter.requires_grad:
            parameter.grad = None
"""
CARDS = {  # in the order of the chapters: the wrong line, and what a repair puts in place of what
    "two_in_turn": ("missing", {SECOND: f"    {CALL}{SECOND}"}),
    "once_per_epoch": (
        "    optimizer.zero_grad()",
        {f"    {CALL}": "", LOADER: f"{LOADER}        {CALL}"},
    ),
    "frozen": ("        if parameter.requires_grad:", {EACH: f"    {CALL}"}),
    "flat": (
        "    optimizer.zero_grad()",
        {f"    loss.backward()\n    {CALL}": f"    {CALL}    loss.backward()\n"},
    ),
    "window_of_four": (
        "    optimizer.zero_grad()",
        {f"    {CALL}": "", STEP: f"{STEP}        {CALL}"},
    ),
    "four_summed": ("        loss.backward()", {"loss.backward()": "(loss / 4).backward()"}),
    "stairs": ("none", {}),
    "mistyped": (
        "    clip_grad_norm_(model.parameters(), 1.0)",
        {f"    {CLIP}": "", "        return loss": f"        {CLIP}        return loss"},
    ),
    "warm_up": ("    scheduler.step()", {"    scheduler.step()": "        scheduler.step()"}),
    "four_digits": ("none", {}),
}
ENDS = {
    "last": lambda losses: losses[-1],
    "early": lambda losses: mean(losses[: len(losses) // 2]),
    "late": lambda losses: mean(losses[len(losses) // 2 :]),
}


def curves(seeds=(0, 1, 2, 3, 4), device="cpu"):
    """The loss of ten loops, step by step, and of the eight that are wrong after a repair.

    Gives for each card, in order: lines[n] of the loop; answer: the number of the wrong line, from
    1, or "missing" or "none"; for the loops shown and repaired: losses[loop] of the first seed;
    last, early and late[loop][seed]: the last loss, and the means of both halves; median[loop] of
    each; fixed[n] and copy: the lines and the whole program of the repaired loop. Sources: the
    programs spot/*.py.
    """
    with on(device):
        return {name: _card(name, *CARDS[name], seeds) for name in CARDS}


def faster(seeds=(0, 1, 2, 3, 4), device="cpu"):
    """The loop of once_per_epoch.py at a learning rate of 4, and repaired.

    Gives last[loop][seed], median[loop]. Source: spot/once_per_epoch.py.
    """
    name = "once_per_epoch"
    with on(device):
        texts = {loop: text.replace("lr=1.0", "lr=4.0") for loop, text in _texts(name).items()}
        last = {loop: [_losses(text, s)[-1] for s in seeds] for loop, text in texts.items()}
    return {"last": last, "median": {loop: median(ends) for loop, ends in last.items()}}


def _repaired(name: str) -> str:
    """The program of a card with its repair."""
    text = read(SNIPPETS / "spot" / f"{name}.py")
    for old, new in CARDS[name][1].items():
        assert text.count(old) == 1, f"{name}: {old!r}"
        text = text.replace(old, new)
    return text


def _loop_of(text: str) -> list[str]:
    """The lines of a program's section "loop", empty ones left out."""
    section = text.partition("# region loop\n")[2].partition("# endregion")[0]
    return [line for line in section.splitlines() if line]


def _texts(name: str) -> dict[str, str]:
    """The programs to run: the one that is shown, and one with the repair."""
    shown = read(SNIPPETS / "spot" / f"{name}.py")
    return {"shown": shown} | ({"repaired": _repaired(name)} if CARDS[name][1] else {})


def _losses(text: str, seed: int) -> list[float]:
    """The losses that a program keeps when it draws from this seed."""
    run = {}
    assert text.count("torch.manual_seed(0)") == 1
    with contextlib.redirect_stdout(io.StringIO()):
        exec(text.replace("torch.manual_seed(0)", f"torch.manual_seed({seed})"), run)
    return run["losses"]


def _card(name, wrong, edits, seeds):
    texts = _texts(name)
    lines = _loop_of(texts["shown"])
    runs = {loop: [_losses(text, seed) for seed in seeds] for loop, text in texts.items()}
    found = {key: {loop: [*map(of, run)] for loop, run in runs.items()} for key, of in ENDS.items()}
    result = {
        "lines": lines,
        "answer": wrong if wrong in ("missing", "none") else lines.index(wrong) + 1,
        "losses": {loop: run[0] for loop, run in runs.items()},
        **found,
        "median": {loop: {key: median(found[key][loop]) for key in ENDS} for loop in runs},
    }
    if edits:
        result |= {"fixed": _loop_of(texts["repaired"]), "copy": _plain(texts["repaired"])}
    return result


def _plain(text: str) -> str:
    """A program without the marks of its sections."""
    lines = text.splitlines(keepends=True)
    return "".join(x for x in lines if not x.startswith(("# region", "# endregion")))
