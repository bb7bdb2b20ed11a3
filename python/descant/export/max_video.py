"""What is inside of descant.video, from which its patcher is drawn; and the picture's table for its script.

``python -m descant.export.max_video max`` writes the script's table. A camera or a movie is brought to the picture's
size, goes through the three shaders and onto a plane; target and learner are meshes in front of it; a node takes both
as one texture, so that the patch outside needs no more than a jit.world and a jit.gl.layer.
"""

import json
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from descant.video.gallery import LEARNER, TARGET
from descant.video.light import Colour
from descant.video.table import PICTURE

WIDTH, HEIGHT = 1280, 720
FRAME_MS = 16
CAMERA_DISTANCE = 2.6  #: picture heights; the middle of the picture is at 0
LENS_ANGLE = 21.77  #: degrees: one picture height is seen at that distance
NODE = "#0-picture"  #: each descant.video draws into one of its own

AMOUNTS = Path("javascript/descant.amounts.js")


@dataclass(frozen=True, slots=True)
class Node:
    """An object in the patcher."""

    name: str  #: as `Wire` calls it
    text: str  #: as one types it; "" for an inlet or an outlet
    says: str  #: a comment beside it, or what an inlet or outlet is for
    column: int  #: from the left
    row: int  #: from the top
    inlets: int = 1
    outlets: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Wire:
    """A patch cord."""

    source: str
    outlet: int
    target: str
    inlet: int = 0


def _colour(colour: Colour) -> str:
    return " ".join(f"{value / 255:.3f}" for value in colour)


_SLAB = ("jit_gl_texture", "")
_MESH = "@draw_mode tri_strip @lighting_enable 0 @depth_enable 0 @blend_enable 1 @enable 0"

NODES: tuple[Node, ...] = (
    Node("messages", "", "camera, movie, shader amounts, or a texture", 0, 0, 0, ("",)),
    Node("inside", "receive descant.in", "what Descant says to everybody", 3, 0, 0, ("",)),
    Node("own", "receive", "and to this picture", 4, 0, 1, ("",)),
    Node("clock", f"qmetro {FRAME_MS} @active 1", "a bang for each frame", 5, 0, 2, ("bang",)),
    Node("words", "route camera movie jit_gl_texture", "where the picture comes from", 0, 1, 1, ("", "", "", "")),
    Node("whether", "select 1 0", "camera 1 opens it, 0 closes it", 0, 2, 1, ("bang", "bang", "")),
    Node("open", "open", "", 0, 3, 2, ("",)),
    Node("close", "close", "", 1, 3, 2, ("",)),
    Node("file", "prepend read", "a film plays in a loop", 2, 3, 1, ("",)),
    Node("texture", "prepend jit_gl_texture", "another slab's picture", 3, 3, 1, ("",)),
    Node("camera", "jit.grab @output_texture 1 @automatic 1", "", 0, 4, 1, ("jit_gl_texture", "")),
    Node("movie", "jit.movie @output_texture 1 @automatic 1 @loop 1", "", 2, 4, 1, ("jit_gl_texture", "")),
    Node("script", "v8 descant.video.js", "what Descant says, as numbers, lines and bubbles", 3, 4, 3, ("",) * 11),
    Node("size", f"jit.gl.slab @adapt 0 @dim {WIDTH} {HEIGHT}", "as large as the picture", 0, 5, 2, _SLAB),
    Node("both", "trigger l l", "the video for the bubbles first", 0, 6, 1, ("", "")),
    Node("shift", "jit.gl.slab @file descant.shift.jxs", "the planes move apart", 0, 7, 2, _SLAB),
    Node("bend", "jit.gl.slab @file descant.bend.jxs", "the pixels move along waves", 0, 8, 2, _SLAB),
    Node("rows", "jit.gl.texture @type float32 @filter none none", "a row for each bubble", 2, 8, 1, _SLAB),
    Node("bubbles", "jit.gl.slab @file descant.bubbles.jxs @inputs 3", "the video, through bubbles", 0, 9, 3, _SLAB),
    Node("plane", f"jit.gl.videoplane {NODE} @transform_reset 2 @depth_enable 0 @layer 0", "", 0, 10, 1, ("", "")),
    Node("target", f"jit.gl.mesh {NODE} @color {_colour(TARGET)} 1. @layer 1 {_MESH}", "", 2, 10, 9, ("", "")),
    Node("learner", f"jit.gl.mesh {NODE} @color {_colour(LEARNER)} 1. @layer 2 {_MESH}", "", 2, 11, 9, ("", "")),
    Node(
        "eye", f"jit.gl.camera {NODE} @position 0 0 {CAMERA_DISTANCE} @lens_angle {LENS_ANGLE}",
        "sees one picture height", 3, 11, 1, ("", ""),
    ),
    Node(
        "node", f"jit.gl.node @name {NODE} @capture 1 @adapt 0 @dim {WIDTH} {HEIGHT} @erase_color 0 0 0 1",
        "plane and lines as one texture", 0, 12, 1, ("jit_gl_texture", "", ""),
    ),
    Node("picture", "", "the picture, a texture", 0, 13),
    Node("dump", "", "everything else, each message beginning with its name", 4, 13),
)  # fmt: skip
"""Left to right, top to bottom.

The script's inlets: messages, inside, a bang for each frame; its outlets: shift, bend, bubbles, rows, size, plane,
target, learner, dump, ear, face.
"""

