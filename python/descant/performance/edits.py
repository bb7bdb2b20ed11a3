"""The running patch, edited while it is performed: cues captured and taken back, the file saved with changes.

Nothing here reads or writes a file: what a replay needs to do the same is in the input lines.
"""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from descant.errors import DescantError
from descant.patch import Patch, loads
from descant.patch.additions import with_part, with_parts
from descant.patch.captured import file_name, text_of
from descant.patch.fields import is_cue_name
from descant.patch.patch import CueEntry
from descant.patch.reload import compare, full_state, taken_over
from descant.patch.rewrite import MOST_DIGITS, WrittenCue, between
from descant.patch.schema import HIGHEST_CUE, MOST_CUES
from descant.performance.book import Book
from descant.performance.conductor import Conductor
from descant.performance.controls import Controls
from descant.performance.lines import captured_line, reloaded_line, warn_line
from descant.performance.recall import Recall
from descant.performance.take import Line

MOST_TOLD = 8


class Refused(Exception):  # noqa: N818 - to be refused is no error of ours
    """What was asked cannot be done; the text says why."""


class Edits:
    """What became of a patch since it was loaded."""

    def __init__(self, conductor: Conductor, controls: Controls, book: Book, recall: Recall) -> None:
        self._conductor, self._controls, self._book, self._recall = conductor, controls, book, recall
        self._loaded = self._base = conductor.patch  # before anything; before the captures
        self.added: tuple[str, ...] = ()  #: the names of parts that were added since
        self._edited: dict[str, Any] | None = None  # text and files of the last reload
        self._captures: list[dict[str, Any]] = []  # since then; none is ever changed
        self._names: list[str] = []  # of their files, also of those that were taken back
        self.expected: tuple[str, Patch] | None = None  #: a text that is going to come, and its patch

    def add(self, name: str) -> None:
        """Add a part to the patch, for good."""
        self.added = (*self.added, name)
        self._loaded, self._base = with_part(self._loaded, name), with_part(self._base, name)
        self._conductor.add(with_part(self._conductor.patch, name))

    # ------------------------------------------------------------ capturing
    def capture(self, line: Line) -> None:
        """Make the present state a cue: a new one, or in the place of the one of that number or name."""
        patch = self._conductor.patch
        try:
            number, name = placed(patch, self._conductor.cue.number, line.get("number"), line.get("name"))
        except Refused as why:
            self._refuse(str(why))
            return
        before = next((cue for cue in patch.cues if cue.number == number), None)
        captured = self._recall.capture()
        taken = patch.files | dict.fromkeys(self._names, "")
        record: dict[str, Any] = {
            "number": number, "name": name, "set": self._recall.settings(before.set if before else {}),
            "state": file_name(patch.name, number, taken), "text": text_of(captured),
            "parts": list(self.added),
        }  # fmt: skip
        self._recall.hold(record["state"], captured)
        self._names.append(record["state"])
        self._captures.append(record)
        self._conductor.use(_with(patch, record))
        self._book.write(captured_line(self._book.time, number, name))

    def undo(self, line: Line) -> None:
        """Take the last capture back."""
        if not self._captures:
            self._refuse("nothing was captured since the patch was loaded")
            return
        record = self._captures.pop()
        self._conductor.use(self._rebuilt())
        self._book.write(captured_line(self._book.time, record["number"], record["name"], undone=True))

    def captures(self) -> list[tuple[WrittenCue, str]]:
        """Return the cues captured since the patch was loaded, and the text of the file of each."""
        return [(written(each), each["text"]) for each in self._captures]

    def _refuse(self, why: str) -> None:
        self._book.write(warn_line(self._book.time, "capture", f"refused: {why}", 1))

    def _rebuilt(self) -> Patch:
        patch = self._base
        for record in self._captures:
            patch = _with(patch, record)
        return patch

    # ------------------------------------------------------------ reloading
    def reload(self, line: Line) -> None:
        """Take over what can be of the patch's edited text; a faulty one changes nothing.

        ``files`` are the text files that it needs and the running one does not have, ``keep`` the numbers of the
        captured cues that are not in it yet.
        """
        running = self._conductor.patch
        edited = {"text": str(line.get("text")), "files": dict(line.get("files") or {})}
        try:
            whole = self._read(edited)
        except DescantError as error:
            self._book.write(warn_line(self._book.time, "patch", str(error), 1))
            return
        kept = [record for record in self._captures if record["number"] in (line.get("keep") or ())]
        self._edited, self._captures = edited, kept
        self._base = taken_over(self._loaded, whole)
        fresh = self._rebuilt()
        self._recall.prepare(fresh)
        changes = compare(running, fresh)
        before = full_state(running, self._conductor.cue)
        self._conductor.use(fresh)
        self._follow(before, full_state(fresh, self._conductor.cue))
        self._book.write(reloaded_line(self._book.time, list(changes.at_once)))
        for what in _few(compare(self._loaded, whole).after_restart):
            self._book.write(warn_line(self._book.time, "patch", f"{what}: changed, and needs a restart", 1))

    def _read(self, edited: Mapping[str, Any]) -> Patch:
        if self.expected and self.expected[0] == edited["text"]:
            return with_parts(self.expected[1], self.added)
        own = self._loaded
        files = {**own.files, **{each["state"]: each["text"] for each in self._captures}, **edited["files"]}
        return with_parts(loads(edited["text"], own.name, own.path.parent if own.path else None, files), self.added)

    def _follow(self, before: Mapping[str, Any], now: Mapping[str, Any]) -> None:
        """Let values that are as the old text says be as the new one says, also those on their way there."""
        heading = self._conductor.heading()
        for name, value in now.items():
            if value != before.get(name) == heading[name]:
                self._controls.told({"name": name, "value": value})

    # ------------------------------------------------------------ keeping
    def state(self) -> dict[str, Any]:
        """Return everything."""
        return {
            "edited": self._edited and dict(self._edited), "captures": list(self._captures),
            "names": list(self._names),
        }  # fmt: skip

    def restore(self, state: Mapping[str, Any]) -> None:
        """Take back what `state` returned, over the patch as it was loaded."""
        self._edited, self._names = state["edited"], list(state["names"])
        self._captures = list(state["captures"])
        self._base = taken_over(self._loaded, self._read(self._edited)) if self._edited else self._loaded
        self._conductor.patch = self._rebuilt()
        self._recall.prepare(self._conductor.patch)


