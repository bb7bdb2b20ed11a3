"""The machine's MIDI systems, JACK, ALSA and the others: which ports there are, and opening one. MIDI process only."""

import ctypes
import os
from collections.abc import Iterable
from typing import Protocol

import rtmidi

APIS = {
    "jack": rtmidi.API_UNIX_JACK,
    "alsa": rtmidi.API_LINUX_ALSA,
    "core": rtmidi.API_MACOSX_CORE,
    "windows": rtmidi.API_WINDOWS_MM,
}
"""Name → rtmidi's number, in the order in which ``auto`` tries them."""

QUEUE_MESSAGES = 16384  # in C++, filled by the MIDI system's thread: what can wait while a port is being opened

_NO_START_SERVER, _PORT_IS_OUTPUT = 1, 2  # from jack/types.h
_MIDI_TYPE = b"8 bit raw midi"


class System(Protocol):
    """One MIDI system that is running."""

    api: str

    def gone(self) -> bool:
        """Say whether it has ended since it was opened."""

    def ports(self) -> dict[str, str]:
        """Return label → every name by which the port may be asked for, one a line."""

    def listeners(self, label: str) -> set[str]:
        """Return who is connected to a port, where the system says so."""

    def close(self) -> None:
        """Take leave of it, gone or not."""


class RtMidi:
    """A MIDI system as rtmidi sees it: one that does not end before the machine does."""

    def __init__(self, api: str, client_name: str) -> None:
        self.api = api
        self._scanner = new_input(api, client_name)

    def gone(self) -> bool:
        """Say no."""
        return False

    def ports(self) -> dict[str, str]:
        """Return label → name."""
        return {label: label for label in numbered(self._scanner.get_ports())}

    def listeners(self, label: str) -> set[str]:
        """Return nothing: rtmidi does not tell."""
        return set()

    def close(self) -> None:
        """Close the scanning client."""
        self._scanner.delete()


class Jack:
    """JACK, seen by a client of our own that stays out of the graph.

    rtmidi does not pass on that JACK has shut down, and goes on listing the ports of a dead server. libjack is
    the one that rtmidi itself is linked to, wherever that lies.
    """

    def __init__(self, client_name: str) -> None:
        self.api = "jack"
        self._lib = _libjack()
        status = ctypes.c_int(0)
        name = f"{client_name}-watch".encode()
        self._client = self._lib.jack_client_open(name, _NO_START_SERVER, ctypes.byref(status))
        if not self._client:
            server = os.environ.get("JACK_DEFAULT_SERVER")
            raise OSError("no JACK server is running" + (f" under the name {server!r}" if server else ""))
        self._gone = False
        self._on_shutdown = _SHUTDOWN(self._shut_down)  # held here: libjack keeps only the address
        self._lib.jack_on_shutdown(self._client, self._on_shutdown, None)

    def _shut_down(self, _: object) -> None:  # in libjack's thread
        self._gone = True

    def gone(self) -> bool:
        """Say whether the server has ended."""
        return self._gone

    def ports(self) -> dict[str, str]:
        """Return port name → name and aliases: what a device is called is often an alias of system:midi_capture_1."""
        return {name: "\n".join((name, *self._aliases(name))) for name in self._names()}

    def listeners(self, label: str) -> set[str]:
        """Return the names of the ports that listen to a port."""
        port = self._lib.jack_port_by_name(self._client, label.encode())
        return set(self._taken(self._lib.jack_port_get_all_connections(self._client, port))) if port else set()

    def close(self) -> None:
        """Close the client."""
        self._lib.jack_client_close(self._client)

    def _names(self) -> list[str]:
        return self._taken(self._lib.jack_get_ports(self._client, None, _MIDI_TYPE, _PORT_IS_OUTPUT))

    def _aliases(self, name: str) -> list[str]:
        port = self._lib.jack_port_by_name(self._client, name.encode())
        size = self._lib.jack_port_name_size()
        buffers = [ctypes.create_string_buffer(size) for _ in range(2)]
        pointers = (ctypes.c_void_p * 2)(*[ctypes.addressof(buffer) for buffer in buffers])
        count = self._lib.jack_port_get_aliases(port, pointers) if port else 0
        return [buffer.value.decode("utf-8", "replace") for buffer in buffers[: max(count, 0)]]

    def _taken(self, names: "ctypes._Pointer[ctypes.c_char_p]") -> list[str]:
        """Return a list that libjack allocated, and free it."""
        taken: list[str] = []
        if not names:
            return taken
        while (name := names[len(taken)]) is not None:
            taken.append(name.decode("utf-8", "replace"))
        self._lib.jack_free(names)
        return taken


