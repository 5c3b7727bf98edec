customElements.define("zg-bucket", class extends Explorable {
  start(asked) {
    const { choices } = this.record
    for (const name in choices) {
      if (asked.get(name) in choices[name]) this.form[name].value = asked.get(name)
    }
    this.show()
    this.form.addEventListener("input", () => {
      this.show()
      this.pour()
      this.remember(this.chosen)
    })
    this.form.querySelector("[value=again]").addEventListener("click", () => this.pour())
  }

  disconnectedCallback() { clearInterval(this.pouring) }

  show() {
    const { program, choices, sizes, words, states } = this.record
    this.chosen = {}
    const lines = {}
    let at = 0  // states are in the order of the choices, the last of them fastest
    for (const name in choices) {
      const { value } = this.form[name]
      const values = Object.keys(choices[name])
      at = at * values.length + values.indexOf(value)
      this.chosen[name] = value
      Object.assign(lines, choices[name][value])
    }
    const [printed, poured, astray, over, said] = states[at]
    this.state = { poured, astray, over }
    let copy = program
    for (const name in lines) {
      copy = copy.replace(`{${name}}`, lines[name])
      lines[name] = lines[name].trimEnd()
      const code = this.querySelector(`[data-text=${name}]`)
      if (this.woken) code?.parentNode.classList.toggle("changed", code.textContent !== lines[name])
    }
    this.woken = true
    this.fill({ ...lines, copy, said: `Relative difference ${printed}: ${words[said]}`,
      sizes: sizes[this.form.N.selectedIndex][Object.keys(choices.poured).indexOf(this.chosen.poured)] })
    this.draw(poured.length)
  }

  // The bucket after n micro-batches; what went astray shows in the end.
  draw(n) {
    const { poured, astray, over } = this.state
    const end = n === poured.length
    const ys = [...poured].slice(0, n).map(level => 55 - 1.5 * (level.charCodeAt() - 48))
    this.querySelector(".level").setAttribute("d", n ? `M-60 55V${ys[n - 1]}H20V55z` : "")
    this.querySelector(".layers").setAttribute("d", ys.map(y => `M-60 ${y}H20`).join(""))
    this.querySelector("ellipse").setAttribute("rx", end ? astray : 0)
    this.fill({ over: end ? over : "", astray: end && astray ? "astray" : "" })
  }

  // Micro-batch after micro-batch, once, after a press, where motion is welcome.
  pour() {
    clearInterval(this.pouring)
    if (matchMedia("(prefers-reduced-motion: reduce)").matches) return
    let n = 0
    this.draw(n)
    this.pouring = setInterval(() => {
      this.draw(++n)
      if (n === this.state.poured.length) clearInterval(this.pouring)
    }, 900 / this.state.poured.length)
  }
})
