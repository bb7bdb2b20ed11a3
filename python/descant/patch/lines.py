"""Find the line of every key of a TOML text, so that an error can say where.

`tomllib` parses but forgets the lines. This reads the same text again for the places alone, and may rely on it
being valid.
"""

import re
import tomllib

Key = tuple[str | int, ...]
"""The way to a value: names, and positions in arrays from 0."""

DEEPEST = 16
"""What lies deeper has the line of what it lies in."""

_BLANK = re.compile(r"(?:[ \t\r\n]|#[^\n]*)*")
_SPACE = re.compile(r"[ \t]*")
_BARE = re.compile(r"[A-Za-z0-9_-]+")
_SCALAR = re.compile(r"[^,\]}#\n]*")
_STRINGS = {
    '"""': re.compile(r'"""(?:\\.|(?!""").)*"{3,5}', re.DOTALL),
    "'''": re.compile(r"'''(?:(?!''').)*'{3,5}", re.DOTALL),
    '"': re.compile(r'"(?:\\.|[^"\\])*"'),
    "'": re.compile(r"'[^']*'"),
}


def locate(text: str) -> dict[Key, int]:
    """Return key → line, from 1, for each table, key and array element of a valid TOML text."""
    return _Reader(text).read()


def line_of(lines: dict[Key, int], key: Key) -> int:
    """Return the line of `key`, or of the nearest table around it that the text has; 1 where there is none."""
    for length in range(len(key), 0, -1):
        if key[:length] in lines:
            return lines[key[:length]]
    return 1


class _Reader:
    def __init__(self, text: str) -> None:
        self.text = text
        self.at = 0
        self.line, self.counted = 1, 0  # the line of the position `counted`
        self.lines: dict[Key, int] = {}
        self.lengths: dict[Key, int] = {}  # arrays of tables

    def read(self) -> dict[Key, int]:
        table: Key = ()
        self.skip(_BLANK)
        while self.at < len(self.text):
            if self.text[self.at] == "[":
                table = self.header()
            else:
                self.pair(table)
            self.skip(_BLANK)
        return self.lines

    def skip(self, pattern: re.Pattern[str]) -> str:
        """Pass over what `pattern` finds here and return it."""
        found = pattern.match(self.text, self.at)
        assert found is not None, "the text is not valid TOML"
        self.at = found.end()
        return found[0]

    def note(self, key: Key) -> None:
        """Remember the present line for `key`, and for the tables around it where they are new."""
        self.line += self.text.count("\n", self.counted, self.at)
        self.counted = self.at
        for length in range(1, len(key)):
            self.lines.setdefault(key[:length], self.line)
        self.lines[key] = self.line

    def header(self) -> Key:
        many = self.text.startswith("[[", self.at)
        self.at += 2 if many else 1
        names = self.key()
        self.at += 2 if many else 1
        table: Key = ()
        for name in names[:-1]:
            table = self.latest((*table, name))
        table = (*table, names[-1])
        if many:
            self.lengths[table] = self.lengths.get(table, 0) + 1
        table = self.latest(table)
        self.note(table)
        return table[:DEEPEST]

    def latest(self, table: Key) -> Key:
        """Return `table`, or its last element where it is an array of tables."""
        return (*table, self.lengths[table] - 1) if table in self.lengths else table

    def key(self) -> list[str]:
        """Read a key and return its names, which dots separate."""
        names = []
        while True:
            self.skip(_SPACE)
            names.append(self.name())
            self.skip(_SPACE)
            if not self.text.startswith(".", self.at):
                return names[:DEEPEST]
            self.at += 1

    def name(self) -> str:
        mark = self.text[self.at]
        if mark not in "\"'":
            return self.skip(_BARE)
        quoted = self.skip(_STRINGS[mark])
        return str(tomllib.loads(f"name = {quoted}")["name"]) if mark == '"' else quoted[1:-1]

    def pair(self, table: Key) -> None:
        names = self.key()
        key = (*table, *names)
        self.note(key)
        self.at += 1  # the equals sign
        self.skip(_SPACE)
        self.value(key)

    def value(self, key: Key) -> None:
        mark = self.text[self.at]
        if mark in "\"'":
            self.skip(_STRINGS[mark * 3 if self.text.startswith(mark * 3, self.at) else mark])
        elif mark in "[{":
            self.collection(key, mark)
        else:
            self.skip(_SCALAR)

    def collection(self, key: Key, mark: str) -> None:
        """Pass over an array or an inline table, remembering what is in it."""
        self.at += 1
        self.skip(_BLANK)
        count = 0
        while self.text[self.at] not in "]}":
            if mark == "{":
                self.pair(key[:DEEPEST])
            else:
                element = (*key[:DEEPEST], count)
                self.note(element)
                self.value(element)
            count += 1
            self.skip(_BLANK)
            if self.text[self.at] == ",":
                self.at += 1
                self.skip(_BLANK)
        self.at += 1
