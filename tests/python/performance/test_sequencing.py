"""A sequencer performed: hits in the take, pads and cues, freezing, going back, and a state that is everything."""

import numpy as np
import pytest

from descant.models.rhythm import Rhythm
from descant.parts.sequencer_table import PARAMETERS, STREAMS
from descant.patch import load
from descant.performance.performance import Performance
from descant.performance.take import DERIVED
from descant.sound.engine import Engine
from descant.sound.offline import make_score
from descant.sound.synthdefs import read_synthdef
from descant.states import dumps, loads

PATCH = """
descant = 1
[parts.drums]
kind = "sequencer"
model = "models/small.safetensors"
bpm = 120
temperature = 0.6
mutate = 0.2
"ride/mute" = true
[instruments.low]
synthdef = "piano"
notes = [0, 39]
[instruments.high]
synthdef = "piano"
notes = [40, 127]
[sound]
lookahead_ms = 30
[[cues]]
number = 1
set = { "drums/z1" = 0.5 }
[[cues]]
number = 2
set = { "drums/z1" = -1.5, "drums/z2" = 1.0, "drums/bpm" = 160, "drums/kick/mute" = true }
fade = { "drums/z1" = 1.5, "drums/bpm" = 2.0 }
"""


@pytest.fixture(scope="module")
def patch(tmp_path_factory, rhythm_file):
    folder = tmp_path_factory.mktemp("piece")
    (folder / "models").mkdir()
    (folder / "models" / "small.safetensors").write_bytes(rhythm_file(seed=3, hidden=64))
    path = folder / "piece.toml"
    path.write_text(PATCH)
    return load(path)


class Stage:
    def __init__(self, patch, seed=5, started=True):
        self.patch, self.lines, self.shown = patch, [], []
        definitions = {name: read_synthdef(entry.synthdef, None) for name, entry in patch.instruments.items()}
        engine = Engine(make_score(), definitions, tuple(patch.streams))
        self.performance = Performance(patch, seed, engine, self.lines.append, self.shown.append)
        if started:
            self.performance.start()

    def handle(self, t, kind, **line):
        self.performance.handle({"t": t, "in": kind, **line})

    def value(self, name):
        return self.performance.conductor.values[f"drums/{name}"]

    def onsets(self):
        return [line["at"] for line in self.lines if "at" in line]


def derived(lines):
    return [line for line in lines if any(kind in line for kind in DERIVED)]


def test_its_table_is_the_patchs(patch):
    assert {f"drums/{row.name}" for row in PARAMETERS} <= set(patch.table)
    assert {f"drums/{row.name}" for row in STREAMS} <= set(patch.streams)
    assert len({row.name for row in PARAMETERS}) == len(PARAMETERS)


def test_hits_are_in_the_take_on_the_grid_and_ahead(patch):
    here = Stage(patch)
    here.performance.advance(8.0)
    at = np.array(here.onsets())
    steps = (at - 0.03) / 0.125
    assert len(at) > 100 and np.abs(steps - np.round(steps)).max() < 1e-9
    lines = [line for line in here.lines if "at" in line]
    assert {line["instrument"] for line in lines} == {"low", "high"}
    ahead = np.array([line["at"] - line["t"] for line in lines])
    assert ahead.min() > 0.03 - 0.005 - 1e-9 and ahead.max() <= 0.03 + 1e-9
    loops = [message for message in here.shown if type(message).__name__ == "Looped"]
    assert loops[0].begins_s == 0.03 and loops[0].at == (0.5, 0.0)


def test_a_pad_turns_the_knobs_for_everyone(patch):
    here = Stage(patch)
    here.handle(1.0, "pad", part="drums", at=[2.0, -0.5])
    assert (here.value("z1"), here.value("z2")) == (2.0, -0.5)
    here.handle(1.5, "pad", part="drums", at=[2.0, 0.0, 1.0])
    assert [line["text"] for line in here.lines if line.get("warn") == "drums"] == [
        "a point has 1 to 2 numbers, and (2.0, 0.0, 1.0) is none: nothing is changed"
    ]
    here.handle(2.0, "set", name="drums/nearest", value=1)
    here.performance.advance(2.01)
    assert here.value("nearest") is False and here.value("z1") != 2.0
    rhythm = Rhythm.read((patch.path.parent / "models/small.safetensors").read_bytes(), "here")
    assert here.value("z1") in rhythm.corpus_z[:, 0].astype(float).tolist()


