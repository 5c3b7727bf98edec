// Explorables: recorded runs, replayed. Every state was recorded, and put into words, when the site
// was built; nothing is computed here. An element's script and its record come when it is near the
// screen. Without them, a page shows the state that matters most.
const records = {}  // of each element, filled by explorables/<element>.record.js

class Explorable extends HTMLElement {
  connectedCallback() {
    if (this.form) return
    this.record = records[this.localName]
    this.form = this.querySelector("form")
    this.start(new URLSearchParams(location.search))
  }

  fill(state) {
    for (const place of this.querySelectorAll("[data-text]")) {
      if (place.dataset.text in state) place.textContent = state[place.dataset.text]
    }
    if ("copy" in state) this.querySelector("[data-clipboard-text]").dataset.clipboardText = state.copy
  }

  // A button that cannot be pressed hands its focus on.
  enable(button, can, next) {
    const held = button === document.activeElement
    button.disabled = !can
    if (held && !can) next.focus({ preventScroll: true })
  }

  // The address leads back to what is shown, and here.
  remember(choices) {
    const address = new URL(location)
    for (const [name, value] of Object.entries(choices)) address.searchParams.set(name, value)
    if (this.id) address.hash = this.id
    history.replaceState(history.state, "", address)
  }
}

const folder = document.currentScript.src.replace(/[^/]*$/, "explorables/")
const fetched = new Set()
const near = new IntersectionObserver(seen => seen.forEach(({ target, isIntersecting }) => {
  if (!isIntersecting) return
  near.unobserve(target)
  if (fetched.has(target.localName)) return
  fetched.add(target.localName)
  for (const file of [".record.js", ".js"]) {
    const script = document.createElement("script")
    script.src = folder + target.localName + file
    script.async = false  // the record first
    document.head.append(script)
  }
}), { rootMargin: "100%" })
const watch = () => document.querySelectorAll(".explorable > :not(:defined)").forEach(element => near.observe(element))
watch()
new MutationObserver(watch).observe(document.documentElement, { childList: true, subtree: true })
