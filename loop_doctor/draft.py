"""A program while it is mended: its lines, each with the number it had before."""


class Draft:
    """Lines as [number before, text]; what is new has the number 0."""

    def __init__(self, lines):
        self.lines = lines

    @classmethod
    def of(cls, source):
        """The draft of a program that nobody has changed yet."""
        return cls([[number, text] for number, text in enumerate(source.split("\n"), 1)])

    def copy(self):
        """The same lines, to be changed apart."""
        return Draft([list(line) for line in self.lines])

    @property
    def source(self):
        """The program as it stands."""
        return "\n".join([text for _, text in self.lines])

    def text(self, line):
        """The text of a line, counted from 1 as the program stands."""
        return self.lines[line - 1][1]

    def code(self, line):
        """The same without indentation and comment."""
        return self.text(line).split("#")[0].strip()

    def indent(self, line):
        """The blanks in front of a line."""
        text = self.text(line)
        return text[: len(text) - len(text.lstrip())]

    def without(self, line):
        """The draft with a line gone; None where the line is more or less than a statement."""
        if not whole(self.code(line)):
            return None
        changed = self.copy()
        if self._alone(line):
            changed.lines[line - 1] = [0, self.indent(line) + "pass"]
        else:
            del changed.lines[line - 1]
        return changed

    def _alone(self, line):
        """Is it all that stands under its condition or its loop?"""
        around = [one for one in range(1, len(self.lines) + 1) if one == line or self.code(one)]
        at = around.index(line)
        above = around[at - 1] if at else 0
        below = around[at + 1] if at + 1 < len(around) else 0
        opens = above and self.code(above).endswith(":")
        return opens and (not below or len(self.indent(below)) < len(self.indent(line)))

    def put(self, line, *texts):
        """The draft with new lines in front of a line, indented as that line is."""
        changed = self.copy()
        indent = self.indent(line)
        changed.lines[line - 1 : line - 1] = [[0, indent + text] for text in texts]
        return changed

    def put_behind(self, line, *texts):
        """The draft with new lines behind a line, indented as that line is."""
        changed = self.copy()
        indent = self.indent(line)
        changed.lines[line:line] = [[0, indent + text] for text in texts]
        return changed

    def replace(self, line, *texts):
        """The draft with new lines in place of a line, indented as that was."""
        changed = self.put_behind(line, *texts)
        del changed.lines[line - 1]
        return changed

    def change(self, line, old, new):
        """The draft with a part of a line changed; None where the part is not there."""
        if old not in self.text(line):
            return None
        changed = self.copy()
        changed.lines[line - 1] = [0, self.text(line).replace(old, new, 1)]
        return changed

    def body_of(self, header, inner):
        """The first line in the body of the loop at `header`; None unless `inner` is in there."""
        if not 0 < header < inner <= len(self.lines):
            return None
        end = header
        while end < inner and not self.code(end).endswith(":"):
            end += 1
        rest = [one for one in range(end + 1, inner + 1) if self.code(one)]
        if not rest or len(self.indent(rest[0])) <= len(self.indent(header)):
            return None
        least = min([len(self.indent(one)) for one in rest])
        if least < len(self.indent(rest[0])):
            return None
        comments = [one for one in range(end + 1, rest[0]) if self.text(one).strip()]
        first = comments[0] if comments else rest[0]  # a comment stays with its line
        return first if self.indent(first) == self.indent(rest[0]) else rest[0]

    def above(self, line, start):
        """The nearest line above that begins with a word and holds this one; None without."""
        width = len(self.indent(line))
        for one in range(line - 1, 0, -1):
            if self.code(one) and len(self.indent(one)) < width:
                width = len(self.indent(one))
                if self.code(one).startswith(start):
                    return one
        return None

    def difference(self, source):
        """What was changed: (sign, text) for each line; "-" lines stand above "+" lines."""
        before, rows, new, at = source.split("\n"), [], [], 0
        for number, text in self.lines + [[len(source.split("\n")) + 1, None]]:
            if not number:
                new.append(("+", text))
                continue
            rows += [("-", one) for one in before[at : number - 1]] + new
            at, new = number, []
            if text is not None:
                rows.append((" ", text))
        return rows


def whole(code):
    """Is it one statement that begins and ends in its line?"""
    pairs = ("()", "[]", "{}")
    closed = all(code.count(pair[0]) == code.count(pair[1]) for pair in pairs)
    return bool(code) and closed and code[-1] not in ":,\\" and code[0] not in ")]}"
