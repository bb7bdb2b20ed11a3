"""`descant devices`: what can be named in a patch and on the command line, a line each."""

import importlib.util
import json
import sys
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict
from typing import Annotated, Any

import typer

MIDI_SYSTEMS = {"linux": ("jack", "alsa"), "darwin": ("core", "jack"), "win32": ("windows",)}
CALLED = {"jack": "JACK", "alsa": "ALSA", "core": "CoreMIDI", "windows": "Windows"}
Found = dict[str, Any]


def devices(
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON instead of lines.")] = False,
) -> None:
    """List MIDI inputs, cameras, displays and the JACK server. Nothing sounds, and nothing is left running."""
    looks = (_midi, _cameras, _displays, _jack)
    with ThreadPoolExecutor() as several:
        found = {key: value for part in several.map(lambda look: look(), looks) for key, value in part.items()}
    if as_json:
        typer.echo(json.dumps(found, indent=2))
    else:
        typer.echo("\n".join(_lines(found)))


def _midi() -> Found:
    if not _installed("rtmidi"):
        return {"midi": [], "midi_trouble": "python-rtmidi is not installed; run make live, which sets it up"}
    from descant.devices.midi import port_names

    systems = MIDI_SYSTEMS.get(sys.platform, ())
    ports, troubles = [], []
    for system in systems:
        try:
            ports += [
                {"name": names[-1], "also": list(names[:-1]), "system": CALLED[system]} for names in port_names(system)
            ]
        except OSError as error:
            troubles.append(str(error).partition("; ")[0].removeprefix("no MIDI system: "))
    silent = len(troubles) == len(systems)  # no system runs; one that runs without a port is no trouble
    trouble = f"{', '.join(troubles)}; start JACK, or plug in a device" if silent else None
    return {"midi": ports, "midi_trouble": trouble}


def _cameras() -> Found:
    if not _installed("cv2"):
        return {"cameras": []}
    from descant.video.camera import cameras

    return {"cameras": [{"number": number, "name": name} for number, name in cameras().items()]}


def _displays() -> Found:
    if not _installed("PySide6"):
        return {"displays": [], "display_trouble": "PySide6 is not installed; run make live, which sets it up"}
    from descant.video import displays

    try:
        return {"displays": [asdict(display) for display in displays.look().displays], "display_trouble": None}
    except OSError as error:
        return {"displays": [], "display_trouble": str(error)}


def _jack() -> Found:
    from descant.devices import jack

    try:
        server = jack.server()
    except OSError as error:
        return {"jack": {"name": jack.server_name(), "running": False, "text": str(error)}}
    return {"jack": {**asdict(server), "running": True, "text": str(server)}}


def _lines(found: Found) -> list[str]:
    rows = [("MIDI in", port["system"], port["name"]) for port in found["midi"]]
    rows += [] if rows else [("MIDI in", "none", found["midi_trouble"] or "")]
    cameras = [("camera", str(camera["number"]), camera["name"]) for camera in found["cameras"]]
    displays = [
        ("display", str(one["number"]), f"{one['width']} × {one['height']} {one['name']}") for one in found["displays"]
    ]
    rows += cameras or [("camera", "none", "")]
    rows += displays or [("display", "none", found["display_trouble"] or "")]
    rows.append(("JACK", found["jack"]["name"], found["jack"]["text"]))
    width = max(len(second) for _, second, _ in rows)
    return [f"{first:<8} {second:<{width}}  {third}".rstrip() for first, second, third in rows]


def _installed(module: str) -> bool:
    return importlib.util.find_spec(module) is not None
