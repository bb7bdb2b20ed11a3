"""The first tab of each help patcher: numbered steps that end in something to hear or to see."""

from collections.abc import Callable

from descant.export.max_help_more import MORE
from descant.export.max_objects import Object
from descant.export.max_patcher import Patcher
from descant.export.max_see import see
from descant.export.max_sheet import HEIGHT, MAIN, OWN, REST, TOP, WIDTH, Sheet

X, Y = MAIN + 25, TOP + 25  # where the patch on the right begins


def help_patcher(of: Object) -> Patcher:
    """Return the help patcher of an object: the tabs basic, more and ?."""
    root = Patcher(WIDTH, HEIGHT, head={"showrootpatcherontab": 0, "showontab": 0}, own=OWN)
    sheet, more = Sheet(of), Sheet(of)
    BASIC[of.name](sheet)
    MORE[of.name](more)
    for each in (sheet, more):
        each.ground()
    for place, (title, tab) in enumerate((("basic", sheet), ("more", more), ("?", see(of)))):
        root.inside(title, tab, 20 + 100 * place, 20)
    return root


def _connect(sheet: Sheet) -> None:
    below = sheet.tell(
        "One in a patch",
        "All other objects speak through it. Put one into your patch and forget it: it finds Descant "
        "when the patch is opened, and again whenever it comes back.",
    )
    sheet.tell(
        "What to hear",
        "A network learns a phrase by playing it: at first it is anywhere between the keys, round by "
        "round it comes nearer, until it is right. Twice more, and the next phrase begins.",
        below,
    )
    boxes = sheet.stairs(
        X, Y,
        ("start", 1, "Start Descant. It takes a few seconds."),
        ("status", 2, "How are things? A line comes out on the right."),
        ("stop", 3, "Leave it: it plays on."),
        ("attach 127.0.0.1 57140", 4, "Find it again, here or on another machine."),
        ("quit", 5, "What was started fades, and ends."),
    )  # fmt: skip
    connect = sheet.into(boxes, sheet.box("descant.connect", X, Y + 220, width=198))
    sheet.under(connect, "led", width=24, height=24, parameter_enable=0)
    sheet.say("The light: lit while Descant answers, grey while it is away.", X + 225, Y + 220, 325)
    route = sheet.under(connect, "route status welcome error", outlet=1, width=348)
    for outlet, width in enumerate((100, 100, 100)):
        sheet.shown(route, outlet, width=width)


def _stream(sheet: Sheet) -> None:
    sheet.start(
        "Two sines. One stays, the other lies as far beside it as the machine is wrong. They beat; the "
        "beats slow down as it learns, and stand still when it has learned. Then a new bass note, and "
        "all is wrong again."
    )
    stream = sheet.box("descant.stream cubics/loss", X, Y, width=168)
    sheet.say("How wrong the cubics still are: the loss of their learner.", X + 200, Y, 340, step=2)
    number = sheet.under(stream, "flonum")
    sheet.curve(stream, X + 170, Y + 70)
    sheet.say(
        "It leaps with each bass note, which draws a new target. Each note above is a step of learning.",
        X + 360,
        Y + 90,
        200,
        step=3,
    )
    sheet.beating(number, X, Y + 160, "60.", "220.")
    sheet.say("Turn the sound on.", X + 65, Y + 330, 200, step=4)


def _parameter(sheet: Sheet) -> None:
    sheet.start(
        "The phrase goes faster and slower with the dial, and takes another mode with the menu: what had"
        " been learned is wrong now, and is learned anew."
    )
    dial = sheet.dial("tempo", X, Y, (40.0, 200.0, 104.0))
    sheet.say("Turn it: the phrase follows.", X + 200, Y + 15, 340, step=2)
    tempo = sheet.box("descant.parameter phrase/bpm", X, Y + 65)
    sheet.cord(dial, tempo)
    sheet.under(tempo, "flonum")
    sheet.say("What it is by now, by whatever hand: a cue, a fade, another patch.", X + 200, Y + 105, 340, step=3)
    menu = sheet.menu(X, Y + 200, 120, "dorian", "lydian", "octatonic")
    sheet.say("A choice is set by its name, or by its place.", X + 200, Y + 200, 340, step=4)
    mode = sheet.box("descant.parameter phrase/mode", X + 50, Y + 250)
    sheet.cord(menu, mode, 1)
    sheet.under(mode, "flonum")


def _cue(sheet: Sheet) -> None:
    sheet.start(
        "The phrase goes into another mode and another tempo. The fades take their time; what one hears "
        "on the way there is between two cues."
    )
    boxes = sheet.stairs(
        X, Y,
        ("go", 2, "GO: the next cue."),
        ("back", 4, "As it was when the last cue was left, learners and all."),
        ("goto 3", 5, "By number, at once ..."),
        ("goto Dorian", 6, "... or by name."),
    )  # fmt: skip
    cue = sheet.into(boxes, sheet.box("descant.cue", X, Y + 180, width=258))
    sheet.say(
        "Where one is, and what GO will bring. Whoever pressed: here, on the panel, a pedal.",
        X + 275,
        Y + 180,
        275,
        step=3,
    )
    route = sheet.under(cue, "route cue", width=78)
    parts = sheet.under(route, "unpack 0. s 0. s", width=438)
    sheet.under(parts, "flonum", width=50)
    sheet.shown(parts, 1, width=110)
    sheet.under(parts, "flonum", outlet=2, width=50)
    sheet.shown(parts, 3, width=110)
    for text, place in (("now", 0), ("next", 2)):
        sheet.comment(text, X + 52 + 140 * place, parts.rect[1] + 40, 60)


