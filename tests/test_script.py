"""Promise: programs that accumulate do what they say, also after a reader has changed them."""

import re

import pytest
import torch

from scripts.files import SNIPPETS, read
from scripts.programs import program
from tests.ranks import printed

FOLDER = SNIPPETS / "exceptions"
VARIANTS = ("tokens", "float16", "ddp", "fsdp")
EXACT = [  # float32, so that what differs is not rounding; a step that shows a wrong divisor
    ("AdamW(", "SGD("),
    ("max_norm=1.0", "max_norm=100.0"),
    ("torch.float16):", "torch.float16, enabled=False):"),
    ("torch.bfloat16):", "torch.bfloat16, enabled=False):"),
    ("MixedPrecisionPolicy(torch.bfloat16, ", "MixedPrecisionPolicy(torch.float32, "),
]


def script(name=""):
    """The text of the script, or of one of its variants."""
    return read(FOLDER / f"script{'_' * bool(name)}{name}.py")


def run(folder, text, *changes):
    """Run a script in a folder as a reader changed it; its weights, as one vector."""
    for old, new in changes:
        assert text.count(old) == 1, f"{old!r} is not one place of the script"
        text = text.replace(old, new)
    file = folder / "script.py"
    file.write_text(text, encoding="utf-8")
    if "nprocs" in text:  # the ranks import the file
        printed(file, folder)
    else:
        exec(compile(text, file, "exec"), {"__name__": "__main__"})
    weights = torch.load(folder / "checkpoint.pt")[0]
    return torch.cat([weights[name].flatten() for name in sorted(weights)])


def exact(name=""):
    """A script in float32 with plain SGD, whose steps are as long as the gradient."""
    text = script(name)
    for old, new in EXACT:
        text = text.replace(old, new)
    return text


@pytest.fixture
def folder(tmp_path, monkeypatch):
    monkeypatch.setenv("OMP_NUM_THREADS", "1")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_the_script_is_short():
    """As readers get it: without the marks of its sections."""
    assert len(program("exceptions/script.py").text.splitlines()) < 60


@pytest.mark.parametrize("name", VARIANTS)
def test_a_variant_changes_only_the_lines_it_shows(name):
    """What lies outside the sections stands in the script, line by line, in the same order."""
    text = re.sub(r"^ *# region.*?# endregion\n", "", script(name), flags=re.M | re.S)
    rest = iter(line for line in script().splitlines() if line.strip())
    for line in text.splitlines()[1:]:
        if line.strip() and not re.match(r"import|from", line):
            assert line in rest, f"script_{name}.py hides that it changed {line!r}"


AT_ONCE = [  # of a whole batch the mean, which nothing divides
    ("checkpoint = 4, 3,", "checkpoint = 1, 1,"),
    ('Loss(reduction="sum")', "Loss()"),
    ("p.grad /= count", "pass"),
]


@pytest.mark.parametrize("name", ["", "tokens", "float16"])
def test_a_window_is_the_batch(folder, name):
    """Windows of 4 × 16 rows train what the mean of 64 does, windows of 3 × 16 what 48 do."""
    batch = name.replace("float16", "")  # without a scaler
    for parts, rows in ((4, 64), (3, 48)):
        (folder / "checkpoint.pt").unlink(missing_ok=True)
        window = run(folder, exact(name), ("checkpoint = 4, 3,", f"checkpoint = {parts}, 1,"))
        (folder / "checkpoint.pt").unlink()
        whole = run(folder, exact(batch), *AT_ONCE, ("size=16", f"size={rows}"))
        assert torch.allclose(window, whole, atol=1e-5), (window - whole).abs().max()


def test_a_mean_over_elements_divides_by_elements(folder):
    """With ten outputs y.numel(), as the page says; len(y) trains something else."""
    outputs = [
        ("nn.CrossEntropyLoss", "nn.MSELoss"),
        ("(x, x[:3].argmax())", "(x, x[:10])"),
        ("nn.Linear(64, 3)", "nn.Linear(64, 10)"),
    ]
    shorter, elements = ("checkpoint = 4, 3,", "checkpoint = 4, 1,"), ("len(y)", "y.numel()")
    weights = []
    for changes in ([*AT_ONCE, ("size=16", "size=64")], [shorter, elements], [shorter]):
        (folder / "checkpoint.pt").unlink(missing_ok=True)
        weights.append(run(folder, exact(), *outputs, *changes))
    batch, by_elements, by_rows = weights
    assert torch.allclose(by_elements, batch, atol=1e-5)
    assert not torch.allclose(by_rows, batch, atol=1e-2)


