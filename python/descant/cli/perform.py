"""`descant perform`: play a patch on stage."""

import secrets
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from descant.cli.render import NoVideoOption, PatchArgument, SetOption
from descant.errors import DescantError

if TYPE_CHECKING:
    from descant.patch import Patch
    from descant.performance.comeback import Comeback

ScsynthPortOption = Annotated[
    int | None,
    typer.Option(
        "--scsynth-port", metavar="N", min=1, max=65535,
        help="The UDP port of the scsynth that is booted, 57130 without it; a second Descant needs another.",
    ),
]  # fmt: skip
CameraOption = Annotated[
    str | None,
    typer.Option("--camera", metavar="N-OR-NAME", help="Show this camera: its number, name, or address http://…"),
]


def perform(
    patch: PatchArgument,
    midi_in: Annotated[
        str | None, typer.Option("--midi-in", metavar="NAME", help="Play from ports whose name holds this.")
    ] = None,
    server: Annotated[
        str | None, typer.Option("--server", metavar="HOST:PORT", help="Join this scsynth instead of booting one.")
    ] = None,
    osc_port: Annotated[
        int | None,
        typer.Option("--osc-port", metavar="N", min=0, max=65535, help="Hear OSC clients here; 0: any port."),
    ] = None,
    scsynth_port: ScsynthPortOption = None,
    take: Annotated[Path | None, typer.Option("--take", metavar="DIR", help="The folder for the take.")] = None,
    video: Annotated[Path | None, typer.Option("--video", metavar="FILE", help="A video of the player.")] = None,
    no_video: NoVideoOption = False,
    camera: CameraOption = None,
    full_screen: Annotated[bool, typer.Option("--full-screen", help="Cover the display.")] = False,
    panel: Annotated[bool, typer.Option("--panel", help="Show the control panel.")] = False,
    resume: Annotated[
        bool, typer.Option("--resume", help="After a crash: go on where it broke off; silent until GO.")
    ] = False,
    safe: Annotated[
        bool, typer.Option("--safe", help="With --resume: begin its cue anew, not in the state it broke off in.")
    ] = False,
    record: Annotated[bool, typer.Option("--record", help="Record audio.wav beside the take.")] = False,
    seed: Annotated[
        int | None, typer.Option("--seed", metavar="N", min=0, max=2**53, help="Repeat a night; else drawn afresh.")
    ] = None,
    settings: SetOption = None,
) -> None:
    """Play a patch live: MIDI or the computer's keyboard in, scsynth and a window out, a take on disk."""
    from descant.patch import load, with_settings
    from descant.performance.comeback import free_folder
    from descant.performance.live import Live
    from descant.performance.show import Show

    if server and scsynth_port:
        raise typer.BadParameter("--server joins a scsynth, --scsynth-port is of one that is booted; give one of them")
    if safe and not resume:
        raise typer.BadParameter("--safe says how to --resume; give both")
    if resume and (settings or seed is not None):
        raise typer.BadParameter("--resume takes seed and settings from the take; leave --seed and --set out")
    piece, back = with_settings(load(patch), settings or []), None
    stamp = datetime.now().strftime("%Y-%m-%d-%H%M%S")
    folder = take or patch.parent / "takes" / f"{patch.stem}-{stamp}"
    if resume:
        back = _comeback(piece, take, safe)
        piece, folder, seed = back.patch, free_folder(take, back.parent), back.seed
    show = Show(
        patch=piece,
        seed=secrets.randbelow(2**53) if seed is None else seed,
        folder=folder,
        comeback=back,
        settings={name: piece.declared[name] for name in sorted(piece.pinned)},
        midi_ports=dict.fromkeys(piece.inputs, midi_in) if midi_in is not None else {},
        osc_port=osc_port,
        join=_address(server) if server else None,
        port=scsynth_port,
        picture=not no_video,
        performer=_film(piece, video, camera) if not no_video else None,
        camera=piece.picture.camera if camera is None else named(camera),
        full_screen=full_screen,
        record=record,
        panel=panel,
    )
    Live(show, lambda text: typer.echo(text, err=True)).run()
    typer.echo(f"the take is in {show.folder}")


def _comeback(piece: "Patch", take: Path | None, safe: bool) -> "Comeback":
    """Find what there is to come back to, and say it."""
    from descant.performance.comeback import broken_off, come_back

    def say(text: str) -> None:
        typer.echo(text, err=True)

    back = come_back(piece, broken_off(piece, take), safe=safe, say=say)
    how = f"begun anew, since {back.why}" if back.why else f"as it was after {back.time_s:.1f} s"
    say(f"resume: {back.parent}, cue {back.cue:g}, {how}; silent until GO")
    return back


def named(camera: str | None) -> str | int | None:
    """Return a camera as it is meant: digits are its number."""
    return int(camera) if camera and camera.isdecimal() else camera or None


def _film(piece: "Patch", video: Path | None, camera: str | None) -> Path | None:
    """Return the player's video: tonight's camera goes before one that only the patch names."""
    return video or (None if camera else piece.performer_path())


def _address(text: str) -> tuple[str, int]:
    host, _, port = text.rpartition(":")
    if not port.isdigit() or not 0 < int(port) < 65536:
        raise DescantError("--server", f"found {text!r}", "write HOST:PORT, as 127.0.0.1:57110")
    return host or "127.0.0.1", int(port)
