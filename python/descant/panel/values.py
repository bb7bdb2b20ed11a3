"""Values in hands: where on a slider one lies, which one a hand means, what was typed, and who leads meanwhile."""

import math
import time

from descant.panel.facts import Parameter, Value

ECHO_S = 0.25  # so long after a hand has let go, older values may still come back
STEPS = 1000  # to which a hand's values are rounded, from end to end
SIGNIFICANT = 3  # digits of a hand's value on an exponential slider
LEAST = 1e-12  # low end of an exponential slider; one that reaches zero is drawn linear


def is_exponential(row: Parameter) -> bool:
    """Return whether a slider's steps are ratios."""
    return row.curve == "exponential" and row.low >= LEAST


def share(row: Parameter, value: Value) -> float:
    """Return where a value lies, from 0 at the low end to 1 at the high one."""
    if isinstance(value, str):
        return row.choices.index(value) / max(1, len(row.choices) - 1) if value in row.choices else 0.0
    if row.high <= row.low:
        return 0.0
    if is_exponential(row):
        found = math.log(max(value, row.low) / row.low) / math.log(row.high / row.low)
    else:
        found = (value - row.low) / (row.high - row.low)
    return max(0.0, min(1.0, found))


def at(row: Parameter, place: float) -> Value:
    """Return the value at a place from 0 to 1, rounded to what a hand can mean."""
    place = max(0.0, min(1.0, place))
    if row.kind == "choice":
        return row.choices[round(place * (len(row.choices) - 1))] if row.choices else ""
    if is_exponential(row):
        found = float(row.low * (row.high / row.low) ** place)
        digits = SIGNIFICANT - 1 - math.floor(math.log10(found))
    else:
        found = row.low + place * (row.high - row.low)
        digits = -math.floor(math.log10((row.high - row.low) / STEPS)) if row.high > row.low else 0
    if row.kind in ("i", "b"):
        return round(found)
    return max(row.low, min(row.high, round(found, digits)))


def stepped(row: Parameter, value: Value, steps: int) -> Value:
    """Return a value some hundredths of the way further; whole numbers and choices by ones."""
    if row.kind in ("i", "b"):
        return int(max(row.low, min(row.high, float(value) + steps)))
    if row.kind == "choice":
        place = row.choices.index(str(value)) if value in row.choices else 0
        return row.choices[max(0, min(len(row.choices) - 1, place + steps))] if row.choices else ""
    return at(row, share(row, value) + steps / 100)


def typed(row: Parameter, text: str) -> Value:
    """Return the value that a person has typed.

    Raises:
        ValueError: it is none, or not within the limits.
    """
    text = text.strip().replace(",", ".").replace("−", "-")
    if row.kind == "choice":
        if text in row.choices:
            return text
        raise ValueError(f"{row.name} is one of {', '.join(row.choices)}")
    try:
        number = float(text)
    except ValueError:
        raise ValueError(f"{row.name} is a number") from None
    if not row.low <= number <= row.high or (row.kind != "f" and number != int(number)):
        raise ValueError(f"{row.name} is from {row.low:g} to {row.high:g}")
    return number if row.kind == "f" else int(number)


class Hand:
    """Whether a hand holds something. `held` and for an echo's time afterwards, it `leads`."""

    def __init__(self) -> None:
        self.held = False
        self._until_s = 0.0

    @property
    def leads(self) -> bool:
        """Whether what comes from outside is to wait."""
        return self.held or time.monotonic() < self._until_s

    def take(self) -> None:
        """Begin to hold."""
        self.held = True

    def leave(self) -> None:
        """Let go; also after a single touch, such as a key's."""
        self.held = False
        self._until_s = time.monotonic() + ECHO_S
