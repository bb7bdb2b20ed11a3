"""A live scsynth on a real jackd: booting, joining, surviving, counting, recording."""

import json
import math
import os
import select
import signal
import socket
import subprocess
import sys
import textwrap
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import numpy as np
import psutil
import pytest
import soundfile
import supriya.ugens as u
from jack_server import Jack, free_port
from supriya import AddAction, SynthDefBuilder
from supriya.contexts.requests import NewSynth, ReleaseNode, SetControlBus, SetControlBusRange

from descant.errors import DescantError
from descant.sound import packed, ports, process
from descant.sound.engine import OFFLINE
from descant.sound.guard import BEAT_S, HUNG_BEATS, Guard, Notice
from descant.sound.offline import scsynth_path
from descant.sound.outlet import ServerOutlet
from descant.sound.recorder import record
from descant.sound.server import LiveServer, boot, join, tree_query

TONE_HZ = 440.0


def tone():
    with SynthDefBuilder(out=0, frequency_hz=TONE_HZ) as builder:
        u.Out.ar(bus=builder["out"], source=[u.SinOsc.ar(frequency=builder["frequency_hz"]) * 0.25] * 2)
    return builder.build(name="test-tone")


def alive(pid: int) -> bool:
    return psutil.pid_exists(pid) and psutil.Process(pid).status() != psutil.STATUS_ZOMBIE


def eventually(true: Callable[[], bool], seconds: float = 5.0) -> bool:
    until = time.monotonic() + seconds
    while not true() and time.monotonic() < until:
        time.sleep(0.01)
    return true()


@pytest.fixture
def server(jack: Jack) -> Iterator[LiveServer]:
    booted = boot(free_port())
    yield booted
    booted.close()


