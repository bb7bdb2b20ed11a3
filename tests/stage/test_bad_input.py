"""Bad input ends in one clear line and a true exit status; nothing is lost, nothing is left half-written."""

import os
import struct
from collections.abc import Callable
from pathlib import Path

import pytest
import supriya.ugens
from midi_maker import PATCH, Player, descant, descant_command
from supriya import SynthDefBuilder

TEXT = PATCH.read_text()
WITH_GLASS = TEXT.replace("[sound]\n", '[instruments.glass]\nsynthdef = "glass"\n\n[sound]\n')
OURS = {"audio.wav", "take.jsonl", "score.png"}


@pytest.fixture(scope="module")
def midi(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return Player().note(0.0, 40, 90, 0.1).note(0.1, 60, 90, 0.1).save(tmp_path_factory.mktemp("midi") / "two.mid")


def refused(*arguments: object, status: int = 1) -> str:
    """Run a command that must fail; return its one line."""
    ended, out, err = descant(*arguments)
    assert (ended, out) == (status, ""), err
    return one_line(err)


def one_line(err: str) -> str:
    assert err.startswith("error: ")
    assert err.count("\n") == 1
    assert err.endswith("\n")
    assert "Traceback" not in err
    assert len(err) < 600
    return err


def render_refused(folder: Path, midi: Path, *options: object, patch: Path = PATCH, status: int = 1) -> str:
    """Render into a folder that does not exist, in vain; return the line."""
    before = sorted(folder.rglob("*"))
    said = refused("render", patch, "--midi", midi, "--out", folder / "out", "--no-video", *options, status=status)
    assert sorted(folder.rglob("*")) == before, "something was left behind"
    return said


# ---------------------------------------------------------------- MIDI


def chunk(kind: bytes, data: bytes, length: int | None = None) -> bytes:
    return kind + struct.pack(">I", len(data) if length is None else length) + data


def smf(*tracks: bytes, kind: int = 0, division: int = 480) -> bytes:
    head = chunk(b"MThd", struct.pack(">HHH", kind, len(tracks), division))
    return head + b"".join(chunk(b"MTrk", track) for track in tracks)


END = b"\x00\xff\x2f\x00"
NOTE = b"\x00\x90\x40\x50\x60\x80\x40\x00"
HOSTILE = {
    "empty": b"",
    "text": b"dear diary,\ntoday I played the piano\n",
    "png": b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 4,
    "zeros": bytes(4096),
    "header only": smf(NOTE + END)[:14],
    "cut header": smf(NOTE + END)[:9],
    "cut in a track": smf(NOTE * 20 + END)[:90],
    "track longer than the file": smf()[:10] + b"\0\1\1\xe0" + chunk(b"MTrk", NOTE + END, 0x7FFFFFFF),
    "type 2": smf(NOTE + END, NOTE + END, kind=2),
    "type 77": smf(NOTE + END, kind=77),
    "smpte": smf(NOTE + END, division=0xE728),
    "no ticks": smf(NOTE + END, division=0),
    "data above 127": smf(b"\x00\x90\xf0\xf0" + END),
    "running status of nothing": smf(b"\x00\x40\x50" + END),
    "endless number": smf(b"\xff" * 64 + NOTE + END),
    "text longer than the track": smf(b"\x00\xff\x01\xff\xff\xff\x7fhello" + END),
    "tempo of one byte": smf(b"\x00\xff\x51\x01\x00" + NOTE + END),
    "a key of nowhere": smf(b"\x00\xff\x59\x02\x55\x55" + NOTE + END),
    "years long": smf(b"\xff\xff\xff\x7f\x90\x40\x50" * 30 + END, division=1),
}


@pytest.mark.parametrize("data", HOSTILE.values(), ids=HOSTILE.keys())
def test_a_midi_file_that_is_none(data: bytes, tmp_path: Path) -> None:
    (tmp_path / "bad.mid").write_bytes(data)
    assert "bad.mid" in render_refused(tmp_path, tmp_path / "bad.mid")


HARMLESS = {
    "no notes": smf(END),
    "a strange chunk": smf(NOTE + END) + chunk(b"XFIH", b"\x00" * 9),
    "sysex and a tempo of nothing": smf(b"\x00\xff\x51\x03\x00\x00\x00\x00\xf0\x03\x01\x02\xf7" + NOTE + END),
    "releases of nothing": smf(b"\x00\x80\x10\x00\x00\xb0\x40\x00\x00\xe0\x00\x00\x00\xd0\x05" * 9 + END),
    "a thousand notes at once": smf(b"\x00\x90\x40\x50" * 1000 + END),
    "programs there are not": smf(b"\x00\xc0\x7f\x00\xc0\x04" + NOTE + END),
}


@pytest.mark.parametrize("data", HARMLESS.values(), ids=HARMLESS.keys())
def test_a_midi_file_that_is_only_strange_is_played(data: bytes, tmp_path: Path) -> None:
    (tmp_path / "odd.mid").write_bytes(data)
    status, _, err = descant("render", PATCH, "--midi", tmp_path / "odd.mid", "--out", tmp_path / "out", "--no-video")
    assert (status, err) == (0, "")
    assert {path.name for path in (tmp_path / "out").iterdir()} == OURS


# ---------------------------------------------------------------- the patch


def line_of(text: str, part: str) -> int:
    return text[: text.index(part)].count("\n") + 1


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ("learning_rate = 0.15 ", "lerning_rate = 0.15 ", ("parts.cubics.lerning_rate", "'learning_rate'")),
        ("tuning = ", "tunning = ", ("tunning", "'tuning'")),
        ("[instruments.piano]", "[instrument.piano]", ("instrument", "'instruments'")),
        ('synthdef = "piano"', 'synthdef = "pianno"', ("pianno", "'piano'")),
        ('to = "overtones/detune"', 'to = "overtone/detune"', ("overtone/detune", "'overtones/detune'")),
        ('from = "cubics/loss"', 'from = "cubics/lost"', ("cubics/lost", "'cubics/loss'")),
        ('"picture/background" = "performer"', '"picture/background" = "perform"', ("perform", "performer")),
        ('tuning = "equal"', 'tuning = "meantone.scl"', ("meantone.scl",)),
        ("learning_rate = 0.15 ", "learning_rate = nan ", ("learning_rate", "nan", "-0.3")),
        ("learning_rate = 0.15 ", "learning_rate = -1000 ", ("learning_rate", "-1000", "-0.3")),
        ("amount = 0.1 ", "amount = 1e300 ", ("amount", "1e+300")),
        ("ceiling = 0.25 ", "ceiling = inf ", ("ceiling", "inf")),
        ("steps_per_second = 60", "steps_per_second = 1e300", ("steps_per_second",)),
        ("points = 100", "points = 1000000000000", ("points",)),
        ("reference_hz = 440.0", "reference_hz = 0", ("reference_hz",)),
        ("sample_rate = 48000", "sample_rate = -1", ("sample_rate",)),
        ("width = 1280", "width = 99999999", ("width",)),
        ("frame_rate = 30", "frame_rate = 0", ("frame_rate",)),
        ("seed = ", 'seed = "tonight"  # ', ("seed", "tonight")),
        ("seed = ", "seed = # ", ("not TOML",)),
        ("number = 2\n", "number = 1\n", ("number",)),
        ("descant = 1 ", "descant = 2 ", ("descant",)),
    ],
)
def test_a_mistake_in_the_patch(old: str, new: str, says: tuple[str, ...], tmp_path: Path, midi: Path) -> None:
    patch = tmp_path / "mine.toml"
    assert old in TEXT
    patch.write_text(TEXT.replace(old, new, 1))
    said = render_refused(tmp_path, midi, patch=patch)
    place = line_of(TEXT, old)
    assert f"{patch}:{place}" in said
    for word in says:
        assert word in said
    status, out, err = descant("check", patch)
    assert (status, err) == (1, "")
    assert f"{patch}:{place}" in out