@pytest.mark.parametrize("name", ["ddp", "fsdp"])
def test_two_ranks_are_one(folder, name):
    """Two ranks with batches of 16 train what one rank with batches of 32 does."""
    shorter = ("checkpoint = 4, 3,", "checkpoint = 4, 1,")
    two = run(folder, exact(name), shorter)
    (folder / "checkpoint.pt").unlink()
    one = [("world_size=2", "world_size=1"), ("nprocs=2", "nprocs=1"), ("data, 16,", "data, 32,")]
    assert torch.allclose(two, run(folder, exact(name), shorter, *one), atol=1e-5)


@pytest.mark.parametrize("name", ["", "float16"])
def test_it_goes_on_where_it_stopped(folder, name):
    """Stopped after an epoch and started again, it trains the same weights, bit for bit."""
    straight = run(folder, script(name))
    (folder / "checkpoint.pt").unlink()
    run(folder, script(name), ("range(first, epochs)", "range(first, 1)"))
    assert torch.equal(run(folder, script(name)), straight)


def test_what_a_reader_edits_counts_after_a_resume(folder):
    """A rate of 0 trains nothing on; another weight decay trains something else."""
    stop = ("range(first, epochs)", "range(first, 1)")
    first = run(folder, script(), stop)
    assert torch.equal(run(folder, script(), ("4, 3, 0.02,", "4, 3, 0.0,")), first)
    run(folder, script(), stop, ("if checkpoint.exists():", "if False:"))
    plain = run(folder, script())
    run(folder, script(), stop, ("if checkpoint.exists():", "if False:"))
    decayed = run(
        folder, script(), ("parameters())\n    first", "parameters(), weight_decay=1.0)\n    first")
    )
    assert not torch.allclose(plain, decayed)


@pytest.mark.parametrize(
    "change",
    [
        (
            "nn.Linear(64, 3))\n",
            "nn.Linear(64, 3))\n    model[0].requires_grad_(False)\n",
        ),  # frozen
        (
            "nn.Linear(20, 64), nn.ReLU(),",
            "nn.Linear(20, 64), nn.Tanh(), *[nn.Linear(64, 64)] * 2,",
        ),
    ],
    ids=["frozen", "shared"],
)
def test_other_models_are_the_batch_too(folder, change):
    weights = []
    for N, size in ((4, 16), (1, 64)):
        (folder / "checkpoint.pt").unlink(missing_ok=True)
        sizes = ("checkpoint = 4, 3,", f"checkpoint = {N}, 1,"), ("size=16", f"size={size}")
        weights.append(run(folder, exact(), *sizes, change))
    assert torch.allclose(*weights, atol=1e-5)


def test_a_batch_that_is_a_dict_is_refused(folder):
    """Two fields by name are no pair: unpacked, they would be their names."""
    named = ("data = [(x, x[:3].argmax())", 'data = [{"x": x, "y": x[:3].argmax()}')
    with pytest.raises(AttributeError, match="'str' object has no attribute 'to'"):
        run(folder, script(), named)


def trained(name, *changes):
    """The weights of a small program after a reader has changed it."""
    text = read(SNIPPETS / name)
    for old, new in changes:
        assert text.count(old) == 1, f"{old!r} is not one place of {name}"
        text = text.replace(old, new)
    names = {}
    exec(compile(text, name, "exec"), names)
    return torch.cat([p.detach().flatten() for p in names["model"].parameters()])


def test_rows_that_do_not_divide():
    """258 rows in parts of 16, the last of two, train what 258 at once do."""
    more = ("1, 1, 64)", "1, 1, 258)")
    whole = ("zip(X.split(16), y.split(16), strict=True)", "[(X, y)]")
    parts = trained("index/accumulate.py", more)
    assert torch.allclose(parts, trained("index/accumulate.py", more, whole), atol=1e-5)


def test_a_stream_of_ten_outputs():
    """Windows of four batches with ten outputs train what the mean of 16 rows at once does."""
    name = "exceptions/stream.py"
    changes = [
        ("yield x, 2 * x + 1", "yield x, (2 * x + 1).expand(10)"),
        ("Linear(1, 1)", "Linear(1, 10)"),
        ("model.weight.item(), model.bias.item()", "0.0, 0.0"),
    ]
    four = [("batch_size=48", "batch_size=4"), (">= 192", ">= 160")]
    once = [("batch_size=48", "batch_size=16"), (">= 192", ">= 1"), ('"sum"', '"mean"')]
    parts = trained(name, *changes, *four)
    whole = trained(name, *changes, *once, ("y.numel()", "1"))
    assert torch.allclose(parts, whole, atol=1e-5)
