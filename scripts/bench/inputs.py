"""What each tool wants: the same programs, each on a page of its own, written in its own form.

A writer gives the commands that build, the file of the program to edit, where the site will be, and
the page of that program.
"""

from __future__ import annotations

import re
import sys
from pathlib import Path

from scripts.files import SNIPPETS, read
from tests.sample import FILES, Sample

Written = tuple[list[list[str]], Path, Path, str]
BELOW = "What it prints stands below."
HEADER = """---
file_format: mystnb
kernelspec: {{name: python3, display_name: Python 3}}
---

# {}

{}

```{{code-cell}} python
{}```
"""


def this_project(folder: Path, programs: list, python: str) -> Written:
    """A site with this project's own machinery."""
    sample = Sample(folder)
    for name in FILES:
        (folder / name).unlink()
    nav = "nav:\n  - Home: index.md\n"
    nav += "".join(f"  - {one.stem}: {one.stem}.md\n" for one in programs)
    nav += "  - Glossary: glossary.md\n  - Proofs: proofs.md\ntheme:"
    config = re.sub(r"nav:\n.*?\ntheme:", lambda _: nav, sample.read("mkdocs.yml"), flags=re.DOTALL)
    sample.write("mkdocs.yml", config)
    for one in programs:
        sample.write(f"snippets/{one.name}", read(SNIPPETS / one.name))
        out = one.name.replace(".py", ".out")
        sample.write(f"snippets/{out}", read(SNIPPETS / out))
        shown = f'[= show("{one.name}") =]'
        sample.write(f"docs/{one.stem}.md", f"# {one.title}\n\n{BELOW}\n\n{shown}\n")
    links = "".join(f"- [{one.title}]({one.stem}.md)\n" for one in programs)
    sample.write("docs/index.md", f"# Programs\n\n{links}")
    build = ["mkdocs", "build", "--strict", "--quiet"]
    steps = (["scripts", "record"], ["scripts", "weave"], build, ["scripts", "publish", "site"])
    commands = [[sys.executable, "-m", *words] for words in steps]
    first = programs[0]
    return commands, folder / "snippets" / first.name, folder / "site", f"{first.stem}/"


def sphinx_gallery(folder: Path, programs: list, python: str) -> Written:
    """A gallery whose examples are all run."""
    conf = (
        'project = "Programs"\nextensions = ["sphinx_gallery.gen_gallery"]\n'
        'sphinx_gallery_conf = {"examples_dirs": "examples", "gallery_dirs": "gallery",\n'
        '    "filename_pattern": "/", "abort_on_example_error": True}\n'
    )
    (folder / "conf.py").write_text(conf)
    (folder / "index.rst").write_text("Programs\n========\n\n.. toctree::\n\n   gallery/index\n")
    examples = folder / "examples"
    examples.mkdir()
    (examples / "GALLERY_HEADER.rst").write_text("Programs\n========\n")
    for one in programs:
        head = f"{one.title}\n{'=' * len(one.title)}\n\n{BELOW}"
        (examples / f"{one.stem}.py").write_text(f'"""\n{head}\n"""\n\n{one.code}')
    first = programs[0].stem
    commands = [[python, "-m", "sphinx", "-q", "-b", "html", ".", "site"]]
    return commands, examples / f"{first}.py", folder / "site", f"gallery/{first}.html"


def myst_nb(folder: Path, programs: list, python: str) -> Written:
    """Notebooks in Markdown, each run in a kernel of its own, and kept while it does not change."""
    conf = (
        'project = "Programs"\nextensions = ["myst_nb"]\nnb_execution_mode = "cache"\n'
        "nb_execution_timeout = 300\nnb_execution_raise_on_error = True\n"
        'exclude_patterns = ["site"]\n'
    )
    (folder / "conf.py").write_text(conf)
    names = "\n".join(one.stem for one in programs)
    (folder / "index.md").write_text(f"# Programs\n\n```{{toctree}}\n{names}\n```\n")
    for one in programs:
        (folder / f"{one.stem}.md").write_text(HEADER.format(one.title, BELOW, one.code))
    first = programs[0].stem
    edited = folder / f"{first}.md"
    commands = [[python, "-m", "sphinx", "-q", "-b", "html", ".", "site"]]
    return commands, edited, folder / "site", f"{first}.html"


def plain_theme(folder: Path, programs: list, python: str) -> Written:
    """The theme as it comes: code and output are typed, nothing runs."""
    docs = folder / "docs"
    docs.mkdir()
    (folder / "mkdocs.yml").write_text(
        "site_name: Programs\ntheme: {name: material, font: false}\n"
        "markdown_extensions: [pymdownx.superfences, pymdownx.highlight]\n"
    )
    for one in programs:
        printed = read((SNIPPETS / one.name).with_suffix(".out"))
        blocks = f"```python\n{one.code}```\n\n```text\n{printed}```\n"
        (docs / f"{one.stem}.md").write_text(f"# {one.title}\n\n{BELOW}\n\n{blocks}")
    links = "".join(f"- [{one.title}]({one.stem}.md)\n" for one in programs)
    (docs / "index.md").write_text(f"# Programs\n\n{links}")
    first = programs[0].stem
    commands = [[sys.executable, "-m", "mkdocs", "build", "--quiet"]]
    return commands, docs / f"{first}.md", folder / "site", f"{first}/"


WRITERS = {
    "this project": this_project,
    "sphinx-gallery": sphinx_gallery,
    "myst-nb": myst_nb,
    "the plain theme, nothing runs": plain_theme,
}