def _pad(sheet: Sheet) -> None:
    sheet.start("The target runs away, and the machine runs after it: overtones that had come into tune part again.")
    pad = sheet.drawn("pictslider", X, Y, 138, 138, parameter_enable=0)
    sheet.say(
        "Drag: this is the target of the cubics' learner, its first two coefficients.", X + 170, Y + 55, 370, step=2
    )
    scales = [sheet.under(pad, "scale 0 127 -1. 1.", outlet=outlet, rows=4, width=110) for outlet in (0, 1)]
    pack = sheet.box("pack 0. 0.", X, Y + 200, width=138)
    for inlet, scale in enumerate(scales):
        sheet.cord(scale, pack, 0, inlet)
    sheet.under(pack, "descant.pad cubics", width=138)
    stream = sheet.box("descant.stream cubics/loss", X, Y + 300, width=168)
    sheet.curve(stream, X, Y + 340)
    sheet.say("The further it has run away, the higher.", X + 200, Y + 360, 340, step=3)


def _clock(sheet: Sheet) -> None:
    sheet.tell(
        "One in a patch",
        "Where a piece has a sequencer, such as patches/latent-rhythm.toml: its rhythm starts and stops with Max's "
        "transport, and keeps its tempo. The phrase that plays here has a time of its own and stays in it.",
    )
    on = sheet.drawn("toggle", X, Y, parameter_enable=0)
    sheet.say("Start and stop the transport.", X + 200, Y, 340, step=1)
    tempo = sheet.message("tempo 140.", X + 60, Y)
    sheet.say("Its tempo, quarters a minute.", X + 200, Y + 30, 340, step=2)
    sheet.into([on, tempo], sheet.box("transport", X, Y + 60, width=180))
    sheet.box("descant.clock", X, Y + 140)
    sheet.say("It needs no cord: it asks the transport by itself.", X + 200, Y + 140, 340, step=3)
    sheet.say(
        "A sequencer goes along whose parameter clock is follow; internal lets it go on by itself.",
        X + 200, Y + 180, 340, step=4,
    )  # fmt: skip


def _learn(sheet: Sheet) -> None:
    sheet.start(
        "A tone that sways by what the network knows of your curve. At first it barely moves; after a "
        "second or two it sways as you have drawn. Draw another one while it sounds."
    )
    drawn = sheet.drawn(
        "multislider", X, Y, 198, 90, size=64, setminmax=[-1.0, 1.0], setstyle=1, contdata=0,
        bgcolor=[0.15, 0.15, 0.15, 1.0], slidercolor=[0.55, 0.75, 0.95, 1.0], parameter_enable=0,
    )  # fmt: skip
    sheet.say("Draw a curve. It is given to the network when the mouse is let go.", X + 215, Y + 30, 335, step=2)
    learn = sheet.box("descant.learn mine", X, Y + 110, width=468)
    sheet.cord(drawn, learn)
    value = sheet.under(learn, "flonum")
    sheet.under(learn, "flonum", outlet=1)
    sheet.comment("how wrong\nit still is", X + 215, Y + 145, 80)
    route = sheet.under(learn, "route curve", outlet=2, width=78)
    known = sheet.drawn(
        "multislider", X + 300, Y + 190, 198, 90, size=128, setminmax=[-1.0, 1.0], setstyle=1,
        bgcolor=[0.15, 0.15, 0.15, 1.0], slidercolor=[0.88, 0.63, 0.19, 1.0], parameter_enable=0, ignoreclick=1,
    )  # fmt: skip
    sheet.cord(route, known)
    sheet.beating(value, X, Y + 190, "20.", "220.")


def _video(sheet: Sheet) -> None:
    sheet.start(
        "Red, green and blue part with each bass note, and come together with each note that teaches.", "What to see"
    )
    on = sheet.drawn("toggle", X, Y, parameter_enable=0)
    sheet.under(on, "jit.world @floating 1 @size 960 540", width=198)
    sheet.say("Open the window.", X + 220, Y, REST - 265, step=2)
    boxes = sheet.stairs(
        X, Y + 100,
        ("camera 1", 3, "Open the camera ..."),
        ("movie chickens.mp4", 4, "... or play a film: this one comes with Max."),
        ("shift 0.05 -0.03 0.02", 5, "Move the planes by hand, in picture heights."),
        column=220,
    )  # fmt: skip
    video = sheet.into(boxes, sheet.box("descant.video", X, Y + 240, width=198))
    sheet.under(video, "jit.gl.videoplane @transform_reset 2", width=238)


def _server(sheet: Sheet) -> None:
    sheet.start("Nothing: this one is for those who send to scsynth themselves, from Max or elsewhere.")
    bang = sheet.drawn("button", X, Y)
    sheet.say("Where is the scsynth that sounds?", X + 200, Y, 340, step=2)
    bus = sheet.message("bus cubics/loss", X + 20, Y + 40)
    sheet.say("On which control bus does this stream lie?", X + 200, Y + 40, 340, step=3)
    server = sheet.box("descant.server", X, Y + 100, width=498)
    sheet.into([bang, bus], server)
    sheet.shown(server, 0, width=220)
    sheet.shown(server, 1, width=160)


BASIC: dict[str, Callable[[Sheet], None]] = {
    "descant.connect": _connect,
    "descant.stream": _stream,
    "descant.parameter": _parameter,
    "descant.cue": _cue,
    "descant.pad": _pad,
    "descant.clock": _clock,
    "descant.learn": _learn,
    "descant.video": _video,
    "descant.server": _server,
}
