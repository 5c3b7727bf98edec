// What the theme leaves out for keyboards and screen readers: a name for the landmark around each
// copy button, and focus for tables, formulas and cells that are wider than the screen.
const WIDE = ".md-typeset__scrollwrap, div.arithmatex, .highlight-ipynb"
const mend = () => {
  document.querySelectorAll("nav.md-code__nav:not([aria-label])").forEach((nav, i) => {
    nav.setAttribute("aria-label", `Code block ${i + 1}`)
  })
  document.querySelectorAll(WIDE).forEach(box => {
    if (box.scrollWidth > box.clientWidth) box.tabIndex = 0
    else box.removeAttribute("tabindex")
  })
}
new MutationObserver(mend).observe(document.documentElement, { childList: true, subtree: true })
addEventListener("resize", mend)

// Opened from disk, a link to a folder would list its files.
if (location.protocol === "file:") {
  addEventListener("click", event => {
    const link = event.target.closest("a[href]")
    if (link?.protocol === "file:" && link.pathname.endsWith("/")) link.pathname += "index.html"
  }, true)
}
