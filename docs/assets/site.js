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
// A program that a page shows in parts is copied whole: all its parts, in order, folded ones too.
const copies = () => {
  document.querySelectorAll("p.program.parts:not(:has(button))").forEach(footer => {
    const all = [...document.querySelectorAll("p.program, .language-python.highlight")]
    const end = all.indexOf(footer)
    const start = all.slice(0, end).findLastIndex(part => part.matches("p.program")) + 1
    const button = document.createElement("button")
    button.type = "button"
    button.textContent = "copy it whole"
    button.dataset.clipboardText =
      all.slice(start, end).map(part => part.querySelector("code").textContent.replace(/^\n+|\s+$/g, "")).join("\n\n\n") + "\n"
    footer.append(button)
  })
}
// A list of questions gets a box that filters it as one types.
const filters = () => {
  document.querySelectorAll(".questions:not(:has(input))").forEach(list => {
    const label = document.createElement("label")
    label.innerHTML = `Filter <input type="search" autocomplete="off"> <output></output>`
    list.prepend(label)
    const [input, output] = label.querySelectorAll("input, output")
    input.addEventListener("input", () => {
      const words = input.value.toLowerCase().split(/\s+/)
      const fits = item => words.every(word => item.textContent.toLowerCase().includes(word))
      const items = [...list.querySelectorAll("li")]
      items.forEach(item => { item.hidden = !fits(item) })
      list.querySelectorAll("ul").forEach(part => {
        part.hidden = !part.querySelector("li:not([hidden])")
        if (part.previousElementSibling.matches("h2")) part.previousElementSibling.hidden = part.hidden
      })
      const left = items.filter(item => !item.hidden).length
      output.textContent = input.value.trim() ? `${left} of ${items.length}` : ""
    })
  })
}
// On a phone a line of code wraps; what is left of it hangs under its own indentation.
const NARROW = matchMedia("(max-width: 44.9844em)")
const LINES = /<span class="([^"]*)">([^<]*\n[^<]*)<\/span>/g
const hang = () => {
  if (NARROW.matches) document.querySelectorAll(".highlight:not(.output) pre > code:not(.hung)").forEach(code => {
    code.classList.add("hung")
    const whole = code.innerHTML.replace(LINES, (_, kind, text) => // a text of several lines: a part in each
      text.split("\n").map(line => `<span class="${kind}">${line}</span>`).join("\n"))
    code.innerHTML = whole.trimEnd().split("\n").map(line => {
      const indent = line.replace(/<[^>]*>/g, "").search(/\S|$/)
      return `<span class="line" style="--indent: ${indent}">${line}\n</span>`
    }).join("")
  })
}
// A table becomes cards, one a row; each cell says what its column is. Roles keep what it was.
const ROLES = { table: "table", thead: "rowgroup", tbody: "rowgroup", tr: "row", th: "columnheader", td: "cell" }
const cards = () => {
  if (NARROW.matches) document.querySelectorAll(".md-typeset table:not([class])").forEach(table => {
    const heads = [...table.querySelectorAll("thead th")].map(head => head.textContent)
    table.classList.add("cards")
    for (const [tag, role] of Object.entries(ROLES)) [table, ...table.querySelectorAll(tag)].forEach(part => {
      if (part.localName === tag) part.setAttribute("role", role)
    })
    table.querySelectorAll("tbody tr").forEach(row => {
      [...row.cells].forEach((cell, i) => { if (i) cell.dataset.column = heads[i] ?? "" })
    })
  })
}
// The doctor is loaded on its own page alone.
const ASSETS = new URL(".", document.currentScript.src)
const doctor = () => {
  if (!document.querySelector("zg-doctor:not(:defined)") || document.querySelector("script[data-doctor]")) return
  const tag = Object.assign(document.createElement("script"), { src: new URL("doctor.js", ASSETS) })
  tag.dataset.doctor = ""
  document.head.append(tag)
}
NARROW.addEventListener("change", () => { hang(); cards() })
const all = () => { mend(); copies(); filters(); hang(); cards(); doctor() }
all()
new MutationObserver(all).observe(document.documentElement, { childList: true, subtree: true })
addEventListener("resize", mend)

// Opened from disk, a link to a folder would list its files.
if (location.protocol === "file:") {
  addEventListener("click", event => {
    const link = event.target.closest("a[href]")
    if (link?.protocol === "file:" && link.pathname.endsWith("/")) link.pathname += "index.html"
  }, true)
}
