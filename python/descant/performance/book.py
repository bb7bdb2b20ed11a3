"""What is written and shown as it happens: the time of a performance, its journal, its warnings."""

import math
from collections.abc import Callable

from descant.performance.lines import warn_line
from descant.performance.take import Line
from descant.video.messages import Message

AGAIN_S = 1.0


class Book:
    """The present time of a performance, and where everything goes that is to be known of it.

    `write` takes every line of the take after its header, `show` every message to the picture.
    """

    def __init__(self, write: Callable[[Line], None], show: Callable[[Message], None]) -> None:
        self.time = 0.0
        self.write, self.show = write, show
        self._warned: dict[tuple[str, str], tuple[float, int]] = {}  # warning → when last said, how often since

    def warn(self, where: str, text: str) -> None:
        """Say it at most once a second; the count says how often it was so."""
        said, count = self._warned.get((where, text), (-math.inf, 0))
        if self.time - said < AGAIN_S:
            self._warned[where, text] = said, count + 1
        else:
            self._warned[where, text] = self.time, 0
            self.write(warn_line(self.time, where, text, count + 1))
