"""sclang and Descant come, go, crash and come back, in every order: what is said, what sounds on, what is left."""

import signal
import socket
import stat
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import psutil
import pytest
from sclang import QUARK, ROOT, Ending, Sclang

CHANGES = (
    "[Server.default.name, CmdPeriod.freeServers] ++ "
    "[CmdPeriod, ShutDown].collect { |each| each.objects.includes(Descant) }"
)
PATCH = ROOT / "patches" / "losses-dissonances-distortions.toml"


@pytest.fixture
def start(tmp_path: Path, jack: Any) -> Iterator[Callable[..., Sclang]]:
    """Return a function that starts a sclang, each time in the same home."""
    running: list[Sclang] = []

    def begin(**more: str) -> Sclang:
        running.append(Sclang(tmp_path / "home", include=[QUARK], environment=jack.environment | more, stumble=True))
        running[-1].hear("Welcome")
        return running[-1]

    yield begin
    for sclang in reversed(running):
        sclang.__exit__()


def boot(sclang: Sclang, more: str = "") -> None:
    sclang.tell(f'Descant.boot("{PATCH}"{more}); "booted".postln')
    sclang.hear(r'^Descant: "Losses, Dissonances, and Distortions" at port')
    sclang.hear("^booted")


def performing(sclang: Sclang) -> list[psutil.Process]:
    """Return the Descants that it has started."""
    return [process for process, command in sclang.started() if "descant perform " in command]


def sounding(sclang: Sclang) -> list[psutil.Process]:
    """Return the scsynths that come of it."""
    return [process for process, command in sclang.started() if Path(command.split()[0]).name == "scsynth"]


def value(sclang: Sclang, code: str) -> str:
    """Return what an expression gives."""
    sclang.tell(f'("is " ++ ({code})).postln')
    return sclang.hear("^is (.*)")[1]


def synth(sclang: Sclang) -> str:
    """Return the number of a synth that it plays."""
    sclang.tell('x = { SinOsc.ar * 0.1 }.play; ("node" + x.nodeID).postln')
    node = sclang.hear(r"^node (\d+)")[1]
    assert not is_gone(sclang, node)
    return node


def is_gone(sclang: Sclang, node: str) -> bool:
    """Return whether scsynth knows nothing of a node."""
    sclang.tell(
        "fork { s.sync; OSCFunc({ |msg| (\"found\" + msg[1]).postln }, '/n_info').oneShot;"
        "OSCFunc({ |msg| (\"gone\" + msg[2]).postln }, '/fail').oneShot;"
        f's.sendMsg("/n_query", {node}) }}'
    )
    return sclang.hear("^(found|gone) ")[1] == "gone"


def ended(process: psutil.Process, seconds: float = 10.0) -> bool:
    return not psutil.wait_procs([process], timeout=seconds)[1]


def lines(sclang: Sclang) -> list[str]:
    return [line for line in sclang.text.splitlines() if line.startswith("Descant")]


def errors(sclang: Sclang) -> list[str]:
    return [line for line in sclang.text.splitlines() if line.startswith(("ERROR", "^^ "))]


def test_what_sclang_booted_ends_with_it(start: Callable[..., Sclang]) -> None:
    sclang = start()
    boot(sclang)
    (descant,) = performing(sclang)
    (scsynth,) = sounding(sclang)
    sclang.tell("0.exit")
    ran = sclang.finish()
    assert (ran.ending, ran.left) == (Ending.DONE, ())
    assert ended(descant)
    assert ended(scsynth)


def test_recompiled_in_mid_piece_it_has_the_same_number_and_descant_plays_on(start: Callable[..., Sclang]) -> None:
    sclang = start()
    boot(sclang)
    (descant,) = performing(sclang)
    assert value(sclang, "s.clientID") == "1"
    node = synth(sclang)
    sclang.tell("thisProcess.platform.recompile")
    sclang.hear(r'^Descant: "Losses')
    sclang.hear("Welcome")
    assert value(sclang, "[s.name, s.clientID, s.serverRunning]") == "[ descant, 1, true ]"
    assert is_gone(sclang, node)
    assert value(sclang, "Descant(\\cubics, \\loss).bus.index") == value(sclang, "Descant('cubics/loss').bus.index")
    assert descant.is_running()
    assert errors(sclang) == []


