"""The stage, extras/Descant-stage.maxpat: what a player needs in front of them; grey while Descant is away."""

from descant.export.max_looks import AMBER, BLUE, GREEN, RED, SOFT, WHITE, Stage
from descant.export.max_patcher import Box, Patcher

WIDTH, HEIGHT = 1000, 600
THERE = "descant.stage.there"  # what is sent through it: active 0 or active 1
AWAY = "Descant is away: Start"
STREAMS = (  # of the piece that plays itself; lowest, highest
    ("cubics/loss", 0.0, 1.0),
    ("phrase/loss", 0.0, 1.0),
    ("phrase/error", -12.0, 12.0),
    ("phrase/pitch", 24.0, 108.0),
)
DIALS = (("phrase/bpm", "tempo", (20.0, 240.0, 104.0)), ("cubics/learning_rate", "rate", (-0.3, 0.6, 0.3)))


def stage_patcher() -> Stage:
    """Return the patcher."""
    stage = Stage(WIDTH, HEIGHT, 940)
    _connection(stage)
    _cues(stage)
    stage.ground(440, 90, 540, 390)
    for place, (name, low, high) in enumerate(STREAMS):
        _stream(stage, place, name, low, high)
    stage.ground(440, 495, 540, 85)
    for place, (name, short, span) in enumerate(DIALS):
        _dial(stage, place, name, short, span)
    _presets(stage)
    return stage.finished()


def _connection(stage: Stage) -> None:
    """Add what starts Descant, and says to the rest whether it is there."""
    start, leave = stage.button("Start", 1040, 60), stage.button("Quit", 1190, 60)
    connect = stage.box("descant.connect", 1040, 160, width=498)
    for button, word in ((start, "start"), (leave, "quit")):
        message = stage.message(word, button.rect[0], 105)
        stage.cord(button, message)
        stage.cord(message, connect)
    stage.show(start, 760, 25, 120, 36)
    stage.show(leave, 890, 25, 90, 36)
    both = stage.under(connect, "trigger i i i", width=318)
    light = stage.under(
        both, "led", width=24, height=24, parameter_enable=0, oncolor=GREEN, offcolor=[0.35, 0.35, 0.38, 1.0]
    )
    stage.show(light, 20, 28, 28, 28)
    active = stage.under(both, "prepend active", outlet=1)
    stage.under(active, f"send {THERE}")
    welcome = stage.under(connect, "route welcome", outlet=1, rows=1, width=98)
    title = stage.under(stage.under(welcome, "zl.nth 3", width=78), "prepend set")
    text = stage.comment(AWAY, title.rect[0], title.rect[1] + 45, 400, size=20.0, fontface=1, textcolor=WHITE)
    stage.behind(text)
    stage.cord(title, text)
    away = stage.under(stage.under(both, "select 0", outlet=2, width=58), f"message set {AWAY}")
    stage.cord(away, text)
    stage.show(text, 60, 27, 660)


def _cues(stage: Stage) -> None:
    """Add GO and its kin, and where one is."""
    stage.ground(20, 90, 400, 490)
    go = stage.button("GO", 40, 80, GREEN, fontsize=40.0)
    back, panic = stage.button("BACK", 190, 80), stage.button("PANIC", 340, 80, RED)
    freeze = stage.button(
        "FREEZE", 490, 80, BLUE, mode=1, texton="FROZEN", bgoncolor=WHITE, textoncolor=[0.1, 0.1, 0.1, 1.0]
    )
    there = stage.box(f"receive {THERE}", 40, 30, width=160)
    cue = stage.box("descant.cue", 40, 215, width=818)
    for button, rect in ((go, (40, 330, 360, 110)), (back, (40, 455, 115, 44)), (panic, (285, 455, 115, 44))):
        stage.show(button, *rect)
        stage.cord(there, button)
    stage.cord(there, freeze)
    stage.show(freeze, 162, 455, 116, 44)
    for button, word in ((go, "go"), (back, "back"), (panic, "panic")):
        message = stage.message(word, button.rect[0], 145)
        stage.cord(button, message)
        stage.cord(message, cue)
    frozen = stage.under(freeze, "prepend freeze")
    frozen.move(frozen.rect[0], 145)
    stage.cord(frozen, cue)
    _place(stage, cue)
    _menu(stage, cue)
    refused = stage.under(cue, "route refused error", outlet=2, width=118)
    said = stage.shown_in(refused, 0, (130, 13.0, AMBER), "")
    stage.show(said, 40, 552, 360, 22)


def _place(stage: Stage, cue: Box) -> None:
    """Add the cue that is now, and the next."""
    route = stage.under(cue, "route cue", width=78)
    parts = stage.under(route, "unpack 0. s 0. s", width=318)
    looks = (
        (60.0, WHITE, (40, 105, 150)),
        (24.0, WHITE, (40, 200, 370)),
        (20.0, SOFT, (100, 252, 60)),
        (20.0, SOFT, (160, 252, 245)),
    )
    for outlet, (size, color, rect) in enumerate(looks):
        text = stage.shown_in(parts, outlet, (80, size, color), "–")
        stage.show(text, *rect, round(size * 1.4) + 8)
    stage.write("next", 40, 256, 55, size=16.0, color=AMBER)


