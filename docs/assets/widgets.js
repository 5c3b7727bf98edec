// Explorables: recorded runs, replayed. Every state was recorded, and put into words, when the site
// was built; nothing is computed here. Without this file, a page shows the state that matters most.
class Explorable extends HTMLElement {
  connectedCallback() {
    if (this.recorded) return
    this.recorded = JSON.parse(this.querySelector("template").content.textContent)
    this.form = this.querySelector("form")
    this.start(new URLSearchParams(location.search))
  }

  fill(state) {
    for (const place of this.querySelectorAll("[data-text]")) {
      place.textContent = state[place.dataset.text]
    }
  }

  // The address leads back to what is shown.
  remember(choices) {
    const address = new URL(location)
    for (const [name, value] of Object.entries(choices)) address.searchParams.set(name, value)
    history.replaceState(history.state, "", address)
  }
}

customElements.define("zg-stepper", class extends Explorable {
  start(asked) {
    if (this.recorded[asked.get("loop")]) {
      this.form.loop.value = asked.get("loop")
      this.form.step.value = asked.get("step")
      this.show()
    }
    this.form.addEventListener("input", () => this.move())
    this.form.addEventListener("click", event => {
      const button = event.target.closest("button")
      if (button) this.move(button.value)
    })
  }

  // By some lines, or on to the next backward().
  move(by = 0) {
    const { loop, step } = this.form
    const here = Number(step.value)
    const states = this.recorded[loop.value]
    const next = states.findIndex((state, i) => i > here && state.kind === "backward")
    step.value = by === "backward" ? (next < 0 ? here : next) : here + Number(by)
    this.show()
    this.remember({ loop: loop.value, step: step.value })
  }

  show() {
    const { loop, step } = this.form
    const state = this.recorded[loop.value][step.value]
    this.fill(state)
    this.className = `${state.kind} ${loop.value}`
    for (const name of ["kept", "grad", "weight"]) this.style.setProperty(`--${name}`, state[name])
    step.setAttribute("aria-valuetext", state.said)
    this.querySelectorAll(".lines > li").forEach((line, i) => {
      if (i === step.value % 5) line.setAttribute("aria-current", "step")
      else line.removeAttribute("aria-current")
    })
  }
})

customElements.define("zg-loop", class extends Explorable {
  start(asked) {
    this.list = this.querySelector(".lines")
    const census = this.recorded[asked.get("start")]
    if (census && asked.get("order") in census.orders) {
      this.form.start.value = asked.get("start")
      this.order = asked.get("order")
      this.show()
    }
    this.form.addEventListener("input", () => this.change())
    this.addEventListener("click", event => {
      const button = event.target.closest("button")
      if (!button) return
      const line = button.closest("li")
      if (button.value === "up") line.previousElementSibling?.before(line)
      else if (button.value === "down") line.nextElementSibling?.after(line)
      else this.order = this.another(button.value.split(" "))
      button.focus()  // a line that moves would lose it
      this.change()
    })
  }

  get order() {
    return [...this.list.children].map(line => line.dataset.line).join("")
  }

  set order(letters) {
    for (const letter of letters) this.list.append(this.querySelector(`[data-line=${letter}]`))
  }

  // The next order, after the one that is shown, whose outcome is one of `kinds`.
  another(kinds) {
    const { orders, verdicts } = this.recorded[this.form.start.value]
    const all = Object.keys(orders)
    const here = all.indexOf(this.order)
    const next = [...all.slice(here + 1), ...all.slice(0, here + 1)]
    return next.find(order => kinds.includes(verdicts[orders[order]].kind)) ?? this.order
  }

  change() {
    this.show()
    this.remember({ start: this.form.start.value, order: this.order })
  }

  show() {
    const { orders, verdicts } = this.recorded[this.form.start.value]
    const verdict = verdicts[orders[this.order]]
    this.fill(verdict)
    this.className = verdict.kind
  }
})
