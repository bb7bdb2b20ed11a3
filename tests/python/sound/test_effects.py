"""Effects and the ways to them, judged by measuring what scsynth renders of clicks and tones that are sent there."""

from pathlib import Path

import numpy as np
import pytest
import soundfile
import supriya.ugens
from supriya import AddAction, SynthDef, SynthDefBuilder
from supriya.contexts.requests import FreeNode, NewSynth

from descant.sound.effects import effects, rings_s
from descant.sound.engine import Engine
from descant.sound.offline import make_score, render
from descant.sound.synthdefs import built_in, limiter
from descant.sound.table import EFFECTS
from descant.sound.voices import Instrument

u = supriya.ugens
SAMPLE_RATE = 48_000
KEY = {"pitch": 60, "frequency_hz": 261.6, "velocity": 127, "length_s": 0.1}


def click() -> SynthDef:
    """Build a single sample of 0.5 in the middle, or where `pan` says."""
    with SynthDefBuilder(out=0, amplitude=1.0, level=0, pan=0.0) as builder:
        once = u.Impulse.ar(frequency=0.0) * 0.5 * u.In.kr(bus=builder["level"])
        u.FreeSelf.kr(trigger=u.Line.kr(start=-1.0, stop=1.0, duration=0.1))
        sides = [once * (builder["pan"] <= 0.5), once * (builder["pan"] >= -0.5)]
        u.OffsetOut.ar(bus=builder["out"], source=sides)
    return builder.build(name="click")


def burst(hz: float = 0.0) -> SynthDef:
    """Build a tenth of a second of noise, or of a sine."""
    with SynthDefBuilder(out=0, amplitude=1.0, level=0, pan=0.0) as builder:
        sound = u.SinOsc.ar(frequency=hz) if hz else u.WhiteNoise.ar()
        shape = u.Line.kr(start=1.0, stop=1.0, duration=0.1, done_action=2)
        u.OffsetOut.ar(bus=builder["out"], source=[sound * shape * 0.2 * u.In.kr(bus=builder["level"])] * 2)
    return builder.build(name="burst")


class Stage:
    """An instrument and effects, by their names."""

    def __init__(self, path: Path, source: SynthDef, *names: str, clean: bool = True) -> None:
        synthdefs = {"source": source} | {name: effects()[name] for name in names}
        self.path, self.engine = path / "out.wav", Engine(make_score(), synthdefs, ())
        if clean:
            self.engine._last_synth = Instrument("last", limiter())  # nothing else: that has a high pass against DC

    def start(self, told: dict[str, float]) -> None:
        for name, value in told.items():
            self.engine.tell(*name.split("/"), value)
        self.engine.start(dict.fromkeys(self.engine.synthdefs, 0.0))

    def hit(self, at: float, **values: float) -> None:
        self.engine.hit("source", at, **KEY, values=values)
        self.engine.flush(at)

    def sound(self, seconds: float, sample_rate: int = SAMPLE_RATE) -> np.ndarray:
        render(self.engine.context, self.path, duration_s=seconds, sample_rate=sample_rate)
        return soundfile.read(self.path, always_2d=True)[0]


def level_db(sound: np.ndarray) -> float:
    return float(10 * np.log10(np.mean(sound**2) + 1e-20))


def rt60_s(sound: np.ndarray, hz: float, begin_s: float, sample_rate: int = SAMPLE_RATE) -> float:
    """Return the seconds to fall by 60 dB about a frequency, by Schroeder's integral from -5 to -35 dB."""
    sound = sound[round(begin_s * sample_rate) :]
    found = np.fft.rfft(sound, 2 * len(sound), axis=0)
    octaves = np.log2(np.fft.rfftfreq(2 * len(sound), 1 / sample_rate) / hz + 1e-9)
    energy = (np.fft.irfft(found * np.exp(-2 * octaves**2)[:, None], axis=0)[: len(sound)] ** 2).sum(axis=1)
    left_db = 10 * np.log10(np.cumsum(energy[::-1])[::-1] / energy.sum() + 1e-12)
    first, last = np.flatnonzero(left_db < -5)[0], np.flatnonzero(left_db < -35)[0]
    slope = np.polyfit(np.arange(first, last), left_db[first:last], 1)[0]
    return float(-60 / slope / sample_rate)


