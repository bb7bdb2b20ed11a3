"""Chorus: each held note learns something of its own, by itself, for as long as it sounds."""

from collections.abc import Collection, Mapping
from typing import Any, ClassVar

import numpy as np

from descant.draws import generator
from descant.learning.targets import PARAMETERS, Form, draw
from descant.parts.base import Attach, Draw, Emit, Errand, Event, NoteEnd, NoteOn, Recalled, Record, Warn
from descant.parts.choir import GRADIENTS, Choir, Rows
from descant.parts.learner import IN_TUNE, NEVER, SETTINGS, Sought, errand_of, settings_of
from descant.parts.learner import rows as learner_rows
from descant.parts.waiting import Waiting
from descant.table import Parameter, Stream, Value

MIDDLE_C = 60.0
AMOUNT = 0.06
"""The amount of the mapping to the notes' detune that `seconds_to_tune` reckons with."""
MOST = 256


class Chorus:
    """Learners that step together, one for each note that sounds; a chord comes into tune note by note.

    A note's learner is drawn when it is struck, takes its first step at once, and is forgotten when the note ends.
    """

    kind: ClassVar[str] = "chorus"
    parameters: ClassVar[tuple[Parameter, ...]] = (
        Parameter(
            name="form", kind="choice", choices=("knot", "cubic"), default="knot",
            doc="what new notes learn: a knot is out of tune for long and then clears; a cubic nears early and slowly",
        ),
        *learner_rows(0.02, "step"),
        Parameter(
            name="seconds_to_tune", default=0.0, low=0.0, high=120.0, unit="s",
            doc="the learning rate in human units: the median middle C is within 2 cents by then; 0: as given",
        ),
        Parameter(
            name="spread", default=0.5, low=-2.0, high=2.0,
            doc="how much slower low notes learn: 1 is half as fast an octave down, 0 all alike; below 0 high ones are",
        ),
        Parameter(
            name="steps_per_second", default=60.0, low=0.1, high=200.0, unit="Hz", curve="exponential",
            doc="how often all learners step",
        ),
        Parameter(
            name="lowest", kind="i", default=0, low=0, high=127, unit="MIDI note",
            doc="notes below it are left alone",
        ),
        Parameter(
            name="highest", kind="i", default=127, low=0, high=127, unit="MIDI note",
            doc="notes above it are left alone",
        ),
        Parameter(
            name="learners", kind="i", default=64, low=1, high=MOST,
            doc="at most so many at once: the oldest gives way, and its note stays as it is",
        ),
    )  # fmt: skip
    streams: ClassVar[tuple[Stream, ...]] = (
        Stream(name="loss", doc="mean loss of those that sound; a note's detune follows its own", high=3.0),
        *(Stream(name=name, doc=f"mean ∂loss/∂{name[-1]}", low=-3.0, high=3.0) for name in GRADIENTS),
        Stream(name="worst", doc="the highest loss of those that sound", high=3.0),
        Stream(name="count", doc="how many sound", high=float(MOST), unit="learners"),
    )

    def __init__(self, name: str, values: Mapping[str, Value], seed: int) -> None:
        self.name = name
        self.values = dict(values)
        self._seed = seed
        self._choirs: dict[Form, Choir] = {form: Choir(form) for form in PARAMETERS}  # a form that was set lately
        self._waiting = Waiting()
        self._learner = 0  # the last one's number
        self._set_after = 0  # the last one's when something was set: those after it are as they were drawn
        self._anchor, self._count = 0.0, 1  # step k of all is due at anchor + k / rate
        self._changed: dict[Form, dict[str, list[Value]]] = {}  # since the draws; found when wanted, and kept

    # ------------------------------------------------------------ what happens
    def begin(self, time: float, cue: float | None) -> list[Record]:
        """Go on from now; at a cue that asks for it, every note with something new to learn."""
        self._anchor, self._count = time, 1
        if cue is None:
            return []
        self._waiting = Waiting()
        sounding = sorted(each for choir in self._choirs.values() for each in choir.notes())
        self._choirs = {form: Choir(form) for form in PARAMETERS}
        records: list[Record] = []
        for place, (_, note, pitch) in enumerate(sounding):
            records += self._join(note, pitch, (f"cue {cue:.12g}", place))
        return records

    def handle(self, event: Event) -> list[Record]:
        """Draw a learner for a note that begins, and forget that of one that ends."""
        if isinstance(event, NoteEnd):
            return self._end(event.note)
        if not isinstance(event, NoteOn):
            return []
        if not float(self.values["lowest"]) <= event.pitch <= float(self.values["highest"]):
            return []
        return self._begin(event)

    def advance(self, time: float) -> list[Record]:
        """Let everyone take the steps that are due."""
        records: list[Record] = []
        while self.due() <= time:
            self._count += 1
            records += self._step({form: np.arange(len(choir)) for form, choir in self._choirs.items() if len(choir)})
        return records

    def due(self) -> float:
        """Return the time of the next step; infinity while no note sounds."""
        if not any(map(len, self._choirs.values())):
            return NEVER
        return self._anchor + self._count / float(self.values["steps_per_second"])

    def set(self, parameter: str, value: Value, time: float) -> list[Record]:
        """Set a parameter; a new step rate counts from the last step, and makes up for no time before it was set."""
        if parameter == "steps_per_second":
            old_hz = float(self.values["steps_per_second"])
            last = self._anchor + (self._count - 1) / old_hz
            self._anchor, self._count = max(last, min(time, last + 1 / old_hz) - 1 / float(value)), 1
        before = self._settings(self._form)[1]
        self.values[parameter] = value
        self._set_after = self._learner
        self._changed.clear()
        for form, choir in self._choirs.items():
            if len(choir):
                choir.set(self._rates(form), {parameter: value} if parameter in SETTINGS[1:] else {})
        records = self._settings(self._form)[1]
        return [] if records == before else records  # say it once

    # ------------------------------------------------------------ keeping
    def state(self) -> dict[str, Any]:
        """Return everything."""
        return {
            "values": dict(self.values), "choirs": {form: choir.state() for form, choir in self._choirs.items()},
            "waiting": self._waiting.state(), "learner": self._learner, "set_after": self._set_after,
            "anchor": self._anchor, "count": self._count,
        }  # fmt: skip

    def restore(self, state: Mapping[str, Any]) -> None:
        """Take back what `state` returned."""
        self.values = dict(state["values"])
        for form, choir in self._choirs.items():
            choir.restore(state["choirs"][form])
        self._waiting.restore(state["waiting"])
        self._learner, self._set_after = state["learner"], state["set_after"]
        self._anchor, self._count = state["anchor"], state["count"]
        self._changed.clear()

    def recall(self, state: Mapping[str, Any], time: float, sounding: Collection[int]) -> list[Record]:
        """Take back all learners, and go on from now.

        Those whose notes do not sound wait for their pitch; where it sounds as a newer note, they are there at once.
        Other newer notes learn no more.
        """
        newer = [(note, pitch) for choir in self._choirs.values() for _, note, pitch in choir.notes()]
        self.restore({**state, "anchor": time, "count": 1})
        self._waiting.keep(self._choirs, sounding)
        followed = {note for choir in self._choirs.values() for _, note, _ in choir.notes()}
        for note, pitch in newer:
            if note not in followed:
                self._return(note, pitch)
        return [Recalled(tuple(known for choir in self._choirs.values() for known in choir.known()))]

    # ------------------------------------------------------------ notes
    def _begin(self, event: NoteOn) -> list[Record]:
        if self.due() == NEVER:
            self._anchor, self._count = event.time, 1
        records = self._make_room()
        if form := self._return(event.note, event.pitch):
            back = self._choirs[form].latest()
            records += [back, Attach(event.note, back.learner)]
        else:
            form = self._form
            records += self._join(event.note, event.pitch)
        return records + self._step({form: np.array([len(self._choirs[form]) - 1])})

    def _return(self, note: int, pitch: float) -> Form | None:
        """Let a learner that waits for this pitch follow a note; return its form, None where none waits."""
        form = self._waiting.take(note, pitch, self._choirs) if len(self._waiting) else None
        if form:
            settings = self._settings(form)[0]
            self._choirs[form].set(self._rates(form), {name: settings[name] for name in SETTINGS[1:]})
            self._set_after = self._learner
            self._changed.clear()
        return form

    def _end(self, note: int) -> list[Record]:
        ended: list[Record] = []
        for choir in self._choirs.values():
            if len(followers := choir.following(note)):
                choir.remove(followers)
                self._changed.clear()
                ended = [Emit(self._streams())]
        return ended

    def _make_room(self) -> list[Record]:
        """Let the oldest go until there is room for one more."""
        records: list[Record] = []
        while self._sounding() >= int(self.values["learners"]):
            oldest = min((choir for choir in self._choirs.values() if len(choir)), key=lambda each: each.learners.min())
            oldest.remove(int(oldest.learners.argmin()))
            records.append(Warn(f"more than {self.values['learners']} notes at once: the oldest learns no more"))
        return records

    def _join(self, note: int, pitch: float, key: tuple[str, int] | None = None) -> list[Record]:
        """Draw a learner for a note."""
        drawn, records = self._draw(self._form, note, pitch, key)
        self._choirs[self._form].add(drawn, note, pitch)
        return [*records, drawn, Attach(note, drawn.learner)]

    # ------------------------------------------------------------ learners
    @property
    def _form(self) -> Form:
        return "cubic" if self.values["form"] == "cubic" else "knot"

    def _sounding(self) -> int:
        return sum(map(len, self._choirs.values()))

    def _draw(
        self, form: Form, note: int, pitch: float, key: tuple[str, int] | None = None
    ) -> tuple[Draw, list[Record]]:
        """Draw a target and a learner by key: the count of learners, or what stands for it."""
        self._learner += 1
        self._changed.clear()
        purpose, count = key or ("learner", self._learner)
        drawn = draw(form, generator(self._seed, self.name, purpose, count))
        settings, records = self._settings(form)
        settings["learning_rate"] *= self._speed(pitch)
        return Draw(
            learner=self._learner, form=form, target=drawn.target, theta=drawn.theta, n=drawn.n,
            note=note, noise=float(self.values["noise"]), **settings,
        ), records  # fmt: skip

    def _step(self, chosen: Mapping[Form, Rows]) -> list[Record]:
        """Step some learners of each form once, and say what it made of the whole."""
        records: list[Record] = []
        for form, rows in chosen.items():
            choir = self._choirs[form]
            finite = choir.step(rows, self._noise(choir, rows))
            if not finite.all():
                records += self._anew(form, rows[~finite])
        streams = self._streams()
        records += [self._choirs[form].record(rows, self._since(form), streams) for form, rows in chosen.items()]
        return [*records, Emit(streams)]

    def _anew(self, form: Form, lost: Rows) -> list[Record]:
        """Draw learners anew that have run away, and let these step instead."""
        choir, records = self._choirs[form], list[Record]()
        for row in lost.tolist():
            note, pitch = choir.note(row)
            drawn, warned = self._draw(form, note, pitch)
            choir.replace(row, drawn)
            records += [*warned, Warn("a learner ran away and was drawn anew"), drawn, Attach(note, drawn.learner)]
        choir.step(lost, self._noise(choir, lost))
        return records

    def _noise(self, choir: Choir, rows: Rows) -> Any:
        return choir.noise(rows, self._seed, self.name, float(self.values["noise"]))

    def _streams(self) -> dict[str, float]:
        """Return the part's streams: means over all that sound, 0 where nothing does."""
        choirs, count = [choir for choir in self._choirs.values() if len(choir)], self._sounding()
        if not choirs:
            return {stream.name: 0.0 for stream in self.streams}
        loss = sum(float(choir.losses.sum()) for choir in choirs) / count
        sums = sum(choir.gradients[:, : len(GRADIENTS)].sum(axis=0) for choir in choirs)
        gradients = dict(zip(GRADIENTS, (sums / count).tolist(), strict=True))
        worst = max(float(choir.losses.max()) for choir in choirs)
        return {"loss": loss, **gradients, "worst": worst, "count": float(count)}

    # ------------------------------------------------------------ settings
    def errand(self, parameter: str, value: Value) -> Errand | None:
        """Return the search for a learning rate that setting a parameter would begin; None where it is known."""
        values = {**self.values, parameter: value}
        form: Form = "knot" if values["form"] == "knot" else "cubic"
        return errand_of(_sought(values, form))

    def _settings(self, form: Form) -> tuple[dict[str, Any], list[Record]]:
        """Return what the bank is told of a middle C."""
        return settings_of(self.values, _sought(self.values, form))

    def _speed(self, pitch: float) -> float:
        """Return how fast a note learns, middle C 1."""
        return float(2.0 ** (float(self.values["spread"]) * (pitch - MIDDLE_C) / 12.0))

    def _rates(self, form: Form) -> list[float]:
        """Return the learning rate of each row."""
        rate = self._settings(form)[0]["learning_rate"]
        return [rate * self._speed(pitch) for _, _, pitch in self._choirs[form].notes()]

    def _since(self, form: Form) -> dict[str, list[Value]]:
        """Return the settings that are not those of some learner's draw."""
        if self._choirs[form].learners.min() > self._set_after:
            return {}
        if form not in self._changed:
            now = {**self._settings(form)[0], "noise": float(self.values["noise"])}
            self._changed[form] = self._choirs[form].changed(self._rates(form), now)
        return self._changed[form]


def _sought(values: Mapping[str, Value], form: Form) -> Sought | None:
    """Return what determines the learning rate of a middle C, where it is asked for in human units."""
    steps = round(float(values["seconds_to_tune"]) * float(values["steps_per_second"]))
    return (form, steps, IN_TUNE / AMOUNT, values["points"], values["optimizer"]) if steps else None
