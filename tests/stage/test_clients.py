"""Clients on stage: a piece played by OSC alone, players that die, cues from elsewhere, and who may speak at all.

The clients here speak by python-osc, which knows nothing of Descant's own reading and writing.
"""

import json
import re
import signal
import socket
import struct
import subprocess
import sys
import time
from pathlib import Path

import mido
import psutil
import pytest
from jack_server import Jack
from live_maker import OnStage, Player, synths, until
from midi_maker import PATCH
from pythonosc.osc_bundle_builder import OscBundleBuilder
from pythonosc.osc_message import OscMessage
from pythonosc.osc_message_builder import OscMessageBuilder
from pythonosc.osc_packet import OscPacket
from test_live import replayed, whole

PLAYED = PATCH.parent / "takes" / f"{PATCH.stem}.mid"
FASTER = 14  # three minutes in thirteen seconds
AHEAD_S = 0.15
ALWAYS_SOUNDING = 1
MUTED = ("--set", "piano/mute=1")
Heard = tuple[str, tuple[object, ...]]


def message(address: str, *arguments: object) -> OscMessage:
    builder = OscMessageBuilder(address)
    for argument in arguments:
        builder.add_arg(argument)
    return builder.build()


class Client:
    """A program that speaks OSC from one port and hears at the same."""

    def __init__(self, stage: OnStage, host: str = "127.0.0.1") -> None:
        self.udp = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        self.udp.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 1 << 21)
        self.udp.bind((host, 0))
        self.port = self.udp.getsockname()[1]
        self._to = ("127.0.0.1", osc_port(stage))

    def say(self, address: str, *arguments: object) -> None:
        self.udp.sendto(message(address, *arguments).dgram, self._to)

    def say_at(self, when: float, address: str, *arguments: object) -> None:
        """Say something that is to be done at a time, in seconds since 1970."""
        builder = OscBundleBuilder(when)
        builder.add_content(message(address, *arguments))
        self.udp.sendto(builder.build().dgram, self._to)

    def hear(self, seconds: float = 0.0) -> list[Heard]:
        """Return what comes in this time."""
        heard: list[Heard] = []
        end = time.monotonic() + seconds
        while True:
            self.udp.settimeout(max(0.001, end - time.monotonic()))
            try:
                packet = OscPacket(self.udp.recv(65536))
            except (TimeoutError, ConnectionRefusedError):
                if time.monotonic() >= end:
                    return heard
                continue
            heard += [(timed.message.address, tuple(timed.message.params)) for timed in packet.messages]

    def answered(self, address: str, *arguments: object, by: str, seconds: float = 3.0) -> list[Heard]:
        """Say something and return what is heard until the answer has come."""
        self.say(address, *arguments)
        heard: list[Heard] = []
        end = time.monotonic() + seconds
        while not any(said == by for said, _ in heard):
            assert time.monotonic() < end, f"{address} was not answered by {by}: {heard}"
            heard += self.hear(0.02)
        return heard


def osc_port(stage: OnStage) -> int:
    """Return the port that it said it hears clients at."""
    stage.hears("clients: OSC port ")
    return int(re.search(r"clients: OSC port (\d+)", stage.said)[1])


def ready(stage: OnStage) -> Client:
    """Return a client that has been answered: the performance has begun."""
    client = Client(stage)
    end = time.monotonic() + 10
    while time.monotonic() < end:
        client.say("/descant/ping")
        if client.hear(0.2):
            return client
    raise AssertionError(f"nobody answers: {stage.said}")


# ---------------------------------------------------------------- a piece by OSC alone


def plan() -> list[tuple[float, str, tuple[object, ...]]]:
    """Return the bundled performance as messages, in a hurry: when, where to, what."""
    found: list[tuple[float, str, tuple[object, ...]]] = []
    now, armed = 0.0, True  # the pedal sends half-pedal values
    for event in mido.MidiFile(PLAYED):
        now += event.time / FASTER
        match event.type:
            case "note_on" if event.velocity:
                found.append((now, "/descant/note", (event.note, event.velocity)))
            case "note_on" | "note_off":
                found.append((now, "/descant/note", (event.note, 0)))
            case "control_change" if event.control == 67 and event.value >= 64 and armed:
                found.append((now, "/descant/cue/go", ()))
                armed = False
            case "control_change" if event.control == 67 and event.value <= 20:
                armed = True
    return found


