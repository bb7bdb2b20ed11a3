"""Set-up does what is missing, once; says the exact command where it may not; repairs an interrupted one."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from midi_maker import PATCH, ROOT, Player

TOOLS = (  # what every system has, and set-up may use
    *("cat", "cksum", "cp", "cut", "date", "dirname", "env", "grep"),
    *("mkdir", "mktemp", "rm", "sed", "sh", "sleep", "tail", "true"),
)
APT_INSTALL = "apt-get install -y --no-install-recommends"
INSTALL = f"{APT_INSTALL} supercollider-server"
COMMANDS = ("scsynth", "jackd", "jack_lsp", "jack_wait", "jack_alias", "Xvfb", "xdotool", "sclang", "git", "node")

# Answers as a Python with venv and pip would, and notes what it was asked. A venv gets a copy of it.
PYTHON = """#!/bin/sh
case "$*" in
    *_base_executable*) command -v python3.11 ;;
    *ensurepip*) [ ! -e "$BENCH/no-ensurepip" ] ;;
    *"%d.%d-venv"*) echo python3.11-venv ;;
    *CDLL*) [ ! -e "$BENCH/absent-libraries" ] || cat "$BENCH/absent-libraries" ;;
    -c*) [ ! -e "$BENCH/old-python" ] ;;
    "-m venv "*) echo "python $*" >>"$BENCH/calls"; mkdir -p "$3/bin"; cp "$0" "$3/bin/python" ;;
    "-m pip "*)
        echo "$0 $*" >>"$BENCH/calls"
        [ ! -e "$BENCH/pip-killed" ] || kill -9 "$PPID"
        [ ! -e "$BENCH/pip-fails" ] || { echo "No matching distribution found for tape-echo"; exit 1; } ;;
esac
"""
APT = """#!/bin/sh
echo "apt-get $*" >>"$BENCH/calls"
provide() { for name in "$@"; do cp "$BENCH/command" "$BENCH/bin/$name"; done; }
for package in "$@"; do
    case $package in
        supercollider-server) provide scsynth ;;
        jackd2) provide jackd; [ -e "$BENCH/split-jack" ] || provide jack_lsp jack_wait jack_alias ;;
        jack-example-tools) provide jack_lsp jack_wait jack_alias ;;
        xvfb) provide Xvfb ;;
        xdotool) provide xdotool ;;
        supercollider-language) provide sclang ;;
        git) provide git ;;
        nodejs) provide node ;;
        lib*) [ -e "$BENCH/broken-libraries" ] || rm -f "$BENCH/absent-libraries" ;;
    esac
done
"""
SUDO = """#!/bin/sh
[ "$1" = -n ] || exit 1
shift
[ -e "$BENCH/needs-password" ] && exit 1
[ "$1" = true ] || echo "sudo $*" >>"$BENCH/calls"
exec "$@"
"""


class Machine:
    """A tree with nothing but the set-up's own files, and a PATH of stand-ins that write down their calls."""

    def __init__(self, place: Path) -> None:
        self.place, self.tree, self.bin = place, place / "descant", place / "bin"
        (self.tree / "scripts").mkdir(parents=True)
        self.bin.mkdir()
        for name in ("pyproject.toml", "requirements.lock", "scripts/setup"):
            shutil.copy(ROOT / name, self.tree / name)
        for name in TOOLS:
            found = shutil.which(name)
            assert found, f"{name} is part of every system"
            (self.bin / name).symlink_to(found)
        self.command("uname", "#!/bin/sh\necho Linux\n")
        self.command("python3.11", PYTHON)
        self.command("apt-get", APT)
        self.user(0)
        self.command("../command", "#!/bin/sh\n")
        for name in COMMANDS:
            shutil.copy(place / "command", self.bin / name)

    def command(self, name: str, text: str) -> None:
        (self.bin / name).write_text(text)
        (self.bin / name).chmod(0o755)

    def user(self, number: int) -> None:
        self.command("id", f"#!/bin/sh\necho {number}\n")

    def has(self, what: str) -> None:
        (self.place / what).touch()

    def lacks(self, *commands: str) -> None:
        for name in commands:
            (self.bin / name).unlink()

    def lacks_libraries_of(self, *packages: str) -> None:
        (self.place / "absent-libraries").write_text("".join(f"{package}\n" for package in packages))

    def has_not(self, what: str) -> None:
        (self.place / what).unlink()

    def set_up(self, level: str = "dev", tree: Path | None = None) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [(tree or self.tree) / "scripts/setup", level],
            env={"PATH": str(self.bin), "BENCH": str(self.place), "TMPDIR": str(self.place)},
            capture_output=True, text=True, timeout=60, check=False,
        )  # fmt: skip

    def calls(self) -> list[str]:
        """Return what was called since the last time."""
        log = self.place / "calls"
        calls = log.read_text().splitlines() if log.exists() else []
        log.unlink(missing_ok=True)
        return calls


