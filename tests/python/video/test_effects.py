import math

import cv2
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from descant.video.effects import bend, shift

IMAGES = arrays(np.uint8, st.tuples(st.integers(2, 20), st.integers(2, 20), st.just(3)))


def texture(height: int = 240, width: int = 320, seed: int = 5) -> np.ndarray:
    noise = np.random.default_rng(seed).integers(0, 256, (height, width, 3), np.uint8)
    return cv2.GaussianBlur(noise, (0, 0), 2.0)


@given(IMAGES)
@settings(max_examples=40, deadline=None)
def test_zero_gradient_returns_the_input_bit_for_bit(image):
    before = image.copy()
    for result in (shift(image, 0, 0, 0), bend(image, 0, 0), bend(image, 0, 0, form="paper")):
        np.testing.assert_array_equal(result, before)


@given(IMAGES, st.floats(-2, 2), st.floats(-2, 2), st.floats(-2, 2))
@settings(max_examples=40, deadline=None)
def test_shift_leaves_its_input_and_keeps_its_form(image, red, green, blue):
    before = image.copy()
    result = shift(image, red, green, blue)
    np.testing.assert_array_equal(image, before)
    assert result.shape == image.shape
    assert result.dtype == np.uint8


@pytest.mark.parametrize("pixels", [-500, -24, -1, 1, 7, 24, 319, 500])
def test_shift_by_whole_pixels_is_exact_with_replicated_edges(pixels):
    image = texture()
    result = shift(image, pixels / 240, 0, 0)
    columns = np.clip(np.arange(320) - pixels, 0, 319)
    np.testing.assert_array_equal(result[..., 0], image[:, columns, 0])
    np.testing.assert_array_equal(result[..., 1:], image[..., 1:])


def test_shift_between_pixels_is_bilinear():
    image = texture().astype(float)
    result = shift(image.astype(np.uint8), 2.25 / 240, 0, 0)[..., 0]
    expected = 0.75 * image[:, 1:-2, 0] + 0.25 * image[:, :-3, 0]
    assert np.abs(result[:, 3:] - expected).max() <= 0.51


@pytest.mark.parametrize("amount", [0.05, 0.11, -0.07])
@pytest.mark.parametrize("plane", [0, 1, 2])
def test_each_plane_moves_along_its_own_direction(plane, amount):
    image = texture()
    amounts = [0.0, 0.0, 0.0]
    amounts[plane] = amount
    result = shift(image, *amounts)
    window = cv2.createHanningWindow((320, 240), cv2.CV_64F)
    moved, _ = cv2.phaseCorrelate(image[..., plane].astype(float), result[..., plane].astype(float), window)
    angle = math.radians(120 * plane)
    assert moved == pytest.approx((240 * amount * math.cos(angle), 240 * amount * math.sin(angle)), abs=0.35)


@pytest.mark.parametrize("form", ["waves", "paper"])
def test_bend_matches_its_closed_form_on_a_gradient_image(form):
    height, width, depth, wavelength, g1, g2 = 200, 250, 0.03, 0.4, 0.6, -0.4
    y, x = np.mgrid[:height, :width].astype(float)
    image = np.stack([x, y, 0 * x], 2).astype(np.uint8)
    result = bend(image, g1, g2, depth, wavelength, form=form).astype(float)
    if form == "waves":
        phase = 2 * np.pi / (wavelength * height)
        dx = depth * height * (np.cos(phase * y + 4 * g1) - np.cos(phase * y))
        dy = depth * height * (np.cos(phase * x + 4 * g2) - np.cos(phase * x))
    else:
        dx, dy = depth * height * (math.cos(g1) - 1), depth * height * (math.cos(g2) - 1)
    assert np.abs(result[..., 0] - np.clip(x - dx, 0, width - 1)).max() < 0.6
    assert np.abs(result[..., 1] - np.clip(y - dy, 0, height - 1)).max() < 0.6


@pytest.mark.parametrize("fraction", [0.013, 1 / 64, 0.3333, 0.777])
def test_bend_between_pixels_is_bilinear(fraction):
    image = np.random.default_rng(2).integers(0, 256, (90, 120, 3), np.uint8)
    result = bend(image, math.pi, 0.0, fraction / 90 / 2, form="paper").astype(float)  # every row by -fraction
    expected = (1 - fraction) * image[:, :-1] + fraction * image[:, 1:]
    assert np.abs(result[:, :-1] - expected).max() <= 0.502


def test_bend_with_one_gradient_moves_along_one_axis_only():
    rows = np.repeat(np.arange(200, dtype=np.uint8)[:, None, None], 100, 1).repeat(3, 2)
    np.testing.assert_array_equal(bend(rows, 0.7, 0.0), rows)
    assert not np.array_equal(bend(rows, 0.0, 0.7), rows)


def test_bend_remembers_nothing_from_another_call():
    image = texture()
    first = bend(image, 0.3, 0.1)
    bend(image, -0.5, 0.9)
    bend(texture(100, 100), 0.3, 0.1)
    np.testing.assert_array_equal(bend(image, 0.3, 0.1), first)
