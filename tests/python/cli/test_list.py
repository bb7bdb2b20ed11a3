"""`descant list` asks a real Descant; what `descant perform` is told by a program that starts it."""

import json
import os
import re
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

sys.path.insert(0, str(Path(__file__).parents[1] / "sound"))

import jack_server

ROOT = next(folder for folder in Path(__file__).parents if (folder / "patches").is_dir())
PATCH = ROOT / "patches" / "losses-dissonances-distortions.toml"
DESCANT = str(Path(sys.executable).with_name("descant"))


def descant(*words: object) -> subprocess.CompletedProcess[str]:
    environment = os.environ | {"COLUMNS": "160"}
    return subprocess.run(
        [DESCANT, *map(str, words)], capture_output=True, text=True, check=False, env=environment, timeout=60
    )


def free_port() -> int:
    return jack_server.free_port()


@pytest.fixture(scope="module")
def jack() -> Iterator[Any]:
    if missing := jack_server.missing():
        pytest.fail(f"make setup installs {', '.join(missing)}")
    with jack_server.jack() as server:
        yield server


@pytest.fixture(scope="module")
def performing(jack: Any, tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[int, int]]:
    """Return the ports of a Descant that performs, and of its scsynth."""
    port, scsynth = free_port(), free_port()
    folder = tmp_path_factory.mktemp("take")
    environment = jack.environment | {"XDG_CACHE_HOME": str(folder)}
    words = ["perform", PATCH, "--no-video", "--osc-port", port, "--scsynth-port", scsynth, "--take", folder / "take"]
    with (
        (folder / "log").open("w") as log,
        subprocess.Popen(
            [DESCANT, *map(str, words), "--apart"], env=environment, stdout=log, stderr=log, stdin=subprocess.DEVNULL
        ) as process,
    ):
        try:
            assert descant("list", "--port", port, "--wait", 30, "--of", process.pid).returncode == 0
            yield port, scsynth
        finally:
            process.terminate()
            process.wait(20)


def test_for_a_person(performing: tuple[int, int]) -> None:
    ran = descant("list", "--port", performing[0])
    assert (ran.returncode, ran.stderr) == (0, "")
    assert ran.stdout.startswith("Losses, Dissonances, and Distortions  (Descant ")
    assert f"scsynth at 127.0.0.1:{performing[1]})" in ran.stdout
    assert re.search(r"^cubics/loss +0 +3 +\d+ *$", ran.stdout, re.MULTILINE)
    assert re.search(r"^cubics/learning_rate +f +a note +-0.3 +2 +linear +0.15 +0.15 *$", ran.stdout, re.MULTILINE)
    assert ran.stdout.endswith("now: cue 1 Cubics\n")


def test_as_osc_with_a_client_number_that_is_free(performing: tuple[int, int]) -> None:
    lines = [
        line.split("\t") for line in descant("list", "--port", performing[0], "--osc", "--login", 1).stdout.splitlines()
    ]
    assert [line[0] for line in (lines[0], lines[-1])] == ["/descant/pong", "/descant/login"]
    assert lines[-1] == ["/descant/login", "i", "1"]
    assert ["/descant/server", "siiiiiii", "127.0.0.1", str(performing[1])] in [line[:4] for line in lines]
    parameters = {line[2]: line for line in lines if line[0] == "/descant/parameter"}
    assert parameters["cubics/learning_rate"][1:] == [
        "sssffsff", "cubics/learning_rate", "f", "a note", "-0.3", "2.0", "linear", "0.15", "0.15",
    ]  # fmt: skip
    assert ["/descant/cue", "fsfs", "1.0", "Cubics", "2.0", "Knots"] in lines
    assert all(len(line) == 2 + len(line[1]) for line in lines)


def test_a_client_number_that_is_taken_gives_another(performing: tuple[int, int]) -> None:
    again = [descant("list", "--port", performing[0], "--osc", "--login", 0).stdout.splitlines()[-1] for _ in range(6)]
    assert {line.split("\t")[2] for line in again} <= {"1", "2", "3"}  # 0 is Descant's own; none stays taken


def test_as_json(performing: tuple[int, int]) -> None:
    found = json.loads(descant("list", "--port", performing[0], "--json").stdout)
    assert found["server"]["port"] == performing[1]
    assert [cue["name"] for cue in found["cue/entry"]][:2] == ["Cubics", "Knots"]
    form = next(row for row in found["parameter"] if row["name"] == "cubics/loss_form")
    assert (form["kind"], form["choices"]) == ("choice", ["squared", "absolute"])
    assert {row["name"] for row in found["stream"]} >= {"cubics/loss", "knots/gradient/c"}
    assert found["cue"]["next-name"] == "Knots"


