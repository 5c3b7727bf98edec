"""Markdown of our own: formulas are typeset or refused, words explained once and never in code."""

from __future__ import annotations

import logging
from pathlib import Path
from types import SimpleNamespace

import pytest
from markdown import Markdown, markdown
from markdown.treeprocessors import Treeprocessor
from scripts.site.glossary import definitions

ROOT = Path(__file__).parent.parent
WORDS = {"scripts.site.glossary": {"words": ["leaf tensor", "window"]}}


class Page(Treeprocessor):
    """Stands for what MkDocs tells an extension about the page."""

    file = SimpleNamespace(src_uri="chapters/x.md")
    config = SimpleNamespace(docs_dir=ROOT / "docs")


def page(text):
    extensions = ["scripts.site.glossary", "scripts.site.mathematics", "scripts.site.marks"]
    md = Markdown(extensions=[*extensions, "pymdownx.superfences"], extension_configs=WORDS)
    md.treeprocessors.register(Page(md), "relpath", 0)
    return md.convert(text)


def test_a_formula_becomes_html_and_mathml():
    html = markdown(r"where \(a < b\).", extensions=["scripts.site.mathematics"])
    assert "<mo>&lt;</mo>" in html
    assert 'class="katex-html"' in html


@pytest.mark.parametrize("formula", [r"\frac{1", r"\nosuch", r"\mathsf{x}"])
def test_a_bad_formula_is_a_warning_with_page_and_formula(caplog, formula):
    with caplog.at_level(logging.WARNING, "mkdocs"):
        page(rf"It is \({formula}\).")
    assert "chapters/x.md" in caplog.text
    assert formula in caplog.text


def test_a_word_is_explained_once_in_a_section():
    html = page("A leaf tensor and leaf tensors.\n\n## Next\n\nLeaf tensors in two windows.")
    assert html.count('href="../glossary.md#leaf-tensor"') == 2
    assert ">windows</a>." in html


@pytest.mark.parametrize("text", ["# A window", "`window`", "[a window](x.md)", "On Windows."])
def test_headings_code_and_links_stay_as_they_are(text):
    assert "term" not in page(text)


def test_every_word_of_the_glossary_has_its_definition():
    words = definitions((ROOT / "docs" / "glossary.md").read_text("utf-8"))
    assert len(words) >= 20
    assert all(meaning.endswith(".") for meaning in words.values())


def test_wrong_code_is_marked():
    fence = '```python title="x.py ({})"\npass\n```'
    assert 'highlight wrong raises"' in page(fence.format("raises KeyError"))
    assert 'highlight wrong"' in page(fence.format("wrong"))
    assert "wrong" not in page(fence.format("the same"))
