"""The second tab of each help patcher: what one asks for on the second day."""

from collections.abc import Callable

from descant.export.max_sheet import MAIN, TOP, Sheet

X, Y = MAIN + 25, TOP + 25


def _connect(sheet: Sheet) -> None:
    below = sheet.tell(
        "A piece of your own",
        "Give start the path of a patch file. It is a text file and reads like a score; Descant's own "
        "pieces lie in its folder patches.",
    )
    sheet.tell(
        "Two patches at once",
        "Each patch may have its descant.connect. Within one Max they share one conversation: the first "
        "leads, the others stand by.",
        below,
    )
    boxes = sheet.stairs(
        X, Y,
        ("start losses-for-a-cello.toml", 1, "Start with a piece beside this patch."),
        ("start ~/pieces/mine.toml", 2, "Or with one from anywhere."),
        ("attach 192.168.1.20 57140", 3, "Join another machine's, where its piece allows it."),
        column=235,
    )  # fmt: skip
    connect = sheet.into(boxes, sheet.box("descant.connect @host 127.0.0.1 @port 57140", X, Y + 150, width=298))
    sheet.say("As attributes it is the same, from the beginning.", X + 315, Y + 150, 235, step=4)
    sheet.under(connect, "led", width=24, height=24, parameter_enable=0)
    sheet.under(connect, "print descant", outlet=1)


def _stream(sheet: Sheet) -> None:
    sheet.tell(
        "Slower, faster",
        "A stream comes when it has moved, at most @rate times a second. What is not needed more often "
        "need not come more often: 30 is plenty for a picture, 5 for a number that is read.",
    )
    boxes = sheet.stairs(
        X, Y,
        ("name cubics/gradient/a", 1, "Another stream, from now on."),
        ("name phrase/error", 2, "How far the last note was from right, in semitones."),
        ("bang", 3, "The newest value again."),
        ("rate 60", 4, "More often."),
    )  # fmt: skip
    stream = sheet.into(boxes, sheet.box("descant.stream phrase/pitch @rate 5", X, Y + 180, width=318))
    sheet.under(stream, "flonum")
    route = sheet.under(stream, "route spec error", outlet=1, width=218)
    sheet.shown(route, 0, width=90)
    sheet.shown(route, 1, width=90)
    sheet.say("Unit, low, high, and its control bus in scsynth.", X + 330, Y + 180, 220, step=5)


def _parameter(sheet: Sheet) -> None:
    sheet.tell(
        "Ranges",
        "spec says what a parameter may be: its kind (f a number, i a whole one, b on or off, or "
        "choice), unit, lowest and highest value, curve and default. What is out of range is refused, "
        "and said.",
    )
    boxes = sheet.stairs(
        X, Y,
        ("0.3", 1, "Learn faster."),
        ("-0.1", 2, "Unlearn!"),
        ("bang", 3, "Ask."),
        ("name phrase/mode", 4, "Another one, from now on."),
        ("lydian", 5, "A choice by its name."),
    )  # fmt: skip
    parameter = sheet.into(boxes, sheet.box("descant.parameter cubics/learning_rate", X, Y + 220, width=318))
    sheet.under(parameter, "flonum")
    route = sheet.under(parameter, "route spec choices error", outlet=1, width=258)
    for outlet in range(3):
        sheet.shown(route, outlet, width=72)


def _cue(sheet: Sheet) -> None:
    sheet.tell(
        "Capture",
        "What sounds now becomes a cue of the piece, with all that was learned, and is written into its "
        "file. GO comes back to it in concert.",
    )
    boxes = sheet.stairs(
        X, Y,
        ("list", 1, "All cues, into the menu."),
        ("capture Storm", 2, "The present state becomes the cue Storm, after this one."),
        ("freeze 1", 3, "All learning stands still ..."),
        ("freeze 0", 4, "... and goes on; it ends a panic too."),
        ("panic", 5, "Fade to silence. Twice: at once."),
    )  # fmt: skip
    cue = sheet.into(boxes, sheet.box("descant.cue", X, Y + 230, width=418))
    route = sheet.under(cue, "route entry end", outlet=1, width=138)
    numbered = sheet.under(route, "zl.slice 1", width=78)
    named = sheet.under(numbered, "zl.slice 1", outlet=1, width=78)
    adding = sheet.under(named, "prepend append")
    sheet.under(adding, "umenu", width=160, parameter_enable=0)
    refused = sheet.under(cue, "route refused wait error", outlet=2, width=138)
    sheet.shown(refused, 0, width=120)