def test_what_is_played_on_an_input_becomes_the_point(patch):
    here = Stage(patch)
    here.handle(0.0, "set", name="drums/listen", value=1)
    for t, pitch in ((2.03, 36), (2.55, 38), (3.01, 36), (3.5, 38)):
        here.handle(t, "note", **{"from": "hand", "pitch": pitch, "velocity": 90})
        here.handle(t + 0.05, "note", **{"from": "hand", "pitch": pitch, "velocity": 0})
    here.performance.advance(5.0)
    rhythm = Rhythm.read((patch.path.parent / "models/small.safetensors").read_bytes(), "here")
    onsets = np.zeros((9, 16))
    onsets[0, [0, 8]] = onsets[1, [4, 12]] = 1
    want = np.clip(rhythm.encode(onsets).astype(float), -4.0, 4.0).tolist()
    assert [here.value("z1"), here.value("z2")] == want


PLAYED = [
    (0.1, "set", {"name": "drums/ratchet", "value": 0.4}), (0.1, "set", {"name": "drums/vary", "value": 0.5}),
    (0.2, "set", {"name": "drums/respond", "value": 1}), (0.2, "set", {"name": "drums/w1", "value": 2.0}),
    (0.3, "set", {"name": "drums/fill_every", "value": 1}), (0.3, "set", {"name": "drums/kick/tune", "value": -5.0}),
    (0.7, "set", {"name": "drums/fill", "value": 1}), (1.2, "set", {"name": "drums/cross", "value": 0.4}),
    (2.2, "note", {"from": "hand", "pitch": 36, "velocity": 90}),
    (2.3, "note", {"from": "hand", "pitch": 36, "velocity": 0}),
    (2.9, "note", {"from": "hand", "pitch": 38, "velocity": 90}),
    (3.05, "note", {"from": "hand", "pitch": 38, "velocity": 0}),
]  # fmt: skip


@pytest.mark.parametrize("played", [[], PLAYED], ids=["neutral", "played"])
@pytest.mark.parametrize("moment", [0.73, 2.511, 3.9, 6.02])
def test_a_state_is_everything(patch, moment, played):
    here, other = Stage(patch), None
    inputs = [
        (0.5, "set", {"name": "drums/walk", "value": "random"}), (1.0, "pad", {"part": "drums", "at": [1.0, 1.0]}),
        (2.0, "cue", {"do": "go"}), (3.0, "set", {"name": "drums/glide_beats", "value": 2.0}),
        (3.3, "pad", {"part": "drums", "at": [-1.0, 2.0]}), (4.1, "set", {"name": "drums/freeze", "value": 1}),
        (5.0, "cue", {"do": "back"}), (6.0, "freeze", {"on": True}), (6.5, "freeze", {"on": False}),
    ]  # fmt: skip
    for t, kind, line in sorted([*inputs, *played], key=lambda own: own[0]):
        if other is None and t > moment:
            here.performance.advance(moment)
            other, count = Stage(patch, started=False), len(here.lines)
            other.performance.resume(loads(dumps(here.performance.state()), "here"))
        for stage in (here, other) if other else (here,):
            stage.handle(t, kind, **line)
    for stage in (here, other):
        stage.performance.advance(9.0)
    assert derived(other.lines) == derived(here.lines[count:]) and len(derived(other.lines)) > 20
    np.testing.assert_equal(other.performance.state(), here.performance.state())


def test_freezing_is_silence_and_then_a_bar_begins(patch):
    here = Stage(patch)
    here.handle(1.0, "freeze", on=True)
    here.performance.advance(3.0)
    assert max(here.onsets()) <= 1.03
    here.handle(3.2, "freeze", on=False)
    here.performance.advance(6.0)
    later = np.array([at for at in here.onsets() if at > 2.0])
    steps = (later - 3.23) / 0.125
    assert np.abs(steps - np.round(steps)).max() < 1e-6 and steps.min() >= -1e-6


def test_a_fade_of_the_tempo_and_the_point_leaves_out_no_step(patch):
    here = Stage(patch)
    here.handle(2.0, "cue", do="go")
    here.performance.advance(6.0)
    steps = [line["values"] for line in here.lines if "values" in line]
    assert steps == []
    loops = [message for message in here.shown if type(message).__name__ == "Looped"]
    assert loops[-1].step_s == pytest.approx(60 / 160 / 4) and loops[-1].at == (-1.5, 1.0)
    assert not any(line.get("on") in (35, 36) for line in here.lines if "at" in line and line["at"] > 2.2)