def written(record: Mapping[str, Any]) -> WrittenCue:
    """Return how the cue of a capture, as `Edits.state` has it, is written in the patch's file."""
    own = {key: record[key] for key in ("number", "name", "set", "state")}
    return WrittenCue(**own, parts=tuple(record["parts"]))


def placed(patch: Patch, present: float, number: object, name: object) -> tuple[float, str]:
    """Return number and name of a cue that is captured while the one of the number `present` is on.

    Raises:
        Refused: it can have no such number, or no such name.
    """
    wanted = name if isinstance(name, str) else ""
    if wanted and not is_cue_name(wanted):
        raise Refused("the name of a cue begins with no digit and no space, and has at most 64 characters on one line")
    named = next((cue for cue in patch.cues if wanted and cue.name == wanted), None)
    if number is not None:
        found = _checked(number)
    elif named:
        found = named.number
    else:
        found = _next_free(patch, present)
    old = next((cue for cue in patch.cues if cue.number == found), None)
    if named and named is not old:
        raise Refused(f"{wanted!r} is the name of cue {named.number:.12g}")
    if old is None and len(patch.cues) >= MOST_CUES:
        raise Refused(f"a patch has at most {MOST_CUES} cues")
    return found, wanted or (old.name if old else f"Cue {found:.{MOST_DIGITS}g}")


def _checked(number: object) -> float:
    if isinstance(number, bool) or not isinstance(number, int | float) or not 1 <= number <= HIGHEST_CUE:
        raise Refused(f"the number of a cue is from 1 to {HIGHEST_CUE}")
    return float(f"{number:.{MOST_DIGITS}g}")


def _next_free(patch: Patch, present: float) -> float:
    following = min((cue.number for cue in patch.cues if cue.number > present), default=None)
    found = between(present, following)
    if found is None:
        raise Refused(f"there is no number left after cue {present:.12g}")
    return found


def _with(patch: Patch, record: Mapping[str, Any]) -> Patch:
    """Return a patch with a captured cue in it."""
    own = {"name": record["name"], "set": dict(record["set"]), "state": record["state"]}
    cues = {cue.number: cue for cue in patch.cues}
    old = cues.get(record["number"])
    cues[record["number"]] = replace(old, **own) if old else CueEntry(number=record["number"], notes="", fade={}, **own)
    files = {**patch.files, record["state"]: record["text"]}
    return replace(patch, cues=tuple(cues[number] for number in sorted(cues)), files=files)


def _few(changes: tuple[str, ...]) -> list[str]:
    rest = len(changes) - MOST_TOLD
    return [*changes[:MOST_TOLD], *([f"and {rest} more"] if rest > 0 else [])]
