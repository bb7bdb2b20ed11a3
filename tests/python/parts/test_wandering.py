"""Wandering: the shapes of glides and walks in closed form, and going on from where a point is."""

import math

import numpy as np
import pytest

from descant.parts.wandering import Wandering, sphere
from descant.states import dumps, loads


def point(*at):
    return np.array([*at, *[0.0] * (8 - len(at))])


def sent(*ways):
    wandering = Wandering(7, "drums")
    for to, step, length, how in ways:
        wandering.send(point(*to), step, length, how)
    return wandering


def test_without_length_it_is_there_at_once():
    assert sent(((1.0, -2.0), 5.0, 0.0, "line")).at(5.0, 2).tolist() == [1.0, -2.0]


def test_a_line_is_straight_and_even():
    wandering = sent(((1.0, 0.0), 0.0, 0.0, "line"), ((-1.0, 2.0), 4.0, 8.0, "line"))
    for step, at in ((4.0, (1.0, 0.0)), (6.0, (0.5, 0.5)), (8.0, (0.0, 1.0)), (12.0, (-1.0, 2.0)), (99, (-1.0, 2.0))):
        np.testing.assert_allclose(wandering.at(step, 2), at, atol=1e-12)


def test_a_sphere_turns_evenly_and_keeps_the_radius():
    wandering = sent(((2.0, 0.0), 0.0, 0.0, "line"), ((0.0, 1.0), 0.0, 8.0, "sphere"))
    for share in (0.0, 0.25, 0.5, 0.75):
        angle, radius = share * math.pi / 2, 2.0 - share
        np.testing.assert_allclose(
            wandering.at(8 * share, 2), (radius * math.cos(angle), radius * math.sin(angle)), atol=1e-12
        )


@pytest.mark.parametrize("end", [(0.0, 0.0), (-3.0, 0.0), (2.0, 0.0)])
def test_a_sphere_without_an_angle_is_a_line(end):
    np.testing.assert_allclose(sphere(np.array((1.0, 0.0)), np.array(end), 0.5), (0.5 + end[0] / 2, 0.0), atol=1e-12)


def test_a_spline_begins_as_it_moved_and_ends_at_rest():
    wandering = sent(((0.0,), 0.0, 0.0, "line"), ((4.0,), 0.0, 8.0, "line"), ((0.0, 1.0), 4.0, 8.0, "spline"))

    def speed(step):
        return (wandering.at(step + 1e-5, 2) - wandering.at(step, 2)) / 1e-5

    np.testing.assert_allclose(wandering.at(4.0, 2), (2.0, 0.0), atol=1e-9)
    np.testing.assert_allclose(speed(4.0), (0.5, 0.0), atol=1e-3)
    np.testing.assert_allclose(speed(12.0 - 2e-5), (0.0, 0.0), atol=1e-3)
    np.testing.assert_allclose(wandering.at(8.0, 2), (0.5 * 2.0 + 0.125 * 0.5 * 8.0, 0.5), atol=1e-6)  # Hermite at 1/2
    assert max(wandering.at(step, 2)[0] for step in np.linspace(4, 12, 50)) > 2.3  # it swings on before it turns


def test_coordinates_that_are_sent_one_after_the_other_are_one_way():
    once = sent(((2.0, 2.0), 0.0, 8.0, "line"), ((0.0, 4.0), 4.0, 8.0, "spline"))
    twice = sent(((2.0, 0.0), 0.0, 8.0, "line"), ((2.0, 2.0), 0.0, 8.0, "line"))
    twice.send(point(0.0, 2.0), 4.0, 8.0, "spline")
    twice.send(point(0.0, 4.0), 4.0, 8.0, "spline")
    for step in np.linspace(0.0, 16.0, 33):
        np.testing.assert_allclose(once.at(step, 2), twice.at(step, 2), atol=1e-9)


def test_a_circle():
    wandering = sent(((1.0, -1.0, 0.5), 0.0, 0.0, "line"))
    wandering.stroll("circle", 0.5, 32.0, 4.0)
    for step in (4.0, 8.0, 12.0, 20.0, 36.0):
        angle = 2 * math.pi * (step - 4.0) / 32.0
        want = (1.0 + 0.5 * math.cos(angle), -1.0 + 0.5 * math.sin(angle), 0.5)
        np.testing.assert_allclose(wandering.at(step, 3), want, atol=1e-12)
    np.testing.assert_allclose(wandering.at(20.0, 1), (0.5,), atol=1e-12)


def test_a_lissajous_figure():
    wandering = sent(((0.0,), 0.0, 0.0, "line"))
    wandering.stroll("lissajous", 2.0, 64.0, 0.0)
    for step in (0.0, 3.0, 16.0, 50.0):
        angles = 2 * math.pi * step / 64.0 * np.array([2, 3, 4])
        np.testing.assert_allclose(wandering.at(step, 3), 2.0 * np.sin(angles), atol=1e-12)
    np.testing.assert_allclose(wandering.at(7.0 + 64.0, 3), wandering.at(7.0, 3), atol=1e-9)


def test_a_random_walk_is_smooth_within_its_radius_and_drawn_by_key():
    wandering, other = sent(((1.0, 1.0), 0.0, 0.0, "line")), Wandering(8, "drums")
    for each in (wandering, other):
        each.stroll("random", 0.5, 8.0, 0.0)
    steps = np.arange(0.0, 800.0, 0.5)
    path = np.array([wandering.at(step, 2) for step in steps]) - 1.0
    assert path[0].tolist() == [0.0, 0.0]
    assert np.sqrt(np.square(path).sum(1)).max() <= 0.5
    assert np.abs(np.diff(path, axis=0)).max() <= 1.0 * 1.5 * 0.5 / 8.0  # the steepest of a smooth way of length 1
    places = path[:: int(8 / 0.5)][1:]
    radii = np.sqrt(np.square(places).sum(1)) / 0.5
    assert abs(np.mean(radii**2) - 0.5) < 0.1  # evenly in the disc
    assert not np.allclose(path[16], other.at(8.0, 2))


def test_a_walk_goes_on_where_its_time_or_radius_is_changed_and_begins_where_it_is_another():
    wandering = sent(((0.0, 0.0), 0.0, 0.0, "line"))
    wandering.stroll("circle", 1.0, 32.0, 0.0)
    before = wandering.at(8.0, 2)
    wandering.stroll("circle", 1.0, 64.0, 8.0)
    np.testing.assert_allclose(wandering.at(8.0, 2), before, atol=1e-12)
    np.testing.assert_allclose(wandering.at(24.0, 2), (-1.0, 0.0), atol=1e-12)
    wandering.stroll("lissajous", 1.0, 64.0, 24.0)
    np.testing.assert_allclose(wandering.at(24.0, 2), (0.0, 0.0), atol=1e-12)


def test_its_state_is_everything():
    wandering = sent(((0.0,), 0.0, 0.0, "line"), ((4.0, 1.0), 0.0, 8.0, "line"), ((0.0, 1.0), 4.0, 8.0, "spline"))
    wandering.stroll("random", 0.5, 8.0, 1.0)
    other = Wandering(7, "drums")
    other.restore(loads(dumps(wandering.state()), "here"))
    for step in (5.0, 9.0, 20.0):
        assert other.at(step, 2).tolist() == wandering.at(step, 2).tolist()
    other.shift(100.0)
    np.testing.assert_allclose(other.at(106.5, 2), wandering.at(6.5, 2), atol=1e-12)
