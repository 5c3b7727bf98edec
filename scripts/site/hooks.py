"""MkDocs events, each handed on: record, check, keep, tidy, tune, trim, publish."""

import logging
import subprocess
import sys
from pathlib import Path

from jinja2 import FileSystemBytecodeCache
from mkdocs.exceptions import PluginError
from mkdocs.plugins import CombinedEvent, event_priority

from scripts import notebooks
from scripts.site import answers, fonts, kept, search
from tests import blocks

log = logging.getLogger("mkdocs.hooks.record")
serving = False
pages = None  # kept from the last build


def on_startup(command, dirty):
    global serving
    serving = command == "serve"


def on_serve(server, config, builder):
    docs = Path(config.docs_dir)  # watched but for docs/generated, which each build writes itself
    server.unwatch(str(docs))
    server.watch(str(docs), recursive=False)
    for folder in docs.iterdir():
        if folder.is_dir() and folder.name != "generated":
            server.watch(str(folder))


def on_pre_build(config):
    root = Path(config.config_file_path).parent
    with subprocess.Popen([sys.executable, "-m", "scripts.record"], cwd=root) as recording:
        problems = blocks.problems(root)  # meanwhile
    failed = recording.returncode
    for problem in problems:
        log.error(problem)
    if serving and (failed or problems):
        log.error("the page shows the last good runs; mend what is named above and save")
    elif failed:
        raise PluginError("the runs could not be recorded; what failed is named above")
    elif problems:
        raise PluginError("the pages are not in order; what is wrong is named above")


def on_files(files, config):
    global pages
    pages = kept.Kept(files)


@event_priority(100)  # before the macros are filled in
def on_page_markdown(markdown, page, config, files):
    return "" if pages.has(page, markdown) else markdown


@event_priority(-100)
def on_page_content(html, page, config, files):
    html = notebooks.tidy(html) if page.file.src_uri.startswith("notebooks/") else html
    return pages.content(page, html)


def on_env(env, config, files):
    folder = Path(config.config_file_path).parent / ".cache" / "templates"
    folder.mkdir(parents=True, exist_ok=True)
    env.bytecode_cache = FileSystemBytecodeCache(str(folder))


@event_priority(100)  # before the search reads the page
def _make_readable(context, page, config, nav):
    page.whole, page.content = page.content, search.readable(page.content)


@event_priority(-100)
def _make_whole(context, page, config, nav):
    page.content = page.whole


on_page_context = CombinedEvent(_make_readable, _make_whole)


def on_post_build(config):
    root, site = Path(config.config_file_path).parent, Path(config.site_dir)
    search.tune(site)
    fonts.trim(site)
    answers.publish(site, root, config.site_url, config.site_description)
