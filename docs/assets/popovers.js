// A touch of a proof mark or of a word of the glossary opens what it says, in place: the sentence, the
// values of the run, the way on. Without scripts, and for a new tab, each stays a link.
const MARKS = "article a[href*='proofs/']:not(.headerlink), article a[href*='glossary/']"
const asked = event => event.target.closest?.(MARKS)
const said = new WeakMap() // the theme takes a link's title away while it shows it
const remember = event => {
  const link = asked(event)
  if (link?.title) said.set(link, link.title)
}
let values // of all proofs, from assets/proofs.js; asked for once
const proofs = link => values ??= new Promise(done => {
  const script = document.createElement("script")
  script.src = new URL("../assets/proofs.js", link.href)
  script.onload = script.onerror = () => done(window.zeroGradProofs ?? {})
  document.head.append(script)
})
const element = (name, text, options = {}) =>
  Object.assign(document.createElement(name), { textContent: text, ...options })

const fill = (note, link, isProof) => {
  const sentence = said.get(link).replace(/^Proof: /, "")
  const further = element("a", isProof ? "How it is proved" : "In the glossary", { href: link.href })
  note.append(element("p", sentence), element("p", ""))
  note.lastChild.append(further)
  if (isProof) proofs(link).then(all => {
    const [shown, count] = all[new URL(link.href).hash.slice(1)] ?? [[], 0]
    if (!shown.length) return
    const list = document.createElement("dl")
    for (const [path, value] of shown) list.append(element("dt", path), element("dd", value))
    if (count > shown.length) list.append(element("dt", `and ${count - shown.length} more`))
    note.firstChild.after(list)
    place(note, link)
  })
}
// Under the link, or above it where there is no room; on a phone the style sheet puts it at the foot.
const place = (note, link) => {
  const [at, own] = [link.getBoundingClientRect(), note.getBoundingClientRect()]
  const below = at.bottom + own.height + 8 < innerHeight
  note.style.left = `${Math.max(8, Math.min(at.left - 16, innerWidth - own.width - 8))}px`
  note.style.top = `${below ? at.bottom + 6 : Math.max(8, at.top - own.height - 6)}px`
}
let closed = {} // which link's note was closed last, and when: its own link closes it, too
const open = link => {
  const isProof = link.href.includes("proofs/")
  const note = element("div", "", { className: "note", popover: "auto", tabIndex: -1, role: "dialog" })
  note.setAttribute("aria-label", isProof ? "Proof" : link.textContent)
  fill(note, link, isProof)
  link.after(note)
  note.showPopover()
  place(note, link)
  note.focus({ preventScroll: true })
  note.addEventListener("beforetoggle", () => { closed = { link, at: performance.now() } })
  note.addEventListener("toggle", event => {
    if (event.newState === "open") return
    if (note.contains(document.activeElement) || document.activeElement === document.body) link.focus({ preventScroll: true })
    note.remove()
  })
}
if ("popover" in HTMLElement.prototype) {
  for (const near of ["pointerover", "focusin"]) addEventListener(near, remember, true)
  addEventListener("click", event => {
    const link = asked(event)
    if (!link || event.button || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return
    remember(event)
    if (!said.get(link)) return
    event.preventDefault()
    event.stopPropagation() // or the theme would go there
    const closes = event.detail && closed.link === link && performance.now() - closed.at < 300
    if (!closes) open(link)
  }, true)
}
