"""What the picture's process tells its owner: keys, commands, frames, and what it lost or found again."""

from dataclasses import dataclass
from typing import Literal

CommandName = Literal["black", "freeze", "next_cue", "panic", "fade_out", "quit", "full_screen"]
Part = Literal["picture", "camera", "display", "performer", "drawing"]


@dataclass(frozen=True, slots=True)
class Key:
    """A key of the computer's keyboard, played as a piano."""

    arrived_s: float  # time.monotonic()
    kind: Literal["down", "up"]
    pitch: int  # MIDI
    velocity: int  # 1 to 127; 0 for "up"


@dataclass(frozen=True, slots=True)
class Command:
    """A command key was pressed, or the window's close button (``quit``)."""

    arrived_s: float  # time.monotonic()
    name: CommandName
    on: bool = True  # black, freeze, full_screen: what it is now


@dataclass(frozen=True, slots=True)
class Frames:
    """What was drawn during the last second."""

    shown: int
    dropped: int  # frames that were due and not drawn
    ms: float  # mean time to draw one


@dataclass(frozen=True, slots=True)
class Lost:
    """Something is gone, said once. Only ``picture`` asks for a restart; the rest goes on as `text` says."""

    part: Part
    text: str  # what is wrong; what happens or what to do


@dataclass(frozen=True, slots=True)
class Found:
    """What was lost is there again."""

    part: Part
    text: str


Record = Key | Command | Frames | Lost | Found
