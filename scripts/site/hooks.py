"""MkDocs events, each handed on: record, check, tidy a notebook, tune the search, publish."""

import logging
import subprocess
import sys
from pathlib import Path

from mkdocs.exceptions import PluginError

from scripts import notebooks
from scripts.site import answers, search
from tests import blocks

log = logging.getLogger("mkdocs.hooks.record")
serving = False


def on_startup(command, dirty):
    global serving
    serving = command == "serve"


def on_pre_build(config):
    root = Path(config.config_file_path).parent
    done = subprocess.run([sys.executable, "-m", "scripts.record"], cwd=root, check=False)
    problems = blocks.problems(root)
    for problem in problems:
        log.error(problem)
    if serving and (done.returncode or problems):
        log.error("the page shows the last good runs; mend what is named above and save")
    elif done.returncode:
        raise PluginError("the runs could not be recorded; what failed is named above")
    elif problems:
        raise PluginError("the pages are not in order; what is wrong is named above")


def on_post_build(config):
    root = Path(config.config_file_path).parent
    search.tune(Path(config.site_dir))
    answers.publish(Path(config.site_dir), root, config.site_url, config.site_description)


def on_page_content(html, page, config, files):
    return notebooks.tidy(html) if page.file.src_uri.startswith("notebooks/") else html
