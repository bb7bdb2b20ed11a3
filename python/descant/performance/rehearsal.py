"""Play a patch to nobody before the night begins, so that nothing is done for the first time on stage."""

from collections.abc import Iterator

from supriya import Score, SynthDef

from descant.parts.base import Want
from descant.patch import Patch
from descant.performance.hearing import listeners
from descant.performance.performance import Performance
from descant.performance.take import Line
from descant.sound.engine import Engine

NOTE_ON = 0x90
FRAMES = 8  # of a microphone: enough for a note
PITCHES = 36, 40, 43, 72  # a bass, a chord and a melody note: whatever learns, learns


class _Wanted:
    """Takes note of every sound that is wanted."""

    def __init__(self) -> None:
        self.every: dict[tuple[str, Want], None] = {}

    def want(self, part: str, want: Want) -> None:
        """Take note of it."""
        self.every[part, want] = None

    def answers(self) -> list[Line]:
        """Find nothing."""
        return []


def rehearse(patch: Patch, seed: int, synthdefs: dict[str, SynthDef]) -> list[tuple[str, Want]]:
    """Play through all cues to nobody: what libraries load at first use would delay the first notes by 20 ms.

    Return the sounds that parts wanted.
    """
    wanted = _Wanted()
    performance = Performance(
        patch, seed, Engine(Score(), synthdefs, tuple(patch.streams)), lambda _: None, lambda _: None, sounding=wanted
    )
    performance.start()
    for place, cue in enumerate(patch.cues):
        performance.handle({"t": place, "in": "cue", "do": "goto", "to": cue.number})
        for n, pitch in enumerate(PITCHES):
            for line in _played(patch, pitch):
                performance.handle({"t": place + n / 100} | line)
        performance.advance(place + 0.1)
        for line in _ended(patch):
            performance.handle({"t": place + 0.5} | line)
    return list(wanted.every)


def _played(patch: Patch, pitch: int) -> Iterator[Line]:
    for source in list(patch.inputs)[:1]:
        yield {"in": "midi", "from": source, "data": [NOTE_ON, pitch, 64]}
    for part in listeners(patch):
        for _ in range(FRAMES):
            yield {"in": "audio", "part": part, "data": [0, pitch, 1.0, -20.0, 1000]}


def _ended(patch: Patch) -> Iterator[Line]:
    for source in list(patch.inputs)[:1]:
        yield {"in": "lost", "from": source}
    for part in listeners(patch):
        yield {"in": "audio", "part": part, "data": [-1, 0.0, 0.0, -90.0, 0]}
