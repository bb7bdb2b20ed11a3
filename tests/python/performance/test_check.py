"""What spoils a concert is named in one line each, on machines of real and of made-up settings."""

import os
import socket
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parents[1] / "sound"))

import jack_server

from descant.devices import jack, system
from descant.devices.jack import JackServer
from descant.patch import load, with_settings
from descant.patch.machine import Machine
from descant.performance import check, check_audio, check_live, check_picture
from descant.performance.tonight import Tonight, nearest
from descant.sound import executable, ports

ROOT = next(folder for folder in Path(__file__).parents if (folder / "patches").is_dir())
PATCH = ROOT / "patches" / "losses-dissonances-distortions.toml"


def put(root, **files):
    """Write files below `root`: a name's double underscores part its folders."""
    for name, text in files.items():
        path = root / name.replace("__", "/")
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text + "\n")


def problems(found):
    return [str(finding) for finding in found if finding.fix]


def machine(root, *needs, **tonight):
    tonight = Tonight(patch=PATCH, piece=None, root=root, **tonight)
    return [finding for need in needs for finding in need(tonight)]


@pytest.fixture
def real_jack(monkeypatch, tmp_path):
    if missing := jack_server.missing():
        pytest.fail(f"make setup installs {', '.join(missing)}")
    server = jack_server.Jack(period=1024)
    monkeypatch.setenv("JACK_DEFAULT_SERVER", server.name)
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    server.start()
    yield server
    server.stop()


# ---------------------------------------------------------------- scsynth
@pytest.mark.parametrize("named", ["", "tools/scsynth", "tools/other", "/nowhere/scsynth", "/nowhere/none", "none"])
def test_scsynth_is_found_where_render_finds_it(monkeypatch, tmp_path, named):
    from supriya import scsynth

    for name in ("scsynth", "other"):
        put(tmp_path, **{f"tools__{name}": "#!/bin/sh"})
        (tmp_path / "tools" / name).chmod(0o755)
    value = str(tmp_path / named) if named.startswith("tools") else named
    monkeypatch.setenv(executable.VARIABLE, value)
    monkeypatch.setenv("PATH", f"{tmp_path / 'tools'}:{os.environ['PATH']}")
    try:
        theirs = str(scsynth.find())
    except RuntimeError:
        theirs = None
    ours = executable.find()
    assert (ours is None) == (theirs is None)
    if theirs and "/" in theirs:
        assert str(ours) == theirs
    elif theirs:
        assert ours == tmp_path / "tools" / theirs


def test_the_plain_check_is_quick_and_imports_nothing_heavy():
    code = (
        "import sys; from pathlib import Path; from descant.performance.check import findings;"
        "findings(Path(sys.argv[1])); print([m for m in ('supriya', 'cv2', 'rtmidi', 'PySide6') if m in sys.modules])"
    )
    run = subprocess.run([sys.executable, "-c", code, PATCH], capture_output=True, text=True, check=True)
    assert run.stdout == "[]\n"


def test_a_scsynth_without_a_version_and_plugins_is_named(monkeypatch, tmp_path):
    put(tmp_path, bin__scsynth="#!/bin/sh")
    (tmp_path / "bin/scsynth").chmod(0o755)
    monkeypatch.setenv(executable.VARIABLE, str(tmp_path / "bin/scsynth"))
    monkeypatch.setenv("HOME", str(tmp_path))
    found = problems(machine(tmp_path, check_live._scsynth))
    assert found[0].startswith(f"scsynth: {tmp_path}/bin/scsynth does not tell its version; ")


def test_the_scsynth_of_this_machine_is_well(tmp_path):
    if executable.find() is None:
        pytest.fail("make setup installs scsynth")
    found = machine(tmp_path, check_live._scsynth)
    assert problems(found) == []
    assert any("plugins in" in finding.what for finding in found)


