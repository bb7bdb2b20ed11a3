"""The baseline of the OSC bench: python-osc's threading server, a handler that sets one value and says so on."""

import json
import os
import signal
import sys
import threading

from bench.client import LOCAL, Ear
from bench.osc_flood import VALUES

NAME = "python-osc, a thread a message, values one by one"
ASKED = "overtones/dull_db"  # by who measures, and nobody else


def main(port: str) -> None:
    """Hear the flood the obvious way until SIGINT."""
    from pythonosc.dispatcher import Dispatcher
    from pythonosc.osc_server import ThreadingOSCUDPServer
    from pythonosc.udp_client import SimpleUDPClient

    sink = Ear(0)  # nobody reads: a scsynth would cost the same here
    out = SimpleUDPClient(*sink.udp.getsockname())
    values: dict[str, float] = {}
    counts, lock = {"values": 0, "notes": 0}, threading.Lock()

    def set_value(address: str, value: float) -> None:
        with lock:
            values[address.removeprefix("/descant/")] = value
            counts["values"] += 1
            out.send_message("/n_set", [1000, address, value])

    def play(address: str, pitch: float, velocity: float) -> None:
        with lock:
            counts["values"] += 1
            counts["notes"] += velocity > 0
            out.send_message("/s_new", ["piano", int(pitch), 0, 1, "amplitude", velocity / 127])

    def get(client: tuple[str, int], address: str, name: str) -> None:
        SimpleUDPClient(*client).send_message("/descant/value", [name, values.get(name, 0.0)])

    dispatcher = Dispatcher()
    dispatcher.map("/descant/note", play)
    dispatcher.map("/descant/get", get, needs_reply_address=True)
    for name in (*VALUES, ASKED):
        dispatcher.map(f"/descant/{name}", set_value)
    server = ThreadingOSCUDPServer((LOCAL, int(port)), dispatcher)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    over = threading.Event()
    signal.signal(signal.SIGINT, lambda number, frame: over.set())
    print("ready", flush=True)
    over.wait()
    print(json.dumps(counts), flush=True)
    os._exit(0)  # threads may be in the midst of something


if __name__ == "__main__":
    main(*sys.argv[1:])
