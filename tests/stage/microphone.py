"""A player before the microphone: another scsynth, whose output is connected to an input of Descant's."""

import time

import soundfile
import supriya.ugens as u
from jack_server import free_port
from live_maker import synths, until
from supriya import SynthDefBuilder
from tones import RATE

from descant.sound import server

MEASURED_TO_S = 0.1  # what begins to play and what has played is seen no better than that


class Microphone:
    """Plays samples into one of Descant's inputs; Descant must be there."""

    def __init__(self, folder, channel=1):
        self._folder, self._played = folder, 0
        self._port = free_port()
        self._server = server.boot(
            self._port, inputs=0, outputs=1, jack_inputs="", jack_outputs=f"descant:in_{channel}", client="microphone"
        )
        with SynthDefBuilder(buffer=0) as builder:
            sound = u.PlayBuf.ar(channel_count=1, buffer_id=builder["buffer"], done_action=2)
            u.Out.ar(bus=0, source=sound)
        self._definition = builder.build(name="microphone")
        self._server.install([self._definition])

    def begin(self, samples):
        """Play on while other things happen."""
        self._played += 1
        path = self._folder / f"played-{self._played}.wav"
        soundfile.write(path, samples, RATE, subtype="FLOAT")
        buffer = self._server.add_buffer(file_path=str(path))
        self._server.sync()
        self._server.add_synth(self._definition, buffer=buffer)

    def play(self, samples):
        """Play to the end; return the seconds that JACK lost meanwhile: this machine may stand still."""
        began = time.monotonic()
        self.begin(samples)
        until(lambda: synths(self._port) == 1, 2, "it plays")
        until(lambda: synths(self._port) == 0, 2 * len(samples) / RATE, "it has played")
        lost = time.monotonic() - began - len(samples) / RATE
        return lost if lost > MEASURED_TO_S else 0.0

    def close(self):
        """Put it away; a second time does nothing."""
        server, self._server = self._server, None
        if server:
            server.close()
