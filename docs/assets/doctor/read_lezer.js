// Lezer's Python tree, translated into the neutral tree of loop_doctor/tree.py, as read_ast.py does
// with CPython's. Throws a SyntaxError whose message names the line that cannot be read.
import { parser } from "../vendor/doctor/lezer-python.min.js"
import { all, decorator, expression, given, list, other, signature } from "./lezer_expressions.js"
import { cut, lineOf, named, open, parts, split, text, within } from "./lezer_nodes.js"
import { asJSON, mended } from "./python_words.js"

export function read(given) {
  const source = mended(given)
  open(source)
  const tree = parser.parse(source)
  tree.iterate({ enter: node => {
    if (node.type.isError || node.name === "PrintStatement") throw new SyntaxError(`line ${lineOf(node)} is no Python that can be read here`)
  } })
  return asJSON(block(tree.topNode))
}

const block = node => parts(node).filter(one => one.name !== ":").flatMap(statement)

function statement(node) {
  const nodes = parts(node)
  if (node.name === "StatementGroup") return nodes.flatMap(statement)
  if (node.name === "IfStatement") return branches(nodes)
  if (node.name === "MatchStatement") return cases(node)
  if (node.name === "DecoratedStatement") {
    const decorators = nodes.slice(0, -1).map(decorator)
    return statement(nodes.at(-1)).map(one => one.kind === "Def" ? { ...one, decorators } : one)
  }
  const bodies = nodes.filter(one => one.name === "Body").map(block)
  const made = STATEMENTS[node.name]?.(nodes, bodies[0], bodies[1] ?? [], node)
  return made ? [{ kind: made.kind ?? node.name.replace("Statement", ""), line: lineOf(node), ...made }] : []
}

const STATEMENTS = {
  FunctionDefinition: (nodes, body, rest, node) => ({ kind: "Def", name: text(named(node, "VariableName")), decorators: [], body, ...signature(named(node, "ParamList")) }),
  ClassDefinition: (nodes, body, rest, node) => ({ kind: "Class", name: text(named(node, "VariableName")), bases: given(named(node, "ArgList")).args, body }),
  ForStatement: (nodes, body, orelse) => ({ body, orelse, target: list(within(nodes, "for", "in")), iter: list(within(nodes, "in", "Body")) }),
  WhileStatement: (nodes, body, orelse) => ({ body, orelse, test: expression(nodes[1]) }),
  WithStatement: (nodes, body) => ({ body, items: contexts(within(nodes, "with", "Body")) }),
  TryStatement: nodes => attempt(nodes),
  ReturnStatement: nodes => ({ value: nodes.length > 1 ? list(nodes.slice(1)) : null }),
  ExpressionStatement: nodes => ({ kind: "Expr", value: list(nodes) }),
  YieldStatement: (nodes, body, rest, node) => ({ kind: "Expr", value: expression(node) }),
  AssignStatement(nodes) {
    const targets = cut(nodes.filter(one => one.name !== "TypeDef"), "AssignOp"), value = targets.pop()
    return targets.length && { value: list(value), targets: targets.map(list) }
  },
  UpdateStatement: nodes => ({ kind: "Aug", target: expression(nodes[0]), op: text(nodes[1]).slice(0, -1), value: list(nodes.slice(2)) }),
  DeleteStatement: nodes => ({ kind: "Del", targets: all(nodes.slice(1)) }),
  ScopeStatement: nodes => ({ kind: "Outer", names: nodes.filter(one => one.name === "VariableName").map(text) }),
  ImportStatement: nodes => ({ module: nodes[0].name === "from" ? joined(within(nodes, "from", "import")).replace(/^\.+/, "") : "", names: imported(within(nodes, "import")) }),
  BreakStatement: () => ({}), ContinueStatement: () => ({}), RaiseStatement: () => ({}), PassStatement: () => ({}),
}

const joined = nodes => nodes.map(text).join("")
const imported = nodes => split(nodes).map(one => cut(one, "as").map(joined)).map(([name, known = name]) => [name, known])

function contexts(nodes) {  // with (a, b): enters two
  const entered = nodes.length === 1 && nodes[0].name === "TupleExpression" ? parts(nodes[0]) : nodes
  return split(entered).map(([context, , target]) => [expression(context), target ? expression(target) : null])
}

function branches(nodes) {
  return nodes.reduceRight((rest, one, i) => one.name === "else" ? block(nodes[i + 1])
    : !["if", "elif"].includes(one.name) ? rest
    : [{ kind: "If", line: lineOf(one), test: expression(nodes[i + 1]), body: block(nodes[i + 2]), orelse: rest }], [])
}

function cases(node) {
  const line = lineOf(node), clauses = parts(named(node, "MatchBody")).filter(one => one.name === "MatchClause")
  return clauses.reduceRight((orelse, one, i) => {
    const test = { ...other(node, [], `case at line ${line + i}`), line: line + i }
    return [{ kind: "If", line: line + i, test, body: block(named(one, "Body")), orelse }]
  }, [])
}

function attempt(nodes) {
  const found = { body: [], handlers: [], final: [] }
  let clause
  for (const one of nodes) {
    if (["try", "except", "else", "finally"].includes(one.name)) clause = one.name
    else if (one.name === "Body" && clause === "except") found.handlers.push(block(one))
    else if (one.name === "Body") found[clause === "finally" ? "final" : "body"].push(...block(one))
  }
  return found
}
