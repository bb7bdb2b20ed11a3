"""An ear of its own: a second scsynth that listens to Descant's outputs on JACK, and tells when nothing was heard."""

import ctypes
import socket
import struct
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager

import supriya.ugens as u
from jack_server import Jack, free_port
from supriya import SynthDefBuilder

from descant.devices.jack import NO_START_SERVER, libjack
from descant.sound.server import LiveServer, boot

LOOK_S = 0.005
SILENT = 3e-4  # of full scale: -70 dBFS
SERVER_NAME = 4  # an option of jack_client_open
Heard = list[tuple[float, float]]  # time.monotonic(), level
ERROR = ctypes.CFUNCTYPE(None, ctypes.c_char_p)
HUSHED = ERROR(lambda text: None)


def _meter() -> object:
    """Follow the level of the first two inputs; it falls by 60 dB in 10 ms."""
    with SynthDefBuilder(out=0) as builder:
        levels = u.Amplitude.kr(source=u.In.ar(bus=2, channel_count=2), attack_time=0.001, release_time=0.01)
        u.Out.kr(bus=builder["out"], source=levels[0] + levels[1])
    return builder.build(name="ear")


class Ear:
    """What was heard of Descant, every 5 ms."""

    def __init__(self, server: LiveServer, jack: Jack) -> None:
        self.heard: Heard = []
        self._server, self._jack = server, jack
        self._bus = server.add_bus("control")
        with server.at(), server.add_synthdefs(_meter()):
            server.add_synth(_meter(), out=self._bus.id_)
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._listen, daemon=True)
        self._thread.start()

    def stop(self) -> None:
        self._over.set()
        self._thread.join()

    def _listen(self) -> None:
        wires = Wires(self._jack)
        question = b"/c_get\0\0,i\0\0" + struct.pack(">i", int(self._bus.id_))
        with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as udp:
            udp.settimeout(0.05)
            udp.connect(("127.0.0.1", self._server.options.port))
            while not self._over.wait(LOOK_S):
                wires.connect()
                udp.send(question)
                try:
                    (level,) = struct.unpack(">f", udp.recv(256)[-4:])
                except TimeoutError:  # the ear itself was deaf: nothing is known
                    continue
                self.heard.append((time.monotonic(), level))
        wires.close()


class Wires:
    """Connects every scsynth of Descant's to the ear as soon as it is there."""

    def __init__(self, jack: Jack) -> None:
        self._lib = lib = libjack()
        lib.jack_set_error_function(HUSHED)  # a port may go while it is being connected
        lib.jack_port_by_name.restype = ctypes.c_void_p
        lib.jack_port_by_name.argtypes = [ctypes.c_void_p, ctypes.c_char_p]
        lib.jack_port_connected_to.argtypes = [ctypes.c_void_p, ctypes.c_char_p]
        lib.jack_connect.argtypes = [ctypes.c_void_p, ctypes.c_char_p, ctypes.c_char_p]
        lib.jack_free.argtypes = [ctypes.c_void_p]
        options = ctypes.c_int(NO_START_SERVER | SERVER_NAME)
        opened = ctypes.CFUNCTYPE(ctypes.c_void_p, ctypes.c_char_p, ctypes.c_int, ctypes.c_void_p, ctypes.c_char_p)
        self._client = opened(("jack_client_open", lib))(b"wires", options.value, None, jack.name.encode())
        assert self._client

    def connect(self) -> None:
        for n in (b"1", b"2"):
            names = self._lib.jack_get_ports(self._client, b"^descant(-[0-9]+)?:out_" + n, None, 0)
            count = 0
            while names and names[count] is not None:
                port = self._lib.jack_port_by_name(self._client, names[count])
                if port and not self._lib.jack_port_connected_to(port, b"ear:in_" + n):
                    self._lib.jack_connect(self._client, names[count], b"ear:in_" + n)
                count += 1
            if names:
                self._lib.jack_free(ctypes.cast(names, ctypes.c_void_p))

    def close(self) -> None:
        self._lib.jack_client_close(self._client)


@contextmanager
def ear(jack: Jack) -> Iterator[Ear]:
    server = boot(free_port(), jack=jack.name, jack_inputs="", jack_outputs="", client="ear")
    try:
        made = Ear(server, jack)
        try:
            yield made
        finally:
            made.stop()
    finally:
        server.close()


def silences(heard: Heard) -> list[tuple[float, float]]:
    """Return the stretches of which each look found silence, (begin, end)."""
    found: list[tuple[float, float]] = []
    begin = None
    for time_s, level in heard:
        if level >= SILENT:
            if begin is not None:
                found.append((begin, time_s))
            begin = None
        elif begin is None:
            begin = time_s
    return found + ([(begin, heard[-1][0])] if begin is not None else [])
