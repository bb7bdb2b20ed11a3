"""What waits for the picture: notes are all kept, of values the newest; and what rebuilds a scene."""

import itertools
from collections.abc import Hashable, Iterable
from dataclasses import dataclass, replace
from typing import Any

from descant.video.messages import (
    Aimed,
    Cue,
    Drawn,
    KeyDown,
    KeyUp,
    Look,
    Looped,
    Message,
    Set,
    Silent,
    Stepped,
    SteppedTogether,
)

_MOST = 2048  # messages waiting; more are only written by a picture that hangs
_PAIRS = 64  # targets with their learners that a scene can show
_VOICES = 256  # held keys and sounding strings; the oldest give way


@dataclass(frozen=True, slots=True)
class Clear:
    """Begin again with an empty scene; where another piece begins, at another second 0, of time.monotonic()."""

    origin: float | None = None
    look: Look | None = None


Item = Message | Clear


class Outbox:
    """A bounded queue of messages to a picture that may be slow, or not there."""

    def __init__(self) -> None:
        """Begin empty."""
        self._waiting: dict[Hashable, Item] = {}
        self._empty = Clear()
        self._count = itertools.count()
        self._memory = Memory()

    def __len__(self) -> int:
        return len(self._waiting)

    def put(self, message: Message) -> None:
        """Take a message; an older value that it replaces goes."""
        # This is called thousands of times a second: what can wait until the message is sent is done in `take`.
        if isinstance(message, Stepped) and not message.converged:  # to converge is a moment, not a value
            name: Hashable = (message.part, message.learner, message.voice)
        elif isinstance(message, Set):
            name = message.name
        elif isinstance(message, Aimed):
            name = (message.part, message.learner)
        elif isinstance(message, SteppedTogether):
            name = _together(message)
        elif isinstance(message, Looped):
            name = ("loop", message.part, message.begins_s)
        else:
            name = next(self._count)
        self._waiting.pop(name, None)  # the newer one goes to the end: the order is that of time
        self._waiting[name] = message
        if len(self._waiting) > _MOST:
            self.rebuild()

    def take(self, most: int) -> list[Item]:
        """Take the first `most` messages out."""
        names = list(itertools.islice(self._waiting, most))
        items = [self._waiting.pop(name) for name in names]
        self._remember(items)
        return items

    def clear(self, origin: float, look: Look) -> None:
        """Forget everything: another piece begins, whose second 0 is at `origin`."""
        self._memory, self._empty = Memory(), Clear(origin, look)
        self._waiting = {next(self._count): self._empty}

    def rebuild(self) -> None:
        """Let nothing wait but what an empty scene needs in order to show the present state."""
        self._remember(self._waiting.values())
        self._waiting = {next(self._count): item for item in (self._empty, *self._memory.messages())}

    def _remember(self, items: Iterable[Item]) -> None:
        for item in items:
            if not isinstance(item, Clear):
                self._memory.keep(item)


@dataclass(slots=True)
class _Pair:
    """The messages that bring back a target and its learner, each with its place in the order of all."""

    drawn: tuple[int, Drawn]
    converged: tuple[int, Stepped] | None = None
    worst: tuple[int, Stepped] | None = None  # since then: it may have parted the two again
    last: tuple[int, Stepped] | None = None

    def take(self, place: int, step: Stepped) -> None:
        """Take a step."""
        self.last = (place, step)
        if step.converged:
            self.converged, self.worst = self.last, None
        elif self.converged and (self.worst is None or step.loss > self.worst[1].loss):
            self.worst = self.last

    def messages(self) -> list[tuple[int, Message]]:
        """Return them, without the bubbles that the steps launched."""
        steps = dict(kept for kept in (self.converged, self.worst, self.last) if kept)
        return [self.drawn, *((place, replace(step, voice=None)) for place, step in steps.items())]


class Memory:
    """Of all messages, the few that show the present state to an empty scene."""

    def __init__(self) -> None:
        """Begin with an empty scene."""
        self._count = itertools.count()
        self._sets: dict[str, tuple[int, Message]] = {}
        self._cue: list[tuple[int, Message]] = []
        self._pairs: dict[tuple[str, int], _Pair] = {}  # the one that moved last is last
        self._together: dict[Hashable, tuple[int, Message]] = {}  # and the bars of sequencers
        self._voices: dict[int, list[tuple[int, Message]]] = {}

    def keep(self, message: Message) -> None:
        """Remember a message, and forget what it makes superfluous."""
        place = next(self._count)
        match message:
            case Stepped():
                self._step(place, message)
            case SteppedTogether():
                self._together[_together(message)] = (place, message)
            case Looped():
                self._together["loop", message.part] = (place, message)
            case Set():
                self._sets[message.name] = (place, message)
            case Cue():
                self._cue = [(place, message)]
            case Drawn():
                self._forget(message.voice)
                self._pairs.pop((message.part, message.learner), None)
                self._pairs[message.part, message.learner] = _Pair((place, message))
                _drop_oldest(self._pairs, _PAIRS)
            case Aimed():
                if pair := self._pairs.get((message.part, message.learner)):
                    pair.drawn = (pair.drawn[0], replace(pair.drawn[1], target=message.target))
            case KeyDown():
                self._voices[message.voice] = [(place, message)]
                _drop_oldest(self._voices, _VOICES)
            case KeyUp() | Silent():
                self._end(place, message)

    def messages(self) -> list[Message]:
        """Return what was kept, in its order."""
        kept = [*self._sets.values(), *self._cue, *self._together.values()]
        for pair in self._pairs.values():
            kept += pair.messages()
        for voice in self._voices.values():
            kept += voice
        return [message for _, message in sorted(kept, key=lambda each: each[0])]

    def _step(self, place: int, step: Stepped) -> None:
        name = (step.part, step.learner)
        pair = self._pairs.pop(name, None)
        if pair is not None:
            pair.take(place, step)
            self._pairs[name] = pair

    def _forget(self, voice: int | None) -> None:
        """Forget the pair that was drawn for a voice."""
        if voice is not None:
            self._pairs = {name: pair for name, pair in self._pairs.items() if pair.drawn[1].voice != voice}

    def _end(self, place: int, message: KeyUp | Silent) -> None:
        """Forget a voice once its key is up and its string silent; what was drawn for it leaves with the sound."""
        if isinstance(message, Silent):
            self._forget(message.voice)
        voice = self._voices.get(message.voice)
        if voice is None:
            return
        voice.append((place, message))
        if len({type(each) for _, each in voice}) == 3:
            del self._voices[message.voice]


def _together(message: SteppedTogether) -> Hashable:
    """Return what the message is replaced by: the same part's next one, of the same form."""
    return "together", message.part, message.theta.shape[1]


def _drop_oldest(kept: dict[Any, Any], most: int) -> None:
    if len(kept) > most:
        del kept[next(iter(kept))]
