"""The patcher of descant.video: what is in it stands in the table of the picture, where it lies stands here."""

from descant.export.max_face import face
from descant.export.max_objects import VIDEO
from descant.export.max_patcher import Box, Patcher
from descant.export.max_video import NODES, WIRES, Node

# name: x, y and width (0: as wide as its text)
PLACES = {
    "messages": (40, 40, 0), "inside": (1040, 60, 0), "own": (1360, 210, 60), "clock": (1440, 90, 0),
    "words": (40, 90, 618), "whether": (40, 140, 138), "open": (40, 190, 0), "close": (100, 190, 0),
    "file": (240, 140, 0), "texture": (440, 140, 0), "camera": (40, 240, 190), "movie": (240, 240, 190),
    "script": (640, 140, 818), "size": (40, 325, 0), "both": (40, 370, 318), "shift": (40, 420, 0),
    "bend": (40, 470, 0),
    "rows": (660, 490, 140), "bubbles": (40, 560, 618), "plane": (40, 625, 0), "target": (1120, 400, 240),
    "learner": (1200, 300, 240), "eye": (740, 720, 0), "node": (40, 720, 0), "picture": (40, 800, 0),
    "dump": (1280, 220, 0),
}  # fmt: skip
# cords that would run through boxes: how far down they fall before they go aside
LEVELS = {
    ("texture", 0, "size"): 300,
    ("script", 4, "size"): 312,
    ("script", 0, "shift"): 408,
    ("script", 1, "bend"): 458,
    ("script", 2, "bubbles"): 545,
    ("script", 3, "rows"): 480,
    ("script", 5, "plane"): 612,
    ("script", 4, "node"): 708,
}
AROUND = (1369, 245, 1590, 245, 1590, 125, 1049, 125)  # corners of the one cord that goes up
SCRIPT = 3, ("",) * 11
INDEX = {"messages": 1, "picture": 1, "dump": 2}  # of inlets and outlets, from the left


def video_patcher() -> Patcher:
    """Return the patcher."""
    head = {"digest": VIDEO.digest, "description": VIDEO.description}
    patcher = Patcher(1640, 880, presentation=True, head=head)
    patcher.comment(f"{VIDEO.name}: {VIDEO.digest}", 100, 15, 600, fontface=1)
    boxes = {node.name: _box(patcher, node) for node in NODES}
    for wire in WIRES:
        source, target = boxes[wire.source], boxes[wire.target]
        level = LEVELS.get((wire.source, wire.outlet, wire.target))
        bends = AROUND if wire.source == "own" else source.corners(wire.outlet, target, wire.inlet, level)
        patcher.cord(source, target, wire.outlet, wire.inlet, *bends)
    running = patcher.box("loadmess 1", 1440, 45)
    patcher.cord(running, boxes["clock"])
    face(patcher, boxes["script"], len(SCRIPT[1]) - 1, VIDEO, 265)
    return patcher


def _box(patcher: Patcher, node: Node) -> Box:
    x, y, width = PLACES[node.name]
    if node.name in INDEX:
        kind = "inlet" if node.name == "messages" else "outlet"
        return patcher.drawn(kind, x, y, comment=node.says, index=INDEX[node.name])
    if node.text in ("open", "close"):
        return patcher.message(node.text, x, y)
    ports = {"ports": SCRIPT} if node.name == "script" else {}
    return patcher.box(node.text, x, y, width=width or None, **ports)
