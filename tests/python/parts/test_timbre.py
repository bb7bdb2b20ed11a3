"""The sounds of a sequencer's rows: which are wanted when, by knobs, pads, glides and walks; and what is kept."""

import numpy as np
import pytest

from descant.parts.base import Pad, Want
from descant.parts.timbre import EVERY_S, FINE, own_class

LABELS = ("bell", "kick", "clap", "snare", "closed_hat")
KICK, SNARE = 36, 38


@pytest.fixture
def here(drums, rhythm_file, sounds_file):
    """Return what makes a sequencer with a model of sounds."""

    def make(latents=2, begin=True, **values):
        made = drums(rhythm_file(), begin=False, **values)
        made.part.load("sounds", sounds_file(labels=LABELS, latents=latents, z=((0.5,) * latents,), label=(1,)))
        if begin:
            made.take(made.part.begin(0.03, None))
        return made

    return make


def wants(made, note=None, records=None):
    return [(own.label, own.place) for own in made.of(Want, records) if note is None or own.note == note]


def test_every_row_wants_the_sound_of_its_own_class_when_it_begins(here):
    made = here(s1=0.5, kick__s1=1.0, kick__s2=-0.25)
    assert wants(made, KICK) == [(1, (1.5, -0.25))]
    assert wants(made, SNARE) == [(3, (0.5, 0.0))]
    assert len(made.of(Want)) == 9 and [own.note for own in made.part.wanted()][:2] == [KICK, SNARE]
    assert made.stream("sound/1") == [0.5]


def test_without_a_model_of_sounds_nothing_is_wanted(drums, rhythm_file):
    made = drums(rhythm_file(), s1=1.0)
    made.until(1.0)
    assert not made.of(Want) and made.part.points("sound") == ((), [])


def test_only_what_is_new_is_wanted(here):
    made = here()
    assert wants(made, records=made.until(0.5)) == []
    made.set(kick__class=3, snare__s2=0.5)
    assert made.of(Want, made.until(0.6)) == [Want(KICK, 2, (0.0, 0.0)), Want(SNARE, 3, (0.0, 0.5))]
    made.set(kick__class=64)  # the last that there is
    assert made.of(Want, made.until(0.8)) == [Want(KICK, 4, (0.0, 0.0))]
    made.set(s1=1 / FINE / 3)  # less than is heard
    assert wants(made, records=made.until(1.0)) == []


def test_it_glides_in_seconds_and_arrives(here):
    made = here(sound_glide_s=1.0)
    made.until(1.0)
    made.set(s1=2.0)
    came = wants(made, KICK, made.until(2.5))
    assert len(came) == pytest.approx(1.0 / EVERY_S, abs=1.5) and came[-1] == (1, (2.0, 0.0))
    ways = [place[0] for _, place in came]
    assert ways == sorted(ways) and max(np.diff(ways)) < 2.5 * EVERY_S * 2.0
    assert wants(made, records=made.until(4.0)) == []


def test_it_walks_by_itself_and_a_seed_decides_how(here):
    ways = []
    for seed in (1, 1, 2):
        made = here(seed=seed, sound_walk="random", sound_walk_s=1.0, sound_radius=1.0)
        ways.append(wants(made, KICK, made.until(4.0)))
    assert ways[0] == ways[1] != ways[2] and len(ways[0]) > 20
    circle = here(sound_walk="circle", sound_walk_s=2.0, sound_radius=1.5)
    circle.until(6.0)
    radii = [np.hypot(*place) for _, place in wants(circle, KICK)]
    np.testing.assert_allclose(radii, 1.5, atol=1.5 / FINE)


def test_pads_turn_the_knobs_of_sounds(here):
    made = here()
    made.handle(Pad(0.1, (0.5, -1.0), "sound"))
    made.handle(Pad(0.1, (9.0,), "kick"))
    assert made.turned() == {"s1": 0.5, "s2": -1.0, "kick/s1": 4.0}
    assert wants(made, KICK, made.until(0.3)) == [(1, (4.0, -1.0))]  # no further than there is space
    made.handle(Pad(0.3, (1.0,) * 3, "sound"))
    made.handle(Pad(2.3, (float("nan"),), "sound"))
    made.handle(Pad(4.3, (1.0,), "kazoo"))
    assert [text.split(":")[0] for text in made.warned()] == [
        "a point has 1 to 2 numbers, and (1.0, 1.0, 1.0) is none", "a point has 1 to 2 numbers, and (nan,) is none",
        "'kazoo' is none of its points",
    ]  # fmt: skip


def test_latents_beyond_its_knobs_stay_in_the_middle(here):
    made = here(latents=6, s1=1.0, s4=-1.0)
    assert wants(made, KICK) == [(1, (1.0, 0.0, 0.0, -1.0, 0.0, 0.0))]


def test_points_are_the_corpus_sounds_as_places(here):
    made = here()
    assert made.part.points("sound") == (LABELS, [(0.25, 0.25, 1)])


def test_its_state_is_all_of_it(here):
    first = here(sound_walk="random", sound_walk_s=0.7, sound_glide_s=2.0)
    first.until(0.5)
    first.set(s1=3.0)
    first.until(1.0)
    second = here(begin=False)
    second.part.restore(first.part.state())
    second.ticks = first.ticks
    rest = first.until(3.0)
    assert wants(first, records=rest) == wants(second, records=second.until(3.0)) and rest


def test_a_recall_wants_all_that_knobs_say_by_then(here):
    made = here(sound_glide_s=5.0, s1=1.0)
    made.until(0.5)
    kept = made.part.state()
    made.set(s1=-2.0, kick__class=1)
    made.until(1.0)
    made.take(made.part.recall(kept, made.now, ()))
    made.part.values.update(kept["values"])
    assert wants(made, KICK, made.until(1.2)) == [(1, (1.0, 0.0))]


@pytest.mark.parametrize(
    ("row", "labels", "found"),
    [
        ("kick", ("snare", "Kicks"), 1),
        ("closed_hat", ("open hat", "closed hat"), 1),
        ("closed_hat", ("kick", "HiHat"), 1),
        ("low_tom", ("tom", "kick"), 0),
        ("crash", ("kick", "cymbal", "clap"), 1),
        ("ride", ("a", "b", "c"), 8 % 3),
        ("kick", (), -1),
    ],
)
def test_a_row_finds_its_class_by_name(row, labels, found):
    place = ("kick", "snare", "closed_hat", "open_hat", "low_tom", "mid_tom", "high_tom", "crash", "ride").index(row)
    assert own_class(row, labels, place) == found