@pytest.mark.parametrize("name", EFFECTS)
def test_its_knobs_are_controls_that_stand_where_the_table_says(name):
    controls = {name: value.value[0] for name, (value, _) in effects()[name].parameters.items()}
    knobs = {row.name: float(row.default) for row in EFFECTS[name] if row.name != "level_db"}
    assert {name: controls[name] for name in knobs} == pytest.approx(knobs)
    assert set(controls) - set(knobs) == {"out", "source", "level"}


# ------------------------------------------------------------ the ways
def test_with_effects_to_which_nothing_is_sent_it_is_equal_to_the_bit(tmp_path):
    sounds = []
    for names in ((), ("echo", "room")):
        stage = Stage(tmp_path, burst(440.0), *names)
        stage.start({})
        stage.hit(777 / SAMPLE_RATE)
        sounds.append(stage.sound(0.5))
    assert np.abs(sounds[0]).max() > 0.19
    assert np.array_equal(*sounds)


def test_a_click_reaches_the_mix_on_its_sample_whether_it_is_sent_or_not(tmp_path):
    for told in ({}, {"source/to_echo": 1.0}):
        stage = Stage(tmp_path, click(), "echo")
        stage.start({"echo/bpm": 60.0, "echo/beats": 0.5, "echo/feedback": 0.0} | told)
        stage.hit(1001 / SAMPLE_RATE)
        sound = stage.sound(1.0)
        assert list(np.flatnonzero(np.abs(sound[:20_000]).max(axis=1))) == [1001]
        assert sound[1001] == pytest.approx([0.5, 0.5], abs=1e-6)


def test_how_much_is_sent_is_how_loud_it_comes_back(tmp_path):
    for sent in (1.0, 0.5, 0.1):
        stage = Stage(tmp_path, click(), "echo")
        stage.start({"echo/bpm": 60.0, "echo/beats": 0.1, "echo/feedback": 0.0, "source/to_echo": sent})
        stage.hit(0.0)
        assert stage.sound(0.5)[4800] == pytest.approx([0.5 * sent, 0.5 * sent], rel=1e-4)


def test_an_effect_is_sent_to_one_after_it(tmp_path):
    stage = Stage(tmp_path, click(), "echo", "room")
    told = {"source/to_echo": 1.0, "echo/bpm": 60.0, "echo/beats": 0.25, "echo/feedback": 0.0}
    stage.start(told)
    stage.hit(0.0)
    assert np.abs(stage.sound(1.0)[12_100:]).max() == 0
    stage = Stage(tmp_path, click(), "echo", "room")
    stage.start(told | {"echo/to_room": 1.0})
    stage.hit(0.0)
    assert np.abs(stage.sound(1.0)[12_100:]).max() > 0.001
    assert stage.engine.takes("echo", "to_room")
    assert not stage.engine.takes("room", "to_echo")
    assert not stage.engine.takes("source", "to_hall")


def test_what_is_told_while_it_runs_is_heard_and_glides(tmp_path):
    stage = Stage(tmp_path, burst(1000.0), "echo")
    stage.start({"echo/bpm": 60.0, "echo/beats": 0.5, "echo/feedback": 0.0})
    stage.hit(0.0)
    stage.engine.tell("source", "to_echo", 1.0)
    stage.engine.flush(1.0)
    stage.hit(1.2)
    stage.engine.tell("echo", "mute", True)
    stage.engine.flush(2.0)
    stage.hit(2.2)
    sound = stage.sound(3.0)
    heard = [level_db(sound[round(at * SAMPLE_RATE) : round((at + 0.1) * SAMPLE_RATE)]) for at in (0.5, 1.7, 2.7)]
    assert heard[0] < -150
    assert heard[1] == pytest.approx(level_db(sound[:4800]), abs=0.1)
    assert heard[2] < -70


