"""Loss and gradient of learners side by side, in closed form wherever the sums have one.

A kernel is made once for k learners and then called at every step. Arrays are parameter-major,
``(parameters, k)``, so that every operation runs along the learners. Only elementwise operations on
contiguous scratch are used, and sums are written out as additions: then a learner's numbers cannot
depend on how many stand beside it, as they would in a matrix product or a NumPy reduction.
"""

import functools
from collections.abc import Callable

import numpy as np
import numpy.typing as npt

from descant.learning.targets import Floats, cubic_x, knot_t

Measure = Callable[[], tuple[Floats, Floats]]
"""Returns a fresh loss ``(k,)`` and gradient ``(parameters, k)``."""

CHUNK_VALUES = 8192
"""How many residuals are evaluated at once where there is no closed form: the scratch stays in cache."""

HALF, TWO_THIRDS = np.array(0.5), np.array(2 / 3)  # arrays: NumPy need not convert them at every step


@functools.lru_cache(maxsize=1024)
def cubic_coefficients(points: int) -> tuple[float, ...]:
    """Return the eight factors A, B of a cubic's gradient g_i = A_i e_i + B_i e_j, j = i ± 2.

    With e = θ − target and m_k the mean of x^k over the points, g = 2 M e, where M_ij = m_(6-i-j). Odd
    moments vanish: a meets only c, and b only d. The even ones are polynomials in the number of points.
    """
    p = points
    m2 = (p + 1) / (3 * (p - 1))
    m4 = (p + 1) * (3 * p**2 - 7) / (15 * (p - 1) ** 3)
    m6 = (p + 1) * (3 * p**4 - 18 * p**2 + 31) / (21 * (p - 1) ** 5)
    return (2 * m6, 2 * m4, 2 * m2, 2.0, 2 * m4, 2 * m2, 2 * m4, 2 * m2)


def knot_coefficients(points: int, n: npt.NDArray[np.int64]) -> Floats:
    """Return 1 for each coordinate whose doubled frequency the points alias to a constant, else 0."""
    return np.asarray(2 * n % points == 0, dtype=np.float64)


def cubic_squared(theta: Floats, target: Floats, coefficients: Floats) -> Measure:
    """Make the kernel L = mean r² of k cubics: theta, target ``(4, k)``, coefficients ``(8, k)``.

    The loss is a quadratic form, so L = e·g / 2.
    """
    k = theta.shape[1]
    own, other = np.empty((2, 4, k))
    errors = np.empty((6, k))  # a, b, c, d, and a, b again
    error, partner, again, once = errors[:4], errors[2:], errors[4:], errors[:2]
    own_factor, other_factor = coefficients[:4], coefficients[4:]
    upper, lower, pair = own[:2], own[2:], np.empty((2, k))
    first, second, total = pair[0], pair[1], np.empty(k)

    def measure() -> tuple[Floats, Floats]:
        np.subtract(theta, target, error)
        again[...] = once
        np.multiply(own_factor, error, own)
        np.multiply(other_factor, partner, other)
        gradient = np.add(own, other)
        np.multiply(error, gradient, own)
        np.add(upper, lower, pair)
        np.add(first, second, total)
        return np.multiply(total, HALF), gradient

    return measure


def cubic_absolute(theta: Floats, target: Floats, points: int) -> Measure:
    """Make the kernel L = mean |r| of k cubics, evaluated over the points.

    g_i = mean of sign(r) x^(3-i), sign(0) = 0; and because r = Σ e_i x^(3-i), L = e·g.
    """
    k = theta.shape[1]
    error, products = np.empty((2, 4, k))
    residual, terms = np.empty((points, k)), np.empty((4, points, k))
    x = cubic_x(points)[:, None]
    powers = np.stack([x**3, x**2, x, np.ones_like(x)])
    halves = _halves(terms.swapaxes(0, 1))
    pair = np.empty((2, k))

    def measure() -> tuple[Floats, Floats]:
        np.subtract(theta, target, error)
        np.multiply(error[0], x, residual)
        for lower in error[1:3]:  # Horner
            np.add(residual, lower, residual)
            np.multiply(residual, x, residual)
        np.add(residual, error[3], residual)
        np.sign(residual, residual)
        np.multiply(residual, powers, terms)
        for kept, added in halves:
            np.add(kept, added, kept)
        gradient = np.divide(terms[:, 0], points)
        np.multiply(error, gradient, products)
        np.add(products[:2], products[2:], pair)
        return np.add(pair[0], pair[1]), gradient

    return measure


