"""Everything that could go wrong on stage tonight: what performing live needs, one function for each thing."""

import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor

from descant.devices import jack, midi, osc_port, system
from descant.devices.jack import JackServer
from descant.errors import DescantError
from descant.performance import check_audio
from descant.performance.check import LEAST_FREE_BYTES, Finding, absent, of, takes_folder
from descant.performance.check_picture import camera, display
from descant.performance.tonight import SET_UP, Tonight, missing, nearest
from descant.sound import executable

PACKAGES = {
    "rtmidi": "python-rtmidi", "PySide6": "PySide6-Essentials", "psutil": "psutil", "platformdirs": "platformdirs",
    "moderngl": "moderngl",
}  # fmt: skip
MOST_PORTS = 12  # that are told
LONGEST_PERIOD = 256  # frames
LEAST_LOCKED_BYTES = 256 << 20
RECORDED_BYTES = 2 * 3  # a frame: two channels of 24 bits
SLOW_CLOCKS = ("hpet", "acpi_pm", "jiffies", "refined-jiffies", "pit")
SLOW_GOVERNORS = ("powersave", "conservative")
NEEDED_PLUGINS = ("BinaryOpUGens", "DelayUGens", "FilterUGens", "IOUGens", "LFUGens", "OscUGens")
Names = list[tuple[str, ...]]  # of MIDI ports, each port's own last
AUDIO_GROUP = "sudo usermod -aG audio $USER, rtprio 95 and memlock unlimited for @audio in /etc/security/limits.d"


def findings(tonight: Tonight) -> list[Finding]:
    """Return facts and problems, in the order in which one would put them right. Nothing sounds or is shown."""
    return _found(tonight, (
        _packages, _scsynth, _jack, _port, _osc, _microphones, _midi, camera, display, _disk, _real_time, _clock,
        _power,
    ))  # fmt: skip


def of_piece(tonight: Tonight) -> list[Finding]:
    """Return what concerns one piece of a concert alone."""
    return _found(tonight, (_microphones, _midi, camera))


def of_machine(tonight: Tonight) -> list[Finding]:
    """Return what concerns all pieces of a concert."""
    return _found(tonight, (_packages, _scsynth, _jack, _port, _osc, display, _disk, _real_time, _clock, _power))


def _found(tonight: Tonight, needs: tuple[Callable[[Tonight], Iterable[Finding]], ...]) -> list[Finding]:
    with ThreadPoolExecutor() as several:  # most of them wait for another process
        return [finding for found in several.map(lambda need: list(need(tonight)), needs) for finding in found]


def _packages(tonight: Tonight) -> Iterator[Finding]:
    yield from absent(PACKAGES, SET_UP)


# ---------------------------------------------------------------- sound
def _scsynth(tonight: Tonight) -> Iterator[Finding]:
    place = executable.find()
    if place is None or missing("supriya", "psutil", "platformdirs"):  # other findings say so
        return
    from descant.sound import process

    try:
        version = process.version(str(place))
    except (OSError, subprocess.TimeoutExpired):
        version = ""
    if version:
        yield Finding("scsynth", f"{version}, {place}")
    else:
        yield Finding("scsynth", f"{place} does not tell its version", "install SuperCollider again")
    plugins = process.plugins(str(place))
    folders = sorted({str(path.parent) for name, path in plugins.items() if name in NEEDED_PLUGINS})
    lacking = [name for name in NEEDED_PLUGINS if name not in plugins]
    if not plugins:
        yield Finding("scsynth", "its plugins folder is not there", "install SuperCollider again, plugins included")
    elif lacking:
        yield Finding("scsynth", f"lacks its own plugins {', '.join(lacking)}", "install SuperCollider again")
    else:
        yield Finding("scsynth", f"{len(plugins)} plugins in {', '.join(folders)}")


