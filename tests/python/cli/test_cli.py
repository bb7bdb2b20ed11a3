"""The command line: exit statuses, errors of one line, and nothing left half-written by a signal."""

import json
import os
import re
import signal
import subprocess
import sys
import time
from pathlib import Path

import mido
import pytest

from descant import __version__

ROOT = next(folder for folder in Path(__file__).parents if (folder / "patches").is_dir())
PATCH = ROOT / "patches" / "losses-dissonances-distortions.toml"
ONE_LINE = re.compile(r"error: [^\n]+: [^\n]+; [^\n]+\n")


@pytest.fixture
def played(tmp_path):
    return melody(tmp_path / "played.mid", [(0, 31), (0, 60), (48, 64)])


def melody(path, notes):
    """Write notes, (ticks after the last, pitch), of 960 ticks a second."""
    track = mido.MidiTrack([mido.Message("note_on", note=pitch, velocity=80, time=delta) for delta, pitch in notes])
    mido.MidiFile(tracks=[track]).save(path)
    return path


def names(folder):
    return sorted(path.name for path in folder.iterdir())


# ---------------------------------------------------------------- usage
def test_version_and_help_are_no_errors(descant):
    assert descant("--version") == (0, f"descant {__version__}\n", "")
    status, out, err = descant("--help")
    assert (status, err) == (0, "")
    assert all(command in out for command in ("render", "replay", "check"))
    for command in ("render", "replay", "check"):
        status, out, err = descant(command, "--help")
        assert (status, err) == (0, "")
        assert "Usage: descant" in out


def test_python_m_descant_is_the_same():
    run = subprocess.run([sys.executable, "-m", "descant", "--version"], capture_output=True, text=True, check=True)
    assert run.stdout == f"descant {__version__}\n"


@pytest.mark.parametrize(
    ("arguments", "what"),
    [
        ([], "Missing command"),
        (["frobnicate"], "No such command 'frobnicate'"),
        (["--bogus"], "No such option: --bogus"),
        (["render"], "Missing argument 'PATCH'"),
        (["render", "x.toml"], "Missing option '--midi'"),
        (["render", "x.toml", "--midi", "x.mid"], "Missing option '--out'"),
        (["render", "x.toml", "--midi"], "'--midi' requires an argument"),
        (["render", "x.toml", "--midi", "x", "--out", "y", "--seed", "-1"], "'--seed'"),
        (["render", "x.toml", "--midi", "x", "--out", "y", "--seed", "many"], "'--seed'"),
        (["check"], "Missing argument 'PATCH'"),
        (["check", "a", "b"], "unexpected extra argument"),
        (["replay", "take.jsonl"], "Missing option '--out'"),
        (["perform", "x.toml", "--scsynth-port", "70000"], "'--scsynth-port'"),
        (["perform", "x.toml", "--scsynth-port", "57131", "--server", "a:57110"], "--server joins a scsynth"),
        (["sounds"], "Missing command; try descant sounds --help"),
        (["sounds", "make", "--bogus"], "; try descant sounds make --help"),
    ],
)
def test_wrong_usage_is_2_and_one_line(descant, arguments, what):
    status, out, err = descant(*arguments)
    assert (status, out) == (2, "")
    assert ONE_LINE.fullmatch(err)
    assert what in err
    assert re.search("; try descant( [a-z]+)* --help\n$", err)


