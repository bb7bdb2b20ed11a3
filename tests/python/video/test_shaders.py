import numpy as np
import pytest

from descant.video import effects
from descant.video.shaders import Shaders

SIZE = (161, 90)


@pytest.fixture(scope="module")
def shaders():
    made = Shaders(*SIZE, software=True)
    yield made
    made.release()


@pytest.fixture(scope="module")
def picture():
    chance = np.random.default_rng(1)
    return chance.integers(0, 256, (SIZE[1], SIZE[0], 3), np.uint8)


def same(one, other):
    assert np.abs(one.astype(int) - other).max() <= 1


@pytest.mark.parametrize(
    "amounts", [(0.1, 0.0, 0.0), (0.013, -0.21, 0.34), (1.0, -1.0, 0.5), (2.5, 0.3, -3.0), (1e-4, 0.0, 0.0)]
)
def test_the_card_shifts_as_opencv_does(shaders, picture, amounts):
    same(shaders.shift(picture, *amounts), effects.shift(picture, *amounts))


@pytest.mark.parametrize("gradient", [(0.3, -0.2), (0.0, 5.0), (-70.0, 0.01)])
@pytest.mark.parametrize("form", ["waves", "paper"])
@pytest.mark.parametrize("wave", [(0.08, 0.4), (0.5, 0.05)])
def test_the_card_bends_as_opencv_does(shaders, picture, gradient, form, wave):
    asked = (*gradient, *wave)
    same(shaders.bend(picture, *asked, form=form), effects.bend(picture, *asked, form=form))


def test_neutral_is_the_image_itself(shaders, picture):
    assert shaders.shift(picture, 0.0, 0.0, 0.0) is picture
    assert shaders.bend(picture, 0.0, 0.0) is picture


def test_the_result_is_written_where_asked(shaders, picture):
    out = np.zeros_like(picture)
    assert shaders.shift(picture, 0.1, 0.0, 0.0, out=out) is out
    assert out.any()


def test_a_processor_that_plays_the_card_is_refused(shaders):
    try:
        Shaders(*SIZE).release()  # a machine with a card
    except OSError as error:
        assert "graphics card" in str(error)
