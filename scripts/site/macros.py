"""What a page may ask for: recorded numbers, figures, program footers, claims, the proofs."""

from __future__ import annotations

import traceback
from importlib.metadata import version
from pathlib import Path

from jinja2 import UndefinedError
from markdown import Markdown
from mkdocs.utils import get_relative_url
from mkdocs_macros.errors import format_error

from scripts import claims
from scripts.runs import RECORDED, RunError, Runs
from scripts.site import library, parts
from scripts.site import loop_builder as orders
from scripts.site import stepper as steps

CAPTION = ("attr_list", "pymdownx.inlinehilite", "scripts.site.mathematics")


@format_error.register(parts.PageError)
@format_error.register(RunError)
@format_error.register(claims.ClaimError)
@format_error.register(UndefinedError)
def _one_clear_message(error: Exception, markdown: str, page) -> str:
    return f"{_where(error.__traceback__, markdown, page)}: {error}"


def _where(trace, markdown: str, page) -> str:
    """The page and line at which filling in `markdown` raised the exception of `trace`."""
    frames = traceback.extract_tb(trace)
    line = next((frame.lineno for frame in frames if frame.filename == "<template>"), 0)
    written = Path(page.file.abs_src_path).read_text(encoding="utf-8")
    cut = written.rstrip().count("\n") - markdown.rstrip().count("\n")  # the front matter
    return f"docs/{page.file.src_uri}:{line + cut}"


def define_env(env) -> None:
    """Give mkdocs-macros the names that pages use."""
    proofs_checked: dict[str, claims.Proof] = {}
    env.variables["runs"] = Runs()
    env.variables["cuda"] = Runs(RECORDED / "cuda", "cuda")
    env.variables["torch_version"] = version("torch").split("+")[0]

    def link(target: str) -> str:
        return get_relative_url(target, env.page.url)

    def fill(text: str) -> str:
        return env.env.from_string(text).render(**env.variables)

    def markdown(text: str) -> str:
        chosen = [name for name in CAPTION if name in env.conf.markdown_extensions]
        configs = {name: env.conf.mdx_configs.get(name, {}) for name in chosen}
        return Markdown(extensions=chosen, extension_configs=configs).convert(fill(text))

    def proof(name: str) -> claims.Proof:
        if name not in proofs_checked:
            proofs_checked[name] = claims.check(name)
        return proofs_checked[name]

    @env.filter
    def fmt(value, spec: str) -> str:
        """`value` as Python's format() writes it, with a true minus sign."""
        return format(value, spec).replace("-", "\N{MINUS SIGN}")

    @env.macro
    def claim(name: str) -> str:
        """The mark beside a sentence that a run proves; it leads to its proof."""
        return parts.mark(proof(name), link)

    @env.macro
    def figure(name: str) -> str:
        """The figure `name` inline, with caption, text alternative, data and downloads."""
        return parts.figure(name, env.variables["runs"], link, fill, markdown)

    @env.macro
    def stepper() -> str:
        """The ledger's two loops, to step through line by line."""
        return steps.stepper(env.variables["runs"].accumulation.ledger)

    @env.macro
    def loop_builder() -> str:
        """The five lines of a loop, to put into any order."""
        return orders.loop_builder(env.variables["runs"].placement.orders.network)

    @env.macro
    def figure_library() -> str:
        """A card for every figure of the site."""
        return library.library(env.conf["nav"], env.variables["runs"], link, fill, markdown)

    @env.macro
    def poster() -> str:
        """The poster; on narrow screens its panels."""
        return library.poster(link, figure)

    @env.macro
    def poster_downloads() -> str:
        """Links to the files of the poster."""
        return library.downloads(link)

    @env.macro
    def citation() -> str:
        """How to cite the site."""
        return library.sheets.citation()

    @env.macro
    def program(name: str) -> str:
        """The line under a program: its path, run time, what it was verified with, links."""
        page = Path(env.page.file.abs_src_path).read_text(encoding="utf-8")
        return parts.program(name, env.variables["runs"], link, page)

    @env.macro
    def proofs() -> str:
        """Every claim of the site: its assertion, the values it saw in this build, its command."""
        if problems := claims.mismatches():
            raise parts.PageError("\n".join(problems))
        places, shown = claims.marks(), []
        for name in claims.assertions():
            heading = f"## {name.split('/')[0].capitalize()}"
            shown += [] if heading in shown else [heading]
            shown.append(parts.proof(proof(name), places[name]))
        return "\n\n".join(shown)
