"""What a performance leaves behind: whole files or none, the earlier ones kept, and a take that performs again."""

import hashlib
import json
import math
import os

import mido
import numpy as np
import pytest
import soundfile

from descant.errors import DescantError
from descant.patch import load, loads, with_settings
from descant.performance import offline
from descant.performance.offline import Job, instead_of_camera, midi_inputs, perform, take_inputs, take_performer
from descant.performance.take import DERIVED, header, read_take, unpack

MADE = ["audio.wav", "score.png", "take.jsonl"]


def quiet(stage, done):
    pass


def inputs(*events, stop=0.4):
    lines = [{"t": t, "in": "midi", "from": "piano", "data": list(data)} for t, *data in events]
    return (*lines, {"t": stop, "in": "stop"})


PLAYED = inputs(
    (0.0, 0x90, 31, 90), (0.02, 0x90, 60, 80), (0.05, 0x90, 64, 100), (0.1, 0xB0, 67, 127), (0.12, 0x90, 40, 70),
    (0.13, 0x90, 47, 70), (0.14, 0x90, 52, 70), (0.3, 0x80, 64, 0),
)  # fmt: skip


def job(patch, played=PLAYED, **changes):
    return Job(**{"patch": patch, "inputs": played, "seed": 7, "movie": False} | changes)


def names(folder):
    return sorted(path.name for path in folder.iterdir())


def derived(path):
    return [line for line in read_take(path)[1] if any(kind in line for kind in DERIVED)]


@pytest.fixture(scope="module")
def performed(patch, tmp_path_factory):
    out = tmp_path_factory.mktemp("performed")
    timing = perform(job(patch()), out, quiet)
    return out, timing


@pytest.fixture
def scribbled(monkeypatch):
    """Leave score.png to its own tests: it takes longer than all the rest."""
    monkeypatch.setattr(offline, "_score_picture", lambda folder, progress: (folder / "score.png").write_text("page"))


@pytest.fixture
def hushed(monkeypatch, scribbled):
    """Leave the sound to the other tests."""
    monkeypatch.setattr(offline, "render", lambda score, out, **settings: out.write_bytes(b"sound"))


# ---------------------------------------------------------------- the files
def test_it_writes_its_files_and_nothing_else(performed):
    out, timing = performed
    assert names(out) == MADE
    assert timing.duration_s == 1.4
    assert timing.performing_s > 0
    assert timing.scsynth_s > 0


def test_the_sound_is_as_long_as_the_take_and_is_there(performed):
    out, _ = performed
    info = soundfile.info(out / "audio.wav")
    assert (info.samplerate, info.frames, info.channels, info.subtype) == (48000, round(1.4 * 48000), 2, "PCM_24")
    sound, _ = soundfile.read(out / "audio.wav")
    assert np.abs(sound[4800:19200]).max() > 0.01
    assert np.isfinite(sound).all()


def test_the_take_has_header_inputs_and_end(performed):
    head, lines = read_take(performed[0] / "take.jsonl")
    assert list(head)[:6] == ["take", "descant", "protocol", "patch", "assets", "seed"]
    assert head["seed"] == 7
    assert tuple(line for line in lines if "in" in line) == PLAYED
    assert lines[-1] == {"t": 1.4, "end": True}
    assert {kind for line in lines for kind in ("cue", "draw", "step", "voice") if kind in line} == {
        "cue", "draw", "step", "voice",
    }  # fmt: skip
    assert [line["t"] for line in lines] == sorted(line["t"] for line in lines)


def test_a_take_stripped_to_its_inputs_and_moved_performs_the_same(performed, tmp_path, scribbled):
    original = performed[0] / "take.jsonl"
    stripped = tmp_path / "elsewhere" / "stripped.jsonl"
    stripped.parent.mkdir()
    kept = [line for line in original.read_text().splitlines() if '"in": ' in line or '"take": ' in line]
    stripped.write_text("\n".join(kept) + "\n")
    head, lines = read_take(stripped)
    assert len(lines) == len(PLAYED)
    piece = with_settings(load(unpack(head, tmp_path / "elsewhere")), head["set"])
    perform(job(piece, take_inputs(lines), seed=head["seed"]), tmp_path / "again", quiet)
    again = tmp_path / "again" / "take.jsonl"
    assert derived(again) == derived(original)
    assert len(derived(original)) > 20
    assert (tmp_path / "again" / "audio.wav").read_bytes() == (performed[0] / "audio.wav").read_bytes()


def test_settings_of_the_night_are_in_the_header_and_come_again(patch, tmp_path, scribbled):
    tonight = patch(settings=["piano/mute=1", "cubics-to-detune/amount=1"])
    settings = {name: tonight.declared[name] for name in sorted(tonight.pinned)}
    perform(job(tonight, settings=settings), tmp_path / "a", quiet)
    head, lines = read_take(tmp_path / "a" / "take.jsonl")
    assert head["set"] == {"cubics-to-detune/amount": 1.0, "piano/mute": True}
    piece = with_settings(load(unpack(head, tmp_path)), head["set"])
    perform(job(piece, take_inputs(lines)), tmp_path / "b", quiet)
    assert derived(tmp_path / "a" / "take.jsonl") == derived(tmp_path / "b" / "take.jsonl")
    assert {line["instrument"] for line in derived(tmp_path / "b" / "take.jsonl") if "on" in line} == {"overtones"}