# ---------------------------------------------------------------- JACK, MIDI
def test_jack_is_looked_at_and_left_as_it_was(real_jack, tmp_path):
    server = jack.server()
    sources, sinks = (tuple(f"system:{kind}_{n}" for n in (1, 2)) for kind in ("capture", "playback"))
    assert server == JackServer(
        real_jack.name, 48_000, 1024, real_time=False, inputs=2, outputs=2, sources=sources, sinks=sinks
    )
    wires = Machine(path=Path("m.toml"), inputs="system", outputs="system:playback_1, system:playback_3,nobody")
    own = problems(check_live._jack(Tonight(patch=PATCH, piece=load(PATCH), machine=wires)))
    assert own[2:] == [
        f"m.toml: sound.outputs: JACK has no port '{name}' (there are: system:playback_1, system:playback_2); "
        "correct it, or switch it on"
        for name in ("system:playback_3", "nobody")
    ]
    tonight = Tonight(patch=PATCH, piece=load(PATCH), root=tmp_path)
    lines = problems(check_live._jack(tonight))
    assert [line.split(";")[0] for line in lines] == [
        f"JACK '{real_jack.name}': its period of 1024 frames makes notes up to 21.3 ms late",
        f"JACK '{real_jack.name}': runs without real-time priority: the sound will crackle",
    ]
    lines = problems(check_live._midi(tonight))
    assert lines == [
        'inputs.piano: no MIDI port has "Disklavier" in its name (there are none); plug it in and switch it on'
    ]
    assert "descant" not in real_jack.connections()


def test_a_port_is_seen_by_its_name_and_a_wrong_name_leads_to_it(real_jack, tmp_path):
    rtmidi = pytest.importorskip("rtmidi")
    player = rtmidi.MidiOut(rtmidi.API_UNIX_JACK, name="Disklavier")
    player.open_virtual_port("out")
    try:
        piece = load(PATCH)
        seen = list(check_live._midi(Tonight(patch=PATCH, piece=piece)))
        missed = list(check_live._midi(Tonight(patch=PATCH, piece=piece, midi_in="Disclavier")))
    finally:
        player.delete()
    assert [str(finding) for finding in seen] == ["inputs.piano: plays from Disklavier:out"]
    assert problems(missed) == [
        'inputs.piano: no MIDI port has "Disclavier" in its name (there are: Disklavier:out); '
        'did you mean "Disklavier:out"? --midi-in or port = "…" says so'
    ]


def test_a_jack_that_is_not_there_is_one_line(monkeypatch, tmp_path):
    monkeypatch.setenv("JACK_DEFAULT_SERVER", "descant-never")
    if sys.platform == "linux" and "not running" in problems(machine(tmp_path, check_live._jack))[0]:
        assert problems(machine(tmp_path, check_live._jack)) == [
            "JACK 'descant-never': is not running; start it: jackd, QjackCtl or PipeWire (pw-jack)"
        ]


def test_a_good_jack_is_no_problem_and_each_fault_is_one_line():
    good = JackServer("default", 48_000, 256, real_time=True, inputs=2, outputs=2)
    assert list(check_live.jack_findings("JACK", good, 48_000)) == []
    bad = JackServer("default", 44_100, 512, real_time=False, inputs=0, outputs=1)
    lines = problems(check_live.jack_findings("JACK", bad, 48_000))
    assert len(lines) == 4
    assert (
        lines[0]
        == "JACK: runs at 44100 Hz, the patch says 48000; start it with -r 48000, or change sample_rate in [sound]"
    )
    assert "11.6 ms late" in lines[1]


@pytest.mark.parametrize(
    ("part", "names", "found"),
    [
        ("Disclavier", ["Midi Through:0", "Yamaha Disklavier:out"], "Yamaha Disklavier:out"),
        ("nano KEY", ["nanoKEY2:nanoKEY2 MIDI 1", "Yamaha:out"], "nanoKEY2:nanoKEY2 MIDI 1"),
        ("piano", ["system:midi_capture_1"], None),
        ("", ["a:b"], None),
        ("a", [], None),
        ("two words", ["one"], None),
        ("x", ["", ":"], None),
    ],
)
def test_the_nearest_name(part, names, found):
    assert nearest(part, names) == found


def test_a_port_that_only_alsa_sees_is_said_to_be_there():
    pytest.importorskip("rtmidi")
    found = check_live.midi_finding("inputs.piano", "Disk", [("x:y",)], lambda: [("Disklavier:Disklavier MIDI 1",)])
    assert str(found) == (
        "inputs.piano: Disklavier:Disklavier MIDI 1 is in ALSA, and JACK does not see it; "
        "start a2jmidid -e, or jackd -X seq"
    )