@pytest.mark.parametrize(
    "data",
    [b"", b"\x00" * 999, b"\x89PNG\r\n\x1a\n\xff\xfe", bytes(range(256)) * 50, b"[[[[" * 9000, b"x = 1\n" * 400_000],
    ids=["empty", "zeros", "png", "every byte", "brackets", "huge"],
)
def test_a_file_that_is_no_patch(data: bytes, tmp_path: Path, midi: Path) -> None:
    (tmp_path / "no.toml").write_bytes(data)
    assert "no.toml" in render_refused(tmp_path, midi, patch=tmp_path / "no.toml")
    assert descant("check", tmp_path / "no.toml")[0] == 1


def test_a_scala_file_that_is_none(tmp_path: Path, midi: Path) -> None:
    patch = tmp_path / "mine.toml"
    patch.write_text(TEXT.replace('tuning = "equal"', 'tuning = "my.scl"'))
    for data in (b"", b"\x89PNG\xff\xfe\x00", b"! x\nscale\n 2\n 3/2\n nan\n", b"! x\nscale\n 1\n 1e300\n"):
        (tmp_path / "my.scl").write_bytes(data)
        assert "my.scl" in render_refused(tmp_path, midi, patch=patch)


def test_a_synthdef_of_another_name_or_of_nothing(tmp_path: Path, midi: Path) -> None:
    patch = tmp_path / "mine.toml"
    patch.write_text(WITH_GLASS)
    assert "glass" in render_refused(tmp_path, midi, patch=patch)
    (tmp_path / "synthdefs").mkdir()
    for data in (b"", b"SCgf", b"\xff" * 300, b"SCgf\0\0\0\2\0\1\5glass\0\0\xff\xff"):
        (tmp_path / "synthdefs" / "glass.scsyndef").write_bytes(data)
        assert "glass" in render_refused(tmp_path, midi, patch=patch)


