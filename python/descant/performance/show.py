"""What to perform tonight, and with what."""

from dataclasses import dataclass, field
from pathlib import Path

from descant.patch import Patch
from descant.performance.comeback import Comeback
from descant.performance.evening import Evening
from descant.performance.take import Line
from descant.table import Value


@dataclass(frozen=True, slots=True, kw_only=True)
class Show:
    """What to perform tonight, and with what."""

    patch: Patch
    seed: int
    folder: Path  # where the take goes
    settings: dict[str, Value] = field(default_factory=dict)
    midi_ports: dict[str, str] = field(default_factory=dict)  # input → part of a port's name
    join: tuple[str, int] | None = None  # a scsynth that runs; None boots one
    has: tuple[int, ...] | None = None  # what that was booted with: `sound.server.COUNTS`
    port: int | None = None  # of the scsynth that is booted
    jack_inputs: str | None = None  # the ports that it is connected to; None: JACK's own
    jack_outputs: str | None = None
    osc_port: int | None = None  # None: the patch's
    allow: tuple[str, ...] = ()  # machines that may speak, besides those of the patch
    picture: bool = True
    performer: Path | None = None
    camera: str | int | None = None
    display: int = 0
    full_screen: bool = False
    record: bool = False
    panel: bool = False  # the control panel comes with it
    training_steps: int | None = None  # of what is trained while it plays; None: as many as usual
    evening: Evening | None = None  # of which it is a piece; None: it is played alone
    number: int = 1  # in it, from 1
    comeback: Comeback | None = None  # to where a take broke off, or leads
    first: tuple[Line, ...] = ()  # inputs at its very beginning
    stand_in: tuple[Line, ...] = ()  # inputs of a take that plays in a player's place
