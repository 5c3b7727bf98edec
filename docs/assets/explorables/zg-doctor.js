// Examine your loop: the box, its samples, and a worker that examines. The worker is loaded when the
// reader goes to the box. Nothing that is typed leaves the page.
{
const BASE = new URL("../doctor/", document.currentScript.src)
const LONGEST = 60000  // characters
const SECONDS = 12  // then the worker is ended
const COMMAND = "python3 loop-doctor.pyz train.py"

customElements.define("zg-doctor", class extends Explorable {
  start() {
    this.form.addEventListener("submit", event => { event.preventDefault(); this.examine() })
    const [own] = this.form.sample.options  // stands for what the reader has typed, and leads back to it
    this.form.sample.addEventListener("change", () => {
      this.form.program.value = this.record[this.form.sample.value] ?? this.typed ?? ""
      this.examine()
    })
    this.form.program.addEventListener("input", () => {
      this.typed = this.form.program.value
      own.textContent = "your own"
      this.form.sample.value = ""
      this.answer({ said: "Press Examine." })  // what was said before is not about this
    })
    this.form.addEventListener("focusin", () => this.load(), { once: true })
    this.form.program.addEventListener("paste", () => setTimeout(() => this.examine()))
    this.form.program.addEventListener("keydown", event => {
      if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) this.examine()
    })
    this.addEventListener("click", event => event.target.value === "copy" && this.copy())
  }

  disconnectedCallback() { this.end() }

  end() {
    this.worker?.terminate()
    this.worker = undefined
    clearTimeout(this.waiting)
  }

  say(sentence) { this.querySelector("[role=status]").textContent = sentence }

  examine() {
    const source = this.form.program.value
    if (!source.trim()) return this.say("Paste a training loop first, or choose a sample.")
    if (source.length > LONGEST) return this.refuse(`That is too long for this page, which takes ${LONGEST / 1000},000 characters. The command takes more: ${COMMAND}`)
    if (location.protocol === "file:") return this.refuse(`A page opened from disk may not run the doctor. The command does the same: ${COMMAND}`)
    if (this.waiting) this.end()  // still at the last one
    this.answer({ said: "Examining …" })  // what was said before is not about this
    this.toggleAttribute("aria-busy", true)
    this.waiting = setTimeout(() => this.refuse(`Given up after ${SECONDS} seconds. The command has more time: ${COMMAND}`), SECONDS * 1000)
    this.load().postMessage({ source })
  }

  // The reader has gone to the box: what it takes is loaded while he pastes.
  load() {
    if (location.protocol === "file:") return
    return this.worker ??= this.work()
  }

  work() {
    const worker = new Worker(new URL("worker.js", BASE), { type: "module" })
    worker.onmessage = ({ data }) => this.show(data)
    worker.onerror = () => this.refuse(`The doctor could not be loaded. The command does the same: ${COMMAND}`)
    return worker
  }

  refuse(sentence) {
    this.end()
    this.answer({ said: sentence })
    this.settle()
  }

  settle() {
    clearTimeout(this.waiting)
    this.waiting = undefined
    this.removeAttribute("aria-busy")
  }

  put(part, html = "") { this.querySelector(`.${part}`).innerHTML = html }

  answer({ said, found, shown }) {
    this.say(said)
    this.put("found", found)
    this.put("repair")
    this.put("shown", shown)
  }

  // The answer comes first, the repair behind it.
  show(message) {
    if (message.failed) return this.refuse(`The doctor failed: ${message.failed}. The command may do better: ${COMMAND}`)
    if (message.said) {
      this.answer(message)
      this.querySelector("[role=status]").scrollIntoView({ block: "nearest" })  // on a phone it is below the box
    }
    if (message.repair !== undefined) {
      this.put("repair", message.repair)
      this.settle()
    }
  }

  async copy() {
    await navigator.clipboard.writeText(this.querySelector(".repair template").content.textContent)
    this.say("The repaired program is copied.")
  }
})
}
