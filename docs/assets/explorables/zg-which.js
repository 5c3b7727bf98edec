customElements.define("zg-which", class extends Explorable {
  start(asked) {
    const { said } = this.record
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
    const said = this.record.said[{ again: "ask", run: healed ? "healed" : "run" }[value] ?? value]
    this.fill({ said: value === "run" ? this.record.said.running : said })
    this.querySelectorAll(".lines").forEach(part => part.toggleAttribute("hidden", phase === "ask"))
    const buttons = [...this.form.querySelectorAll("button")]
    buttons.forEach(button => { button.hidden = !button.dataset.in.split(" ").includes(phase) || (healed && button.value === "heal") })
    if (buttons.includes(document.activeElement) && document.activeElement.hidden) buttons.find(button => !button.hidden).focus({ preventScroll: true })
    if (document.activeElement === document.body && phase !== "ask") buttons.find(button => !button.hidden).focus({ preventScroll: true })
    const last = phase === "ran" ? this.record.points.cleared.length - 1 : phase === "ask" ? 0 : 3
    this.replay(last, phase === "ask" ? 3 : 4, () => this.fill({ said }))
    this.remember({ which: value === "again" ? "ask" : value })
  }

  // The balls go from point to point, or straight to the last one where motion is not wanted.
  replay(last, printed, end) {
    const still = matchMedia("(prefers-reduced-motion: reduce)").matches
    const { points } = this.record
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
    if (at === last) return end()
    this.running = setInterval(() => {
      show(++at)
      if (at < last) return
      clearInterval(this.running)
      end()
    }, last > 4 ? 120 : 600)
  }
})