def test_a_synthdef_that_this_scsynth_cannot_play_is_no_silence(tmp_path: Path, midi: Path) -> None:
    with SynthDefBuilder(out=0, frequency_hz=440.0) as builder:
        supriya.ugens.Out.ar(
            bus=builder["out"], source=[supriya.ugens.SinOsc.ar(frequency=builder["frequency_hz"])] * 2
        )
    patch = tmp_path / "mine.toml"
    patch.write_text(WITH_GLASS)
    (tmp_path / "synthdefs").mkdir()
    unknown = builder.build(name="glass").compile().replace(b"\x06SinOsc", b"\x06TinOsc")
    (tmp_path / "synthdefs" / "glass.scsyndef").write_bytes(unknown)
    said = render_refused(tmp_path, midi, patch=patch)
    assert "TinOsc" in said or "glass" in said


# ---------------------------------------------------------------- the command line


@pytest.mark.parametrize(
    ("option", "status", "word"),
    [
        ("piano/muted=1", 1, "piano/mute"),
        ("piano/mute", 1, "piano/mute"),
        ("piano/mute=perhaps", 1, "piano/mute"),
        ("cubics/learning_rate=nan", 1, "learning_rate"),
        ("cubics/learning_rate=-1000", 1, "learning_rate"),
        ("cubics-to-detune/amount=1e300", 1, "amount"),
        ("=", 1, "--set"),
    ],
)
def test_a_setting_that_cannot_be(option: str, status: int, word: str, tmp_path: Path, midi: Path) -> None:
    ended, _, err = descant("render", PATCH, "--midi", midi, "--out", tmp_path / "out", "--no-video", "--set", option)
    assert ended in (status, 2)
    assert word in one_line(err)
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize(
    "arguments",
    [
        ("render",),
        ("render", PATCH),
        ("rendr", PATCH),
        ("render", PATCH, "--midi", "x.mid", "--out", "o", "--sed", "3"),
        ("render", PATCH, "--midi", "x.mid", "--out", "o", "--seed", "three"),
        ("render", PATCH, "--midi", "x.mid", "--out", "o", "--seed", "-1"),
        ("check", PATCH, PATCH),
    ],
)
def test_wrong_usage(arguments: tuple[object, ...]) -> None:
    refused(*arguments, status=2)


