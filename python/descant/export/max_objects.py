"""The objects of the Max package, each once: patchers, help, reference pages and checks are made of this table."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Port:
    """An inlet or outlet: what goes through it, and the type that Max gives a cord from it."""

    text: str
    type: str = ""


@dataclass(frozen=True)
class Word:
    """A message that an object understands: its name, what follows it (name and type), and what it does."""

    name: str
    arguments: tuple[tuple[str, str], ...]
    text: str


@dataclass(frozen=True)
class Reply:
    """What leaves by an outlet, beginning with its own name."""

    outlet: int
    form: str
    text: str


@dataclass(frozen=True)
class Attribute:
    """A setting written as @name value; said to the object as a message, `name value`."""

    name: str
    type: str
    default: float | str
    text: str


@dataclass(frozen=True)
class Object:
    """One object: an abstraction, its script, its help patcher and its reference page have its name."""

    name: str
    digest: str
    description: str
    inlets: tuple[Port, ...]
    outlets: tuple[Port, ...]
    argument: tuple[str, str, str] | None = None  # name, an example, meaning
    words: tuple[Word, ...] = ()
    replies: tuple[Reply, ...] = ()
    attributes: tuple[Attribute, ...] = ()
    see: tuple[str, ...] = ()

    @property
    def example(self) -> str:
        """What one types into an object box."""
        return f"{self.name} {self.argument[1]}" if self.argument else self.name


DUMP = Port("everything else, each message beginning with its name")
ERROR = "what was refused and why, one a second at most; the Max console says it too"
NAME = Word("name", (("name", "symbol"),), "follow another one from now on")


def _error(outlet: int) -> Reply:
    return Reply(outlet, "error TEXT COUNT", ERROR)


CONNECT = Object(
    "descant.connect",
    "The way to Descant, once in a patch",
    "Starts Descant, or finds the one that plays already, and keeps in touch. All other objects speak through it, so "
    "that a patch needs one of it and no more. When Descant goes away everything waits, grey; when it is back, "
    "everything goes on. Two patches may be open at once.",
    (Port("start, attach, stop, quit, status"),),
    (Port("1 while Descant answers, else 0", "int"), DUMP),
    words=(
        Word("start", (("patch", "symbol"),), "start Descant with a patch file, else with a phrase that plays itself"),
        Word("attach", (("host", "symbol"), ("port", "int")), "join a Descant that plays, here or on another machine"),
        Word("stop", (), "leave it; it plays on"),
        Word("quit", (), "let the Descant that this object started fade and end"),
        Word("status", (), "say how things are"),
    ),
    replies=(
        Reply(0, "1", "Descant answers; 0: it does not, and everything waits"),
        Reply(1, "welcome VERSION PROTOCOL TITLE", "Descant has answered, and what it plays"),
        Reply(
            1, "status connected 1 …", "how things are, in pairs: leads, host, port, title, version, objects, streams …"
        ),
        _error(1),
    ),
    attributes=(
        Attribute("host", "symbol", "127.0.0.1", "the machine that Descant runs on"),
        Attribute("port", "int", 57140, "the port at which it hears clients"),
        Attribute("program", "symbol", "", "where the program descant is, if it is not to be searched for"),
    ),
    see=("descant.stream", "descant.cue", "descant.server", "udpreceive", "udpsend", "node.script"),
)

STREAM = Object(
    "descant.stream",
    "What happens inside a learner, as numbers",
    "A loss says how wrong a learner still is; a gradient says which way it is going. The number comes whenever it has "
    "moved, the newest value only. Scale it onto anything: a pitch that comes into tune as the machine learns, "
    "a filter that opens, a tempo that settles.",
    (Port("bang: the newest value; name: another stream"),),
    (Port("the value, whenever it moves", "float"), DUMP),
    argument=("name", "cubics/loss", "the stream, as the piece calls it"),
    words=(Word("bang", (), "say the newest value again"), NAME),
    replies=(
        Reply(0, "0.4312", "the value"),
        Reply(1, "spec UNIT LOW HIGH BUS", "what it is, its usual range, and its control bus in scsynth"),
        _error(1),
    ),
    attributes=(Attribute("rate", "float", 60, "at most so many values a second, 0.01 to 1000"),),
    see=("descant.parameter", "descant.learn", "descant.server", "scale", "line~"),
)

PARAMETER = Object(
    "descant.parameter",
    "Something of the piece that can be set",
    "A learning rate, a tempo, the amount of a mapping. What another hand, a cue or a fade sets comes out here, so "
    "that a dial follows the piece and the piece follows the dial.",
    (Port("a number or a choice's name sets it; bang asks"),),
    (Port("its value, by whatever hand it was set", "float"), DUMP),
    argument=("name", "phrase/bpm", "the parameter, as the piece calls it"),
    words=(
        Word("float", (("value", "float"),), "set it; a choice is set by its place, from 0"),
        Word("symbol", (("choice", "symbol"),), "set a choice by its name"),
        Word("bang", (), "ask what it is"),
        NAME,
    ),
    replies=(
        Reply(0, "104.", "the value; of a choice, its name"),
        Reply(1, "spec KIND UNIT LOW HIGH CURVE DEFAULT", "what it is: kind f, i, b or choice; its range"),
        Reply(1, "choices …", "what a choice can be"),
        _error(1),
    ),
    see=("descant.stream", "descant.cue", "live.dial", "pattr"),
)

CUE = Object(
    "descant.cue",
    "GO, and where one is in the piece",
    "A cue is the whole state of the piece under a number and a name. GO fades to the next one. What is shown here is "
    "what every other front end shows, whoever pressed.",
    (Port("go, back, goto, capture, list, panic, freeze, undo, redo"),),
    (Port("the cue that is now, and the next one"), Port("the list of cues, one at a time, then end"), DUMP),
    words=(
        Word("go", (), "go to the next cue; bang does the same"),
        Word("back", (), "return to the state in which the last cue was left"),
        Word("goto", (("cue", "float or symbol"),), "go to a cue at once, by number or name"),
        Word("capture", (("name", "symbol"),), "make the present state a cue after this one"),
        Word("list", (), "ask for all cues"),
        Word("panic", (), "fade to silence; a second time, at once"),
        Word("undo", (), "take back what a hand did to parameters last; not what a cue did"),
        Word("redo", (), "do that again"),
        Word("freeze", (("on", "int"),), "1 holds all learning still, 0 lets it go on and ends a panic"),
    ),
    replies=(
        Reply(0, "cue NUMBER NAME NEXT NEXTNAME", "this is the cue now; after the last one NEXT is 0"),
        Reply(1, "entry NUMBER NAME NOTES", "one cue of the piece"),
        Reply(1, "end COUNT", "that were all"),
        Reply(2, "refused REASON OF", "a GO too soon after the last one, a cue that is not there"),
        Reply(2, "wait NUMBER NAME SECONDS", "that cue begins by itself in so many seconds"),
        Reply(2, "fade LEFT OF", "the last fade ends in so many seconds, of so many"),
        _error(2),
    ),
    see=("descant.parameter", "descant.connect", "pattrstorage"),
)

PAD = Object(
    "descant.pad",
    "Move the point of a part by hand",
    "The point of a part: for a learner its target; drag it, and the machine runs after it. For a sequencer the place "
    "in its latent space that is its rhythm: z1 z2, from -4 to 4. One whose rows have sounds has another point for "
    "those of all rows, drums/sound, and one for each row, drums/kick, which is added to it.",
    (Port("a list: x y, and more where the part has more"),),
    (DUMP,),
    argument=("part", "cubics", "the part whose point is moved, or another point of one: drums/sound"),
    words=(
        Word("list", (("x", "float"), ("y", "float")), "move the point; what is not given stays"),
        Word("points", (), "ask for what lies around the point: the patterns or sounds that a model was trained on"),
        Word("name", (("part", "symbol"),), "move another part's from now on"),
    ),
    replies=(
        Reply(0, "labels LABEL ...", "the labels of what lies there; the first one's place is 0"),
        Reply(0, "point X Y LABEL", "one thing that lies there, and the place of its label; -1: none"),
        Reply(0, "end COUNT", "that were all"),
        Reply(0, "changed", "other things lie there by now: ask again"),
        _error(0),
    ),
    see=("descant.learn", "descant.stream", "pictslider"),
)

CLOCK = Object(
    "descant.clock",
    "Let sequencers keep the transport's time",
    "Parts whose clock is set to follow play in the time of Max's transport: they start and stop with it, and go along "
    "with its tempo. One in a patch is enough.",
    (Port("0 or 1: follow the transport or not; a list: quarters, tempo, 0 or 1"),),
    (DUMP,),
    words=(
        Word("int", (("on", "int"),), "1 follows the transport, as at first; 0 leaves it"),
        Word(
            "list",
            (("quarters", "float"), ("tempo", "float"), ("running", "int")),
            "where another clock is: quarters since its beginning, and so many a minute",
        ),
    ),
    replies=(_error(0),),
    see=("descant.parameter", "descant.pad", "transport", "metro"),
)

LEARN = Object(
    "descant.learn",
    "Teach it a curve of your own",
    "A small network learns any curve you give it, while you listen. A part of this name is added to the piece if "
    "there is none. It runs through what it knows by now as a slow oscillator: at first nonsense, soon your curve.",
    (Port("a list of y: what to learn"),),
    (
        Port("what it knows, run through again and again", "float"),
        Port("how wrong it still is", "float"),
        Port("the whole curve as it is known by now"),
        DUMP,
    ),
    argument=("name", "mine", "the part that learns; new ones are added"),
    words=(
        Word(
            "list",
            (("y", "float"), ("more", "list")),
            "learn this: up to 1024 values at equal steps from left to right",
        ),
        Word("buffer", (("name", "symbol"),), "learn what a buffer~ holds"),
        Word("points", (("count", "int"),), "let curves have so many points, 2 to 1024; 128 at first"),
        Word("curve", (), "ask for the curve as it is known by now; it comes by itself while it is learned"),
        NAME,
        Word("bang", (), "the newest value again"),
    ),
    replies=(
        Reply(0, "0.25", "what it knows at this moment's x"),
        Reply(1, "0.031", "its loss"),
        Reply(2, "curve Y …", "the whole curve"),
        _error(3),
    ),
    attributes=(Attribute("rate", "float", 60, "at most so many values a second, 0.01 to 1000"),),
    see=("descant.stream", "descant.pad", "multislider", "buffer~"),
)

VIDEO = Object(
    "descant.video",
    "The picture that learning pulls apart",
    "A camera, a movie or the picture of another Jitter object goes in; its planes are shifted and its pixels bent by "
    "the learners' gradients, and it is whole again when they have learned. While nothing is wrong it is the picture "
    "itself.",
    (Port("camera, movie, shader amounts, or a texture"),),
    (Port("the picture, a texture", "jit_gl_texture"), DUMP),
    words=(
        Word("camera", (("on", "int"),), "1 opens the camera, 0 closes it"),
        Word("movie", (("file", "symbol"),), "play a film in a loop"),
        Word("shift", (("red", "float"), ("green", "float"), ("blue", "float")), "move the planes, in picture heights"),
        Word("bend", (("g1", "float"), ("g2", "float")), "bend the pixels by two phases"),
        Word("depth", (("heights", "float"),), "how far pixels are bent, 0 to 0.5"),
        Word("wavelength", (("heights", "float"),), "how long the waves are along which they are bent"),
        Word("form", (("name", "symbol"),), "waves, or paper: the whole picture moved"),
        Word("bubble", (("pitch", "float"), ("velocity", "float")), "let a bubble go, as a note does"),
        Word("dim", (("width", "int"), ("height", "int")), "the size of the picture"),
    ),
    replies=(
        Reply(0, "jit_gl_texture NAME", "the picture, for jit.gl.layer, jit.gl.videoplane or another slab"),
        _error(1),
    ),
    see=("descant.stream", "jit.world", "jit.gl.slab", "jit.grab"),
)

SERVER = Object(
    "descant.server",
    "Where Descant sounds, on which buses",
    "Descant's sound is scsynth's. Each stream lies on a control bus there; this says where the server is and which "
    "bus has which stream, for those who send to scsynth themselves.",
    (Port("bang: the server; bus: a stream's control bus"),),
    (Port("the server"), Port("the bus of a stream"), DUMP),
    words=(
        Word("bang", (), "ask for the server, and for the bus of each stream"),
        Word("bus", (("stream", "symbol"),), "ask for the control bus of a stream"),
    ),
    replies=(
        Reply(0, "server HOST PORT LOGINS INS OUTS AUDIO CONTROL BUFFERS", "the scsynth that sounds"),
        Reply(1, "bus NAME INDEX", "the control bus of a stream"),
        _error(2),
    ),
    see=("descant.stream", "descant.connect"),
)

OBJECTS = (CONNECT, STREAM, PARAMETER, CUE, PAD, CLOCK, LEARN, VIDEO, SERVER)
BY_NAME = {each.name: each for each in OBJECTS}