_SHUTDOWN = ctypes.CFUNCTYPE(None, ctypes.c_void_p)


def _libjack() -> ctypes.CDLL:
    """Return the libjack that rtmidi uses, with its functions' types.

    Raises:
        OSError: rtmidi was built without one.
    """
    lib = ctypes.CDLL(rtmidi._rtmidi.__file__)  # a symbol is looked for in what the library is linked to as well
    pointer, text, texts = ctypes.c_void_p, ctypes.c_char_p, ctypes.POINTER(ctypes.c_char_p)
    types: dict[str, tuple[object, list[object]]] = {
        "jack_client_open": (pointer, [text, ctypes.c_int, pointer]),
        "jack_client_close": (ctypes.c_int, [pointer]),
        "jack_on_shutdown": (None, [pointer, _SHUTDOWN, pointer]),
        "jack_get_ports": (texts, [pointer, text, text, ctypes.c_ulong]),
        "jack_port_by_name": (pointer, [pointer, text]),
        "jack_port_get_all_connections": (texts, [pointer, pointer]),
        "jack_port_get_aliases": (ctypes.c_int, [pointer, pointer]),
        "jack_port_name_size": (ctypes.c_int, []),
        "jack_free": (None, [pointer]),
    }
    for name, (result, arguments) in types.items():
        try:
            function = getattr(lib, name)
        except AttributeError as error:
            raise OSError("this python-rtmidi knows no JACK") from error
        function.restype, function.argtypes = result, arguments
    return lib


def open_system(api: str, client_name: str) -> System:
    """Return the MIDI system that is asked for, or for ``auto`` the first that is running.

    Raises:
        OSError: there is none; the text says why for each that was tried.
    """
    compiled = rtmidi.get_compiled_api()
    present = [name for name, number in APIS.items() if number in compiled]
    tried = []
    for name in [name for name in present if api in (name, "auto")]:
        try:
            return Jack(client_name) if name == "jack" else RtMidi(name, client_name)
        except OSError as error:
            tried.append(str(error))
    raise OSError("; ".join(tried) or f"this python-rtmidi knows {', '.join(present) or 'nothing'}, not {api}")


def new_input(api: str, client_name: str, *, clock: bool = False) -> rtmidi.MidiIn:
    """Return an input not yet opened: no sysex or active sensing will come from it, and no clock unless it is wanted.

    Raises:
        OSError: the MIDI system cannot be reached.
    """
    try:
        device = rtmidi.MidiIn(APIS[api], name=client_name, queue_size_limit=QUEUE_MESSAGES)
    except (rtmidi.RtMidiError, RuntimeError) as error:
        raise OSError(f"{api.upper()}: {str(error).rstrip('.')}") from error
    device.ignore_types(sysex=True, timing=not clock, active_sense=True)
    return device


def numbered(names: Iterable[str]) -> dict[str, int]:
    """Return label → index; of two devices of one name the second is called ``NAME (2)``."""
    labels: dict[str, int] = {}
    for index, name in enumerate(names):
        label, count = name, 1
        while label in labels:
            count += 1
            label = f"{name} ({count})"
        labels[label] = index
    return labels
