"""What there is in a performance: parameters, streams, cues, its state, its learners."""

from dataclasses import dataclass

Value = float | int | str


@dataclass(frozen=True, slots=True)
class Parameter:
    """A value that can be set. `kind` is f, i, b or choice."""

    name: str
    kind: str
    unit: str
    low: float
    high: float
    curve: str
    default: Value
    choices: tuple[str, ...] = ()

    @property
    def owner(self) -> str:
        """The part, instrument or mapping that it belongs to."""
        return self.name.partition("/")[0]

    @property
    def own_name(self) -> str:
        """Its name within its owner."""
        return self.name.partition("/")[2] or self.name


@dataclass(frozen=True, slots=True)
class Stream:
    """A series of floats, usually between `low` and `high`."""

    name: str
    unit: str
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Cue:
    """A cue of the patch; a number of 0 means that there is none."""

    number: float = 0.0
    name: str = ""
    notes: str = ""


@dataclass(frozen=True, slots=True)
class Status:
    """How the performance stands."""

    elapsed_s: float = 0.0
    late: int = 0
    frozen: bool = False
    panicking: bool = False
    received: int = 0
    refused: int = 0
    strangers: int = 0
    clients: int = 0
    waiting: bool = False


@dataclass(frozen=True, slots=True)
class Loop:
    """The loop of a sequencer: of each row its name and its steps' velocities, 0 to 1."""

    part: str
    rows: tuple[tuple[str, tuple[float, ...]], ...]

    @property
    def steps(self) -> int:
        """How many steps its longest row has."""
        return max((len(cells) for _, cells in self.rows), default=0)


@dataclass(frozen=True, slots=True)
class Space:
    """A space in which a part has a point: a pad."""

    name: str  #: the part's, and after a stroke that of the space where it is not the part's own
    over: str  #: the pad whose point is added to this one; "" where there is none
    coordinates: tuple[str, ...]  #: the parameters that the point is
    streams: tuple[str, ...]  #: where it is on its way

    @property
    def part(self) -> str:
        """Whose it is."""
        return self.name.partition("/")[0]

    @property
    def own_name(self) -> str:
        """Its name within its part, as one reads it; "" where it is the part's own."""
        return self.name.partition("/")[2].replace("_", " ")


@dataclass(frozen=True, slots=True)
class Pattern:
    """Something that lies in a space, such as a pattern of a corpus; `label` is its label's place, -1 without one."""

    x: float
    y: float
    label: int


@dataclass(frozen=True, slots=True)
class Learner:
    """The present learner of a part: what it is, and what it is to become."""

    part: str
    number: int
    form: str
    target: tuple[float, ...]
    theta: tuple[float, ...]
    n: tuple[float, ...] = ()
