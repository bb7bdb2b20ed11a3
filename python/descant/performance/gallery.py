"""What is seen of parts: each learner as it was drawn and where it is now, for a picture that has seen nothing yet."""

from collections.abc import Iterator, Mapping
from dataclasses import astuple, replace
from typing import Any

from descant.parts.base import Draw, Known, Looped
from descant.video import messages as picture
from descant.video.messages import Drawn

Floats = tuple[float, ...]


class Gallery:
    """The learners that a picture shows: of each part one, or one for each note."""

    def __init__(self) -> None:
        self._drawn: dict[tuple[str, int | None], Drawn] = {}  # (part, the note it is for) → its learner
        self._weights: dict[str, tuple[int, Floats]] = {}  # part → learner and weights after its last step
        self._targets: dict[str, tuple[int, Floats]] = {}  # part → learner and where its target was moved to
        self._loops: dict[str, picture.Looped] = {}  # part → the bar that sounds

    def hang(self, time: float, part: str, learner: Draw | Known) -> Drawn:
        """Return the message of a learner, and remember it; it takes the place of its note's."""
        own = learner
        theta = own.curve or own.theta
        drawn = Drawn(time, part, own.learner, own.form, own.target, theta, own.n, own.note)
        self._drawn[part, own.note] = drawn
        return drawn

    def stepped(self, part: str, learner: int, theta: Floats) -> None:
        """Take notice of a step."""
        self._weights[part] = learner, theta

    def aimed(self, part: str, learner: int, target: Floats) -> None:
        """Take notice of a target that was moved."""
        self._targets[part] = learner, target

    def looped(self, time: float, part: str, loop: Looped) -> picture.Looped:
        """Return the message of a bar that begins to sound, and remember it."""
        shown = picture.Looped(time, part, loop.time, loop.step_s, loop.rows, loop.steps, loop.cells, loop.at)
        self._loops[part] = shown
        return shown

    def take_down(self, part: str, note: int) -> None:
        """Forget the learner of a note."""
        self._drawn.pop((part, note), None)

    def clear(self, part: str) -> None:
        """Forget the learners of a part."""
        self._drawn = {key: drawn for key, drawn in self._drawn.items() if key[0] != part}
        self._weights.pop(part, None)
        self._targets.pop(part, None)

    def messages(self, time: float) -> Iterator[Drawn | picture.Looped]:
        """Give all that hangs, as it is now."""
        for loop in self._loops.values():
            yield replace(loop, time=time)
        for drawn in self._drawn.values():
            theta = _now(self._weights, drawn) or drawn.theta
            target = _now(self._targets, drawn) or drawn.target
            yield replace(drawn, time=time, theta=theta, target=target)

    def state(self) -> dict[str, Any]:
        """Return everything."""
        return {
            "drawn": [astuple(drawn) for drawn in self._drawn.values()], "weights": dict(self._weights),
            "targets": dict(self._targets), "loops": [astuple(loop) for loop in self._loops.values()],
        }  # fmt: skip

    def restore(self, state: Mapping[str, Any]) -> None:
        """Take back what `state` returned."""
        self._drawn = {(own.part, own.voice): own for own in (Drawn(*each) for each in state["drawn"])}
        self._weights, self._targets = dict(state["weights"]), dict(state["targets"])
        self._loops = {loop.part: loop for loop in (picture.Looped(*each) for each in state["loops"])}


def _now(known: Mapping[str, tuple[int, Floats]], drawn: Drawn) -> Floats | None:
    learner, values = known.get(drawn.part, (0, ()))
    return values if learner == drawn.learner else None
