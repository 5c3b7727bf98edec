// Lezer's Python tree, translated into the neutral tree of loop_doctor/tree.py, as read_ast.py does
// with CPython's. Throws a SyntaxError whose message names the line that cannot be read.
import { parser } from "../vendor/doctor/lezer-python.min.js"

const COMPARISONS = new Set([..."== != < <= > >= in is".split(" "), "not in", "is not"])
const SIGNS = new Set("( ) [ ] { } , : * ** := AssignOp".split(" "))
const KEPT = 60  // characters of a string
// The grammar knows no "1.", no yield without a value, no "for a, *b in"; strings and comments stay.
const MENDED = /("""[^]*?(?:"""|$)|'''[^]*?(?:'''|$)|"(?:\\[^]|[^"\\\n])*"?|'(?:\\[^]|[^'\\\n])*'?|#.*)|(\bfor\s(?:(?!in\b)[\w\s,(])*,\s*)\*|(?<![\w.)\]])(\d[\d_]*)\.(?=[eE]|[^\w.]|$)|\byield(?=[ \t]*(?:[)\n#;]|$))/g
const ESCAPES = { n: "\n", t: "\t", r: "\r", a: "\x07", b: "\b", f: "\f", v: "\v", "\n": "" }

let source, starts
const text = node => source.slice(node.from, node.to)
const lineOf = node => {
  let low = 0, high = starts.length - 1
  while (low < high) {
    const middle = (low + high + 1) >> 1
    if (starts[middle] <= node.from) low = middle
    else high = middle - 1
  }
  return low + 1
}
const parts = node => {
  const found = []
  for (let one = node?.firstChild; one; one = one.nextSibling) if (one.name !== "Comment") found.push(one)
  return found
}
const named = (node, name) => parts(node).find(one => one.name === name)
const operands = nodes => nodes.filter(one => !SIGNS.has(one.name))
const all = nodes => operands(nodes).map(expression)
const within = (nodes, start, end) => nodes.slice(nodes.findIndex(one => one.name === start) + 1, end && nodes.findIndex(one => one.name === end))
const cut = (nodes, name) => nodes.reduce((groups, one) => {
  if (one.name === name) groups.push([])
  else groups.at(-1).push(one)
  return groups
}, [[]])
const split = nodes => cut(nodes.filter(one => !"()".includes(one.name)), ",").filter(group => group.length)
const other = (node, nodes) => ({ kind: "Other", line: lineOf(node), text: "", parts: nodes })
// A tuple where there is a comma, else the one expression.
const list = nodes => nodes.some(one => one.name === ",") ? { kind: "Group", line: lineOf(nodes[0]), items: all(nodes) } : all(nodes)[0]
const block = node => parts(node).filter(one => one.name !== ":").flatMap(statement)

export function read(given) {
  source = given.replace(/^\ufeff/, "").replace(/\r\n?/g, "\n")
    .replace(MENDED, (match, kept, loop, whole) => kept ?? loop ?? (whole ? `${whole}.0` : "yield None"))
  starts = [0, ...[...source.matchAll(/\n/g)].map(found => found.index + 1)]
  const tree = parser.parse(source)
  tree.iterate({ enter: node => {
    if (node.type.isError || node.name === "PrintStatement") throw new SyntaxError(`line ${lineOf(node)} is no Python that can be read here`)
  } })
  return JSON.stringify(block(tree.topNode)).replace(/"\\u0001([^"]*)"/g, "$1")  // 1.0 stays 1.0
}