def test_a_script_that_speaks_only_osc_plays_the_piece(jack: Jack, tmp_path: Path) -> None:
    with OnStage(jack, tmp_path / "take", *MUTED, "--seed", 11, "--osc-port", 0) as stage:
        client = ready(stage)
        client.hear(0.1)
        welcome = client.answered("/descant/hello", "script", client.port, by="/descant/cue")
        assert [address for address, _ in welcome] == ["/descant/welcome", "/descant/cue"]
        assert welcome[1][1] == (1.0, "Cubics", 2.0, "Knots")
        learned_all(client)
        client.say("/descant/subscribe", "*/loss", 60.0)
        heard, sent = perform(client)
        heard += client.hear(0.5)
        client.say("/descant/bye")
        time.sleep(0.3)
        assert synths() == ALWAYS_SOUNDING
        assert stage.end() == 0
        whole(stage)
        lines = stage.lines()
        notes = [(line["pitch"], line["velocity"]) for line in lines if line.get("in") == "note"]
        assert sorted(notes) == sorted(sent) and len(sent) > 500
        assert [line["cue"] for line in lines if "cue" in line] == [1, 2, 3, 4]
        assert [arguments[1] for address, arguments in heard if address == "/descant/cue"] == [
            "Knots", "Knots, seen", "Cubics, seen",
        ]  # fmt: skip
        assert not [told for told in heard if told[0] in ("/descant/error", "/descant/cue/refused")]
        of_the_take(heard, lines)
        replayed(stage)


def learned_all(client: Client) -> None:
    """Ask for everything that there is; what is told once can be asked for again."""
    told = client.answered("/descant/list", by="/descant/list/end")
    parameters = [arguments[0] for address, arguments in told if address == "/descant/parameter"]
    streams = [arguments[0] for address, arguments in told if address == "/descant/stream"]
    assert told[-1] == ("/descant/list/end", (len(parameters) + len(streams),))
    assert {"cubics/learning_rate", "overtones/level_db", "cubics-to-detune/amount", "bend/depth"} <= {*parameters}
    for name in parameters[::7]:
        value = client.answered("/descant/get", name, by="/descant/value")[-1]
        own = client.answered(f"/descant/{name}", by=f"/descant/{name}")[-1]
        assert value == ("/descant/value", (name, *own[1]))
    buses = [client.answered("/descant/bus", name, by="/descant/bus")[-1][1] for name in streams]
    assert buses == [(name, buses[0][1] + place) for place, name in enumerate(streams)]
    cues = client.answered("/descant/cue/list", by="/descant/cue/list/end")
    assert [arguments[:2] for address, arguments in cues if address == "/descant/cue/entry"] == [
        (1.0, "Cubics"), (2.0, "Knots"), (3.0, "Knots, seen"), (4.0, "Cubics, seen"),
    ]  # fmt: skip
    server = client.answered("/descant/server", by="/descant/server")[-1][1]
    assert server[:2] == ("127.0.0.1", 57130)


def perform(client: Client) -> tuple[list[Heard], list[tuple[float, float]]]:
    """Play, every other second with stamps ahead; return what was heard, and the notes."""
    heard: list[Heard] = []
    sent: list[tuple[float, float]] = []
    begin, epoch = time.monotonic() + 0.2, time.time() + 0.2
    for when, address, arguments in plan():
        stamped = int(when) % 2 == 1
        heard += client.hear(max(0.0, begin + when - AHEAD_S * stamped - time.monotonic()))
        if address == "/descant/note":
            sent.append((float(arguments[0]), float(arguments[1])))
        if stamped:
            client.say_at(epoch + when, address, *arguments)
        else:
            client.say(address, *arguments)
    return heard, sent


def of_the_take(heard: list[Heard], lines: list[dict]) -> None:
    """The losses that were heard are those of the take, and they came at most sixty times a second."""
    for part in ("cubics", "knots"):
        losses = {struct.pack(">f", line["loss"]) for line in lines if line.get("step") == part}
        told = [arguments[0] for address, arguments in heard if address == f"/descant/{part}/loss"]
        assert len(told) > 50 and {struct.pack(">f", loss) for loss in told if loss} <= losses


# ---------------------------------------------------------------- players that die

PLAYS_AND_WAITS = """
import socket, struct, sys, time
port, hello = int(sys.argv[1]), sys.argv[2] == "hello"
def text(words): return words.encode() + b"\\0" * (4 - len(words) % 4)
udp = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
udp.bind(("127.0.0.1", 0))
def say(address, tags, data): udp.sendto(text(address) + text("," + tags) + data, ("127.0.0.1", port))
if hello:
    say("/descant/hello", "si", text("doomed") + struct.pack(">i", udp.getsockname()[1]))
for pitch in (60, 64, 67):
    say("/descant/note", "ff", struct.pack(">ff", pitch, 90))
print("playing", flush=True)
time.sleep(60)
"""