def knot_squared(theta: Floats, target: Floats) -> Measure:
    """Make the kernel L = mean r² of k knots whose points alias nothing: theta, target ``(3, k)``.

    With δ = θ − target, L = ⅓ Σ (1 − cos δ) = ⅔ Σ sin²(δ/2) and g = ⅓ sin δ = ⅔ sin(δ/2) cos(δ/2).
    """
    k = theta.shape[1]
    half, sine, cosine = np.empty((3, 3, k))
    x, y, z = sine
    total = np.empty(k)

    def measure() -> tuple[Floats, Floats]:
        np.subtract(theta, target, half)
        np.multiply(half, HALF, half)
        np.sin(half, sine)
        np.cos(half, cosine)
        np.multiply(cosine, sine, cosine)
        np.multiply(sine, sine, sine)
        np.add(x, y, total)
        np.add(total, z, total)
        return np.multiply(total, TWO_THIRDS), np.multiply(cosine, TWO_THIRDS)

    return measure


def knot_squared_aliased(theta: Floats, target: Floats, aliased: Floats) -> Measure:
    """Make the kernel L = mean r² of k knots where `points` divides 2n in some coordinates.

    There (aliased 1, elsewhere 0, ``(3, k)``) the mean of cos(2nt + σ), σ = θ + target, is cos σ and not
    0, so that the coordinate's share of L is ⅓ (1 − cos δ)(1 − cos σ).
    """

    def measure() -> tuple[Floats, Floats]:
        half, total = (theta - target) * HALF, theta + target
        sine = np.sin(half)
        plain_loss = sine * sine * TWO_THIRDS
        plain_gradient = sine * np.cos(half) * TWO_THIRDS
        factor = 1.0 - aliased * np.cos(total)
        gradient = plain_gradient * factor + plain_loss * (aliased * np.sin(total))
        share = plain_loss * factor
        return share[0] + share[1] + share[2], gradient

    return measure


def knot_absolute(theta: Floats, target: Floats, points: int, n: tuple[int, ...]) -> Measure:
    """Make the kernel L = mean |r| of k knots with the same n, evaluated over the points.

    r = −2 sin(δ/2) sin(nt + σ/2), so with w = sign(sin(nt + σ/2)), S the mean of w sin nt and C that of
    w cos nt, a coordinate has |r| = 2 |sin(δ/2)| (S cos(σ/2) + C sin(σ/2)) in the mean, and
    g = sign(sin(δ/2)) (S cos θ + C sin θ); ⅓ of each is its share.
    """
    angles = np.outer(knot_t(points), n)[:, :, None]  # (points, 3, 1)
    waves = np.stack([np.sin(angles), np.cos(angles)])
    wave, part = np.empty((2, points, 3, theta.shape[1]))
    terms = np.empty((2, *wave.shape))
    halves = _halves(terms.swapaxes(0, 1))

    def measure() -> tuple[Floats, Floats]:
        middle, half, phase = (theta + target) * HALF, (theta - target) * HALF, theta * 1.0
        sine, cosine, height = np.sin(middle), np.cos(middle), np.sin(half)
        np.multiply(waves[0], cosine, wave)
        np.multiply(waves[1], sine, part)
        np.add(wave, part, wave)
        np.multiply(np.sign(wave, wave), waves, terms)
        for kept, added in halves:
            np.add(kept, added, kept)
        sines, cosines = terms[:, 0] / (3 * points)  # S / 3, C / 3
        gradient = np.sign(height) * (sines * np.cos(phase) + cosines * np.sin(phase))
        share = np.abs(height) * (sines * cosine + cosines * sine)
        return (share[0] + share[1] + share[2]) * 2.0, gradient

    return measure


def in_chunks(make: Callable[[slice], Measure], learners: int, parameters: int, points: int) -> Measure:
    """Make one kernel out of several for fewer learners each, so that scratch stays small."""
    width = max(1, CHUNK_VALUES // points)
    pieces = [slice(start, min(start + width, learners)) for start in range(0, learners, width)]
    if len(pieces) == 1:
        return make(pieces[0])
    kernels = [(piece, make(piece)) for piece in pieces]

    def measure() -> tuple[Floats, Floats]:
        loss, gradient = np.empty(learners), np.empty((parameters, learners))
        for piece, kernel in kernels:
            loss[piece], gradient[:, piece] = kernel()
        return loss, gradient

    return measure


def _halves(terms: Floats) -> list[tuple[Floats, Floats]]:
    """Return the additions, in order, that sum `terms` over its first axis into its first entry.

    The tree is a function of the number of terms alone; a reduction's order is NumPy's own affair.
    """
    pairs, count = [], len(terms)
    while count > 1:
        half = count // 2
        pairs.append((terms[:half], terms[count - half : count]))
        count -= half
    return pairs
