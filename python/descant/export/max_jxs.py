"""Reading a .jxs as Jitter does, and saying what is wrong with it before any compiler sees it."""

import re
import xml.etree.ElementTree as ET
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

STATES = {
    "POSITION": "vec3", "TEXCOORD": "vec2", "NORMAL": "vec3", "COLOR": "vec4", "MODELVIEW_PROJECTION_MATRIX": "mat4",
    **{f"TEXTURE{n}_MATRIX": "mat4" for n in range(8)}, **{f"TEXDIM{n}": "vec2" for n in range(8)},
}  # fmt: skip
"""Those that may be wanted here, and their types."""

_DECLARED = re.compile(r"^\s*(?:uniform|in)\s+(\w+)\s+([\w\s,]+);", re.MULTILINE)
_COMMENT = re.compile(r"//[^\n]*|/\*.*?\*/", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Param:
    """A <param>."""

    name: str
    type: str
    state: str | None
    default: str | None

    def value(self) -> int | float:
        """Return its default."""
        number = float(self.default or 0)
        return int(number) if self.type == "int" else number


@dataclass(frozen=True, slots=True)
class Jxs:
    """What a .jxs says in its part for GLSL 1.5."""

    params: tuple[Param, ...]
    binds: tuple[tuple[str, str], ...]  #: param, program
    programs: Mapping[str, str]  #: name → GLSL, for vp and fp


def read(path: Path) -> Jxs:
    """Read a .jxs.

    Raises:
        ValueError: it is none; the text says why.
    """
    try:
        root = ET.fromstring(path.read_text(encoding="utf-8"))
    except ET.ParseError as error:
        raise ValueError(f"no XML ({error})") from None
    found = root.findall("language[@name='glsl'][@version='1.5']")
    if root.tag != "jittershader" or len(found) != 1:
        raise ValueError("wants a <jittershader> with one <language name='glsl' version='1.5'>")
    params = tuple(
        Param(p.get("name", ""), p.get("type", ""), p.get("state"), p.get("default")) for p in root.findall("param")
    )
    binds = tuple((b.get("param", ""), b.get("program", "")) for b in found[0].findall("bind"))
    programs = {p.get("name", ""): (p.text or "").strip() + "\n" for p in found[0].findall("program")}
    return Jxs(params, binds, programs)


def declared(source: str) -> dict[str, str]:
    """Return name → type of what GLSL takes from outside, members of blocks left out."""
    found = _DECLARED.findall(_COMMENT.sub("", source))
    return {name.strip(): kind for kind, names in found for name in names.split(",")}


def faults(path: Path) -> list[str]:
    """Return what is wrong with a .jxs before any compiler sees it, a line each."""
    try:
        jxs = read(path)
    except ValueError as error:
        return [f"{path.name}: {error}"]
    return [f"{path.name}: {text}" for text in (*_in_programs(jxs), *_in_params(jxs), *_in_binds(jxs))]


def _in_programs(jxs: Jxs) -> Iterator[str]:
    if sorted(jxs.programs) != ["fp", "vp"]:
        yield f"has programs {sorted(jxs.programs)}, not vp and fp"
    for name, source in jxs.programs.items():
        if not source.startswith("#version 330 core\n"):
            yield f"{name} does not begin with #version 330 core"
        if not source.isascii():
            yield f"{name} has characters that are not ASCII"
        for wanted in declared(source):
            if (wanted, name) not in jxs.binds:
                yield f"{wanted} of {name} has no <bind>"


def _in_params(jxs: Jxs) -> Iterator[str]:
    names = [param.name for param in jxs.params]
    yield from (f"param {name} stands there twice" for name in {n for n in names if names.count(n) > 1})
    for param in jxs.params:
        if param.state and STATES.get(param.state) != param.type:
            yield f"param {param.name}: state {param.state} is {STATES.get(param.state, 'unknown')}, not {param.type}"
        if not param.state and param.default is None:
            yield f"param {param.name} has neither state nor default"
        if param.name not in dict(jxs.binds):
            yield f"param {param.name} is bound nowhere"


def _in_binds(jxs: Jxs) -> Iterator[str]:
    types = {param.name: param.type for param in jxs.params}
    for name, program in jxs.binds:
        kind = declared(jxs.programs.get(program, "")).get(name)
        if name not in types:
            yield f"bind of {name}, which is no param"
        elif kind is None:
            yield f"param {name} is bound to {program}, which does not declare it"
        elif types[name] != ("int" if kind.startswith("sampler") else kind):
            yield f"param {name} is {types[name]}, and {kind} in {program}"
