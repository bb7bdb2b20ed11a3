"""Coming back after a crash: the state in which a take broke off.

A snapshot is restored and the inputs after it are performed silently, in no time; nothing else is a resume.
"""

import hashlib
import json
import math
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from supriya import Score

from descant.errors import DescantError
from descant.patch import Patch, loads, with_settings
from descant.patch.rewrite import texts_with
from descant.performance.courses import with_corpora
from descant.performance.edits import written
from descant.performance.own_models import MODELS, again
from descant.performance.performance import Performance
from descant.performance.rehearsing import played_to
from descant.performance.snapshots import latest
from descant.performance.take import CORPORA, TAKE, Line, beginning, leaves, packed_files, read_header
from descant.performance.takes import parent_of
from descant.performance.weights import Weights, nothing
from descant.sound.engine import Engine
from descant.sound.outlet import Nowhere
from descant.sound.synthdefs import read_synthdef

MARK_BYTES = 60  # of a line, in which the word stands that says what it is
CHANGED = "the patch has changed since"
SHORT_S = 1.0  # of piece time: a performance that was resumed and broke off so soon did not get over it
MOST_SHORT = 2  # of these in a row; then the cue's stored state is safer


@dataclass(frozen=True, slots=True)
class Comeback:
    """What a performance comes back to."""

    parent: Path  # the folder of the take that broke off
    patch: Patch  # pinned as it was that night
    seed: int
    time_s: float  # of the piece, when it broke off
    cue: float
    state: dict[str, Any] | None  # None: the cue's stored state is safer
    why: str = ""  # it is
    waits: bool = True  # in silence, for GO

    @property
    def named(self) -> dict[str, object]:
        """What the new take says of its parent."""
        return {"take": str(self.parent), "t": self.time_s, "cue": self.cue}


# ---------------------------------------------------------------- a take, read in no time
@dataclass(frozen=True, slots=True)
class Skimmed:
    """What of a take a comeback needs: an hour of many learners has a million lines that it does not."""

    header: Line
    begin: dict[str, Any] | None
    inputs: list[Line]
    last_s: float
    cue: float
    ended: bool
    left_for: float | str | None  # the piece of a concert that it made way for at last, as the take says it

    @property
    def begin_s(self) -> float:
        """When it begins."""
        return float(self.begin["time"]) if self.begin else 0.0


def skim(path: Path) -> Skimmed:
    """Read a take's header and inputs, up to its last whole line.

    Raises:
        DescantError: the file cannot be read, or is not a take.
    """
    try:
        first, *rest = path.read_bytes().split(b"\n")[:-1]  # what follows the last line's end was cut off
    except (OSError, ValueError) as error:
        raise DescantError(str(path), "is not a take", "name its folder with --take") from error
    header = read_header(first, path)
    begin = beginning(header, str(path))
    inputs = [_line(raw, path) for raw in rest if b'"in": ' in raw[:MARK_BYTES]]
    cue = next((raw for raw in reversed(rest) if _derived(b"cue", raw)), None)
    left = next((raw for raw in reversed(rest) if _derived(b"cue", raw) or _derived(b"leave", raw)), b"{}")
    last = _line(rest[-1], path) if rest else {}
    return Skimmed(
        header, begin, inputs,
        last_s=float(last.get("t", begin["time"] if begin else 0.0)),
        cue=float(_line(cue, path)["cue"] if cue else header.get("parent", {}).get("cue", 1.0)),
        ended="end" in last, left_for=json.loads(left).get("leave"),
    )  # fmt: skip


def _derived(kind: bytes, raw: bytes) -> bool:
    head = raw[:MARK_BYTES]
    return b'"%b": ' % kind in head and b'"in": ' not in head


def _line(raw: bytes, path: Path) -> Line:
    try:
        line = json.loads(raw)
        float(line["t"])
    except (ValueError, TypeError, LookupError) as error:
        raise DescantError(str(path), "holds a line that is none", "restore it from a copy") from error
    return dict(line)


# ---------------------------------------------------------------- the state
def come_back(patch: Patch, folder: Path, *, safe: str, say: Callable[[str], None]) -> Comeback:
    """Find the state in which a take broke off; where that cannot be had, or there is a reason to be `safe`, the cue.

    Raises:
        DescantError: the take cannot be read, or ended in order.
    """
    take = skim(folder / TAKE)
    if take.ended:
        raise DescantError(str(folder), "ended in order", "perform without --resume")
    before = _as_it_was(patch, take)
    why = safe or _unsafe(take, folder) or ("" if before else CHANGED)
    state = None
    if before and not why:
        before = pinned(before, take)
        state = _state(replace(before, leaves=leaves(take.header, str(folder))), take, folder, say)
        why = _mismatch(patch, take, before.text, state)
    patch = before if before and state and not why else pinned(patch, take)
    return Comeback(folder, patch, int(take.header["seed"]), take.last_s, take.cue, None if why else state, why)


