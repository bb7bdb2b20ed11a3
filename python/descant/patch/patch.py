"""A patch as the performance uses it: checked, complete, and never changed."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from descant.errors import DescantError
from descant.parts.base import File
from descant.patch.assets import SYNTHDEFS, is_file
from descant.sound import tuning
from descant.sound.table import INSTRUMENTS
from descant.table import Parameter, Stream, Value


@dataclass(frozen=True, slots=True, kw_only=True)
class SoundSettings:
    """What [sound] says."""

    sample_rate: int  #: Hz, of files
    tuning: str  #: a name of `tuning.SCALES`, or a Scala file among the patch's `files`
    tuning_root: int  #: MIDI note on which scales other than equal are built
    reference_hz: float  #: A4
    lookahead_ms: float


@dataclass(frozen=True, slots=True, kw_only=True)
class PictureSettings:
    """What [picture] says, apart from its parameters."""

    width: int
    height: int
    frame_rate: int
    performer: str  #: a video beside the patch; "" for none
    camera: str | int | None  #: part of its name, its number, or its address on the network


@dataclass(frozen=True, slots=True, kw_only=True)
class MorphEntry:
    """A controller that morphs between cues: at 0 it is the first, at 64 the middle of the way, at 127 the last."""

    controller: int
    cues: tuple[str | float, ...]  #: by number or name, two at least


@dataclass(frozen=True, slots=True, kw_only=True)
class MidiInput:
    """One MIDI input. A controller that is None is not listened to."""

    port: str  #: any port whose name holds this; "" for any
    sustain: int | None
    next_cue: int | None
    next_cue_press: int
    next_cue_rearm: int
    program_change: bool
    cue_notes: dict[int, str | float]  #: MIDI note → what it does instead of sounding
    cue_programs: dict[int, str | float]  #: program, from 0 → what it does
    channels: tuple[int, ...]  #: 1 to 16; () for all
    morph: MorphEntry | None = None
    knobs: Mapping[int, str] = field(default_factory=dict)  #: controller → the full name of what it turns
    clock: bool = False  #: parts may follow its MIDI clock


@dataclass(frozen=True, slots=True, kw_only=True)
class OscSettings:
    """What [osc] says."""

    port: int
    allow: tuple[str, ...]  #: IP addresses of other machines that may speak
    triggers: dict[str, str | float]  #: OSC address → what it does


@dataclass(frozen=True, slots=True, kw_only=True)
class PartEntry:
    """One part; its parameters are in the patch's table."""

    kind: str
    files: Mapping[str, str] = field(default_factory=dict)  #: what it calls a file → its name, beside the patch
    instead: Mapping[str, Path] = field(default_factory=dict)  #: what it calls a file → what is taken for it tonight


@dataclass(frozen=True, slots=True, kw_only=True)
class InstrumentEntry:
    """One instrument and the MIDI notes that sound it, both ends included."""

    synthdef: str
    low_note: int
    high_note: int


@dataclass(frozen=True, slots=True, kw_only=True)
class MappingEntry:
    """Streams and the parameters they move, in pairs."""

    sources: tuple[str, ...]
    targets: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class FadeEntry:
    """How a number gets to where its cue wants it."""

    seconds: float = 0.0
    curve: str = "linear"  #: a name of `curves.CURVES`


@dataclass(frozen=True, slots=True, kw_only=True)
class CueEntry:
    """One cue; what it neither sets nor keeps stands as declared."""

    number: float
    name: str
    notes: str
    set: dict[str, Value]  #: full name → value
    fade: dict[str, FadeEntry]  #: full name → how it gets there
    otherwise: FadeEntry = FadeEntry()  #: how everything else does
    keep: frozenset[str] = frozenset()  #: full names that it leaves as they happen to be, unless it sets them
    switch_s: float = 0.0  #: so long after it began, what cannot fade switches
    pre_wait_s: float = 0.0  #: from GO until it begins
    next_s: float | None = None  #: so long after it began, the next cue goes by itself
    missed: str = "local"  #: or "global": what it sets counts also where it is jumped over
    state: str | None = None  #: the name, among the patch's `files`, of what was captured with it


@dataclass(frozen=True, slots=True, kw_only=True)
class Leaves:
    """How a piece of a concert makes way for another."""

    fade_s: float  #: it fades out for so long
    pause_s: float = 0.0  #: the next piece begins so much later, or with another GO; infinity: only so
    followed: bool = True  #: GO at its last cue leads to the next piece


@dataclass(frozen=True, slots=True, kw_only=True)
class Patch:
    """One piece. Parts, instruments and mappings keep the order of the file."""

    name: str  #: of the file
    path: Path | None  #: None where it came out of a take
    text: str
    files: dict[str, str]  #: the text files it needs, by the name it gives them
    title: str
    seed: int
    tick_rate_hz: float
    go_guard_ms: float  #: no GO so soon after another
    sound: SoundSettings
    picture: PictureSettings
    inputs: dict[str, MidiInput]
    osc: OscSettings
    parts: dict[str, PartEntry]
    instruments: dict[str, InstrumentEntry]
    mappings: dict[str, MappingEntry]
    cues: tuple[CueEntry, ...]
    table: dict[str, Parameter]  #: full name, ``cubics/learning_rate`` → row
    streams: dict[str, Stream]  #: full name, ``cubics/loss`` → row
    declared: dict[str, Value]  #: full name → what it is where no cue says otherwise
    pinned: frozenset[str] = frozenset()  #: full names that cues leave alone tonight
    leaves: Leaves | None = None  #: None: it is played alone

    def tuning(self) -> tuning.Tuning:
        """Return how the piece is tuned."""
        name = self.sound.tuning
        return tuning.tuning(
            name,
            root=self.sound.tuning_root,
            reference_hz=self.sound.reference_hz,
            scala=self.files.get(name),
        )

    def performer_path(self) -> Path | None:
        """Return the performer's video, None where the patch names none.

        Raises:
            DescantError: it names one that is not there.
        """
        return self._beside(self.picture.performer) if self.picture.performer else None

    def synthdef_path(self, instrument: str) -> Path | None:
        """Return the compiled SynthDef of an instrument, None where it is built in.

        Raises:
            DescantError: it is not there.
        """
        synthdef = self.instruments[instrument].synthdef
        return None if synthdef in INSTRUMENTS else self._beside(f"{SYNTHDEFS}/{synthdef}.scsyndef")

    def file_path(self, part: str, file: File) -> Path | None:
        """Return a file or folder of a part, None where the patch names none.

        Raises:
            DescantError: it names one that is not there.
        """
        name, instead = self.parts[part].files.get(file.name, ""), self.parts[part].instead.get(file.name)
        if not name or instead:
            return instead
        if not file.folder:
            return self._beside(name)
        return self.path.parent / name if self.path else None

    def _beside(self, name: str) -> Path:
        if self.path is None:
            raise DescantError(self.name, f"the take does not hold {name!r}", "name the patch with --patch")
        path = self.path.parent / name
        if not is_file(path):
            raise DescantError(str(self.path), f"{name!r} is not beside the patch", "put it there")
        return path
