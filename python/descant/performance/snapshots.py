"""Snapshots of a performance, beside its take: what a crash is answered with.

Each is one file, written whole or not at all by a thread of its own, and none is ever deleted. What lasts from one to
the next, such as the states that `back` goes to, or a model that a part has learned, is a file of its own, written once
and named by its content.
"""

import hashlib
import os
import queue
import threading
from collections import deque
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from descant.errors import DescantError
from descant.performance.take import Line
from descant.states import dumps, loads

FORMAT = 2
FOLDER = "snapshots"
LASTING = "lasting"
LISTS = (("cueing", "left"), ("edits", "captures"))
"""Where a state has lists whose elements last, and are never changed."""
LONG = 1 << 16  # characters: a text of so many lasts, too
LASTS = "=lasting"  # the only key of the table that stands where such a text stood

EVERY_S = 10.0
STATE = "state"


@dataclass(frozen=True, slots=True)
class Snapshot:
    """The state of a performance after so many input lines of its take."""

    inputs: int
    time_s: float
    cue: float
    state: dict[str, Any]


class Snapshots:
    """Keeps snapshots while a performance lasts: at every cue, and every ten seconds.

    A disk that refuses is told of once by `say`; the music, and the take, go on.
    """

    def __init__(self, folder: Path, say: Callable[[str], None]) -> None:
        self._folder, self._say = folder / FOLDER, say
        self._inputs = self._count = 0
        self._cue, self._cued = 0.0, False
        self._taken_s = -EVERY_S
        self._trouble: str | None = None
        self._told = False
        self._lasting: dict[int, tuple[object, str]] = {}  # id → what is in a file, and its name
        self._waiting: queue.SimpleQueue[Snapshot | None] = queue.SimpleQueue()
        self._thread = threading.Thread(target=self._work, name="snapshots", daemon=True)
        self._thread.start()

    def note(self, line: Line) -> None:
        """Take notice of a line of the take."""
        if "in" in line:
            self._inputs += 1
        if "cue" in line and "in" not in line:
            self._cue, self._cued = float(line["cue"]), True

    def take(self, now_s: float, state: Callable[[], dict[str, Any]]) -> None:
        """Take one where it is time for one; every line up to now has been noted."""
        if self._trouble and not self._told:
            self._told = True
            self._say(f"snapshots: {self._trouble}; after a crash the take alone must do")
        if self._cued or now_s >= self._taken_s + EVERY_S:
            self._taken_s, self._cued = now_s, False
            self._waiting.put(Snapshot(self._inputs, now_s, self._cue, state()))

    def close(self) -> None:
        """Write what waits."""
        self._waiting.put(None)
        self._thread.join()

    def _work(self) -> None:
        while (snapshot := self._waiting.get()) is not None:
            if not self._trouble:
                self._write(snapshot)

    def _write(self, snapshot: Snapshot) -> None:
        self._count += 1
        try:
            (self._folder / LASTING).mkdir(parents=True, exist_ok=True)
            whole = dumps(
                {
                    "snapshot": FORMAT, "inputs": snapshot.inputs, "t": snapshot.time_s, "cue": snapshot.cue,
                    STATE: self._named(snapshot.state),
                }
            )  # fmt: skip
            keep(self._folder / f"{self._count:05}.json", whole)
        except OSError as error:
            self._trouble = error.strerror or str(error)
        except Exception as error:  # a part from outside whose state cannot be written
            self._trouble = str(error)

    def _named(self, state: dict[str, Any]) -> dict[str, Any]:
        """Return a state in which what lasts is named; it is on the disk by then."""
        named, before, self._lasting = dict(state), self._lasting, {}
        for owner, lists in LISTS:
            named[owner] = state[owner] | {lists: [self._once(each, before) for each in state[owner][lists]]}
        return {name: self._without_long(value, before) for name, value in named.items()}

    def _without_long(self, value: Any, before: dict[int, tuple[object, str]]) -> Any:
        """Return a value in which long texts are named."""
        match value:
            case str() if len(value) >= LONG:
                return {LASTS: self._once(value, before)}
            case dict():
                return {key: self._without_long(each, before) for key, each in value.items()}
            case list() | tuple() | deque():
                return type(value)(self._without_long(each, before) for each in value)
        return value

    def _once(self, each: object, before: dict[int, tuple[object, str]]) -> str:
        """Write what lasts, unless it is written; return its name."""
        _, name = before.get(id(each)) or (each, "")
        if not name:
            content = dumps(each if isinstance(each, str) else self._without_long(each, before))
            name = hashlib.sha256(content).hexdigest()
            if not (path := _lasting(self._folder, name)).exists():
                keep(path, content)
        self._lasting[id(each)] = each, name  # it is held, so that its id is no other's
        return name


def keep(path: Path, content: bytes) -> None:
    """Write a file to the disk itself, whole or not at all.

    Raises:
        OSError: it cannot be written; what stood there stands.
    """
    part = path.with_name(path.name + ".part")
    try:
        with part.open("wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        part.replace(path)
    finally:
        part.unlink(missing_ok=True)


def _lasting(folder: Path, name: str) -> Path:
    return folder / LASTING / f"{name}.json"


def latest(take: Path, inputs: int) -> Iterator[Snapshot]:
    """Give the snapshots beside a take, the newest first, that its first `inputs` input lines have led to.

    One that is damaged is passed over: the one before it does too.
    """
    for path in sorted((take / FOLDER).glob("*.json"), reverse=True):
        try:
            found = read(path)
        except DescantError:
            continue
        if found.inputs <= inputs:
            yield found


def read(path: Path) -> Snapshot:
    """Return the snapshot in a file.

    Raises:
        DescantError: it cannot be read, or is damaged.
    """
    try:
        whole = loads(path.read_bytes(), str(path))
    except OSError as error:
        raise DescantError(str(path), error.strerror or str(error), "the one before it does too") from error
    if not isinstance(whole, dict) or whole.get("snapshot") != FORMAT:
        raise DescantError(str(path), "is no snapshot of this Descant", "the one before it does too")
    try:
        state = dict(whole[STATE])
        for owner, lists in LISTS:
            state[owner] |= {lists: [_read_lasting(path.parent, name) for name in state[owner][lists]]}
        state = _with_long(path.parent, state)
        return Snapshot(int(whole["inputs"]), float(whole["t"]), float(whole["cue"]), state)
    except (OSError, TypeError, ValueError, LookupError) as error:
        raise DescantError(str(path), f"is damaged ({error})", "the one before it does too") from error


def _read_lasting(folder: Path, name: str) -> Any:
    content = _lasting(folder, name).read_bytes()
    if hashlib.sha256(content).hexdigest() != name:
        raise ValueError(f"{name:.8} has another content")
    return _with_long(folder, loads(content, name))


def _with_long(folder: Path, value: Any) -> Any:
    """Return a value in which long texts stand where they are named."""
    match value:
        case dict() if value.keys() == {LASTS}:
            return _read_lasting(folder, value[LASTS])
        case dict():
            return {key: _with_long(folder, each) for key, each in value.items()}
        case list() | tuple():
            return type(value)(_with_long(folder, each) for each in value)
    return value
