// What the theme leaves out for keyboards and screen readers: the search's buttons are no landmark,
// and tables, formulas and code that are wider than the screen take focus.
const wide = new ResizeObserver(boxes => boxes.forEach(({ target }) => {
  if (target.scrollWidth > target.clientWidth) target.tabIndex = 0
  else target.removeAttribute("tabindex")
}))
const mend = () => {
  const nav = document.querySelector("nav.md-search__options")
  nav?.removeAttribute("aria-label")
  nav?.setAttribute("role", "none")
  document.querySelectorAll(".md-typeset__scrollwrap, div.arithmatex, pre > code").forEach(box => wide.observe(box))
}
// Folded code comes at the first touch of a fold, from folds.js beside the page (scripts/publish/folds.py).
const unfold = () => {
  const article = document.querySelector("article")
  const places = article.querySelectorAll(".aside")
  article.code ??= places.length && new Promise(done => {
    window.folds = code => {
      places.forEach((place, i) => place.insertAdjacentHTML("afterend", `<div class="folded">${code[i]}</div>`))
      done()
    }
    const script = document.createElement("script")
    script.src = "folds.js"
    script.onerror = done // offline: the links to the programs stay
    document.head.append(script)
  })
  return article.code
}
// Every block of code gets a copy button, which the theme's script serves. The theme would measure
// each block for its own, and lay the page out as often.
let blocks = 0
const copyable = () => document.querySelectorAll(".highlight:not(.output) > pre > code:not([id])").forEach(code => {
  code.id = `code-${++blocks}`
  code.insertAdjacentHTML("beforebegin", `<div class="md-code__nav"><button class="md-code__button"
    title="Copy to clipboard" aria-label="Copy to clipboard" data-md-type="copy" data-clipboard-target="#${code.id}"></button></div>`)
})
for (const touch of ["pointerover", "focusin"]) addEventListener(touch, event => {
  if (event.target.closest?.("article summary")) unfold()
})
addEventListener("toggle", event => event.target.localName === "details" && unfold(), true)
addEventListener("keydown", event => { // to find what is folded, too
  if (event.key === "f" && (event.ctrlKey || event.metaKey)) unfold()
})
// A program that a page shows in parts is copied whole: all its parts, in order, folded ones too.
const whole = footer => {
  const all = [...document.querySelectorAll("p.program, .language-python.highlight")]
  const end = all.indexOf(footer)
  const start = all.slice(0, end).findLastIndex(part => part.matches("p.program")) + 1
  const parts = all.slice(start, end).map(part => part.querySelector("code").textContent)
  return parts.map(text => text.replace(/^\n+|\s+$/g, "")).join("\n\n\n") + "\n"
}
const copies = () => {
  document.querySelectorAll("p.program.parts:not(:has(button))").forEach(footer => {
    const button = document.createElement("button")
    button.type = "button"
    button.textContent = "copy it whole"
    button.addEventListener("click", async () => {
      if (button.dataset.clipboardText) return // the theme copies it
      await unfold()
      button.dataset.clipboardText = whole(footer)
      button.click()
    })
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
// The page as Markdown goes to the clipboard; a report names the heading that is being read.
const waysOut = () => {
  const page = document.querySelector("[data-copy-page]:not(.ready)")
  if (page && navigator.clipboard && location.protocol.startsWith("http")) {
    page.classList.add("ready")
    const button = document.createElement("button")
    button.type = "button"
    button.textContent = "Copy page as Markdown"
    button.addEventListener("click", async () => {
      const text = await (await fetch(page.href)).text()
      await navigator.clipboard.writeText(text)
      button.textContent = "Copied"
    })
    page.parentElement.append(button)
  }
  const report = document.querySelector("[data-report]:not(.ready)")
  report?.classList.add("ready")
  report?.addEventListener("click", () => {
    const above = [...document.querySelectorAll("article :is(h1, h2, h3, h4)[id]")]
    const read = above.findLast(heading => heading.getBoundingClientRect().top < innerHeight / 2 && heading.id)
    const url = new URL(report.href)
    const body = url.searchParams.get("body").replace(/^Heading: .*\n/m, "")
    const asked = document.getElementById(decodeURIComponent(location.hash.slice(1)))
    const heading = (asked && above.includes(asked) ? asked : read)?.firstChild.textContent.trim()
    url.searchParams.set("body", body.replace("\n", heading ? `\nHeading: ${heading}\n` : "\n"))
    report.href = url
  })
}
// A deck fills the screen; its slides follow one another by the keys that scroll, and by the arrows.
const decks = () => {
  document.querySelectorAll(".slides:not(:has(.present))").forEach(deck => {
    if (!document.fullscreenEnabled) return
    const button = document.createElement("button")
    button.type = "button"
    button.className = "present md-button"
    button.textContent = "Present"
    button.addEventListener("click", () => { deck.tabIndex = -1; deck.requestFullscreen().then(() => deck.focus()) })
    deck.addEventListener("keydown", event => {
      const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key]
      if (step && document.fullscreenElement === deck) deck.scrollBy(0, step * innerHeight)
    })
    deck.prepend(button)
  })
}
const all = () => { mend(); copyable(); copies(); filters(); waysOut(); decks() }
all()
new MutationObserver(all).observe(document.documentElement, { childList: true, subtree: true })

// The search is loaded when the reader goes to its box, with the pointer, Tab or one of the theme's keys.
const box = document.querySelector("[data-search] input")
const source = new URL("search.js", document.currentScript.src)
box?.addEventListener("focus", () => {
  document.head.append(Object.assign(document.createElement("script"), { src: source }))
}, { once: true })
addEventListener("keydown", event => {
  const typing = event.target.closest?.("input, textarea, select, [contenteditable]")
  if (!typing && !event.ctrlKey && !event.metaKey && !event.altKey && ["/", "s", "f"].includes(event.key)) {
    event.preventDefault()
    box.focus()
  }
})

// Opened from disk, a link to a folder would list its files.
if (location.protocol === "file:") {
  addEventListener("click", event => {
    const link = event.target.closest("a[href]")
    if (link?.protocol === "file:" && link.pathname.endsWith("/")) link.pathname += "index.html"
  }, true)
}
