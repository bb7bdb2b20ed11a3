"""`descant list`: ask a running Descant what it is, and what can be set, heard and gone to."""

import json
import sys
from collections.abc import Iterator
from contextlib import nullcontext
from dataclasses import replace
from typing import TYPE_CHECKING, Annotated, Any

import typer

from descant.errors import DescantError

if TYPE_CHECKING:
    from rich.status import Status

    from descant.devices.asking import Asking
    from descant.devices.osc import Argument, Message

TYPES = {str: "s", bool: "i", int: "i", float: "f"}
ASKED = (("server", "server"), ("list", "list/end"), ("cue/list", "cue/list/end"))
ENDS = ("list/end", "cue/list/end")


def list_(
    port: Annotated[int, typer.Option("--port", metavar="N", min=1, max=65535, help="Where it hears clients.")] = 57140,
    host: Annotated[str, typer.Option("--host", metavar="HOST", help="The machine it runs on.")] = "127.0.0.1",
    wait: Annotated[
        float, typer.Option("--wait", metavar="SECONDS", min=0, max=600, help="Wait so long until one is there.")
    ] = 0.0,
    of: Annotated[
        int | None, typer.Option("--of", metavar="PID", min=1, help="Wait no longer than this process lives.")
    ] = None,
    login: Annotated[
        int | None,
        typer.Option(
            "--login", metavar="N", min=0, max=31, help="Find a free client number of its scsynth, N if free."
        ),
    ] = None,
    as_osc: Annotated[
        bool, typer.Option("--osc", help="One message a line: address, types and arguments, with tabs between.")
    ] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON instead of tables.")] = False,
) -> None:
    """List what a running Descant has: its scsynth, parameters, streams and cues. Nothing is changed."""
    from descant.devices.asking import Asking

    try:
        with Asking(port, host) as asking:
            messages = _ask(asking, f"{host}:{port}", wait, of)
    except OSError as error:
        raise DescantError(f"{host}:{port}", error.strerror or str(error), "give --host and --port") from error
    if as_osc:
        found = [] if login is None else [_login(messages, host, login)]
        typer.echo("\n".join([*map(_line, messages), *found]))
    elif as_json:
        typer.echo(json.dumps(_sorted(messages), indent=2))
    else:
        _show(_sorted(messages))


def _ask(asking: "Asking", where: str, wait_s: float, of: int | None) -> "list[Message]":
    """Return everything that Descant tells, in the order in which it is told."""
    absent = DescantError(where, "no Descant answers", "start one: descant perform PATCH")
    with _waiting(f"waiting for {where}") if wait_s and sys.stderr.isatty() else nullcontext():
        pong = asking.there(wait_s, lambda: of is None or _lives(of))
    if pong is None:
        raise absent
    messages = [pong]
    for word, last in ASKED:
        heard = asking.ask(word, last=last)
        if heard is None:
            raise absent
        messages += heard
    messages += asking.ask("hello", "list", asking.port, last="cue") or []
    asking.say("bye")
    return [replace(message, arguments=tuple(map(_meant, message.arguments))) for message in messages]


def _meant(argument: "Argument") -> "Argument":
    from descant.devices.protocol import decimal

    return decimal(argument) if isinstance(argument, float) else argument


def _waiting(text: str) -> "Status":
    """Return a sign for the terminal, to be used in a ``with``."""
    from rich.console import Console

    return Console(stderr=True).status(text)


def _lives(pid: int) -> bool:
    import psutil  # type: ignore[import-untyped]

    try:
        return bool(psutil.Process(pid).status() != psutil.STATUS_ZOMBIE)
    except psutil.Error:
        return False


def _login(messages: "list[Message]", machine: str, wanted: int) -> str:
    """Return the line that says which client number is free; -1 where there is none."""
    from descant.devices.osc import Message
    from descant.devices.osc_port import LOCAL
    from descant.devices.protocol import PREFIX
    from descant.sound.logins import free_login

    ((host, port, *_),) = (message.arguments for message in messages if message.address == f"{PREFIX}server")
    try:
        found = free_login(machine if host == LOCAL else str(host), int(str(port)), wanted)
    except OSError:  # it is being booted again
        found = wanted
    return _line(Message(f"{PREFIX}login", (-1 if found is None else found,)))


def _line(message: "Message") -> str:
    types = "".join(TYPES[type(argument)] for argument in message.arguments)
    return "\t".join((message.address, types, *(" ".join(str(argument).split()) for argument in message.arguments)))


def _sorted(messages: "list[Message]") -> dict[str, Any]:
    """Return the messages by their addresses, arguments by the names that they have in the protocol."""
    found: dict[str, Any] = {"parameter": [], "stream": [], "pad": [], "cue/entry": []}
    for word, entry in _named(messages):
        if word == "choices":
            found["parameter"][-1]["choices"] = entry
        elif isinstance(found.get(word), list):
            found[word].append(entry)
        elif word not in ENDS:
            found[word] = entry
    return found


def _named(messages: "list[Message]") -> Iterator[tuple[str, Any]]:
    from descant.devices.protocol import ANSWERS, PREFIX

    names = {answer.address: answer.arguments.split() for answer in ANSWERS}
    for message in messages:
        word = message.address.removeprefix(PREFIX)
        if word == "choices":
            yield word, list(message.arguments[1:])
        elif word == "pad":
            pad, over, *of = message.arguments
            yield word, {"name": pad, "over": over, "of": of}
        elif word in names:
            yield word, dict(zip(names[word], message.arguments, strict=False))


def _show(found: dict[str, Any]) -> None:
    from rich.console import Console
    from rich.table import Table

    console = Console()
    pong, server = found["pong"], found["server"]
    console.print(f"{pong['title']}  (Descant {pong['version']}, scsynth at {server['host']}:{server['port']})")
    for word in ("stream", "parameter", "pad", "cue/entry"):
        rows = found[word]
        table = Table(box=None, header_style="bold", pad_edge=False)
        for name in rows[0] if rows else ():
            table.add_column(name, no_wrap=name == "name")
        for row in rows:
            table.add_row(*(_shown(value) for name, value in row.items() if name != "choices"))
        if rows:
            console.print()
            console.print(table)
    if cue := found.get("cue"):
        console.print(f"\nnow: cue {cue['number']:g} {cue['name']}")


def _shown(value: object) -> str:
    if isinstance(value, list):
        return ", ".join(map(str, value))
    return f"{value:g}" if isinstance(value, float) else str(value)
