"""Markdown of our own: formulas are typeset, drawings put in, words explained, never in code."""

from __future__ import annotations

import pytest
from markdown import Markdown, markdown

from scripts.files import FIGURES, Fault
from scripts.weave import formulas, words
from scripts.weave.words import definitions, explained


def linked(text: str) -> str:
    """The text with its words explained, then rendered."""
    woven, used = explained(text, "../glossary.md")
    ends = "".join(f"\n[{word}]: {target}" for word, target in used.items())
    return Markdown(extensions=["tables", "pymdownx.superfences"]).convert(f"{woven}\n{ends}")


def test_a_formula_becomes_html_and_mathml():
    html = markdown(r"where \(a < b\).", extensions=["scripts.extensions.mathematics"])
    assert "<mo>&lt;</mo>" in html
    assert 'class="katex-html"' in html


@pytest.mark.parametrize("formula", [r"\frac{1", r"\nosuch", r"\mathsf{x}"])
def test_a_bad_formula_is_named(formula):
    with pytest.raises(Fault, match="docs/x.md: formula") as raised:
        formulas.glyphs(rf"It is \({formula}\).", "docs/x.md", "make site")
    assert formula in str(raised.value)


def test_no_formula_is_seen_in_code():
    text = "`\\(x\\)` and\n\n```\n\\(\\nosuch\\)\n```\n"
    assert formulas.glyphs(text, "docs/x.md", "make site") == set()


def test_a_drawing_is_put_into_the_page_with_its_words():
    image = r"![A line, \[4\].](../generated/accumulation/ledger.svg){ .drawing }"
    html = markdown(image, extensions=["attr_list", "scripts.extensions.drawings"])
    svg = (FIGURES / "accumulation/ledger.svg").read_text("utf-8")
    assert html.startswith('<div class="drawing"><svg')
    assert 'aria-label="A line, [4]."' in html
    assert html.count("<path") == svg.count("<path") > 0


def test_a_word_is_explained_once_in_a_section():
    html = linked("A leaf tensor and leaf tensors.\n\n## Next\n\nLeaf tensors in two windows.")
    assert html.count('href="../glossary.md#leaf-tensor"') == 2
    assert ">windows</a>." in html
    assert f'title="{definitions()["window"]}"' in html


@pytest.mark.parametrize(
    "text",
    [
        "# A window",
        "`window`",
        "``a `window` b``",
        "[a window](x.md)",
        "[a\nwindow](x.md)",
        "On Windows.",
        "```text\na window\n```",
        "    ```text\n    a window\n    ```",
        '??? question "A window?"',
        "| a window |\n|---|\n| x |",
        "<figure markdown>\na window\n</figure>",
        r"\(window\)",
    ],
)
def test_headings_code_and_links_stay_as_they_are(text):
    assert explained(text, "../glossary.md") == (text, {})


def test_words_in_tables_and_lists_are_explained():
    text = "| x |\n|---|\n| a window |\n\n- a micro-batch\n"
    assert explained(text, "g.md")[0] == text.replace("window", "[window][]").replace(
        "micro-batch", "[micro-batch][]"
    )


def test_every_word_of_the_glossary_has_its_definition_and_its_anchor():
    meanings = definitions()
    assert len(meanings) >= 20
    assert all(meaning.endswith(".") for meaning in meanings.values())
    woven = words.entries("window\n: The window.\n")
    assert woven == "window { #window }\n: The window.\n"
