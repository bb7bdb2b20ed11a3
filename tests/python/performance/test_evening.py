"""Coming back to a concert: to which piece, whatever became of its files; and a crash while a pedal was down."""

import json
import math
import shutil
from dataclasses import replace
from pathlib import Path

import pytest

from descant.errors import DescantError
from descant.patch import load
from descant.patch.concert import load_concert
from descant.patch.patch import Leaves
from descant.performance.comeback import come_back
from descant.performance.evening import Evening, broken_off, come_back_to
from descant.performance.take import TAKE, TakeWriter, header
from descant.performance.takes import note_take

PATCHES = next(folder for folder in Path(__file__).parents if (folder / "patches").is_dir()) / "patches"
NIGHT = 'concert = 1\n[[pieces]]\npatch = "one.toml"\n[[pieces]]\npatch = "two.toml"\n'


@pytest.fixture(autouse=True)
def notes(tmp_path, monkeypatch):
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))


@pytest.fixture
def night(tmp_path, stage_of):
    """Return a function that plays a concert as far as its piece of a number, and breaks off there."""
    for name in ("one.toml", "two.toml"):
        shutil.copy(PATCHES / "chorus.toml", tmp_path / name)
    shutil.copy(PATCHES / "harmonics.scl", tmp_path)
    path = tmp_path / "night.toml"
    path.write_text(NIGHT)

    def play(number, *inputs, ended=False):
        concert = load_concert(path)
        evening = Evening(
            folder=tmp_path / "evening", path=path, text=concert.text, patches=("one.toml", "two.toml"), seeds=(7, 8)
        )
        patch, folder = concert.pieces[number - 1].patch, evening.take(number)
        folder.mkdir(parents=True)
        stage = stage_of(patch, 7)
        for line in inputs:
            stage.performance.handle(line)
        writer = TakeWriter(folder / TAKE)
        for line in (header(patch, seed=7, settings={}, assets={}, sample_rate=48000), *stage.lines):
            writer.write(line)
        if ended:
            writer.write({"t": 9.0, "end": True})
        writer.close()
        evening.note(number, folder)
        return evening

    play.path = path
    return play


def pedal(at, value):
    return {"t": at, "in": "midi", "from": "keys", "data": [0xB0, 67, value]}


def back(night, *, safe=""):
    concert = load_concert(night.path)
    return come_back_to(concert, broken_off(concert, None), safe=safe, say=pytest.fail)


def test_it_is_the_piece_that_was_played_with_the_nights_seeds(night):
    evening = night(2, pedal(1.0, 127))
    found = back(night)
    assert (found.number, found.evening) == (2, evening)
    assert (found.comeback.parent, found.comeback.cue, found.comeback.why) == (evening.folder / "02-two", 2.0, "")
    assert found.comeback.patch.leaves == Leaves(fade_s=0.3, followed=False)
    assert back(night, safe="as you wish").comeback.state is None
    assert evening.take(2).name == "02-two-2"
    assert evening.take(1).name == "01-one"


def test_a_piece_that_had_ended_is_followed_by_the_one_that_was_to_begin(night):
    night(1, pedal(1.0, 127), pedal(1.5, 0), pedal(2.0, 127), ended=True)
    found = back(night)
    assert (found.number, found.comeback) == (2, None)


def test_a_piece_that_is_come_back_to_alone_is_as_it_was_in_the_concert(night, tmp_path):
    evening = night(1, pedal(1.0, 127), pedal(1.5, 0), pedal(2.0, 127))
    found = come_back(load(tmp_path / "one.toml"), evening.folder / "01-one", safe="", say=pytest.fail)
    assert (found.state["leaving"], found.patch.leaves) == ("next", None)


@pytest.mark.parametrize("number", [1, 2])
def test_an_evening_that_ended_in_order_is_over(night, number):
    night(number, pedal(1.0, 127), ended=True)
    with pytest.raises(DescantError, match="ended in order; perform without --resume"):
        back(night)


def test_a_concert_that_was_changed_is_gone_on_with_safely(night):
    night(2)
    night.path.write_text(NIGHT.replace("[[pieces]]", "fade_s = 2\n[[pieces]]", 1))
    found = back(night)
    assert (found.number, found.comeback.state, found.comeback.why) == (2, None, "the concert has changed since")
    assert found.evening.seeds == ()