# ---------------------------------------------------------------- our port
def test_our_port_is_free_taken_or_an_orphans(monkeypatch, tmp_path):
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    monkeypatch.setattr(ports, "REPLY_S", 0.05)
    monkeypatch.setattr(ports, "PORT", jack_server.free_port())
    assert problems(machine(tmp_path, check_live._port)) == []
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as other:
        other.bind(("127.0.0.1", ports.PORT))
        assert problems(machine(tmp_path, check_live._port)) == [
            f"port {ports.PORT}: is used by another program; choose another port: --scsynth-port {ports.PORT + 1}"
        ]
        assert problems(machine(tmp_path, check_live._port, port=jack_server.free_port())) == []
    put(tmp_path, scsynth="#!/bin/sh\nread line")
    (tmp_path / "scsynth").chmod(0o755)
    code = "import sys; from descant.sound import ports; ports.claim(int(sys.argv[1]), int(sys.argv[2]))"
    with subprocess.Popen([tmp_path / "scsynth"], stdin=subprocess.PIPE) as left:
        # its owner, the process that claims it, is gone at once
        subprocess.run([sys.executable, "-c", code, str(ports.PORT), str(left.pid)], check=True)
        line = problems(machine(tmp_path, check_live._port))
        assert left.poll() is None  # only looked at
        left.stdin.close()
    assert line == [
        f"port {ports.PORT}: scsynth (process {left.pid}) was left there by a crash; "
        f"perform will quit it, or do it now: kill {left.pid}"
    ]


def test_the_port_of_the_clients_is_free_or_taken(tmp_path):
    port = jack_server.free_port()
    own = Machine(osc_port=port)
    assert [str(finding) for finding in machine(tmp_path, check_live._osc, machine=own)] == [
        f"OSC port {port}: is free for clients"
    ]
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as other:
        other.bind(("127.0.0.1", port))
        assert problems(machine(tmp_path, check_live._osc, machine=own)) == [
            f"OSC port {port}: is taken; give another one with --osc-port"
        ]
    assert port not in {57140} and "57140" in str(machine(tmp_path, check_live._osc)[0])


# ---------------------------------------------------------------- what is not installed
def test_a_package_that_is_missing_is_a_finding_never_a_traceback(monkeypatch):
    for module in ("rtmidi", "PySide6", "moderngl", "platformdirs"):
        monkeypatch.setitem(sys.modules, module, None)
    found = check_live.findings(Tonight(patch=PATCH, piece=load(PATCH)))
    fix = "this Python package is missing; run make live, which sets it up"
    lines = problems(found)
    assert lines[:4] == [
        f"python-rtmidi: {fix}", f"PySide6-Essentials: {fix}", f"platformdirs: {fix}", f"moderngl: {fix}",
    ]  # fmt: skip
    assert not any(line.startswith(("inputs", "display", "MIDI")) for line in lines)


# ---------------------------------------------------------------- picture
def test_cameras(tmp_path):
    put(tmp_path, dev__video2="")
    known = {0: "Integrated Camera", 2: "Capture HDMI"}
    assert str(check_picture.camera_finding("hdmi", known, tmp_path)) == "camera hdmi: is Capture HDMI"
    assert check_picture.camera_finding(2, known, tmp_path).fix == ""
    assert "may not be opened" in check_picture.camera_finding(0, known, tmp_path).what
    absent = check_picture.camera_finding("Captur", {2: "Camera"}, tmp_path)
    assert str(absent).startswith("camera Captur: is not there (cameras: Camera); ")
    assert check_picture.camera_finding(7, {}, tmp_path).fix == "plug it in"


def test_a_camera_is_looked_for_where_it_is_named(tmp_path):
    video = "sys__class__video4linux__video4__"
    put(tmp_path, dev__video4="", **{f"{video}name": "Logitech C920", f"{video}index": "0"})
    piece = load(PATCH)

    def told(piece, **tonight):
        return [str(one) for one in check_picture.camera(Tonight(patch=PATCH, piece=piece, root=tmp_path, **tonight))]

    assert told(piece) == ["camera: none is wanted; seen: 4 Logitech C920"]
    named = replace(piece, picture=replace(piece.picture, camera="C920"))
    assert told(named) == ["camera C920: is Logitech C920"]
    assert told(named, camera=4) == ["camera 4: is Logitech C920"]
    assert told(named, camera="C922")[0].startswith("camera C922: is not there (cameras: Logitech C920); did you mean")
    assert told(named, picture=False) == []


def test_a_camera_on_the_network_that_is_off(tmp_path):
    with socket.socket() as nobody:
        nobody.bind(("127.0.0.1", 0))  # and does not listen
        address = f"http://127.0.0.1:{nobody.getsockname()[1]}/"
        found = check_picture.camera_finding(address, {}, tmp_path)
    assert str(found) == f"camera {address}: does not answer; switch it on, and bring both into one network"


