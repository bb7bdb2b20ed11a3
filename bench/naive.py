"""Answer notes the obvious way: rtmidi's callback, torch autograd, python-osc message by message, in one process."""

import json
import os
import signal
import socket
import threading
import time

import rtmidi
import torch
from bench.player import NOTE_ON, PORT
from bench.training import train
from pythonosc.udp_client import SimpleUDPClient

NAME = "rtmidi callback, torch autograd, python-osc message by message, in one process, with the training"


class Naive:
    """One learner, and the voices it detunes."""

    def __init__(self, client: SimpleUDPClient) -> None:
        self._client = client
        self._x = torch.linspace(-1, 1, 100)
        self._target, self._theta = torch.zeros(4), torch.zeros(4, requires_grad=True)
        self._voices: dict[int, int] = {}
        self._voice = 1000
        self.sent: list[float] = []

    def called(self, event: tuple[list[int], float], _: object) -> None:
        """Answer a message."""
        data = event[0]
        if data[0] != NOTE_ON:
            self._client.send_message("/n_set", [self._voices.pop(data[1], 0), "gate", 0])
            return
        loss = self._step(draw=data[1] < 48)
        self._voice += 1
        self._client.send_message("/s_new", ["overtones", self._voice, 0, 1, "freq", 440.0])
        self._voices[data[1]] = self._voice
        for held in list(self._voices.values()):
            for k in (2, 3, 4):
                self._client.send_message("/n_set", [held, f"partial{k}", 440.0 * k * (1 + 0.1 * loss)])
        self.sent.append(time.monotonic())

    def _step(self, draw: bool) -> float:
        if draw:
            with torch.no_grad():
                self._target.uniform_(-1, 1)
                self._theta.uniform_(-1, 1)
        a, b, c, d = self._theta - self._target
        x = self._x
        loss = ((a * x**3 + b * x**2 + c * x + d) ** 2).mean()
        loss.backward()
        with torch.no_grad():
            self._theta.sub_(0.15 * self._theta.grad)
            self._theta.grad.zero_()
        return float(loss.item())


def main(trains: bool) -> None:
    """Listen until SIGINT; say ``ready``, and at the end when each note was answered."""
    torch.set_num_threads(1)
    sink = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    sink.bind(("127.0.0.1", 0))  # nobody reads: a scsynth would cost the same here
    naive = Naive(SimpleUDPClient(*sink.getsockname()))
    port = rtmidi.MidiIn(rtmidi.API_UNIX_JACK, name="naive")
    port.set_callback(naive.called)
    port.open_port(next(n for n, name in enumerate(port.get_ports()) if PORT in name))
    under_way, over = threading.Event(), threading.Event()
    threading.Thread(target=train, args=(under_way.set,), daemon=True).start() if trains else under_way.set()
    under_way.wait()
    signal.signal(signal.SIGINT, lambda number, frame: over.set())
    print("ready", flush=True)
    over.wait()
    port.cancel_callback()
    print(json.dumps({"sent": naive.sent}), flush=True)
    os._exit(0)  # the training is in the midst of something


if __name__ == "__main__":
    import sys

    main("trains" in sys.argv)
