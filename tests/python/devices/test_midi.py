"""MIDI from real ports of a real JACK server, which come and go, through the real process, which is killed."""

import os
import select
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from descant.devices import midi, midi_process, midi_records
from descant.devices.midi import Connected, Died, Lost, Midi, Warned
from descant.devices.midi_ports import matches
from descant.devices.midi_systems import numbered


def connected(count=1):
    return lambda records: sum(isinstance(record, Connected) for record in records) >= count


def messages(count):
    return lambda records: len(notes(records)) >= count


def notes(records):
    return [record.data for record in records if isinstance(record, Midi)]


def kinds(records):
    return [type(record) for record in records]


def ended(pid):
    """Say whether a process is over, reaped or not."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] == "Z"
    except FileNotFoundError:
        return True


def wait_until(true, longest_s=5.0):
    end = time.monotonic() + longest_s
    while not true():
        assert time.monotonic() < end
        time.sleep(0.02)


# ---------------------------------------------------------------- playing


def test_notes_arrive_whole_in_order_and_stamped(jack, inputs, heard):
    player = jack.player("Disklavier")
    piano = inputs({"piano": "disklavier"})
    first = heard(piano, connected())
    assert [(record.source, record.port) for record in first] == [("piano", "Disklavier:out")]
    played = [(0x90 + n % 16, n % 128, 1 + n % 127) for n in range(300)]
    sent = player.play(played)
    records = heard(piano, messages(300))
    assert notes(records) == played
    stamps = [record.arrived_s for record in records]
    assert stamps == sorted(stamps)
    late_s = sorted(arrived_s - sent_s for arrived_s, sent_s in zip(stamps, sent, strict=True))
    assert late_s[0] >= 0
    assert late_s[len(late_s) // 2] < 0.06  # two periods of JACK's and a little


def test_clock_sensing_and_sysex_are_not_passed_on(jack, inputs, heard):
    player = jack.player("keys")
    keys = inputs({"keys": "keys"})
    heard(keys, connected())
    player.play([(0xF8,), (0xFE,), (0xF0, 0x7E, 0x7F, 0x09, 0x01, 0xF7), (0xFA,), (0xF2, 1, 2), (0xC0, 3)])
    assert notes(heard(keys, messages(1))) == [(0xC0, 3)]


def test_a_clock_is_passed_on_for_the_input_that_wants_it(jack, inputs, heard):
    player = jack.player("keys")
    both = inputs({"keys": "keys", "drum": "key"}, clocks={"drum"})
    heard(both, connected(2))
    clock = [(0xFA,), (0xF8,), (0xF2, 1, 2), (0xFB,), (0xFC,)]
    player.play([(0xF1, 3), (0xFE,), *clock, (0xF6,), (0xC0, 3)])
    records = heard(both, messages(7))
    assert [record.data for record in records if record.source == "drum"] == [*clock, (0xC0, 3)]
    assert [record.data for record in records if record.source == "keys"] == [(0xC0, 3)]


def test_nonsense_from_a_device_is_said_once(jack, inputs, heard):
    player = jack.player("keys")
    keys = inputs({"keys": "keys"})
    heard(keys, connected())
    player.play([*[(0x90, 60, 200)] * 7, (0x90, 60, 1)])
    records = heard(keys, messages(1))
    records += heard(keys, lambda more: any(isinstance(record, Warned) for record in records + more))
    assert notes(records) == [(0x90, 60, 1)]
    assert [record.text for record in records if isinstance(record, Warned)] == [
        "keys:out: sent what is no MIDI message (1 so far, now 90 3c c8)"
    ]


def test_one_input_hears_several_ports_and_one_port_feeds_several_inputs(jack, inputs, heard):
    left, right = jack.player("left"), jack.player("right")
    both = inputs({"any": "", "hand": "left"})
    found = heard(both, connected(3))
    assert {(record.source, record.port) for record in found} == {
        ("any", "left:out"), ("any", "right:out"), ("hand", "left:out"),
    }  # fmt: skip
    left.play([(0x90, 40, 1)])
    right.play([(0x90, 80, 1)])
    records = heard(both, messages(3))
    assert sorted((record.source, record.data[1]) for record in records) == [("any", 40), ("any", 80), ("hand", 40)]


def test_our_own_ports_are_never_connected(jack, inputs, heard):
    jack.player("descant")
    jack.player("piano")
    anything = inputs({"any": ""})
    records = heard(anything, connected())
    time.sleep(0.6)  # two more scans
    assert [record.port for record in records + anything.read()] == ["piano:out"]


def test_an_alias_of_a_port_is_a_name_of_it(jack, inputs, heard):
    jack.player("system_7")
    subprocess.run(["jack_alias", "system_7:out", "Yamaha Disklavier"], check=True, capture_output=True)
    assert midi.ports("jack") == ["Yamaha Disklavier"]
    records = heard(inputs({"piano": "Disklavier"}), connected())
    assert records[0].port == "system_7:out"


# ---------------------------------------------------------------- coming and going


def test_a_port_unplugged_in_mid_chord_is_lost_and_found_again(jack, inputs, heard):
    piano = inputs({"piano": "piano"})
    player = jack.player("piano")  # plugged in while running
    heard(piano, connected())
    player.play([(0x90, 60, 90), (0x90, 64, 90)])
    records = heard(piano, messages(2))
    player.unplug()
    records += heard(piano, lambda more: Lost in kinds(more))
    assert kinds(records) == [Midi, Midi, Lost]
    again = jack.player("piano")
    assert kinds(heard(piano, connected())) == [Connected]
    again.play([(0x80, 60, 0)])
    assert notes(heard(piano, messages(1))) == [(0x80, 60, 0)]


def test_a_port_replugged_faster_than_it_is_looked_for_is_heard_again(jack, inputs, heard):
    player = jack.player("piano")
    piano = inputs({"piano": "piano"})
    heard(piano, connected())
    for pitch in (60, 61, 62):
        player.replug()
        assert kinds(heard(piano, connected())) == [Lost, Connected]
        player.play([(0x90, pitch, 1)])
        assert notes(heard(piano, messages(1))) == [(0x90, pitch, 1)]


def test_jack_killed_and_started_again(jack, inputs, heard):
    player = jack.player("piano")
    piano = inputs({"piano": "piano"})
    heard(piano, connected())
    pid = piano.pid
    for _ in range(2):
        jack.kill()
        records = heard(piano, lambda more: Died in kinds(more))
        assert kinds(records) == [Lost, Died]
        assert not records[1].process
        player.unplug()
        jack.start()
        player = jack.player("piano")
        heard(piano, connected())
        player.play([(0x90, 60, 1)])
        assert notes(heard(piano, messages(1))) == [(0x90, 60, 1)]
    assert piano.pid == pid


def test_jack_may_come_later(silent_jack, inputs, heard):
    piano = inputs({"piano": ""})
    (record,) = heard(piano, len)
    assert not record.process
    assert "no JACK server is running" in record.text
    with pytest.raises(OSError, match="no MIDI system: no JACK server"):
        midi.ports("jack")
    silent_jack.start()
    silent_jack.player("piano")
    assert kinds(heard(piano, connected())) == [Connected]


# ---------------------------------------------------------------- the process


def test_the_process_killed_is_said_and_started_anew(jack, inputs, heard):
    player = jack.player("piano")
    piano = inputs({"piano": "piano"})
    heard(piano, connected())
    os.kill(piano.pid, signal.SIGKILL)
    records = heard(piano, lambda more: Died in kinds(more))
    assert kinds(records) == [Lost, Died]
    assert records[1].process
    assert "signal 9" in records[1].text
    assert not piano.running
    assert piano.read() == []
    assert not select.select([piano], [], [], 0)[0]  # a loop that selects does not spin
    piano.restart()
    heard(piano, connected())
    player.play([(0x90, 60, 1)])
    assert notes(heard(piano, messages(1))) == [(0x90, 60, 1)]


def test_interrupts_are_the_owners(jack, inputs, heard):
    player = jack.player("piano")
    piano = inputs({"piano": "piano"})
    heard(piano, connected())
    os.kill(piano.pid, signal.SIGINT)
    player.play([(0x90, 60, 1)])
    assert notes(heard(piano, messages(1))) == [(0x90, 60, 1)]


def test_stop_ends_it_and_may_be_said_twice(jack, inputs, heard):
    piano = inputs({"piano": ""})
    jack.player("piano")
    heard(piano, connected())
    pid = piano.pid
    with pytest.raises(RuntimeError, match="running"):
        piano.start()
    piano.stop()
    piano.stop()
    assert ended(pid)
    assert piano.read() == []


OWNER = """
import os, time
from descant.devices.midi import MidiInputs
inputs = MidiInputs({"piano": ""}, api="jack")
inputs.start()
inputs.read()
worker = os.fork()  # holds a copy of the channel, as any forked worker does
if not worker:
    time.sleep(60)
    os._exit(0)
