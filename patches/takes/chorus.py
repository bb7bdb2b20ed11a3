"""Write the bundled performance of Clearing, as a MIDI file beside this script.

    python patches/takes/chorus.py [FILE.mid]

In the patch's tuning the keys from D5 up are the harmonics 16, 17, 18 ... of a D that lies below the keyboard.
Three attempts at one sound: a cluster that is waited for; three that are not; and the harmonics from the first
to the sixteenth, held until the slowest of them has come in.
"""

import sys
from dataclasses import dataclass, field
from pathlib import Path
from random import Random

import mido

TICKS_A_SECOND = 1920  # 960 a beat, at the tempo of a file that says none
END_S = 44.0  # the renderer adds a second
SUSTAIN, SOFT = 64, 67
HARMONICS = (26, 38, 45, 50, 54, 57, 60, 62, 64, 66, 68, 69, 70, 72, 73, 74)  # the keys of 1 to 16
TREMOR_S, TREMOR = 0.006, 1.5  # standard deviations of time and velocity


@dataclass
class Hands:
    """What is played, as (second, order at that second, message)."""

    random: Random
    events: list[tuple[float, int, mido.Message]] = field(default_factory=list)

    def strike(self, time: float, key: int, velocity: float, held_s: float = 0.6) -> None:
        """Strike one key; the pedal holds it longer."""
        down = time + max(-2.0, min(2.0, self.random.gauss(0, 1))) * TREMOR_S
        loud = max(1, min(127, round(velocity + self.random.gauss(0, TREMOR))))
        self.events.append((down, 1, mido.Message("note_on", note=key, velocity=loud)))
        self.events.append((down + held_s, 0, mido.Message("note_off", note=key, velocity=48)))

    def cluster(self, time: float, keys: range, velocity: float, spread_s: float) -> None:
        """Strike neighbouring keys nearly at once, from the lowest up."""
        for place, key in enumerate(keys):
            self.strike(time + spread_s * place, key, velocity + (6 if key == keys[-1] else 0))

    def pedal(self, down: float, up: float) -> None:
        """Hold everything from one second to another."""
        for time, value in ((down, 52), (down + 0.05, 112), (up - 0.04, 80), (up, 30), (up + 0.04, 0)):
            self.events.append((time, 2, mido.Message("control_change", control=SUSTAIN, value=value)))

    def next_part(self, time: float) -> None:
        """Press and leave the soft pedal."""
        for late, value in ((0, 40), (0.06, 110), (0.3, 60), (0.36, 0)):
            self.events.append((time + late, 2, mido.Message("control_change", control=SOFT, value=value)))


def gathered(hands: Hands) -> None:
    """One key after another, faster and louder; then nothing but waiting."""
    hands.pedal(0.75, 14.0)
    hands.strike(0.6, 38, 80, 2.0)
    time, pause = 1.9, 0.98
    for place, key in enumerate((77, 78, 76, 79, 75, 80, 74, 81)):  # from the middle outwards
        hands.strike(time, key, 64 + 3.2 * place)
        time += pause
        pause *= 0.76
    hands.strike(9.0, 38, 62, 2.0)  # the ground once more, under what has come in


def impatient(hands: Hands) -> None:
    """Clusters that are left before anything is clear: higher, wider, shorter."""
    for begin, length, ground, low, high in (
        (14.9, 2.9, 33, range(62, 67), range(81, 86)),
        (18.2, 2.0, 32, range(60, 66), range(84, 90)),
        (20.5, 1.2, 31, range(57, 64), range(87, 94)),
    ):
        hands.pedal(begin + 0.25, begin + length)
        hands.strike(begin - 0.03, ground, 92, length - 0.1)
        hands.cluster(begin, low, 84, 0.012)
        hands.cluster(begin + 0.16, high, 92, 0.010)


def founded(hands: Hands) -> None:
    """From the ground up, a harmonic after another; held until the last machine is there."""
    hands.next_part(22.4)
    hands.pedal(23.4, END_S - 0.4)
    time, pause = 23.2, 0.62
    for number, key in enumerate(HARMONICS, start=1):
        hands.strike(time, key, 100 if number == 1 else 74 + 1.4 * number, 1.4)
        time += pause
        pause *= 0.915


def performance() -> mido.MidiFile:
    """Play all three."""
    hands = Hands(Random(3))
    gathered(hands)
    impatient(hands)
    founded(hands)
    track = mido.MidiTrack([mido.MetaMessage("track_name", name="keys")])
    now = 0
    for time, _, message in sorted(hands.events, key=lambda event: event[:2]):
        tick = round(time * TICKS_A_SECOND)
        track.append(message.copy(time=tick - now))
        now = tick
    track.append(mido.MetaMessage("end_of_track", time=round(END_S * TICKS_A_SECOND) - now))
    file = mido.MidiFile(type=0, ticks_per_beat=TICKS_A_SECOND // 2)
    file.tracks.append(track)
    return file


if __name__ == "__main__":
    performance().save(sys.argv[1] if len(sys.argv) > 1 else Path(__file__).with_suffix(".mid"))
