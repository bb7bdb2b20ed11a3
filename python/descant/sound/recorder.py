"""Record the server's output channels to a WAV file while it plays, by scsynth itself."""

import struct
import time
from contextlib import suppress
from pathlib import Path
from typing import Any

import supriya.ugens
from supriya import SynthDef, SynthDefBuilder

from descant.errors import DescantError
from descant.sound import ports
from descant.sound.server import LiveServer

u: Any = supriya.ugens  # its classes get their rates at run time

CHANNELS = 2
BYTES = 3  # a sample
COUNTED = 256  # what a float32 may be wrong by in hours of frames
DISK_S = 3.0
FRAMES = 65_536  # DiskOut needs a power of two: 1.4 s at 48 kHz for a busy disk


def _tape() -> SynthDef:
    with SynthDefBuilder(buffer=0, source=0, count=0) as builder:
        frames = u.DiskOut.ar(
            buffer_id=builder["buffer"], source=u.In.ar(bus=builder["source"], channel_count=CHANNELS)
        )
        u.Out.kr(bus=builder["count"], source=u.A2K.kr(source=frames))
    return builder.build(name="descant-record")


class Recording:
    """A recording that runs from its making until `stop`."""

    def __init__(self, server: LiveServer, path: Path) -> None:
        self.path = path
        self._server = server
        self._check()
        self._buffer = server.add_buffer(channel_count=CHANNELS, frame_count=FRAMES)
        self._count = server.add_bus("control")
        server.sync()
        self._buffer.write(path.resolve(), header_format="wav", sample_format="int24", leave_open=True, frame_count=0)
        server.add_synthdefs(_tape())
        server.sync()
        # after everything that sounds, the composer's own groups too
        self._synth = server.add_synth(
            _tape(),
            buffer=self._buffer.id_,
            count=self._count.id_,
            add_action="ADD_TO_TAIL",
            target_node=server.root_node,
        )
        server.sync()
        if server.booted:
            ports.records(server.options.port, path)

    def stop(self) -> None:
        """End it; the file is whole when this returns.

        Raises:
            DescantError: the disk did not keep up.
        """
        self._synth.free(force=True)
        self._server.sync()
        written = self._written()
        self._buffer.close()
        self._server.sync()
        self._buffer.free()
        self._count.free()
        self._server.sync()
        if not written:
            raise DescantError(str(self.path), "the disk is too slow or full", "record to another")

    def _written(self) -> bool:
        """Wait for scsynth's disk thread, for which ``/sync`` does not wait: closing earlier would lose the end."""
        count: Any = self._count.get()
        wanted = (round(count) - COUNTED) * CHANNELS * BYTES
        until = time.monotonic() + DISK_S
        while self.path.stat().st_size < wanted:
            if time.monotonic() > until:
                return False
            time.sleep(0.005)
        return True

    def _check(self) -> None:
        """Say now what scsynth would only mumble: it opens the file itself."""
        try:
            with self.path.open("ab"):
                pass
        except OSError as error:
            raise DescantError(
                str(self.path), f"cannot be written ({error.strerror})", "choose another folder"
            ) from error


def mend(path: Path) -> bool:
    """Write into a recording how long it is, as a scsynth that was killed could not; return whether it lacked that."""
    lacked = False
    with suppress(OSError), path.open("r+b") as file:
        size = file.seek(0, 2)
        file.seek(0)
        head = file.read(4096)
        place = head.find(b"data") + 8
        for where, value in ((4, size - 8), (place - 4, size - place)) if place >= 8 else ():
            told = struct.pack("<I", value)
            if head[where : where + 4] != told:
                lacked = True
                file.seek(where)
                file.write(told)
    return lacked


def record(server: LiveServer, path: Path) -> Recording:
    """Begin to record both output channels into a 24-bit WAV.

    Raises:
        DescantError: the file cannot be written.
    """
    return Recording(server, path)