def test_all_of_it_is_made_again_on_another_server_with_what_it_was_told(tmp_path):
    stage = Stage(tmp_path, click(), "echo", "room")
    stage.start({"echo/bpm": 60.0, "echo/beats": 0.25, "echo/feedback": 0.0, "echo/to_room": 0.5})
    stage.engine.tell("source", "to_echo", 0.5)
    stage.engine.flush(0.1)
    again = Stage(tmp_path, click(), "echo", "room")
    again.engine.resume(stage.engine.state(), 0.0)
    again.hit(0.0)
    sound = again.sound(1.0)
    assert sound[12_000] == pytest.approx([0.25, 0.25], rel=1e-4)
    assert np.abs(sound[12_100:]).max() > 0.0005


def test_without_effects_nothing_is_made(tmp_path):
    engine = Engine(make_score(), {"kick": built_in()["kick"]}, ())
    engine.start({"kick": 0.0})
    sent = [message for bundle in engine.context.iterate_osc_bundles() for message in bundle.contents]
    assert sum(message.address == "/s_new" for message in sent) == 1
    assert not engine.takes("kick", "to_room")


# ------------------------------------------------------------ echo
@pytest.mark.parametrize(("beats", "bpm"), [(0.75, 120.0), (1 / 3, 112.0), (0.5, 333.0), (4.0, 97.0)])
@pytest.mark.parametrize("sample_rate", [44_100, 48_000])
def test_an_echo_comes_after_its_beats_and_again_softer(beats, bpm, sample_rate, tmp_path):
    stage = Stage(tmp_path, click(), "echo")
    stage.start({"source/to_echo": 1.0, "echo/bpm": bpm, "echo/beats": beats, "echo/feedback": 0.5})
    stage.hit(0.0)
    apart_s = beats * 60 / bpm
    sound = stage.sound(3.6 * apart_s, sample_rate)[:, 0]
    for number in (1, 2, 3):
        at = number * apart_s * sample_rate
        near = sound[round(at) - 40 : round(at) + 40]
        place = np.sum(np.arange(80) * near**2) / np.sum(near**2) + round(at) - 40
        assert (place - at) / sample_rate * 1000 == pytest.approx(0, abs=0.03)
        assert near.sum() == pytest.approx(0.5 * 0.5 ** (number - 1), rel=0.01)


def test_echoes_go_from_left_to_right_and_back(tmp_path):
    stage = Stage(tmp_path, click(), "echo")
    stage.start(
        {"source/to_echo": 1.0, "echo/bpm": 60.0, "echo/beats": 0.1, "echo/feedback": 0.5, "echo/ping_pong": 1.0}
    )
    stage.hit(0.0)
    sound = stage.sound(0.5)
    assert sound[4800] == pytest.approx([0.5, 0.0], abs=1e-4)
    assert sound[9600] == pytest.approx([0.0, 0.25], abs=1e-4)
    assert sound[14_400] == pytest.approx([0.125, 0.0], abs=1e-4)


def test_without_ping_pong_each_side_stays_where_it_is(tmp_path):
    stage = Stage(tmp_path, click(), "echo")
    stage.start({"source/to_echo": 1.0, "echo/bpm": 60.0, "echo/beats": 0.1, "echo/feedback": 0.5})
    stage.hit(0.0, pan=1.0)
    sound = stage.sound(0.5)
    assert [sound[4800 * k, 1] for k in (1, 2, 3)] == pytest.approx([0.5, 0.25, 0.125], rel=1e-3)
    assert np.abs(sound[:, 0]).max() == 0