def _pad(sheet: Sheet) -> None:
    sheet.tell(
        "What a point is",
        "Of the cubics it is the target's coefficients a, b, c and d; of knots the phases of its three "
        "waves. What is not given stays as it is. A sequencer takes as many as its model has.",
    )
    boxes = sheet.stairs(
        X, Y,
        ("0.5 -0.2", 1, "Two coordinates."),
        ("0.5 -0.2 0.8 0.1", 2, "All four of a cubic."),
        ("name knots", 3, "Another part's point, in a piece that has knots."),
        ("name drums/sound", 4, "In one whose drums have sounds, that of all its sounds;"),
        ("name drums/kick", 5, "or the kick's own, which is added to it."),
        ("points", 6, "What lies around it: labels, and of each its place and label."),
    )  # fmt: skip
    pad = sheet.into(boxes, sheet.box("descant.pad cubics", X, Y + 230))
    sheet.under(pad, "print descant")


def _clock(sheet: Sheet) -> None:
    sheet.tell(
        "Another clock",
        "Whatever counts quarters can lead: say where it is each quarter or so, and at every change. Between two such "
        "words a sequencer goes on at the tempo that it was told.",
    )
    boxes = sheet.stairs(
        X, Y,
        ("0", 1, "Leave the transport."),
        ("16. 120. 1", 2, "Another clock: sixteen quarters have gone, 120 a minute, and it runs."),
        ("18.5 120. 0", 3, "It stands."),
        ("1", 4, "The transport again."),
    )  # fmt: skip
    clock = sheet.into(boxes, sheet.box("descant.clock", X, Y + 180))
    sheet.under(clock, "print descant")


def _learn(sheet: Sheet) -> None:
    sheet.tell(
        "Teach it a sound",
        "A buffer~ will do as a curve: it is read at 1024 points at most. Short sounds are learned best;"
        " of long ones the outline remains.",
    )
    boxes = sheet.stairs(
        X, Y,
        ("buffer one-breath", 1, "Learn what the buffer~ holds."),
        ("-1 0 1 0 -1", 2, "Or a few points: what lies between is guessed."),
        ("points 64", 3, "So many points are read, and shown."),
        ("name other", 4, "Another learner: it is added to the piece."),
    )  # fmt: skip
    learn = sheet.into(boxes, sheet.box("descant.learn mine @rate 30", X, Y + 180, width=378))
    sheet.under(learn, "flonum")
    sheet.under(learn, "flonum", outlet=1)
    sheet.under(learn, "print descant", outlet=3)
    sheet.box("buffer~ one-breath @samps 1024", X, Y + 300)


def _video(sheet: Sheet) -> None:
    sheet.tell(
        "Your own picture",
        "Any texture may go in: another slab, a jit.gl.node, a movie of your own patch. What comes out "
        "is a texture again.",
    )
    boxes = sheet.stairs(
        X, Y,
        ("bend 1.2 -0.4", 1, "Bend the pixels by hand."),
        ("shift 0. 0. 0.", 2, "Whole again: the picture is what went in, to the last bit."),
    )  # fmt: skip
    video = sheet.into(boxes, sheet.box("descant.video", X, Y + 100, width=198))
    sheet.under(video, "print descant", outlet=1)


def _server(sheet: Sheet) -> None:
    sheet.tell(
        "Streams as buses",
        "A stream lies on a control bus of scsynth from the beginning of the piece to its end. A synth "
        "there reads it with In.kr, at no cost to Max.",
    )
    boxes = sheet.stairs(
        X, Y,
        ("bus phrase/error", 1, "The bus of one stream,"),
        ("bus cubics/gradient/a", 2, "of another."),
    )  # fmt: skip
    server = sheet.into(boxes, sheet.box("descant.server", X, Y + 100, width=258))
    sheet.under(server, "print server")
    sheet.under(server, "print bus", outlet=1)


MORE: dict[str, Callable[[Sheet], None]] = {
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
