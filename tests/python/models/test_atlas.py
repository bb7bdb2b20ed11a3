"""The reader of atlases: the points of a place, between places, and what is no atlas."""

import json
import subprocess
import sys

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from safetensors.numpy import load, save

from descant.models.atlas import Atlas

HEAD = {
    "kind": "atlas", "format": 1, "side": 3, "latents": 2, "sound_latents": 1, "names": ["bossa", "break"],
    "labels": [["bossa", -4.0, 0.0], ["dark", 4, 4]], "patterns_sha256": "a" * 64, "sounds_sha256": "b" * 64,
}  # fmt: skip
PLACES = np.stack(np.meshgrid([-3.0, 0.0, 3.0], [-1.0, 0.5, 1.0]), axis=-1)  # (line, column): (z1, z2)
TENSORS = {
    "map.z": PLACES.astype(np.float32),
    "map.s": np.arange(9, dtype=np.float32).reshape(3, 3, 1) / 4,
    "map.label": np.array([[0, 0, 1], [0, -1, 1], [-1, 1, 1]], np.int16),
    "map.measures": np.zeros((3, 3, 4), np.float32),
}


def written(head=None, tensors=None):
    held = {name: own for name, own in (TENSORS | (tensors or {})).items() if own is not None}
    return save(held, {"descant": json.dumps(HEAD | (head or {}))})


def test_places_of_the_map_are_its_points_with_its_corners_at_the_pad_s():
    atlas = Atlas.read(written(), "here")
    assert atlas.place(-4.0, -4.0) == ((-3.0, -1.0), (0.0,))
    assert atlas.place(4.0, -4.0) == ((3.0, -1.0), (0.5,))
    assert atlas.place(0.0, 0.0) == ((0.0, 0.5), (1.0,))
    assert atlas.place(4.0, 4.0) == ((3.0, 1.0), (2.0,))
    assert atlas.place(-99.0, 99.0) == atlas.place(-4.0, 4.0)


def test_between_places_points_lie_between_theirs():
    atlas = Atlas.read(written(), "here")
    z, s = atlas.place(2.0, -2.0)
    assert z == pytest.approx((1.5, -0.25)) and s == pytest.approx((0.75,))  # of the four: 1/4, 2/4, 4/4, 5/4
    z, _ = atlas.place(1.0, 0.0)
    assert z == pytest.approx((0.75, 0.5))


@settings(max_examples=200, deadline=None)
@given(at=st.tuples(*[st.floats(-5.0, 5.0)] * 2), way=st.tuples(*[st.floats(-0.01, 0.01)] * 2))
def test_a_small_move_is_a_small_change(at, way):
    atlas = Atlas.read(written(), "here")
    here, there = (sum(atlas.place(*place), ()) for place in (at, (at[0] + way[0], at[1] + way[1])))
    assert np.abs(np.subtract(here, there)).max() <= 0.75 * (abs(way[0]) + abs(way[1])) + 1e-9  # the steepest slope


def test_what_lies_where_for_the_eye():
    atlas = Atlas.read(written(), "here")
    names, points = atlas.points()
    assert names == ("bossa", "break", "dark")
    assert points[:3] == [(-4.0, -4.0, 0), (0.0, -4.0, 0), (4.0, -4.0, 1)] and points[4] == (0.0, 0.0, -1)
    assert points[9:] == [(4.0, 4.0, 2)] and len(points) == 10
    assert [word.text for word in atlas.labels] == ["bossa", "dark"]


WRONG = [
    ({"kind": "patterns"}, {}, "something else than atlas"),
    ({"format": 9}, {}, "has format 9, and format 1 is known here"),
    ({"side": 1}, {}, "side must be a whole number from 2 to 64, not 1"),
    ({"side": 4}, {}, "map.label is int16 [3, 3], and must be int16 [4, 4]"),
    ({"latents": 0}, {}, "latents must be a whole number from 1 to 64"),
    ({"sound_latents": 2}, {}, "map.s is float32 [3, 3, 1], and must be float32 [3, 3, 2]"),
    ({"names": "bossa"}, {}, "its labels are no list"),
    ({"names": ["bossa"]}, {}, "map.label names a label that there is not"),
    ({"patterns_sha256": 7}, {}, "patterns_sha256 is no sha256"),
    ({"labels": [["", 0, 0]]}, {}, "word 1 of its map is no text at a place from -4 to 4"),
    ({"labels": [["a", 0, 0], ["b", 0, 4.5]]}, {}, "word 2 of its map is no text"),
    ({"labels": [["a", float("nan"), 0]]}, {}, "word 1 of its map is no text"),
    ({"labels": [["a", 0, 0]] * 65}, {}, "what stands on its map is no list of at most 64"),
    ({}, {"map.z": None}, "map.z is not in it"),
    ({}, {"map.z": np.full((3, 3, 2), np.inf, np.float32)}, "map.z holds what is no number"),
    ({}, {"map.label": np.full((3, 3), -2, np.int16)}, "map.label names a label that there is not"),
    ({}, {"map.measures": np.zeros((3, 3, 5), np.float32)}, "map.measures is float32 [3, 3, 5]"),
]


@pytest.mark.parametrize(("head", "tensors", "what"), WRONG, ids=[what[:40] for *_, what in WRONG])
def test_what_cannot_be_played_is_refused(head, tensors, what):
    with pytest.raises(ValueError) as raised:
        Atlas.read(written(head, tensors), "there")
    assert str(raised.value).startswith("there: ") and what in str(raised.value) and "\n" not in str(raised.value)


def test_a_file_cut_short_is_refused():
    data = written()
    for broken in (b"", data[:-1], data[:50], data[: len(data) // 2], save(TENSORS), b"RIFF" + data):
        with pytest.raises(ValueError, match=r"^here: is no whole model file"):
            Atlas.read(broken, "here")


@settings(max_examples=300, deadline=None)
@given(junk=st.binary(max_size=400))
def test_junk_is_refused(junk):
    with pytest.raises(ValueError, match=r"^here: "):
        Atlas.read(junk, "here")


@settings(max_examples=300, deadline=None)
@given(place=st.integers(0, 5000), bit=st.integers(0, 7))
def test_a_damaged_file_is_refused_or_is_a_map_still(place, bit):
    data = bytearray(written())
    data[place % len(data)] ^= 1 << bit
    try:
        atlas = Atlas.read(bytes(data), "here")
    except ValueError as error:
        assert str(error).startswith("here: ")
    else:
        z, s = atlas.place(0.7, -3.1)
        assert np.abs([*z, *s]).max() <= 4.0 and len(atlas.points()[1]) >= atlas.side**2


def test_torch_is_not_needed(tmp_path):
    (tmp_path / "m").write_bytes(written())
    read = "Atlas.read(Path(sys.argv[1]).read_bytes(), 'm').place(0, 0)"
    code = f"import sys; from pathlib import Path; from descant.models.atlas import Atlas; {read}"
    subprocess.run(
        [sys.executable, "-c", f"{code}; assert 'torch' not in sys.modules", str(tmp_path / "m")], check=True
    )


def test_the_file_holds_what_was_written():
    assert sorted(load(written())) == sorted(TENSORS)
