customElements.define("zg-friction", class extends Explorable {
  start(asked) {
    const { kept, rate } = this.form
    for (const slider of [kept, rate]) {
      const at = this.record[slider.name === "kept" ? "kept" : "rates"].indexOf(asked.get(slider.name))
      if (at >= 0) slider.value = at
    }
    this.end = asked.get("end") in this.record.ends ? asked.get("end") : ""
    this.show()
    this.form.addEventListener("input", () => this.choose(""))
    this.form.addEventListener("click", event => {
      const button = event.target.closest("button[value]")
      if (!button) return
      const place = button.value === "limit" ? [kept.value, 10 + Number(kept.value)] : button.value.split(",")
      kept.value = place[0]
      rate.value = place[1]
      this.choose(button.name)
    })
  }

  disconnectedCallback() { clearInterval(this.rolling) }

  choose(end) {
    this.end = end
    this.show()
    this.roll()
    this.remember({ kept: this.record.kept[this.form.kept.value], rate: this.record.rates[this.form.rate.value], end })
  }

  show() {
    const { states, ends, bounds, copy, who, rates } = this.record
    const { kept, rate } = this.form
    const forgotten = kept.max === kept.value
    const names = { kept: this.record.kept[kept.value], rate: rates[rate.value] }
    const state = this.end ? ends[this.end] : states[kept.value][rate.value]
    const said = this.end ? state.said : `${who[kept.value]}, lr·λ = ${names.rate}: ${state.said}`
    const program = (forgotten ? copy.forgotten : copy.kept).replace("RATE", names.rate).replace("KEPT", names.kept)
    this.fill({ away: "", copy: program, ...state, ...names, said, bound: bounds[state.bound] })
    kept.setAttribute("aria-valuetext", said)
    rate.setAttribute("aria-valuetext", said)
    this.className = `${forgotten || this.end ? "forgotten" : ""} ${state.away ? "left" : ""}`
    this.style.setProperty("--limit", (10 + Number(kept.value)) / 22)
    this.draw(state)
  }

  // Each character of a path is a place of w, in 46 levels to each side of 0.
  places(path = "") { return [...path].map(letter => (110 - letter.charCodeAt()) / 46) }

  draw({ path, other }) {
    const at = ([x, y]) => `${(x * 90).toFixed(1)} ${(y * -50).toFixed(1)}`
    const dots = points => points.map(point => `M${at(point)}h0`).join("")
    const line = points => points.length ? `M${points.map(at).join("L")}` : ""
    const over = places => places.map((x, i) => [i / 20 - 1, x])
    const w = this.places(path)
    const fastest = Math.max(...w.slice(1).map((x, i) => Math.abs(w[i] - x))) || 1
    const orbit = w.slice(1).map((x, i) => [w[i], (w[i] - x) / fastest])
    this.bowl = w.map(x => [x, 2 * x * x - 1])
    const drawn = { ".dots.bowl": dots(this.bowl), ".over": line(over(w)), ".line.orbit": line(orbit),
      ".dots.orbit": dots(orbit), ".other": dots(over(this.places(other))) }
    for (const [shape, d] of Object.entries(drawn)) this.querySelector(shape).setAttribute("d", d)
    this.put(0)
  }

  put(step) {
    const [x, y] = this.bowl[step]
    const ball = this.querySelector(".ball")
    ball.setAttribute("cx", x * 90)
    ball.setAttribute("cy", y * -50)
  }

  // The ball goes through the steps once, after a press, where motion is welcome.
  roll() {
    clearInterval(this.rolling)
    if (matchMedia("(prefers-reduced-motion: reduce)").matches) return
    let step = 0
    this.rolling = setInterval(() => {
      if (++step < this.bowl.length) this.put(step)
      else clearInterval(this.rolling)
    }, 120)
  }
})
