// Explorables: recorded runs, replayed. Every state was recorded and worded when the site was
// built; nothing is computed here. Without this file, the page shows the state that matters most.
customElements.define("zg-stepper", class extends HTMLElement {
  connectedCallback() {
    if (this.states) return
    this.states = JSON.parse(this.querySelector("template").content.textContent)
    this.form = this.querySelector("form")
    const asked = new URLSearchParams(location.search)
    if (this.states[asked.get("loop")]) {
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

  // Move by some lines, or on to the next backward(), and let the address remember it.
  move(by = 0) {
    const { loop, step } = this.form
    const here = Number(step.value)
    const next = this.states[loop.value].findIndex((state, i) => i > here && state.kind === "backward")
    step.value = by === "backward" ? (next < 0 ? here : next) : here + Number(by)
    this.show()
    const address = new URL(location)
    address.searchParams.set("loop", loop.value)
    address.searchParams.set("step", step.value)
    history.replaceState(history.state, "", address)
  }

  show() {
    const { loop, step } = this.form
    const state = this.states[loop.value][step.value]
    this.className = `${state.kind} ${loop.value}`
    for (const name of ["kept", "grad", "weight"]) this.style.setProperty(`--${name}`, state[name])
    for (const place of this.querySelectorAll("[data-text]")) {
      place.textContent = state[place.dataset.text]
    }
    step.setAttribute("aria-valuetext", state.said)
    this.querySelectorAll(".lines > li").forEach((line, i) => {
      if (i === step.value % 5) line.setAttribute("aria-current", "step")
      else line.removeAttribute("aria-current")
    })
  }
})
