"""Where the patterns of a sequencer's model lie, for the eye."""

import numpy as np
import pytest

from descant.models.rhythm import Rhythm
from descant.parts.sequencer import Sequencer


@pytest.fixture
def part():
    return Sequencer("drums", {row.name: row.default for row in Sequencer.parameters}, 7)


@pytest.mark.parametrize("latents", [1, 2, 4])
def test_two_coordinates_and_a_label_of_each_pattern(part, rhythm_file, latents):
    data = rhythm_file(latents=latents, head={"labels": ["son", "waltz", "samba", "dembow"]})
    assert part.points() == ((), [])
    part.load("model", data)
    labels, points = part.points()
    rhythm = Rhythm.read(data, "here")
    assert labels == ("son", "waltz", "samba", "dembow")
    assert [label for *_, label in points] == [-1, 0, 1, 2, 3]
    x, y = np.array([point[:2] for point in points]).T
    assert np.array_equal(x, rhythm.corpus_z[:, 0])
    assert np.array_equal(y, rhythm.corpus_z[:, 1] if latents > 1 else np.zeros(5))