def _jack(tonight: Tonight) -> Iterator[Finding]:
    if sys.platform != "linux":
        return
    where = f"JACK {jack.server_name()!r}"
    try:
        server = jack.server()
    except OSError as error:
        fix = "install jackd2" if "installed" in str(error) else "start it: jackd, QjackCtl or PipeWire (pw-jack)"
        yield Finding(where, str(error), fix)
        return
    yield Finding(where, f"runs at {server}")
    wanted = tonight.piece.sound.sample_rate if tonight.piece else server.sample_rate
    yield from jack_findings(where, server, wanted)
    for key, named, there in (
        ("inputs", tonight.machine.inputs, server.sources), ("outputs", tonight.machine.outputs, server.sinks),
    ):  # fmt: skip
        yield from wire_findings(f"{tonight.machine.path}: sound.{key}", named or "", there)


def jack_findings(where: str, server: JackServer, sample_rate: int) -> Iterator[Finding]:
    """Yield what of a JACK server spoils a concert of a patch with that sample rate."""
    if server.sample_rate != sample_rate:
        what = f"runs at {server.sample_rate} Hz, the patch says {sample_rate}"
        yield Finding(where, what, f"start it with -r {sample_rate}, or change sample_rate in [sound]")
    if server.period_frames > LONGEST_PERIOD:
        what = f"its period of {server.period_frames} frames makes notes up to {server.period_ms:.1f} ms late"
        yield Finding(where, what, f"start it with -p {LONGEST_PERIOD} or less")
    if not server.real_time:
        yield Finding(where, "runs without real-time priority: the sound will crackle", "start it without -r")
    if server.outputs < 2:
        yield Finding(where, f"has {server.outputs} outputs", "start it with a sound card that has two")


def wire_findings(where: str, named: str, there: tuple[str, ...]) -> Iterator[Finding]:
    """Yield what of the machine's JACK ports, names with commas or one client, is not there: scsynth would be mute."""
    for name in filter(None, map(str.strip, named.split(","))):
        if name not in there and not any(port.startswith(f"{name}:") for port in there):
            others = ", ".join(there[:MOST_PORTS]) or "none"
            yield Finding(where, f"JACK has no port {name!r} (there are: {others})", "correct it, or switch it on")


def _port(tonight: Tonight) -> Iterator[Finding]:
    if missing("psutil", "platformdirs"):
        return
    from descant.sound import ports

    port = tonight.port or tonight.machine.scsynth_port or ports.PORT
    where = f"port {port}"
    try:
        orphan = ports.orphan(port)
    except DescantError as error:
        yield of(error)
        return
    if orphan:
        what = f"scsynth (process {orphan.scsynth}) was left there by a crash"
        yield Finding(where, what, f"perform will quit it, or do it now: kill {orphan.scsynth}")
    else:
        yield Finding(where, "is free for scsynth")


def _osc(tonight: Tonight) -> Iterator[Finding]:
    own = tonight.piece.osc.port if tonight.piece else osc_port.PORT
    port = own if tonight.machine.osc_port is None else tonight.machine.osc_port
    try:
        osc_port.OscPort(port, tonight.machine.allow).close()
    except DescantError as error:
        yield of(error)
    else:
        yield Finding(f"OSC port {port}", "is free for clients")


def _microphones(tonight: Tonight) -> Iterator[Finding]:
    if tonight.piece is not None and not missing("supriya", "psutil", "platformdirs"):
        yield from check_audio.findings(tonight.piece)


# ---------------------------------------------------------------- MIDI
def _midi(tonight: Tonight) -> Iterator[Finding]:
    if missing("rtmidi") or tonight.piece is None or not tonight.piece.inputs:
        return
    wanted = {name: tonight.machine.midi.get(name, each.port) for name, each in tonight.piece.inputs.items()}
    if tonight.midi_in is not None:
        wanted = dict.fromkeys(wanted, tonight.midi_in)
    try:
        there = midi.port_names()
    except OSError as error:
        what, _, fix = str(error).rpartition("; ")
        yield Finding("MIDI", what.replace(";", ","), fix or "start JACK, or plug in a device")
        return
    for name, part in wanted.items():
        yield midi_finding(f"inputs.{name}", part, there, _alsa_names)


def _alsa_names() -> Names:
    try:
        return midi.port_names("alsa") if sys.platform == "linux" else []
    except OSError:
        return []


