customElements.define("zg-none", class extends Explorable {
  start(asked) {
    for (const name of ["optimizer", "memory", "phase"]) {
      const field = this.form[name]
      const values = [...(field.options ?? field)].map(choice => choice.value)
      if (values.includes(asked.get(name))) field.value = asked.get(name)
    }
    this.show(asked.has("phase") ? "phase" : "optimizer")
    this.form.addEventListener("input", event => {
      const { optimizer, memory, phase } = this.form
      this.show(event.target.name)
      this.remember({ optimizer: optimizer.value, memory: memory.value, phase: phase.value })
    })
  }

  // Both panels, and the sentence of the one that was asked for.
  show(asked) {
    const { optimizer, memory, phase } = this.form
    const drift = this.record.drifts[optimizer.value]
    const phases = this.record.memory[memory.value]
    const at = [...phase].findIndex(choice => choice.checked)
    this.fill({ ...drift, said: (asked === "optimizer" ? drift : phases[at]).said })
    const line = heights => `M${(heights.length ? heights : Array(21).fill(0)).map((y, i) => `${9 * i - 90} ${50 - y}`).join("L")}`
    const bars = (key, left) => phases.map((state, i) => `M${left + 50 * i} 50v-${state[key]}h16v${state[key]}`).join("")
    const drawn = { ".line.none": line(drift.none), ".line.zeros": line(drift.zeros),
      ".bar.none": bars("none", -94), ".bar.zeros": bars("zeros", -76), ".here": `M${50 * at - 76} -50V68` }
    for (const [shape, d] of Object.entries(drawn)) this.querySelector(shape).setAttribute("d", d)
  }
})