def test_a_display_and_its_screen_saver(monkeypatch, tmp_path):
    if not jack_server.shutil.which("Xvfb"):
        pytest.fail("make setup installs Xvfb")
    for name in ("WAYLAND_DISPLAY", "QT_QPA_PLATFORM"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.delenv("DISPLAY", raising=False)
    if sys.platform == "linux":
        assert problems(machine(tmp_path, check_picture.display)) == [
            "display: there is no screen (DISPLAY is not set); run on a desktop, or perform with --no-video"
        ]
    read, write = os.pipe()
    command = ["Xvfb", "-displayfd", str(write), "-screen", "0", "800x600x24", "-nolisten", "tcp", "-s", "7"]
    with subprocess.Popen(command, pass_fds=[write], stderr=subprocess.DEVNULL) as screen:
        try:
            os.close(write)
            with os.fdopen(read) as number:
                name = f":{int(number.readline())}"
            monkeypatch.setenv("DISPLAY", name)
            found = machine(tmp_path, check_picture.display)
            other = Machine(path=Path("m.toml"), display=3)
            far = problems(machine(tmp_path, check_picture.display, machine=other))[0]
        finally:
            screen.terminate()
    assert str(found[0]).startswith("display 0: 800 × 600")
    assert far == "display 3: is not there (there are displays 0 to 0); plug it in, or correct display in m.toml"
    assert "screen saver: blanks the screen after 420 s; xset s off" in problems(found)
    assert problems(machine(tmp_path, check_picture.display))[0].startswith(
        f"display: the screen {name} cannot be reached"
    )


# ---------------------------------------------------------------- the machine
def test_clocks_and_governors(tmp_path):
    assert machine(tmp_path, check_live._clock) == []
    clock = "sys__devices__system__clocksource__clocksource0__"
    put(tmp_path, **{f"{clock}current_clocksource": "hpet", f"{clock}available_clocksource": "tsc hpet acpi_pm"})
    for number, governor in enumerate(("powersave", "performance", "powersave")):
        put(tmp_path, **{f"sys__devices__system__cpu__cpu{number}__cpufreq__scaling_governor": governor})
    put(tmp_path, sys__devices__system__cpu__cpufreq__policy0__scaling_governor="powersave")
    found = machine(tmp_path, check_live._clock)
    assert problems(found) == [
        "clock: hpet is slow to read: timing suffers; boot with clocksource=tsc",
        "processors: 2 run under 'powersave', which wakes them late; sudo cpupower frequency-set -g performance",
    ]
    assert str(found[-1]) == "processors: 1 run under 'performance'"
    put(tmp_path, **{f"{clock}current_clocksource": "kvm-clock"})
    assert len(problems(machine(tmp_path, check_live._clock))) == 1


def test_batteries(tmp_path, monkeypatch):
    monkeypatch.delenv("XDG_CURRENT_DESKTOP", raising=False)
    assert machine(tmp_path, check_live._power) == []
    supply = "sys__class__power_supply__"
    put(tmp_path, **{f"{supply}AC__type": "Mains", f"{supply}AC__online": "0"})
    put(tmp_path, **{f"{supply}BAT0__{name}": text for name, text in
                     {"type": "Battery", "status": "Discharging", "capacity": "63"}.items()})  # fmt: skip
    put(tmp_path, **{f"{supply}mouse__{name}": text for name, text in
                     {"type": "Battery", "scope": "Device", "status": "Discharging"}.items()})  # fmt: skip
    found = machine(tmp_path, check_live._power)
    assert problems(found) == ["battery BAT0: is discharging, 63 % left; plug in the mains"]
    put(tmp_path, **{f"{supply}BAT0__status": "Not charging", f"{supply}BAT0__capacity": "?"})
    assert [str(one) for one in machine(tmp_path, check_live._power)] == ["battery BAT0: is not discharging"]


def test_sleep_is_told_only_where_it_was_seen(tmp_path, monkeypatch):
    put(tmp_path, gsettings="#!/bin/sh\n[ $3 = idle-delay ] && echo 'uint32 300' || echo \"'suspend'\"")
    (tmp_path / "gsettings").chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path}:{os.environ['PATH']}")
    monkeypatch.setenv("XDG_CURRENT_DESKTOP", "KDE")
    assert machine(tmp_path, check_live._power) == []
    monkeypatch.setenv("XDG_CURRENT_DESKTOP", "ubuntu:GNOME")
    assert problems(machine(tmp_path, check_live._power)) == [
        "sleep: GNOME blanks the screen after 300 s; gsettings set org.gnome.desktop.session idle-delay 0",
        "sleep: GNOME's sleep-inactive-ac-type is 'suspend'; "
        "gsettings set org.gnome.settings-daemon.plugins.power sleep-inactive-ac-type nothing",
    ]


