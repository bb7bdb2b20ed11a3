"""The loops of an atlas as sound: each hit is the decoded sound of its row, mixed at its own sample, and goes round."""

import io
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import soundfile
import torch
from numpy.typing import NDArray

from descant.corpora.midi_export import midi_bytes
from descant.corpora.patterns import Grid, Pattern
from descant.corpora.rows import Row
from descant.models.rhythm import Rhythm
from descant.training.atlas import Charted
from descant.training.exploring import whole
from descant.training.voices import Speaker

BPM, BARS = 112.0, 2
PEAK = 0.7
FALL_DB, FROM_HZ = 2.0, 100.0  # an octave, from there on: bright sounds of equal peak would be far too loud
Sound = NDArray[np.float32]


@dataclass(frozen=True, slots=True, eq=False)
class AtlasLoop:
    """A place of the map as it sounds."""

    name: str
    line: int
    column: int
    elite: int
    bar: Sound  #: one bar, (frames,), which goes round without a gap
    sample_rate_hz: int
    pattern: Pattern

    def wav(self) -> bytes:
        """Return some bars of it as a WAV file of 24 bits."""
        return _file(np.tile(self.bar, BARS), self.sample_rate_hz, "WAV", "PCM_24")

    def flac(self) -> bytes:
        """Return one bar of it as a FLAC file of 16 bits."""
        return _file(self.bar, self.sample_rate_hz, "FLAC", "PCM_16")

    def midi(self, rhythm: Rhythm) -> bytes:
        """Return the same bars as a MIDI file."""
        rows = tuple(Row(row.name, row.notes) for row in rhythm.rows)
        grid = Grid(rhythm.steps, rhythm.steps_per_quarter)
        return midi_bytes(self.pattern, rows, grid, bpm=BPM, repeats=BARS)


def _file(sound: Sound, sample_rate_hz: int, form: str, subtype: str) -> bytes:
    out = io.BytesIO()
    soundfile.write(out, sound, sample_rate_hz, format=form, subtype=subtype)
    return out.getvalue()


def bar_s(rhythm: Rhythm) -> float:
    """Return how long a bar is."""
    return rhythm.steps / rhythm.steps_per_quarter * 60.0 / BPM


def loops(
    charted: Charted, speaker: Speaker, classes: Sequence[int], places: list[tuple[int, int]],
    progress: Callable[[float], None] = lambda done: None,
) -> Iterator[AtlasLoop]:  # fmt: skip
    """Yield the loops of places of the map.

    Args:
        charted: the map.
        speaker: what decodes the sounds.
        classes: the class of sounds of each row.
        places: lines and columns of the map.
        progress: hears how much is done, 0 to 1.
    """
    for done, (line, column) in enumerate(places):
        progress(done / len(places))
        elite = int(charted.chosen[line, column])
        pattern = _pattern(charted.rhythm, charted.onsets(elite))
        sounds = _sounds(speaker, charted.s[elite], {row: classes[row] for row in _rows(pattern)})
        bar = mixed(pattern, sounds, bar_s(charted.rhythm), speaker.sample_rate_hz)
        yield AtlasLoop(f"{column + 1:02}-{line + 1:02}", line, column, elite, bar, speaker.sample_rate_hz, pattern)
    progress(1.0)


def _rows(pattern: Pattern) -> list[int]:
    return [int(row) for row in np.flatnonzero(pattern.onsets.any(1))]


def _pattern(rhythm: Rhythm, onsets: NDArray[np.uint8]) -> Pattern:
    """Return a loop as the corpus would have played it; its first step is not before the beginning."""
    timing = rhythm.groove_timing * onsets
    timing[:, 0] = np.maximum(timing[:, 0], 0.0)
    return Pattern(
        onsets, (rhythm.groove_velocity * onsets).astype(np.float32), timing.astype(np.float32), rhythm.steps
    )


def _sounds(speaker: Speaker, point: NDArray[np.float64], classes: Mapping[int, int]) -> dict[int, Sound]:
    """Return the sound of each row at a global point."""
    places = whole(speaker, np.tile(point, (len(classes), 1)))
    decoded = speaker.sounds(places, torch.tensor(list(classes.values()))).numpy()
    return dict(zip(classes, decoded, strict=True))


def mixed(pattern: Pattern, sounds: Mapping[int, Sound], length_s: float, sample_rate_hz: int) -> Sound:
    """Return one bar of a pattern: what rings at its end rings on at its beginning, and its peak is PEAK.

    Args:
        pattern: the hits.
        sounds: of the rows that have some.
        length_s: of the bar.
        sample_rate_hz: of the sounds.
    """
    frames = round(length_s * sample_rate_hz)
    bar = np.zeros(frames)
    steps = pattern.onsets.shape[1]
    levels = {row: _level(sound, sample_rate_hz) for row, sound in sounds.items()}
    for row, step in np.argwhere(pattern.onsets):
        at = round((step + float(pattern.timing[row, step])) / steps * length_s * sample_rate_hz)
        sound, loud = sounds[row], float(pattern.velocity[row, step])
        np.add.at(bar, (at + np.arange(len(sound))) % frames, sound * (loud * loud * levels[row]))
    peak = float(np.abs(bar).max())
    return (bar * (PEAK / peak if peak > 0.0 else 0.0)).astype(np.float32)


def _level(sound: Sound, sample_rate_hz: int) -> float:
    """Return how loud a sound is to be beside others of the same peak, by the mean frequency of its power."""
    power = np.square(np.abs(np.fft.rfft(sound)))
    hz = np.fft.rfftfreq(len(sound), 1.0 / sample_rate_hz)
    centroid = float((power * hz).sum() / max(float(power.sum()), 1e-30))
    return float(10.0 ** (-FALL_DB * np.log2(max(centroid, FROM_HZ) / FROM_HZ) / 20.0))
