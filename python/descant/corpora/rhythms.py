"""The musical rules of the made corpus: one table of rhythms, as box notation that a drummer can read.

A sign is a pulse: ``X`` accented, ``x`` plain, ``g`` a ghost, ``.`` silent. There are `per_beat` pulses a beat: four,
or three where the beat is ternary. The first of the alternatives is the rhythm as textbooks have it.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field

Kit = dict[str, str]
"""Which row plays which signs."""

SON_32 = "x..x..x...x.x..."
RUMBA_32 = "x..x...x..x.x..."
BOSSA_32 = "x..x..x...x..x.."
BELL = "x.x.xx.x.x.x"
FOUR = "X...x...X...x..."
BACKBEAT = "....X.......X..."
EIGHTHS = "x.x.x.x.x.x.x.x."
SIXTEENTHS = "xxxxxxxxxxxxxxxx"
OFFBEATS = "..x...x...x...x."
SURDO = "x..xx..xx..xx..x"


@dataclass(frozen=True, slots=True)
class Rhythm:
    """One rule: what is always played, what may take its place, and what may be added."""

    name: str
    about: str  #: what makes it this rhythm
    kits: tuple[Kit, ...]  #: whole grooves of which one is played
    options: dict[str, tuple[str, ...]] = field(default_factory=dict)  #: row → what else it may play, all else equal
    ghosts: Kit = field(default_factory=dict)  #: added softly, or not
    fixed: tuple[str, ...] = ()  #: rows that no variation drops from: a clave is a clave
    per_beat: int = 4
    fills: bool = True

    @property
    def pulses(self) -> int:
        """Return how many pulses it takes until it begins anew."""
        return len(next(iter(self.kits[0].values())))


def two_three(clave: str) -> str:
    """Return a clave that begins with its other half."""
    half = len(clave) // 2
    return clave[half:] + clave[:half]


def euclid(onsets: int, pulses: int) -> str:
    """Return E(k, n) by Bjorklund's way: `onsets` spread over `pulses` as evenly as may be, the first on pulse 0."""
    if not 0 < onsets <= pulses:
        raise ValueError(f"E({onsets}, {pulses}): there must be from 1 to {pulses} onsets")
    heads, tails = ["x"] * onsets, ["."] * (pulses - onsets)
    while len(tails) > 1:
        pairs = min(len(heads), len(tails))
        left = heads[pairs:] + tails[pairs:]
        heads, tails = [head + tail for head, tail in zip(heads, tails, strict=False)], left
    return "".join(heads + tails)


def _claves() -> Iterator[Rhythm]:
    for name, clave in (("son clave", SON_32), ("rumba clave", RUMBA_32)):
        for way, signs in (("3-2", clave), ("2-3", two_three(clave))):
            tumbao = "...x..x....x..x."
            yield Rhythm(
                f"{name} {way}",
                f"the {name}, its side with {'three' if way == '3-2' else 'two'} strokes first, on the side stick",
                ({"snare": signs, "closed_hat": "x...x...x...x...", "kick": tumbao},),
                {
                    "kick": ("...x...x...x...x", "x.....x.x.....x."),
                    "closed_hat": (EIGHTHS, "x.x.xxx.x.x.xxx."),
                },
                {"mid_tom": "......xx......xx", "high_tom": "....x.......x..."},
                fixed=("snare",),
                fills=False,
            )


