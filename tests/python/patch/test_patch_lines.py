import tomllib

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from descant.patch.lines import line_of, locate

TRICKY = '''\
# [not.a.table]
top = "# no comment"   # x = 1
"quoted key" = 'its' # never
text = """
[fake]
key = 1 \\""" still
"""  # after
raw = \'\'\'
\'a\' = [
\'\'\'
[a."b.c".d]
list = [  # one
  1, "]",
  { x = 2, "y" = [3,
    4] },
]
e.f . "g" = 2021-04-01 10:00:00
[a]
last = true
[[many]]
n = 1
[many.inner]
z = 2
[[many]]
n = 2
[[many.deep]]
q = 1
[[many.deep]]
q = 2
'''


def test_every_form_of_key_has_its_line():
    tomllib.loads(TRICKY)
    lines = locate(TRICKY)
    expected = {
        ("top",): 2,
        ("quoted key",): 3,
        ("text",): 4,
        ("raw",): 8,
        ("a",): 18,
        ("a", "b.c"): 11,
        ("a", "b.c", "d", "list"): 12,
        ("a", "b.c", "d", "list", 0): 13,
        ("a", "b.c", "d", "list", 2): 14,
        ("a", "b.c", "d", "list", 2, "x"): 14,
        ("a", "b.c", "d", "list", 2, "y", 1): 15,
        ("a", "b.c", "d", "e", "f", "g"): 17,
        ("a", "last"): 19,
        ("many",): 20,
        ("many", 0, "n"): 21,
        ("many", 0, "inner"): 22,
        ("many", 0, "inner", "z"): 23,
        ("many", 1): 24,
        ("many", 1, "deep", 0, "q"): 27,
        ("many", 1, "deep", 1, "q"): 29,
    }
    assert {key: lines.get(key) for key in expected} == expected
    assert ("fake",) not in lines
    assert ("not",) not in lines


@pytest.mark.parametrize(
    ("key", "line"), [(("many", 1, "nothing"), 24), (("a", "nothing", 3), 18), (("nothing",), 1), ((), 1)]
)
def test_a_key_that_is_missing_has_the_line_of_its_table(key, line):
    assert line_of(locate(TRICKY), key) == line


NAMES = st.one_of(
    st.text("abcXYZ019_-", min_size=1, max_size=4),
    st.text("aé\u2028\x00\t#.[]=\"'\\ 😀\n", max_size=4),
)


@st.composite
def keys(draw):
    """A name, and one of the ways to write it."""
    name = draw(NAMES)
    ways = ['"' + "".join(char if char.isalnum() else f"\\U{ord(char):08X}" for char in name) + '"']
    if name and all(char in "abcXYZ019_-" for char in name):
        ways.append(name)
    if name.isprintable() and "'" not in name:
        ways.append(f"'{name}'")
    return name, draw(st.sampled_from(ways))


class Writer:
    """Writes a TOML text value by value and remembers the line of each."""

    def __init__(self, data):
        self.draw = data.draw
        self.text = ""
        self.expected = {}

    def mark(self, key):
        self.expected[key] = self.text.count("\n") + 1

    def space(self):
        self.text += self.draw(st.sampled_from(["", " ", "\n", " # ] } = [x]\n", "\n\n\t"]))

    def value(self, key, depth):
        kind = self.draw(st.sampled_from(["scalar", "array", "table"] if depth else ["scalar"]))
        if kind == "scalar":
            scalars = [
                "1",
                "true",
                '"#]"',
                "'}\"'",
                '"""\n[x]\ny = 1\\"""\n"""',
                "'''\n'[z]\n'''",
                "1979-05-27 07:32:00",
            ]
            self.text += self.draw(st.sampled_from([*scalars, '""', "''", '""""""', "''''''", '"""a"""""', "-1e-3"]))
        elif kind == "array":
            self.text += "["
            for index in range(self.draw(st.integers(0, 3))):
                self.text += "," if index else ""
                self.space()
                self.mark((*key, index))
                self.value((*key, index), depth - 1)
            self.space()
            self.text += "]"
        else:
            self.text += "{ "
            for index, (name, way) in enumerate(
                self.draw(st.lists(keys(), max_size=2, unique_by=lambda pair: pair[0]))
            ):
                self.text += ", " if index else ""
                self.mark((*key, name))
                self.text += f"{way} = "
                self.value((*key, name), depth - 1)
            self.text += " }"

    def pairs(self, table):
        for name, way in self.draw(st.lists(keys(), max_size=3, unique_by=lambda pair: pair[0])):
            self.text += self.draw(st.sampled_from(["", "  ", "\n", "# x = 1\n"]))
            self.mark((*table, name))
            self.text += f"{way} = "
            self.value((*table, name), 2)
            self.text += self.draw(st.sampled_from(["\n", " # [y]\n", "\r\n"]))

    def document(self):
        self.pairs(())
        for index, (name, way) in enumerate(self.draw(st.lists(keys(), max_size=3, unique_by=lambda pair: pair[0]))):
            table = (f"t{index}", name)
            if self.draw(st.booleans()):
                self.mark(table)
                self.text += f"[t{index}.{way}]\n"
                self.pairs(table)
            else:
                for count in range(2):
                    self.mark((*table, count))
                    self.text += f"[[ t{index} . {way} ]] # c\n"
                    self.pairs((*table, count))
        return self.text


def paths(value, key=()):
    items = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for name, inner in items:
        yield (*key, name)
        yield from paths(inner, (*key, name))


@settings(deadline=None)
@given(st.data())
def test_lines_are_those_where_keys_were_written(data):
    writer = Writer(data)
    text = writer.document()
    document = tomllib.loads(text)
    lines = locate(text)
    assert {key: lines.get(key) for key in writer.expected} == writer.expected
    assert set(paths(document)) == set(lines)
