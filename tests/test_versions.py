"""Promise: what a page says of another torch is what a run there did, and nothing is made up."""

import json
import re
import tomllib

import pytest

from scripts import elsewhere, rerun, verify, versions
from scripts.files import RECORDED, ROOT, SNIPPETS, Fault, read
from scripts.forked import Error, Outcome
from scripts.records import Record
from scripts.versions import Version, Versions, state
from scripts.weave import elsewhere as notes
from scripts.weave import matrix

NAME, RAISES = "clearing/none_or_zeros.py", "errors/grad_of_other_size.py"
REWORDED = "RuntimeError: assigned grad has data of a different size"
PRINTS = read((SNIPPETS / NAME).with_suffix(".out"))


def before(line: str) -> str:
    """The output of RAISES with this line in the place of its message."""
    return read((SNIPPETS / RAISES).with_suffix(".out")).rpartition("RuntimeError")[0] + line


@pytest.fixture
def folder(tmp_path, monkeypatch):
    """An empty folder in the place of docs/recorded/versions, whichever torch is pinned."""
    monkeypatch.setattr(versions, "installed", lambda name: "2.13.0")
    for module in (versions, verify):
        monkeypatch.setattr(module, "FOLDER", tmp_path)
    return tmp_path


@pytest.fixture
def keep(folder):
    """A function that records what NAME, or another program, did on a version."""

    def kept(version, name=NAME, digest=None, **row):
        rows = {name: {"digest": digest or state(name), **row}} if row else {}
        Version(version, "3.11", {}, "Linux", "2026-11-29", rows).save(folder / f"{version}.json")

    return kept


def error(kind, message, *frames):
    return Error(kind, message, f"{kind}: {message}", "", list(frames))


@pytest.mark.parametrize(
    ("outcome", "row"),
    [
        (Outcome(stdout=PRINTS), {"same": True}),
        (Outcome(stdout="other\n"), {"printed": "other"}),
        (Outcome(error=error("TypeError", "no\nmore", ("x", 1))), {"raised": "TypeError: no"}),
        (Outcome(error=Error.end("Killed", "by SIGSEGV")), {"raised": "Killed: by SIGSEGV"}),
        (Outcome(error=Error.end("TimeoutError", "late")), {"stopped": "TimeoutError: late"}),
    ],
)
def test_what_became_of_a_program(outcome, row):
    assert elsewhere.became(SNIPPETS / NAME, outcome) == row


def test_an_announced_exception_that_does_not_come_is_another_output():
    assert elsewhere.became(SNIPPETS / RAISES, Outcome(stdout="on\n")) == {"printed": "on"}


def test_the_line_that_tells_of_an_error():
    file = f"{elsewhere.sys.prefix}/lib/python3/site-packages/torch/x.py"
    inner = f"\n\n-- Process 1 ended:\nTraceback (most recent):\nImportError: from {file}"
    spawned = error("ProcessRaisedException", inner, ("x", 1))
    assert elsewhere.told(spawned) == "ImportError: from torch/x.py"


def fake(tmp_path, *lines, status=0, error="") -> str:
    """A Python that prints these lines instead of running anything."""
    path = tmp_path / "python"
    told = "\n".join(json.dumps(line) for line in lines)
    path.write_text(
        f"#!/bin/sh\ncat >/dev/null\necho '{error}' >&2\ncat <<'E'\n{told}\nE\nexit {status}\n"
    )
    path.chmod(0o755)
    return path


ABOUT = {"torch": "2.6.0+x", "python": "3.11", "numpy": "2", "platform": "Linux"}


def test_a_run_that_ends_early_keeps_what_it_has_and_goes_on_there(folder, tmp_path):
    python = fake(tmp_path, ABOUT, {"program": NAME, "same": True})
    with pytest.raises(Fault, match=f"before {RAISES} did; next: make verify TORCH=2.6.0"):
        verify.run("2.6.0", python, None, [NAME, RAISES])
    record = versions.load("2.6.0")
    assert record.programs == {NAME: {"digest": state(NAME), "same": True}}
    waiting = verify.waiting(record)
    assert NAME not in waiting
    assert RAISES in waiting
    python = fake(tmp_path, ABOUT, {"program": RAISES, "same": True})
    assert set(verify.run("2.6.0", python, record, [RAISES]).programs) == {NAME, RAISES}


