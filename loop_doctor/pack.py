"""The doctor as one file, loop-doctor.pyz, that needs nothing but Python 3.9 or newer.

python -m loop_doctor.pack loop-doctor.pyz
"""

import io
import os
import sys
import zipfile

HERE = os.path.dirname(os.path.abspath(__file__))
START = "from loop_doctor.__main__ import command\ncommand()\n"


def packed():
    """The archive; the same files give the same bytes."""
    texts = {"__main__.py": START.encode()}
    for folder, _, names in os.walk(HERE):
        for name in names:
            path = os.path.join(folder, name)
            if name.endswith(".py") and name != "pack.py":
                inside = os.path.relpath(path, os.path.dirname(HERE)).replace(os.sep, "/")
                with open(path, "rb") as file:
                    texts[inside] = file.read()
    file = io.BytesIO(b"#!/usr/bin/env python3\n")
    file.seek(0, io.SEEK_END)
    with zipfile.ZipFile(file, "a", zipfile.ZIP_DEFLATED) as archive:
        for inside in sorted(texts):
            archive.writestr(zipfile.ZipInfo(inside), texts[inside], zipfile.ZIP_DEFLATED)
    return file.getvalue()


def pack(target):
    """Writes the archive, which may be run."""
    with open(target, "wb") as file:
        file.write(packed())
    os.chmod(target, 0o755)


if __name__ == "__main__":
    pack(sys.argv[1] if len(sys.argv) > 1 else "loop-doctor.pyz")
