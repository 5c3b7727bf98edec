// Lezer's expressions as expressions of the neutral tree (loop_doctor/tree.py).
import { cut, lineOf, named, operands, parts, split, text } from "./lezer_nodes.js"
import { number, string } from "./python_words.js"

const COMPARISONS = new Set([..."== != < <= > >= in is".split(" "), "not in", "is not"])
const WORDS = ["and", "or", "not"]
const CLAUSES = ["for", "in", "if"]

export const all = nodes => operands(nodes).map(expression)
export const other = (node, nodes, said = "") => ({ kind: "Other", line: lineOf(node), text: said, parts: nodes })
// A tuple where there is a comma, else the one expression.
export const list = nodes => nodes.some(one => one.name === ",") ? { kind: "Group", line: lineOf(nodes[0]), items: all(nodes) } : all(nodes)[0]

export function expression(node) {
  const nodes = parts(node)
  if (isBool(node)) return bool(row(node), "or")
  const made = EXPRESSIONS[node.name]?.(nodes, node) ?? other(node, [])
  return made.line ? made : { line: lineOf(node), ...made }
}

const collected = nodes => ({ kind: "Group", items: all(nodes) })
const comprehension = (nodes, node) => each(nodes.slice(1, -1), node)
const drawn = (nodes, node) => nodes[1].name === "from" ? expression(nodes[2]) : other(node, [list(nodes.slice(1))])

const EXPRESSIONS = {
  VariableName: (nodes, node) => ({ kind: "Name", id: text(node) }),
  MemberExpression: nodes => nodes[1].name === "." ? { kind: "Attr", value: expression(nodes[0]), attr: text(nodes[2]) }
    : { kind: "Item", value: expression(nodes[0]), index: index(nodes.slice(2, -1)) },
  CallExpression: nodes => ({ kind: "Call", func: expression(nodes[0]), ...given(nodes[1]) }),
  Number: (nodes, node) => /j$/i.test(text(node)) ? { kind: "Text", value: text(node) } : { kind: "Const", value: number(text(node)) },
  Boolean: (nodes, node) => ({ kind: "Const", value: text(node) === "True" }),
  None: () => ({ kind: "Const", value: null }),
  Ellipsis: () => ({ kind: "Text", value: "Ellipsis" }),
  String: (nodes, node) => ({ kind: "Text", value: string([text(node)]) }),
  ContinuedString: (nodes, node) => nodes.some(one => one.name === "FormatString") ? other(node, nodes.flatMap(one => expression(one).parts ?? []))
    : { kind: "Text", value: string(nodes.map(text)) },
  FormatString: (nodes, node) => other(node, nodes.filter(one => one.name === "FormatReplacement").flatMap(parts).filter(isExpression).map(expression)),
  ParenthesizedExpression: nodes => list(nodes.slice(1, -1)),
  TupleExpression: collected, ArrayExpression: collected, SetExpression: collected,
  DictionaryExpression(nodes) {
    const pairs = cut(nodes.slice(1, -1), ",").filter(pair => pair.length)
    return { kind: "Table", keys: pairs.map(([key]) => key.name === "**" ? null : expression(key)), values: pairs.map(pair => expression(pair.at(-1))) }
  },
  ComprehensionExpression: comprehension, ArrayComprehensionExpression: comprehension,
  SetComprehensionExpression: comprehension, DictionaryComprehensionExpression: comprehension,
  BinaryExpression: binary,
  UnaryExpression: nodes => ({ kind: "Unary", op: text(nodes[0]), operand: expression(nodes[1]) }),
  ConditionalExpression: nodes => ({ kind: "Choice", test: expression(nodes[2]), then: expression(nodes[0]), other: expression(nodes[4]) }),
  LambdaExpression: (nodes, node) => ({ kind: "Lambda", ...signature(named(node, "ParamList")), body: expression(nodes.at(-1)) }),
  NamedExpression: nodes => ({ kind: "Named", target: expression(nodes[0]), value: expression(nodes[2]) }),
  AwaitExpression: nodes => expression(nodes[1]),
  YieldExpression: drawn, YieldStatement: drawn,
}