def _menu(stage: Stage, cue: Box) -> None:
    """Add the menu of all cues; each whole list fills it anew."""
    route = stage.under(cue, "route entry end", outlet=1, width=318)
    both = stage.under(route, "trigger l b", width=118)
    once = stage.under(both, "onebang 1", outlet=1, width=78)
    stage.cord(route, once, 1, 1)
    clear = stage.under(once, "message clear")
    named = stage.under(stage.under(both, "unpack 0. s s", rows=3, width=98), "prepend append", outlet=1)
    menu = stage.menu(named.rect[0], named.rect[1] + 60, 200)
    level = menu.rect[1] - 15
    side = named.right + 15
    stage.cord(clear, menu, 0, 0, side, clear.bottom + 15, side, level, round(menu.inlet_x(0)), level)
    stage.cord(named, menu)
    goto = stage.under(menu, "prepend goto", outlet=1)
    back_x = 990
    stage.cord(
        goto, cue, 0, 0, round(goto.outlet_x(0)), goto.bottom + 15, back_x, goto.bottom + 15, back_x, 190, 49, 190
    )
    stage.show(menu, 40, 510, 360, 28)


def _stream(stage: Stage, place: int, name: str, low: float, high: float) -> None:
    """Add a stream, its number and how it has moved."""
    x, y = 40 + 250 * place, 640
    stream = stage.box(f"descant.stream {name} @rate 30", x, y)
    number = stage.under(stream, "flonum", width=50, textcolor=WHITE, bgcolor=[0.1, 0.11, 0.14, 1.0])
    moved = stage.drawn(
        "multislider", x + 110, y + 60, 120, 60, setstyle=5, setminmax=[low, high], size=1,
        bgcolor=[0.1, 0.11, 0.14, 1.0], slidercolor=AMBER, parameter_enable=0, ignoreclick=1,
    )  # fmt: skip
    stage.cord(stream, moved)
    top = 105 + 92 * place
    stage.write(name, 460, top, 140, size=14.0, color=WHITE)
    stage.show(number, 460, top + 30, 80)
    stage.show(moved, 610, top, 355, 78)


def _presets(stage: Stage) -> None:
    """Add Max's own presets: a slot recalled here goes to its cue, and so reaches Descant, scsynth and Max."""
    x, y = 1040, 420
    cue = stage.box("descant.cue", x, y, width=118)
    now = stage.under(stage.under(cue, "route cue", width=78), "zl.nth 1", width=78)
    kept = stage.inside("descant", _kept(), x, now.rect[1] + 40, varname="descant")
    stage.cord(now, kept)
    goto = stage.under(kept, "prepend goto")
    side, below = x - 20, goto.bottom + 15
    stage.cord(goto, cue, 0, 0, x + 9, below, side, below, side, y - 15, x + 9, y - 15)
    words = [
        stage.message(word, x + 180 + 20 * n, y + 40 * n) for n, word in enumerate(("read", "storenext", "writejson"))
    ]
    whole = stage.box("loadmess interp descant::cue none", x + 240, y + 120)  # between two slots there is no cue
    storage = stage.box("pattrstorage cues @savemode 0 @changemode 1", x + 180, y + 175)
    for word in (*words, whole):
        stage.cord(word, storage)
    cells = stage.drawn(
        "preset", x + 180, y + 220, 140, 44, pattrstorage="cues", active1=AMBER, bgcolor=[0.1, 0.11, 0.14, 1.0]
    )
    stage.show(cells, 850, 525, 115, 44)
    stage.write("presets", 850, 502, 115, size=12.0, color=SOFT)


def _kept() -> Patcher:
    """Return what holds the number of the cue under the name descant::cue, and says it only where a slot changes it."""
    patcher = Patcher(300, 360)
    inlet = patcher.drawn("inlet", 40, 40, comment="the cue that is now", index=1)
    both = patcher.box("trigger f f", 40, 90, width=118)
    patcher.cord(inlet, both)
    pattr = patcher.under(both, "pattr cue", rows=2)
    known = patcher.under(both, "prepend set", outlet=1)
    changed = patcher.box("change 0.", 40, 250, width=78)
    patcher.cord(pattr, changed)
    patcher.cord(known, changed, 0, 0, 149, 225, 49, 225)
    patcher.cord(changed, patcher.drawn("outlet", 40, 300, comment="the cue to go to", index=1))
    return patcher


def _dial(stage: Stage, place: int, name: str, short: str, span: tuple[float, float, float]) -> None:
    """Add a dial that moves a parameter, and follows it when another hand does."""
    x, y = 40 + 300 * place, 770
    look = {"textcolor": WHITE, "needlecolor": AMBER, "activedialcolor": AMBER, "showname": 0}
    dial = stage.dial(short, x, y, span, **look)
    parameter = stage.box(f"descant.parameter {name}", x, y + 60)
    stage.cord(dial, parameter)
    quiet = stage.box("prepend set", x, y + 95)
    stage.cord(parameter, quiet)
    side = x + 240
    stage.cord(quiet, dial, 0, 0, x + 9, y + 122, side, y + 122, side, y - 10, x + 9, y - 10)
    stage.show(dial, 450 + 200 * place, 512, 50, 54)
    stage.write(name, 505 + 200 * place, 529, 135, size=12.0, color=WHITE)
