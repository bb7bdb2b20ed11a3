"""The sounds of a loop whose rows a model of sounds plays: which class each row is, where it lies, how loud."""

from dataclasses import dataclass
from typing import NamedTuple

from descant.models.rhythm import Rhythm
from descant.models.voice_facts import VoiceFacts
from descant.parts.groove import slots
from descant.parts.sequencer_table import SOUND_POINT
from descant.parts.timbre import named_class, own_class
from descant.sound.drums import drum
from descant.table import Value

SYNTHDEF, FILE = "shot", "sounds.safetensors"
USUAL_DB = -15.0
LEVELS_DB = {"kick": -12.0, "snare": -14.0, "hat": -22.0, "cymbal": -21.0, "clap": -16.0, "rim": -18.0, "bell": -19.0}
"""How loud a row is, by the drum of the kit in whose place it sounds: a model's sounds are all at full level."""


class OfRow(NamedTuple):
    """What a row is played with."""

    row: str
    slot: str  # its place among the sequencer's knobs
    label: int  # the class, −1: the model has none
    named: bool  # after the row; else it is by its place


@dataclass(frozen=True, slots=True)
class Sounds:
    """A model of sounds, and where in it a loop is."""

    model: bytes  #: the file of it
    voice: VoiceFacts  #: the same, read
    at: tuple[float, ...] = ()  #: the place, the same in each class; 0 where it says nothing

    def of_rows(self, rhythm: Rhythm) -> list[OfRow]:
        """Return what each row of a model of rhythms is played with."""
        labels, names = self.voice.labels, [row.name for row in rhythm.rows]
        return [
            OfRow(name, slot, own_class(name, labels, place), named_class(name, labels) is not None)
            for place, (name, slot) in enumerate(zip(names, slots(names), strict=True))
        ]

    def strange(self, rhythm: Rhythm) -> str:
        """Return which rows sound as a class that is not named after them, in a line; nothing where none does."""
        strange = [own for own in self.of_rows(rhythm) if not own.named and own.label >= 0]
        if not strange:
            return ""
        rows = ", ".join(own.row for own in strange)
        return f"the model of sounds has no class for {rows}: played as {self._names(strange)}"

    def _names(self, rows: list[OfRow]) -> str:
        return ", ".join(dict.fromkeys(self.voice.labels[own.label] for own in rows))

    def knobs(self, rhythm: Rhythm) -> dict[str, Value]:
        """Return how the sequencer's parameters stand."""
        told: dict[str, Value] = {"sounds": FILE, **dict(zip(SOUND_POINT, self.at, strict=False))}
        return told | {f"{own.slot}/class": own.label + 1 for own in self.of_rows(rhythm)}


def instrument(note: int) -> dict[str, Value]:
    """Return the instrument that plays the sounds of a row, by its MIDI note: in the place of the kit's drum."""
    name, knobs = drum(note)
    return {"synthdef": SYNTHDEF, "level_db": LEVELS_DB.get(name, USUAL_DB), "pan": knobs.get("pan", 0.0)}
