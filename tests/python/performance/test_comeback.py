"""Coming back: from a take that was cut off anywhere, from older snapshots, or safely."""

import json
import random
import time

import numpy as np
import pytest

from descant.errors import DescantError
from descant.patch import keeping, load
from descant.performance.comeback import come_back, forward, skim
from descant.performance.desk import Desk
from descant.performance.snapshots import FOLDER, LASTING, Snapshots, keep, latest, read
from descant.performance.take import TakeWriter, begun, header
from descant.performance.takes import broken_off, free_folder, note_take
from descant.states import dumps, loads

NOTHING_LASTS = {"cueing": {"left": []}, "edits": {"captures": []}}


def snapshots_of(folder):
    return sorted((folder / FOLDER).glob("*.json"))


@pytest.fixture(autouse=True)
def notes(tmp_path, monkeypatch):
    """Keep what is written down of takes in a folder of its own."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))


@pytest.fixture
def night(stage_of, small, tmp_path):
    """Return a function that plays a night, breaks off and leaves a take with snapshots."""
    patch_file = tmp_path / "small.toml"
    patch_file.write_text(small.text)
    patch = load(patch_file)

    def play(name="night", until=30.0, snapshots=(5.0, 12.0, 21.0), **begin):
        folder, chance = tmp_path / name, random.Random(3)
        folder.mkdir()
        writer, stage = TakeWriter(folder / "take.jsonl"), stage_of(patch, 7)
        writer.write(header(patch, seed=7, settings={}, assets={}, sample_rate=48000) | begin)
        kept, written, at = Snapshots(folder, pytest.fail), 0, 0.0
        while at < until:
            at += chance.uniform(0.05, 0.3)
            stage.on(at, chance.randrange(36, 80))
            if chance.random() < 0.05:
                stage.go(at)
            for line in stage.lines[written:]:
                kept.note(line)
                writer.write(line)
            written = len(stage.lines)
            if snapshots and at >= snapshots[0]:
                snapshots = snapshots[1:]
                kept._taken_s = -99.0
                kept.take(at, stage.performance.state)
        writer.close()
        kept.close()
        return folder, stage

    play.patch = patch
    return play


def settled(state):
    """Return a state without the time it is of, which a comeback moves by a hair."""
    return {key: value for key, value in state.items() if key not in ("time", "engine", "tick")}


def test_the_state_is_that_in_which_it_broke_off(night):
    folder, stage = night()
    back = come_back(night.patch, folder, safe=False, say=pytest.fail)
    assert (back.parent, back.seed, back.why) == (folder, 7, "")
    assert back.time_s == stage.lines[-1]["t"]
    assert back.cue == stage.performance.conductor.cue.number
    np.testing.assert_equal(settled(back.state), settled(stage.performance.state()))
    assert 0.0 < back.state["time"] - back.time_s < 1e-9


def test_a_take_cut_off_at_every_byte(night):
    folder, stage = night(until=1.5, snapshots=())
    whole = (folder / "take.jsonl").read_bytes()
    end = whole.index(b"\n") + 1
    states, cut = {}, 0
    for size in range(end, len(whole) + 1):
        (folder / "take.jsonl").write_bytes(whole[:size])
        taken = skim(folder / "take.jsonl")
        lines = [json.loads(raw) for raw in whole[end:size].split(b"\n")[:-1]]
        assert taken.inputs == [line for line in lines if "in" in line]
        assert taken.last_s == (lines[-1]["t"] if lines else 0.0)
        if len(lines) not in states:
            back = come_back(night.patch, folder, safe=False, say=pytest.fail)
            states[len(lines)] = back.state
            cut += 1
    assert cut > 20
    np.testing.assert_equal(settled(states[len(lines)]), settled(stage.performance.state()))


@pytest.mark.parametrize("size", [0, 1, 100])
def test_a_take_without_a_whole_header_is_none(night, size):
    folder, _ = night(until=0.5, snapshots=())
    path = folder / "take.jsonl"
    path.write_bytes(path.read_bytes()[:size])
    with pytest.raises(DescantError, match="is not a take"):
        come_back(night.patch, folder, safe=False, say=pytest.fail)


def test_a_damaged_snapshot_is_passed_over(night):
    folder, stage = night()
    files = snapshots_of(folder)
    assert len(files) == 3
    for path, content in zip(files[1:], (b"", files[0].read_bytes()[:-50]), strict=True):
        path.write_bytes(content)
    assert [each.inputs for each in latest(folder, 9999)] == [read(files[0]).inputs]
    back = come_back(night.patch, folder, safe=False, say=pytest.fail)
    np.testing.assert_equal(settled(back.state), settled(stage.performance.state()))


def test_a_snapshot_that_cannot_be_restored_is_told_and_passed_over(night):
    folder, stage = night()
    last = snapshots_of(folder)[-1]
    snapshot = json.loads(last.read_bytes())
    del snapshot["state"]["ensemble"]["parts"]
    last.write_text(json.dumps(snapshot))
    said = []
    back = come_back(night.patch, folder, safe=False, say=said.append)
    assert len(said) == 1 and "not from the snapshot at 21." in said[0]
    np.testing.assert_equal(settled(back.state), settled(stage.performance.state()))


def test_snapshots_of_inputs_that_the_take_lost_are_not_used(night):
    folder, _ = night()
    raw = (folder / "take.jsonl").read_bytes().split(b"\n")
    (folder / "take.jsonl").write_bytes(b"\n".join(raw[: len(raw) // 2]) + b"\n")
    inputs = skim(folder / "take.jsonl").inputs
    assert all(each.inputs <= len(inputs) for each in latest(folder, len(inputs)))
    assert 1 <= len(list(latest(folder, len(inputs)))) < 3
    back = come_back(night.patch, folder, safe=False, say=pytest.fail)
    np.testing.assert_equal(back.state, forward(night.patch, 7, None, inputs, back.time_s))


def test_another_patch_than_that_night_is_begun_safely(night):
    folder, stage = night()
    path = night.patch.path
    path.write_text(path.read_text().replace("Cubics", "Cubes"))
    back = come_back(load(path), folder, safe=False, say=pytest.fail)
    assert (back.state, back.why) == (None, "the patch has changed since")
    assert back.cue == stage.performance.conductor.cue.number


def test_captured_cues_and_edits_of_the_file_are_no_other_patch(night, stage_of, tmp_path):
    path, folder, said = night.patch.path, tmp_path / "captures", []
    folder.mkdir()
    writer, stage = TakeWriter(folder / "take.jsonl"), stage_of(night.patch, 7)
    first = header(night.patch, seed=7, settings={}, assets={}, sample_rate=48000)
    writer.write(first)

    def apply(line):
        stage.performance.handle({"t": stage.performance.time + 1.0} | line)

    def until(kind, count):
        end = time.monotonic() + 30.0
        while len([line for line in stage.lines if line.get("in") == kind]) < count and time.monotonic() < end:
            desk.read()
            time.sleep(0.01)

    desk = Desk(stage.performance, path, apply, said.append, every_s=0.05)
    try:
        for name in "AB":
            apply({"in": "capture", "name": name})
            desk.happened(stage.lines[-1:])
        until("written", 2)
        path.write_text(path.read_text().replace("amount = 0.1\n", "amount = 0.3\n"))
        until("reload", 1)
        apply({"in": "capture", "name": "C"})
        desk.happened(stage.lines[-1:])
        until("written", 3)
    finally:
        desk.close()
    apply({"in": "cue", "do": "goto", "to": "B"})
    for line in stage.lines:
        writer.write(line)
    writer.close()
    back = come_back(load(path), folder, safe=False, say=pytest.fail)
    assert back.why == "" and back.patch.text == night.patch.text
    other = stage_of(back.patch, 7, started=False)
    other.performance.resume(back.state)
    assert other.performance.patch == stage.performance.patch
    np.testing.assert_equal(settled(other.performance.state()), settled(stage.performance.state()))
    path.write_text(path.read_text() + "# by another hand\n")
    assert come_back(load(path), folder, safe=False, say=pytest.fail).why == "the patch has changed since"


@pytest.mark.parametrize("in_the_file", [0, 1, 2])
def test_a_crash_before_the_take_tells_that_a_capture_is_in_the_file(night, stage_of, tmp_path, in_the_file):
    """The take knows of two captures, and of no writing; the file has none, one or both."""
    path, folder = night.patch.path, tmp_path / "captures"
    folder.mkdir()
    writer, stage = TakeWriter(folder / "take.jsonl"), stage_of(night.patch, 7)
    writer.write(header(night.patch, seed=7, settings={}, assets={}, sample_rate=48000))
    for number, name in enumerate("AB", start=1):
        stage.performance.handle({"t": float(number), "in": "capture", "name": name})
    for line in stage.lines:
        writer.write(line)
    writer.close()
    text = night.patch.text
    for cue, state in stage.performance.edits.captures()[:in_the_file]:
        text = keeping.put(path, text, cue, state).text
    back = come_back(load(path), folder, safe="", say=pytest.fail)
    assert back.why == "" and back.patch.text == night.patch.text
    again, said = stage_of(back.patch, 7, started=False), []
    again.performance.resume(back.state)
    desk = Desk(again.performance, path, lambda line: again.performance.handle({"t": 9.0} | line), said.append, 0.05)
    try:
        end = time.monotonic() + 30.0
        while not {"A", "B"} <= {cue.name for cue in load(path).cues} and time.monotonic() < end:
            time.sleep(0.01)
        time.sleep(0.3)
        desk.read()
        assert load(path).cues == again.performance.patch.cues == stage.performance.patch.cues
        assert not [line for line in again.lines if line["in"] == "reload"], "what Descant has written is no edit"
        assert len(said) == 2 - in_the_file
        again.performance.handle({"t": 10.0, "in": "undo"})
        desk.happened(again.lines[-1:])
        while any(cue.name == "B" for cue in load(path).cues) and time.monotonic() < end:
            time.sleep(0.01)
    finally:
        desk.close()
    assert load(path).cues == again.performance.patch.cues
    assert [cue.name for cue in load(path).cues if cue.name in "AB"] == ["A"]


def test_what_was_pinned_is_pinned_again_where_it_still_exists(night):
    folder, _ = night(set={"overtones/mute": True, "gone/for_good": 1})
    back = come_back(night.patch, folder, safe="as you wish", say=pytest.fail)
    assert back.patch.pinned == {"overtones/mute"}
    assert back.why == "as you wish"


def test_a_night_that_ended_in_order_is_over(night):
    folder, _ = night(until=1.0)
    with (folder / "take.jsonl").open("a") as file:
        file.write('{"t": 2.0, "end": true}\n')
    with pytest.raises(DescantError, match="ended in order; perform without --resume"):
        come_back(night.patch, folder, safe=False, say=pytest.fail)


# ---------------------------------------------------------------- which take, and where the next goes
def child(night, parent, name, lasted_s):
    back = come_back(night.patch, parent, safe=False, say=pytest.fail)
    folder = parent.with_name(name)
    folder.mkdir()
    first = header(night.patch, seed=7, settings={}, assets={}, sample_rate=48000)
    with (folder / "take.jsonl").open("w") as file:
        file.write(json.dumps(first | begun(back.state, back.named)) + "\n")
        file.write(json.dumps({"t": back.state["time"], "in": "resume"}) + "\n")
        file.write(json.dumps({"t": back.time_s + lasted_s, "in": "fault", "of": "x", "text": "y"}) + "\n")
    return folder


def test_it_is_the_last_of_those_that_came_back(night, tmp_path):
    first, _ = night(until=2.0)
    stranger = tmp_path / "night-3"
    second = child(night, first, "night-2", 5.0)
    (stranger).mkdir()
    (stranger / "take.jsonl").write_bytes((first / "take.jsonl").read_bytes())  # another evening's
    fourth = child(night, second, "night-4", 5.0)
    for named in (first, second, fourth):
        assert broken_off(night.patch, named) == fourth
    assert broken_off(night.patch, stranger) == stranger
    assert free_folder(first, fourth) == tmp_path / "night-5"
    assert free_folder(tmp_path / "new", fourth) == tmp_path / "new"
    assert come_back(night.patch, fourth, safe=False, say=pytest.fail).state


def test_without_a_name_it_is_the_patchs_last_whatever_the_clock_says(night, tmp_path):
    with pytest.raises(DescantError, match="no take of it is known to have broken off; name its folder"):
        broken_off(night.patch, None)
    for name in ("2031-later", "1999-earlier"):
        folder, _ = night(name, until=1.0)
        note_take(night.patch.path, folder)
        assert broken_off(night.patch, None) == folder
        assert broken_off(night.patch, tmp_path / "not-there-yet") == folder


@pytest.mark.parametrize("damaged", [b"", b"[]", b"3", b"{", b"\xff", b'{"small.toml": 3}', b"[" * 100_000])
def test_damaged_notes_of_where_takes_lie_are_begun_anew(night, tmp_path, damaged):
    folder, _ = night(until=1.0)
    note_take(night.patch.path, folder)
    notes = next((tmp_path / "cache").rglob("takes.json"))
    notes.write_bytes(damaged.replace(b"small.toml", str(night.patch.path).encode()))
    with pytest.raises(DescantError, match="no take of it is known"):
        broken_off(night.patch, None)
    note_take(night.patch.path, folder)
    assert broken_off(night.patch, None) == folder


def test_what_breaks_off_at_once_again_and_again_is_begun_safely(night):
    first, _ = night(until=2.0)
    second = child(night, first, "night-2", 0.5)
    assert come_back(night.patch, second, safe=False, say=pytest.fail).state  # once may be chance
    third = child(night, second, "night-3", 0.5)
    back = come_back(night.patch, third, safe=False, say=pytest.fail)
    assert (back.state, back.why) == (None, "it broke off soon, 2 times in a row")


def test_nothing_is_ever_deleted(night):
    folder, _ = night(until=2.0)
    before = {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()}
    child(night, folder, "night-2", 0.5)
    assert {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()} == before


# ---------------------------------------------------------------- files
def test_a_file_is_whole_or_not_there(tmp_path, monkeypatch):
    path = tmp_path / "x.json"
    keep(path, b"one")
    monkeypatch.setattr("os.fsync", lambda file: (_ for _ in ()).throw(OSError(28, "No space left on device")))
    with pytest.raises(OSError, match="No space"):
        keep(path, b"two")
    assert path.read_bytes() == b"one"
    assert list(tmp_path.iterdir()) == [path]


def test_a_disk_that_refuses_is_told_once(stage, tmp_path, monkeypatch):
    monkeypatch.setattr(
        "descant.performance.snapshots.keep", lambda *_: (_ for _ in ()).throw(OSError(28, "No space left on device"))
    )
    said, one = [], stage()
    kept = Snapshots(tmp_path, said.append)
    for time_s in (0.0, 11.0, 22.0):
        kept.take(time_s, one.performance.state)
    kept.close()
    kept.take(33.0, one.performance.state)
    kept.take(44.0, one.performance.state)
    assert said == ["snapshots: No space left on device; after a crash the take alone must do"]


def test_one_at_every_cue_and_every_ten_seconds(tmp_path):
    kept = Snapshots(tmp_path, pytest.fail)
    for time_s in range(36):
        kept.note({"t": time_s, "in": "midi"})
        if time_s == 14:
            kept.note({"t": 14, "cue": 2.5, "name": "x"})
        kept.take(time_s, lambda time_s=time_s: {"time": time_s} | NOTHING_LASTS)
    kept.close()
    found = [read(path) for path in snapshots_of(tmp_path)]
    assert [(each.time_s, each.inputs, each.cue) for each in found] == [
        (0, 1, 0.0), (10, 11, 0.0), (14, 15, 2.5), (24, 25, 2.5), (34, 35, 2.5),
    ]  # fmt: skip
    assert found[-1].state == {"time": 34} | NOTHING_LASTS


def test_what_lasts_is_written_once_and_comes_back(stage, tmp_path):
    one, kept = stage(), Snapshots(tmp_path, pytest.fail)
    sizes, states = [], []
    for n in range(8):
        one.performance.handle({"t": 1.0 + n, "in": "cue", "do": "goto", "to": (1, 2, 2.5, 3)[n % 4]})
        if n % 3 == 0:
            one.performance.handle({"t": 1.5 + n, "in": "capture", "name": f"Try {n}"})
        kept.note({"t": 1.0 + n, "cue": n, "name": ""})
        states.append(one.performance.state())
        kept.take(1.0 + n, lambda: states[-1])
    kept.close()
    found = snapshots_of(tmp_path)
    assert len(found) == len(states) == 8
    for path, state in zip(found, states, strict=True):
        np.testing.assert_equal(read(path).state, loads(dumps(state), "here"))
        sizes.append(path.stat().st_size)
    lasting = list((tmp_path / FOLDER / LASTING).iterdir())
    assert len(lasting) == 8 + 3
    assert len(states[-1]["cueing"]["left"]) == 8 and len(states[-1]["edits"]["captures"]) == 3
    assert len(dumps(states[-1])) > 50_000 and max(sizes) < 10_000


@pytest.mark.parametrize("harm", ["gone", "other", "cut"])
def test_a_snapshot_that_lacks_what_lasts_is_passed_over(night, harm):
    folder, stage = night()
    last = max((folder / FOLDER / LASTING).iterdir(), key=lambda path: path.stat().st_mtime_ns)
    name, named = last.stem, [path for path in snapshots_of(folder) if last.stem in path.read_text()]
    assert named and len(named) < 3, name
    content = last.read_bytes()
    last.unlink() if harm == "gone" else last.write_bytes(content[:-9] if harm == "cut" else content + b" ")
    assert len(list(latest(folder, 9999))) == 3 - len(named)
    back = come_back(night.patch, folder, safe=False, say=pytest.fail)
    np.testing.assert_equal(settled(back.state), settled(stage.performance.state()))


def test_a_state_that_cannot_be_written_is_told(stage, tmp_path):
    said, one = [], stage()
    kept = Snapshots(tmp_path, said.append)
    kept.take(0.0, lambda: one.performance.state() | {"edits": None})
    kept.close()
    kept.take(1.0, one.performance.state)
    assert len(said) == 1