def test_a_piece_that_was_changed_is_gone_on_with_safely(night, tmp_path):
    night(1)
    with (tmp_path / "one.toml").open("a") as file:
        file.write("# new\n")
    assert back(night).comeback.why == "the patch has changed since"


def test_a_piece_that_was_moved_is_found_and_one_that_is_gone_is_named(night):
    night(2)
    pieces = NIGHT.removeprefix("concert = 1\n").split("[[pieces]]\n")
    night.path.write_text("concert = 1\n[[pieces]]\n" + "[[pieces]]\n".join([pieces[2], pieces[1]]))
    assert back(night).number == 1
    night.path.write_text("concert = 1\n[[pieces]]\n" + pieces[1])
    with pytest.raises(DescantError) as error:
        back(night)
    assert str(error.value) == (
        f"{night.path}: two.toml, in which it broke off, is no piece of it any more; "
        "put it back, or come back to it alone: descant perform two.toml --resume"
    )


def test_without_an_evening_it_is_said_where_to_look(night, tmp_path):
    concert = load_concert(night.path)
    with pytest.raises(DescantError, match="no evening of it is known to have broken off; name the evening's folder"):
        broken_off(concert, None)
    note_take(night.path, tmp_path / "gone")
    with pytest.raises(DescantError, match="no evening of it is known"):
        broken_off(concert, None)
    with pytest.raises(DescantError, match="elsewhere holds no evening of it"):
        broken_off(concert, tmp_path / "elsewhere")


def test_notes_cut_off_at_every_byte_or_of_another_kind_are_named(night):
    evening = night(1)
    concert, path = load_concert(night.path), evening.folder / "evening.json"
    whole = path.read_bytes()
    others = (json.dumps(json.loads(whole) | more).encode() for more in (
        {"evening": 2}, {"piece": 3}, {"piece": "x"}, {"patches": 1}, {"seeds": None}, {"take": "none"}, {"take": ""},
    ))  # fmt: skip
    for content in (*(whole[:size] for size in range(len(whole))), b"[]", b"3", b"\xff", *others):
        path.write_bytes(content)
        with pytest.raises(DescantError, match="come back to its piece alone"):
            come_back_to(concert, evening.folder, safe="", say=pytest.fail)


# ---------------------------------------------------------------- a piece that waits
def waiting(stage_of, stage, **patch):
    """Return a stage that comes back to the state of another one, and waits."""
    again = stage_of(replace(stage.performance.patch, **patch), 7, started=False)
    again.performance.resume(stage.performance.state())
    again.performance.handle({"t": stage.performance.time, "in": "resume"})
    return again


def press(stage):
    """Press the pedal; time stands still for who waits."""
    for value in (127, 0):
        stage.performance.handle(
            {"t": stage.performance.time, "in": "midi", "from": "piano", "data": [0xB0, 67, value]}
        )


@pytest.mark.parametrize("released", [False, True])
def test_a_pedal_that_was_down_when_it_crashed_counts_when_it_is_pressed_next(stage, stage_of, released):
    one = stage()
    one.performance.handle({"t": 1.0, "in": "midi", "from": "piano", "data": [0xB0, 67, 127]})
    if released:
        one.performance.handle({"t": 1.01, "in": "midi", "from": "piano", "data": [0xB0, 67, 0]})
    again = waiting(stage_of, one)
    press(again)
    assert not again.performance.waiting
    assert again.performance.conductor.cue.number == one.performance.conductor.cue.number == 2


@pytest.mark.parametrize(("pause_s", "followed"), [(0.0, True), (5.0, True), (math.inf, True), (5.0, False)])
def test_what_was_making_way_goes_on_with_the_next_piece_at_go(stage, stage_of, pause_s, followed):
    one = stage()
    one.performance.handle({"t": 1.0, "in": "piece", "to": "next"})
    one.performance.leaving_s = 1.0 + pause_s
    again = waiting(stage_of, one, leaves=Leaves(fade_s=0.3, pause_s=pause_s, followed=followed))
    assert again.performance.leaving_s == math.inf, "not before a hand wants it"
    press(again)
    assert not again.performance.waiting
    if followed:
        assert (again.performance.leaving, again.performance.leaving_s) == ("next", 1.0)
    else:
        assert again.performance.leaving is None
