"""Every colour of the site, once: for its style sheet, its figures and its labs.

Figures name the first seven by role, "zg:weight"; style sheets name all of them, var(--zg-weight).
"""

from __future__ import annotations

ROLES = {  # the role, in light, in dark
    "weight": ("#196FD5", "#3891FC"),
    "fresh": ("#9B6310", "#E3802A"),
    "stale": ("#620B55", "#F1C3E3"),
    "correct": ("#033A1F", "#63FFB5"),
    "ink": ("#24292F", "#E2E4E9"),
    "grid": ("#8A9099", "#6E7681"),
    "paper": ("#FFFFFF", "#1E2129"),
}
PAGE = {
    "quiet": ("#59626E", "#A6AEBB"),
    "rule": ("#DFE3E8", "#3A3F4B"),
    "chalk": ("#F3F5F7", "#F3F5F7"),  # on slate
    "chalk-faint": ("#C3CAD2", "#C3CAD2"),
    "slate": ("#2B3640", "#171A20"),
    "md-default-bg-color": ("#FFFFFF", "#1E2129"),
    "md-code-bg-color": ("#F5F5F5", "#272A35"),
    "md-typeset-a-color": ("#0F6073", "#86C9DA"),
    "md-typeset-mark-color": ("#FFF3C4", "#4A3F14"),
    "md-code-hl-keyword-color": ("#6A3D9A", "#C3AEF0"),
    "md-code-hl-constant-color": ("#6A3D9A", "#C3AEF0"),
    "md-code-hl-string-color": ("#2A6B3F", "#9FD3AB"),
    "md-code-hl-number-color": ("#A03D12", "#F0AB85"),
    "md-code-hl-special-color": ("#A03D12", "#F0AB85"),
    "md-code-hl-function-color": ("#1B5595", "#93C4F5"),
}
THEMES = ("light", "dark")


def theme(name: str) -> dict[str, str]:
    """Role → colour "#RRGGBB" in the theme "light" or "dark"."""
    return {role: colours[THEMES.index(name)] for role, colours in ROLES.items()}


def style_sheet() -> str:
    """The palette as CSS variables, for both of the page's colour schemes; paper prints light."""
    colours = {f"zg-{role}": pair for role, pair in ROLES.items()} | PAGE
    light, dark = (
        "".join(f"  --{name}: {pair[i].lower()};\n" for name, pair in colours.items())
        for i in range(2)
    )
    return (
        f"[data-md-color-scheme] {{\n{light}}}\n\n"
        f'@media screen {{\n[data-md-color-scheme="slate"] {{\n{dark}}}\n}}\n'
    )
