"""What a learner learns: the two forms, how a target and a fresh learner are drawn, their curves."""

import itertools
import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
import numpy.typing as npt

Form = Literal["cubic", "knot"]
Floats = npt.NDArray[np.float64]

PARAMETERS: dict[Form, tuple[str, ...]] = {"cubic": ("a", "b", "c", "d"), "knot": ("a", "b", "c")}
"""Names of the weights of each form, in the order of every array here."""

LOWEST_N, HIGHEST_N = 2, 7
"""Limits of a knot's three whole numbers."""

TRIPLES: tuple[tuple[int, int, int], ...] = tuple(
    (x, y, z)
    for x, y, z in itertools.combinations(range(LOWEST_N, HIGHEST_N + 1), 3)
    if math.gcd(x, y) == math.gcd(x, z) == math.gcd(y, z) == 1
)
"""The pairwise coprime triples, each in rising order."""


@dataclass(frozen=True, slots=True)
class Draw:
    """A target and the weights that a fresh learner begins with."""

    form: Form
    target: tuple[float, ...]  #: cubic: a, b, c, d; knot: phases a, b, c in radians
    theta: tuple[float, ...]  #: the learner's, like target
    n: tuple[int, ...] = ()  #: knot: n_x, n_y, n_z


def checked_form(form: object) -> Form:
    """Return `form`.

    Raises:
        TypeError: it is no string.
        ValueError: it is neither ``cubic`` nor ``knot``.
    """
    if not isinstance(form, str):
        raise TypeError(f"form must be cubic or knot, not {form!r}")
    for known in PARAMETERS:
        if form == known:
            return known
    raise ValueError(f"form must be cubic or knot, not {form!r}")


def checked_n(n: Sequence[int]) -> tuple[int, int, int]:
    """Return a knot's three whole numbers.

    Raises:
        TypeError: they are not whole numbers.
        ValueError: they are not three, not from 2 to 7, or not pairwise coprime.
    """
    if isinstance(n, str) or not all(isinstance(k, int | np.integer) and not isinstance(k, bool) for k in n):
        raise TypeError(f"n must be three whole numbers, not {n!r}")
    found = tuple(int(k) for k in n)
    if tuple(sorted(found)) not in TRIPLES:
        limits = f"from {LOWEST_N} to {HIGHEST_N}, no two with a common divisor"
        raise ValueError(f"n must be three whole numbers {limits}, not {found}")
    return found[0], found[1], found[2]


def draw(form: Form, generator: np.random.Generator) -> Draw:
    """Draw a target and a fresh learner: cubics from [-1, 1], knots' phases from [0, 2π).

    Raises:
        TypeError, ValueError: `form` is neither ``cubic`` nor ``knot``.
    """
    if checked_form(form) == "cubic":
        values = generator.uniform(-1.0, 1.0, 8).tolist()
        return Draw("cubic", tuple(values[:4]), tuple(values[4:]))
    triple = TRIPLES[int(generator.integers(len(TRIPLES)))]
    n = tuple(int(k) for k in generator.permutation(triple))
    values = generator.uniform(0.0, math.tau, 6).tolist()
    return Draw("knot", tuple(values[:3]), tuple(values[3:]), n)


def cubic_x(points: int) -> Floats:
    """Return `points` equally spaced x from -1 to 1, both included, shape ``(points,)``."""
    span = points - 1
    return np.arange(-span, span + 1, 2, dtype=np.float64) / span  # odd about 0 to the last bit


def knot_t(points: int) -> Floats:
    """Return `points` equally spaced t from 0, 2π excluded, in radians, shape ``(points,)``."""
    return np.arange(points, dtype=np.float64) * (math.tau / points)


def cubic_curve(theta: npt.ArrayLike, x: npt.ArrayLike) -> Floats:
    """Return ax³ + bx² + cx + d: theta ``(..., 4)``, x ``(points,)`` → ``(..., points)``."""
    a, b, c, d = np.moveaxis(np.asarray(theta, dtype=np.float64)[..., None], -2, 0)
    x = np.asarray(x, dtype=np.float64)
    return np.asarray(((a * x + b) * x + c) * x + d)


def knot_curve(theta: npt.ArrayLike, n: npt.ArrayLike, t: npt.ArrayLike) -> Floats:
    """Return ⟨cos(n_x t + a), cos(n_y t + b), cos(n_z t + c)⟩.

    theta and n ``(..., 3)``, t ``(points,)`` in radians → ``(..., points, 3)``.
    """
    phases = np.asarray(theta, dtype=np.float64)[..., None, :]
    multiples = np.asarray(n, dtype=np.float64)[..., None, :]
    return np.asarray(np.cos(multiples * np.asarray(t, dtype=np.float64)[:, None] + phases))
