"""Descant beside others: a second Descant on the same machine, and a scsynth that somebody else booted."""

import struct
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from jack_server import Jack, free_port
from live_maker import SCSYNTH_PORT, OnStage, Player, runs, synths, until

from descant.sound import ports
from descant.sound.server import tree_query

MUTED = ("--set", "piano/mute=1")
PLAYS = "plays from"
ALWAYS_SOUNDING = 1  # the last synth


# ---------------------------------------------------------------- a second Descant


def test_two_play_beside_each_other_on_ports_of_their_own(jack: Jack, tmp_path: Path, player: Player) -> None:
    port = free_port()
    with (
        OnStage(jack, tmp_path / "first", *MUTED) as first,
        OnStage(jack, tmp_path / "second", *MUTED, "--scsynth-port", port, "--osc-port", 0) as second,
    ):
        first.hears(PLAYS)
        second.hears(PLAYS)
        assert {name.split(":")[0] for name in jack.connections().split() if name.startswith("descant")} >= {
            "descant", "descant-01",
        }  # fmt: skip
        player.down(36, 60)
        until(lambda: synths() == synths(port) == ALWAYS_SOUNDING + 2, 3, "both sound")
        scsynth = first.children()["scsynth"]
        second.kill("scsynth")
        second.hears("sounds again")
        assert runs(scsynth)
        until(lambda: synths(port) == ALWAYS_SOUNDING + 2, 3, "the second sounds as before")
        assert second.end() == 0
        assert synths() == ALWAYS_SOUNDING + 2
        player.up(36, 60)
        time.sleep(0.3)
        assert first.end() == 0
        assert "scsynth" not in first.said
        for stage in (first, second):
            assert [line["on"] for line in stage.lines() if "on" in line] == [36, 60]


def test_a_second_one_is_told_how_to_play_too(jack: Jack, tmp_path: Path) -> None:
    with OnStage(jack, tmp_path / "first") as first:
        until(lambda: "scsynth" in first.children() and ports.answers(SCSYNTH_PORT), 10, "scsynth answers")
        with OnStage(jack, tmp_path / "second", "--osc-port", 0) as second:
            assert second.ended() == 1
            assert second.said == (
                f"error: port {SCSYNTH_PORT}: another Descant (process {first.process.pid}) is playing there; "
                f"quit it, or give this one another port: --scsynth-port {SCSYNTH_PORT + 1}\n"
            )
        assert first.end() == 0


# ---------------------------------------------------------------- somebody else's scsynth


@contextmanager
def foreign(jack: Jack) -> Iterator[int]:
    """Boot a scsynth that has a group and a synth of its own; give its port."""
    port = free_port()
    command = ["scsynth", "-u", str(port), "-l", "4", "-i", "2", "-o", "2", "-R", "0"]
    child = subprocess.Popen(command, env=jack.environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        until(lambda: ports.answers(port), 5, "scsynth answers")
        ports.ask(b"/g_new\0\0,iii\0\0\0\0" + struct.pack(">iii", 77, 0, 0), "127.0.0.1", port, 0.1)
        yield port
        assert child.poll() is None
    finally:
        child.kill()
        child.wait()
        Path(f"/dev/shm/SuperColliderServer_{port}").unlink(missing_ok=True)  # what a killed one leaves behind


def tree(port: int) -> bytes | None:
    return ports.ask(tree_query(0), "127.0.0.1", port)


def test_a_joined_scsynth_is_left_as_it_was_found(jack: Jack, tmp_path: Path, player: Player) -> None:
    with foreign(jack) as port:
        before = tree(port)
        with OnStage(jack, tmp_path / "take", *MUTED, "--server", f"127.0.0.1:{port}", "--record") as stage:
            stage.hears(PLAYS)
            assert "scsynth" not in stage.children()
            player.strike(36)
            player.down(60, 64)
            until(lambda: synths(port) == ALWAYS_SOUNDING + 1 + 2, 3, "two notes, the last synth and the recorder")
            player.up(60)
            time.sleep(0.5)
            assert synths(port) == ALWAYS_SOUNDING + 1 + 1
            assert stage.end() == 0  # with a note held
            assert "Traceback" not in stage.said
            assert (stage.take / "audio.wav").stat().st_size > 6 * 20_000
        assert tree(port) == before
        assert synths(port) == 0
        with OnStage(jack, tmp_path / "again", *MUTED, "--server", f"127.0.0.1:{port}") as stage:  # and once more
            stage.hears(PLAYS)
            player.down(72)
            until(lambda: synths(port) == ALWAYS_SOUNDING + 1, 3, "the note")
            assert stage.end() == 0
        assert tree(port) == before
