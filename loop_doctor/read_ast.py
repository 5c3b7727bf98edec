"""CPython's `ast`, translated into the neutral tree. Another parser needs a file like this."""

import ast

SIGNS = {
    "Add": "+", "Sub": "-", "Mult": "*", "Div": "/", "FloorDiv": "//", "Mod": "%", "Pow": "**",
    "MatMult": "@", "LShift": "<<", "RShift": ">>", "BitOr": "|", "BitAnd": "&", "BitXor": "^",
    "Eq": "==", "NotEq": "!=", "Lt": "<", "LtE": "<=", "Gt": ">", "GtE": ">=", "Is": "is",
    "IsNot": "is not", "In": "in", "NotIn": "not in", "Not": "not", "USub": "-", "UAdd": "+",
    "Invert": "~", "And": "and", "Or": "or",
}  # fmt: skip


def read(source):
    """The neutral tree of a program: a list of statements. Raises SyntaxError."""
    return _block(ast.parse(source).body)


def _sign(operator):
    return SIGNS[type(operator).__name__]


def _block(statements):
    return [node for one in statements for node in _statement(one)]


def _all(expressions):
    return [_expression(one) for one in expressions]


def _maybe(expression):
    return None if expression is None else _expression(expression)


def _signature(arguments):
    """Names and defaults, positional ones first; a name without a default has None."""
    first = arguments.posonlyargs + arguments.args
    defaults = [None] * (len(first) - len(arguments.defaults)) + _all(arguments.defaults)
    defaults += [_maybe(one) for one in arguments.kw_defaults]
    return {"args": [one.arg for one in first + arguments.kwonlyargs], "defaults": defaults}


def _statement(s):
    """A statement as a list of nodes: empty where it changes nothing we follow."""
    kind = type(s).__name__
    rest = None
    if kind in ("FunctionDef", "AsyncFunctionDef"):
        kind = "Def"
        rest = {"name": s.name, "body": _block(s.body), "decorators": _all(s.decorator_list)}
        rest.update(_signature(s.args))
    elif kind == "ClassDef":
        kind, rest = "Class", {"name": s.name, "bases": _all(s.bases), "body": _block(s.body)}
    elif kind in ("For", "AsyncFor"):
        kind, rest = "For", {"target": _expression(s.target), "iter": _expression(s.iter)}
        rest.update(body=_block(s.body), orelse=_block(s.orelse))
    elif kind in ("While", "If"):
        rest = {"test": _expression(s.test), "body": _block(s.body), "orelse": _block(s.orelse)}
    elif kind in ("With", "AsyncWith"):
        items = [[_expression(one.context_expr), _maybe(one.optional_vars)] for one in s.items]
        kind, rest = "With", {"items": items, "body": _block(s.body)}
    elif kind in ("Try", "TryStar"):
        kind, rest = "Try", {"body": _block(s.body + s.orelse), "final": _block(s.finalbody)}
        rest["handlers"] = [_block(one.body) for one in s.handlers]
    elif kind in ("Return", "Expr"):
        rest = {"value": _maybe(s.value)}
    elif kind in ("Assign", "Delete"):
        rest = {"targets": _all(s.targets)}
        kind = "Del" if kind == "Delete" else kind
        if kind == "Assign":
            rest["value"] = _expression(s.value)
    elif kind == "AnnAssign" and s.value:
        kind, rest = "Assign", {"targets": [_expression(s.target)], "value": _expression(s.value)}
    elif kind == "AugAssign":
        kind, rest = "Aug", {"target": _expression(s.target), "op": _sign(s.op)}
        rest["value"] = _expression(s.value)
    elif kind in ("Break", "Continue", "Raise", "Pass"):
        rest = {}
    elif kind in ("Global", "Nonlocal"):
        kind, rest = "Outer", {"names": s.names}
    elif kind in ("Import", "ImportFrom"):
        names = [[one.name, one.asname or one.name] for one in s.names]
        kind, rest = "Import", {"module": getattr(s, "module", None) or "", "names": names}
    elif kind == "Match":
        return _cases(s.cases, s.lineno)
    if rest is None:
        return []
    rest.update(kind=kind, line=s.lineno)
    return [rest]


def _cases(cases, line):
    """A match statement as a chain of conditions that nobody knows."""
    if not cases:
        return []
    test = {"kind": "Other", "line": line, "parts": [], "text": f"case at line {line}"}
    rest = _cases(cases[1:], line + 1)
    return [
        {"kind": "If", "line": line, "test": test, "body": _block(cases[0].body), "orelse": rest}
    ]


def _expression(e):
    kind = type(e).__name__
    if kind in ("Starred", "Await", "YieldFrom"):
        return _expression(e.value)
    if kind == "Name":
        rest = {"id": e.id}
    elif kind == "Attribute":
        kind, rest = "Attr", {"value": _expression(e.value), "attr": e.attr}
    elif kind == "Call":
        keywords = [[one.arg, _expression(one.value)] for one in e.keywords]
        rest = {"func": _expression(e.func), "args": _all(e.args), "keywords": keywords}
    elif kind == "Constant" and (e.value is None or isinstance(e.value, (bool, int, float))):
        kind, rest = "Const", {"value": e.value}
    elif kind == "Constant":
        kind, rest = "Text", {"value": str(e.value)[:60]}
    elif kind == "BinOp":
        kind, rest = "Binary", {"op": _sign(e.op), "left": _expression(e.left)}
        rest["right"] = _expression(e.right)
    elif kind == "UnaryOp":
        kind, rest = "Unary", {"op": _sign(e.op), "operand": _expression(e.operand)}
    elif kind == "BoolOp":
        kind, rest = "Bool", {"op": _sign(e.op), "values": _all(e.values)}
    elif kind == "Compare":
        rest = {"left": _expression(e.left), "ops": [_sign(one) for one in e.ops]}
        rest["rights"] = _all(e.comparators)
    elif kind == "Subscript":
        kind, rest = "Item", {"value": _expression(e.value), "index": _expression(e.slice)}
    elif kind in ("Tuple", "List", "Set"):
        kind, rest = "Group", {"items": _all(e.elts)}
    elif kind == "Dict":
        rest = {"keys": [_maybe(one) for one in e.keys], "values": _all(e.values)}
        kind = "Table"
    elif kind == "IfExp":
        kind, rest = "Choice", {"test": _expression(e.test), "then": _expression(e.body)}
        rest["other"] = _expression(e.orelse)
    elif kind == "Lambda":
        rest = _signature(e.args)
        rest["body"] = _expression(e.body)
    elif kind in ("ListComp", "SetComp", "GeneratorExp", "DictComp"):
        loops = [[_expression(g.target), _expression(g.iter), _all(g.ifs)] for g in e.generators]
        kind, rest = "Each", {"element": _expression(getattr(e, "elt", getattr(e, "value", None)))}
        rest["loops"] = loops
    elif kind == "NamedExpr":
        kind, rest = "Named", {"target": _expression(e.target), "value": _expression(e.value)}
    else:
        parts = [one for one in ast.iter_child_nodes(e) if isinstance(one, ast.expr)]
        kind, rest = "Other", {"parts": _all(parts), "text": ""}
    rest.update(kind=kind, line=getattr(e, "lineno", 0))
    return rest
