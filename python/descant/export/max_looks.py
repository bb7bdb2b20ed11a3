"""The dark look that the overview and the stage have in common: colours, texts, buttons."""

from typing import Any

from descant.export.max_patcher import Box, Patcher
from descant.export.max_sheet import OWN

Color = list[float]
GROUND: Color = [0.086, 0.094, 0.118, 1.0]
CARD: Color = [0.137, 0.149, 0.184, 1.0]
WHITE: Color = [0.95, 0.95, 0.95, 1.0]
SOFT: Color = [0.66, 0.69, 0.75, 1.0]
AMBER: Color = [1.0, 0.788, 0.471, 1.0]
GREEN: Color = [0.306, 0.725, 0.482, 1.0]
RED: Color = [0.827, 0.302, 0.302, 1.0]
BLUE: Color = [0.42, 0.62, 0.93, 1.0]
INK: Color = [0.09, 0.09, 0.11, 1.0]


class Stage(Patcher):
    """A patcher that opens in presentation: a dark ground; below its working part a shelf for what is only seen."""

    def __init__(self, width: int, height: int, shelf: int, **head: Any) -> None:
        super().__init__(width, height, presentation=True, head=head, own=OWN)
        self.shelf = shelf  # where texts and grounds lie while one is patching: below this line
        self._next = (40, shelf)
        self._row = 0  # where the shelf's next row begins
        self.ground(0, 0, width, height, GROUND, rounded=0)

    def ground(self, x: int, y: int, width: int, height: int, color: Color = CARD, *, rounded: int = 10) -> Box:
        """Add a ground of the presentation."""
        place = self._shelved(60, 40)
        box = self.drawn("panel", *place, 60, 40, background=1, bgcolor=color, rounded=rounded, border=0, mode=0)
        return self.show(box, x, y, width, height)

    def write(
        self, text: str, x: int, y: int, width: int, *, size: float = 13.0, color: Color = SOFT, **more: Any
    ) -> Box:
        """Add a text of the presentation."""
        box = self.comment(text, 0, 0, width, size=size, textcolor=color, **more)
        box.move(*self._shelved(*box.rect[2:]))
        return self.show(box, x, y)

    def button(self, text: str, x: int, y: int, color: Color = AMBER, **more: Any) -> Box:
        """Add a button where one patches; `show` puts it into the presentation."""
        look = {
            "bgcolor": color,
            "bgovercolor": WHITE,
            "textcolor": INK,
            "textovercolor": INK,
            "fontface": 1,
            "rounded": 8.0,
        }
        high = max(24, round(more.get("fontsize", 0) * 1.25))
        return self.drawn("textbutton", x, y, 130, high, text=text, parameter_enable=0, **look, **more)

    def shown_in(self, source: Box, outlet: int, look: tuple[int, float, Color], text: str) -> Box:
        """Add what shows a message as it comes, [prepend set] and a text; a look is a width, a size and a colour."""
        width, size, color = look
        setting = self.under(source, "prepend set", outlet=outlet)
        bold = {"fontface": 1} if size > 20 else {}
        x, y = setting.rect[0], setting.rect[1] + 45
        box = self.comment(text, x, y, width, size=size, textcolor=color, **bold)
        self.behind(box)
        self.cord(setting, box)
        return box

    def behind(self, box: Box) -> None:
        """Add a dark ground behind a light text where one patches."""
        self.drawn("panel", *box.rect, background=1, bgcolor=GROUND, rounded=0, border=0, mode=0)

    def finished(self) -> "Stage":
        """Add the shelf's own ground, which the presentation does not show."""
        bottom = max(box.bottom for box in self.boxes)
        self.drawn(
            "panel", 25, self.shelf - 15, 1240, bottom - self.shelf + 30, background=1, bgcolor=GROUND, rounded=10,
            border=0, mode=0,
        )  # fmt: skip
        self.boxes.insert(0, self.boxes.pop())
        return self

    def _shelved(self, width: int, height: int) -> tuple[int, int]:
        x, y = self._next
        if x > 40 and x + width > 1240:
            x, y = 40, self._row
        self._next = (-(-(x + width + 15) // 5) * 5, y)
        self._row = max(self._row, -(-(y + height + 15) // 5) * 5)
        return x, y