def test_nobody_is_there() -> None:
    port = free_port()
    ran = descant("list", "--port", port)
    assert (ran.returncode, ran.stdout) == (1, "")
    assert ran.stderr == f"error: 127.0.0.1:{port}: no Descant answers; start one: descant perform PATCH\n"


def test_it_waits_no_longer_than_a_process_lives() -> None:
    with subprocess.Popen(["sleep", "0.3"]) as process:
        began = time.monotonic()
        ran = descant("list", "--port", free_port(), "--wait", 300, "--of", process.pid)
        assert time.monotonic() - began < 60
        assert process.poll() is not None or process.wait() == 0
    assert ran.returncode == 1


def test_one_that_stands_apart_holds_nothing_of_its_parent(jack: Any, tmp_path: Path) -> None:
    port = free_port()
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as held:
        held.bind(("127.0.0.1", 0))
        os.set_inheritable(held.fileno(), True)
        words = [
            "perform",
            PATCH,
            "--no-video",
            "--osc-port",
            port,
            "--scsynth-port",
            free_port(),
            "--take",
            tmp_path / "t",
        ]
        process = subprocess.Popen(
            [DESCANT, *map(str, words), "--apart"], close_fds=False, stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
            env=jack.environment | {"XDG_CACHE_HOME": str(tmp_path)},
        )  # fmt: skip
        number = held.getsockname()[1]
    try:
        assert descant("list", "--port", port, "--wait", 30, "--of", process.pid).returncode == 0
        with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as again:
            again.bind(("127.0.0.1", number))
        assert os.getsid(process.pid) == process.pid
    finally:
        process.terminate()
        process.wait(20)


@pytest.mark.parametrize(
    ("words", "status", "said"),
    [
        (["--server", "127.0.0.1:9", "--server-has", "2,2"], 1, "error: --server-has: found '2,2'; write IN,OUT,"),
        (["--server", "127.0.0.1:9", "--server-has", "2,2,a,b,c"], 1, "error: --server-has: found '2,2,a,b,c'"),
        (["--server-has", "2,2,1024,16384,1024"], 2, "--server-has says what --server was booted with; give both"),
    ],
)
def test_what_a_joined_server_has_is_said_right(words: list[str], status: int, said: str) -> None:
    ran = descant("perform", PATCH, "--no-video", *words)
    assert ran.returncode == status
    assert said in ran.stderr


def test_ids_on_a_joined_server_are_of_what_it_was_booted_with(jack: Any, tmp_path: Path) -> None:
    port, scsynth = free_port(), free_port()
    booted = ["scsynth", "-u", str(scsynth), "-l", "2", "-D", "0", "-R", "0", "-c", "8192", "-a", "4096"]
    environment = jack.environment | {"XDG_CACHE_HOME": str(tmp_path)}
    with subprocess.Popen(booted, env=environment, stdout=subprocess.DEVNULL) as server:
        words = ["perform", PATCH, "--no-video", "--osc-port", port, "--server", f"127.0.0.1:{scsynth}"]
        words += ["--server-has", "2,2,4096,8192,1024", "--take", tmp_path / "take"]
        sclang = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)  # has the first number
        time.sleep(1.0)
        sclang.sendto(b"/notify\0,ii\0\0\0\0\1\0\0\0\0", ("127.0.0.1", scsynth))
        process = subprocess.Popen(
            [DESCANT, *map(str, words)], env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )
        try:
            found = json.loads(descant("list", "--port", port, "--wait", 30, "--of", process.pid, "--json").stdout)
        finally:
            process.terminate()
            process.wait(20)
            sclang.close()
            server.kill()
    assert all(4096 <= row["bus"] < 8192 for row in found["stream"])
    assert [found["server"][name] for name in ("inputs", "outputs", "audio_buses", "control_buses", "buffers")] == [
        2, 2, 4096, 8192, 1024,
    ]  # fmt: skip


def test_another_sample_rate_is_said(jack: Any, tmp_path: Path) -> None:
    patch = tmp_path / "piece.toml"
    patch.write_text(PATCH.read_text().replace("sample_rate = 48000", "sample_rate = 44100"))
    port = free_port()
    words = [
        "perform",
        patch,
        "--no-video",
        "--osc-port",
        port,
        "--scsynth-port",
        free_port(),
        "--take",
        tmp_path / "t",
    ]
    process = subprocess.Popen(
        [DESCANT, *map(str, words)], env=jack.environment | {"XDG_CACHE_HOME": str(tmp_path)}, text=True,
        stdout=subprocess.DEVNULL, stderr=subprocess.PIPE,
    )  # fmt: skip
    try:
        assert descant("list", "--port", port, "--wait", 30, "--of", process.pid).returncode == 0
    finally:
        process.terminate()
        _, said = process.communicate(timeout=20)
    assert said.startswith(
        "scsynth: runs at 48000 Hz, the patch says 44100; it plays, and a render will differ a little\n"
    )
