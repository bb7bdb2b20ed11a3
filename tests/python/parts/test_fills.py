"""Fills: when they come, that they are busier than what they take the place of, and back on the downbeat."""

from pathlib import Path

import numpy as np
import pytest

from descant.parts.fills import Fills
from descant.parts.sequencer import Sequencer

DEFAULTS = {row.name: row.default for row in Sequencer.parameters}
STEP_S = 0.125
SHIPPED = Path(__file__).parents[3] / "patches" / "models" / "latent-rhythm.safetensors"


@pytest.fixture
def hill(rhythm_file):
    """Return a model that is one kick a beat in the middle, and has ever more of the snare the further east it is."""
    hidden = 24
    tensors = {f"decoder.{layer}.bias": np.zeros(hidden, np.float32) for layer in (0, 2)}
    tensors["decoder.0.weight"] = np.zeros((hidden, 2), np.float32)
    tensors["decoder.0.weight"][0, 0] = 1.0  # only what is east of the middle
    tensors["decoder.2.weight"] = np.eye(hidden, dtype=np.float32)
    last, bias = np.zeros((9, 16, hidden), np.float32), np.full((9, 16), -9.0, np.float32)
    bias[0, ::4] = 9.0
    last[1, :, 0], bias[1] = 1.0, -0.25 - 0.05 * np.arange(16)
    tensors |= {"decoder.4.weight": last.reshape(144, hidden), "decoder.4.bias": bias.ravel()}
    return rhythm_file(tensors=tensors)


def fills_of(here, bars):
    """Return how many hits of the snare each step has, (bars, 16)."""
    steps = np.round(np.array(here.onsets(38.0)) / STEP_S).astype(int)
    return np.bincount(steps, minlength=16 * bars)[: 16 * bars].reshape(bars, 16)


def test_every_so_many_bars_the_last_beats_are_busier_and_the_downbeat_is_home(drums, hill):
    here = drums(hill, fill_every=4, fill_beats=2.0)
    here.until(16.2)
    found = fills_of(here, 8)
    assert found[[0, 1, 2, 4, 5, 6]].sum() == 0
    for bar in (3, 7):
        assert found[bar, :8].sum() == 0 and found[bar, 8:].sum() >= 5
    kicks = np.round(np.array(here.onsets(36.0)) / STEP_S)
    assert kicks.tolist() == list(range(0, 130, 4))  # what is the loop's own goes on


def test_a_fill_is_seen_where_it_is_and_nowhere_else(drums, hill):
    here = drums(hill, fill_every=1, fill_beats=1.0, fill_radius=2.0)
    far = []
    for _ in range(400):
        here.until(here.now + 0.005)
        far.append((here.now - 0.005 + 0.005, here.stream("point/1")[-1] if here.stream("point/1") else 0.0))
    away = [time for time, x in far if x != 0.0]
    assert min(away) == pytest.approx(1.5, abs=0.011) and max(away) == pytest.approx(2.0, abs=0.011)
    assert 1.0 < max(x for _, x in far) <= 2.0
    here.until(2.1)
    assert here.stream("point/1")[-1] == 0.0


def test_the_button_plays_one_at_the_end_of_this_bar_and_turns_itself_back(drums, hill):
    here = drums(hill)
    here.until(0.5)
    here.set(fill=True)
    here.until(6.0)
    assert here.turned() == {"fill": False} and here.part.values["fill"] is False
    found = fills_of(here, 3)
    assert found[0, 8:].sum() >= 5 and found[0, :8].sum() == found[1:].sum() == 0


def test_the_button_begins_at_once_within_the_last_beats_and_waits_a_bar_in_the_last_one(drums, hill):
    for pressed, bar, first in ((1.2, 0, 10), (1.7, 1, 8)):
        here = drums(hill, fill_radius=4.0)
        here.until(pressed)
        here.set(fill=True)
        here.until(6.0)
        found = fills_of(here, 3)
        assert found[bar].sum() == found.sum() and found[bar, :first].sum() == 0 and found[bar, first:].sum() >= 3


def test_a_fill_is_no_longer_than_the_bar_and_no_shorter_than_a_step():
    fills = Fills(DEFAULTS | {"fill_beats": 16.0, "fill_every": 1})
    assert [fills.ends(step, 16, 4) for step in (16, 17, 31)] == [32, None, None]
    fills = Fills(DEFAULTS | {"fill_beats": 0.25, "fill_every": 2})
    assert [fills.ends(step, 16, 2) for step in (15, 30, 31, 32)] == [None, None, 32, None]


def test_fills_differ_by_key_and_are_the_same_again(drums, rhythm_file):
    data = rhythm_file(seed=3, hidden=64)

    def played(seed):
        here = drums(data, seed, fill_every=1, fill_beats=4.0)
        here.until(8.0)
        return [(hit.time, hit.pitch) for hit in here.hits()]

    assert played(7) == played(7) != played(8)


def test_fills_of_the_shipped_model_are_busier_than_what_they_take_the_place_of(drums):
    data, busier = SHIPPED.read_bytes(), 0
    for number in range(20):
        angle = number * 0.7
        point = {"z1": 1.5 * np.cos(angle), "z2": 1.5 * np.sin(angle)}
        plain, filled = drums(data, **point), drums(data, fill_every=1, **point)
        for each in (plain, filled):
            each.until(1.95)
        before, after = ([hit for hit in each.hits() if hit.time < 1.03 - 1e-9] for each in (plain, filled))
        assert before == after
        busier += len(filled.hits()) > len(plain.hits())
    assert busier >= 18


def test_a_fill_that_is_asked_for_and_one_under_way_are_in_the_state(drums, hill):
    for moment in (0.6, 1.3):
        here = drums(hill)
        here.until(0.5)
        here.set(fill=True)
        here.until(moment)
        other = drums(hill, begin=False)
        other.ticks = here.ticks
        other.part.restore(here.part.state())
        here.records.clear()
        for each in (here, other):
            each.until(2.5)
        assert here.hits() == other.hits() and len(here.hits(38.0)) >= 4


def test_the_way_goes_out_in_a_quarter_and_comes_back_within_the_last_step():
    fills = Fills(DEFAULTS | {"fill_radius": 2.0})
    chance = np.random.Generator(np.random.Philox(1))
    fills.begin(8, 16, latents=2, chance=chance, busy=lambda way: way[0])
    far = [np.linalg.norm(fills.astray(position)) for position in (8.0, 9.0, 12.0, 15.0, 15.5, 15.999)]
    assert far == pytest.approx([1.0, 2.0, 2.0, 2.0, 1.0, 0.002])
    assert fills.astray(7.999) is fills.astray(16.0) is None