def test_a_crashed_sclang_comes_back(start: Callable[..., Sclang]) -> None:
    sclang = start()
    boot(sclang)
    (descant,) = performing(sclang)
    node = synth(sclang)
    sclang.kill()
    again = start()
    assert descant.is_running()
    again.tell('Descant.boot; "again".postln')
    again.hear("^Descant.boot: a Descant plays at port 57140 already: joined it")
    again.hear("^again")
    assert value(again, "s.clientID") == "1"
    assert is_gone(again, node)  # what the crashed one played is silent
    again.tell('Descant.quit; "quit".postln')
    again.hear("^quit")
    assert ended(descant)


def test_descant_killed_is_said_once_and_booted_again(start: Callable[..., Sclang]) -> None:
    sclang = start()
    boot(sclang)
    (descant,) = performing(sclang)
    descant.send_signal(signal.SIGKILL)
    sclang.hear(r"^Descant: it has ended at port 57140; its streams stand still. Descant.boot starts it again")
    assert value(sclang, "Descant(\\cubics, \\loss).value") == "0.0"
    assert value(sclang, "Descant.isAttached") == "false"
    boot(sclang)
    assert value(sclang, "[Descant.isAttached, s.name, s.clientID]") == "[ true, descant, 1 ]"
    assert len([line for line in lines(sclang) if "stand still" in line]) == 1
    assert errors(sclang) == []


def test_one_that_stands_still_is_found_again(start: Callable[..., Sclang]) -> None:
    sclang = start()
    boot(sclang)
    (descant,) = performing(sclang)
    descant.suspend()
    sclang.hear("^Descant: no answer for some seconds at port 57140; its streams stand still")
    descant.resume()
    sclang.hear("^Descant: it answers again at port 57140")
    assert value(sclang, "Descant.isAttached") == "true"


def test_into_a_server_of_the_composers(start: Callable[..., Sclang]) -> None:
    sclang = start()
    sclang.tell(
        "s.options.maxLogins = 2; s.options.numAudioBusChannels = 4096; s.options.numControlBusChannels = 8192;"
    )
    sclang.tell('s.waitForBoot { "up".postln }')
    sclang.hear("^up")
    boot(sclang)
    assert value(sclang, "[Server.default.name, Descant.server === s, s.clientID]") == "[ localhost, true, 0 ]"
    index = int(value(sclang, "Descant(\\cubics, \\loss).bus.index"))
    assert 4096 <= index < 8192  # the second client's half
    sclang.tell("Descant.quit; 0.exit")
    ran = sclang.finish()
    assert (ran.ending, ran.left) == (Ending.DONE, ())


def test_a_server_for_one_client(start: Callable[..., Sclang]) -> None:
    sclang = start()
    sclang.tell('s.waitForBoot { "up".postln }')
    sclang.hear("^up")
    sclang.tell(f'Descant.boot("{PATCH}"); s.quit; "after".postln')
    sclang.hear("^Descant.boot: the server localhost lets only one client in; s.options.maxLogins = 4; s.reboot")
    sclang.hear("^after")
    assert performing(sclang) == []


def test_one_that_runs_is_attached_to_and_left_playing(start: Callable[..., Sclang]) -> None:
    first = start()
    boot(first)
    (descant,) = performing(first)
    second = start()
    second.tell('Descant.attach; "attached".postln')
    second.hear("^attached")
    assert value(first, "s.clientID") != value(second, "s.clientID")
    second.tell("0.exit")
    second.process.wait(20)
    assert value(first, "Descant.isAttached") == "true"
    assert descant.is_running()
    assert errors(first) + errors(second) == []


@pytest.mark.parametrize(
    ("code", "said"),
    [
        ('Descant.boot("/no/such.toml")', "^Descant.boot: there is no patch /no/such.toml"),
        ("Descant.attach", "^Descant.attach: no Descant answers at 127.0.0.1:57140; Descant.boot starts one"),
        ("Descant.go", "^Descant.go: not attached; Descant.boot or Descant.attach first"),
        ('Descant.program = "/no/descant"; Descant.boot("{patch}")',
         "^Descant.boot: the program descant is not found at /no/descant; run scripts/setup"),
        ('Descant.program = "{old}"; Descant.boot("{patch}")', "^Descant.boot: .*old is too old for this Quark"),
        ('Descant.program = "{broken}"; Descant.boot("{patch}")',
         "^Descant.boot: .*broken does not run .SyntaxError: invalid syntax.; run"),
        ('Descant.boot("{faulty}")', "^Descant.boot: .*faulty.toml.*"),
        ('Descant.boot("{patch}", set: [\\nothing, 1])', "^Descant.boot: .*nothing"),
    ],
)  # fmt: skip
def test_what_cannot_be_is_one_line(start: Callable[..., Sclang], tmp_path: Path, code: str, said: str) -> None:
    (tmp_path / "faulty.toml").write_text("descant = 1\n[parts")
    made = {"patch": PATCH, "faulty": tmp_path / "faulty.toml"}
    words = {
        "old": "echo \"error: descant: No such command 'list'.; try descant --help\" >&2; exit 2",
        "broken": "echo 'SyntaxError: invalid syntax' >&2; exit 1",
    }
    for name, word in words.items():
        made[name] = tmp_path / name
        made[name].write_text(f"#!/bin/sh\n{word}\n")
        made[name].chmod(made[name].stat().st_mode | stat.S_IXUSR)
    sclang = start()
    for name, path in made.items():
        code = code.replace(f"{{{name}}}", str(path))
    sclang.tell(f'{code}; "after".postln')
    sclang.hear(said, seconds=30)
    sclang.hear("^after")
    assert len(lines(sclang)) == 1
    assert errors(sclang) == []
    assert performing(sclang) == []


