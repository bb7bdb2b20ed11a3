"""The flood: notes and values of a running piece, sent evenly, ten thousand messages a second."""

import json
import random
import socket
import sys
import time

from bench.client import LOCAL, message

RATE = 10_050  # a little more than is promised, so that what is taken can be measured against it
NOTE_EVERY = 20  # the rest are values
VALUES = {
    "cubics/learning_rate": (-0.3, 0.8), "cubics/noise": (0.0, 0.1), "knots/learning_rate": (0.0, 0.1),
    "overtones/width": (0.0, 1.0), "overtones/decay_scale": (0.5, 2.0), "overtones/level_db": (-30.0, 0.0),
    "piano/width": (0.0, 1.0), "cubics-to-detune/amount": (0.0, 0.2), "bend/depth": (0.0, 0.5),
    "shift/red": (-1.0, 1.0),
}  # fmt: skip


def main(port: str, seconds: str) -> None:
    """Send it, and say what was sent. What the system does not take at once is sent again."""
    chance, plan, held, notes = random.Random(1), [], [], 0
    for n in range(int(float(seconds) * RATE)):
        if n % NOTE_EVERY:
            name = list(VALUES)[n % len(VALUES)]
            plan.append(message(name, chance.uniform(*VALUES[name])))
        elif len(held) == 8:
            plan.append(message("note", held.pop(0), 0.0))
        else:
            notes += 1
            held.append(float(36 + 5 * notes % 49))
            plan.append(message("note", held[-1], chance.uniform(1.0, 127.0)))
    udp = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    udp.connect((LOCAL, int(port)))
    print("ready", flush=True)
    begin = time.monotonic()
    for n, datagram in enumerate(plan):
        while (left := begin + n / RATE - time.monotonic()) > 0:
            time.sleep(min(left, 0.001))
        udp.send(datagram)
    took = time.monotonic() - begin
    for pitch in held:
        udp.send(message("note", pitch, 0.0))
    print(json.dumps({"messages": len(plan), "notes": notes, "seconds": took}), flush=True)


if __name__ == "__main__":
    main(*sys.argv[1:])