const isExpression = node => node.type.is("Expression") || /Expression$/.test(node.name)
const slice = nodes => nodes.some(one => one.name === ":") ? other(nodes[0], all(nodes)) : all(nodes)[0]
const index = nodes => nodes.some(one => one.name === ",") ? { kind: "Group", line: lineOf(nodes[0]), items: split(nodes).map(slice) } : slice(nodes)

function binary(nodes) {
  const op = nodes.slice(1, -1).map(text).join(" ").replace(/\s+/g, " ")
  const left = expression(nodes[0]), right = expression(nodes.at(-1))
  if (!COMPARISONS.has(op)) return { kind: "Binary", op, left, right }
  const chain = nodes[0].name === "BinaryExpression" && left.kind === "Compare" ? left : { left, ops: [], rights: [] }
  return { kind: "Compare", left: chain.left, ops: [...chain.ops, op], rights: [...chain.rights, right] }
}

// "not a or b" is read as not (a or b): the operands and words in a row, to be grouped again.
function isBool(node) {
  const nodes = parts(node), word = nodes[node.name === "UnaryExpression" ? 0 : 1]
  return /^(Unary|Binary)/.test(node.name) && nodes.length < 4 && WORDS.includes(word?.name)
}
const row = node => isBool(node) ? parts(node).flatMap(one => WORDS.includes(one.name) ? [one] : row(one)) : [node]
function bool(nodes, op) {
  const line = lineOf(nodes[0])
  if (!op) return nodes[0].name === "not" ? { kind: "Unary", line, op: "not", operand: bool(nodes.slice(1)) } : expression(nodes[0])
  const groups = cut(nodes, op).map(group => bool(group, op === "or" && "and"))
  return groups.length > 1 ? { kind: "Bool", line, op, values: groups } : groups[0]
}

// A comprehension: an element, then for … in … if …
function each(nodes, node) {
  const loops = [], first = nodes.findIndex(one => one.name === "for")
  let clause
  for (const one of nodes.slice(first)) {
    if (one.name === "for") loops.push([[], [], []])
    if (CLAUSES.includes(one.name)) clause = CLAUSES.indexOf(one.name)
    else if (one.name !== "async") loops.at(-1)[clause].push(one)
  }
  const head = operands(nodes.slice(0, first)).filter(one => one.name !== "async")
  return { kind: "Each", line: lineOf(node), element: expression(head.at(-1)), loops: loops.map(([target, iter, tests]) => [list(target), list(iter), all(tests)]) }
}

export function decorator(node) {
  return parts(node).slice(1).reduce((made, one) => one.name === "." ? made
    : one.name === "ArgList" ? { kind: "Call", line: made.line, func: made, ...given(one) }
    : made ? { kind: "Attr", line: made.line, value: made, attr: text(one) } : expression(one), null)
}

export function signature(node) {
  const taken = split(parts(node)).filter(one => !["*", "**", "/"].includes(one[0].name))
  const fallback = one => one.findIndex(part => part.name === "AssignOp") + 1
  return { args: taken.map(([name]) => text(name)), defaults: taken.map(one => fallback(one) ? expression(one[fallback(one)]) : null) }
}

export function given(node) {
  const args = [], keywords = [], inside = parts(node).slice(1, -1)
  if (inside.some(one => one.name === "for")) return { args: [each(inside, node)], keywords }
  for (const one of split(inside)) {
    const sign = one[1]?.name === "AssignOp" && text(one[1])
    if (one[0].name === "**") keywords.push([null, expression(one[1])])
    else if (sign === "=") keywords.push([text(one[0]), expression(one[2])])
    else if (sign) args.push({ kind: "Named", line: lineOf(one[0]), target: expression(one[0]), value: expression(one[2]) })
    else args.push(all(one)[0])
  }
  return { args, keywords }
}
