"""Examine your loop: the box, ten samples from snippets/, and what the doctor says of the first.

docs/assets/explorables/zg-doctor.js examines what is pasted by the same code as here,
loop_doctor/page.py, which the browser runs in MicroPython. Without JavaScript the page shows this
first answer and a command.
"""

from __future__ import annotations

import html
import json

from loop_doctor.page import Answer
from loop_doctor.read_ast import read as read_tree
from scripts.files import ROOT, read
from scripts.programs import program

SAMPLES = {
    "Loops with a fault": {
        "index/forgotten": "nothing clears",
        "forgetting/once_per_epoch": "cleared once per epoch",
        "doctor/window": "a window, summed and left open",
        "doctor/clipped": "a scaler, clipped too early",
        "doctor/leak": "a GAN that leaks",
    },
    "Right loops that look wrong": {
        "index/accumulate": "accumulation",
        "doctor/gan": "a GAN",
        "doctor/scaler": "a scaler, with clipping",
        "doctor/lbfgs": "L-BFGS",
        "accumulation/manual": "gradients cleared by hand",
    },
}
NAMES = [name for group in SAMPLES.values() for name in group]
CPYTHON_ONLY = {"__main__", "differences", "formats", "pack", "read_ast", "read_file"}
DOCTOR = ROOT / "loop_doctor"


def core() -> str:
    """The doctor's own code for MicroPython: {path: text}, as JSON."""
    files = [path for path in sorted(DOCTOR.rglob("*.py")) if path.stem not in CPYTHON_ONLY]
    texts = {path.relative_to(ROOT).as_posix(): read(path) for path in files}
    return json.dumps(texts, ensure_ascii=False)


def sample(name: str) -> str:
    """A sample as the box shows it: the program, without the marks of its sections."""
    return program(f"{name}.py").text


def doctor() -> tuple[str, dict[str, str]]:
    """The box, filled with the first sample, with the answer to it; and all samples by name."""
    groups = "".join(
        f'<optgroup label="{title}">'
        + "".join(f'<option value="{name}">{words}</option>' for name, words in samples.items())
        + "</optgroup>"
        for title, samples in SAMPLES.items()
    )
    texts = {name: sample(name) for name in NAMES}
    first = Answer(texts[NAMES[0]], read_tree, "../")
    box = f"""<div class="explorable" data-search-exclude>
<zg-doctor>
<form class="controls" autocomplete="off">
<label>Your training loop, or all of its file
<textarea name="program" rows="12" spellcheck="false" autocapitalize="off" wrap="off">
{_flat(html.escape(texts[NAMES[0]]))}</textarea></label>
<div><button type="submit">Examine</button>
<label>or a sample <select name="sample"><option value="">…</option>{groups}</select></label></div>
</form>
<p role="status"></p>
<div class="found">{_flat(first.found)}</div>
<div class="repair">{_flat(first.repair())}</div>
<div class="shown">{_flat(first.shown)}</div>
</zg-doctor>
</div>
"""
    return box, texts


def _flat(text: str) -> str:
    """HTML without empty lines, at which Markdown would end the block."""
    return text.replace("\n", "&#10;")
