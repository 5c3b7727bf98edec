"""A release as one file: the site, which opens from disk, the programs, and the figures.

    python -m scripts.publish.release site          or make release

Two releases of one state are equal, byte for byte.
"""

from __future__ import annotations

import argparse
import io
import os
import time
import zipfile
from pathlib import Path

from scripts.files import BUILD, FIGURES, ROOT, SNIPPETS, Fault, shown, write
from scripts.weave.edition import version

FOLDER = BUILD / "release"
BESIDE = ("README.md", "LICENSE", "CITATION.cff")


def files(site: Path) -> dict[str, Path]:
    """What a release holds, by its name in it."""
    found = {name: ROOT / name for name in BESIDE}
    for name, root in (("site", site), ("programs", SNIPPETS), ("figures", FIGURES)):
        for path in root.rglob("*"):
            told = root == FIGURES and path.suffix == ".json"  # of a drawing, for `record` alone
            if path.is_file() and not told and "__pycache__" not in path.parts:
                found[f"{name}/{path.relative_to(root).as_posix()}"] = path
    return dict(sorted(found.items()))


def packed(site: Path) -> bytes:
    """The release as a zip file."""
    day = max(int(os.environ.get("SOURCE_DATE_EPOCH", "0")), 315_532_800)  # zip begins in 1980
    name, buffer = f"clean-slate-{version()}", io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for inside, path in files(site).items():
            entry = zipfile.ZipInfo(f"{name}/{inside}", time.gmtime(day)[:6])
            entry.external_attr = 0o100644 << 16
            archive.writestr(entry, path.read_bytes(), zipfile.ZIP_DEFLATED)
    return buffer.getvalue()


def main() -> None:
    """Write the release beside what is built, and say where it is.

    Raises:
        Fault: the site is not built.
    """
    parser = argparse.ArgumentParser(prog="python -m scripts.publish.release")
    parser.add_argument("site", nargs="?", type=Path, default=ROOT / "site")
    site = parser.parse_args().site
    if not (site / "index.html").exists():
        raise Fault(shown(site), "no site is built there", "make release")
    target = FOLDER / f"clean-slate-{version()}.zip"
    write(target, packed(site))
    print(f"{shown(target)}: {target.stat().st_size / 1e6:.0f} MB")


if __name__ == "__main__":
    main()
