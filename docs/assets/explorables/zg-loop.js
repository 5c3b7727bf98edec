customElements.define("zg-loop", class extends Explorable {
  start(asked) {
    this.list = this.querySelector(".lines")
    const census = this.record[asked.get("start")]
    if (census && asked.get("order") in census.orders) {
      this.form.start.value = asked.get("start")
      this.order = asked.get("order")
    }
    this.show()
    this.form.addEventListener("input", () => this.change())
    this.addEventListener("click", event => {
      const button = event.target.closest("button[value]")
      if (button) this.press(button, button.closest("li"))
    })
  }

  press(button, line) {
    if (button.value === "up") line.previousElementSibling.before(line)
    else if (button.value === "down") line.nextElementSibling.after(line)
    else this.order = this.another(button.value.split(" "))
    button.focus({ preventScroll: true })  // a line that moves would lose it
    const place = [...this.list.children].indexOf(line) + 1
    this.change(place ? `${line.querySelector("code").textContent} is line ${place} of 5.` : "")
  }

  get order() {
    return [...this.list.children].map(line => line.dataset.line).join("")
  }

  set order(letters) {
    for (const letter of letters) this.list.append(this.querySelector(`[data-line=${letter}]`))
  }

  // The next order, after the one that is shown, whose outcome is one of `kinds`.
  another(kinds) {
    const { orders, verdicts } = this.record[this.form.start.value]
    const all = Object.keys(orders)
    const here = all.indexOf(this.order)
    const next = [...all.slice(here + 1), ...all.slice(0, here + 1)]
    return next.find(order => kinds.includes(verdicts[orders[order]].kind)) ?? this.order
  }

  change(moved) {
    this.show(moved)
    this.remember({ start: this.form.start.value, order: this.order })
  }

  show(moved = "") {
    const { orders, verdicts, copy } = this.record[this.form.start.value]
    const verdict = verdicts[orders[this.order]]
    const lines = [...this.order].map(letter => copy[letter])
    this.fill({ ...verdict, moved, copy: [copy.before, ...lines, copy.after].join("") })
    this.className = verdict.kind
    this.querySelectorAll("li").forEach((line, i) => {
      const [up, down] = line.querySelectorAll("button")
      this.enable(up, i > 0, down)
      this.enable(down, i < 4, up)
    })
  }
})