def test_a_torch_that_does_not_start(folder, tmp_path):
    path = fake(tmp_path, status=1, error="torch cannot be imported: no libcudnn")
    path.write_text(path.read_text().replace("cat <<'E'\n\nE\n", ""))
    with pytest.raises(Fault, match="it does not start: torch cannot be imported: no libcudnn"):
        verify.run("2.6.0", path, None, [NAME])
    assert not list(folder.glob("*.json"))


def test_pip_fails_in_one_line(tmp_path):
    path = tmp_path / "bin" / "python"
    path.parent.mkdir()
    path.write_text("#!/bin/sh\necho 'ERROR: Could not find torch==9.9.9' >&2\nexit 1\n")
    path.chmod(0o755)
    with pytest.raises(Fault) as raised:
        verify._pip("9.9.9", path, "torch==9.9.9")
    assert str(raised.value) == (
        "torch 9.9.9: pip cannot install it: Could not find torch==9.9.9; "
        "next: make verify TORCH=9.9.9"
    )


def test_no_version_at_all():
    with pytest.raises(Fault, match="is no version of torch"):
        verify.main(["newest"])


def test_an_edited_program_is_not_claimed(keep):
    keep("2.6.0", digest="another", same=True)
    found = Versions()
    assert found.of(NAME)["2.6.0"].kind == "unknown"
    assert notes.verified(NAME, found) == found.pinned
    assert "Not run as it is now on 2.6." in notes.notes(NAME, found)


@pytest.mark.parametrize(
    ("name", "there", "kind"),
    [
        (NAME, PRINTS.replace("None", "tensor([0., 0.])", 1), "other"),
        (NAME, "[Gloo] Rank 0 is connected to 1 peer ranks.\n" + PRINTS, "more"),
        (NAME, "[Gloo] Rank [Gloo] Rank 01 is connected to 11 peer ranks\n\n1\n" + PRINTS, "more"),
        (NAME, "TypeError: the default is no longer taken here\n", "raised"),
        (RAISES, before(REWORDED), "worded"),
        (RAISES, before(""), "other"),
        (RAISES, before(REWORDED.replace("Runtime", "Type")), "other"),
    ],
)
def test_kinds_of_another_output(name, there, kind):
    row = {"digest": state(name), "printed": there.rstrip()}
    assert versions.verdict(name, row, state(name)).kind == kind


def test_other_words_are_shown_and_found(keep):
    keep("2.0.1", RAISES, printed=before(REWORDED))
    found = Versions()
    shown = notes.notes(RAISES, found)
    assert '??? lines "In the words of torch 2.0"' in shown
    assert REWORDED in shown
    assert notes.verified(RAISES, found) == found.pinned


def test_another_result_is_in_sight(keep):
    keep("2.6.0", printed=PRINTS.replace("None", "tensor([0., 0.])", 1).rstrip())
    shown = notes.notes(NAME, Versions())
    assert shown.startswith("**Another result on torch 2.6, without an error:**")
    assert "tensor([0., 0.])" in shown
    assert ".other" in shown


def test_what_is_missing_is_named_with_the_version_that_has_it(keep):
    keep("2.11.0", raised="AttributeError: no such thing")
    keep("2.12.1", same=True)
    found = Versions()
    assert "Needs torch 2.12; on 2.11: `AttributeError: no such thing`." in notes.notes(NAME, found)
    assert "| 2.12 | `AttributeError: no such thing` |" in matrix.missing(found)
    assert found.since(NAME, "again") == "2.12"


def test_since_is_refused_where_the_records_disagree(keep):
    for version, row in (("2.10.0", "same"), ("2.11.0", "raised"), ("2.12.1", "same")):
        keep(version, **{row: "X: y"})
    with pytest.raises(Fault, match="it prints this on 2.10 and 2.12 to 2.13"):
        Versions().since(NAME, "again")


def test_since_is_refused_where_a_record_is_missing(keep):
    keep("2.11.0", raised="X: y")
    with pytest.raises(Fault, match=r"on torch 2.12.0; next: make verify TORCH=2.12.0"):
        Versions().since(NAME, "again")
    keep("2.12.1", digest="another", same=True)
    with pytest.raises(Fault, match=r"on torch 2.12.1; next: make verify TORCH=2.12.1"):
        Versions().since(NAME, "again")