@pytest.fixture
def machine(tmp_path: Path) -> Machine:
    return Machine(tmp_path)


def one_error(done: subprocess.CompletedProcess[str]) -> str:
    assert done.returncode == 1
    lines = [line for line in done.stderr.splitlines() if not line.startswith("    ")]
    assert len(lines) == 1 and lines[0].startswith("error: set-up: "), done.stderr
    return lines[0]


def test_the_first_run_installs_with_the_locked_versions_and_the_second_does_nothing(
    machine: Machine,
) -> None:
    first = machine.set_up()
    assert first.returncode == 0, first.stderr
    venv, pip = machine.calls()
    assert venv == "python -m venv .venv"
    assert pip.startswith(".venv/bin/python -m pip install ")
    assert "--constraint requirements.lock" in pip and pip.endswith("--editable .[dev]")

    second = machine.set_up()
    assert (second.returncode, second.stdout) == (0, "set-up: everything is there\n")
    assert machine.calls() == []


def test_each_level_adds_what_the_one_before_lacks_and_none_takes_away(machine: Machine) -> None:
    machine.set_up("play")
    assert machine.calls()[-1].endswith("--editable .")
    machine.set_up("live")
    (added,) = machine.calls()
    assert added.endswith("--editable .[live]")
    machine.set_up("play")
    assert machine.calls() == []
    machine.set_up("dev")
    (added,) = machine.calls()
    assert added.endswith("--editable .[dev]")
    for level in ("live", "play"):
        machine.set_up(level)
        assert machine.calls() == []


@pytest.mark.parametrize("name", ["pyproject.toml", "requirements.lock"])
def test_a_change_of_the_requirements_installs_them_into_the_same_environment(machine: Machine, name: str) -> None:
    machine.set_up()
    machine.calls()
    with (machine.tree / name).open("a") as file:
        file.write("\n")
    machine.set_up()
    (pip,) = machine.calls()
    assert "-m pip install" in pip


def test_a_set_up_killed_half_way_is_begun_again(machine: Machine) -> None:
    machine.has("pip-killed")
    assert machine.set_up().returncode != 0
    machine.has_not("pip-killed")
    machine.calls()
    assert machine.set_up().returncode == 0
    assert [call.split(" -m ")[1].split()[0] for call in machine.calls()] == ["venv", "pip"]
    machine.set_up()
    assert machine.calls() == []


def test_when_pip_fails_its_last_words_are_shown_and_the_next_run_begins_again(machine: Machine) -> None:
    machine.has("pip-fails")
    failed = machine.set_up()
    assert "Python packages failed" in one_error(failed)
    assert "No matching distribution found for tape-echo" in failed.stderr
    machine.has_not("pip-fails")
    assert machine.set_up().returncode == 0


def test_a_tree_that_was_moved_gets_an_environment_of_its_own(machine: Machine) -> None:
    machine.set_up()
    machine.calls()
    moved = machine.tree.rename(machine.place / "elsewhere")
    assert machine.set_up(tree=moved).returncode == 0
    assert machine.calls()[0] == "python -m venv .venv"


def test_an_environment_that_another_set_up_is_making_is_left_alone(machine: Machine) -> None:
    (machine.tree / ".venv").mkdir()
    (machine.tree / ".venv/descant-unfinished").write_text(f"{os.getpid()}\n")
    assert "another set-up" in one_error(machine.set_up())
    assert machine.calls() == []