@pytest.mark.parametrize("hello", ["hello", "silent"])
def test_a_client_that_dies_with_keys_down_is_released(jack: Jack, tmp_path: Path, hello: str) -> None:
    with OnStage(jack, tmp_path / "take", *MUTED, "--seed", 3, "--osc-port", 0) as stage:
        client = ready(stage)
        client.say("/descant/note", 48, 90)
        command = [sys.executable, "-c", PLAYS_AND_WAITS, str(osc_port(stage)), hello]
        with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as doomed:
            assert doomed.stdout.readline() == "playing\n"
            until(lambda: synths() == ALWAYS_SOUNDING + 4, 3, "its notes and ours sound")
            time.sleep(2.5)  # it hears nothing that it is told, and lives
            assert synths() == ALWAYS_SOUNDING + 4
            doomed.send_signal(signal.SIGKILL)
            doomed.wait()
        until(lambda: synths() == ALWAYS_SOUNDING + 1, 4, "its notes are released, and ours sounds on")
        client.say("/descant/note", 48, 0)
        until(lambda: synths() == ALWAYS_SOUNDING, 3, "ours has ended too")
        assert stage.end() == 0
        whole(stage)
        lines = stage.lines()
        (place,) = [place for place, line in enumerate(lines) if line.get("in") == "lost"]
        assert [line["off"] for line in lines[place + 1 : place + 4]] == [True] * 3
        replayed(stage)


def test_subscribers_that_die_cost_nobody_anything(jack: Jack, tmp_path: Path) -> None:
    with OnStage(jack, tmp_path / "take", *MUTED, "--seed", 3, "--osc-port", 0) as stage:
        client = ready(stage)
        doomed = [Client(stage) for _ in range(20)]
        for place, one in enumerate([*doomed, client]):
            one.answered("/descant/hello", f"{place}", one.port, by="/descant/cue")
            one.say("/descant/subscribe", "*", 1000.0)
        client.hear(0.2)
        heard: list[Heard] = []
        for n in range(40):
            if n % 2:
                doomed.pop().udp.close()
            client.say("/descant/note", 60 + n, 90)
            heard += client.hear(0.05)
            client.say("/descant/note", 60 + n, 0)
        heard += client.hear(0.3)
        assert stage.end() == 0
        whole(stage)
        losses = [struct.pack(">f", line["loss"]) for line in stage.lines() if "step" in line]
        assert [struct.pack(">f", told[0]) for address, told in heard if address == "/descant/cubics/loss"] == losses


# ---------------------------------------------------------------- cues from elsewhere


def test_cues_come_from_keys_programs_and_show_controllers(jack: Jack, tmp_path: Path, player: Player) -> None:
    text = PATCH.read_text()
    text = text.replace(
        "program_change = true", 'cue_notes = { 21 = "go", 22 = "panic" }\ncue_programs = { 9 = "Knots, seen" }'
    )
    text = text.replace("# ------------------------------------------------------------------ who learns", (
        '[osc]\ntriggers = { "/qlab/next" = "go", "/qlab/2" = 2, "/eos/back" = "back", "/stop" = "panic" }\n'
    ))  # fmt: skip
    (tmp_path / "piece.toml").write_text(text)
    with OnStage(jack, tmp_path / "take", tmp_path / "piece.toml", *MUTED, "--seed", 3, "--osc-port", 0) as stage:
        stage.hears("plays from")
        client = ready(stage)
        client.answered("/descant/hello", "desk", client.port, by="/descant/cue")

        def told() -> list[float]:
            return [arguments[0] for address, arguments in client.hear(0.35) if address == "/descant/cue"]

        client.say("/qlab/next")
        assert told() == [2.0]
        player.strike(21)
        assert told() == [3.0]
        client.say("/qlab/2", 1.0)
        client.say("/qlab/2", 0.0)
        assert told() == [2.0]
        player.send((0xC0, 9))
        assert told() == [3.0]
        client.say("/eos/back")
        assert told() == [2.0]
        client.say("/stop")
        player.strike(22)
        assert told() == []
        client.say("/qlab/next", 1)
        assert told() == [3.0]
        player.strike(60)
        assert stage.end() == 0
        whole(stage)
        lines = stage.lines()
        assert [line["on"] for line in lines if "on" in line] == [60]  # a key that goes to a cue does not sound
        assert [line["in"] for line in lines if "in" in line].count("panic") == 1
        replayed(stage)


# ---------------------------------------------------------------- who may speak


