"""Parameters as a performance has them: each reaches whoever owns it, by whatever hand it was set."""

from collections.abc import Callable, Iterable, Mapping
from functools import partial
from typing import Any

from descant.patch import Patch
from descant.performance.book import Book
from descant.performance.conductor import Conductor
from descant.performance.ensemble import Ensemble
from descant.performance.take import Line
from descant.sound.engine import Engine
from descant.table import Value
from descant.video import messages as picture

Taker = Callable[[Any], None]


class Controls:
    """Every parameter of a patch, and who takes its value: a part, an instrument, the picture; a mapping reads it."""

    def __init__(self, conductor: Conductor, ensemble: Ensemble, engine: Engine, book: Book) -> None:
        self._conductor, self._ensemble = conductor, ensemble
        self._engine, self._book = engine, book
        self._takers: dict[str, Taker | None] = {}  # by full names, found when first wanted

    @property
    def _patch(self) -> Patch:
        return self._conductor.patch

    def told(self, line: Line) -> None:
        """Set a parameter that a client has asked for, as far as it exists and takes the value."""
        name = str(line.get("name"))
        try:
            value = self._patch.table[name].checked(line.get("value"), name)
        except (LookupError, TypeError, ValueError) as error:
            self._book.warn(name, "there is no such parameter" if isinstance(error, LookupError) else str(error))
            return
        if self._patch.table[name].per_note:
            return
        switched_on = self.switch(name, value)
        self._conductor.set(name, value)
        if switched_on:
            self._ensemble.begin(name.removesuffix("/on").__eq__)

    def turned(self, name: str, value: Value) -> None:
        """Turn a parameter as a hand does: held in its range, and what was on its way there ends."""
        row = self._patch.table[name]
        held = min(max(value, row.low), row.high) if isinstance(value, int | float) and row.kind != "b" else value
        self._conductor.set(name, row.checked(held, name))
        self.set(name, self._conductor.values[name])

    def switch(self, name: str, value: Value) -> bool:
        """Set a parameter; return whether that switched something on."""
        switched_on = name.endswith("/on") and bool(value) and not self._conductor.values[name]
        self.set(name, value)
        return switched_on

    def recall(self, changes: Iterable[tuple[str, Value]], then: Mapping[str, Value]) -> None:
        """Set what is to be set once the parts have been recalled, who have the values that they had `then`."""
        values, own = self._conductor.values, self._ensemble.own
        for name, value in changes:
            if name in own:
                values[name] = value
            else:
                self.set(name, value)
        for name, (part, parameter) in own.items():
            if name in then and values[name] != then[name]:  # a part that was added since then stays
                self._ensemble.set(part, parameter, values[name])

    def set(self, name: str, value: Value) -> None:
        """Let whoever owns a parameter take its value."""
        self._conductor.values[name] = value
        try:
            taker = self._takers[name]
        except KeyError:
            taker = self._takers[name] = self._taker(*name.split("/", 1))
        if taker:
            taker(value)

    def _taker(self, owner: str, parameter: str) -> Taker | None:
        """Return who takes a parameter's value; None where it is read when it is wanted."""
        if owner in self._patch.parts:
            return partial(self._ensemble.set, owner, parameter)
        if owner in self._patch.instruments:
            if self._engine.takes(owner, parameter):
                return partial(self._engine.tell, owner, parameter)
            return {"level_db": partial(self._engine.level, owner), "mute": partial(self._mute, owner)}.get(parameter)
        return None if owner in self._patch.mappings else partial(self._show, f"{owner}/{parameter}")

    def _mute(self, instrument: str, value: Value) -> None:
        if value:
            self._ensemble.mute(instrument)

    def _show(self, name: str, value: Value) -> None:
        self._book.show(picture.Set(self._book.time, name, value))

    def level_db(self, instrument: str) -> float:
        """Return the level of an instrument."""
        return float(self._conductor.values[f"{instrument}/level_db"])

    def tell(self) -> None:
        """Tell the sound what it is told at once, as it stands."""
        for name, value in self._conductor.values.items():
            owner, parameter = name.split("/", 1)
            if self._engine.takes(owner, parameter):
                self._engine.tell(owner, parameter, value)

    def show(self) -> None:
        """Show the picture every parameter of its own."""
        owners = {*self._patch.parts, *self._patch.instruments, *self._patch.mappings}
        for name, value in self._conductor.values.items():
            if name.split("/", 1)[0] not in owners:
                self._book.show(picture.Set(self._book.time, name, value))
