"""From the command line, the machine's file and the patches to what is performed: each goes before the next."""

import secrets
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from descant.errors import DescantError

if TYPE_CHECKING:
    from descant.patch import Patch
    from descant.patch.concert import Concert
    from descant.patch.machine import Machine
    from descant.performance.comeback import Comeback
    from descant.performance.evening import Evening, Return
    from descant.performance.show import Show


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """What the command line says of the evening; None where it says nothing."""

    machine: "Machine"
    midi_in: str | None
    server: str | None
    server_has: str | None
    osc_port: int | None
    scsynth_port: int | None
    video: Path | None
    picture: bool
    camera: str | None
    full_screen: bool
    panel: bool
    record: bool
    seed: int | None
    train_steps: int | None = None


def of_patch(piece: "Patch", folder: Path, words: Words, **more: Any) -> "Show":
    """Return the show of one piece, whose take goes into `folder`."""
    from descant.performance.show import Show

    machine = words.machine
    return Show(
        patch=piece,
        seed=secrets.randbelow(2**53) if words.seed is None else words.seed,
        folder=folder,
        settings={name: piece.declared[name] for name in sorted(piece.pinned)},
        midi_ports=_ports(piece, words),
        osc_port=machine.osc_port if words.osc_port is None else words.osc_port,
        allow=machine.allow,
        join=_address(words.server) if words.server else None,
        has=_counts(words.server_has) if words.server_has else None,
        port=words.scsynth_port or machine.scsynth_port,
        jack_inputs=machine.inputs,
        jack_outputs=machine.outputs,
        picture=words.picture,
        performer=_film(piece, words) if words.picture else None,
        camera=_camera(piece, words),
        display=machine.display,
        full_screen=words.full_screen or machine.full_screen,
        record=words.record,
        panel=words.panel,
        training_steps=words.train_steps,
        **more,
    )


def of_comeback(back: "Comeback", folder: Path, words: Words) -> "Show":
    """Return the show of a piece that broke off."""
    return of_patch(back.patch, folder, replace(words, seed=back.seed), comeback=back)


def of_rehearsal(
    piece: "Patch", folder: Path, words: Words, *, begin: str | None, by: Path | None, heard: bool, plays: bool
) -> "Show":
    """Return the show of a piece that begins at a cue, to which GO after GO has led, or a take.

    Raises:
        DescantError: there is no such cue, or the take does not lead there.
    """
    from descant.performance.comeback import begun_by

    cue = piece.cues[0] if begin is None else next((c for c in piece.cues if begin in {c.name, f"{c.number:g}"}), None)
    if cue is None:
        known = ", ".join(f"{c.number:g}" for c in piece.cues)
        raise DescantError(f"--from {begin}", "there is no such cue", f"its cues are {known}")
    if by is None:
        verb = {"in": "cue", "do": "scrub" if heard else "start", "to": cue.number}
        return of_patch(piece, folder, words, first=(verb,))
    back, rest = begun_by(piece, by, cue.number, waits=not heard and not plays)
    return of_patch(back.patch, folder, replace(words, seed=back.seed), comeback=back, stand_in=rest if plays else ())


def of_concert(concert: "Concert", folder: Path, words: Words) -> "list[Show]":
    """Return the shows of a concert, whose takes go into folders of their own in that of the evening."""
    from descant.performance.evening import Evening

    evening = Evening(
        folder=folder, path=concert.path, text=concert.text, patches=tuple(p.patch.name for p in concert.pieces),
        seeds=_seeds(concert, words),
    )  # fmt: skip
    return [_of_evening(piece.patch, evening, number, words) for number, piece in enumerate(concert.pieces, start=1)]


def of_return(concert: "Concert", back: "Return", words: Words) -> "list[Show]":
    """Return the shows of a concert that broke off, each into a further take."""
    evening = back.evening if back.evening.seeds else replace(back.evening, seeds=_seeds(concert, words))
    shows = [_of_evening(piece.patch, evening, number, words) for number, piece in enumerate(concert.pieces, start=1)]
    here = shows[back.number - 1]
    if back.comeback:
        here = replace(here, patch=back.comeback.patch, seed=back.comeback.seed, comeback=back.comeback)
    else:
        here = replace(here, first=({"in": "cue", "do": "start", "to": here.patch.cues[0].number},))
    return [*shows[: back.number - 1], here, *shows[back.number :]]


def _seeds(concert: "Concert", words: Words) -> tuple[int, ...]:
    given = (piece.seed if words.seed is None else words.seed for piece in concert.pieces)
    return tuple(secrets.randbelow(2**53) if seed is None else seed for seed in given)


def _of_evening(patch: "Patch", evening: "Evening", number: int, words: Words) -> "Show":
    own = replace(words, seed=evening.seeds[number - 1])
    return of_patch(patch, evening.take(number), own, evening=evening, number=number)


def folder_for(path: Path) -> Path:
    """Return where tonight's take of a patch, or those of a concert, go."""
    return path.parent / "takes" / f"{path.stem}-{datetime.now():%Y-%m-%d-%H%M%S}"


def named(camera: str | None) -> str | int | None:
    """Return a camera as it is meant: digits are its number."""
    return int(camera) if camera and camera.isdecimal() else camera or None


def _ports(piece: "Patch", words: Words) -> dict[str, str]:
    if words.midi_in is not None:
        return dict.fromkeys(piece.inputs, words.midi_in)
    return {name: port for name, port in words.machine.midi.items() if name in piece.inputs}


def _camera(piece: "Patch", words: Words) -> str | int | None:
    if words.camera is not None:
        return named(words.camera)
    return piece.picture.camera if words.machine.camera is None else words.machine.camera


def _film(piece: "Patch", words: Words) -> Path | None:
    """Return the player's video: tonight's camera goes before one that only the patch names."""
    return words.video or (None if words.camera else piece.performer_path())


def _address(text: str) -> tuple[str, int]:
    host, _, port = text.rpartition(":")
    if not port.isdigit() or not 0 < int(port) < 65536:
        raise DescantError("--server", f"found {text!r}", "write HOST:PORT, as 127.0.0.1:57110")
    return host or "127.0.0.1", int(port)


def _counts(text: str) -> tuple[int, ...]:
    from descant.sound.server import COUNTS

    found = text.split(",")
    if len(found) != len(COUNTS) or not all(each.strip().isdecimal() for each in found):
        raise DescantError(
            "--server-has", f"found {text!r}", "write IN,OUT,AUDIO,CONTROL,BUFFERS, as 2,2,1024,16384,1024"
        )
    return tuple(map(int, found))
