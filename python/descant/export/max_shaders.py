"""The Max package's shaders, Jitter's .jxs files for gl3: ``python -m descant.export.max_shaders max``.

The formulas are those of `descant.video.glsl`; here stands only how Jitter hands pictures and numbers over.
"""

import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from xml.sax.saxutils import escape, quoteattr

from descant.table import Parameter
from descant.video.glsl import BEND_EFFECT, BUBBLES_EFFECT, SHIFT_EFFECT
from descant.video.table import PICTURE

FOLDER = Path("code")  #: is on Max's search path; ``shaders`` would not be

_VERTEX = """#version 330 core
in vec3 position;
in vec2 texcoord;
out jit_PerVertex { vec2 texcoord; } jit_out;
uniform mat4 modelViewProjectionMatrix;

void main(void) {
    gl_Position = modelViewProjectionMatrix * vec4(position, 1.0);
    jit_out.texcoord = texcoord;
}
"""
_FRAGMENT = """#version 330 core
in jit_PerVertex { vec2 texcoord; } jit_in;
layout (location = 0) out vec4 outColor;
ivec2 size;

// A texture that was made of a matrix has its upper row first, one that was drawn its lower row: the matrix tells.
ivec2 lies(ivec2 p, ivec2 within, mat4 upright) {
    p = clamp(p, ivec2(0), within - 1);
    return upright[1][1] < 0.0 ? p : ivec2(p.x, within.y - 1 - p.y);
}
"""
_IMAGE = """
uniform sampler2DRect tex0;
uniform mat4 textureMatrix0;
vec4 {reads}(ivec2 p) {{ return texelFetch(tex0, lies(p, textureSize(tex0), textureMatrix0)); }}
"""
_VIDEO = """
uniform sampler2DRect tex1;
uniform mat4 textureMatrix1;
vec4 at(ivec2 p) { return texelFetch(tex1, lies(p, textureSize(tex1), textureMatrix1)); }

uniform sampler2DRect tex2;
vec3 row(int n, int k) { return texelFetch(tex2, ivec2(k, n)).rgb; }
"""
_MAIN = """
void main(void) {{
    size = textureSize(tex0);
    outColor = {effect}(ivec2(floor(vec2(jit_in.texcoord.x, 1.0 - jit_in.texcoord.y) * vec2(size))));
}}
"""
_TYPES = {"f": "float", "i": "int", "choice": "int"}


@dataclass(frozen=True, slots=True)
class Shader:
    """One .jxs file."""

    name: str  #: of the file, without ``.jxs``
    doc: str
    rows: Sequence[Parameter]  #: what ``param NAME value`` sets
    images: int  #: textures that it takes, one for each inlet of jit.gl.slab
    fragment: str


def _fragment(reads: str, effect: str, formulas: str) -> str:
    video = _VIDEO if reads == "under" else ""
    return _FRAGMENT + _IMAGE.format(reads=reads) + video + formulas + _MAIN.format(effect=effect)


_COUNT = Parameter(
    name="count", kind="i", default=0, low=0, high=32, doc="how many rows of the third texture are bubbles"
)

SHADERS: tuple[Shader, ...] = (
    Shader(
        "descant.shift", "Moves the picture's red, green and blue planes apart, along 0°, 120° and 240°.",
        PICTURE["shift"], 1, _fragment("at", "shifted", SHIFT_EFFECT),
    ),
    Shader(
        "descant.bend", "Moves the picture's pixels along waves that slide with the first two partial gradients.",
        PICTURE["bend"], 1, _fragment("at", "bent", BEND_EFFECT),
    ),
    Shader(
        "descant.bubbles",
        "Draws bubbles over the picture (left inlet), through which the video (middle inlet) is seen magnified and "
        "bent. The right inlet takes them from a matrix of 3 planes, float32, 3 by 32, a row each: x, y, radius in "
        "pixels; opacity, g1, g2; depth, wavelength, form.",
        (_COUNT,), 3, _fragment("under", "bubbled", BUBBLES_EFFECT),
    ),
)  # fmt: skip


def files() -> dict[Path, bytes]:
    """Return path within the package → what is in it."""
    return {FOLDER / f"{shader.name}.jxs": _jxs(shader).encode() for shader in SHADERS}


def _jxs(shader: Shader) -> str:
    """Return a shader as Jitter reads it."""
    parameters = [*_own(shader), *_states(shader)]
    lines = [f"<jittershader name={quoteattr(shader.name)}>", f"  <description>{escape(shader.doc)}</description>"]
    lines += [f"  {text}" for _, _, text in parameters]
    lines += ['  <language name="glsl" version="1.5">']
    lines += [f'    <bind param="{name}" program="{program}" />' for name, program, _ in parameters]
    lines += [_program("vp", "vertex", _VERTEX), _program("fp", "fragment", shader.fragment)]
    return "\n".join([*lines, "  </language>", "</jittershader>", ""])


def _own(shader: Shader) -> Iterator[tuple[str, str, str]]:
    """Yield name, program and element of everything that a composer sets."""
    for row in shader.rows:
        default = row.choices.index(str(row.default)) if row.kind == "choice" else row.default
        doc = f"{row.doc} ({row.unit})" if row.unit else row.doc
        head = f'<param name="{row.name}" type="{_TYPES[row.kind]}" default="{default}">'
        yield row.name, "fp", f"{head}<description>{escape(doc)}</description></param>"


def _states(shader: Shader) -> Iterator[tuple[str, str, str]]:
    """Yield name, program and element of what Jitter itself gives."""
    for unit in range(shader.images):
        yield f"tex{unit}", "fp", f'<param name="tex{unit}" type="int" default="{unit}" />'
    for unit in range(min(shader.images, 2)):
        name = f"textureMatrix{unit}"
        yield name, "fp", f'<param name="{name}" type="mat4" state="TEXTURE{unit}_MATRIX" />'
    for name, kind, state in (
        ("modelViewProjectionMatrix", "mat4", "MODELVIEW_PROJECTION_MATRIX"),
        ("position", "vec3", "POSITION"),
        ("texcoord", "vec2", "TEXCOORD"),
    ):
        yield name, "vp", f'<param name="{name}" type="{kind}" state="{state}" />'


def _program(name: str, kind: str, source: str) -> str:
    return f'    <program name="{name}" type="{kind}">\n<![CDATA[\n{source}]]>\n    </program>'


def write(package: Path) -> None:
    """Write the files into the package's folder."""
    for path, content in files().items():
        place = package / path
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_bytes(content)


if __name__ == "__main__":
    write(Path(sys.argv[1]))