@pytest.mark.parametrize(("tone", "duller"), [(0.0, True), (1.0, False)])
def test_tone_takes_more_from_each_echo_than_from_the_last(tone, duller, tmp_path):
    stage = Stage(tmp_path, click(), "echo")
    stage.start({"source/to_echo": 1.0, "echo/bpm": 60.0, "echo/beats": 0.1, "echo/feedback": 0.9, "echo/tone": tone})
    stage.hit(0.0)
    sound = stage.sound(0.5)[:, 0]
    spectra = [np.abs(np.fft.rfft(sound[4800 * k - 100 : 4800 * k + 2000])) ** 2 for k in (1, 2, 3)]
    hz = np.fft.rfftfreq(2100, 1 / SAMPLE_RATE)
    slant = [10 * np.log10(each[hz > 4000].mean() / each[(hz > 50) & (hz < 400)].mean()) for each in spectra]
    steps = np.diff(slant)
    assert (steps < -6).all() if duller else (steps > 6).all()


def test_at_its_most_feedback_an_echo_does_not_grow(tmp_path):
    stage = Stage(tmp_path, burst(), "echo")
    stage.start({"source/to_echo": 1.0, "echo/bpm": 60.0, "echo/beats": 0.1, "echo/feedback": 0.98})
    stage.hit(0.0)
    sound = stage.sound(10.0)
    levels = [level_db(sound[round(at * SAMPLE_RATE) :][:4800]) for at in (1.0, 5.0, 9.5)]
    assert np.diff(levels) == pytest.approx([20 * np.log10(0.98) * 40, 20 * np.log10(0.98) * 45], abs=1.5)


# ------------------------------------------------------------ room
@pytest.mark.parametrize("sample_rate", [44_100, 48_000])
@pytest.mark.parametrize(("size", "decay_s"), [(0.0, 0.6), (0.5, 1.8), (1.0, 5.0)])
def test_decay_is_the_time_to_fall_by_sixty_db(size, decay_s, sample_rate, tmp_path):
    stage = Stage(tmp_path, click(), "room")
    stage.start({"source/to_room": 1.0, "room/size": size, "room/decay_s": decay_s, "room/damping": 0.0})
    stage.hit(0.0)
    sound = stage.sound(decay_s * 1.2 + 0.5, sample_rate)
    for hz in (200, 1000, 4000):
        assert rt60_s(sound, hz, 0.1, sample_rate) == pytest.approx(decay_s, rel=0.08), hz


def test_damping_takes_what_is_high_first_and_leaves_what_is_low(tmp_path):
    times = {}
    for damping in (0.0, 0.35, 0.8):
        stage = Stage(tmp_path, click(), "room")
        stage.start({"source/to_room": 1.0, "room/decay_s": 2.0, "room/damping": damping})
        stage.hit(0.0)
        sound = stage.sound(3.0)
        times[damping] = rt60_s(sound, 120, 0.1), rt60_s(sound, 6000, 0.05)
    assert times[0.35][0] == pytest.approx(2.0, rel=0.1)
    assert times[0.0][1] > 1.8 > times[0.35][1] > 2 * times[0.8][1]


def test_predelay_is_when_it_begins(tmp_path):
    for predelay_ms in (0.0, 100.0):
        stage = Stage(tmp_path, click(), "room")
        stage.start({"source/to_room": 1.0, "room/predelay_ms": predelay_ms})
        stage.hit(0.0)
        first = np.flatnonzero(np.abs(stage.sound(0.5)[10:, 0]) > 1e-4)[0] + 10
        assert predelay_ms <= first / 48 < predelay_ms + 20


def test_a_room_is_dense_and_wide_and_no_tone_of_its_own_stands_out(tmp_path):
    stage = Stage(tmp_path, click(), "room")
    stage.start({"source/to_room": 1.0, "room/decay_s": 3.0, "room/damping": 0.0})
    stage.hit(0.0)
    sound = stage.sound(3.0)
    late = sound[round(0.3 * SAMPLE_RATE) : round(0.8 * SAMPLE_RATE)]
    late *= 10 ** (np.arange(len(late)) / SAMPLE_RATE)[:, None]  # 20 dB a second is what it falls
    assert abs(np.corrcoef(late.T)[0, 1]) < 0.25
    kurtosis = np.mean(late[:, 0] ** 4) / np.mean(late[:, 0] ** 2) ** 2
    assert kurtosis < 3.5  # noise has 3, single reflections far more
    found = np.abs(np.fft.rfft(late[:, 0] * np.hanning(len(late)))) ** 2
    smooth = np.convolve(found, np.ones(200) / 200, "same")
    hz = np.fft.rfftfreq(len(late), 1 / SAMPLE_RATE)
    inside = (hz > 200) & (hz < 10_000)
    assert 10 * np.log10((found / smooth)[inside].max()) < 14  # of noise, 4,900 places: 10 or 11