function statement(node) {
  const line = lineOf(node), nodes = parts(node), bodies = nodes.filter(one => one.name === "Body").map(block)
  const made = (kind, rest) => [{ kind, line, ...rest }]
  const loop = { body: bodies[0], orelse: bodies[1] ?? [] }
  switch (node.name) {
    case "DecoratedStatement": return statement(nodes.at(-1)).map(one => one.kind === "Def" ? { ...one, decorators: nodes.slice(0, -1).map(decorator) } : one)
    case "FunctionDefinition": return made("Def", { name: text(named(node, "VariableName")), decorators: [], body: bodies[0], ...signature(named(node, "ParamList")) })
    case "ClassDefinition": return made("Class", { name: text(named(node, "VariableName")), bases: given(named(node, "ArgList")).args, body: bodies[0] })
    case "ForStatement": return made("For", { ...loop, target: list(within(nodes, "for", "in")), iter: list(within(nodes, "in", "Body")) })
    case "WhileStatement": return made("While", { ...loop, test: expression(nodes[1]) })
    case "IfStatement": return nodes.reduceRight((rest, one, i) => one.name === "else" ? block(nodes[i + 1])
      : !["if", "elif"].includes(one.name) ? rest
      : [{ kind: "If", line: lineOf(one), test: expression(nodes[i + 1]), body: block(nodes[i + 2]), orelse: rest }], [])
    case "WithStatement": return made("With", { body: bodies[0], items: contexts(within(nodes, "with", "Body")).map(([context, , target]) => [expression(context), target ? expression(target) : null]) })
    case "TryStatement": {
      const found = { body: [], handlers: [], final: [] }
      let clause
      for (const one of nodes) {
        if (["try", "except", "else", "finally"].includes(one.name)) clause = one.name
        else if (one.name === "Body" && clause === "except") found.handlers.push(block(one))
        else if (one.name === "Body") found[clause === "finally" ? "final" : "body"].push(...block(one))
      }
      return made("Try", found)
    }
    case "ReturnStatement": return made("Return", { value: nodes.length > 1 ? list(nodes.slice(1)) : null })
    case "ExpressionStatement": return made("Expr", { value: list(nodes) })
    case "YieldStatement": return made("Expr", { value: expression(node) })
    case "AssignStatement": {
      const groups = cut(nodes.filter(one => one.name !== "TypeDef"), "AssignOp")
      return groups.length < 2 ? [] : made("Assign", { value: list(groups.pop()), targets: groups.map(list) })
    }
    case "UpdateStatement": return made("Aug", { target: expression(nodes[0]), op: text(nodes[1]).slice(0, -1), value: list(nodes.slice(2)) })
    case "DeleteStatement": return made("Del", { targets: all(nodes.slice(1)) })
    case "BreakStatement": case "ContinueStatement": case "RaiseStatement": case "PassStatement": return made(node.name.slice(0, -9))
    case "ScopeStatement": return made("Outer", { names: nodes.filter(one => one.name === "VariableName").map(text) })
    case "ImportStatement": return made("Import", {
      module: nodes[0].name === "from" ? within(nodes, "from", "import").map(text).join("").replace(/^\.+/, "") : "",
      names: split(within(nodes, "import")).map(group => cut(group, "as").map(words => words.map(text).join(""))).map(([name, known = name]) => [name, known]),
    })
    case "MatchStatement": return parts(named(node, "MatchBody")).filter(one => one.name === "MatchClause").reduceRight((orelse, one, i) => [{
      kind: "If", line: line + i, test: { ...other(node, []), line: line + i, text: `case at line ${line + i}` }, body: block(named(one, "Body")), orelse }], [])
    case "StatementGroup": return nodes.flatMap(statement)
    default: return []
  }
}

// with (a, b): enters two.
const contexts = nodes => split(nodes.length === 1 && nodes[0].name === "TupleExpression" ? parts(nodes[0]) : nodes)

function decorator(node) {
  return parts(node).slice(1).reduce((made, one) => one.name === "." ? made
    : one.name === "ArgList" ? { kind: "Call", line: made.line, func: made, ...given(one) }
    : made ? { kind: "Attr", line: made.line, value: made, attr: text(one) } : expression(one), null)
}

function signature(node) {
  const taken = split(parts(node)).filter(group => !["*", "**", "/"].includes(group[0].name))
  const fallback = group => group.findIndex(one => one.name === "AssignOp") + 1
  return { args: taken.map(([name]) => text(name)), defaults: taken.map(group => fallback(group) ? expression(group[fallback(group)]) : null) }
}

function given(node) {
  const args = [], keywords = [], inside = parts(node).slice(1, -1)
  if (inside.some(one => one.name === "for")) return { args: [each(inside, node)], keywords }
  for (const group of split(inside)) {
    const sign = group[1]?.name === "AssignOp" && text(group[1])
    if (group[0].name === "**") keywords.push([null, expression(group[1])])
    else if (sign === "=") keywords.push([text(group[0]), expression(group[2])])
    else if (sign) args.push({ kind: "Named", line: lineOf(group[0]), target: expression(group[0]), value: expression(group[2]) })
    else args.push(all(group)[0])
  }
  return { args, keywords }
}

// A comprehension: an element, then for … in … if …
function each(nodes, node) {
  const loops = [], clauses = ["for", "in", "if"], first = nodes.findIndex(one => one.name === "for")
  let clause
  for (const one of nodes.slice(first)) {
    if (one.name === "for") loops.push([[], [], []])
    if (clauses.includes(one.name)) clause = clauses.indexOf(one.name)
    else if (one.name !== "async") loops.at(-1)[clause].push(one)
  }
  const head = operands(nodes.slice(0, first)).filter(one => one.name !== "async")
  return { kind: "Each", line: lineOf(node), element: expression(head.at(-1)), loops: loops.map(([target, iter, tests]) => [list(target), list(iter), all(tests)]) }
}

