// The search: sections ranked by what they say. Loaded, with all it needs, when the reader goes to the
// box (site.js).
// MiniSearch finds and ranks (BM25), stemmer makes "accumulating" and "accumulate" one word; here are
// only our words for it: how a text becomes terms, what a field weighs, how an answer looks.
{
const BASE = new URL("..", document.currentScript.src)
const FIELDS = ["title", "asked", "page", "text", "messages"]
const WEIGHTS = { title: 3, asked: 3, page: 1, text: 1, messages: 0.5 }
const SHOWN = 12
const ASK = "Type a question, an error message or a name"
const SAY_NOTHING = new Set(`a am an and are as at be been but by can could did do does doesnt dont
  for from had has have how i if im in into is isnt it its me my of on or our so than that the their
  them then there these they this those to was we were what when where which while who why will
  with would you your`.split(/\s+/))

// What readers call one thing. Words found only by this count a tenth.
const ALIKE = `clear reset zero wipe clean erase flush|step update|lr rate|memory oom vram|resume restart reload continue|
  stuck flat constant|freeze hang deadlock wait stall|batch minibatch|window accumulation|rank process gpu worker multi|
  backward backprop backpropagate|explode diverge huge inf overflow|nan inf|gradient grad|param parameter weight|
  optimizer optimiser adam|scaler amp scale|norm length|wrong incorrect bug|slow time speed|order before after place top bottom|
  divide average mean normalize divisible|moment momentum running state|keep hold leak grow increase|
  schedule scheduler decay warmup|leftover remainder last final|checkpoint save|log print logged wandb|
  equal same identical equivalent match`.split("|").map(group => group.trim().split(/\s+/))
const SCALE = 0.1

// zero_grad, zero-grad, zeroGrad and "zero grad" are one term, and its parts are terms as well.
// In a query it is the one term alone, where the index has it.
const words = (text, known) => [...text.matchAll(/[\p{L}\p{N}_]+(?:[-'’][\p{L}\p{N}_]+)*/gu)].flatMap(([word]) => {
  const parts = word.replace(/['’]/g, "").split(/[-_]|(?<=[a-z])(?=[A-Z])/).filter(Boolean).map(part => part.toLowerCase())
  const whole = parts.join("")
  return parts.length < 2 ? parts : known?.has(zeroGradSearch.stemmer(whole)) ? [whole] : [whole, ...parts]
})

const script = path => new Promise((resolve, reject) => {
  const tag = Object.assign(document.createElement("script"), { src: new URL(path, BASE), onload: resolve, onerror: reject })
  document.head.append(tag)
})

let loading
const load = () => loading ??= Promise.all(["assets/vendor/search/search.min.js", "assets/sections.js"].map(script)).then(() => {
  const { MiniSearch, stemmer } = zeroGradSearch
  const processTerm = term => SAY_NOTHING.has(term) ? null : stemmer(term)
  const known = new Set()
  const note = term => { const found = processTerm(term); if (found) known.add(found); return found }
  const index = new MiniSearch({ fields: FIELDS, storeFields: ["title", "page", "text"], tokenize: text => words(text), processTerm: note })
  index.addAll(zeroGradSections.map(([id, title, page, asked, text, messages]) => ({ id, title, page, asked, text, messages })))
  return query => {
    const typed = words(query, known)
    const joined = typed.slice(1).map((word, i) => typed[i] + word).filter(pair => known.has(stemmer(pair)))
    const terms = new Set(typed.map(processTerm).filter(Boolean))
    const unknown = term => term.length > 3 && !known.has(term)
    const alike = ALIKE.map(group => group.map(stemmer)).filter(group => group.some(term => terms.has(term))).flat()
    const found = index.search({ queries: [
      { queries: [[...typed, ...joined].join(" ")], processTerm, boost: WEIGHTS,
        fuzzy: term => unknown(term) && 0.25, prefix: unknown, weights: { fuzzy: 0.5, prefix: 0.6 } },
      { queries: alike.filter(term => !terms.has(term)), processTerm: term => term,
        boost: Object.fromEntries(Object.entries(WEIGHTS).map(([field, weight]) => [field, SCALE * weight])) },
    ] })
    const best = found[0]?.queryTerms.filter(term => known.has(term)).length ?? 0
    const shown = found.slice(0, SHOWN)
    const told = !terms.size ? ASK : !shown.length ? "Nothing here has any of these words"
      : !best ? "Nothing here has these words. Spelt like them:"
      : best < Math.min(terms.size, 6) / 2 ? "Nothing fits all of this. Nearest:"
      : `The ${shown.length} sections that fit best`
    return { shown, told, terms: [...new Set(shown.flatMap(({ terms }) => terms))] }
  }
})

const escaped = text => text.replace(/[&<>"]/g, sign => `&#${sign.charCodeAt(0)};`)
const marked = (text, terms) => {
  const { stemmer } = zeroGradSearch
  return text.split(/([\p{L}\p{N}_]+)/u).map((part, i) =>
    i % 2 && words(part).some(word => terms.includes(stemmer(word))) ? `<mark>${part}</mark>` : escaped(part)).join("")
}
// The sentence of the section that holds most of the words found, and what follows it.
const excerpt = (text, terms) => {
  const { stemmer } = zeroGradSearch
  const sentences = text.split(/(?<=[.?!]) /)
  const holds = sentence => new Set(words(sentence).map(stemmer).filter(term => terms.includes(term))).size
  const best = sentences.reduce((best, sentence, i) => holds(sentence) > holds(sentences[best]) ? i : best, 0)
  return sentences.slice(best).join(" ").slice(0, 180)
}
const item = (result, terms) => `<li class="md-search-result__item">
  <a class="md-search-result__link" href="${new URL(result.id, BASE)}"><article class="md-search-result__article md-typeset">
  <strong>${marked(result.title, terms)}</strong>${result.page && `<small>${escaped(result.page)}</small>`}
  <p>${marked(excerpt(result.text, terms), terms)}</p></article></a></li>`

const box = document.querySelector("[data-search]")
const input = box.querySelector("input")
const list = box.querySelector("ol")
const status = box.querySelector("[role=status]")
const toggle = document.querySelector("#__search")
const open = is => { if (toggle.checked !== is) { toggle.checked = is; toggle.dispatchEvent(new Event("change")) } }
const links = () => [...list.querySelectorAll("a")]

const answer = async () => {
  const query = input.value.trim()
  let search
  try { search = await load() } catch { status.textContent = "The search could not be loaded."; return }
  if (query !== input.value.trim()) return // more was typed meanwhile
  const { shown, told, terms } = search(query)
  list.innerHTML = shown.map(result => item(result, terms)).join("")
  list.dataset.query = query
  status.textContent = told
}

input.addEventListener("focus", () => { open(true); answer() })
input.addEventListener("input", answer)
box.querySelector("form").addEventListener("submit", event => { event.preventDefault(); links()[0]?.click() })
box.querySelector("form").addEventListener("reset", () => setTimeout(() => { input.focus(); answer() }))
box.addEventListener("click", event => { if (event.target.closest("ol a")) open(false) })
box.addEventListener("keydown", event => {
  const all = [input, ...links()]
  const to = all.indexOf(document.activeElement) + { ArrowDown: 1, ArrowUp: -1 }[event.key]
  if (all[to]) { event.preventDefault(); all[to].focus() }
})
box.addEventListener("focusout", ({ relatedTarget }) => { // or Tab would go on under the veil
  if (relatedTarget && !box.contains(relatedTarget)) open(false)
})
addEventListener("keydown", event => {
  if (event.key === "Escape") { open(false); input.blur() }
})
if (document.activeElement === input) { open(true); answer() } // this script was asked for by going there
}