def test_a_port_that_somebody_else_has(start: Callable[..., Sclang]) -> None:
    sclang = start()
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as taken:
        taken.bind(("127.0.0.1", 57140))
        sclang.tell(f'Descant.boot("{PATCH}"); "after".postln')
        sclang.hear("^Descant.boot: OSC port 57140: is taken; give another one with port:")
        sclang.hear("^after")
    assert errors(sclang) == []


def test_a_scsynth_that_was_killed_is_entered_again(start: Callable[..., Sclang]) -> None:
    sclang = start()
    boot(sclang)
    (scsynth,) = sounding(sclang)
    scsynth.kill()
    sclang.hear("^Descant: scsynth was booted again, or emptied; play again what is to sound")
    assert value(sclang, "[s.name, s.clientID, s.serverRunning]") == "[ descant, 1, true ]"
    synth(sclang)
    assert errors(sclang) == []


def test_in_a_routine_it_waits_without_holding_the_clocks(start: Callable[..., Sclang]) -> None:
    sclang = start()
    sclang.tell("x = 0; { loop { x = x + 1; 0.05.wait } }.fork(SystemClock)")
    sclang.tell(f'fork {{ Descant.boot("{PATCH}"); ("booted" + (x > 10) + Descant.isAttached).postln; }}')
    sclang.hear("^booted true true")
    sclang.tell('fork { Descant.quit; ("quit" + Descant.isAttached).postln; 0.exit }')
    sclang.hear("^quit false")
    ran = sclang.finish()
    assert (ran.ending, ran.left) == (Ending.DONE, ())


def test_what_it_changed_is_put_back(start: Callable[..., Sclang]) -> None:
    sclang = start()
    before = value(sclang, CHANGES)
    boot(sclang)
    assert value(sclang, "[Server.default.name, CmdPeriod.freeServers]") == "[ descant, false ]"
    (descant,) = performing(sclang)
    sclang.tell("Descant.free")
    after = value(sclang, CHANGES)
    assert after == before
    assert value(sclang, "[Descant.isAttached, Server.named[\\descant]]") == "[ false, nil ]"
    assert descant.is_running()
    sclang.tell('Descant.attach; Descant.quit; "quit".postln')  # it is known still who started it
    sclang.hear("^quit")
    assert ended(descant)


def test_what_is_played_after_it_was_waited_for_is_not_late(start: Callable[..., Sclang]) -> None:
    sclang = start()
    code = f'var began = Main.elapsedTime; Descant.boot("{PATCH}"); '
    sclang.tell(
        f'{code} ("now" + (thisThread.seconds - began > 0.5) + (Main.elapsedTime - thisThread.seconds < 0.5)).postln'
    )
    sclang.hear("^now true true")


def test_cmd_period_silences_other_servers_as_ever(start: Callable[..., Sclang]) -> None:
    sclang = start()
    boot(sclang)
    sclang.tell(
        't = Server(\\other, NetAddr("127.0.0.1", 57999)); t.waitForBoot { x = { Silent.ar }.play(t);'
        'OSCFunc({ "silent".postln }, \'/n_end\', t.addr, argTemplate: [x.nodeID]).fix; t.sync; "plays".postln }'
    )
    sclang.hear("^plays")
    sclang.tell("CmdPeriod.run")
    sclang.hear("^silent")
    sclang.tell("0.exit")
    ran = sclang.finish()
    assert (ran.ending, ran.left) == (Ending.DONE, ())