def test_files_that_are_not_there(tmp_path: Path, midi: Path) -> None:
    assert "no.toml" in render_refused(tmp_path, midi, patch=tmp_path / "no.toml")
    assert "no.mid" in render_refused(tmp_path, tmp_path / "no.mid")
    assert str(tmp_path) in render_refused(tmp_path, tmp_path)  # a folder is no MIDI file
    assert "take.jsonl" in refused("replay", tmp_path / "take.jsonl", "--out", tmp_path / "out", "--no-video")
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"\x89PNG\r\n\x1a\n\xff",
        b"not json\n",
        b"[]\n",
        b'{"take": 1}\n',
        b'{"take": 99, "patch": {"name": "a", "text": ""}, "seed": 1}\n',
        b'{"take": 1, "patch": {"name": "a.toml", "text": "descant = 1"}, "seed": 1}\n',
        b'{"take": 1, "patch": {"name": 7, "text": "descant = 1"}, "seed": 1, "set": 5, "assets": 3}\n',
        b'{"take": 1, "patch": {"name": "a", "text": ""}, "seed": 1}\n{"t": NaN, "in": "midi"}\n',
        b'{"take": 1, "patch": {"name": "a", "text": ""}, "seed": true}\n{"t": -1, "in": "midi"}\n',
    ],
)  # fmt: skip
def test_a_take_that_is_none(data: bytes, tmp_path: Path) -> None:
    (tmp_path / "take.jsonl").write_bytes(data)
    said = refused("replay", tmp_path / "take.jsonl", "--out", tmp_path / "out", "--no-video")
    assert "take" in said or "a.toml" in said
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize(
    "spoil",
    [
        lambda path: path.write_bytes(b"hello, I am a film\n" * 40),
        lambda path: path.write_bytes(os.urandom(5000)),
        lambda path: path.write_bytes(b""),
        lambda path: path.mkdir(),
        lambda path: Player().note(0, 60).save(path),
        lambda path: None,
    ],
    ids=["text", "noise", "empty", "folder", "midi", "missing"],
)
def test_a_video_that_is_none(spoil: Callable[[Path], object], tmp_path: Path, midi: Path) -> None:
    spoil(tmp_path / "hands.mp4")
    said = refused("render", PATCH, "--midi", midi, "--out", tmp_path / "out", "--video", tmp_path / "hands.mp4")
    assert "hands.mp4" in said
    assert not (tmp_path / "out").exists()


# ---------------------------------------------------------------- the folder


def test_what_is_in_the_folder_is_kept(tmp_path: Path, midi: Path) -> None:
    out = tmp_path / "out"
    (out / "sketches").mkdir(parents=True)
    (out / "notes.txt").write_text("play the second chord longer")
    (out / "audio.wav").write_bytes(b"the take that everybody loved")
    assert descant("render", PATCH, "--midi", midi, "--out", out, "--no-video")[0] == 0
    assert (out / "notes.txt").read_text() == "play the second chord longer"
    assert (out / "sketches").is_dir()
    assert any(
        path.read_bytes() == b"the take that everybody loved" for path in out.rglob("audio.wav")
    ), "an earlier performance was lost"  # fmt: skip
    assert {path.name for path in out.iterdir()} >= OURS
    assert not [path for path in out.rglob("*") if path.name.startswith(".")]


def test_a_failure_leaves_the_folder_as_it_was(tmp_path: Path, midi: Path) -> None:
    out = tmp_path / "out"
    out.mkdir()
    (out / "audio.wav").write_bytes(b"loved")
    (tmp_path / "hands.mp4").write_bytes(b"no film")
    refused("render", PATCH, "--midi", midi, "--out", out, "--video", tmp_path / "hands.mp4")
    assert [path.name for path in out.iterdir()] == ["audio.wav"]
    assert (out / "audio.wav").read_bytes() == b"loved"


def test_a_folder_that_is_a_file_or_cannot_be_written(tmp_path: Path, midi: Path) -> None:
    (tmp_path / "out").write_text("I am a file")
    assert "out" in render_refused(tmp_path, midi)
    assert (tmp_path / "out").read_text() == "I am a file"
    said = refused("render", PATCH, "--midi", midi, "--out", tmp_path / "out" / "deeper", "--no-video")
    assert "deeper" in said or "out" in said
    assert "/proc" in refused("render", PATCH, "--midi", midi, "--out", "/proc/descant", "--no-video")
    refused("render", PATCH, "--midi", midi, "--out", tmp_path / ("x" * 300), "--no-video")


def test_the_installed_command_says_the_same(tmp_path: Path, midi: Path) -> None:
    arguments = ("render", tmp_path / "no.toml", "--midi", midi, "--out", tmp_path / "out")
    status, out, err = descant_command(*arguments)
    assert (status, out, err) == descant(*arguments)
    assert status == 1
    one_line(err)
