"""The sounds that a context's buffers hold: each in a buffer of its own, which outlives the last synth that plays it.

A sound is known by whatever its owner calls it. It is read by scsynth from a file, which is kept: it is read again on
another server.
"""

import math
from collections.abc import Callable, Hashable
from pathlib import Path
from typing import Any

from supriya import Buffer
from supriya.contexts.requests import AllocateReadBuffer, FreeBuffer, Request
from supriya.exceptions import AllocationError

Sound = Hashable
Find = Callable[[Any], Path | None]
"""Returns the file of a sound, None where it is not to be had."""

MOST = 192  # buffers at once; scsynth has 1024 for all of its clients together
RINGS_S = 6.0  # a second of sound two octaves down, and what is given ahead


def nowhere(sound: Sound) -> Path | None:
    """Find no sound: nobody said where there are any."""
    return None


class Buffers:
    """What is loaded, and what each instrument plays.

    Args:
        context: a supriya context, which gives out the numbers of buffers.
        find: finds the file of a sound that is played and was not loaded.
    """

    def __init__(self, context: Any, find: Find = nowhere) -> None:
        self._context, self._find = context, find
        self._numbers: dict[Sound, int] = {}  # of those that are loaded; the one used last is at the end
        self._paths: dict[Sound, Path] = {}
        self._until_s: dict[Sound, float] = {}  # when the last synth that plays it has ended
        self.playing: dict[str, Sound] = {}  #: instrument → its sound

    def has(self, sound: Sound) -> bool:
        """Return whether a sound is loaded, or on its way."""
        return sound in self._numbers

    def number(self, sound: Sound) -> int:
        """Return the number of the buffer of a sound that is loaded."""
        return self._numbers[sound]

    def load(self, sound: Sound, path: Path) -> list[Request]:
        """Return what reads a sound's file into a buffer: nothing where it is there already, or no buffer is left."""
        if sound in self._numbers:
            return []
        try:
            self._numbers[sound] = number = int(self._context._allocate_id(Buffer))
        except AllocationError:  # until others are freed: what is wanted is asked for again
            return []
        self._paths[sound] = path
        return [AllocateReadBuffer(buffer_id=number, path=path)]

    def struck(self, instrument: str, at: float) -> tuple[int | None, list[Request]]:
        """Return the buffer that an instrument plays at a time, None where it has no sound, and what loads it first."""
        sound = self.playing.get(instrument)
        if sound is None:
            return None, []
        needs: list[Request] = []
        if sound not in self._numbers:
            path = self._find(sound)
            if path is None:
                return None, []
            needs = self.load(sound, path)
            if sound not in self._numbers:
                return None, []
        self._until_s[sound] = max(at + RINGS_S, self._until_s.get(sound, -math.inf))
        self._numbers[sound] = self._numbers.pop(sound)
        return self._numbers[sound], needs

    def tidy(self, time: float) -> list[Request]:
        """Return what frees buffers where there are too many: those used longest ago, which nothing plays any more."""
        requests: list[Request] = []
        if len(self._numbers) > MOST:
            played = set(self.playing.values())
            idle = [each for each in self._numbers if each not in played and self._until_s.get(each, 0.0) <= time]
            for sound in idle[: len(self._numbers) - MOST]:
                requests.append(FreeBuffer(buffer_id=self._forget(sound)))
        return requests

    def _forget(self, sound: Sound) -> int:
        number = self._numbers.pop(sound)
        del self._paths[sound]
        self._until_s.pop(sound, None)
        return number  # supriya takes it back when scsynth has

    def again(self, context: Any) -> list[Request]:
        """Return what reads everything again on another context, or on the same that lost it."""
        if context is not self._context:
            self._context, sounds = context, list(self._numbers)
            self._numbers = {sound: int(context._allocate_id(Buffer)) for sound in sounds[-MOST:]}
        return [AllocateReadBuffer(buffer_id=number, path=self._paths[own]) for own, number in self._numbers.items()]

    def end(self) -> list[Request]:
        """Return what frees every buffer; nothing is loaded any more."""
        return [FreeBuffer(buffer_id=self._forget(sound)) for sound in list(self._numbers)]
