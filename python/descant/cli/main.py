"""The `descant` command: its sub-commands, and the one place where errors become one line and a status."""

import io
import signal
import sys
from types import FrameType
from typing import Annotated

import typer
from typer.main import get_command

from descant import __version__
from descant.cli.check import check
from descant.cli.devices import devices
from descant.cli.explore import explore
from descant.cli.list import list_
from descant.cli.loop import loop
from descant.cli.panel import panel
from descant.cli.patterns import patterns
from descant.cli.perform import perform
from descant.cli.presets import export, import_
from descant.cli.render import render
from descant.cli.replay import replay
from descant.cli.report import report
from descant.cli.sounds import sounds
from descant.cli.study import study
from descant.cli.train import train
from descant.errors import DescantError

INTERRUPTED = 128 + signal.SIGINT
app = typer.Typer(help="Play the learning.", add_completion=False, pretty_exceptions_enable=False)
for command in (perform, panel, render, replay, loop, check, devices, report, explore):
    app.command()(command)
app.command("list")(list_)
app.add_typer(export, name="export")
app.add_typer(import_, name="import")
app.add_typer(patterns, name="patterns")
app.add_typer(train, name="train")
app.add_typer(sounds, name="sounds")
app.add_typer(study, name="study")


def _version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"descant {__version__}")
        raise typer.Exit


@app.callback()
def _options(
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Print the version.")
    ] = False,
) -> None:
    pass


def main(arguments: list[str] | None = None) -> None:
    """Run the command line and exit: 0 done, 1 the work failed or problems were found, 2 wrong usage."""
    signal.signal(signal.SIGTERM, _terminated)
    for stream in (sys.stdout, sys.stderr):  # a file's name may hold what is no text
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")
    sys.exit(_run(arguments))


def _run(arguments: list[str] | None) -> int:
    try:
        status = get_command(app).main(args=arguments, prog_name="descant", standalone_mode=False)
    except DescantError as error:
        return _fail(str(error), 1)
    except typer.TyperException as error:
        at_work = getattr(error, "ctx", None)
        command = at_work.command_path if at_work else "descant"
        return _fail(f"descant: {error.format_message().rstrip('.')}; try {command} --help", 2)
    except (KeyboardInterrupt, typer.Abort):
        status = INTERRUPTED
    except OSError as error:
        where = error.filename or "descant"
        return _fail(f"{where}: {error.strerror or error}; free it and go again", 1)
    if status == INTERRUPTED:  # which is also how typer gives back a Ctrl-C
        return _fail("descant: interrupted; nothing was left half-written", INTERRUPTED)
    return status if isinstance(status, int) else 0


def _fail(text: str, status: int) -> int:
    sys.stderr.write("error: " + " ".join(text.split()) + "\n")
    return status


def _terminated(number: int, frame: FrameType | None) -> None:
    sys.exit(128 + number)
