// Questions to the nodes of a Lezer tree: their text and line, their children, and groups of these.

const SIGNS = new Set("( ) [ ] { } , : * ** := AssignOp".split(" "))
let source, starts

// Whose text the nodes are asked for from now on.
export function open(given) {
  source = given
  starts = [0, ...[...given.matchAll(/\n/g)].map(found => found.index + 1)]
}

export const text = node => source.slice(node.from, node.to)

export function lineOf(node) {
  let low = 0, high = starts.length - 1
  while (low < high) {
    const middle = (low + high + 1) >> 1
    if (starts[middle] <= node.from) low = middle
    else high = middle - 1
  }
  return low + 1
}

export function parts(node) {
  const found = []
  for (let one = node?.firstChild; one; one = one.nextSibling) {
    if (one.name !== "Comment") found.push(one)
  }
  return found
}

export const named = (node, name) => parts(node).find(one => one.name === name)

export const operands = nodes => nodes.filter(one => !SIGNS.has(one.name))

// What stands behind the first node called `start`, and before the first called `end`.
export function within(nodes, start, end) {
  const at = name => nodes.findIndex(one => one.name === name)
  return nodes.slice(at(start) + 1, end && at(end))
}

// The groups between nodes of a name.
export function cut(nodes, name) {
  const groups = [[]]
  for (const one of nodes) {
    if (one.name === name) groups.push([])
    else groups.at(-1).push(one)
  }
  return groups
}

// What stands between commas, without the brackets around.
export const split = nodes => cut(nodes.filter(one => !"()".includes(one.name)), ",").filter(group => group.length)
