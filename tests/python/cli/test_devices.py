"""`descant devices` and `descant check --live`, on a real JACK, as a person and as a program reads them."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parents[1] / "sound"))

import jack_server

ROOT = next(folder for folder in Path(__file__).parents if (folder / "patches").is_dir())
PATCH = ROOT / "patches" / "losses-dissonances-distortions.toml"
WITHOUT = (
    "import sys; sys.modules.update(dict.fromkeys({modules!r})); from descant.cli.main import main; main(sys.argv[1:])"
)
OPTIONAL = ["rtmidi", "PySide6", "moderngl", "platformdirs"]


def descant(*arguments, without=()):
    environment = os.environ | {"QT_QPA_PLATFORM": "offscreen"}
    command = [sys.executable, "-c", WITHOUT.format(modules=list(without)), *map(str, arguments)]
    return subprocess.run(command, capture_output=True, text=True, check=False, env=environment)


@pytest.fixture
def jack(monkeypatch, tmp_path):
    if missing := jack_server.missing():
        pytest.fail(f"make setup installs {', '.join(missing)}")
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    with jack_server.jack() as server:
        monkeypatch.setenv("JACK_DEFAULT_SERVER", server.name)
        yield server


@pytest.fixture
def player(jack):
    rtmidi = pytest.importorskip("rtmidi")
    port = rtmidi.MidiOut(rtmidi.API_UNIX_JACK, name="Disklavier")
    port.open_virtual_port("out")
    yield port
    port.delete()


def test_devices_lists_what_can_be_named_and_leaves_nothing_running(jack, player):
    before = jack.connections()
    run = descant("devices")
    assert (run.returncode, run.stderr) == (0, "")
    lines = [line.split(maxsplit=2) for line in run.stdout.splitlines()]
    assert ["MIDI", "in", "JACK"] in [line.split()[:3] for line in run.stdout.splitlines()]
    assert "Disklavier:out" in run.stdout
    assert ["JACK", jack.name, "48000 Hz, 256 frames (5.3 ms), 2 in, 2 out"] in lines
    assert jack.connections() == before


def test_devices_as_json(jack, player):
    run = descant("devices", "--json")
    found = json.loads(run.stdout)
    assert {"name": "Disklavier:out", "system": "JACK"} in [
        {"name": port["name"], "system": port["system"]} for port in found["midi"]
    ]
    assert found["jack"]["running"] is True
    assert (found["jack"]["sample_rate"], found["jack"]["period_frames"]) == (48_000, 256)
    assert found["displays"][0]["number"] == 0
    assert isinstance(found["cameras"], list)


def test_devices_with_a_dead_jack_and_nothing_installed(monkeypatch):
    monkeypatch.setenv("JACK_DEFAULT_SERVER", "descant-never")
    run = descant("devices", without=OPTIONAL)
    assert (run.returncode, run.stderr) == (0, "")
    lines = run.stdout.splitlines()
    assert "MIDI in  none           python-rtmidi is not installed; run make live, which sets it up" in lines
    assert "display  none           PySide6 is not installed; run make live, which sets it up" in lines
    assert len([line for line in lines if line.startswith("JACK     descant-never")]) == 1
    assert json.loads(descant("devices", "--json", without=OPTIONAL).stdout)["jack"]["running"] is False


def test_check_live_says_what_is_wrong_and_with_all_what_is_well(jack, player):
    wrong = descant("check", PATCH, "--live")
    assert (wrong.returncode, wrong.stderr) == (1, "")  # this jackd runs without real-time priority
    assert f"JACK '{jack.name}': runs without real-time priority" in wrong.stdout
    assert "inputs.piano" not in wrong.stdout
    every = descant("check", PATCH, "--live", "--all")
    assert every.returncode == 1
    assert "inputs.piano: plays from Disklavier:out\n" in every.stdout
    assert set(wrong.stdout.splitlines()) <= set(every.stdout.splitlines())
    answer = descant("check", PATCH, "--live", "--midi-in", "Disclavier", "--no-video", "--json")
    found = {finding["where"]: finding for finding in json.loads(answer.stdout)}
    assert found["inputs.piano"]["fix"].startswith('did you mean "Disklavier:out"?')
    assert "display" not in found


def test_check_live_of_a_wrong_patch_still_looks_at_the_machine(tmp_path):
    wrong = tmp_path / "wrong.toml"
    wrong.write_text("descant = 1\n")
    run = descant("check", wrong, "--live", "--all", without=OPTIONAL)
    assert (run.returncode, run.stderr) == (1, "")
    assert "wrong.toml" in run.stdout
    assert "python-rtmidi: this Python package is missing; run make live, which sets it up\n" in run.stdout
