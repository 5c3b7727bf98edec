// First answers, kept in this browser alone; where it keeps nothing, until the page is left.
const spotted = {
  key: "clean-slate-spot",
  read() {
    try { this.kept = JSON.parse(localStorage.getItem(this.key)) ?? {} } catch {}
    return this.kept ??= {}
  },
  write(answers) {
    this.kept = answers
    try { localStorage.setItem(this.key, JSON.stringify(answers)) } catch {}
  }
}

customElements.define("zg-spot", class extends Explorable {
  start(asked) {
    this.name = this.dataset.card
    this.querySelectorAll(".lines li").forEach((line, i) => {
      const button = document.createElement("button")
      Object.assign(button, { type: "button", value: i + 1 })
      button.append(...line.childNodes)
      line.append(button)
    })
    this.choices = [...this.querySelectorAll(".lines button, form button")]
    const whole = this.nextElementSibling.querySelector(".whole")
    if (whole) whole.dataset.clipboardText = this.record[this.name].copy
    this.addEventListener("click", event => {
      const button = event.target.closest("button")
      if (this.choices.includes(button)) this.answer(button.value)
      else if (button) this.over()
    })
    this.show(asked.get(this.name) ?? spotted.read()[this.name])
    this.score()
  }

  get all() { return document.querySelectorAll("zg-spot:defined") }

  answer(value) {
    const answers = spotted.read()
    if (!answers[this.name]) spotted.write({ ...answers, [this.name]: value })
    this.show(value)
    this.all.forEach(card => card.score())
    for (const fold of [this.nextElementSibling, this.parentElement.nextElementSibling]) {
      if (fold?.localName === "details") fold.open = true
    }
    this.remember({ [this.name]: value })
  }

  over() {
    spotted.write({})
    const address = new URL(location)
    this.all.forEach(card => {
      address.searchParams.delete(card.name)
      card.show()
      card.score()
    })
    history.replaceState(history.state, "", address)
    this.choices[0].focus({ preventScroll: true })
  }

  show(value) {
    const { right, ask, said } = this.record[this.name]
    const told = this.choices.some(button => button.value === value)
    this.className = told ? `told ${right === "none" ? "fine" : ""}` : ""
    this.choices.forEach(button => {
      const pressed = told && button.value === value
      button.setAttribute("aria-pressed", pressed)
      button.classList.toggle("right", pressed && value === right)
      button.classList.toggle("missed", pressed && value !== right)
      button.classList.toggle("wrong", told && button.value === right && right !== "none")
    })
    const first = spotted.read()[this.name] ?? value
    const kept = told && first !== value ? " The score keeps your first answer." : ""
    this.fill({ said: told ? `${value === right ? "Right" : "No"}: ${said}${kept}` : ask })
  }

  score() {
    const answers = spotted.read()
    const right = name => answers[name] === this.record[name].right
    const links = [...this.querySelectorAll("[data-of]")]
    links.forEach(link => {
      const name = link.dataset.of
      link.className = !answers[name] ? "" : right(name) ? "right" : "missed"
    })
    this.fill({ score: `${links.filter(link => right(link.dataset.of)).length} of ${links.length}` })
  }
})
