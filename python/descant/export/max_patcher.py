"""Write patchers of Max from words: boxes, cords, subpatchers, presentation; positions are whole, on a grid of five.

What is typed into a box is written as one would type it. Sizes come from Max's font, ports from the table of objects:
a cord that leads nowhere is an error here and not on stage.
"""

import json
import math
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from descant.export.max_boxes import DRAWN, Ports, ports_of
from descant.export.max_text import LINE, width_of, wrap

GRID = 5
VERSION = (9, 0, 0)  # of Max: v8 came with it
FONT = 12.0
HEIGHT = 22  # of a box with one line of text
LINE_HEIGHT = 13  # of each more
EDGE = 9  # from a box's side to the middle of its outermost port
Rect = tuple[int, int, int, int]
Json = dict[str, Any]

_PLAIN = {"toggle": (24, 24), "button": (24, 24), "inlet": (30, 30), "outlet": (30, 30), "ezdac~": (45, 45)}


def on_grid(length: float) -> int:
    """Return the next multiple of the grid, upwards."""
    return math.ceil(length / GRID) * GRID


def port_x(rect: Rect, port: int, count: int) -> float:
    """Return where a port lies: the first and the last near the sides, the others evenly between."""
    x, _, width, _ = rect
    return x + EDGE if count == 1 else x + EDGE + port * (width - 2 * EDGE) / (count - 1)


def corners(source: Json, outlet: int, destination: Json, inlet: int, bends: Any = ()) -> Iterator[tuple[float, float]]:
    """Yield the points of a cord from its outlet through its corners to its inlet."""
    above, below = source["patching_rect"], destination["patching_rect"]
    yield port_x(above, outlet, source["numoutlets"]), above[1] + above[3]
    yield from zip(bends[::2], bends[1::2], strict=True)
    yield port_x(below, inlet, destination["numinlets"]), below[1]


@dataclass
class Box:
    """A box in a patcher: what Max keeps of it, and where it lies."""

    json: Json
    rect: Rect

    @property
    def id(self) -> str:
        """Its name for cords."""
        return str(self.json["id"])

    @property
    def bottom(self) -> int:
        """The first line below it."""
        return self.rect[1] + self.rect[3]

    @property
    def right(self) -> int:
        """The first column beside it."""
        return self.rect[0] + self.rect[2]

    def inlet_x(self, inlet: int) -> float:
        """Where an inlet lies."""
        return port_x(self.rect, inlet, self.json["numinlets"])

    def corners(self, outlet: int, target: "Box", inlet: int, level: int | None) -> tuple[int, ...]:
        """Return the corners of a cord that falls to a level, goes aside there and falls on; None: it is straight."""
        if level is None:
            return ()
        return round(self.outlet_x(outlet)), level, round(target.inlet_x(inlet)), level

    def move(self, x: int, y: int) -> None:
        """Put it elsewhere."""
        self.rect = (x, y, *self.rect[2:])
        self.json["patching_rect"][:2] = [float(x), float(y)]

    def outlet_x(self, outlet: int) -> float:
        """Where an outlet lies."""
        return port_x(self.rect, outlet, self.json["numoutlets"])


