"""A sclang with a JACK, in which examples are evaluated block by block, and what they sound like is kept."""

import time
from pathlib import Path
from typing import Any, Self

import numpy as np
import soundfile
from sclang import QUARK, Ran, Sclang

RATE = 48_000
BOOT_S = 60.0
ALONE = "Descant('overtones/mute').set(true)"  # so that what is heard is the composer's own
FINE = 1 << 19  # of a spectrum: 0.1 Hz
HEAR = """
(
var buses = [{streams}].collect {{ |stream| stream.bus.index }};
var buffer = Buffer.alloc(s, 65536, 2 + buses.size), file = "{file}";
buffer.write(file, "WAV", "float", 0, 0, true, {{
    ~hall = SynthDef("hall-" ++ UniqueID.next, {{
        SendReply.kr(Impulse.kr(0), "/hall");
        DiskOut.ar(buffer.bufnum, In.ar(0, 2) ++ buses.collect {{ |bus| K2A.ar(In.kr(bus)) }});
    }}).play(RootNode(s), addAction: \\addToTail);
    OSCFunc({{ "hall hears".postln }}, "/hall").oneShot;
    ~deaf = {{ ~hall.free; buffer.close {{ buffer.free; "hall is deaf".postln }} }};
}});
)
"""


class Hall(Sclang):
    """Descant plays what a sclang of its own asks for, on a JACK without a sound card."""

    def __init__(self, jack: Any, home: Path, **options: Any) -> None:
        super().__init__(home, environment=jack.environment, **({"include": [QUARK]} | options))
        self._records = 0

    def __enter__(self) -> Self:
        self.hear("Welcome to SuperCollider")
        return self

    def do(self, block: str, seconds: float = BOOT_S) -> None:
        """Have a block interpreted, as a composer would, and wait until it is done."""
        self.tell(block)
        self.tell('"done %".format(\\hall).postln;')
        self.hear("^done hall", seconds)

    def begin(self, *streams: str) -> None:
        """Begin to keep what is heard, and in further channels what streams are, each given as code."""
        self._file = self.home / f"heard-{self._records}.wav"
        self._records += 1
        self.tell(HEAR.format(file=self._file, streams=", ".join(streams)))
        self.hear("^hall hears")

    def end(self) -> np.ndarray:
        """Return what was heard."""
        self.tell("~deaf.value")
        self.hear("^hall is deaf")
        sound, rate = soundfile.read(self._file, dtype="float32", always_2d=True)
        assert rate == RATE
        loud = np.flatnonzero(np.any(sound != 0.0, axis=1))  # DiskOut may put an empty half of its buffer first
        return sound[loud[0] :] if len(loud) else sound

    def listen(self, seconds: float, *streams: str) -> np.ndarray:
        """Return what is heard from now on."""
        self.begin(*streams)
        time.sleep(seconds)
        return self.end()

    def leave(self) -> Ran:
        """Quit Descant and sclang."""
        self.do("Descant.quit")
        self.tell("0.exit")
        return self.finish()


def level_db(sound: np.ndarray) -> float:
    """Return the root mean square of all channels, in dB of full scale."""
    return float(10 * np.log10(max(1e-12, float(np.mean(sound.astype(float) ** 2)))))


def pitch_hz(sound: np.ndarray) -> float:
    """Return the frequency of the strongest partial."""
    mono = sound.mean(axis=1) * np.hanning(len(sound))
    spectrum = np.abs(np.fft.rfft(mono, FINE))
    return float(np.argmax(spectrum) * RATE / FINE)


def steady(heard: np.ndarray, seconds: float) -> list[tuple[float, float]]:
    """Return values of the stream in the third channel that stood still for so long, and what was heard then."""
    found: dict[float, float] = {}
    before, frames = round(seconds * RATE), RATE // 20
    for start in range(before, len(heard) - frames, frames):
        around = heard[start - before : start + frames, 2]
        if np.ptp(around) == 0.0 and around[0] > 0:
            found.setdefault(float(around[0]), pitch_hz(heard[start : start + frames, :2]))
    return list(found.items())