def test_a_second_one_at_the_same_port_is_one_line_and_leaves_no_take(jack: Jack, tmp_path: Path) -> None:
    with OnStage(jack, tmp_path / "first") as first:
        ready(first)
        assert osc_port(first) == 57140
        with OnStage(jack, tmp_path / "second") as second:
            assert second.ended() == 1
            assert second.said == "error: OSC port 57140: is taken; give another one with --osc-port\n"
        assert not (tmp_path / "second").exists()
        assert first.end() == 0


def bound_to(stage: OnStage) -> str:
    """Return the address at which it hears clients."""
    port = osc_port(stage)
    (found,) = {each.laddr.ip for each in psutil.net_connections("udp4") if each.laddr and each.laddr.port == port}
    return str(found)


def test_other_machines_are_not_heard_unless_the_patch_lists_them(jack: Jack, tmp_path: Path) -> None:
    with OnStage(jack, tmp_path / "alone", "--osc-port", 0) as stage:
        ready(stage)
        assert bound_to(stage) == "127.0.0.1"
        assert stage.end() == 0
    text = PATCH.read_text().replace(
        "# ------------------------------------------------------------------ who learns",
        '[osc]\nallow = ["127.0.0.3", "192.0.2.7"]\n',
    )
    (tmp_path / "piece.toml").write_text(text)
    with OnStage(jack, tmp_path / "open", tmp_path / "piece.toml", "--osc-port", 0) as stage:
        ready(stage)
        assert bound_to(stage) == "0.0.0.0"
        listed, stranger = Client(stage, "127.0.0.3"), Client(stage, "127.0.0.2")
        for one in (stranger, listed):
            for _ in range(100):
                one.say("/descant/panic")
                one.say("/descant/ping")
        assert [address for address, _ in listed.hear(0.3)] == ["/descant/pong"] * 100
        assert stranger.hear(0.1) == []
        assert stage.end() == 0
        heard_from = {line["from"] for line in stage.lines() if line.get("in") == "panic"}
        assert heard_from == {f"127.0.0.3:{listed.port}"}


# ---------------------------------------------------------------- what takes long


def test_the_music_does_not_wait_for_a_learning_rate_that_is_sought(jack: Jack, tmp_path: Path) -> None:
    with OnStage(jack, tmp_path / "take", *MUTED, "--seed", 3, "--osc-port", 0) as stage:
        client = ready(stage)
        client.say("/descant/tune", "knots", 60.0)  # a second or more of searching
        for n in range(20):
            client.say("/descant/note", 60 + n, 90)
            client.say("/descant/note", 60 + n, 0)
            client.answered("/descant/ping", by="/descant/pong")
            time.sleep(0.02)
        end = time.monotonic() + 20
        while client.answered("/descant/get", "knots/seconds_to_tune", by="/descant/value")[-1][1][1] != 60.0:
            assert time.monotonic() < end
            time.sleep(0.1)
        assert stage.end() == 0
        whole(stage)
        lines = stage.lines()
        tuned = next(place for place, line in enumerate(lines) if line.get("name") == "knots/seconds_to_tune")
        last = max(place for place, line in enumerate(lines) if line.get("in") == "note")
        assert tuned > last  # all the notes had been played by then
        replayed(stage)


def test_a_take_names_who_did_what(jack: Jack, tmp_path: Path) -> None:
    with OnStage(jack, tmp_path / "take", *MUTED, "--osc-port", 0) as stage:
        client = ready(stage)
        said = [
            ("/descant/set", ("cubics/points", 50)), ("/descant/cubics/noise", (0.05,)),
            ("/descant/pad", ("cubics", 0.5)), ("/descant/freeze", (1,)), ("/descant/freeze", (0,)),
            ("/descant/cue/goto", ("Knots",)),
        ]  # fmt: skip
        for address, arguments in said:
            client.say(address, *arguments)
        client.answered("/descant/ping", by="/descant/pong")
        assert stage.end() == 0
        who = f"127.0.0.1:{client.port}"
        inputs = [{k: v for k, v in line.items() if k != "t"} for line in stage.lines() if "in" in line]
        assert inputs == [
            {"in": "set", "from": who, "name": "cubics/points", "value": 50},
            {"in": "set", "from": who, "name": "cubics/noise", "value": 0.05},
            {"in": "pad", "from": who, "part": "cubics", "at": [0.5]},
            {"in": "freeze", "from": who, "on": True},
            {"in": "freeze", "from": who, "on": False},
            {"in": "cue", "from": who, "do": "goto", "to": "Knots"},
            {"in": "stop"},
        ]
        assert json.loads((stage.take / "take.jsonl").read_text().splitlines()[0])["protocol"] == 1
