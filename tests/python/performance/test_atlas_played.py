"""A map performed: pads, knobs and cues go to its places, and a take of it is the same again."""

import hashlib
import json

import numpy as np
import pytest
from safetensors.numpy import save

from descant.patch import load
from descant.performance.performance import Performance
from descant.sound.engine import Engine
from descant.sound.offline import make_score
from descant.sound.synthdefs import read_synthdef
from descant.states import dumps, loads

PATCH = """
descant = 1
[parts.drums]
kind = "sequencer"
model = "models/small.safetensors"
atlas = "models/map.safetensors"
[instruments.all]
synthdef = "piano"
notes = [0, 127]
[[cues]]
number = 1
[[cues]]
number = 2
set = { "drums/map_x" = 4.0, "drums/map_y" = 4.0 }
[[cues]]
number = 3
set = { "drums/map_x" = -4.0, "drums/z2" = 0.25, "drums/map" = true }
[[cues]]
number = 4
set = { "drums/map_x" = 1.0, "drums/map_y" = 1.0, "drums/map" = true }
[[cues]]
number = 5
set = { "drums/map_x" = 1.0, "drums/map_y" = 1.0, "drums/map" = true }
"""


@pytest.fixture(scope="module")
def patch(tmp_path_factory, rhythm_file):
    folder = tmp_path_factory.mktemp("piece")
    (folder / "models").mkdir()
    data = rhythm_file(seed=3, hidden=64)
    z = np.stack(np.meshgrid([-1.0, 1.0], [-2.0, 2.0]), axis=-1).astype(np.float32)
    head = {
        "kind": "atlas", "format": 1, "side": 2, "latents": 2, "sound_latents": 2, "names": [], "labels": [],
        "patterns_sha256": hashlib.sha256(data).hexdigest(), "sounds_sha256": "b" * 64,
    }  # fmt: skip
    tensors = {"map.z": z, "map.s": z / 4, "map.label": np.full((2, 2), -1, np.int16),
               "map.measures": np.zeros((2, 2, 4), np.float32)}  # fmt: skip
    (folder / "models" / "small.safetensors").write_bytes(data)
    (folder / "models" / "map.safetensors").write_bytes(save(tensors, {"descant": json.dumps(head)}))
    (folder / "piece.toml").write_text(PATCH)
    return load(folder / "piece.toml")


class Stage:
    """A performance, and its lines."""

    def __init__(self, patch, started=True):
        self.lines = []
        definitions = {name: read_synthdef(entry.synthdef, None) for name, entry in patch.instruments.items()}
        engine = Engine(make_score(), definitions, tuple(patch.streams))
        self.performance = Performance(patch, 5, engine, self.lines.append, lambda message: None)
        if started:
            self.performance.start()

    def handle(self, t, kind, **line):
        self.performance.handle({"t": t, "in": kind, **line})

    def stands(self, t):
        self.performance.advance(t)
        values = self.performance.conductor.values
        return [values[f"drums/{name}"] for name in ("map_x", "map_y", "z1", "z2", "s1", "s2")]


def test_a_pad_and_a_knob_turn_both_points(patch):
    here = Stage(patch)
    here.handle(0.5, "pad", part="drums", of="map", at=[4.0, -4.0])
    assert here.stands(0.6) == [4.0, -4.0, 1.0, -2.0, 0.25, -0.5]
    here.handle(1.0, "set", name="drums/map_y", value=0.0)
    assert here.stands(1.1) == [4.0, 0.0, 1.0, 0.0, 0.25, 0.0]
    here.handle(1.5, "pad", part="drums", at=[0.5, 0.75])
    assert here.stands(1.6)[2:4] == [0.5, 0.75]
    assert [line for line in here.lines if "warn" in line] == []


def test_a_cue_goes_to_a_place_and_what_it_says_of_the_points_counts_more(patch):
    here = Stage(patch)
    here.handle(1.0, "cue", do="go")
    assert here.stands(1.1) == [4.0, 4.0, 1.0, 2.0, 0.25, 0.5]
    here.handle(2.0, "cue", do="go")  # what it does not name is as the patch has it: map_y is 0
    assert here.stands(2.1) == [-4.0, 0.0, -1.0, 0.25, -0.25, 0.0]
    here.handle(2.5, "pad", part="drums", at=[4.0, -4.0])  # the map is on
    assert here.stands(2.6) == [4.0, -4.0, 1.0, -2.0, 0.25, -0.5]
    here.handle(3.0, "cue", do="go")
    assert here.stands(3.1) == [1.0, 1.0, 0.25, 0.5, 0.0625, 0.125]
    here.handle(4.0, "cue", do="go")  # the same place again, which takes nothing back
    assert here.stands(4.1) == [1.0, 1.0, 0.25, 0.5, 0.0625, 0.125]


def test_it_goes_on_from_its_state_to_the_same_lines(patch):
    here = Stage(patch)
    here.handle(0.5, "pad", part="drums", of="map", at=[4.0, -4.0])
    here.performance.advance(1.0)
    here.handle(1.0, "set", name="drums/map_x", value=-2.0)  # and nobody is there yet
    other = Stage(patch, started=False)
    other.performance.resume(loads(dumps(here.performance.state()), "here"))
    begin = len(here.lines)
    for each in (here, other):
        each.handle(1.5, "pad", part="drums", of="map", at=[-1.0, 3.0])
        each.performance.advance(4.0)
    assert other.stands(4.0) == here.stands(4.0) == [-1.0, 3.0, -0.25, 1.5, -0.0625, 0.375]
    hits = [[line for line in lines if "at" in line and "on" in line] for lines in (here.lines[begin:], other.lines)]
    assert hits[0] == hits[1] != []
