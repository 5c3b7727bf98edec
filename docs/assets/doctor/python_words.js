// Python's literals, and what Lezer's grammar does not know of Python.

const KEPT = 60  // characters of a string
const ESCAPES = { n: "\n", t: "\t", r: "\r", a: "\x07", b: "\b", f: "\f", v: "\v", "\n": "" }

// It knows no "1.", no yield without a value, no "for a, *b in"; strings and comments stay.
const STAYS = /"""[^]*?(?:"""|$)|'''[^]*?(?:'''|$)|"(?:\\[^]|[^"\\\n])*"?|'(?:\\[^]|[^'\\\n])*'?|#.*/
const STARRED = /\bfor\s(?:(?!in\b)[\w\s,(])*,\s*(?=\*)/
const WHOLE = /(?<![\w.)\]])\d[\d_]*(?=\.(?:[eE]|[^\w.]|$))/
const YIELD = /\byield(?=[ \t]*(?:[)\n#;]|$))/
const MENDED = new RegExp(`(${STAYS.source})|(${STARRED.source})\\*|(${WHOLE.source})\\.|${YIELD.source}`, "g")

export const mended = source => source.replace(/^\ufeff/, "").replace(/\r\n?/g, "\n")
  .replace(MENDED, (match, stays, loop, whole) => stays ?? loop ?? (whole ? `${whole}.0` : "yield None"))

// The tree as JSON: 1.0 stays 1.0, which JSON.stringify would write as 1.
const FLOAT = "\u0001"
export const asJSON = tree => JSON.stringify(tree).replace(/"\\u0001([^"]*)"/g, "$1")

export function number(written) {
  const digits = written.replaceAll("_", ""), value = Number(digits)
  if (/^0[xob]/i.test(digits)) return value
  if (!/[.e]/i.test(digits)) return value > 1e300 ? 1e300 : value
  return FLOAT + (/[.e]/.test(value) ? value : `${value}.0`)
}

// A string as it is kept: some literals behind each other, as they are written.
export const string = written => [...written.map(contents).join("")].slice(0, KEPT).join("")

function contents(written) {
  const [begin, prefix, quote] = /^(\w*)("""|'''|"|')/.exec(written)
  const inside = written.slice(begin.length, -quote.length)
  if (/b/i.test(prefix)) return `b'${inside}'`
  if (/r/i.test(prefix)) return inside
  return inside.replace(/\\(?:x(\w\w)|u(\w{4})|([^]))/g, (match, x, u, one) => {
    if (x || u) return String.fromCharCode(parseInt(x ?? u, 16))
    return ESCAPES[one] ?? ("\\'\"".includes(one) ? one : match)
  })
}