def test_a_take_cut_short_is_stopped_where_it_ends(performed):
    lines = read_take(performed[0] / "take.jsonl")[1]
    cut = [line for line in lines if line["t"] < 0.13]
    after = math.nextafter(cut[-1]["t"], math.inf)  # a tick of that time, whose step is the last line, comes before it
    assert take_inputs(cut)[-1] == {"t": after, "in": "stop"}
    inputs = [line for line in cut if "in" in line]
    assert take_inputs(inputs)[-1] == {"t": inputs[-1]["t"], "in": "stop"}
    assert take_inputs(cut)[:-1] == tuple(line for line in cut if "in" in line)
    assert take_inputs(lines) == PLAYED
    assert take_inputs([]) == ({"t": 0.0, "in": "stop"},)


def test_progress_goes_from_stage_to_stage_up_to_1(patch, tmp_path, scribbled):
    told = []
    perform(job(patch()), tmp_path / "out", lambda stage, done: told.append((stage, done)))
    assert list(dict.fromkeys(stage for stage, _ in told)) == ["performing", "sound"]
    for stage in ("performing", "sound"):
        course = [done for name, done in told if name == stage]
        assert course == sorted(course)
        assert course[-1] == 1.0
        assert course[0] >= 0.0


# ---------------------------------------------------------------- what stood there, and failures
def test_what_stood_there_moves_to_earlier_and_nothing_is_lost(patch, tmp_path, hushed):
    out = tmp_path / "out"
    out.mkdir()
    (out / "video.mp4").write_text("the film of another night")
    (out / "take.jsonl").write_text("the first take")
    (out / "notes.txt").write_text("mine")
    perform(job(patch()), out, quiet)
    assert names(out) == ["audio.wav", "earlier", "notes.txt", "score.png", "take.jsonl"]
    assert names(out / "earlier" / "1") == ["take.jsonl", "video.mp4"]
    first = (out / "take.jsonl").read_text()
    perform(job(patch(), seed=8), out, quiet)
    assert names(out / "earlier") == ["1", "2"]
    assert names(out / "earlier" / "2") == ["audio.wav", "score.png", "take.jsonl"]
    assert (out / "earlier" / "1" / "take.jsonl").read_text() == "the first take"
    assert (out / "earlier" / "2" / "take.jsonl").read_text() == first
    assert (out / "notes.txt").read_text() == "mine"


def broken(*arguments, **settings):
    raise DescantError("scsynth", "FAILURE IN SERVER", "nothing was written")


def interrupted(*arguments, **settings):
    raise KeyboardInterrupt


def full(*arguments, **settings):
    raise OSError(28, "No space left on device", "/somewhere/audio.wav")


@pytest.mark.parametrize("stage", ["render", "_score_picture", "_publish"])
@pytest.mark.parametrize("failure", [(broken, DescantError), (interrupted, KeyboardInterrupt), (full, DescantError)])
@pytest.mark.usefixtures("hushed")
def test_a_failure_at_any_stage_leaves_nothing(patch, tmp_path, monkeypatch, stage, failure):
    failure, raised = failure
    monkeypatch.setattr(offline, stage, failure)
    fresh = tmp_path / "deep" / "er" / "out"
    with pytest.raises(raised):
        perform(job(patch()), fresh, quiet)
    assert names(tmp_path) == []
    old = tmp_path / "old"
    old.mkdir()
    (old / "audio.wav").write_text("the first")
    with pytest.raises(raised):
        perform(job(patch()), old, quiet)
    assert names(old) == ["audio.wav"]
    assert (old / "audio.wav").read_text() == "the first"


def test_an_exception_in_the_performance_leaves_nothing(patch, tmp_path, monkeypatch):
    monkeypatch.setattr(offline.Performance, "handle", broken)
    with pytest.raises(DescantError):
        perform(job(patch()), tmp_path / "out", quiet)
    assert names(tmp_path) == []


@pytest.mark.parametrize("place", ["file", "file/inner", "/dev/null", "/proc/descant"])
def test_a_folder_that_cannot_be_written_is_one_line(patch, tmp_path, place):
    (tmp_path / "file").write_text("mine")
    with pytest.raises(DescantError, match="cannot be written to") as error:
        perform(job(patch()), tmp_path / place, quiet)
    assert str(error.value).endswith("; choose another folder")
    assert names(tmp_path) == ["file"]


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write everywhere")
def test_a_folder_without_the_right_to_write_is_one_line(patch, tmp_path):
    tmp_path.chmod(0o500)
    with pytest.raises(DescantError, match="Permission denied"):
        perform(job(patch()), tmp_path / "out", quiet)


