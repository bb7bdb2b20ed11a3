"""Draw a patcher from its JSON about as Max would: ``python -m descant.export.max_picture FILE.maxpat FILE.png``.

With ``--patching``, as it is without its presentation. What it shows is where things lie, how wide texts are and where
cords run; colours are near Max's own.
"""

import json
import os
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QGuiApplication, QImage, QPainter, QPainterPath, QPen

from descant.export.max_patcher import corners
from descant.export.max_picture_boxes import KINDS, Known, ports, typed

Json = dict[str, Any]
SCALE = 2  # pixels of the picture to one of Max
GROUND = "#e2e2e2"
CORDS = {"signal": "#b8a000", "jit_matrix": "#2d8a4e", "jit_gl_texture": "#2d8a4e", "bang": "#333333"}
MEDIA = Path("max/media")
MARGIN = 20  # around what is drawn, in Max's pixels


class Drawing:
    """A picture of one patcher, in its patching view or its presentation."""

    def __init__(
        self,
        patcher: Json,
        *,
        presentation: bool | None = None,
        known: Known | None = None,
    ) -> None:
        shown = bool(patcher.get("openinpresentation")) if presentation is None else presentation
        self.key = "presentation_rect" if shown else "patching_rect"
        boxes = [each["box"] for each in patcher["boxes"]]
        self.boxes = [box for box in boxes if not shown or box.get("presentation")]
        self.lines = [] if shown else [each["patchline"] for each in patcher["lines"]]
        self.size = _extent(self.boxes, self.key, patcher, shown)
        self.known = known or Known()

    def image(self) -> QImage:
        """Return the picture."""
        width, height = self.size
        image = QImage(width * SCALE, height * SCALE, QImage.Format.Format_RGB32)
        image.fill(QColor(GROUND))
        painter = QPainter(image)
        painter.setRenderHints(QPainter.RenderHint.Antialiasing | QPainter.RenderHint.TextAntialiasing)
        painter.scale(SCALE, SCALE)
        behind = [box for box in reversed(self.boxes) if box.get("background")]
        front = [box for box in reversed(self.boxes) if not box.get("background")]
        for box in behind:
            self._box(painter, box)
        for line in self.lines:
            self._cord(painter, line)
        for box in front:
            self._box(painter, box)
        painter.end()
        return image

    def _box(self, painter: QPainter, box: Json) -> None:
        rect = QRectF(*box[self.key])
        KINDS.get(box["maxclass"], typed)(painter, box, rect, self.known)
        if self.key == "patching_rect" and not box.get("ignoreclick") and box["maxclass"] not in ("comment", "panel"):
            ports(painter, box, rect)

    def _cord(self, painter: QPainter, line: Json) -> None:
        by_id = {box["id"]: box for box in self.boxes}
        (source, outlet), (destination, inlet) = line["source"], line["destination"]
        gives = by_id[source]["outlettype"][outlet]
        painter.setPen(QPen(QColor(CORDS.get(gives, "#555555")), 2.4 if gives in CORDS and gives != "bang" else 1.2))
        points = list(corners(by_id[source], outlet, by_id[destination], inlet, line.get("midpoints", ())))
        path = QPainterPath(QPointF(*points[0]))
        for point in points[1:]:
            path.lineTo(QPointF(*point))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawPath(path)


def _extent(boxes: list[Json], key: str, patcher: Json, shown: bool) -> tuple[int, int]:
    rects = [box[key] for box in boxes] or [[0, 0, 100, 50]]
    margin = 0 if shown else MARGIN
    width, height = (max(rect[n] + rect[n + 2] for rect in rects) + margin for n in (0, 1))
    return round(max(width, patcher["rect"][2])), round(max(height, patcher["rect"][3]))


def draw(patcher: Json, path: Path, **how: Any) -> None:
    """Draw one patcher into a picture file."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    QGuiApplication.instance() or QGuiApplication([])
    if not Drawing(patcher, **how).image().save(str(path)):
        raise OSError(f"{path} cannot be written")


def tabs(patcher: Json) -> Iterator[tuple[str, Json]]:
    """Yield the views of a patcher by name: itself, or the tabs of a help patcher."""
    inside = [each["box"] for each in patcher["boxes"] if each["box"].get("patcher", {}).get("showontab")]
    if not inside:
        yield "", patcher
    for box in reversed(inside):
        yield "-" + box["text"].removeprefix("p ").replace("?", "see"), box["patcher"]


def main(source: Path, target: Path, *, patching: bool = False) -> None:
    """Draw a patcher as it opens: TARGET.png, or TARGET-basic.png and so on; or as one patches it."""
    from descant.export.max_objects import BY_NAME

    known = Known({name: each.digest for name, each in BY_NAME.items()}, MEDIA)
    for name, patcher in tabs(json.loads(source.read_text(encoding="utf-8"))["patcher"]):
        how: dict[str, Any] = {"presentation": False} if patching else {}
        draw(patcher, target.with_name(f"{target.stem}{name}{target.suffix}"), known=known, **how)


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]), patching="--patching" in sys.argv)