def pinned(patch: Patch, take: Skimmed) -> Patch:
    """Return the patch with what was pinned that night, and what it learned from, as far as it still knows it."""
    known = {name: value for name, value in take.header.get("set", {}).items() if name in patch.table}
    taught = with_corpora(with_settings(patch, known), take.header.get(CORPORA, {}))
    return again(taught, take.header.get(MODELS, {}))


def _as_it_was(patch: Patch, take: Skimmed) -> Patch | None:
    """Return the patch with which a take began: its inputs lead to what has been captured and edited since.

    None where its file is now another one, and nothing was captured or edited.
    """
    own = take.header["patch"]
    if own["text"] == patch.text:
        return patch
    if not any(line["in"] in ("capture", "reload") for line in take.inputs):
        return None
    with suppress(DescantError):  # what it needs is there no more
        was = loads(own["text"], patch.name, patch.path.parent if patch.path else None, packed_files(take.header))
        return replace(was, leaves=patch.leaves)
    return None


def _mismatch(patch: Patch, take: Skimmed, began: str, state: dict[str, Any] | None) -> str:
    """Return why a state is none to go on from: there is none, or the patch's file is not as that night left it.

    A crash may have come before a capture was in the file, or before the take could tell so.
    """
    if state is None:
        return "its state cannot be restored"
    left = [line for line in take.inputs if line["in"] in ("written", "reload")]
    edits = state["edits"]
    base = edits["edited"]["text"] if edits["edited"] else began
    known = {began, *texts_with(base, map(written, edits["captures"]))}
    if left and _sum(patch.text) == left[-1].get("sha256", _sum(str(left[-1].get("text")))):
        return ""
    return "" if patch.text in known else CHANGED


def _sum(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def _unsafe(take: Skimmed, folder: Path) -> str:
    """Return why the state that a take broke off in is not to be trusted; "" where it is."""
    short, own = 0, folder
    while (parent := parent_of(own)) and (lasted := skim(own / TAKE)).last_s - lasted.begin_s < SHORT_S:
        short, own = short + 1, parent
    return f"it broke off soon, {short} times in a row" if short >= MOST_SHORT else ""


def _state(patch: Patch, take: Skimmed, folder: Path, say: Callable[[str], None]) -> dict[str, Any] | None:
    """Return the state at the end of a take, from the newest snapshot that leads there."""
    starts: list[tuple[str, int, dict[str, Any] | None]] = [
        (f"the snapshot at {each.time_s:.1f} s", each.inputs, each.state) for each in latest(folder, len(take.inputs))
    ]
    for what, done, state in (*starts, ("its beginning", 0, take.begin)):
        try:
            seed, inputs = int(take.header["seed"]), take.inputs[done:]
            return forward(patch, seed, state, inputs, take.last_s, weights=Weights(folder))
        except Exception as error:  # whatever a damaged state, or a part from outside, may raise
            say(f"resume: not from {what} ({type(error).__name__}: {error})")
    return None


def begun_by(piece: Patch, take: Path, cue: float, *, waits: bool) -> tuple[Comeback, tuple[Line, ...]]:
    """Return how a piece begins at the cue to which a take leads, and what the take plays after that.

    Raises:
        DescantError: the take cannot be read, is of another piece, or does not lead there.
    """
    path = take / TAKE if take.is_dir() else take
    skimmed = skim(path)
    if skimmed.begin:
        raise DescantError(str(take), "begins in the midst of the piece", "give a take that begins at its beginning")
    patch, seed = pinned(piece, skimmed), int(skimmed.header["seed"])
    found = played_to(_silent(patch, seed, Weights(path.parent)), skimmed.inputs, cue)
    if found is None:
        raise DescantError(str(take), f"does not lead to cue {cue:g}", "give another take, or another cue")
    state, rest = found
    return Comeback(path.parent, patch, seed, state["time"], cue, state, waits=waits), tuple(rest)


def forward(
    patch: Patch, seed: int, state: dict[str, Any] | None, inputs: list[Line], until_s: float,
    *, weights: Callable[[str], bytes] = nothing,
) -> dict[str, Any]:  # fmt: skip
    """Return the state to which inputs lead, `until_s` included; nothing sounds and nothing is written."""
    performance = _silent(patch, seed, weights)
    if state:
        performance.resume(state)
    else:
        performance.start()
    for line in inputs:
        performance.handle(line)
    performance.advance(math.nextafter(until_s, math.inf))  # so that what comes next comes after what was at that time
    return performance.state()


def _silent(patch: Patch, seed: int, weights: Callable[[str], bytes]) -> Performance:
    """Return a performance that nobody hears, sees, or writes down."""
    synthdefs = {name: read_synthdef(e.synthdef, patch.synthdef_path(name)) for name, e in patch.instruments.items()}
    engine = Engine(Score(), synthdefs, tuple(patch.streams), Nowhere)
    return Performance(patch, seed, engine, lambda line: None, lambda message: None, weights=weights)
