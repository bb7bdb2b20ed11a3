"""Whereabouts: two points, the second only where it is heard, and both led astray alike."""

import numpy as np

from descant.parts.sequencer import Sequencer
from descant.parts.whereabouts import Whereabouts

DEFAULTS = {row.name: row.default for row in Sequencer.parameters}


def places(**values):
    return Whereabouts(DEFAULTS | values, 7, "drums")


def test_the_second_is_nowhere_until_something_of_it_is_heard():
    assert places().at(3.0, 2)[1] is None
    assert places(cross=0.01).at(3.0, 2)[1].tolist() == [0.0, 0.0]


def test_both_walk_and_are_led_astray_alike():
    here = places(cross=0.5, walk="circle", walk_radius=2.0, fill_radius=1.0)
    here.stroll(16.0, 0.0)
    here.first.send(np.full(8, 1.0), 0.0, 0.0, "line")
    chance = np.random.Generator(np.random.Philox(1))
    here.fills.begin(4, 8, latents=2, chance=chance, busy=lambda way: way[0])
    way = here.fills.astray(4.0)
    assert way @ way == 1.0 or abs(way @ way - 1.0) < 1e-12
    first, second = here.at(4.0, 2)
    np.testing.assert_allclose(first, way + np.array([1.0, 3.0]), atol=1e-12)
    np.testing.assert_allclose(second, way + np.array([0.0, 2.0]), atol=1e-12)
    assert here.at(8.0, 2)[1].tolist() == here.second.at(8.0, 2).tolist()  # on the downbeat exactly
    assert here.at(4.0, 3)[0].tolist()[2] == 1.0  # a way in another model's space leads nowhere in this one


def test_an_answer_is_somewhere_else_and_of_one_loop():
    here = places(cross=0.5, walk="circle", walk_radius=2.0)
    here.answering.place = np.array([0.5, -0.5])
    assert here.at(4.0, 2)[0].tolist() == [0.5, -0.5] and here.at(4.0, 2)[1] is None
    assert here.at(4.0, 3)[1] is not None  # of another model


def test_a_place_that_is_recalled_is_asked_for_nothing():
    here = places(cross=0.5)
    here.fills.ask()
    here.answering.tap(ahead=False)
    other = places(cross=0.5)
    other.recall(here.state())
    assert other.answering.does == "plays" and other.fills.ends(8, 16, 4) is None
    other.restore(here.state())
    assert other.answering.does == "listens" and other.fills.ends(8, 16, 4) == 16
    other.restart(0.0)
    assert other.answering.does == "plays"
