"""`descant perform`: play a patch, or a concert of several, on stage."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from descant.cli.apart import stand_apart
from descant.cli.render import NoVideoOption, SetOption
from descant.errors import DescantError

if TYPE_CHECKING:
    from descant.patch import Patch
    from descant.patch.concert import Concert
    from descant.performance.comeback import Comeback
    from descant.performance.evening import Return

AS_YOU_WISH = "as you wish"
ScsynthPortOption = Annotated[
    int | None,
    typer.Option(
        "--scsynth-port", metavar="N", min=1, max=65535,
        help="The UDP port of the scsynth that is booted, 57130 without it; a second Descant needs another.",
    ),
]  # fmt: skip
PieceArgument = Annotated[
    Path, typer.Argument(metavar="PATCH", help="The patch, or a concert of several: a TOML file.", show_default=False)
]
MachineOption = Annotated[
    Path | None,
    typer.Option("--machine", metavar="FILE", help="This machine's settings, not ~/.config/descant/machine.toml."),
]
CameraOption = Annotated[
    str | None,
    typer.Option("--camera", metavar="N-OR-NAME", help="Show this camera: its number, name, or address http://…"),
]


def perform(
    patch: PieceArgument,
    midi_in: Annotated[
        str | None, typer.Option("--midi-in", metavar="NAME", help="Play from ports whose name holds this.")
    ] = None,
    server: Annotated[
        str | None, typer.Option("--server", metavar="HOST:PORT", help="Join this scsynth instead of booting one.")
    ] = None,
    server_has: Annotated[
        str | None,
        typer.Option("--server-has", metavar="IN,OUT,AUDIO,CONTROL,BUFFERS", help="What --server was booted with."),
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
    begin: Annotated[
        str | None, typer.Option("--from", metavar="CUE", help="Begin at this cue as if all before had been played.")
    ] = None,
    by: Annotated[
        Path | None, typer.Option("--by", metavar="TAKE", help="What leads to --from: a take. Without: GO after GO.")
    ] = None,
    scrub: Annotated[bool, typer.Option("--scrub", help="With --from: heard at once; without it, after GO.")] = False,
    play: Annotated[bool, typer.Option("--play", help="The take of --by goes on playing: a player for you.")] = False,
    record: Annotated[bool, typer.Option("--record", help="Record audio.wav beside the take.")] = False,
    seed: Annotated[
        int | None, typer.Option("--seed", metavar="N", min=0, max=2**53, help="Repeat a night; else drawn afresh.")
    ] = None,
    apart: Annotated[
        bool, typer.Option("--apart", help="Live on when the program or the terminal that started it ends.")
    ] = False,
    corpus: Annotated[
        Path | None,
        typer.Option("--corpus", metavar="DIR", help="The sequencer trains on these patterns while it plays."),
    ] = None,
    patterns: Annotated[
        Path | None, typer.Option("--patterns", metavar="RUN", help="Play this run's rhythms, not the patch's.")
    ] = None,
    sounds: Annotated[
        Path | None, typer.Option("--sounds", metavar="RUN", help="Play this run's sounds, not the patch's.")
    ] = None,
    train_steps: Annotated[
        int | None, typer.Option("--train-steps", metavar="N", min=1, help="Steps of that training, 30000 without.")
    ] = None,
    settings: SetOption = None,
    machine: MachineOption = None,
) -> None:
    """Play a patch or a concert live: MIDI or the computer's keyboard in, scsynth and a window out, takes on disk."""
    if apart:
        stand_apart()
    from descant.cli import shows
    from descant.patch import load, with_settings
    from descant.patch.concert import is_concert, load_concert
    from descant.patch.machine import load_machine
    from descant.performance.courses import with_corpus
    from descant.performance.live import Live
    from descant.performance.own_models import with_models
    from descant.performance.takes import free_folder

    _check_server(server, server_has, scsynth_port)
    if safe and not resume:
        raise typer.BadParameter("--safe says how to --resume; give both")
    models = {file: run for file, run in (("model", patterns), ("sounds", sounds)) if run}
    if resume and (settings or seed is not None or corpus or models):
        what = "--resume takes seed, settings, corpus and models from the take"
        raise typer.BadParameter(f"{what}; leave --seed, --set, --corpus, --patterns and --sounds out")
    if (scrub and begin is None) or (play and by is None) or (resume and (begin or by)):
        raise typer.BadParameter("--scrub goes with --from, --play with --by, and neither with --resume")
    words = shows.Words(
        machine=load_machine(machine), midi_in=midi_in, server=server, server_has=server_has, osc_port=osc_port,
        scsynth_port=scsynth_port, video=video, picture=not no_video, camera=camera, full_screen=full_screen,
        panel=panel, record=record, seed=seed, train_steps=train_steps,
    )  # fmt: skip
    folder = take or shows.folder_for(patch)
    if is_concert(patch):
        _check_concert(
            patch, rehearses=begin is not None or by is not None, settings=settings, corpus=corpus, own=models
        )
        concert = load_concert(patch)
        back = _return(concert, take, safe) if resume else None
        evening = shows.of_return(concert, back, words) if back else shows.of_concert(concert, folder, words)
        Live(evening, _say, back.number if back else 1).run()
        typer.echo(f"the takes are in {back.evening.folder if back else folder}")
        return
    piece = with_models(with_settings(load(patch), settings or []), models)
    if corpus:
        piece = with_corpus(piece, corpus)
    if resume:
        broken = _comeback(piece, take, safe)
        tonight = shows.of_comeback(broken, free_folder(take, broken.parent), words)
    elif begin is not None or by is not None:
        tonight = shows.of_rehearsal(piece, folder, words, begin=begin, by=by, heard=scrub, plays=play)
    else:
        tonight = shows.of_patch(piece, folder, words)
    Live(tonight, _say).run()
    typer.echo(f"the take is in {tonight.folder}")


