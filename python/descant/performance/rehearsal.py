"""Play a patch to nobody before the night begins, so that nothing is done for the first time on stage."""

from supriya import Score, SynthDef

from descant.patch import Patch
from descant.performance.performance import Performance
from descant.sound.engine import Engine

NOTE_ON = 0x90
PITCHES = 36, 40, 43, 72  # a bass, a chord and a melody note: whatever learns, learns


def rehearse(patch: Patch, seed: int, synthdefs: dict[str, SynthDef]) -> None:
    """Play through all cues to nobody: what libraries load at first use would delay the first notes by 20 ms."""
    performance = Performance(
        patch, seed, Engine(Score(), synthdefs, tuple(patch.streams)), lambda _: None, lambda _: None
    )
    performance.start()
    for source in patch.inputs:
        for place in range(len(patch.cues)):
            for n, pitch in enumerate(PITCHES):
                performance.handle({"t": place + n / 100, "in": "midi", "from": source, "data": [NOTE_ON, pitch, 64]})
            performance.advance(place + 0.1)
            performance.handle({"t": place + 0.5, "in": "lost", "from": source})
            performance.handle({"t": place + 0.5, "in": "cue", "do": "go"})
        break
