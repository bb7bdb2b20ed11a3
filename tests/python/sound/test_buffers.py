"""Sounds in buffers: read once, played from the next hit on, freed when nothing plays them, read again elsewhere."""

from pathlib import Path

import numpy as np
import pytest
import soundfile
from supriya import Score
from supriya.contexts.requests import AllocateReadBuffer, FreeBuffer

from descant.sound.buffers import MOST, RINGS_S, Buffers
from descant.sound.engine import Engine
from descant.sound.offline import make_score, render
from descant.sound.synthdefs import built_in

RATE = 48_000


def full(buffers, count):
    for number in range(count):
        buffers.load(number, Path(f"{number}.wav"))


def test_a_sound_is_read_once():
    buffers = Buffers(Score())
    (read,) = buffers.load("a", Path("a.wav"))
    assert isinstance(read, AllocateReadBuffer) and read.path == Path("a.wav")
    assert buffers.load("a", Path("a.wav")) == [] and buffers.has("a") and not buffers.has("b")


def test_an_instrument_plays_its_sound_and_what_is_not_there_is_looked_for():
    buffers = Buffers(Score(), {"late": Path("late.wav")}.get)
    assert buffers.struck("kick", 0.0) == (None, [])
    buffers.load("a", Path("a.wav"))
    buffers.playing |= {"kick": "a", "snare": "late", "hat": "lost"}
    assert buffers.struck("kick", 0.0) == (buffers.number("a"), [])
    number, needs = buffers.struck("snare", 0.0)
    assert number == buffers.number("late") and [each.path for each in needs] == [Path("late.wav")]
    assert buffers.struck("hat", 0.0) == (None, [])


def test_those_used_longest_ago_are_freed_and_never_one_that_sounds():
    buffers = Buffers(make_score())
    full(buffers, MOST)
    assert buffers.tidy(0.0) == []
    numbers = [buffers.number(sound) for sound in range(MOST)]
    buffers.playing["kick"] = 0
    buffers.struck("kick", 10.0)  # now it is the newest
    buffers.playing["kick"] = 1
    for sound in ("x", "y"):
        buffers.load(sound, Path("x.wav"))
    freed = buffers.tidy(10.0)
    assert all(isinstance(each, FreeBuffer) for each in freed)
    assert [int(each.buffer_id) for each in freed] == numbers[2:4]  # 1 is played, 0 still rings
    full(buffers, MOST + 1)  # with 2 and 3 once more: three too many
    assert len(buffers.tidy(10.0 + RINGS_S / 2)) == 3
    assert buffers.has(0) and not buffers.has(4)


def test_where_no_buffer_is_left_a_sound_waits():
    buffers = Buffers(Score(buffer_count=16))
    full(buffers, 20)
    assert buffers.has(15) and not buffers.has(16)
    buffers.playing["kick"] = 17
    assert buffers.struck("kick", 0.0) == (None, [])


def test_all_are_read_again_on_another_context():
    buffers = Buffers(Score())
    full(buffers, 3)
    again = buffers.again(other := Score())
    assert [each.path.name for each in again] == ["0.wav", "1.wav", "2.wav"]
    assert [int(each.buffer_id) for each in again] == [buffers.number(sound) for sound in range(3)]
    assert len(buffers.again(other)) == 3
    assert len(buffers.end()) == 3 and not buffers.has(0)


@pytest.fixture
def tones(tmp_path):
    """Return the files of two sines of half a second, 44.1 kHz, of 441 and 882 Hz."""
    time_s = np.arange(22_050) / 44_100
    for name, hz in (("low", 441.0), ("high", 882.0)):
        soundfile.write(tmp_path / f"{name}.wav", 0.5 * np.sin(2 * np.pi * hz * time_s), 44_100, subtype="FLOAT")
    return {name: tmp_path / f"{name}.wav" for name in ("low", "high")}


def loudest_hz(audio):
    spectrum = np.abs(np.fft.rfft(audio * np.hanning(len(audio)), 1 << 17))
    return float(np.argmax(spectrum)) * RATE / (1 << 17)


def test_the_next_hit_has_the_new_sound_and_the_last_rings_on(tones, tmp_path):
    score = make_score()
    engine = Engine(score, {"kick": built_in()["shot"]}, (), find=tones.get)
    engine.start({"kick": -6.0})
    told = {"pitch": 36.0, "frequency_hz": 65.4, "velocity": 127, "length_s": 0.1, "values": {}}
    engine.hit("kick", 0.1, **told)  # has no sound yet: silence
    engine.play("kick", "low")
    engine.hit("kick", 0.2, **told)
    engine.flush(0.05)
    engine.play("kick", "high")  # while the first is still to sound
    engine.flush(0.3)
    engine.hit("kick", 1.0, **told)
    engine.hit("kick", 1.6, **told | {"values": {"tune": -12.0}})
    engine.flush(0.9)
    render(score, tmp_path / "out.wav", duration_s=2.6, sample_rate=RATE)
    audio = soundfile.read(tmp_path / "out.wav")[0].mean(1)
    first = np.flatnonzero(np.abs(audio) > 1e-4)[0]
    assert first == pytest.approx(0.2 * RATE, abs=40)  # the fade-in of a filter
    assert loudest_hz(audio[int(0.25 * RATE) : int(0.65 * RATE)]) == pytest.approx(441.0, abs=1.0)
    assert loudest_hz(audio[int(1.05 * RATE) : int(1.45 * RATE)]) == pytest.approx(882.0, abs=1.0)
    assert loudest_hz(audio[int(1.65 * RATE) : int(2.5 * RATE)]) == pytest.approx(441.0, abs=1.0)


def test_what_plays_is_part_of_its_state(tones):
    engine = Engine(make_score(), {"kick": built_in()["shot"], "piano": built_in()["piano"]}, (), find=tones.get)
    engine.start({})
    engine.play("kick", "low")
    engine.play("piano", "low")  # which has no buffer
    assert engine.state()["playing"] == {"kick": "low"}


def test_on_another_server_that_it_is_prepared_for_its_sounds_are_loaded_again(tones):
    engine = Engine(make_score(), {"kick": built_in()["shot"]}, (), find=tones.get)
    engine.prepare()
    engine.load("low", tones["low"])
    other = make_score()
    engine.prepare(other)
    sent = [message.address for bundle in other.iterate_osc_bundles() for message in bundle.contents]
    assert "/b_allocRead" in sent and engine.loaded("low")
