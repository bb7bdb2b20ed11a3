"""The shapes that a fade can have: how much of the way is done when so much of the time has gone."""

from collections.abc import Callable

CURVES: dict[str, Callable[[float], float]] = {
    "linear": lambda gone: gone,
    "smooth": lambda gone: gone * gone * (3.0 - 2.0 * gone),
    "early": lambda gone: gone * (2.0 - gone),
    "late": lambda gone: gone * gone,
}
"""Name → from [0, 1] to [0, 1], both ends exact. Early and late say when most of it is done."""
