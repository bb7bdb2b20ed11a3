"""A sequencer that plays alone, as an ensemble lets it: ahead of time, tick by tick, told of the knobs it turns."""

import pytest

from descant.parts.base import Emit, Hit, Looped, Turn, Warn
from descant.parts.sequencer import Sequencer

DEFAULTS = {row.name: row.default for row in Sequencer.parameters}
LOOKAHEAD_S = 0.03


class Drums:
    """A part, and all that it returned."""

    def __init__(self, data, seed=7, begin=True, **values):
        knobs = {name.replace("__", "/"): value for name, value in values.items()}
        self.part = Sequencer("drums", DEFAULTS | knobs, seed)
        if data is not None:
            self.part.load("model", data)
        self.records, self.ticks = [], 0
        if begin:
            self.take(self.part.begin(LOOKAHEAD_S, None))

    @property
    def now(self):
        return self.ticks / 200

    def take(self, records):
        self.records += records
        for record in records:
            if isinstance(record, Turn):
                self.take(self.part.set(record.parameter, record.value, self.now))
        return records

    def set(self, **values):
        for name, value in values.items():
            self.take(self.part.set(name.replace("__", "/"), value, self.now))

    def handle(self, event):
        return self.take(self.part.handle(event))

    def until(self, seconds):
        """Advance tick by tick, where something is due; return what came."""
        begin = len(self.records)
        while self.now < seconds:
            self.ticks += 1
            if self.part.due() - LOOKAHEAD_S <= self.now:
                self.take(self.part.advance(self.now + LOOKAHEAD_S))
        return self.records[begin:]

    def of(self, kind, records=None):
        return [record for record in (self.records if records is None else records) if isinstance(record, kind)]

    def hits(self, pitch=None, records=None):
        return [hit for hit in self.of(Hit, records) if pitch is None or hit.pitch == pitch]

    def onsets(self, pitch=None, records=None):
        """Return when hits begin, from the first step on."""
        return [hit.time - LOOKAHEAD_S for hit in self.hits(pitch, records)]

    def stream(self, name):
        return [record.streams[name] for record in self.of(Emit) if name in record.streams]

    def turned(self):
        return {turn.parameter: turn.value for turn in self.of(Turn)}

    def warned(self):
        return [warn.text for warn in self.of(Warn)]

    def loops(self):
        return self.of(Looped)


@pytest.fixture(scope="session")
def drums():
    """Return what makes a sequencer that plays a model's bytes; knobs by name, `/` as ``__``."""
    return Drums
