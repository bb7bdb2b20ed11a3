"""Groove: density, chance, where rows are, when and how hard hits come."""

import numpy as np
import pytest

from descant.models.rhythm import Rhythm
from descant.parts.groove import Groove, bias, cells, luck, slots
from descant.parts.sequencer import Sequencer
from descant.parts.sequencer_table import SLOTS

DEFAULTS = {row.name: row.default for row in Sequencer.parameters}


@pytest.fixture
def groove(rhythm_file):
    """Return a maker of grooves of a model in which everything sounds; knobs by name, `/` as ``__``."""

    def make(logits=None, head=None, tensors=None, steps=16, rows=None, **knobs):
        count = len(rows) if rows else 9
        logits = np.full((count, steps), 9.0) if logits is None else logits
        rhythm = Rhythm.read(rhythm_file(rows, steps, logits=logits, head=head, tensors=tensors), "here")
        values = DEFAULTS | {name.replace("__", "/"): value for name, value in knobs.items()}
        return Groove(rhythm, values)

    return make


def test_density_is_monotone_in_the_order_of_the_models_confidence():
    logits = np.random.default_rng(3).normal(-2.0, 4.0, (9, 16)).astype(np.float32)
    before = np.zeros((9, 16), bool)
    for density in np.linspace(0.0, 1.0, 101):
        now = cells(logits, np.zeros((9, 16)), 0.0, float(density)) > 0.0
        assert (now | ~before).all()  # what sounds goes on sounding
        if now.any() and not now.all():
            assert logits[now].min() >= logits[~now].max()
        before = now
    assert before.all()
    assert not cells(logits, np.zeros((9, 16)), 0.0, 0.0).any()
    np.testing.assert_array_equal(cells(logits, np.zeros((9, 16)), 0.0, 0.5) > 0, logits > 0)


def test_the_knob_of_density_is_twelve_nats_in_the_middle():
    assert bias(0.5) == 0.0
    assert (bias(0.51) - bias(0.49)) / 0.02 == pytest.approx(12.0, rel=1e-3)
    assert bias(0.0) == -bias(1.0) == -20.0 and bias(1e-9) == -20.0


def test_at_temperature_1_cells_sound_with_the_models_own_probabilities():
    probability = np.linspace(0.05, 0.95, 9)
    logits = np.repeat(np.log(probability / (1 - probability))[:, None], 1000, axis=1).astype(np.float32)
    chance = np.random.Generator(np.random.Philox(5))
    counts = np.array([(cells(logits, luck(chance, (9, 1000)), 1.0, 0.5) > 0).sum(1) for _ in range(10)]).sum(0)
    square = ((counts - 10000 * probability) ** 2 / (10000 * probability * (1 - probability))).sum()
    assert square < 21.67  # chi-square of 9, 1 %
    assert ((cells(logits, luck(chance, (9, 1000)), 0.0, 0.5) > 0).mean(1) == (logits[:, 0] > 0)).all()


def test_a_cell_that_sounds_keeps_how_sure_it_is():
    logits = np.array([[0.0, 1.0, 30.0, -40.0]], np.float32)
    found = cells(logits, np.zeros((1, 4)), 0.0, 0.75)
    np.testing.assert_allclose(found, [[0.5, 1 / (1 + np.exp(-1.0)), 1.0, 0.0]], atol=1e-12)
    assert cells(logits, np.zeros((1, 4)), 0.0, 1.0)[0, 3] == 0.0
    assert cells(np.array([[-19.0]], np.float32), np.zeros((1, 1)), 0.0, 1.0)[0, 0] > 0.0


def test_rows_take_the_place_of_their_name_and_others_what_is_free():
    assert slots(SLOTS) == SLOTS
    assert slots(("clave", "snare", "surdo")) == ("kick", "snare", "closed_hat")
    assert slots(("ride", "kick")) == ("ride", "kick")


def test_rotation_and_length_of_rows(groove):
    here = groove(kick__rotation=3, snare__length=5, closed_hat__length=5, closed_hat__rotation=-1, ride__length=96)
    places = here.places(30, 4)
    assert places[0].tolist() == [11, 12, 13, 14]
    assert places[1].tolist() == [0, 1, 2, 3] and places[2].tolist() == [1, 2, 3, 4]
    assert places[3].tolist() == places[8].tolist() == [14, 15, 0, 1]


def test_swing_delays_the_second_of_two(groove):
    assert [groove(swing=50.0).swing(step) for step in range(4)] == [0.0] * 4
    triplet = groove(swing=200.0 / 3.0)
    assert [triplet.swing(step) for step in range(4)] == pytest.approx([0.0, 1 / 3, 0.0, 1 / 3])
    assert groove(swing=75.0).swing(1) == 0.5
    odd = groove(swing=75.0, steps=12, head={"steps_per_quarter": 3})
    assert [odd.swing(step) for step in range(6)] == [0.0] * 6
    bar = groove(swing=75.0, steps=15)
    assert [bar.swing(step) for step in (13, 14, 15, 16)] == [0.5, 0.0, 0.0, 0.5]  # pairs begin with the bar


def chance_of(n=0):
    return np.random.Generator(np.random.Philox(n))