def test_since_of_what_was_always_so(keep):
    keep("2.12.1", same=True)
    with pytest.raises(Fault, match="cannot be told"):
        Versions().since(NAME, "again")


@pytest.mark.parametrize("damage", ["", "{", "[]", '{"torch": "2.6.0"}'])
def test_a_damaged_record(folder, damage):
    (folder / "2.6.0.json").write_text(damage)
    with pytest.raises(Fault, match="damaged.*next: make verify TORCH=2.6.0"):
        Versions()


def test_the_footer_names_the_newest(keep):
    keep("9.0.0", same=True)
    assert not Versions().misstated("Verified up to torch 9.0.0.")
    (fault,) = Versions().misstated("Verified up to torch 2.15.0.")
    assert "write 9.0.0" in fault.what


def test_the_summary_names_what_is_new(keep):
    keep("2.11.0", same=True)
    keep("2.12.1", raised="X: y")
    said = verify.summary("2.12.1", versions.load("2.12.1"))
    assert f"against 2.11.0: 1 new\n  {NAME}: raised X: y" in said


@pytest.mark.parametrize("version", versions.recorded())
def test_a_record_is_whole_and_names_no_folder_of_a_machine(version):
    assert versions.load(version).torch.partition("+")[0] == version
    text = read(RECORDED / "versions" / f"{version}.json")
    assert not re.search(r"/(tmp|home|root|work|usr)/|site-packages", text)


def test_every_version_of_the_table_is_there():
    table = matrix.counts(Versions())
    assert all(f"| {version} |" in table for version in versions.recorded())


def test_runs_are_compared_value_by_value(tmp_path):
    here = {"losses": [1.0, 2.0, float("nan")], "kind": "sum"}
    path = tmp_path / "run.json"
    assert rerun.compared(here, path) == {"raised": True}

    def there(**changes):
        Record("a/b", here | changes, {}, {}, {}, 0.0).save(path)
        return rerun.compared(here, path)

    assert there() == {"same": True}
    assert there(losses=[1.0, 4.0, float("nan")]) == {"at": "[losses][1]", "by": 0.5}
    assert there(losses=[1.0, 2.0]) == {"at": "[losses]", "by": 1.0}
    assert there(kind="mean", losses=[1.1, 2.0, 3.0])["by"] == 1.0


def test_claims_are_not_asked_of_the_pinned_torch():
    with pytest.raises(Fault, match="the build itself checks the claims on it; next: make test"):
        verify.main([Versions().pinned, "--claims"])


def test_the_summary_names_false_claims_and_other_runs(keep):
    keep("2.12.1", same=True)
    record = versions.load("2.12.1")
    record.runs = {"a/b": {"same": True}, "a/c": {"raised": True}}
    record.claims = {"held": 7, "false": ["a/d"]}
    said = verify.summary("2.12.1", record)
    assert "of 2 runs 1 are other; 7 claims hold\n  a/c {'raised': True}\n  false: a/d" in said


def test_one_file_pins_every_library():
    named = tomllib.loads(read(ROOT / "pyproject.toml"))["project"]["dependencies"]
    pins = dict(line.split("==") for line in read(ROOT / "requirements.lock").split())
    pins = {name.lower().replace("_", "-"): version for name, version in pins.items()}
    assert {name.lower() for name in named} <= set(pins)
    assert pins["torch"] == Versions().pinned


@pytest.mark.parametrize(
    ("name", "last", "first", "words"),
    [
        ("errors/unused_in_grad.py", "2.12.1", "2.13.0", "The differentiated Tensor at index 1"),
        ("faq/fused_half.py", "2.13.0", "2.14.1", "SGD bfloat16                64            64"),
        ("errors/bare_set.py", "2.14.1", "2.15.0", "FutureWarning: optimizer parameters need"),
        ("loops/fsdp.py", "2.14.1", "2.15.0", "the same in bfloat16             1.0        10.0"),
    ],
)
def test_a_version_that_a_page_types_is_that_of_the_records(name, last, first, words):
    """What the pages say of a newer version is printed there, and not on the one before."""

    def printed(version):
        row = versions.load(version).programs.get(name, {})
        return row.get("printed") or read((SNIPPETS / name).with_suffix(".out"))

    assert words in printed(first)
    assert words not in printed(last)