def test_earlier_that_is_a_file_loses_nothing(patch, tmp_path, hushed):
    (tmp_path / "earlier").write_text("mine")
    (tmp_path / "audio.wav").write_text("first")
    with pytest.raises(DescantError):
        perform(job(patch()), tmp_path, quiet)
    assert names(tmp_path) == ["audio.wav", "earlier"]
    assert (tmp_path / "audio.wav").read_text() == "first"


def test_no_hidden_folder_stays(performed):
    assert not [name for name in os.listdir(performed[0]) if name.startswith(".")]  # noqa: PTH208


# ---------------------------------------------------------------- inputs
def test_a_midi_files_tracks_go_to_the_inputs_of_their_names(patch, tmp_path):
    two = patch(inputs='[inputs.toy]\nkind = "midi"')
    file = mido.MidiFile()
    for name, pitch in (("toy", 60), ("piano", 61), ("violin", 62), ("", 63)):
        track = mido.MidiTrack([mido.Message("note_on", note=pitch, velocity=80, time=480)])
        if name:
            track.insert(0, mido.MetaMessage("track_name", name=name))
        file.tracks.append(track)
    file.save(tmp_path / "played.mid")
    lines = midi_inputs(two, tmp_path / "played.mid")
    assert [(line["from"], line["data"][1]) for line in lines[:-1]] == [
        ("toy", 60), ("piano", 61), ("piano", 62), ("piano", 63),
    ]  # fmt: skip
    assert lines[-1] == {"t": 0.5, "in": "stop"}


def test_a_patch_without_inputs_says_what_to_add(patch, tmp_path):
    text = patch().text
    begin, end = text.index("[inputs.piano]"), text.index("[parts.cubics]")
    (tmp_path / "p.toml").write_text(text[:begin] + text[end:])
    with pytest.raises(DescantError, match=r"has no MIDI input to play; add \[inputs.piano\]"):
        midi_inputs(load(tmp_path / "p.toml"), tmp_path / "never-read.mid")


def test_a_takes_video_is_found_beside_the_patch_or_the_take(tmp_path, small):
    head = header(
        small, seed=1, settings={}, assets={"hands.mp4": hashlib.sha256(b"hands").hexdigest()}, sample_rate=48000
    )
    take, patch = tmp_path / "t" / "take.jsonl", tmp_path / "p" / "piece.toml"
    for folder in (take.parent, patch.parent):
        folder.mkdir()
    with pytest.raises(DescantError, match=r"its video 'hands.mp4' is not beside it; give it with --video"):
        take_performer(head, take, None)
    (take.parent / "hands.mp4").write_bytes(b"hands")
    assert take_performer(head, take, None) == take_performer(head, take, patch) == take.parent / "hands.mp4"
    (patch.parent / "hands.mp4").write_bytes(b"hands")
    assert take_performer(head, take, patch) == patch.parent / "hands.mp4"
    assert take_performer(head | {"assets": {}}, take, patch) is None
    (patch.parent / "hands.mp4").write_bytes(b"feet")
    with pytest.raises(DescantError, match=r"hands.mp4: is not the video of this take; give the right one"):
        take_performer(head, take, patch)


@pytest.mark.parametrize(
    ("line", "camera", "said"),
    [
        ("", None, False),
        ('camera = ""', None, False),
        ("camera = 0", None, True),
        ('camera = "C920"', None, True),
        ('background = "camera"', None, True),
        ('background = "keyboard"', None, False),
        ("", "C920", True),  # as the header of a take says
    ],
)
def test_what_stands_in_for_a_camera_is_said(small, tmp_path, line, camera, said):
    piece = loads(small.text.replace("[picture]\n", f"[picture]\n{line}\n"), "small.toml", None, {})
    words = "picture: what a camera sees is not kept; {} its place"
    drawn = words.format("the drawn keyboard (or a film, with --video) takes")
    assert instead_of_camera(piece, None, camera) == (drawn if said else "")
    film = words.format("hands.mp4 takes")
    assert instead_of_camera(piece, tmp_path / "hands.mp4", camera) == (film if said else "")
    cue = piece.text.replace("set = {", 'set = { "picture/background" = "camera",', 1)
    assert instead_of_camera(loads(cue, "small.toml", None, {}), None) == drawn


def test_a_video_that_is_none_is_said_before_anything_is_made(patch, tmp_path):
    (tmp_path / "hands.mp4").write_bytes(b"no film" * 100)
    with pytest.raises(DescantError, match=r"hands\.mp4"):
        perform(job(patch(), performer=tmp_path / "hands.mp4", movie=True), tmp_path / "out", quiet)
    assert names(tmp_path) == ["hands.mp4"]


def test_the_video_of_the_player_is_named_by_its_hash(patch, tmp_path, hushed):
    (tmp_path / "hands.mp4").write_bytes(b"abc")
    perform(job(patch(), performer=tmp_path / "hands.mp4"), tmp_path / "out", quiet)
    head = json.loads((tmp_path / "out" / "take.jsonl").read_text().splitlines()[0])
    assert head["assets"] == {"hands.mp4": "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"}