def test_hits_as_they_are_without_any_groove(groove):
    rows = [("kick", [36, 35]), ("snare", [38])]
    here = groove(rows=rows, tensors={"groove.timing": np.full((2, 16), 0.25, np.float32)})
    first, second = here.hits(np.array([[0.9] * 16, [0.0] * 16]), 3, time=5.0, step_s=0.125, chance=chance_of())
    assert second is None
    assert (first.time, first.pitch, first.velocity, first.length_s) == (5.0, 36.0, 100, 0.0625)


def test_accents_make_strong_beats_stand_out(groove):
    everything = np.ones((9, 16))
    flat = groove(velocity=80).levels(everything, 0, 16)
    assert np.ptp(flat) == 0.0 and flat[0, 0] == pytest.approx(80 / 127)
    full = groove(velocity=80, accent=1.0).levels(everything, 0, 16)[0] * 127 / 80
    np.testing.assert_allclose(full[:8], [1.25, 0.65, 0.85, 0.65, 1.1, 0.65, 0.85, 0.65])
    half = groove(velocity=80, accent=0.5).levels(everything, 0, 16)[0] * 127 / 80
    np.testing.assert_allclose(half - 1, (full - 1) / 2)
    triplets = groove(velocity=80, accent=1.0, steps=12, head={"steps_per_quarter": 3}).levels(np.ones((9, 12)), 0, 6)
    np.testing.assert_allclose(triplets[0] * 127 / 80, [1.25, 0.65, 0.65, 1.1, 0.65, 0.65])
    turned = groove(velocity=80, accent=1.0, kick__rotation=1).levels(everything, 0, 16)
    np.testing.assert_array_equal(turned[0], turned[1])  # the metre's accents stay


def test_groove_is_the_corpus_velocity_and_timing_and_softens_what_is_not_sure(groove):
    velocity, timing = np.full((9, 16), 0.8, np.float32), np.zeros((9, 16), np.float32)
    velocity[0, 2], timing[0, 2] = 0.4, -0.25
    held = {"groove.velocity": velocity, "groove.timing": timing}
    cells_ = np.full((9, 16), 1.0)
    cells_[1, 2] = 0.6
    for groove_, times, levels in (
        (0.0, (1.0, 1.0), (1.0, 1.0)),
        (1.0, (0.975, 1.0), (0.5, 0.9)),
        (0.5, (0.9875, 1.0), (0.75, 0.95)),
    ):
        here = groove(tensors=held, velocity=100, groove=groove_)
        kick, snare = here.hits(cells_, 2, time=1.0, step_s=0.1, chance=chance_of())[:2]
        assert (kick.time, snare.time) == pytest.approx(times, abs=1e-9)
        assert (kick.velocity, snare.velocity) == tuple(round(100 * level) for level in levels)
        assert here.early_s(0.1) == pytest.approx(0.025 * groove_)


def test_humanise_stays_in_its_limits_and_shifts_nothing_else(groove):
    straight = groove().hits(np.ones((9, 16)), 0, time=1.0, step_s=0.1, chance=chance_of(4))
    here = groove(humanise_ms=20.0, humanise_velocity=0.5, kick__probability=0.999999)
    assert here.early_s(0.1) == 0.02
    offsets, louder = [], []
    for n in range(200):
        hits = here.hits(np.ones((9, 16)), 0, time=1.0, step_s=0.1, chance=chance_of(n))
        offsets += [hit.time - 1.0 for hit in hits]
        louder += [hit.velocity / 100 - 1.0 for hit in hits]
    assert -0.02 <= min(offsets) < -0.019 and 0.019 < max(offsets) <= 0.02 and abs(np.mean(offsets)) < 0.001
    assert -0.2 <= min(louder) < -0.19 and 0.19 < max(louder) <= 0.2
    assert [hit.time for hit in straight] == [1.0] * 9


def test_mutes_and_probabilities(groove):
    here = groove(kick__mute=True, snare__probability=0.25, ride__probability=0.0)
    hits = [here.hits(np.ones((9, 16)), 0, time=1.0, step_s=0.1, chance=chance_of(n)) for n in range(1000)]
    shares = [sum(each[row] is not None for each in hits) / 1000 for row in range(9)]
    assert shares[0] == shares[8] == 0.0 and shares[2:8] == [1.0] * 6
    assert abs(shares[1] - 0.25) < 3 * np.sqrt(0.25 * 0.75 / 1000)
    levels = here.levels(np.ones((9, 16)), 0, 16)
    assert not levels[0].any() and levels[1].all()  # chance is not seen beforehand


def test_velocities_stay_in_the_range_of_midi(groove):
    loud = groove(velocity=127, accent=1.0, groove=1.0, tensors={"groove.velocity": np.ones((9, 16), np.float32)})
    soft = groove(velocity=1, accent=1.0, groove=1.0, humanise_velocity=1.0)
    for n in range(50):
        assert loud.hits(np.ones((9, 16)), 0, time=1.0, step_s=0.1, chance=chance_of(n))[0].velocity == 127
        assert soft.hits(np.full((9, 16), 1e-9), 1, time=1.0, step_s=0.1, chance=chance_of(n))[0].velocity == 1


def test_a_hit_lasts_its_gate_but_no_minute(groove):
    assert groove(gate=2.0).hits(np.ones((9, 16)), 0, time=1.0, step_s=0.1, chance=chance_of())[0].length_s == 0.2
    assert groove(gate=16.0).hits(np.ones((9, 16)), 0, time=1.0, step_s=6.0, chance=chance_of())[0].length_s == 60.0
