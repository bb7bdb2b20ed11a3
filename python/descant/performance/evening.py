"""A concert on one night: what lies beside the takes of its pieces, so that it can be come back to after a crash."""

import json
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from descant.errors import DescantError
from descant.patch.concert import Concert
from descant.performance.comeback import Comeback, come_back, skim
from descant.performance.performance import NEXT
from descant.performance.snapshots import keep
from descant.performance.take import TAKE, holds_take
from descant.performance.takes import free_folder, last_of, note_take, noted

NOTES = "evening.json"
FORMAT = 1
PIECEMEAL = "come back to its piece alone: descant perform PATCH --resume --take FOLDER"


@dataclass(frozen=True, slots=True, kw_only=True)
class Evening:
    """Takes of the pieces, and the recording of all, go into `folder`."""

    folder: Path
    path: Path  # of the concert
    text: str  # of its file
    patches: tuple[str, ...]  # their files' names
    seeds: tuple[int, ...]

    def take(self, number: int) -> Path:
        """Return the folder of the next take of a piece, which is counted from 1."""
        first = self.folder / f"{number:02}-{Path(self.patches[number - 1]).stem}"
        return free_folder(first, first)

    def note(self, number: int, take: Path) -> None:
        """Write down which piece begins, and where its take lies. Waits for the disk."""
        notes = {
            "evening": FORMAT, "concert": self.text, "patches": self.patches, "seeds": self.seeds,
            "piece": number, "take": take.name,
        }  # fmt: skip
        with suppress(OSError):  # a full disk: the take says so
            keep(self.folder / NOTES, json.dumps(notes, indent=1).encode())
        note_take(self.path, self.folder)


@dataclass(frozen=True, slots=True)
class Return:
    """How an evening goes on that broke off."""

    evening: Evening
    number: int  # of the piece, from 1
    comeback: Comeback | None  # None: the piece had not begun


def broken_off(concert: Concert, named: Path | None) -> Path:
    """Return the folder of the evening to come back to: the one that was `named`, else the concert's last.

    Raises:
        DescantError: there is none.
    """
    folder = named or noted(concert.path)
    if folder is None or not (folder / NOTES).exists():
        what = "no evening of it is known to have broken off" if named is None else f"{named} holds no evening of it"
        raise DescantError(str(concert.path), what, "name the evening's folder with --take")
    return folder


def come_back_to(concert: Concert, folder: Path, *, safe: str, say: Callable[[str], None]) -> Return:
    """Find the piece in which an evening broke off, and the state of that; with a reason to be `safe`, its cue.

    Raises:
        DescantError: it ended in order, it cannot be read, or its piece is in the concert no more.
    """
    notes = _read(folder / NOTES)
    changed = notes["concert"] != concert.text
    known = Evening(
        folder=folder, path=concert.path, text=concert.text, patches=tuple(p.patch.name for p in concert.pieces),
        seeds=() if changed else tuple(notes["seeds"]),
    )  # fmt: skip
    number, take = _place(known, notes), last_of(folder / notes["take"])
    skimmed = skim(take / TAKE)
    if skimmed.ended:
        return Return(known, _following(known, number, skimmed.left_for), None)
    why = safe or ("the concert has changed since" if changed else "")
    return Return(known, number, come_back(concert.pieces[number - 1].patch, take, safe=why, say=say))


def _read(path: Path) -> dict[str, Any]:
    try:
        notes = json.loads(path.read_bytes())
        if notes["evening"] != FORMAT:
            raise DescantError(str(path), "is of another Descant", PIECEMEAL)
        names = [str(name) for name in notes["patches"]]
        whole = {
            "concert": str(notes["concert"]), "seeds": [int(seed) for seed in notes["seeds"]], "patches": names,
            "piece": int(notes["piece"]), "take": str(notes["take"]), "name": names[int(notes["piece"]) - 1],
        }  # fmt: skip
    except (OSError, ValueError, TypeError, LookupError) as error:
        raise DescantError(str(path), "cannot be read, or is damaged", PIECEMEAL) from error
    if not holds_take(path.parent / str(whole["take"])):
        raise DescantError(str(path), f"the take {whole['take']!r} is not beside it", PIECEMEAL)
    return whole


def _place(evening: Evening, notes: dict[str, Any]) -> int:
    """Return the number that the piece has now in the concert: it may have been moved."""
    number, name = notes["piece"], notes["name"]
    if evening.patches[number - 1 : number] == (name,):
        return int(number)
    if name not in evening.patches:
        fix = f"put it back, or come back to it alone: descant perform {name} --resume"
        raise DescantError(str(evening.path), f"{name}, in which it broke off, is no piece of it any more", fix)
    return evening.patches.index(name) + 1


def _following(evening: Evening, number: int, wanted: object) -> int:
    """Return the piece that was about to begin when one had ended."""
    found = number + 1 if wanted == NEXT else wanted
    if not isinstance(found, int | float) or not 1 <= found <= len(evening.patches):
        raise DescantError(str(evening.folder), "ended in order", "perform without --resume")
    return int(found)