WIRES: tuple[Wire, ...] = (
    Wire("messages", 0, "words"),
    Wire("words", 0, "whether"), Wire("words", 1, "file"), Wire("words", 2, "texture"), Wire("words", 3, "script"),
    Wire("whether", 0, "open"), Wire("whether", 1, "close"), Wire("open", 0, "camera"), Wire("close", 0, "camera"),
    Wire("file", 0, "movie"), Wire("camera", 0, "size"), Wire("movie", 0, "size"), Wire("texture", 0, "size"),
    Wire("inside", 0, "script", 1), Wire("own", 0, "script", 1), Wire("clock", 0, "script", 2),
    Wire("size", 0, "both"), Wire("both", 1, "bubbles", 1), Wire("both", 0, "shift"),
    Wire("shift", 0, "bend"), Wire("bend", 0, "bubbles"), Wire("rows", 0, "bubbles", 2), Wire("bubbles", 0, "plane"),
    Wire("script", 0, "shift"), Wire("script", 1, "bend"), Wire("script", 2, "bubbles"), Wire("script", 3, "rows"),
    Wire("script", 4, "size"), Wire("script", 4, "node"), Wire("script", 5, "plane"),
    Wire("script", 6, "target"), Wire("script", 7, "learner"), Wire("script", 8, "dump"), Wire("script", 9, "own"),
    Wire("node", 0, "picture"),
)  # fmt: skip
"""The script's last outlet, its face, belongs to the label of the presentation. `qmetro` wants a 1 at load."""

HEARD = ("watch/learner", "watch/value", "value")
"""What descant.connect hands on to descant.in.video, as ``learner …`` and ``value name value``.

It asks for the first two by ``/descant/watch 1``: each changed parameter comes, by whatever hand or mapping it moved,
at most 30 times a second, which is the frame rate of Descant's own picture. What does not move does not come: one asks
``/descant/get name`` for each name in `amounts`. Streams can be subscribed to, parameters cannot.
"""


def amounts() -> dict[str, dict[str, Any]]:
    """Return name → what the script must know of it, for every parameter of the picture."""
    return {
        f"{owner}/{row.name}": {
            "kind": row.kind, "low": row.low, "high": row.high,
            "default": int(row.default) if row.kind == "b" else row.default, "choices": list(row.choices),
        }
        for owner, rows in PICTURE.items() for row in rows
    }  # fmt: skip


def files() -> dict[Path, bytes]:
    """Return path within the package → what is in it."""
    rows = "\n".join(f"    '{name}': {json.dumps(row)}," for name, row in amounts().items())
    text = (
        "// The picture's parameters as Descant has them: written by descant.export.max_video, not by hand.\n"
        f"'use strict';\n\nexports.ROWS = {{\n{rows}\n}};\n"
    )
    return {AMOUNTS: text.encode()}


def write(package: Path) -> None:
    """Write the files into the package's folder."""
    for path, content in files().items():
        place = package / path
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_bytes(content)


if __name__ == "__main__":
    write(Path(sys.argv[1]))