print(inputs.pid, worker, flush=True)
time.sleep(60)
"""


def test_no_orphan_is_left_when_the_owner_is_killed(jack):
    with subprocess.Popen([sys.executable, "-c", OWNER], stdout=subprocess.PIPE, text=True) as owner:
        pid, worker = map(int, owner.stdout.readline().split())
        time.sleep(0.5)
        assert not ended(pid)
        owner.kill()
        try:
            wait_until(lambda: ended(pid))
        finally:
            os.kill(worker, signal.SIGKILL)


def test_the_process_holds_no_torch(jack, inputs, heard):
    piano = inputs({"piano": ""})
    jack.player("piano")
    heard(piano, connected())
    maps = Path(f"/proc/{piano.pid}/maps").read_text()
    assert "rtmidi" in maps
    assert not any(library in maps for library in ("torch", "libgomp", "libiomp", "numpy", "/cv2/"))


# ---------------------------------------------------------------- a reader that is late


def flood():
    """5,000 values of three controllers, with 200 notes and 100 pedal edges between them."""
    played = []
    for n in range(5000):
        played.append((0xB0, (1, 7, 74)[n % 3], n * 7 % 128))
        if n % 25 == 0:
            played.append((0x90, n // 25 % 128, 1 + n // 128))
        if n % 50 == 0:
            played.append((0xB0, 64, n // 50))
    return [*played, (0x80, 0, 0)]


def test_a_reader_that_sleeps_gets_every_note_and_the_newest_values(jack, inputs, heard):
    player = jack.player("piano")
    piano = inputs({"piano": "piano"})
    heard(piano, connected())
    played = flood()
    player.begin(played, gap_s=0.0004)
    time.sleep(2.5)
    got = notes(heard(piano, lambda more: (0x80, 0, 0) in notes(more)))
    player.sent()
    values = [data for data in played if data[0] == 0xB0 and data[1] != 64]
    got_values = [data for data in got if data[0] == 0xB0 and data[1] != 64]
    assert [data for data in got if data not in values] == [data for data in played if data not in values]
    assert len(got_values) < len(values) / 2
    for controller in (1, 7, 74):
        assert [v for v in got_values if v[1] == controller][-1] == [v for v in values if v[1] == controller][-1]
    rest = iter(played)
    assert all(data in rest for data in got)  # what came is in the order of what was played


def wire(**options):
    ours, theirs = socket.socketpair()
    theirs.setblocking(False)
    theirs.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, 4096)
    ours.setblocking(False)
    return ours, midi_process.Wire(theirs, **options)


def drained(ours, line, decoder):
    got = []
    while True:
        try:
            got += decoder.feed(ours.recv(65536))
        except BlockingIOError:
            line.flush()
            try:
                got += decoder.feed(ours.recv(65536))
            except BlockingIOError:
                return notes(got)


def test_only_values_lose_their_place():
    ours, line = wire(kept=[20])
    with ours:
        for n in range(2000):
            for data in (
                (0xB0, 1, n % 128), (0xB0, 20, n % 128), (0xE0, 0, n % 128), (0xD1, n % 128), (0xA0, 60, n % 128),
            ):  # fmt: skip
                line.message(0, 1.0, data)
            line.flush()
        got = drained(ours, line, midi_records.Decoder(["piano"]))
    assert [data for data in got if data[:2] == (0xB0, 20)] == [(0xB0, 20, n % 128) for n in range(2000)]
    assert got[-1] == (0xA0, 60, 1999 % 128)
    for value in ((0xB0, 1, 1999 % 128), (0xE0, 0, 1999 % 128), (0xD1, 1999 % 128)):
        assert value in got[-8:]
    assert len(got) < 3500


def test_what_nobody_reads_does_not_grow_without_bound():
    ours, line = wire()
    with ours, pytest.raises(OverflowError):
        for _ in range(midi_process.MOST_WAITING + 2000):
            line.message(0, 1.0, (0x90, 60, 1))
            line.flush()


# ---------------------------------------------------------------- bytes that make no sense


@given(st.lists(st.binary(max_size=200), max_size=8))
def test_the_decoder_takes_any_bytes(pieces):
    decoder = midi_records.Decoder(["piano"])
    for piece in pieces:
        for record in decoder.feed(piece):
            assert isinstance(record, midi_records.Record)


@given(st.lists(st.integers(1, 40), min_size=1, max_size=60))
def test_records_may_come_in_any_pieces(sizes):
    sent = [midi_records.message_bytes(0, n / 8, (0x90, n, 1)) for n in range(40)]
    sent.insert(7, midi_records.text_bytes(midi_records.CONNECTED, 0, 1.0, "Пианино:é 1"))
    stream, decoder, got = b"".join(sent), midi_records.Decoder(["piano"]), []
    for size in sizes:
        got += decoder.feed(stream[:size])
        stream = stream[size:]
    got += decoder.feed(stream)
    assert notes(got) == [(0x90, n, 1) for n in range(40)]
    assert got[7] == Connected(1.0, "piano", "Пианино:é 1")


@pytest.mark.parametrize(
    "garbage",
    [b"\xff" * 400, bytes(400), midi_records.message_bytes(0, 1.0, (0x90, 200, 1)), b"\x03\x00\x01", b""],
    ids=["ones", "zeros", "no MIDI", "cut short", "nothing"],
)
def test_a_process_gone_mad_is_ended(monkeypatch, heard, garbage):
    good = midi_records.message_bytes(0, 1.0, (0x90, 60, 1))

    def spawn(settings, *, pass_fds):
        write = (
            f"import os, time; os.write({pass_fds[0]}, {good + garbage!r}); time.sleep({0 if len(garbage) < 4 else 60})"
        )
        return subprocess.Popen([sys.executable, "-c", write], pass_fds=pass_fds)

    monkeypatch.setattr(midi, "_spawn", spawn)
    with midi.MidiInputs({"piano": ""}) as inputs:
        pid = inputs.pid
        records = heard(inputs, lambda more: Died in kinds(more))
        assert notes(records) == [(0x90, 60, 1)]
        assert records[-1].process
        assert not inputs.running
        wait_until(lambda: ended(pid))


# ---------------------------------------------------------------- names


def test_names():
    assert matches("disk", "YAMAHA Disklavier:out")
    assert not matches("roland", "YAMAHA Disklavier:out")
    assert matches("", "YAMAHA Disklavier:out")
    assert not matches("", "Midi Through:Midi Through Port-0 14:0")
    assert matches("through", "Midi Through:Midi Through Port-0 14:0")
    assert numbered(["a", "b", "a"]) == {"a": 0, "b": 1, "a (2)": 2}


def test_what_cannot_be_asked_for():
    with pytest.raises(ValueError, match="api must be one of"):
        midi.MidiInputs({}, api="bluetooth")
    with pytest.raises(ValueError, match="api must be one of"):
        midi.ports("bluetooth")
    with pytest.raises(OSError, match="not windows"):
        midi.ports("windows")
    with pytest.raises(ValueError, match="at most 255"):
        midi.MidiInputs({str(n): "" for n in range(256)})
