"""The overview, extras/Descant.maxpat: start Descant, and the way to every help patcher and to the stage."""

from descant.export.max_looks import AMBER, BLUE, CARD, GREEN, SOFT, WHITE, Stage
from descant.export.max_objects import OBJECTS
from descant.export.max_patcher import Box

WIDTH, HEIGHT = 960, 745
KNOT = "descant.knot.png"
STAGE = "Descant-stage.maxpat"
FAMILIES = {"descant.connect": GREEN, "descant.server": GREEN, "descant.cue": AMBER, "descant.parameter": AMBER}
SAID = (
    "Small neural networks learn while you play. How wrong they still are is heard, which way they are going is seen, "
    "and every number of it is yours: for a pitch, a filter, a tempo, a picture."
)


def overview() -> Stage:
    """Return the patcher."""
    stage = Stage(WIDTH, HEIGHT, 480)
    _head(stage)
    _first_steps(stage)
    opening = stage.box("pcontrol", 40, 190)
    for place, each in enumerate(OBJECTS):
        button = _card(stage, each.name, each.digest, place)
        _opens(stage, button, opening, f"help {each.name}")
    desk = _card(stage, "Descant-stage", "GO, streams and dials, ready to play", len(OBJECTS))
    _opens(stage, desk, opening, f"load {STAGE}")
    shown = stage.button("Open the stage", 40 + 165 * (len(OBJECTS) + 1), 60, GREEN)
    stage.show(shown, 720, 232, 190, 36)
    _opens(stage, shown, opening, f"load {STAGE}")
    return stage.finished()


def _opens(stage: Stage, button: Box, opening: Box, said: str) -> None:
    message = stage.message(said, button.rect[0], 110)
    stage.cord(button, message)
    stage.cord(message, opening)


def _head(stage: Stage) -> None:
    picture = stage.drawn("fpic", 400, 240, 120, 120, pic=KNOT, autofit=1, forceaspect=1)
    stage.show(picture, 30, 25, 190, 190)
    stage.write("Descant", 240, 30, 400, size=48.0, color=WHITE, fontface=1)
    stage.write("Play the learning.", 243, 92, 300, size=20.0, color=AMBER)
    stage.write(SAID, 243, 130, 420, size=14.0)


def _first_steps(stage: Stage) -> None:
    """Add what starts Descant and shows that it is there."""
    stage.ground(700, 25, 230, 260)
    steps = (
        ("1", "Start it. A phrase plays.", 40),
        ("2", "Wait for the light.", 120),
        ("3", "Conduct and listen.", 200),
    )
    for number, text, y in steps:
        stage.write(number, 715, y, 25, size=16.0, color=AMBER, fontface=1)
        stage.write(text, 740, y + 2, 180, color=WHITE)
    start, leave = stage.button("Start", 40, 240), stage.button("Quit", 190, 240)
    stage.show(start, 720, 68, 115, 36)
    stage.show(leave, 845, 68, 65, 36)
    connect = stage.box("descant.connect", 40, 345, width=138)
    for button, word in ((start, "start"), (leave, "quit")):
        message = stage.message(word, button.rect[0], 290)
        stage.cord(button, message)
        stage.cord(message, connect)
    light = stage.drawn("led", 40, 390, 24, 24, parameter_enable=0, oncolor=GREEN, offcolor=[0.35, 0.35, 0.38, 1.0])
    stage.cord(connect, light)
    stage.show(light, 720, 148, 28, 28)
    stage.write("lit: Descant is there\ngrey: it is away", 755, 144, 180, size=12.0)


def _card(stage: Stage, name: str, digest: str, place: int) -> Box:
    """Add a card of an object: a click opens its help."""
    x, y = 30 + 305 * (place % 3), 305 + 105 * (place // 3)
    color = FAMILIES.get(name, BLUE)
    stage.ground(x, y, 290, 90)
    stage.ground(x, y, 6, 90, color, rounded=3)
    stage.write(digest, x + 18, y + 52, 262, size=13.0, color=SOFT)
    button = stage.drawn(
        "textbutton", 40 + 165 * place, 60, 150, 24, text=name, parameter_enable=0, bgcolor=CARD, bgovercolor=color,
        textcolor=WHITE, textovercolor=CARD, fontface=1, fontsize=16.0, align=0, rounded=6.0,
    )  # fmt: skip
    return stage.show(button, x + 14, y + 12, 262, 32)
