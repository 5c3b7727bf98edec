// The loop doctor, apart from the page: Lezer reads a program, MicroPython runs the doctor's own code.
// It gets {source} and posts {ready}, then {said, found, shown, report}, then {repair}; or {failed}.
import { loadMicroPython } from "../vendor/doctor/micropython.js"
import { read } from "./read_lezer.js"

const HEAP = 48 << 20, STACK = 128 << 10  // bytes
const SECONDS = 5  // for an answer, and as many for a repair
const START = `
import json, sys, time
sys.path.insert(0, "/")
from loop_doctor.page import Answer

def answer(source):
    end = time.ticks_add(time.ticks_ms(), ${SECONDS}000)
    return Answer(source, lambda text: json.loads(read_tree(text)), "../", lambda: time.ticks_diff(end, time.ticks_ms()) < 0)

def report(given):
    return json.dumps(given.report)
`

// A program as it is copied: a part of a function is indented, a line of a notebook may be no Python.
const tidied = source => {
  const lines = source.replace(/\r\n?/g, "\n").replace(/^\s*\n/, "").split("\n").map(line => line.replace(/^(\s*)[%!?](?!=).*/, "$1pass"))
  const widths = lines.filter(line => /\S/.test(line) && !/^\s*#/.test(line)).map(line => line.search(/\S/))
  const least = Math.min(...widths), rest = Math.min(...widths.slice(1))
  const first = least === 0 && rest > 0 && !/[:,(\[{\\]\s*(#.*)?$/.test(lines[0]) ? 1 : 0  // the copy began in mid-line
  return lines.map((line, i) => line.slice(i < first ? 0 : Math.min(first ? rest : least, line.search(/\S|$/)))).join("\n")
}

const loaded = (async () => {
  const [python, files] = await Promise.all([
    loadMicroPython({ url: new URL("../vendor/doctor/micropython.wasm", import.meta.url).href, heapsize: HEAP, pystack: STACK }),
    fetch(new URL("core.json", import.meta.url)).then(found => found.json()),
  ])
  for (const [path, text] of Object.entries(files)) {
    path.split("/").slice(0, -1).reduce((folder, name) => {
      const inner = `${folder}/${name}`
      if (!python.FS.analyzePath(inner).exists) python.FS.mkdir(inner)
      return inner
    }, "")
    python.FS.writeFile(`/${path}`, text)
  }
  python.globals.set("read_tree", read)
  python.runPython(START)
  postMessage({ ready: true })
  return python.globals
})()

onmessage = async ({ data: { source } }) => {
  try {
    const globals = await loaded
    const program = tidied(source)
    const unread = unreadable(program)
    if (unread) return postMessage({ said: `I cannot tell: ${unread}.`, repair: "" })
    const given = globals.get("answer")(program)
    postMessage({ said: given.said, found: given.found, shown: given.shown, report: globals.get("report")(given) })
    postMessage({ repair: given.repair() })
  } catch (error) {
    postMessage({ failed: error.message.trim().split("\n").at(-1) })
  }
}

const unreadable = program => {
  try {
    read(program)
  } catch (error) {
    return error instanceof RangeError ? "it is nested too deeply" : error.message
  }
}
