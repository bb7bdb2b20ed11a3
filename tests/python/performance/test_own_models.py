"""Runs of one's own in place of the models that a patch names: played, kept in the take, found again after a crash."""

from dataclasses import replace

import pytest

from descant.errors import DescantError
from descant.patch import load
from descant.performance import own_models
from descant.performance.take import header, unpack

PATCH = """
descant = 1
[parts.drums]
kind = "sequencer"
model = "rhythm.safetensors"
[parts.more]
kind = "sequencer"
[[cues]]
number = 1
"""


@pytest.fixture
def piece(tmp_path, rhythm_file):
    """Return a patch and, in the folder `run`, another model than its own."""
    (tmp_path / "patch.toml").write_text(PATCH)
    (tmp_path / "rhythm.safetensors").write_bytes(rhythm_file(seed=1))
    (tmp_path / "run").mkdir()
    (tmp_path / "run" / "model.safetensors").write_bytes(rhythm_file(seed=2))
    return load(tmp_path / "patch.toml")


def packed(patch, folder):
    first = header(patch, seed=1, settings={}, assets={}, sample_rate=48_000)
    unpack(first, folder)
    return (folder / "rhythm.safetensors").read_bytes()


def test_a_run_is_played_and_kept_under_the_name_that_the_patch_knows(piece, tmp_path):
    run = tmp_path / "run" / "model.safetensors"
    for given in (tmp_path / "run", run):
        tonight = own_models.with_models(piece, {"model": given})
        assert own_models.models_of(tonight) == {"drums": {"model": str(run)}}
        assert packed(tonight, tmp_path / "out") == run.read_bytes() != packed(piece, tmp_path / "other")
    assert own_models.models_of(piece) == {}


def test_what_a_header_names_is_taken_again_as_far_as_the_patch_knows_it(piece, tmp_path):
    tonight = own_models.with_models(piece, {"model": tmp_path / "run"})
    named = own_models.models_of(tonight)
    assert own_models.again(piece, named | {"gone": {"model": "x"}}) == tonight
    assert own_models.again(piece, {"drums": {"sounds": "x"}}) == piece


@pytest.mark.parametrize(
    ("file", "run", "said"),
    [
        ("sounds", "run", "patch.toml: has no parts that name sounds"),
        ("model", "nowhere", "nowhere: there is no such run"),
        ("model", ".", "is no run: it has no model.safetensors"),
    ],
)
def test_what_cannot_be_played_is_one_line(piece, tmp_path, file, run, said):
    with pytest.raises(DescantError, match=said):
        own_models.with_models(piece, {file: tmp_path / run})


def test_where_two_parts_name_one_nobody_can_know_which_is_meant(piece, tmp_path):
    both = replace(piece, parts={**piece.parts, "more": piece.parts["drums"]})
    with pytest.raises(DescantError, match="has 2 parts that name model: drums, more"):
        own_models.with_models(both, {"model": tmp_path / "run"})
