"""Lighthouse: its four scores for a page of each kind, on a phone and on a desk."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import tempfile
from pathlib import Path

from scripts import browser
from scripts.files import ROOT, Fault
from scripts.host import Host

VERSION = "12.8.2"  # the last for Node 20
HOME = ROOT / ".cache" / "lighthouse"
COMMAND = HOME / "node_modules" / ".bin" / "lighthouse"
PAGES = ("", "chapters/forgetting/", "faq/basics/", "notebooks/lab/", "errors/", "doctor/")
SCORES = ("performance", "accessibility", "best-practices", "seo")
FORMS = {"phone": (), "desk": ("--preset=desktop",)}


def report(host: Host) -> None:
    """Print the scores, out of 100, and the name of every audit that is not passed."""
    install()
    print(f"{'':36}" + "".join(f"{name:>16}" for name in SCORES))
    for page in PAGES:
        for form, options in FORMS.items():
            said = examined(host.url + page, options)
            scores = [said["categories"][name]["score"] for name in SCORES]
            cells = "".join(f"{'–' if s is None else round(100 * s):>16}" for s in scores)
            print(f"{page or 'the front page':26}{form:10}{cells}", flush=True)
            for words in failed(said):
                print(f"    {words}", flush=True)


def install() -> None:
    """Put Lighthouse under .cache/, if it is not there.

    Raises:
        Fault: there is no npm.
    """
    if COMMAND.exists():
        return
    if not shutil.which("npm"):
        raise Fault("bench", "there is no npm, which installs Lighthouse", "apt-get install npm")
    words = ["npm", "install", "--prefix", HOME, "--no-audit", "--no-fund", "--silent"]
    subprocess.run([*words, f"lighthouse@{VERSION}"], check=True)


def examined(address: str, options: tuple[str, ...]) -> dict:
    """What Lighthouse says of a page."""
    with tempfile.TemporaryDirectory() as folder:
        out = Path(folder) / "said.json"
        flags = " ".join(["--headless=new", *browser.OPTIONS])
        words = [COMMAND, address, "--quiet", "--output=json", f"--output-path={out}"]
        words += [f"--chrome-flags={flags}", *options]
        environment = os.environ | {"CHROME_PATH": str(browser.find())}
        subprocess.run(words, env=environment, check=True, stdout=subprocess.DEVNULL)
        return json.loads(out.read_text("utf-8"))


def failed(said: dict) -> list[str]:
    """The audits that cost points, but for those of speed."""
    return [
        f"{name}: {said['audits'][audit['id']]['title']}"
        for name in SCORES[1:]
        for audit in said["categories"][name]["auditRefs"]
        if audit["weight"] and (said["audits"][audit["id"]]["score"] or 0) < 1
        if said["audits"][audit["id"]]["scoreDisplayMode"] in ("binary", "numeric", "metricSavings")
    ]
