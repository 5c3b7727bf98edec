"""What an expression may give, as far as gradients are concerned."""


class Value:
    """Something of which only the name is known."""

    parts = {}  # the forward passes in its graph: {number: factor, or None where it is unknown}
    names = frozenset()  # the parameters it stands for; "" stands for all that there are
    certain = True
    divisors = ()  # what it was divided by: (text, number or None)
    scaled = False  # by a GradScaler
    sums = frozenset()  # names of the running sums it is part of
    origin = None  # the value it is another name of, where that is known

    def __init__(self, name=""):
        self.name = name


class Constant(Value):
    """A constant: a number, True, False, None or a text."""

    def __init__(self, value, name=""):
        self.value = value
        self.name = name


class Tensor(Value):
    """A tensor, remembered as the forward passes it was made from."""

    def __init__(self, parts, divisors=(), scaled=False, certain=True, sums=frozenset(), name=""):
        self.parts = parts
        self.divisors = divisors
        self.scaled = scaled
        self.certain = certain  # False where an unknown function may have detached it
        self.sums = sums
        self.name = name


class Module(Value):
    """A network, or a weight made by hand (leaf); `names` are its parameters."""

    def __init__(self, name, owner=None, leaf=False):
        self.name = name
        self.names = frozenset([name])
        self.owner = owner  # its class, where that stands in this file
        self.leaf = leaf


class Parameters(Value):
    """model.parameters(), or one of them."""

    def __init__(self, names):
        self.name = "parameters"
        self.names = frozenset(names)


class Gradient(Value):
    """Somebody's .grad."""

    def __init__(self, names):
        self.name = "grad"
        self.names = frozenset(names)


class Optimizer(Value):
    """An optimizer. It owns the parameters in `names`; the name "" says that nobody knows."""

    def __init__(self, name, names=None, family=""):
        self.name = name
        self.names = frozenset(names) if names else frozenset([""])
        self.family = family
        self.hooks = []  # functions that run after each step
        self.born = 0  # the number of events before it


class Helper(Value):
    """A scheduler, scaler, accelerator or engine: `role` says which."""

    def __init__(self, role, name, window=None):
        self.role = role
        self.name = name
        self.window = window
        self.born = 0  # the number of events before it


class Function(Value):
    """A function of the file, with the frame it was made in and the instance it belongs to."""

    def __init__(self, node, frame=None, owner=None):
        self.name = node.get("name", "")
        self.node = node
        self.frame = frame
        self.owner = owner


class Bound(Value):
    """A method of an optimizer, named and not called yet."""

    def __init__(self, on, name):
        self.on = on
        self.name = name


class Instance(Value):
    """An object of a class of the file."""

    def __init__(self, name, owner):
        self.name = name
        self.owner = owner


class Items(Value):
    """A list, tuple or dictionary whose elements are known; `keys` are those of a dictionary."""

    def __init__(self, items, keys=()):
        self.name = ""
        self.items = items
        self.keys = keys


class Context(Value):
    """What a with-statement enters: "no_grad", "no_sync" or "accumulate"."""

    def __init__(self, what, window=None):
        self.name = what
        self.what = what
        self.window = window


def names_of(values):
    """The parameters that values stand for, also inside lists."""
    found = set()
    for value in values:
        if isinstance(value, Items):
            found |= names_of(value.items)
        elif isinstance(value, (Module, Parameters)):
            found |= value.names
    return found


def add(left, right, sign=1):
    """left + right, or left - right: the factors of each forward pass add up."""
    parts = dict(left.parts)
    for number in right.parts:
        old, new = parts.get(number, 0), right.parts[number]
        parts[number] = None if old is None or new is None else old + sign * new
    return like(left, right, parts)


def mix(values):
    """What an unknown function makes of values: their graphs, together."""
    result = Tensor({})
    for value in values:
        if isinstance(value, Items):
            value = mix(value.items)
        if value.parts:
            parts = dict(value.parts)
            parts.update(result.parts)
            result = like(result, value, parts)
    return result


def like(left, right, parts):
    """A tensor with these parts; the rest as in the two it was made from."""
    certain = left.certain and right.certain
    divisors, sums = left.divisors or right.divisors, left.sums | right.sums
    return Tensor(parts, divisors, left.scaled or right.scaled, certain, sums)


def times(tensor, factor, divisor=None):
    """A tensor times a number (None: unknown); `divisor` is (text, number) if it was divided."""
    parts = {}
    for number in tensor.parts:
        old = tensor.parts[number]
        parts[number] = None if old is None or factor is None else old * factor
    result = like(tensor, tensor, parts)
    if type(tensor) is Value:  # nobody knows its graph: it stays unknown
        result = Value()
        result.divisors, result.scaled, result.sums = tensor.divisors, tensor.scaled, tensor.sums
    if divisor:
        result.divisors = result.divisors + (divisor,)
    return result


def join(left, right):
    """What a name holds after a condition of which nobody knows the outcome."""
    if left is None or left is right:
        return right
    if right is None:
        return left
    if isinstance(left, Constant) and isinstance(right, Constant) and left.value == right.value:
        return left
    if left.parts or right.parts:
        joined = mix([left, right])
        for number in joined.parts:
            if left.parts.get(number) != right.parts.get(number):
                joined.parts[number] = None
        return joined
    if type(left) not in (Value, Constant):
        return left
    if type(right) not in (Value, Constant):
        return right
    return Value(left.name or right.name)