def _check_concert(
    patch: Path, *, rehearses: bool, settings: object, corpus: object, own: object
) -> None:  # fmt: skip
    """See that nothing is asked of a concert that only its pieces can be asked."""
    for given, words, fix in (
        (rehearses, "--from, no --by", "rehearse its piece: give that patch"),
        (settings, "--set", "write set = { … } in its [[pieces]]"),
        (corpus, "--corpus", 'write corpus = "…" in the patch of its piece'),
        (own, "--patterns, no --sounds", "name them in the patch of its piece"),
    ):
        if given:
            raise DescantError(str(patch), f"a concert takes no {words}", fix)


def _check_server(server: str | None, has: str | None, scsynth_port: int | None) -> None:
    if server and scsynth_port:
        raise typer.BadParameter("--server joins a scsynth, --scsynth-port is of one that is booted; give one of them")
    if has and not server:
        raise typer.BadParameter("--server-has says what --server was booted with; give both")


def _comeback(piece: "Patch", take: Path | None, safe: bool) -> "Comeback":
    """Find what there is to come back to, and say it."""
    from descant.performance.comeback import come_back
    from descant.performance.takes import broken_off

    back = come_back(piece, broken_off(piece, take), safe=AS_YOU_WISH if safe else "", say=_say)
    _say(f"resume: {_told(back)}; silent until GO")
    return back


def _return(concert: "Concert", take: Path | None, safe: bool) -> "Return":
    """Find which piece of a concert there is to come back to, and say it."""
    from descant.performance.evening import broken_off, come_back_to

    back = come_back_to(concert, broken_off(concert, take), safe=AS_YOU_WISH if safe else "", say=_say)
    how = _told(back.comeback) if back.comeback else "from its beginning, since the one before had ended"
    _say(f"resume: piece {back.number} of {len(concert.pieces)}, {how}; silent until GO")
    return back


def _told(back: "Comeback") -> str:
    how = f"begun anew, since {back.why}" if back.why else f"as it was after {back.time_s:.1f} s"
    return f"{back.parent}, cue {back.cue:g}, {how}"


def _say(text: str) -> None:
    typer.echo(text, err=True)
