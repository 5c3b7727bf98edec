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

customElements.define("zg-which", class extends Explorable {
  start(asked) {
    const { said } = this.recorded
    this.form.addEventListener("click", event => {
      const button = event.target.closest("button")
      if (button) this.press(button.value)
    })
    if (asked.get("which") in said) this.press(asked.get("which"))
  }

  disconnectedCallback() { clearInterval(this.running) }

  press(value) {
    clearInterval(this.running)
    const healed = value === "heal" || (this.healed && value === "run")
    const phase = { again: "ask", heal: "healed", run: "ran" }[value] ?? "told"
    this.healed = healed
    this.className = `${phase} ${healed ? "mended" : ""}`
    this.fill({ said: this.recorded.said[{ again: "ask", run: healed ? "healed" : "run" }[value] ?? value] })
    this.querySelectorAll(".lines").forEach(part => part.toggleAttribute("hidden", phase === "ask"))
    const buttons = [...this.form.querySelectorAll("button")]
    buttons.forEach(button => { button.hidden = !button.dataset.in.split(" ").includes(phase) || (healed && button.value === "heal") })
    if (buttons.includes(document.activeElement) && document.activeElement.hidden) buttons.find(button => !button.hidden).focus()
    if (document.activeElement === document.body && phase !== "ask") buttons.find(button => !button.hidden).focus({ preventScroll: true })
    this.replay(phase === "ran" ? this.recorded.points.cleared.length - 1 : phase === "ask" ? 0 : 3, phase === "ask" ? 3 : 4)
    this.remember({ which: value === "again" ? "ask" : value })
  }

  // The balls go from point to point, or straight to the last one where motion is not wanted.
  replay(last, printed) {
    const still = matchMedia("(prefers-reduced-motion: reduce)").matches
    const { points } = this.recorded
    const track = loop => points[this.healed ? "cleared" : loop]
    const show = i => ["cleared", "forgotten"].forEach(loop => {
      const ball = this.querySelector(`.ball.${loop}`), point = track(loop)[i]
      ball.setAttribute("cx", point.x)
      ball.setAttribute("cy", point.y)
      const from = Math.max(0, i - 3)
      this.querySelectorAll(`div.${loop} .losses li`).forEach((item, k) => {
        item.textContent = track(loop)[from + k].loss
        item.value = from + k + 1
        item.hidden = k >= printed
      })
    })
    let at = still ? last : 0
    show(at)
    if (at < last) this.running = setInterval(() => { show(++at); if (at === last) clearInterval(this.running) }, last > 4 ? 120 : 600)
  }
})