def midi_finding(where: str, part: str, there: Names, elsewhere: Callable[[], Names] = list) -> Finding:
    """Return which ports an input will play from, or what there is instead: in ALSA too, where JACK is asked first."""
    from descant.devices.midi_ports import matches

    seen = [names[-1] for names in there if matches(part.casefold(), "\n".join(names))]
    if seen:
        return Finding(where, f"plays from {', '.join(seen)}")
    hidden = [names[-1] for names in elsewhere() if matches(part.casefold(), "\n".join(names))]
    if hidden:
        return Finding(where, f"{hidden[0]} is in ALSA, and JACK does not see it", "start a2jmidid -e, or jackd -X seq")
    names = [names[-1] for names in there]
    others = f"there are: {', '.join(names)}" if names else "there are none"
    what = f'no MIDI port has "{part}" in its name ({others})' if part else f"no MIDI port to play from ({others})"
    near = nearest(part, names)
    fix = f'did you mean "{near}"? --midi-in or port = "…" says so' if near else "plug it in and switch it on"
    return Finding(where, what, fix)


# ---------------------------------------------------------------- the machine
def _disk(tonight: Tonight) -> Iterator[Finding]:
    folder = takes_folder(tonight.patch)
    if not os.access(folder, os.W_OK):
        yield Finding(str(folder), "takes cannot be written there", "mend its rights, or perform with --take DIR")
    free = shutil.disk_usage(folder).free
    sample_rate = tonight.piece.sound.sample_rate if tonight.piece else 48_000
    minutes = free // (RECORDED_BYTES * sample_rate * 60)
    what = f"room for {minutes} minutes of recording ({free / (1 << 30):.1f} GiB free)"
    yield Finding(str(folder), what, "make room on its disk" if free < LEAST_FREE_BYTES else "")


def _real_time(tonight: Tonight) -> Iterator[Finding]:
    allowed = system.limit("Max realtime priority", tonight.root)
    if allowed is not None:  # Linux; elsewhere nobody has to ask for it
        got = system.real_time()
        what = f"is allowed (ulimit -r is {allowed:g})" if got else f"is not allowed (ulimit -r is {allowed:g})"
        yield Finding("real-time priority", what, "" if got else f"{AUDIO_GROUP}; log in again")
    locked = system.locked_memory(tonight.root)
    if locked is None:
        return
    if locked < LEAST_LOCKED_BYTES:
        what = f"only {locked / (1 << 20):g} MiB may be held there (ulimit -l)"
        yield Finding("memory", what, f"{AUDIO_GROUP}; log in again")
    else:
        yield Finding("memory", "may be locked" + ("" if locked == float("inf") else f" (ulimit -l, {locked:.3g} B)"))


def _clock(tonight: Tonight) -> Iterator[Finding]:
    clock = system.clock_source(tonight.root)
    if clock:
        name, others = clock
        slow = name in SLOW_CLOCKS
        better = [other for other in others if other not in SLOW_CLOCKS]
        fix = f"boot with clocksource={better[0]}" if better else "boot with clocksource=tsc tsc=reliable"
        yield Finding("clock", f"{name} is slow to read: timing suffers" if slow else name, fix if slow else "")
    for governor, count in system.governors(tonight.root).items():
        slow = governor in SLOW_GOVERNORS
        what = f"{count} run under {governor!r}" + (", which wakes them late" if slow else "")
        yield Finding("processors", what, "sudo cpupower frequency-set -g performance" if slow else "")


def _power(tonight: Tonight) -> Iterator[Finding]:
    for battery in system.batteries(tonight.root):
        left = f", {battery.percent} % left" if battery.percent is not None else ""
        if battery.discharging:
            yield Finding(f"battery {battery.name}", f"is discharging{left}", "plug in the mains")
        else:
            yield Finding(f"battery {battery.name}", f"is not discharging{left}")
    for setting, value in system.gnome_settings().items():
        key = setting.split()[-1]
        if value in ("0", "nothing"):
            yield Finding("sleep", f"{key} is {value}")
        elif key == "idle-delay":
            yield Finding("sleep", f"GNOME blanks the screen after {value} s", f"gsettings set {setting} 0")
        else:
            yield Finding("sleep", f"GNOME's {key} is {value!r}", f"gsettings set {setting} nothing")
