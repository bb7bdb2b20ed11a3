"""A sheet of a help patcher: a head, numbered steps, bubbles that say what to do and what to hear."""

from descant.export.max_objects import OBJECTS, Object
from descant.export.max_patcher import GRID, Box, Patcher

BADGE = {
    "bgcolor": [1.0, 0.788, 0.471, 1.0],
    "textcolor": [0.2, 0.2, 0.2, 1.0],
    "fontface": 1,
    "rounded": 60.0,
    "ignoreclick": 1,
    "hint": "",
    "parameter_enable": 0,
}
OWN = {each.name: (len(each.inlets), tuple(port.type for port in each.outlets)) for each in OBJECTS}
WIDTH, HEIGHT = 900, 640
CARD = [0.945, 0.945, 0.945, 1.0]
LEFT, MAIN = 20, 285  # where the two columns begin
SIDE, REST = 245, 595  # how wide they are
TOP = 120


class Sheet(Patcher):
    """One tab of a help patcher: on the left what to know first, on the right the patch to play with."""

    def __init__(self, of: Object) -> None:
        super().__init__(WIDTH, HEIGHT, tab=True, own=OWN)
        self.of = of
        self.drawn(
            "jsui", 10, 10, 500, 100, filename="helpdetails.js", jsarguments=[of.name], ignoreclick=1, border=0,
            parameter_enable=0,
        )  # fmt: skip

    def step(self, number: int, x: int, y: int) -> Box:
        """Add the badge of a step."""
        return self.drawn("textbutton", x, y, 20, 20, text=str(number), **BADGE)

    def say(self, text: str, x: int, y: int, width: int, *, step: int = 0) -> Box:
        """Add a bubble whose tip is on its left, level with a box whose top is y; before it the badge of a step."""
        if step:
            self.step(step, x, y)
        box = self.comment(text, x + 25 if step else x, y, width - (25 if step else 0), bubble=1)
        up = max(0, box.rect[3] - 25) // 10 * 5
        box.move(box.rect[0], y - up)
        return box

    def title(self, text: str, x: int, y: int, width: int = 300) -> Box:
        """Add the title of a paragraph."""
        return self.comment(text, x, y, width, size=14.0, fontface=1)

    def card(self, x: int, y: int, width: int, height: int) -> Box:
        """Add a lighter ground behind what belongs together."""
        return self.drawn("panel", x, y, width, height, background=1, bgcolor=CARD, rounded=8, border=0, mode=0)

    def ground(self) -> None:
        """Add the ground of the right column, below all that lies there."""
        bottom = max(box.bottom for box in self.boxes if box.rect[0] >= MAIN)
        self.card(MAIN, TOP, REST, -(-(bottom + 20 - TOP) // GRID) * GRID)

    def tell(self, title: str, text: str, y: int = TOP) -> int:
        """Add a paragraph to the left column; return where the next one begins."""
        written = self.comment(text, LEFT + 10, y + 35, SIDE - 20)
        self.title(title, LEFT + 10, y + 8, SIDE - 20)
        height = -(-(written.bottom + 12 - y) // 5) * 5
        self.card(LEFT, y, SIDE, height)
        return y + height + 15

    def start(self, hear: str, title: str = "What to hear") -> None:
        """Add the left column of most sheets: start Descant, see that it is there, and what to hear then."""
        self.title("Start Descant", LEFT + 40, TOP + 8, 180)
        self.step(1, LEFT + 10, TOP + 12)
        start = self.message("start", LEFT + 15, TOP + 50)
        connect = self.under(start, "descant.connect", width=120)
        light = self.under(connect, "led", width=24, height=24, parameter_enable=0)
        self.comment("lit: it is there\ngrey: it is away", light.right + 6, light.rect[1] - 5, 120)
        self.comment("a phrase plays and is learned aloud", LEFT + 75, TOP + 45, 150)
        self.card(LEFT, TOP, SIDE, 175)
        self.tell(title, hear, TOP + 190)

    def stairs(self, x: int, y: int, *steps: tuple[str, int, str], column: int = 200) -> list[Box]:
        """Add messages each to the right of and below the one before, so that cords fall free; and what they do."""
        boxes = []
        for place, (text, number, said) in enumerate(steps):
            boxes.append(self.message(text, x + 20 * place, y + 40 * place))
            if said:
                self.say(said, x + column, y + 40 * place, REST - column - 45, step=number)
        return boxes

    def into(self, boxes: list[Box], below: Box, inlet: int = 0) -> Box:
        """Draw a cord from each box into one inlet."""
        for box in boxes:
            self.cord(box, below, 0, inlet)
        return below

    def shown(self, source: Box, outlet: int = 0, *, rows: int = 1, width: int = 160) -> Box:
        """Add what shows a message as it comes: [prepend set] and a message box."""
        setting = self.under(source, "prepend set", outlet=outlet, rows=rows)
        return self.under(setting, "message", width=width)

    def curve(self, source: Box, x: int, y: int, *, outlet: int = 0, low: float = 0.0, high: float = 1.0) -> Box:
        """Add a box that shows how a number has moved."""
        box = self.drawn(
            "multislider", x, y, 180, 70, setstyle=5, setminmax=[low, high], size=1, bgcolor=[0.15, 0.15, 0.15, 1.0],
            slidercolor=[0.88, 0.63, 0.19, 1.0], parameter_enable=0, ignoreclick=1,
        )  # fmt: skip
        self.cord(source, box, outlet)
        return box

    def beating(self, number: Box, x: int, y: int, scale: str, base: str) -> None:
        """Add two sines, one still, the other moved by a number: they beat, and the beats slow down."""
        times = self.under(number, f"* {scale}", rows=(y - number.rect[1]) // 40 or 1)
        moved = self.under(self.under(times, f"+ {base}"), "cycle~", width=70)
        still = self.box(f"cycle~ {base.rstrip('.')}", x + 90, moved.rect[1], width=70)
        soft, soft_too = self.under(moved, "*~ 0.1", width=70), self.under(still, "*~ 0.1", width=70)
        speaker = self.under(soft, "ezdac~", width=45, height=45)
        self.cord(soft_too, speaker, 0, 1)
