"""`descant panel`: the control panel for a performance, on this machine or another."""

from typing import Annotated

import typer

from descant.errors import DescantError

PORT = 57140


def panel(
    host: Annotated[str, typer.Option("--host", metavar="H", help="Where Descant performs.")] = "127.0.0.1",
    port: Annotated[
        int, typer.Option("--port", metavar="N", min=1, max=65535, help="The OSC port on which it listens.")
    ] = PORT,
    with_parent: Annotated[bool, typer.Option("--with-parent", hidden=True)] = False,
) -> None:
    """Show cues, streams, learners and every parameter of a performance; find it by itself, now and again."""
    from descant.video import displays

    try:
        displays.look()
    except OSError as error:
        raise DescantError("panel", str(error), "run it on a desktop") from error
    from descant.panel.main import run

    try:
        status = run(host, port, with_parent=with_parent)
    except OSError as error:
        raise DescantError(f"{host}:{port}", error.strerror or str(error), "name the machine by its address") from error
    raise typer.Exit(status)