# ---------------------------------------------------------------- work that fails
@pytest.mark.parametrize(
    ("arguments", "what"),
    [
        (["render", "nope.toml", "--midi", "{midi}", "--out", "{out}"], "nope.toml: there is no such file"),
        (["render", "{midi}", "--midi", "{midi}", "--out", "{out}"], "played.mid"),
        (["render", "{patch}", "--midi", "nope.mid", "--out", "{out}"], "nope.mid: No such file"),
        (["render", "{patch}", "--midi", "{patch}", "--out", "{out}"], "is not a whole MIDI file"),
        (["render", "{patch}", "--midi", "{midi}", "--out", "{midi}"], "cannot be written to (is a file)"),
        (["render", "{patch}", "--midi", "{midi}", "--out", "{out}", "--video", "{patch}"], ".toml"),
        (["render", "{patch}", "--midi", "{midi}", "--out", "{out}", "--video", "no.mp4"], "no.mp4"),
        (["render", "{patch}", "--midi", "{midi}", "--out", "{out}", "--set", "piano/mute"], "found no '='"),
        (["render", "{patch}", "--midi", "{midi}", "--out", "{out}", "--set", "piano/mut=1"], "did you mean"),
        (["render", "{patch}", "--midi", "{midi}", "--out", "{out}", "--set", "piano/mute=2"], "piano/mute"),
        (["render", "{patch}", "--midi", "{midi}", "--out", "{out}", "--set", "cubics/learning_rate=nan"], "-0.3 to 2"),
        (["render", "{patch}", "--midi", "{midi}", "--out", "{out}", "--set", "cubics/learning_rate=-1000"], "-0.3"),
        (["render", "{patch}", "--midi", "{midi}", "--out", "{out}", "--set", "cubics/points=1e300"], "10000"),
        (["replay", "nope.jsonl", "--out", "{out}"], "nope.jsonl: No such file"),
        (["replay", "{midi}", "--out", "{out}"], "is not a line of a take"),
        (["replay", "{patch}", "--out", "{out}"], "is not a line of a take"),
        (["check", "{midi}"], ""),
    ],
)
def test_work_that_fails_is_1_one_line_and_leaves_nothing(descant, played, tmp_path, arguments, what):
    words = {"midi": played, "patch": PATCH, "out": tmp_path / "new" / "out"}
    status, out, err = descant(*(argument.format(**words) for argument in arguments))
    assert status == 1
    if arguments[0] == "check":
        assert "played.mid" in out
    else:
        assert out == ""
        assert ONE_LINE.fullmatch(err)
        assert what in err
    assert names(tmp_path) == ["played.mid"]


def test_a_take_with_anything_in_its_header_is_performed_or_one_line(descant, tmp_path, capsys):
    text = PATCH.read_text()
    good = {"take": 1, "patch": {"name": "p.toml", "text": text, "files": {}}, "seed": 1, "set": {}, "assets": {}}
    for change in (
        {"set": 5}, {"set": {"piano/mute": [1]}}, {"set": {"": 1}}, {"set": {"piano/mute": None}}, {"assets": [1]},
        {"patch": {"text": "descant = 2"}}, {"patch": {"name": "../p.toml", "text": text}},
        {"patch": {"name": "p", "text": text, "files": 5}},
        {"patch": {"name": "a/b", "text": text, "files": {"a": ""}}}, {"patch": {"name": "x" * 300, "text": text}},
    ):  # fmt: skip
        take = tmp_path / "take.jsonl"
        take.write_text(json.dumps(good | change) + '\n{"t": 0, "in": "stop"}\n')
        status, _, err = descant("replay", take, "--out", tmp_path / "out", "--no-video")
        assert status == 1
        assert ONE_LINE.fullmatch(err)
        assert names(tmp_path) == ["take.jsonl"]


# ---------------------------------------------------------------- work that is done
def test_check_says_that_all_is_well_or_what_is_not_a_line_each(descant, tmp_path):
    status, out, err = descant("check", PATCH)
    assert (status, out, err) == (0, f"{PATCH}: all is well\n", "")
    assert descant("check", "--json", PATCH) == (0, "[]\n", "")
    wrong = tmp_path / "wrong.toml"
    wrong.write_text(PATCH.read_text().replace("learning_rate = 0.15", "lerning_rate = 0.15").replace('"sgd"', '"sdg"'))
    status, out, err = descant("check", wrong)
    assert (status, err) == (1, "")
    assert len(out.splitlines()) == 3
    assert all(re.fullmatch(r".+wrong\.toml:\d+: .+; .+", line) for line in out.splitlines())
    status, out, err = descant("check", wrong, "--json")
    assert (status, err) == (1, "")
    found = json.loads(out)
    assert [sorted(finding) for finding in found] == [["fix", "what", "where"]] * 3


