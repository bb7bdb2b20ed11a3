"""Compare the patch that is being performed with the same file edited: what it can take over now, and what not."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, fields, replace
from typing import Any

from descant.patch.overrides import with_settings
from descant.patch.patch import CueEntry, Patch
from descant.table import Value

AT_ONCE = ("title", "go_guard_ms")
AFTER_A_RESTART = ("seed", "tick_rate_hz", "sound", "picture", "osc")
NAMED_AFTER_A_RESTART = ("inputs", "parts", "instruments", "mappings")


@dataclass(frozen=True, slots=True)
class Changes:
    """What is different in an edited patch, in words for a composer."""

    at_once: tuple[str, ...]
    after_restart: tuple[str, ...]


def compare(running: Patch, edited: Patch) -> Changes:
    """Return what is different."""
    return Changes(tuple(_at_once(running, taken_over(running, edited))), tuple(_after_restart(running, edited)))


def taken_over(running: Patch, edited: Patch) -> Patch:
    """Return the running patch with all of the edited one that can be had without a restart.

    These are the title, the cues and what is declared, as far as the running one has the parameter and takes the
    value. What was pinned for tonight stays.
    """
    declared = {name: _value(running, edited, name) for name in running.declared}
    fresh = replace(
        running, text=edited.text, title=edited.title, go_guard_ms=edited.go_guard_ms, declared=declared,
        files={**running.files, **edited.files}, cues=tuple(_cue(running, cue) for cue in edited.cues),
    )  # fmt: skip
    return with_settings(fresh, {name: running.declared[name] for name in sorted(running.pinned)})


def full_state(patch: Patch, cue: CueEntry) -> dict[str, Value]:
    """Return what every parameter is in a cue, but what it keeps."""
    return {name: value for name, value in patch.declared.items() if name not in cue.keep} | cue.set


def _value(running: Patch, edited: Patch, name: str) -> Value:
    try:
        return running.table[name].checked(edited.declared[name])
    except (LookupError, TypeError, ValueError):
        return running.declared[name]


def _cue(running: Patch, cue: CueEntry) -> CueEntry:
    """Return a cue without what it says of parameters that there are not yet."""
    known: dict[str, Any] = {}
    for field in fields(cue):
        value = getattr(cue, field.name)
        if isinstance(value, dict):
            known[field.name] = {name: each for name, each in value.items() if name in running.table}
        elif isinstance(value, frozenset):
            known[field.name] = value & running.table.keys()
    known["set"] = {name: value for name, value in known["set"].items() if _takes(running, name, value)}
    return replace(cue, **known)


def _takes(running: Patch, name: str, value: Value) -> bool:
    try:
        running.table[name].checked(value)
    except (TypeError, ValueError):
        return False
    return True


def _at_once(running: Patch, fresh: Patch) -> Iterator[str]:
    yield from (name for name in AT_ONCE if getattr(running, name) != getattr(fresh, name))
    yield from (name for name, value in fresh.declared.items() if value != running.declared[name])
    yield from _named("cue", {cue.number: cue for cue in running.cues}, {cue.number: cue for cue in fresh.cues})


def _after_restart(running: Patch, edited: Patch) -> Iterator[str]:
    for name in AFTER_A_RESTART:
        if getattr(running, name) != getattr(edited, name):
            yield name
    for name in NAMED_AFTER_A_RESTART:
        yield from _named(name, getattr(running, name), getattr(edited, name), lambda key: f".{key}")


def _named(
    what: str, before: Mapping[Any, object], after: Mapping[Any, object],
    shown: Callable[[Any], str] = lambda number: f" {number:.12g}",
) -> Iterator[str]:  # fmt: skip
    """Yield what was added, changed or removed, by name."""
    for key in {**before, **after}:
        if before.get(key) != after.get(key):
            yield f"{what}{shown(key)}"