def _euclidean() -> Iterator[Rhythm]:
    for onsets, pulses in ((3, 8), (5, 8), (5, 16), (7, 16), (5, 12)):
        signs = euclid(onsets, pulses) * (16 // pulses if pulses <= 8 else 1)
        ternary = pulses == 12
        beats = ("x..x..x..x..", "x.xx.xx.xx.x") if ternary else ("x...x...x...x...", EIGHTHS, OFFBEATS)
        yield Rhythm(
            f"euclid {onsets} {pulses}",
            f"E({onsets}, {pulses}): {onsets} onsets as even over {pulses} pulses as may be, on the side stick",
            ({"snare": signs, "kick": "x" + "." * (len(signs) - 1), "closed_hat": beats[0]},),
            {"closed_hat": beats[1:], "kick": ("x" + "." * (len(signs) // 2 - 1) + "x" + "." * (len(signs) // 2 - 1),)},
            fixed=("snare",),
            per_beat=3 if ternary else 4,
            fills=False,
        )


RHYTHMS = (
    Rhythm(
        "four on the floor",
        "the kick on each quarter, the open hat between them",
        ({"kick": FOUR, "open_hat": OFFBEATS}, {"kick": FOUR, "open_hat": OFFBEATS, "snare": BACKBEAT}),
        {"closed_hat": (SIXTEENTHS, EIGHTHS, "xx.xxx.xxx.xxx.x"), "ride": (OFFBEATS,)},
        {"kick": "..............g.", "mid_tom": "...x......x....."},
        fixed=("kick",),
    ),
    Rhythm(
        "backbeat",
        "the snare on two and four, the kick on one and three, eighths on the hat",
        (
            {"kick": "X.......X.......", "snare": BACKBEAT, "closed_hat": EIGHTHS},
            {"kick": "X.......X.x.....", "snare": BACKBEAT, "closed_hat": EIGHTHS},
            {"kick": "X.....x.X.......", "snare": BACKBEAT, "closed_hat": EIGHTHS},
            {"kick": "X..x....X.x.....", "snare": BACKBEAT, "closed_hat": EIGHTHS},
        ),
        {"closed_hat": ("x...x...x...x...", SIXTEENTHS)},
        {"snare": ".......g.g.....g"},
        fixed=("snare",),
    ),
    Rhythm(
        "half time",
        "the snare on three only",
        ({"kick": "X.....x.........", "snare": "........X.......", "closed_hat": EIGHTHS},),
        {"kick": ("X.............x.", "X..x......x....."), "closed_hat": ("x...x...x...x...", "x.xxx.x.x.x.xxx.")},
        {"snare": ".......g......g."},
        fixed=("snare",),
    ),
    Rhythm(
        "break",
        "the kick and the ghosts in sixteenths around a backbeat, as funk drummers of 1969 had them",
        (
            {"kick": "X.x.......xx....", "snare": "....X..g.g..X..g", "ride": EIGHTHS},
            {"kick": "X.x...x...x..x..", "snare": "....X..g.g.gX..g", "closed_hat": SIXTEENTHS},
            {"kick": "X.x.......x.....", "snare": "....X..g.g....X.", "ride": EIGHTHS},
            {"kick": "X..x..x...x.....", "snare": "....X..g....X..g", "closed_hat": EIGHTHS},
        ),
        {},
        {"open_hat": "..............x."},
    ),
    Rhythm(
        "two step",
        "drum and bass: the kick on one and on the eighth after three, the snare on two and four",
        ({"kick": "X.........x.....", "snare": BACKBEAT, "closed_hat": EIGHTHS},),
        {"closed_hat": ("xxx.xxx.xxx.xxx.", SIXTEENTHS)},
        {"snare": ".......g.g.....g", "ride": "x.......x......."},
        fixed=("kick", "snare"),
    ),
    Rhythm(
        "bossa nova",
        "the bossa clave on the side stick, the surdo's dotted figure on the kick, eighths on the hat",
        ({"snare": BOSSA_32, "kick": SURDO, "closed_hat": EIGHTHS},),
        {"closed_hat": (SIXTEENTHS, "x...x...x...x..."), "snare": (two_three(BOSSA_32),)},
        {"ride": "x.......x......."},
        fixed=("kick", "snare"),
        fills=False,
    ),
    *_claves(),
    Rhythm(
        "samba",
        "the surdo's second beat is the heavy one; the tamborim has seven strokes in sixteen",
        ({"kick": "x..xX..xx..xX..x", "snare": "x.x..x.x.x..x.x.", "closed_hat": SIXTEENTHS},),
        {
            "snare": ("x.x.xx.x.x.x.xx.", "Xxx.xxXxXxx.xxXx"),
            "closed_hat": ("X.xXX.xXX.xXX.xX",),
        },
        {"low_tom": "........x..x....", "high_tom": "..x...x...x...x."},
        fixed=("kick",),
        fills=False,
    ),
    Rhythm(
        "dembow",
        "the kick on each quarter, the snare on what is left of 3 + 3 + 2",
        ({"kick": FOUR, "snare": "...x..x....x..x."},),
        {"closed_hat": (EIGHTHS, OFFBEATS, SIXTEENTHS)},
        {"open_hat": "......x.......x.", "mid_tom": "..............xx"},
        fixed=("kick", "snare"),
    ),
    Rhythm(
        "habanera",
        "the kick's dotted figure twice a bar: one, the last sixteenth of one, two, and its half",
        ({"kick": "x..xx.x.x..xx.x.", "closed_hat": "x.x.x.x.x.x.x.x."},),
        {"closed_hat": ("x...x...x...x...",), "snare": ("....x.......x...", "......x.......x.")},
        {"high_tom": "..............xx"},
        fixed=("kick",),
    ),
    Rhythm(
        "one drop",
        "reggae: the one is left out, kick and side stick fall on three together",
        ({"kick": "........X.......", "snare": "........X.......", "closed_hat": "x.X.x.X.x.X.x.X."},),
        {"closed_hat": (OFFBEATS, "x.xxx.xxx.xxx.xx"), "open_hat": ("..............x.",)},
        {"snare": ".......g.....g.."},
        fixed=("kick",),
    ),
    Rhythm(
        "waltz",
        "three quarters: the kick on one, the snare on two and three",
        ({"kick": "X...........", "snare": "....x...x...", "closed_hat": "x...x...x..."},),
        {
            "kick": ("X.........x.", "X.....x....."),
            "closed_hat": ("x.x.x.x.x.x.", "....x...x..."),
            "ride": ("x...x.x.x...", "x...x...x.x."),
        },
        {"snare": "......g...g.", "high_tom": "..........xx"},
        fixed=("snare",),
    ),
    Rhythm(
        "bell 6/8",
        "the standard bell of West Africa and of bembé: seven strokes in twelve, on the ride",
        ({"ride": BELL, "kick": "x.....x.....", "closed_hat": "x..x..x..x.."},),
        {
            "kick": ("x..x..x..x..", "...x..x..x.x"),
            "closed_hat": ("x.x.x.x.x.x.", "x..x..x..x.x"),
            "snare": ("...x.....x..", "..x..x..x..x"),
        },
        {"mid_tom": "....xx....xx", "low_tom": ".....x.....x"},
        fixed=("ride",),
        per_beat=3,
        fills=False,
    ),
    Rhythm(
        "shuffle",
        "a backbeat of triplets, the middle one left out on the hat",
        ({"kick": "X.....X.....", "snare": "...X.....X..", "closed_hat": "x.xx.xx.xx.x"},),
        {"kick": ("X....xX.....", "X..x..X..x.."), "closed_hat": ("xxxxxxxxxxxx", "x..x..x..x..")},
        {"snare": ".g..g..g..g."},
        fixed=("snare",),
        per_beat=3,
    ),
    Rhythm(
        "jazz ride",
        "the ride's quarter and skipped triplet, the hat with the foot on two and four",
        ({"ride": "x..x.xx..x.x", "closed_hat": "...x.....x.."},),
        {
            "kick": ("x.....x.....", "x..x..x..x..", "........x...", ".....x......"),
            "snare": ("..g.....g...", ".....g.....g"),
        },
        {"snare": ".......g..g."},
        fixed=("ride", "closed_hat"),
        per_beat=3,
        fills=False,
    ),
    *_euclidean(),
)  # fmt: skip

FILLS: dict[int, tuple[Kit, ...]] = {
    4: (
        {"high_tom": "xx..", "mid_tom": "..xx"},
        {"snare": "xxxx"},
        {"snare": "x.xx", "low_tom": ".x.."},
        {"high_tom": "x...", "mid_tom": ".x..", "low_tom": "..xx"},
    ),
    3: ({"high_tom": "x..", "mid_tom": ".x.", "low_tom": "..x"}, {"snare": "xxx"}),
}
"""What may be played in the place of the last beat, by the pulses of a beat."""
