"""What a JACK server is like: asked by a process of its own, since libjack may hang or print, and starts nothing.

The libjack that is asked is the system's, which scsynth uses too.
"""

import ctypes
import ctypes.util
import json
import os
import subprocess
import sys
from dataclasses import dataclass
from itertools import takewhile

LONGEST_S = 5.0
NO_START_SERVER = 1  # from jack/types.h, as are the next
_IS_INPUT, _IS_OUTPUT, _IS_PHYSICAL = 1, 2, 4
_AUDIO_TYPE = b"32 bit float mono audio"

XrunCallback = ctypes.CFUNCTYPE(ctypes.c_int, ctypes.c_void_p)
ShutdownCallback = ctypes.CFUNCTYPE(None, ctypes.c_void_p)


@dataclass(frozen=True, slots=True)
class JackServer:
    """A JACK server that runs."""

    name: str
    sample_rate: int
    period_frames: int
    real_time: bool
    inputs: int  #: channels of the sound card
    outputs: int
    sources: tuple[str, ...] = ()  #: all audio ports that can be heard, the sound card's and other programs'
    sinks: tuple[str, ...] = ()  #: all that can be played to

    @property
    def period_ms(self) -> float:
        """How long a period lasts: an event waits up to that long."""
        return 1000.0 * self.period_frames / self.sample_rate

    def __str__(self) -> str:
        period = f"{self.period_frames} frames ({self.period_ms:.1f} ms)"
        return f"{self.sample_rate} Hz, {period}, {self.inputs} in, {self.outputs} out"


def server_name() -> str:
    """Return the name of the JACK server that is meant."""
    return os.environ.get("JACK_DEFAULT_SERVER") or "default"


def server(longest_s: float = LONGEST_S) -> JackServer:
    """Return what the JACK server is like.

    Raises:
        OSError: it does not run or does not answer, or JACK is not installed.
    """
    command = [sys.executable, "-P", "-m", "descant.devices.jack"]
    try:
        run = subprocess.run(command, stdin=subprocess.DEVNULL, capture_output=True, timeout=longest_s, check=False)
        found = json.loads(run.stdout)
    except subprocess.TimeoutExpired as error:
        raise OSError(f"has not answered for {longest_s:g} s") from error
    except ValueError as error:
        raise OSError("cannot be asked: libjack failed") from error
    if "error" in found:
        raise OSError(found["error"])
    ports = {name: tuple(found.pop(name)) for name in ("sources", "sinks")}
    return JackServer(server_name(), **{**found, **ports})


def _look() -> dict[str, object]:
    lib = libjack()
    client = lib.jack_client_open(b"descant-look", NO_START_SERVER, None)
    if not client:
        raise OSError("is not running")
    found = {
        "sample_rate": lib.jack_get_sample_rate(client),
        "period_frames": lib.jack_get_buffer_size(client),
        "real_time": bool(lib.jack_is_realtime(client)),
        "inputs": len(_ports(lib, client, _IS_PHYSICAL | _IS_OUTPUT)),
        "outputs": len(_ports(lib, client, _IS_PHYSICAL | _IS_INPUT)),
        "sources": _ports(lib, client, _IS_OUTPUT),
        "sinks": _ports(lib, client, _IS_INPUT),
    }
    lib.jack_client_close(client)
    return found


def _ports(lib: ctypes.CDLL, client: int, flags: int) -> list[str]:
    names = lib.jack_get_ports(client, None, _AUDIO_TYPE, flags)
    if not names:
        return []
    return [name.decode(errors="replace") for name in takewhile(lambda name: name is not None, names)]


def libjack() -> ctypes.CDLL:
    """Load the system's libjack; only a process that may hang and print calls it.

    Raises:
        OSError: it is not installed.
    """
    place = ctypes.util.find_library("jack")
    if place is None:
        raise OSError("is not installed")
    lib = ctypes.CDLL(place)
    pointer, text = ctypes.c_void_p, ctypes.c_char_p
    types: dict[str, tuple[object, list[object]]] = {
        "jack_client_open": (pointer, [text, ctypes.c_int, pointer]),
        "jack_client_close": (ctypes.c_int, [pointer]),
        "jack_get_sample_rate": (ctypes.c_uint32, [pointer]),
        "jack_get_buffer_size": (ctypes.c_uint32, [pointer]),
        "jack_is_realtime": (ctypes.c_int, [pointer]),
        "jack_get_ports": (ctypes.POINTER(text), [pointer, text, text, ctypes.c_ulong]),
        "jack_set_xrun_callback": (ctypes.c_int, [pointer, XrunCallback, pointer]),
        "jack_on_shutdown": (None, [pointer, ShutdownCallback, pointer]),
        "jack_activate": (ctypes.c_int, [pointer]),
    }
    for name, (result, arguments) in types.items():
        function = getattr(lib, name)
        function.restype, function.argtypes = result, arguments
    return lib


def main() -> None:
    """Write what the server is like to standard output, as JSON; nothing else gets there."""
    answer = os.dup(1)
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, 1)
    os.dup2(nowhere, 2)
    try:
        found = _look()
    except (OSError, AttributeError) as error:
        found = {"error": str(error)}
    os.write(answer, json.dumps(found).encode())
    os._exit(0)


if __name__ == "__main__":
    main()
