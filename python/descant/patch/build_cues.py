"""Build cues from tables in which nothing is wrong: what patterns stand for is looked up here, once."""

from collections.abc import Iterable
from functools import cache

from descant.patch import schema
from descant.patch.outline import Outline
from descant.patch.patch import CueEntry, FadeEntry
from descant.patch.patterns import exactness, matching

SWITCH = {"start": 0.0, "middle": 0.5, "end": 1.0}
"""When in a cue's fade what cannot fade switches."""


def cues(tables: Iterable[schema.CueTable], known: Outline) -> tuple[CueEntry, ...]:
    """Return the cues of a patch."""
    return tuple(map(_Cues(known).cue, tables))


class _Cues:
    """What cues have in common: a thousand of them may keep the same thousand parameters."""

    def __init__(self, known: Outline) -> None:
        self._table = known.table
        self._named = cache(lambda name: matching(name, known.table))
        self._kept = cache(lambda names: frozenset(each for name in names for each in self._named(name)))

    def cue(self, table: schema.CueTable) -> CueEntry:
        own = {name: _fade(value, table.curve) for name, value in table.fade.items()}
        lasts_s = max(table.fade_s, *(fade.seconds for fade in own.values()), 0.0)
        return CueEntry(
            number=table.number,
            name=table.name or f"Cue {table.number:.12g}",
            notes=table.notes,
            set={name: self._table[name].checked(value) for name, value in table.set.items()},
            fade={each: own[name] for name in sorted(own, key=exactness) for each in self._named(name)},
            otherwise=FadeEntry(seconds=table.fade_s, curve=table.curve),
            keep=self._kept(table.keep),
            switch_s=SWITCH[table.switch] * lasts_s,
            pre_wait_s=table.pre_wait_s,
            next_s=lasts_s if table.follow else table.continue_s,
            missed=table.missed,
            state=table.state or None,
        )


def _fade(value: object, curve: str) -> FadeEntry:
    """Return a fade that has been checked: a number of seconds, or a table."""
    if isinstance(value, dict):
        table = schema.FadeTable.model_validate(value)
        return FadeEntry(seconds=table.seconds, curve=table.curve or curve)
    return FadeEntry(seconds=float(value), curve=curve)  # type: ignore[arg-type]