def test_root_installs_only_what_is_missing(machine: Machine) -> None:
    machine.lacks("scsynth")
    done = machine.set_up()
    assert done.returncode == 0, done.stderr
    assert [call for call in machine.calls() if "apt-get" in call] == ["apt-get update", INSTALL]


def test_each_level_installs_the_system_packages_it_needs(machine: Machine) -> None:
    machine.lacks(*COMMANDS)
    machine.lacks_libraries_of("libegl1", "libxcb-cursor0")
    for level, packages in (
        ("play", "supercollider-server"),
        ("live", "jackd2 libegl1 libxcb-cursor0"),
        ("dev", "xvfb xdotool supercollider-language git nodejs"),
    ):
        done = machine.set_up(level)
        assert done.returncode == 0, done.stderr
        assert next(call for call in machine.calls() if "install" in call) == f"{APT_INSTALL} {packages}"
        machine.set_up(level)
        assert machine.calls() == []


def test_pipewire_is_jack_enough_to_play_but_not_to_test(machine: Machine) -> None:
    machine.lacks("jackd", "jack_lsp", "jack_wait", "jack_alias")
    machine.command("pw-jack", "#!/bin/sh\n")
    machine.user(1000)
    assert machine.set_up("live").returncode == 0
    assert one_error(machine.set_up("dev")).endswith(f"{APT_INSTALL} jackd2")


def test_tools_of_jack_may_be_a_package_of_their_own(machine: Machine) -> None:
    machine.lacks("jack_lsp", "jack_wait", "jack_alias")
    machine.command("apt-cache", '#!/bin/sh\n[ "$*" = "show jack-example-tools" ]\n')
    done = machine.set_up()
    assert done.returncode == 0, done.stderr
    assert f"{APT_INSTALL} jack-example-tools" in machine.calls()


def test_tools_of_jack_are_found_after_the_list_of_packages_has_come(machine: Machine) -> None:
    machine.lacks("jackd", "jack_lsp", "jack_wait", "jack_alias")
    machine.has("split-jack")
    machine.command("apt-cache", '#!/bin/sh\n[ "$*" = "show jack-example-tools" ]\n')
    done = machine.set_up()
    assert done.returncode == 0, done.stderr
    assert [call for call in machine.calls() if "apt-get install" in call] == [
        f"{APT_INSTALL} jackd2",
        f"{APT_INSTALL} jack-example-tools",
    ]


def test_libraries_that_went_away_are_noticed(machine: Machine) -> None:
    machine.set_up("live")
    machine.calls()
    machine.lacks_libraries_of("libgl1")
    assert machine.set_up("play").stdout == "set-up: everything is there\n"
    machine.user(1000)
    assert one_error(machine.set_up("live")).endswith(f"{APT_INSTALL} libgl1")


def test_a_library_that_stays_missing_is_said(machine: Machine) -> None:
    machine.lacks_libraries_of("libgl1")
    machine.has("broken-libraries")
    assert "libgl1 installed, but" in one_error(machine.set_up("live"))


def test_without_venv_in_python_its_package_is_asked_for(machine: Machine) -> None:
    machine.has("no-ensurepip")
    machine.user(1000)
    assert one_error(machine.set_up()).endswith(
        "apt-get update && apt-get install -y --no-install-recommends python3.11-venv"
    )


def test_sudo_is_used_where_it_asks_for_no_password(machine: Machine) -> None:
    machine.lacks("scsynth")
    machine.user(1000)
    machine.command("sudo", SUDO)
    done = machine.set_up()
    assert done.returncode == 0, done.stderr
    calls = machine.calls()
    assert "sudo apt-get update" in calls
    assert f"sudo env DEBIAN_FRONTEND=noninteractive {INSTALL}" in calls


def test_without_rights_the_exact_command_is_said_and_nothing_is_tried(machine: Machine) -> None:
    machine.lacks("scsynth")
    machine.user(1000)
    assert one_error(machine.set_up()).endswith(f"run as root: apt-get update && {INSTALL}")

    machine.command("sudo", SUDO)
    machine.has("needs-password")
    assert one_error(machine.set_up()).endswith(f"run: sudo apt-get update && sudo {INSTALL}")
    assert machine.calls() == []
    assert not (machine.tree / ".venv").exists()


