"""What is measured, against rhythms counted by hand and closed forms."""

import numpy as np
import pytest

from descant.evolution import measures

FOUR_FOUR = measures.metre(16, 4)


def pattern(*rows):
    return np.array([[sign == "x" for sign in row] for row in rows], np.uint8)


# ---------------------------------------------------------------- metre
@pytest.mark.parametrize(
    ("steps", "per_quarter", "wanted"),
    [
        (16, 4, [0, -4, -3, -4, -2, -4, -3, -4, -1, -4, -3, -4, -2, -4, -3, -4]),
        (8, 2, [0, -3, -2, -3, -1, -3, -2, -3]),
        (12, 3, [0, -3, -3, -2, -3, -3, -1, -3, -3, -2, -3, -3]),  # four quarters of triplets
        (12, 4, [0, -3, -2, -3, -1, -3, -2, -3, -1, -3, -2, -3]),  # three quarters
        (11, 4, [0, -3, -2, -3, -1, -3, -2, -3, -1, -3, -2]),  # no whole number of quarters
        (3, 1, [0, -1, -1]),
        (1, 1, [0]),
    ],
)
def test_the_weights_of_steps(steps, per_quarter, wanted):
    assert measures.metre(steps, per_quarter).tolist() == wanted


# ---------------------------------------------------------------- syncopation
@pytest.mark.parametrize(
    ("rhythm", "total", "rested"),
    [  # the sum of Longuet-Higgins & Lee, by hand, and how many hits a rest follows
        ("x...x...x...x...", 0, 4),  # four on the floor
        ("x..x..x...x.x...", 2 + 2, 5),  # son clave: 3 before 4, 6 before 8
        ("x..x...x..x.x...", 2 + 3, 5),  # rumba clave: 3 before 4, 7 before 8
        ("x...x.x...x.x...", 2, 5),  # shiko: 6 before 8
        ("x..x..x...xx....", 2 + 2 + 2, 4),  # soukous: 3, 6, 11; 10 is followed by a hit
        ("x..x..x...x..x..", 2 + 2 + 1 + 1, 5),  # bossa nova: 3, 6, 10 before 12, 13 before 14
        ("x..x..x...x...x.", 2 + 2 + 1, 5),  # gahu: 10 before 12
        ("xxxxxxxxxxxxxxxx", 0, 0),  # no rest at all
        ("..x...x...x...x.", 1 + 2 + 1 + 3, 4),  # upbeats: before 4, 8, 12, 0
        ("...............x", 4, 1),  # before the one, which comes after the end
        ("................", 0, 0),
    ],
)
def test_syncopation_of_a_rhythm(rhythm, total, rested):
    found = measures.syncopation(pattern(rhythm)[None], FOUR_FOUR)
    assert found.tolist() == [total / max(rested, 1)]


def test_rows_are_counted_by_themselves_and_one_that_never_rests_does_not_count():
    clave, four, hats = "x..x..x...x.x...", "x...x...x...x...", "x" * 16
    found = measures.syncopation(np.stack([pattern(clave, four, hats), pattern(four, four, hats)]), FOUR_FOUR)
    assert found.tolist() == [4 / 9, 0.0]


# ---------------------------------------------------------------- the others
def test_density_is_the_share_of_cells():
    assert measures.density(np.stack([pattern("x...", "xx.x"), pattern("....", "....")])).tolist() == [0.5, 0.0]


def test_brightness_weighs_rows_by_their_hits():
    loops = np.stack([pattern("x...", "xxx."), pattern("x...", "...."), pattern("....", "....")])
    assert measures.brightness(loops, [8.0, 12.0]).tolist() == [11.0, 8.0, 0.0]
    own = [[8.0, 12.0], [9.0, 12.0], [8.0, 12.0]]
    assert measures.brightness(loops, own).tolist() == [11.0, 9.0, 0.0]


def test_novelty_is_jaccard_s_distance_to_the_nearest():
    known = np.stack([pattern("x...x..."), pattern("x.x.x.x.")])
    loops = np.stack([pattern("x...x..."), pattern("x...x.x."), pattern(".x.x...."), pattern("........")])
    np.testing.assert_allclose(measures.novelty(loops, known), [0.0, 0.25, 1.0, 1.0])
    assert measures.novelty(loops[3:], loops[3:]).tolist() == [0.0]  # nothing is nothing
    np.testing.assert_allclose(measures.likeness(loops[1:2], known), [[2 / 3, 3 / 4]])


def test_the_centroid_is_the_mean_frequency_of_power_over_time():
    hz, durations = [100.0, 300.0, 800.0], [0.5, 1.0]
    silent = -200.0
    one = [[silent] * 2, [0.0, silent], [silent] * 2]
    two = [[0.0, silent], [0.0, silent], [silent] * 2]
    later = [[0.0, silent], [silent, 0.0], [silent] * 2]  # twice as long
    softer = [[0.0, silent], [10 * np.log10(1 / 3), silent], [silent] * 2]
    found = 2.0 ** measures.centroid_octaves([one, two, later, softer], hz, durations)
    np.testing.assert_allclose(found, [300.0, 200.0, 700 / 3, 150.0], rtol=1e-9)