LIMITS = """\
Limit                     Soft Limit           Hard Limit           Units
Max locked memory         {0:<20} {0:<20} bytes
Max realtime priority     {1:<20} {1:<20}
"""


def test_limits(tmp_path, monkeypatch):
    assert machine(tmp_path, check_live._real_time) == []
    put(tmp_path, proc__self__limits=LIMITS.format("8388608", "0"), proc__self__status="CapEff:\t0000000000000000")
    monkeypatch.setattr(system, "real_time", lambda: False)
    lines = problems(machine(tmp_path, check_live._real_time))
    assert lines[0].startswith("real-time priority: is not allowed (ulimit -r is 0); sudo usermod -aG audio $USER")
    assert lines[1].startswith("memory: only 8 MiB may be held there (ulimit -l); ")
    monkeypatch.setattr(system, "real_time", lambda: True)
    put(tmp_path, proc__self__limits=LIMITS.format("unlimited", "95"))
    assert problems(machine(tmp_path, check_live._real_time)) == []
    put(tmp_path, proc__self__limits=LIMITS.format("8388608", "95"), proc__self__status="CapEff:\t000001ffffffffff")
    assert problems(machine(tmp_path, check_live._real_time)) == []


def test_asking_for_real_time_changes_nothing_of_ours():
    before = os.sched_getscheduler(0) if hasattr(os, "sched_getscheduler") else None
    system.real_time()
    assert before is None or os.sched_getscheduler(0) == before


def test_disk_says_how_many_minutes_it_holds(tmp_path, monkeypatch):
    patch = tmp_path / "patch.toml"
    usage = type("Usage", (), {"free": 48_000 * 6 * 60 * 100})
    monkeypatch.setattr("shutil.disk_usage", lambda folder: usage)
    tonight = Tonight(patch=patch, piece=None)
    assert problems(check_live._disk(tonight)) == [
        f"{tmp_path}: room for 100 minutes of recording (1.6 GiB free); make room on its disk"
    ]
    (tmp_path / "takes").mkdir()
    assert check.takes_folder(patch) == tmp_path / "takes"
    usage.free *= 10
    assert [str(one) for one in check_live._disk(tonight)] == [
        f"{tmp_path}/takes: room for 1000 minutes of recording (16.1 GiB free)"
    ]


def test_all_of_it_on_this_machine_is_one_line_each():
    for finding in check_live.findings(Tonight(patch=PATCH, piece=load(PATCH))):
        assert "\n" not in str(finding)
        assert finding.where
        assert finding.what


# ---------------------------------------------------------------- microphones
CELLO = ROOT / "patches" / "losses-for-a-cello.toml"


def test_which_input_is_wanted_and_whether_it_is_there(real_jack):
    patch = load(CELLO)
    assert [str(finding) for finding in check.findings(CELLO)] == ["parts.cello: listens to input 1 of scsynth"]
    assert [str(finding) for finding in check_audio.findings(patch)] == [
        "parts.cello: listens to input 1, JACK's system:capture_1"
    ]
    wrong = with_settings(patch, ["cello/channel=5"])
    assert [str(finding) for finding in check_audio.findings(wrong)] == [
        "parts.cello: wants input 5, and JACK has 2 capture ports; "
        "give it a channel from 1 to 2, or start jackd with more inputs (-i)"
    ]
    assert list(check_audio.findings(load(PATCH))) == []


def test_no_inputs_and_one():
    assert str(check_audio.input_finding("cello", 1, 0)).startswith(
        "parts.cello: wants input 1, and JACK has no capture ports; start jackd without -P"
    )
    assert "has 1 capture port;" in str(check_audio.input_finding("cello", 2, 1))
    assert check_audio.input_finding("cello", 2, 2).fix == ""


def test_without_jack_or_the_plugins_that_listen(monkeypatch, tmp_path):
    monkeypatch.setattr(jack, "server", lambda: (_ for _ in ()).throw(OSError("is not running")))
    assert list(check_audio.findings(load(CELLO))) == []
    from descant.sound import process

    monkeypatch.setattr(process, "plugins", lambda place: {"DelayUGens": tmp_path, "FFT_UGens": tmp_path})
    (finding,) = check_audio.findings(load(CELLO))
    assert str(finding) == (
        "scsynth: cannot listen: it lacks its own plugins ML_UGens, PV_ThirdParty, TestUGens, TriggerUGens; "
        "install it again"
    )