def test_a_go_in_the_middle_of_a_bar_goes_on_in_time(tmp_path, rhythm_file):
    (tmp_path / "models").mkdir()
    (tmp_path / "models" / "small.safetensors").write_bytes(rhythm_file(seed=3, hidden=64))
    path = tmp_path / "piece.toml"
    path.write_text(PATCH.partition("fade =")[0].replace(', "drums/bpm" = 160', ""))
    here = Stage(load(path))
    here.performance.advance(2.7)
    here.handle(2.71, "cue", do="go")
    here.performance.advance(5.9)
    steps = (np.array(here.onsets()) - 0.03) / 0.125
    assert np.abs(steps - np.round(steps)).max() < 1e-9  # the grid is that of the beginning
    bars = [(line["t"], line["point"][0]) for line in here.lines if "loop" in line]
    assert {point for t, point in bars if t < 2.7} == {0.5} and bars[-1][1] == -1.5
    begins = {line["begins_s"] for line in here.lines if "loop" in line}
    assert sorted(begins) == pytest.approx([0.03, 2.03, 4.03])
    here.handle(6.5, "set", name="drums/on", value=0)
    here.handle(7.11, "set", name="drums/on", value=1)
    here.performance.advance(7.2)
    assert max(line["begins_s"] for line in here.lines if "loop" in line) == pytest.approx(7.14)  # anew


def test_controllers_turn_the_point_and_any_knob_and_a_turn_can_be_taken_back(tmp_path, rhythm_file):
    (tmp_path / "models").mkdir()
    (tmp_path / "models" / "small.safetensors").write_bytes(rhythm_file(seed=3, hidden=64))
    path = tmp_path / "piece.toml"
    knobs = '1 = "drums/z1", 2 = "drums/bpm", 3 = "drums/kick/mute", 4 = "drums/walk", 5 = "drums/kick/rotation"'
    path.write_text(PATCH + f'[inputs.box]\nkind = "midi"\nknobs = {{ {knobs} }}\n')
    here = Stage(load(path))
    for number, value in ((1, 127), (2, 64), (3, 127), (4, 127), (5, 64)):
        here.handle(1.0 + number, "midi", **{"from": "box"}, data=[0xB0, number, value])
    assert (here.value("z1"), here.value("kick/mute"), here.value("walk")) == (4.0, True, "lissajous")
    assert here.value("bpm") == pytest.approx((10 * 400) ** 0.5) and isinstance(here.value("kick/rotation"), int)
    here.handle(7.0, "knobs", do="undo")
    here.handle(7.1, "knobs", do="undo")
    assert here.value("walk") == "off" and here.value("z1") == 4.0


def test_what_each_hit_has_of_its_own_is_in_the_take_only_where_it_has(patch):
    here = Stage(patch)
    here.performance.advance(2.0)
    assert not any({"tune", "stretch", "bright"} & line.keys() for line in here.lines)
    for name, value in (("kick/tune", -5.0), ("snare/stretch", 2.0), ("closed_hat/bright", 0.5)):
        here.handle(2.0, "set", name=f"drums/{name}", value=value)
    here.performance.advance(6.0)
    own = {
        (line["on"], *((name, line[name]) for name in ("tune", "stretch", "bright") if name in line))
        for line in here.lines if "at" in line and line["at"] > 2.1
    }  # fmt: skip
    assert {(36, ("tune", -5.0)), (38, ("stretch", 2.0)), (42, ("bright", 0.5))} <= own
    assert all(len(shade) == 1 for shade in own if shade[0] not in (36, 38, 42))


def test_a_cue_and_going_back_hold_what_is_played(patch):
    here = Stage(patch)
    for name, value in (("ratchet", 0.7), ("cross", 0.3), ("w2", 1.5), ("respond", 1), ("kick/tune", 3.0)):
        here.handle(0.5, "set", name=f"drums/{name}", value=value)
    here.handle(2.0, "cue", do="go")
    assert (here.value("ratchet"), here.value("cross"), here.value("kick/tune")) == (0.0, 0.0, 0.0)
    here.performance.advance(3.0)
    here.handle(4.0, "cue", do="back")
    assert (here.value("ratchet"), here.value("cross"), here.value("w2"), here.value("kick/tune")) == (
        0.7,
        0.3,
        1.5,
        3.0,
    )
    part = here.performance.parts["drums"]
    assert part.values["respond"] is True
    assert part._playing.places.second.target.tolist()[:2] == [0.0, 1.5]


def test_a_fill_turns_itself_back_for_everyone_and_undo_does_not_ask_again(patch):
    here = Stage(patch)
    here.handle(0.5, "set", name="drums/fill", value=1)
    here.performance.advance(0.6)
    assert here.value("fill") is False
    here.handle(0.8, "knobs", do="undo")
    here.performance.advance(1.5)
    assert here.value("fill") is False
