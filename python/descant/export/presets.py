"""A patch's cues as the slots of Max's pattrstorage, and back: one JSON file is Max's presets and Descant's cues.

A slot holds the number of its cue as ``descant::cue``, and what every parameter is in it, ``cubics::learning_rate``.
What else stands in a slot is the composer's own, and stays.
"""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from descant.devices.protocol import decimal
from descant.errors import DescantError
from descant.patch.patch import CueEntry, Patch
from descant.patch.rewrite import WrittenCue, between
from descant.table import Parameter, Value

CUE = "descant::cue"
"""The name, in a slot, of the number of its cue: a [pattr cue] in a patcher called descant."""

BETWEEN = "::"
"""What parts names in Max, where Descant has a slash."""

Slot = dict[str, Any]
Document = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Imported:
    """What the slots say of a patch."""

    cues: tuple[WrittenCue, ...]  #: those that are not as the patch has them, in the order of the slots
    others: tuple[str, ...]  #: names in the slots that are no parameters of the patch
    unsaid: tuple[float, ...]  #: cues of the patch that no slot holds


# ---------------------------------------------------------------- to Max
def exported(patch: Patch, name: str, before: Document | None = None) -> Document:
    """Return the file of a pattrstorage called `name`; in a slot that was there `before`, what is not ours stays."""
    slots = _slots(before) if before else {}
    places = {number: key for key, slot in slots.items() if (number := _number(slot)) is not None}
    for cue in patch.cues:
        key = places.get(cue.number) or _free(slots)
        own = {name: value for name, value in slots.get(key, {}).get("data", {}).items() if not _is_ours(patch, name)}
        slots[key] = {
            **slots.get(key, {}), "id": int(key), "name": cue.name,
            "data": {CUE: [cue.number], **dict(_data(patch, cue)), **own},
        }  # fmt: skip
    return {"pattrstorage": {"name": name, "slots": slots}}


def text_of(document: Document) -> str:
    """Return the text of the file."""
    return json.dumps(document, indent=4, ensure_ascii=False) + "\n"


def _data(patch: Patch, cue: CueEntry) -> Iterator[tuple[str, list[Any]]]:
    """Yield what every parameter is in a cue, apart from those that it keeps or that streams move."""
    for name in _settable(patch):
        if name in cue.set or name not in cue.keep:
            value = cue.set.get(name, patch.declared[name])
            yield name.replace("/", BETWEEN), [int(value) if isinstance(value, bool) else value]


def _settable(patch: Patch) -> list[str]:
    """Return the parameters that a slot may hold: what a stream moves as a whole belongs to it where no cue says it."""
    moved = {target for entry in patch.mappings.values() for target in entry.targets}
    said = {name for cue in patch.cues for name in cue.set}
    return [name for name, row in patch.table.items() if not row.per_note and (name in said or name not in moved)]


def _free(slots: Mapping[str, Slot]) -> str:
    return str(max((int(key) for key in slots), default=0) + 1)


def _is_ours(patch: Patch, name: str) -> bool:
    return name == CUE or name.replace(BETWEEN, "/") in patch.table


# ---------------------------------------------------------------- and back
def read(text: str, where: str) -> Document:
    """Return what a file of pattrstorage holds; `where` it is.

    Raises:
        DescantError: it is none.
    """
    try:
        document = json.loads(text)
        _slots(document)
    except (ValueError, RecursionError, TypeError, LookupError, AttributeError) as error:
        fix = "give the JSON that [pattrstorage] writes: the message writejson"
        raise DescantError(where, "is no file of pattrstorage", fix) from error
    return dict(document)


def imported(patch: Patch, document: Document, where: str) -> Imported:
    """Return the cues that the slots of `document` ask for, as far as they are not in the patch already.

    A slot without a number, or with one that an earlier slot has, is a new cue behind the last.

    Raises:
        DescantError: a slot holds what a parameter does not take.
    """
    known = {cue.number: cue for cue in patch.cues}
    found, taken, last = list[WrittenCue](), set[float](), patch.cues[-1].number
    slots = _slots(document)
    for key, slot in slots.items():
        number = _number(slot)
        if number is None or number in taken:
            number = between(last, None)
            if number is None:
                raise DescantError(f"{where}, slot {key}", "is a new cue, and there is no number left", "remove it")
        taken.add(number)
        last = max(last, number)
        cue = known.get(number)
        written = _written(patch, cue, number, slot, f"{where}, slot {key}")
        if cue is None or written != _as_it_is(cue):
            found.append(written)
    names = dict.fromkeys(name for slot in slots.values() for name in slot.get("data", {}))
    others = tuple(name for name in names if not _is_ours(patch, name))
    return Imported(tuple(found), others, tuple(cue.number for cue in patch.cues if cue.number not in taken))


def _as_it_is(cue: CueEntry) -> WrittenCue:
    return WrittenCue(number=cue.number, name=cue.name, set=cue.set, state=cue.state)


def _written(patch: Patch, cue: CueEntry | None, number: float, slot: Slot, where: str) -> WrittenCue:
    """Return a cue as a slot has it. What is as declared is not said; what it keeps or does not name stays as it is."""
    before: Mapping[str, Value] = cue.set if cue else {}
    kept = cue.keep if cue else frozenset()
    wanted = dict(before)
    for name, atoms in slot.get("data", {}).items():
        full = name.replace(BETWEEN, "/")
        row = patch.table.get(full)
        if row is None or row.per_note or (full in kept and full not in before):
            continue
        value = _value(row, atoms, before.get(full, patch.declared[full]), f"{where}, {name}")
        if full in before or value != patch.declared[full]:
            wanted[full] = value
    name = slot.get("name") or (cue.name if cue else f"Cue {number:g}")
    return WrittenCue(number=number, name=str(name), set=wanted, state=cue.state if cue else None)


def _value(row: Parameter, atoms: object, now: Value, where: str) -> Value:
    """Return what a slot holds for a parameter; `now` where Max has only rounded that."""
    atom = atoms[0] if isinstance(atoms, list) and len(atoms) == 1 else atoms
    if isinstance(atom, float):
        atom = decimal(atom)
        if row.kind == "i" and atom.is_integer():
            atom = int(atom)
    if row.kind == "choice" and isinstance(atom, int | float) and atom in range(len(row.choices)):
        atom = row.choices[int(atom)]
    try:
        value = row.checked(atom, row.name)
    except (TypeError, ValueError) as error:
        raise DescantError(where, str(error), "set it in Max and store the slot again") from None
    return now if _is_near(value, now) else value


def _is_near(value: Value, now: Value) -> bool:
    """Return whether two are the same number to the six digits that Max may write."""
    return isinstance(value, float) and isinstance(now, float) and f"{value:.6g}" == f"{now:.6g}"


def _slots(document: Document) -> dict[str, Slot]:
    """Return the slots by their keys, in the order of their places."""
    slots = document["pattrstorage"]["slots"]
    for key, slot in slots.items():
        if not isinstance(slot, dict) or not isinstance(slot.get("data", {}), dict) or int(key) < 0:
            raise TypeError(key)
    return dict(sorted(slots.items(), key=lambda item: int(item[0])))


def _number(slot: Slot) -> float | None:
    """Return the number of a slot's cue."""
    atoms = slot.get("data", {}).get(CUE)
    atom = atoms[0] if isinstance(atoms, list) and atoms else atoms
    return decimal(float(atom)) if isinstance(atom, int | float) and not isinstance(atom, bool) else None