def test_check_names_what_is_missing_on_this_machine(descant, monkeypatch):
    monkeypatch.setenv("SUPRIYA_SERVER_EXECUTABLE", "/nowhere/no-scsynth")  # render looks there too
    status, out, _ = descant("check", PATCH)
    assert status == 1
    assert out.startswith("scsynth: is not installed; install")


def test_render_and_replay_without_a_picture(descant, played, tmp_path):
    out, again = tmp_path / "out", tmp_path / "again"
    arguments = ("render", PATCH, "--midi", played, "--out", out, "--no-video", "--seed", "5")
    status, said, err = descant(*arguments, "--set", "piano/mute=1", "--set", "cubics/noise=0.1")
    assert (status, err) == (0, "")
    assert said == f"performed Losses, Dissonances, and Distortions into {out}\n"
    assert names(out) == ["audio.wav", "score.png", "take.jsonl"]
    lines = (out / "take.jsonl").read_text().splitlines()
    head = json.loads(lines[0])
    assert (head["seed"], head["set"]) == (5, {"cubics/noise": 0.1, "piano/mute": True})
    (tmp_path / "moved").mkdir()
    stripped = [lines[0], *(line for line in lines if '"in": ' in line)]
    (tmp_path / "moved" / "take.jsonl").write_text("\n".join(stripped) + "\n")
    status, said, err = descant("replay", tmp_path / "moved", "--out", again, "--no-video")  # its folder will do
    assert (status, err) == (0, "")
    assert (again / "take.jsonl").read_text().splitlines() == lines
    assert (again / "audio.wav").read_bytes() == (out / "audio.wav").read_bytes()


@pytest.mark.skipif(sys.platform == "darwin", reason="there every name is text")
def test_a_folder_whose_name_is_no_text_is_a_folder(played, tmp_path):
    out = tmp_path / os.fsdecode(b"na\xffve")
    command = [sys.executable, "-m", "descant", "render", PATCH, "--midi", played, "--out", out, "--no-video"]
    strict = os.environ | {"PYTHONIOENCODING": "utf-8:strict"}
    run = subprocess.run(command, capture_output=True, check=False, env=strict)
    assert (run.returncode, run.stderr) == (0, b"")
    assert run.stdout.endswith(b"na\\udcffve\n")
    assert names(out) == ["audio.wav", "score.png", "take.jsonl"]


# ---------------------------------------------------------------- signals
@pytest.mark.parametrize(("number", "status"), [(signal.SIGINT, 130), (signal.SIGTERM, 143)])
def test_a_signal_leaves_nothing_half_written_and_no_process_behind(played, tmp_path, number, status):
    out, note, tools, scratch = (tmp_path / name for name in ("out", "pid", "tools", "scratch"))
    for folder in (out, tools, scratch):
        folder.mkdir()
    (out / "audio.wav").write_text("the first")
    (tools / "scsynth").write_text(f"#!/bin/sh\necho $$ >{note}.part\nmv {note}.part {note}\nexec sleep 60\n")
    (tools / "scsynth").chmod(0o755)
    environment = os.environ | {"PATH": f"{tools}:{os.environ['PATH']}", "TMPDIR": str(scratch)}
    command = [sys.executable, "-m", "descant", "render", PATCH, "--midi", played, "--out", out, "--no-video"]
    with subprocess.Popen(command, env=environment, stderr=subprocess.PIPE, text=True) as process:
        try:
            deadline = time.monotonic() + 30
            while not note.exists():
                assert process.poll() is None, "done before it could be stopped"
                assert time.monotonic() < deadline, "scsynth was never started"
                time.sleep(0.01)
            assert [name for name in names(out) if name.startswith(".descant-")]
            process.send_signal(number)
            _, err = process.communicate(timeout=20)
        finally:
            process.kill()
    assert process.returncode == status
    said = "error: descant: interrupted; nothing was left half-written\n" if number == signal.SIGINT else ""
    assert err == said
    assert names(out) == ["audio.wav"]
    assert (out / "audio.wav").read_text() == "the first"
    assert names(scratch) == []
    with pytest.raises(ProcessLookupError):
        os.kill(int(note.read_text()), 0)
