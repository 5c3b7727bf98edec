"""Promise: a program that readers copy also keeps its word with their data, not with ours alone."""

import runpy

import pytest
import torch

from scripts.files import SNIPPETS, read
from tests.ranks import printed


def edited(name, lines, folder):
    """Write a program with these parts of it replaced into a folder."""
    text = read(SNIPPETS / name)
    for old, new in lines:
        assert old in text, f"{name} no longer has what this test edits: {old}"
        text = text.replace(old, new)
    path = folder / name.replace("/", "-")
    path.write_text(text)
    return path


def flat(tensors):
    return torch.cat([t.detach().flatten() for t in tensors])


@pytest.mark.parametrize("rows", [64, 66, 257, 5])
@pytest.mark.parametrize("target", ["2 * X + 1", "X.exp()", "torch.cat([X.exp(), X, -X], dim=1)"])
def test_front_page_window_is_the_batch(rows, target, tmp_path):
    """Whatever the number of rows and of outputs: the steps are those of the five lines."""
    outputs = 3 if "cat" in target else 1
    lines = [
        ("64)[:, None]", f"{rows})[:, None]"),
        ("y = 2 * X + 1", f"y = {target}"),
        ("Linear(1, 1)", f"Linear(1, {outputs})"),
        ("model.weight.item()", "model.weight[0].item()"),
        ("model.bias.item()", "model.bias[0].item()"),
    ]
    batch, window = (
        flat(runpy.run_path(str(edited(name, lines, tmp_path)))["model"].parameters())
        for name in ("index/five_lines.py", "index/accumulate.py")
    )
    torch.testing.assert_close(window, batch, rtol=1e-5, atol=1e-5)


@pytest.mark.parametrize("rows", [16, 18, 5])
def test_sam_window_is_the_batch(rows, tmp_path):
    """Parts of other sizes, or fewer than were asked for, give SAM's gradient of the batch."""
    lines = [("randn(16, 4)", f"randn({rows}, 4)"), ("randn(16, 1)", f"randn({rows}, 1)")]
    try:
        names = runpy.run_path(str(edited("loops/sam.py", lines, tmp_path)))
    finally:
        torch.set_default_dtype(torch.float32)
    torch.testing.assert_close(names["window"], names["sam"])


@pytest.mark.parametrize("rows", [16, 18, 5])
def test_window_of_a_step_in_backward_is_the_batch(rows, tmp_path):
    """The window that the hook's steps are compared with is that of the batch."""
    path = edited("loops/step_in_backward.py", [("randn(16, 64)", f"randn({rows}, 64)")], tmp_path)
    names = runpy.run_path(str(path))
    batch, window = (flat(names["after_backward"](parts)[0]) for parts in (1, 4))
    torch.testing.assert_close(window, batch, rtol=1e-4, atol=1e-5)


@pytest.mark.parametrize("rows", [64, 66, 5])
def test_virtual_steps_add_noise_once(rows, tmp_path):
    """Also where the samples make fewer parts than four, the last of them brings the noise."""
    lines = [("torch.randn(64, ", f"torch.randn({rows}, ")]
    names = runpy.run_path(str(edited("loops/virtual_steps.py", lines, tmp_path)))
    assert names["same"]
    assert 0.8 < names["once"].std() < 1.2
    assert names["often"].std() > 1.5


@pytest.mark.parametrize("outputs", [1, 2])
def test_uneven_ranks_do_as_one_process(outputs, tmp_path):
    """Ranks with seven rows and one, and with two outputs, agree with one process."""
    lines = [
        ("([0, 1, 2, 3, 4, 5], [6, 7])", "([0, 1, 2, 3, 4, 5, 6], [7])"),
        ("([0, 1, 2, 3, 6, 7], [4, 5])", "([0, 1, 2, 3, 7], [4, 5, 6])"),
        ("y = X.exp()", f"y = torch.cat([X.exp(), -X], dim=1)[:, :{outputs}]"),
        ("Linear(1, 1)", f"Linear(1, {outputs})"),
        ("model.weight.item()", "model.weight[0].item()"),
    ]
    path = edited("loops/uneven_ranks.py", lines, tmp_path)
    lines = printed(path, tmp_path).splitlines()
    together, own, _, one = (line.split() for line in lines[1:])
    assert together[-1] == together[-2] == one[-1]
    assert own[-1] != one[-1]
