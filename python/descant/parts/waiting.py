"""Learners that have come back and whose notes do not sound: each waits until its pitch is played again."""

from collections.abc import Collection, Mapping
from typing import Any

from descant.learning.targets import PARAMETERS, Form
from descant.parts.choir import Choir

NOBODY = 0
"""As the note of a learner that waits."""


class Waiting:
    """Learners of every form that wait; they do not learn meanwhile."""

    def __init__(self) -> None:
        self._choirs: dict[Form, Choir] = {form: Choir(form) for form in PARAMETERS}

    def __len__(self) -> int:
        return sum(map(len, self._choirs.values()))

    def keep(self, choirs: Mapping[Form, Choir], sounding: Collection[int]) -> None:
        """Let those wait whose notes do not sound."""
        for form, choir in choirs.items():
            for row, (_, note, _) in reversed(list(enumerate(choir.notes()))):  # each may leave
                if note not in sounding:
                    self._choirs[form].adopt(choir, row, NOBODY)

    def take(self, note: int, pitch: float, choirs: Mapping[Form, Choir]) -> Form | None:
        """Let a learner of this pitch sing for a note, last in its choir; return its form, None where none waits."""
        for form, waiting in self._choirs.items():
            for row, (_, _, own) in enumerate(waiting.notes()):
                if own == pitch:
                    choirs[form].adopt(waiting, row, note)
                    return form
        return None

    def state(self) -> dict[str, Any]:
        """Return everything."""
        return {form: choir.state() for form, choir in self._choirs.items()}

    def restore(self, state: Mapping[str, Any]) -> None:
        """Take back what `state` returned."""
        for form, choir in self._choirs.items():
            choir.restore(state[form])
