customElements.define("zg-stepper", class extends Explorable {
  start(asked) {
    const { loop, step } = this.form
    const known = this.record[asked.get("loop")]
    if (known) loop.value = asked.get("loop")
    step.value = known ? asked.get("step") : 0
    this.show()
    this.form.addEventListener("input", () => this.move(Number(step.value)))
    this.form.addEventListener("click", event => {
      const button = event.target.closest("button")
      if (button) this[button.value]?.(button)
    })
  }

  get states() { return this.record[this.form.loop.value].states }
  get here() { return Number(this.form.step.value) }

  again() { this.move(0) }
  back() { this.move(this.here - 1) }
  next() { this.run(this.here + 1) }
  backward() { this.run(this.coming()) }
  guess(button) { this.move(this.asking, button.textContent) }

  // The next backward(), or −1.
  coming() { return this.states.findIndex((state, i) => i > this.here && state.kind === "backward") }

  // Run the lines up to `step`; before one that adds to a gradient, ask what will come.
  run(step) {
    if (!this.states[step].ask) return this.move(step)
    this.move(step - 1)
    this.asking = step
    this.show()
    this.querySelector("[value=guess]").focus({ preventScroll: true })
  }

  move(step, guess) {
    const focus = document.activeElement.value === "guess"
    this.asking = 0
    this.form.step.value = step
    this.show(guess)
    if (focus) this.querySelector("[value=next]").focus({ preventScroll: true })
    this.remember({ loop: this.form.loop.value, step: this.here })
  }

  show(guess) {
    const { loop, step } = this.form
    const state = this.states[this.here]
    const { ask } = this.states[this.asking ?? 0]
    const verdict = !guess ? "" : guess === state.grad_text ? "Right. " : `Not ${guess}. `
    this.fill({ ...state, copy: this.record[loop.value].copy, said: ask ? ask.said : verdict + state.said })
    this.className = `${state.kind} ${loop.value} ${ask ? "asks" : ""}`
    for (const name of ["kept", "grad", "weight"]) this.style.setProperty(`--${name}`, state[name])
    step.setAttribute("aria-valuetext", state.said)
    this.querySelectorAll(".lines > li").forEach((line, i) => {
      line.toggleAttribute("aria-current", i === this.here % 5)
    })
    this.querySelectorAll("[value=guess]").forEach((button, i) => { button.textContent = ask?.answers[i] })
    const again = this.querySelector("[value=again]")
    this.enable(this.querySelector("[value=back]"), this.here > 0, this.querySelector("[value=next]"))
    this.enable(this.querySelector("[value=next]"), this.here < this.states.length - 1, again)
    this.enable(this.querySelector("[value=backward]"), this.coming() > 0, again)
  }
})
