"""The neutral tree: what every parser is translated into, and the little that is asked of it.

A node is a dictionary with a "kind" and a "line"; the other keys hold nodes, lists of nodes,
names or constants, so that a tree is JSON. The kinds, with their keys:

Statements
    Def       name, args, defaults, body, decorators     Class   name, bases, body
    For       target, iter, body, orelse                 While   test, body, orelse
    If        test, body, orelse                         With    items: [context, target or None]
    Try       body, handlers: lists, final               Return  value or None
    Assign    targets, value                             Aug     target, op, value
    Expr      value                                      Del     targets
    Import    module, names: [name, as]                  Outer     names (global, nonlocal)
    Break, Continue, Raise, Pass
Expressions
    Name      id                                         Attr    value, attr
    Call      func, args, keywords: [name, value]        Const   value: number, bool or None
    Text      value                                      Binary  op, left, right
    Unary     op, operand                                Bool    op, values
    Compare   left, ops, rights                          Item    value, index
    Group     items (of a list, tuple or set)            Table   keys, values
    Choice    test, then, other                          Lambda  args, defaults, body
    Each      element, loops: [target, iter, conditions] Named   target, value
    Other     parts (whatever has no kind of its own)
"""

STATEMENT_LISTS = ("body", "orelse", "final")


def children(node):
    """The nodes directly below a node, in no order that matters."""
    found = []
    for key in node:
        value = node[key]
        if isinstance(value, dict):
            found.append(value)
        elif isinstance(value, list):
            lists = [value]
            while lists:
                for item in lists.pop():
                    if isinstance(item, dict):
                        found.append(item)
                    elif isinstance(item, list):
                        lists.append(item)
    return found


def below(nodes, into_functions=True):
    """Every node of a list of nodes and below it; without the insides of functions if asked."""
    waiting = list(nodes)
    while waiting:
        node = waiting.pop()
        yield node
        if into_functions or node["kind"] not in ("Def", "Class", "Lambda"):
            waiting.extend(children(node))


def spell(node):
    """An expression as text: two expressions that read alike are spelled alike."""
    if node is None:
        return ""
    kind = node["kind"]
    if kind == "Name":
        return node["id"]
    if kind == "Attr":
        return spell(node["value"]) + "." + node["attr"]
    if kind == "Call":
        words = [spell(one) for one in node["args"]]
        words += [(name or "**") + "=" + spell(value) for name, value in node["keywords"]]
        return spell(node["func"]) + "(" + ", ".join(words) + ")"
    if kind == "Const":
        return str(node["value"])
    if kind == "Text":
        return "'" + node["value"] + "'"
    if kind == "Binary":
        return _operand(node["left"]) + " " + node["op"] + " " + _operand(node["right"])
    if kind == "Unary":
        return node["op"] + (" " if node["op"] == "not" else "") + _operand(node["operand"])
    if kind == "Bool":
        return (" " + node["op"] + " ").join([_operand(one) for one in node["values"]])
    if kind == "Compare":
        pairs = zip(node["ops"], node["rights"])
        return spell(node["left"]) + "".join([" " + op + " " + spell(one) for op, one in pairs])
    if kind == "Item":
        return spell(node["value"]) + "[" + spell(node["index"]) + "]"
    if kind == "Group":
        return "(" + ", ".join([spell(one) for one in node["items"]]) + ")"
    return "…"


def _operand(node):
    text = spell(node)
    return "(" + text + ")" if node["kind"] in ("Binary", "Bool", "Compare") else text


def last_word(path):
    """The last name of a dotted path: "self.opt" gives "opt", "opts['d']" gives "opts"."""
    return path.split("[")[0].split("(")[0].split(".")[-1]


def names_in(node):
    """The names and dotted paths that an expression reads."""
    found = set()
    for one in below([node]):
        if one["kind"] in ("Name", "Attr"):
            found.add(spell(one))
    return found


def assigned_in(nodes):
    """The names and dotted paths that statements give a value, functions inside left out."""
    found, outer = set(), set()
    for node in below(nodes, into_functions=False):
        kind = node["kind"]
        if kind == "Outer":
            outer.update(node["names"])
        targets = []
        if kind in ("Assign", "Del"):
            targets = list(node["targets"])
        elif kind in ("Aug", "For", "Named"):
            targets = [node["target"]]
        elif kind == "With":
            targets = [target for _, target in node["items"] if target]
        while targets:
            target = targets.pop()
            if target["kind"] == "Group":
                targets.extend(target["items"])
            else:
                found.add(spell(target))
    return found - outer
