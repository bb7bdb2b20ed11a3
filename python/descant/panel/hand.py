"""What a hand holds: a value that it moves is not moved by what comes from outside, and for a moment after."""

import time

ECHO_S = 0.25
"""So long after it has let go, older values may still come back."""


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