def test_scsynth_that_went_away_is_noticed(machine: Machine) -> None:
    machine.set_up()
    machine.lacks("scsynth")
    machine.user(1000)
    assert "supercollider-server" in one_error(machine.set_up())


def test_python_too_old_is_one_clear_line(machine: Machine) -> None:
    machine.has("old-python")
    assert "no Python 3.11 or newer found; install one" in one_error(machine.set_up())


def test_a_mac_is_told_what_to_brew(machine: Machine) -> None:
    if Path("/Applications/SuperCollider.app").exists():
        pytest.skip("this machine has SuperCollider, so a set-up on it has nothing to say")
    machine.lacks("scsynth")
    machine.command("uname", "#!/bin/sh\necho Darwin\n")
    assert one_error(machine.set_up()).endswith("run: brew install --cask supercollider")
    machine.has("old-python")
    assert one_error(machine.set_up()).endswith("run: brew install python@3.11 && brew install --cask supercollider")


def test_a_mac_needs_jack_to_play_live(machine: Machine) -> None:
    machine.command("uname", "#!/bin/sh\necho Darwin\n")
    assert machine.set_up("live").returncode == 0
    machine.lacks("jackd", "jack_lsp", "jack_wait", "jack_alias", "Xvfb", "xdotool", "sclang", "git", "node")
    assert machine.set_up("play").returncode == 0
    assert one_error(machine.set_up("live")).endswith("run: brew install jack")


def test_a_system_without_apt_is_told_what_is_missing(machine: Machine) -> None:
    machine.lacks("scsynth")
    (machine.bin / "apt-get").unlink()
    assert "missing: supercollider-server" in one_error(machine.set_up())


def test_a_level_that_does_not_exist_is_wrong_usage(machine: Machine) -> None:
    done = machine.set_up("loud")
    assert done.returncode == 2
    assert done.stderr == "error: scripts/setup: no level 'loud'; say play, live or dev\n"


def test_an_offline_performance_needs_nothing_that_only_a_live_one_gets(tmp_path: Path) -> None:
    for name in ("moderngl", "PySide6", "rtmidi"):
        (tmp_path / f"{name}.py").write_text("raise ImportError('scripts/setup play installs no such thing')")
    midi = Player().note(0.0, 60).save(tmp_path / "played.mid")
    done = subprocess.run(
        [sys.executable, "-m", "descant", "render", PATCH, "--midi", midi, "--out", tmp_path / "out"],
        env=os.environ | {"PYTHONPATH": str(tmp_path)}, capture_output=True, text=True, timeout=300, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr


def test_the_lock_is_versions_only() -> None:
    lines = (ROOT / "requirements.lock").read_text().splitlines()
    assert [line for line in lines if not re.fullmatch(r"[A-Za-z0-9][A-Za-z0-9._-]*==[0-9][0-9A-Za-z.]*", line)] == []
    names = [line.split("==")[0].lower() for line in lines]
    assert len(names) == len(set(names))
    assert {"numpy", "supriya", "torch"} <= set(names)


def test_no_configuration_file_names_a_package_index() -> None:
    files = configuration()
    assert {"pyproject.toml", "requirements.lock", "Makefile", "scripts/setup", ".ci/run"} <= {str(f) for f in files}
    found = [
        f"{file}: {line}"
        for file in files
        for line in (ROOT / file).read_text(encoding="utf-8").splitlines()
        if re.search(r"://|--hash|index-url|find-links|trusted-host", line)
    ]
    assert found == []


def configuration() -> list[Path]:
    """Return what git has of the files that installing and testing read (in a tree without git: all)."""
    listed = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT, capture_output=True, text=True, check=False,
    ) if shutil.which("git") else None  # fmt: skip
    if listed and listed.returncode == 0:
        files = [Path(line) for line in listed.stdout.splitlines()]
    else:
        near = [path for folder in (".", ".ci", "scripts") for path in (ROOT / folder).iterdir()]
        files = [path.relative_to(ROOT) for path in near if path.is_file()]
    kinds = {"", ".toml", ".lock", ".cfg", ".ini", ".txt", ".yaml", ".yml"}
    folders = {Path(), Path(".ci"), Path("scripts")}
    return [f for f in files if f.suffix in kinds and f.parent in folders and (ROOT / f).is_file()]