def test_moving_walls_make_no_click(tmp_path):
    stage = Stage(tmp_path, burst(300.0), "room")
    stage.start({"source/to_room": 1.0, "room/size": 0.0, "room/decay_s": 10.0, "room/damping": 0.3})
    stage.hit(0.0)
    stage.engine.tell("room", "size", 1.0)
    stage.engine.tell("room", "damping", 0.9)
    stage.engine.flush(1.0)
    sound = stage.sound(2.5)[:, 0]
    before = np.abs(np.diff(sound[40_000:47_900])).max()
    assert np.abs(np.diff(sound[47_900:])).max() < 1.5 * before


@pytest.mark.parametrize("name", EFFECTS)
def test_what_lies_in_scsynths_memory_is_not_heard(name, tmp_path):
    with SynthDefBuilder(**{f"junk_{number}": 1e20 for number in range(600)}) as builder:
        u.Out.ar(bus=20, source=[sum(builder[f"junk_{number}"] for number in range(600)) * u.DC.ar(source=0.0)])
    junk = builder.build(name="junk")
    stage = Stage(tmp_path, click(), name)
    stage.engine._outlet.install(0.0, [junk])
    nodes = list(range(5000, 5100))
    news = [NewSynth("junk", node, AddAction.ADD_TO_HEAD, 0, {}) for node in nodes]
    stage.engine._outlet.send(0.0, [*news, FreeNode(nodes)])
    stage.start({})
    assert np.abs(stage.sound(1.0)).max() == 0


@pytest.mark.parametrize("name", EFFECTS)
def test_what_is_no_number_does_not_stay_in_it(name, tmp_path):
    with SynthDefBuilder(out=0, level=0, amplitude=1.0) as builder:
        once = u.Impulse.ar(frequency=0.0)
        u.FreeSelf.kr(trigger=u.Line.kr(start=-1.0, stop=1.0, duration=0.1))
        u.Out.ar(bus=builder["out"], source=[once * 1e30, (once - 1.0) / (once - once)])
    stage = Stage(tmp_path, builder.build(name="bad"), name, clean=False)
    stage.start({f"source/to_{name}": 1.0})
    stage.hit(0.1)
    sound = stage.sound(8.0)
    assert np.isfinite(sound).all()
    assert level_db(sound[-4800:]) < -60


def test_how_long_an_effect_rings_is_known_beforehand(tmp_path):
    values = {"beats": 0.5, "bpm": 60.0, "feedback": 0.5}
    assert rings_s("echo", values) == pytest.approx(0.5 * (1 + 60 / 6.0206), rel=1e-4)
    assert rings_s("echo", values | {"feedback": 0.0}) == pytest.approx(1.0)
    assert rings_s("echo", values | {"feedback": 0.98}) == 20.0
    assert [rings_s("room", {"decay_s": seconds}) for seconds in (3.0, 30.0)] == [3.0, 20.0]
    stage = Stage(tmp_path, click(), "echo")
    stage.start({f"echo/{name}": value for name, value in values.items()} | {"source/to_echo": 1.0})
    stage.hit(0.0)
    sound = stage.sound(6.0)
    assert (
        np.abs(sound[round(5.1 * SAMPLE_RATE) :]).max() < 0.5 * 0.001 < np.abs(sound[round(4.9 * SAMPLE_RATE) :]).max()
    )
