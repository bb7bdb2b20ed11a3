"""Inlets, outlets and what comes out of them, for every object of Max that the package uses: a table, and few rules.

What is not in this table is unknown to the writer and to the check. The counts are those of patchers that Max saved.
"""

import shlex
from pathlib import Path

Ports = tuple[int, tuple[str, ...]]

# name: inlets and what each outlet gives
TABLE: dict[str, Ports] = {
    # boxes with a look of their own
    "button": (1, ("bang",)),
    "comment": (1, ()),
    "ezdac~": (2, ()),
    "flonum": (1, ("", "bang")),
    "inlet": (0, ("",)),
    "jit.pwindow": (1, ("jit_matrix", "")),
    "jsui": (1, ("",)),
    "led": (1, ("int",)),
    "live.dial": (1, ("", "float")),
    "fpic": (1, ("jit_matrix",)),
    "live.numbox": (1, ("", "float")),
    "live.text": (1, ("", "")),
    "message": (2, ("",)),
    "multislider": (1, ("", "")),
    "number": (1, ("", "bang")),
    "outlet": (1, ()),
    "panel": (1, ()),
    "pictslider": (2, ("int", "int")),
    "preset": (1, ("preset", "int", "preset", "int", "")),
    "slider": (1, ("",)),
    "textbutton": (1, ("", "", "int")),
    "toggle": (1, ("int",)),
    "umenu": (1, ("int", "", "")),
    # objects that are typed
    "*": (2, ("float",)),
    "*~": (2, ("signal",)),
    "+": (2, ("float",)),
    "+~": (2, ("signal",)),
    "bpatcher": (0, ()),
    "buffer~": (1, ("float", "bang")),
    "change": (1, ("", "int", "int")),
    "clip": (3, ("",)),
    "cycle~": (2, ("signal",)),
    "deferlow": (1, ("",)),
    "expr": (1, ("",)),
    "float": (2, ("float",)),
    "gate": (2, ("",)),
    "iter": (1, ("",)),
    "jit.gl.camera": (1, ("", "")),
    "jit.gl.layer": (1, ("jit_matrix", "")),
    "jit.gl.mesh": (9, ("", "")),
    "jit.gl.node": (1, ("jit_gl_texture", "", "")),
    "jit.gl.sketch": (1, ("", "")),
    "jit.gl.slab": (2, ("jit_gl_texture", "")),
    "jit.gl.texture": (1, ("jit_gl_texture", "")),
    "jit.gl.videoplane": (1, ("jit_matrix", "")),
    "jit.grab": (1, ("jit_matrix", "")),
    "jit.matrix": (1, ("jit_matrix", "")),
    "jit.movie": (1, ("jit_matrix", "")),
    "jit.world": (1, ("jit_matrix", "bang", "")),
    "line~": (2, ("signal", "bang")),
    "loadbang": (1, ("bang",)),
    "loadmess": (1, ("",)),
    "metro": (2, ("bang",)),
    "mtof": (1, ("",)),
    "node.script": (1, ("", "")),
    "onebang": (2, ("bang", "bang")),
    "onepole~": (2, ("signal",)),
    "pack": (2, ("",)),
    "patcherargs": (1, ("", "")),
    "pattr": (1, ("", "", "")),
    "pattrstorage": (1, ("",)),
    "pcontrol": (1, ("",)),
    "prepend": (1, ("",)),
    "print": (1, ()),
    "qmetro": (2, ("bang",)),
    "receive": (1, ("",)),  # a name may be set later; with one it has no inlet
    "saw~": (2, ("signal",)),
    "scale": (6, ("",)),
    "select": (2, ("bang", "")),
    "send": (1, ()),
    "sig~": (1, ("signal",)),
    "sprintf": (1, ("",)),
    "svf~": (3, ("signal", "signal", "signal", "signal")),
    "thispatcher": (1, ("", "")),
    "tosymbol": (1, ("",)),
    "transport": (2, ("int", "int", "float", "float", "float", "", "int", "float")),
    "trigger": (1, ("", "")),
    "udpreceive": (1, ("",)),
    "udpsend": (1, ()),
    "unpack": (1, ("int", "int")),
    "v8": (1, ("",)),
    "zl.nth": (2, ("", "")),
    "zl.reg": (2, ("", "")),
    "zl.slice": (2, ("", "")),
    "route": (2, ("", "")),
    "p": (0, ()),
}
SHORT = {"t": "trigger", "sel": "select", "r": "receive", "s": "send", "b": "trigger"}
DRAWN = frozenset(list(TABLE)[: list(TABLE).index("*")])  # boxes with a class of their own; all others are typed
INPUTS = "@inputs"  # of a slab with more than two
_GIVES = {"b": "bang", "i": "int", "f": "float", "s": "", "l": ""}


