"""The pad as a map: a place of the atlas turns rhythm and sound, and what is no place turns nothing."""

import hashlib
import json

import numpy as np
import pytest
from safetensors.numpy import save

from descant.errors import DescantError
from descant.parts.base import Pad, Turn, Want


def atlas_file(latents=2, sound_latents=2, sha256="a" * 64):
    """Return an atlas of four places; from left to right z1 and s1 go up, from bottom to top z2 and s2."""
    head = {
        "kind": "atlas", "format": 1, "side": 2, "latents": latents, "sound_latents": sound_latents, "names": ["break"],
        "labels": [["busy", 4.0, 4.0]], "patterns_sha256": sha256, "sounds_sha256": "b" * 64,
    }  # fmt: skip
    corners = np.stack(np.meshgrid([-1.0, 1.0], [-2.0, 2.0]), axis=-1).astype(np.float32)
    pad = lambda count: np.pad(corners, ((0, 0), (0, 0), (0, max(0, count - 2))))[..., :count]  # noqa: E731
    tensors = {
        "map.z": pad(latents), "map.s": pad(sound_latents) / 4, "map.label": np.zeros((2, 2), np.int16),
        "map.measures": np.zeros((2, 2, 4), np.float32),
    }  # fmt: skip
    return save({name: np.ascontiguousarray(own) for name, own in tensors.items()}, {"descant": json.dumps(head)})


@pytest.fixture
def mapped(drums, rhythm_file, sounds_file):
    """Return what makes a sequencer with models and an atlas of them."""

    def make(atlas=None, **knobs):
        data = rhythm_file(seed=3, hidden=64)
        here = drums(data, begin=False, **{"map": True} | knobs)
        here.part.load("sounds", sounds_file(labels=("kick", "snare")))
        if atlas is not False:
            here.part.load("atlas", atlas or atlas_file(sha256=hashlib.sha256(data).hexdigest()))
        here.take(here.part.begin(0.03, None))
        return here

    return make


def test_a_place_of_the_map_turns_both_points(mapped):
    here = mapped()
    records = here.handle(Pad(0.1, (4.0, -2.0)))
    assert records == [
        Turn("map_x", 4.0),
        Turn("map_y", -2.0),
        Turn("z1", 1.0),
        Turn("z2", -1.0),
        Turn("s1", 0.25),
        Turn("s2", -0.25),
    ]
    assert [here.part.values[name] for name in ("z1", "z2", "z3", "s1", "s2", "s3")] == [
        1.0,
        -1.0,
        0.0,
        0.25,
        -0.25,
        0.0,
    ]
    assert here.warned() == []


def test_what_is_heard_is_the_place_s_rhythm_and_its_sounds(mapped, drums, rhythm_file):
    here, other = mapped(), drums(rhythm_file(seed=3, hidden=64), z1=-1.0, z2=2.0)
    here.handle(Pad(0.0, (-4.0, 4.0)))
    here.until(4.0)
    other.until(4.0)
    assert [(hit.time, hit.pitch) for hit in here.hits()] == [(hit.time, hit.pitch) for hit in other.hits()]
    assert {want.place for want in here.of(Want)[-9:]} == {(-0.25, 0.5)}


def test_the_map_has_a_pad_of_its_own_and_knobs(mapped):
    here, turned = mapped(map=False), mapped(map=False)
    here.handle(Pad(0.1, (2.0, -9.0), "map"))
    turned.set(map_x=2.0, map_y=-4.0)
    turned.until(0.1)
    assert here.part.values == turned.part.values
    turned.set(z1=-3.0)
    turned.until(0.2)
    turned.set(map_y=4.0)
    turned.until(0.3)
    assert (turned.part.values["z1"], turned.part.values["z2"]) == (0.5, 2.0)  # what was turned before is forgotten
    stands = [here.part.values[name] for name in ("map_x", "map_y", "z1", "z2", "s1", "s2")]
    assert stands == [2, -4, 0.5, -2, 0.125, -0.5]
    assert {"", "map", "sound"} < {space.name for space in here.part.spaces}
    assert here.part.points("map")[0] == ("break", "busy") != here.part.points()[0]
    alone = mapped(False, map=False)
    alone.set(map_x=2.0)
    assert alone.part.values["z1"] == 0.0 and alone.warned() == []
    assert "map" not in [space.name for space in alone.part.spaces]


def test_without_the_switch_the_pad_is_the_model_s_own(mapped):
    here = mapped(map=False)
    assert here.handle(Pad(0.1, (0.5, -2.0))) == [Turn("z1", 0.5), Turn("z2", -2.0)]
    assert here.part.points()[1] == here.part._playing.model.plane
    here.set(map=True)
    assert here.part.points() == (("break", "busy"), [(-4.0, -4.0, 0), (4.0, -4.0, 0), (-4.0, 4.0, 0), (4.0, 4.0, 0),
                                                     (4.0, 4.0, 1)])  # fmt: skip
    assert here.part.points("sound")[0] == ("kick", "snare")


@pytest.mark.parametrize("at", [(1.0,), (1.0, 2.0, 3.0), (float("nan"), 0.0), ()])
def test_what_is_no_place_changes_nothing(mapped, at):
    here = mapped()
    before = dict(here.part.values)
    here.handle(Pad(0.1, at))
    assert here.part.values == before
    assert len(here.warned()) == 1 and "a place of the map has 2 numbers" in here.warned()[0]


def test_a_map_that_is_not_there_or_of_another_shape_is_said(mapped):
    for atlas, said in ((False, "there is no atlas"), (atlas_file(latents=3), "points with 3 numbers, the model 2")):
        here = mapped(atlas)
        before = dict(here.part.values)
        here.handle(Pad(5.0, (1.0, 1.0)))
        assert here.part.values == before and said in here.warned()[-1]


def test_a_map_of_another_model_is_said_once_and_played(mapped):
    here = mapped(atlas_file())
    assert here.warned() == ["the atlas is of another model: its places are not what its map says"]
    here.handle(Pad(5.0, (4.0, 4.0)))
    assert here.part.values["z1"] == 1.0 and len(here.warned()) == 1


def test_what_is_no_atlas_or_has_no_place_here_is_refused(drums, rhythm_file):
    here = drums(None)
    for data, said in ((b"junk", "is no whole model file"), (rhythm_file(), "something else than atlas"),
                       (atlas_file(latents=9), "there are knobs for 8 and 4"),
                       (atlas_file(sound_latents=5), "there are knobs for 8 and 4")):  # fmt: skip
        with pytest.raises(DescantError, match=said):
            here.part.load("atlas", data)


def test_it_goes_there_as_its_glide_says_and_a_state_goes_on(mapped):
    here, at_once = mapped(glide_beats=4.0), mapped()
    for each in (here, at_once):
        each.until(1.0)
        each.handle(Pad(1.0, (4.0, 4.0)))
        each.until(1.5)
    assert 0.0 < here.stream("point/1")[-1] < 1.0 == at_once.stream("point/1")[-1]
    other = mapped(glide_beats=4.0)
    other.part.restore(here.part.state())
    other.ticks = here.ticks
    for each in (here, other):
        each.records.clear()
        each.until(2.5)
    assert other.records == here.records and len(here.hits()) > 3