function string(written) {
  const [begin, prefix, quote] = /^(\w*)("""|'''|"|')/.exec(written)
  const inside = written.slice(begin.length, -quote.length)
  return /b/i.test(prefix) ? `b'${inside}'` : /r/i.test(prefix) ? inside
    : inside.replace(/\\(?:x(\w\w)|u(\w{4})|([^]))/g, (match, x, u, one) => x || u ? String.fromCharCode(parseInt(x ?? u, 16)) : ESCAPES[one] ?? ("\\'\"".includes(one) ? one : match))
}

function number(written) {
  const digits = written.replaceAll("_", ""), value = Number(digits)
  if (/^0[xob]/i.test(digits)) return value
  return /[.e]/i.test(digits) ? `\u0001${/[.e]/.test(value) ? value : `${value}.0`}` : value > 1e300 ? 1e300 : value
}

// "not a or b" is read as not (a or b): the operands and words in a row, to be grouped again.
const isBool = node => ["and", "or", "not"].includes(parts(node)[node.name === "UnaryExpression" ? 0 : 1]?.name) && parts(node).length < 4 && /^(Unary|Binary)/.test(node.name)
const row = node => !isBool(node) ? [node] : parts(node).flatMap(one => ["and", "or", "not"].includes(one.name) ? [one] : row(one))
function bool(nodes, op) {
  if (!op) return nodes[0].name === "not" ? { kind: "Unary", line: lineOf(nodes[0]), op: "not", operand: bool(nodes.slice(1)) } : expression(nodes[0])
  const groups = cut(nodes, op).map(group => bool(group, op === "or" && "and"))
  return groups.length > 1 ? { kind: "Bool", line: lineOf(nodes[0]), op, values: groups } : groups[0]
}

function expression(node) {
  const line = lineOf(node), nodes = parts(node), made = (kind, rest) => ({ kind, line, ...rest })
  if (isBool(node)) return bool(row(node), "or")
  switch (node.name) {
    case "VariableName": return made("Name", { id: text(node) })
    case "MemberExpression": return nodes[1].name === "." ? made("Attr", { value: expression(nodes[0]), attr: text(nodes[2]) })
      : made("Item", { value: expression(nodes[0]), index: index(nodes.slice(2, -1)) })
    case "CallExpression": return made("Call", { func: expression(nodes[0]), ...given(nodes[1]) })
    case "Number": return /j$/i.test(text(node)) ? made("Text", { value: text(node) }) : made("Const", { value: number(text(node)) })
    case "Boolean": return made("Const", { value: text(node) === "True" })
    case "None": return made("Const", { value: null })
    case "Ellipsis": return made("Text", { value: "Ellipsis" })
    case "String": return made("Text", { value: [...string(text(node))].slice(0, KEPT).join("") })
    case "ContinuedString": return nodes.some(one => one.name === "FormatString") ? other(node, nodes.flatMap(one => expression(one).parts ?? []))
      : made("Text", { value: [...nodes.map(one => string(text(one))).join("")].slice(0, KEPT).join("") })
    case "FormatString": return other(node, nodes.filter(one => one.name === "FormatReplacement").flatMap(one => parts(one).filter(part => part.type.is("Expression") || /Expression$/.test(part.name)).map(expression)))
    case "ParenthesizedExpression": return list(nodes.slice(1, -1))
    case "TupleExpression": case "ArrayExpression": case "SetExpression": return made("Group", { items: all(nodes) })
    case "DictionaryExpression": {
      const pairs = cut(nodes.slice(1, -1), ",").filter(pair => pair.length)
      return made("Table", { keys: pairs.map(([key]) => key.name === "**" ? null : expression(key)), values: pairs.map(pair => expression(pair.at(-1))) })
    }
    case "ComprehensionExpression": case "ArrayComprehensionExpression": case "SetComprehensionExpression": case "DictionaryComprehensionExpression": return each(nodes.slice(1, -1), node)
    case "BinaryExpression": return binary(node)
    case "UnaryExpression": return made("Unary", { op: text(nodes[0]), operand: expression(nodes[1]) })
    case "ConditionalExpression": return made("Choice", { test: expression(nodes[2]), then: expression(nodes[0]), other: expression(nodes[4]) })
    case "LambdaExpression": return made("Lambda", { ...signature(named(node, "ParamList")), body: expression(nodes.at(-1)) })
    case "NamedExpression": return made("Named", { target: expression(nodes[0]), value: expression(nodes[2]) })
    case "AwaitExpression": return expression(nodes[1])
    case "YieldExpression": case "YieldStatement": return nodes[1].name === "from" ? expression(nodes[2]) : other(node, [list(nodes.slice(1))])
    default: return other(node, [])
  }
}

const slice = nodes => nodes.some(one => one.name === ":") ? other(nodes[0], all(nodes)) : all(nodes)[0]
const index = nodes => nodes.some(one => one.name === ",") ? { kind: "Group", line: lineOf(nodes[0]), items: split(nodes).map(slice) } : slice(nodes)
const word = nodes => nodes.map(text).join(" ").replace(/\s+/g, " ")

function binary(node) {
  const line = lineOf(node), nodes = parts(node), op = word(nodes.slice(1, -1))
  if (!COMPARISONS.has(op)) return { kind: "Binary", line, op, left: expression(nodes[0]), right: expression(nodes.at(-1)) }
  const before = nodes[0].name === "BinaryExpression" ? binary(nodes[0]) : expression(nodes[0])
  const chain = before.kind === "Compare" && nodes[0].name === "BinaryExpression" ? before : { left: before, ops: [], rights: [] }
  return { kind: "Compare", line, left: chain.left, ops: [...chain.ops, op], rights: [...chain.rights, expression(nodes.at(-1))] }
}