def words_of(text: str) -> list[str]:
    """Return what is typed into a box, word by word, with Max's quotes taken as one word."""
    try:
        return shlex.split(text, posix=True)
    except ValueError:
        return text.split()


def arguments_of(text: str) -> list[str]:
    """Return what follows an object's name, up to its attributes."""
    words = words_of(text)[1:]
    end = next((n for n, word in enumerate(words) if word.startswith("@")), len(words))
    return words[:end]


def name_of(text: str) -> str:
    """Return the object's full name, as select for sel."""
    first = (words_of(text) or [""])[0]
    return SHORT.get(first, first)


def ports_of(text: str) -> Ports | None:
    """Return the ports of an object of Max as it is typed; None where it is not in the table."""
    name, arguments = name_of(text), arguments_of(text)
    if name not in TABLE:
        return None
    rule = _RULES.get(name)
    found = rule(arguments) if rule and arguments else TABLE[name]
    words = words_of(text)
    return (int(words[words.index(INPUTS) + 1]), found[1]) if INPUTS in words else found


def _trigger(arguments: list[str]) -> Ports:
    return 1, tuple(_GIVES.get(each, "int" if _is_whole(each) else "") for each in arguments)


def _route(arguments: list[str]) -> Ports:
    return len(arguments) + 1, ("",) * (len(arguments) + 1)


def _select(arguments: list[str]) -> Ports:
    inlets = 2 if len(arguments) == 1 else len(arguments) + 1
    return inlets, (*("bang",) * len(arguments), "")


def _pack(arguments: list[str]) -> Ports:
    return len(arguments), ("",)


def _unpack(arguments: list[str]) -> Ports:
    return 1, tuple("int" if _is_whole(each) else "float" if _is_number(each) else "" for each in arguments)


def _gate(arguments: list[str]) -> Ports:
    return 2, ("",) * int(arguments[0])


def _sprintf(arguments: list[str]) -> Ports:
    return max(1, sum(each.count("%") for each in arguments)), ("",)


def _receive(_: list[str]) -> Ports:
    return 0, ("",)


def _is_whole(text: str) -> bool:
    return text.lstrip("-").isdecimal()


def _is_number(text: str) -> bool:
    return text.lstrip("-").replace(".", "", 1).isdecimal() or text == "f"


_RULES = {
    "trigger": _trigger,
    "route": _route,
    "select": _select,
    "pack": _pack,
    "unpack": _unpack,
    "gate": _gate,
    "sprintf": _sprintf,
    "receive": _receive,
}


def script_ports(script: Path) -> tuple[int, int]:
    """Return how many inlets and outlets a script declares, `inlets = 1` and `outlets = 2`."""
    found = {"inlets": 1, "outlets": 1}
    for line in script.read_text(encoding="utf-8").splitlines():
        name, _, value = line.replace("this.", "").partition("=")
        value = value.strip().rstrip(";").split("//")[0].strip().rstrip(";")
        if name.strip() in found and value.isdecimal():
            found[name.strip()] = int(value)
    return found["inlets"], found["outlets"]