@contextmanager
def stranger(jack: Jack, logins: int = 4) -> Iterator[tuple[int, int]]:
    """Run a scsynth that Descant did not boot; give its port and process."""
    port = free_port()
    command = [scsynth_path(), "-u", str(port), "-l", str(logins), "-i", "2", "-o", "2", "-D", "0", "-R", "0"]
    child = subprocess.Popen(command, env=jack.environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        assert eventually(lambda: ports.answers(port))
        yield port, child.pid
    finally:
        child.kill()
        child.wait()
        Path(f"/dev/shm/SuperColliderServer_{port}").unlink(missing_ok=True)  # what a killed one leaves behind


class Control:
    """What the control thread does with a guard."""

    def __init__(self, start: Callable[[], LiveServer]) -> None:
        self.rebuilt: list[tuple[LiveServer, str]] = []
        self.guard = Guard(start, self._rebuild)

    def _rebuild(self, fresh: LiveServer, why: str) -> None:
        self.rebuilt.append((fresh, why))
        with fresh.at(), fresh.add_synthdefs(tone()):
            self.synth = fresh.add_synth(tone())

    def until(self, what: str, seconds: float = 8.0) -> tuple[list[Notice], float]:
        began, notices = time.monotonic(), []
        while time.monotonic() - began < seconds:
            select.select([self.guard], [], [], 0.1)
            notices += self.guard.read()
            if any(notice.what == what for notice in notices):
                return notices, time.monotonic() - began
        raise AssertionError(f"no {what!r} within {seconds} s, only {notices}")


@pytest.fixture
def control(jack: Jack) -> Iterator[Control]:
    port = free_port()
    made = Control(lambda: boot(port))
    yield made
    made.guard.close()


# ---------------------------------------------------------------- boot
def test_boots_with_connections_and_quits_without_a_trace(jack: Jack):
    port = free_port()
    server = boot(port)
    pid = server.child.pid
    assert pid
    assert os.getpgid(pid) != os.getpgrp()  # a terminal's Ctrl-C does not reach it
    connections = jack.connections()
    assert connections.count("descant:out_1") == 2  # itself, and under system:playback_1
    assert connections.count("system:capture_2") == 2
    assert server.query_version().program_name == "scsynth"
    server.close()
    server.close()  # again: nothing more to do
    assert eventually(lambda: not alive(pid))
    assert not ports.answers(port)
    assert "descant" not in jack.connections()
    assert not ports._path(port).exists()


def test_without_jack_it_says_so(jack: Jack):
    with pytest.raises(DescantError, match="JACK 'nobody': is not running; start it"):
        boot(free_port(), jack="nobody")


def test_version_and_plugins_are_told():
    assert process.version(scsynth_path()).count(".") == 2
    assert {"IOUGens", "DiskIO_UGens"} <= set(process.plugins(scsynth_path()))


def test_a_taken_port_is_one_clear_line(jack: Jack, server: LiveServer):
    port = server.options.port
    with pytest.raises(DescantError, match=rf"port {port}: another Descant \(process {os.getpid()}\) is playing there"):
        boot(port)
    with stranger(jack) as (foreign, pid):
        with pytest.raises(DescantError, match=rf"port {foreign}: is used by a scsynth that is not Descant's; join it"):
            boot(foreign)
        assert alive(pid)


def test_a_port_of_another_program_is_one_clear_line(jack: Jack):
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as udp:
        udp.bind(("127.0.0.1", 0))
        with pytest.raises(DescantError, match="is used by another program; choose another port"):
            boot(udp.getsockname()[1])


# ---------------------------------------------------------------- the end of Descant
BOOT_AND_WAIT = """
    import sys, time
    from descant.sound.server import boot, exit_on_signals
    exit_on_signals()
    server = boot({port})
    print(server.child.pid, flush=True)
    time.sleep(60)
"""


@contextmanager
def other_descant(jack: Jack, port: int) -> Iterator[tuple[subprocess.Popen[str], int]]:
    script = textwrap.dedent(BOOT_AND_WAIT.format(port=port))
    child = subprocess.Popen([sys.executable, "-c", script], stdout=subprocess.PIPE, text=True)
    assert child.stdout
    scsynth = int(child.stdout.readline())
    try:
        yield child, scsynth
    finally:
        child.kill()
        child.wait()
        if alive(scsynth):
            os.kill(scsynth, signal.SIGKILL)


def test_sigterm_quits_scsynth(jack: Jack):
    with other_descant(jack, free_port()) as (python, scsynth):
        python.terminate()
        assert python.wait(5) == 128 + signal.SIGTERM
        assert eventually(lambda: not alive(scsynth))


@pytest.mark.parametrize("hung", [False, True])
def test_an_orphan_is_cleaned_up_and_a_stranger_is_not(jack: Jack, hung: bool):
    port = free_port()
    with stranger(jack) as (foreign, pid), other_descant(jack, port) as (python, orphan):
        python.kill()
        python.wait()
        assert alive(orphan)
        if hung:
            os.kill(orphan, signal.SIGSTOP)
        server = boot(port)
        try:
            assert server.left == ports.Left(port, orphan, None)
            assert not alive(orphan)
            assert alive(pid)
            assert ports.answers(foreign)
        finally:
            server.close()


def test_a_claim_of_a_process_id_used_again_is_none(jack: Jack, server: LiveServer):
    port = free_port()
    ports.claim(port, server.child.pid)
    path = ports._path(port)
    path.write_text(json.dumps(json.loads(path.read_text()) | {"scsynth_began": 1.0}))
    assert ports.clear(port) is None
    assert server.child.pid
    path.write_text("{half")
    assert ports.clear(port) is None


# ---------------------------------------------------------------- join
def tree(port: int) -> bytes | None:
    return ports.ask(tree_query(0), "127.0.0.1", port)


def test_joins_and_leaves_a_server_as_it_was(jack: Jack):
    with stranger(jack) as (port, pid):
        ports.ask(b"/g_new\0\0,iii\0\0\0\0" + np.array([77, 0, 0], ">i4").tobytes(), "127.0.0.1", port, 0.1)
        before = tree(port)
        first, second = join("127.0.0.1", port), join("127.0.0.1", port)
        assert first.default_group.id_ != second.default_group.id_
        with first.at(), first.add_synthdefs(tone()):
            synth = first.add_synth(tone())
        buses = [member.add_bus_group("control", count=8)[0].id_ for member in (first, second)]
        assert abs(buses[0] - buses[1]) >= 8
        first.sync()
        assert str(synth.id_) in str(first.query_tree(first.default_group))
        second.close()
        first.close()
        assert tree(port) == before
        for _ in range(5):  # a login is given back each time
            join("127.0.0.1", port).close()
        assert alive(pid)


def test_joining_what_is_full_or_absent_is_one_clear_line(jack: Jack):
    with stranger(jack, logins=1) as (port, _):
        only = join("127.0.0.1", port)
        with pytest.raises(DescantError, match=rf"127.0.0.1:{port}: takes no more clients; set s.options.maxLogins"):
            join("127.0.0.1", port)
        only.close()
    with pytest.raises(DescantError, match="no scsynth answers"):
        join("127.0.0.1", free_port())


# ---------------------------------------------------------------- the guard
def test_killed_it_is_back_in_under_half_a_second(control: Control):
    old = control.guard.server
    os.kill(old.child.pid, signal.SIGKILL)
    notices, took = control.until("back")
    assert [notice.what for notice in notices] == ["killed", "back"]
    assert notices[0].text == "ended by signal 9"
    assert notices[1].silence_s == pytest.approx(took, abs=0.1)
    assert took < 1.0  # 0.16 here; half a second is asked for on a machine that does nothing else
    assert [(fresh is not old, why) for fresh, why in control.rebuilt] == [(True, "killed")]
    assert control.guard.server is control.rebuilt[0][0]
    assert control.guard.generation == 2
    assert str(control.synth.id_) in str(control.guard.server.query_tree())


def test_killed_again_and_again_and_while_it_comes_back(control: Control):
    for _ in range(2):
        os.kill(control.guard.server.child.pid, signal.SIGKILL)
        assert eventually(lambda: control.guard._fresh is not None)  # nobody reads: it waits
        os.kill(control.guard._fresh[0].child.pid, signal.SIGKILL)
        control.until("back")
    assert str(control.synth.id_) in str(control.guard.server.query_tree())


def test_stopped_it_is_killed_and_brought_back(control: Control):
    pid = control.guard.server.child.pid
    os.kill(pid, signal.SIGSTOP)
    notices, took = control.until("back")
    assert [(notice.what, notice.text) for notice in notices] == [("hung", "it was stopped"), ("back", "")]
    assert notices[-1].silence_s == pytest.approx(took, abs=0.2)
    assert not alive(pid)
    assert len(control.rebuilt) == 1


def test_one_that_only_waits_for_its_jack_is_left_alone(jack: Jack, control: Control):
    server = control.guard.server
    jack.process.send_signal(signal.SIGSTOP)
    try:
        time.sleep(HUNG_BEATS * BEAT_S / 3)  # nobody answers, and scsynth itself is well
        assert ports.ask(tree_query(server.marker), "127.0.0.1", server.options.port, timeout_s=0.1) is None
    finally:
        jack.process.send_signal(signal.SIGCONT)
    assert eventually(lambda: ports.answers(server.options.port))
    assert control.guard.read() == []
    assert control.guard.server is server and alive(server.child.pid)


def test_one_that_hangs_without_being_stopped_is_brought_back_later(control: Control, monkeypatch):
    monkeypatch.setattr(process.Process, "stopped", False)  # the edge: what it hangs in is not to be seen from outside
    pid = control.guard.server.child.pid
    os.kill(pid, signal.SIGSTOP)
    notices, _ = control.until("back")
    assert [notice.what for notice in notices] == ["hung", "back"]
    assert notices[0].text.startswith("silent for ")
    assert notices[-1].silence_s > HUNG_BEATS * BEAT_S * 0.9
    assert not alive(pid)


def test_freed_nodes_are_made_again_on_the_same_server(control: Control):
    server = control.guard.server
    server.send(["/g_freeAll", 0])  # what Cmd-Period in sclang does
    notices, _ = control.until("back")
    assert [notice.what for notice in notices] == ["emptied", "back"]
    assert control.rebuilt == [(server, "emptied")]
    assert str(control.synth.id_) in str(server.query_tree())


def test_jack_gone_and_returned(jack: Jack, control: Control):
    jack.crash()
    notices, _ = control.until("waiting")
    assert [notice.what for notice in notices] == ["killed", "waiting"]
    assert "jack" in notices[0].text
    jack.start()
    notices, _ = control.until("back")
    assert len(control.rebuilt) == 1
    assert "descant:out_1" in jack.connections()


def test_a_joined_server_that_is_rebooted_is_joined_again(jack: Jack):
    with stranger(jack) as (port, pid):
        control = Control(lambda: join("127.0.0.1", port))
        os.kill(pid, signal.SIGSTOP)
        control.until("hung")
        os.kill(pid, signal.SIGCONT)  # ours was not to kill, and it came to by itself
        control.until("back")
        assert not control.rebuilt
        os.kill(pid, signal.SIGKILL)
        control.until("waiting")
        command = [scsynth_path(), "-u", str(port), "-l", "4", "-D", "0", "-R", "0"]
        with subprocess.Popen(command, env=jack.environment, stdout=subprocess.DEVNULL) as again:
            control.until("back")
            assert [why for _, why in control.rebuilt] == ["killed"]
            control.guard.close()
            assert again.poll() is None
            again.kill()


# ---------------------------------------------------------------- counts
def test_late_bundles_and_failed_messages_are_counted(control: Control):
    server = control.guard.server
    bus = server.add_bus("control")
    for _ in range(5):
        with server.at(time.time() - 0.05):
            bus.set(1.0)
    for _ in range(3):
        server.send(["/s_new", "nothing-like-it", -1, 0, 0])
    notices, _ = control.until("failed", 3.0)
    if not control.guard.late:
        notices += control.until("late", 3.0)[0]
    late = next(notice for notice in notices if notice.what == "late")
    assert control.guard.late == 5
    assert 50 <= float(late.text.split()[-2]) < 500
    assert eventually(lambda: control.guard.failed == 3, 2.0)
    failed = [notice for notice in (*notices, *control.guard.read()) if notice.what == "failed"]
    assert len(failed) <= 2
    assert "SynthDef not found" in failed[0].text


# ---------------------------------------------------------------- packed requests
def test_packed_requests_arrive_in_their_order(server: LiveServer):
    outlet = ServerOutlet(server)
    block = server.add_bus_group("control", count=16)
    first = int(block)
    outlet.install(0.0, [tone()])
    node = outlet.node()
    outlet.send(0.0, [
        SetControlBusRange([(first, [n / 4 for n in range(16)])]),
        SetControlBus([(first + 2, 7.0), (first + 3, 8.0)]),
        NewSynth("test-tone", node, AddAction.ADD_TO_HEAD, int(server.default_group), {"frequency_hz": 99.0}),
        SetControlBus([(first + 3, 9.0)]),
    ])  # fmt: skip
    server.sync()
    assert block.get() == pytest.approx([0, 0.25, 7, 9, *np.arange(4, 16) / 4])
    assert str(node) in str(server.query_tree())
    assert not server.failed


def test_a_request_that_cannot_be_packed_is_left_out_and_counted(control: Control):
    server = control.guard.server
    bus = server.add_bus("control")
    ServerOutlet(server).send(0.0, [SetControlBus([(int(bus), math.nan)]), SetControlBusRange([(int(bus), [0.5])])])
    server.sync()
    assert bus.get() == 0.5
    failed = next(notice for notice in control.until("failed", 3.0)[0] if notice.what == "failed")
    assert (failed.count, failed.text) == (1, f"SetControlBus: {packed.TOO_LARGE}")


def test_what_fails_on_the_server_is_heard_though_it_was_packed(control: Control):
    server = control.guard.server
    ServerOutlet(server).send(0.0, [ReleaseNode(77_777, has_gate=True)])
    failed = next(notice for notice in control.until("failed", 3.0)[0] if notice.what == "failed")
    assert "77777" in failed.text


def test_nothing_is_sent_to_a_server_that_is_gone(server: LiveServer):
    server.close()
    with pytest.raises(OFFLINE):
        ServerOutlet(server).send(0.0, [SetControlBus([(0, 1.0)])])


def test_synthdefs_small_and_large_are_there_when_installed(server: LiveServer):
    with SynthDefBuilder(out=0) as builder:
        u.Out.kr(bus=builder["out"], source=sum(u.SinOsc.kr(frequency=hz) for hz in range(1, 900)))
    large = builder.build(name="test-large")
    assert len(large.compile()) > 65_507
    server.install([tone(), large])
    with server.at():
        synths = [server.add_synth(tone()), server.add_synth(large, out=server.add_bus("control").id_)]
    server.sync()
    told = str(server.query_tree())
    assert all(str(synth.id_) in told for synth in synths)
    assert not server.failed


# ---------------------------------------------------------------- record
def test_a_recording_has_the_length_and_the_pitch_that_was_played(server: LiveServer, tmp_path: Path):
    with server.at(), server.add_synthdefs(tone()):
        server.add_synth(tone())
    server.sync()
    recording = record(server, tmp_path / "live.wav")
    time.sleep(1.5)
    count = recording._count
    recording.stop()
    sound, rate = soundfile.read(tmp_path / "live.wav")
    assert soundfile.info(tmp_path / "live.wav").subtype == "PCM_24"
    assert rate == 48_000
    assert len(sound) == pytest.approx(count.get(), abs=64)  # to the last block that was played
    assert 1.0 < len(sound) / rate < 2.0  # a jackd without priority loses time on a busy machine
    window = np.hanning(48_000)
    peak = np.argmax(np.abs(np.fft.rfft(sound[:48_000, 0] * window)))
    assert peak == pytest.approx(TONE_HZ, abs=1)
    assert np.abs(sound).max() == pytest.approx(0.25, abs=1e-3)
    assert np.abs(np.diff(sound[:, 0])).max() < 0.25 * 2 * np.pi * TONE_HZ / rate * 1.01  # without a gap


def test_a_recording_into_nowhere_is_one_clear_line(server: LiveServer, tmp_path: Path):
    with pytest.raises(DescantError, match="cannot be written"):
        record(server, tmp_path / "no" / "live.wav")