@dataclass
class Patcher:
    """A patcher that is being written: boxes are added, then cords, then it is asked for its JSON."""

    width: int
    height: int
    presentation: bool = False
    tab: bool = False  # a tab of a help patcher
    head: Json = field(default_factory=dict)  # what else Max keeps of a patcher
    own: dict[str, Ports] = field(default_factory=dict)  # ports of the package's own objects
    boxes: list[Box] = field(default_factory=list)
    lines: list[Json] = field(default_factory=list)

    def box(self, text: str, x: int, y: int, *, width: int | None = None, **more: Any) -> Box:
        """Add an object as one would type it."""
        kind = text.split(maxsplit=1)[0]
        if kind in DRAWN:
            raise ValueError(f"{kind} is drawn, not typed")
        inlets, gives = self._ports(text, more.pop("ports", None))
        wide = width or max(30, on_grid(width_of(text) + EDGE))
        lines = len(wrap(text, wide - EDGE))
        counted = {"linecount": lines} if lines > 1 else {}
        rect = (x, y, wide, HEIGHT + LINE_HEIGHT * (lines - 1))
        return self._add("newobj", inlets, gives, rect, text=text, **counted, **more)

    def drawn(self, kind: str, x: int, y: int, width: int = 0, height: int = 0, **more: Any) -> Box:
        """Add a box with a look of its own: a toggle, a panel, a number."""
        inlets, gives = self._ports(kind, more.pop("ports", None))
        wide, high = _PLAIN.get(kind, (50, HEIGHT))
        return self._add(kind, inlets, gives, (x, y, width or wide, height or high), **more)

    def message(self, text: str, x: int, y: int, *, width: int | None = None, **more: Any) -> Box:
        """Add a message box."""
        wide = width or max(30, on_grid(width_of(text) + EDGE + 2))
        lines = len(wrap(text, wide - 8))
        return self._add("message", 2, ("",), (x, y, wide, HEIGHT + LINE_HEIGHT * (lines - 1)), text=text, **more)

    def comment(self, text: str, x: int, y: int, width: int, *, size: float = FONT, **more: Any) -> Box:
        """Add a text, broken so that it is no wider than width; its height follows."""
        bold = bool(more.get("fontface", 0) & 1)
        lines = len(wrap(text, width - (30 if more.get("bubble") else 8), size, bold=bold))
        high = round(8 + (size * LINE) * lines) - (1 if lines > 1 else 2) + (4 if more.get("bubble") else 0)
        sizes = {} if size == FONT else {"fontsize": size}
        counted = {"linecount": lines} if lines > 1 else {}
        return self._add("comment", 1, (), (x, y, width, high), text=text, **sizes, **counted, **more)

    def number(self, x: int, y: int, **more: Any) -> Box:
        """Add a number box for floats."""
        return self.drawn("flonum", x, y, more.pop("width", 60), format=6, parameter_enable=0, **more)

    def dial(self, name: str, x: int, y: int, span: tuple[float, float, float], **more: Any) -> Box:
        """Add a dial from lowest to highest, set at first; its name is what presets and automation know it by."""
        low, high, initial = span
        valueof = {
            "parameter_initial": [initial],
            "parameter_initial_enable": 1,
            "parameter_longname": name,
            "parameter_mmax": high,
            "parameter_mmin": low,
            "parameter_modmode": 0,
            "parameter_shortname": name,
            "parameter_type": 0,
            "parameter_unitstyle": 1,
        }
        kept = {"parameter_enable": 1, "varname": name, "saved_attribute_attributes": {"valueof": valueof}}
        return self.drawn("live.dial", x, y, 45, 48, **kept, **more)

    def menu(self, x: int, y: int, width: int, *items: str, **more: Any) -> Box:
        """Add a menu of items."""
        listed = [each for item in items for each in (item, ",")][:-1]
        filled: Json = {"items": listed} if listed else {}
        return self.drawn("umenu", x, y, width, parameter_enable=0, **filled, **more)

    def inside(self, title: str, patcher: "Patcher", x: int, y: int, **more: Any) -> Box:
        """Add a subpatcher; its ports are the inlets and outlets in it."""
        kinds = [each.json["maxclass"] for each in patcher.boxes]
        ports = kinds.count("inlet"), ("",) * kinds.count("outlet")
        text = f"p {json.dumps(title) if ' ' in title else title}"
        return self.box(text, x, y, ports=ports, patcher=patcher.json(), **more)

    def under(self, above: Box, text: str, *, outlet: int = 0, rows: int = 1, **more: Any) -> Box:
        """Add an object straight below an outlet, so that the cord between them falls, and draw the cord."""
        x = round(above.outlet_x(outlet)) - EDGE
        y = above.rect[1] + 40 * rows
        if text.split(maxsplit=1)[0] == "message":
            below = self.message(text.removeprefix("message").lstrip(), x, y, **more)
        elif text == "flonum":
            below = self.number(x, y, **more)
        else:
            below = (self.drawn if text in DRAWN else self.box)(text, x, y, **more)
        self.cord(above, below, outlet)
        return below

    def cord(self, source: Box, destination: Box, outlet: int = 0, inlet: int = 0, *bends: int) -> None:
        """Draw a cord; bends are the corners between its ends, x and y in turn."""
        if outlet >= source.json["numoutlets"] or inlet >= destination.json["numinlets"]:
            raise ValueError(f"no cord from {outlet} of {_said(source)} to {inlet} of {_said(destination)}")
        line: Json = {"destination": [destination.id, inlet], "source": [source.id, outlet]}
        if bends:
            line["midpoints"] = [float(each) for each in bends]
        self.lines.append({"patchline": line})

    def show(self, box: Box, x: int, y: int, width: int = 0, height: int = 0) -> Box:
        """Have a box in the presentation too, as large as it is unless told otherwise."""
        box.json["presentation"] = 1
        box.json["presentation_rect"] = [float(x), float(y), float(width or box.rect[2]), float(height or box.rect[3])]
        return box

    def json(self) -> Json:
        """Return the patcher as Max keeps it."""
        major, minor, revision = VERSION
        version = {"major": major, "minor": minor, "revision": revision, "architecture": "x64", "modernui": 1}
        return {
            "fileversion": 1,
            "appversion": version,
            "classnamespace": "box",
            "rect": [100.0, 100.0, float(self.width), float(self.height)],
            "openinpresentation": int(self.presentation),
            "default_fontsize": FONT,
            "default_fontface": 0,
            "default_fontname": "Arial",
            "gridonopen": 1,
            "gridsize": [float(GRID), float(GRID)],
            "gridsnaponopen": 1,
            "toolbarvisible": 1,
            **({"showontab": 1} if self.tab else {}),
            **self.head,
            "boxes": [{"box": each.json} for each in reversed(self.boxes)],  # Max keeps what lies in front first
            "lines": self.lines,
        }

    def text(self) -> str:
        """Return the file."""
        return json.dumps({"patcher": self.json()}, indent="\t", ensure_ascii=False) + "\n"

    def _ports(self, text: str, given: Ports | None) -> Ports:
        found = given or self.own.get(text.split(maxsplit=1)[0]) or ports_of(text)
        if found is None:
            raise ValueError(f"{text.split(maxsplit=1)[0]} is not in the table of objects")
        return found

    def _add(self, kind: str, inlets: int, gives: tuple[str, ...], rect: Rect, **more: Any) -> Box:
        made: Json = {"id": f"obj-{len(self.boxes) + 1}", "maxclass": kind, "numinlets": inlets}
        made["numoutlets"] = len(gives)
        if gives:
            made["outlettype"] = list(gives)
        made["patching_rect"] = [float(each) for each in rect]
        box = Box(made | more, rect)
        self.boxes.append(box)
        return box


def _said(box: Box) -> str:
    return f"[{box.json.get('text', box.json['maxclass'])}]"
