"""Promise: a program that readers copy also keeps its word with their data, not with ours alone."""

import pytest
import torch

from scripts.files import SNIPPETS, read


def weights(name, **edits):
    """Run a program with these lines of it replaced; return the weights of its model."""
    text = read(SNIPPETS / name)
    for old, new in edits.get("lines", ()):
        assert old in text, f"{name} no longer has the line that this test edits: {old}"
        text = text.replace(old, new)
    names = {"__name__": "__main__"}
    exec(compile(text, name, "exec"), names)
    return torch.cat([w.detach().flatten() for w in names["model"].parameters()])


@pytest.mark.parametrize("rows", [64, 66, 257, 5])
@pytest.mark.parametrize(
    "target", ["2 * X + 1", "X.exp()", "torch.cat([X.exp(), X, 2 * X], dim=1)"]
)
def test_front_page_window_is_the_batch(rows, target):
    """Whatever the number of rows and of outputs: the steps are those of the five lines."""
    outputs = 3 if "cat" in target else 1
    lines = [
        ("64)[:, None]", f"{rows})[:, None]"),
        ("y = 2 * X + 1", f"y = {target}"),
        ("Linear(1, 1)", f"Linear(1, {outputs})"),
        ("model.weight.item()", "model.weight[0].item()"),
        ("model.bias.item()", "model.bias[0].item()"),
    ]
    batch = weights("index/five_lines.py", lines=lines)
    window = weights("index/accumulate.py", lines=lines)
    torch.testing.assert_close(window, batch, rtol=1e-5, atol=1e-5)
