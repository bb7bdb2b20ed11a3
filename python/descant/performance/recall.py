"""Captured cues: what the present state is as one, and going back to it exactly."""

from collections.abc import Mapping

from descant.patch import Patch
from descant.patch.captured import Captured, read
from descant.patch.patch import CueEntry
from descant.performance.conductor import Conductor
from descant.performance.controls import Controls
from descant.performance.ensemble import Ensemble
from descant.table import Value


class Recall:
    """What was captured with the cues of a piece, read before it is wanted."""

    def __init__(self, conductor: Conductor, controls: Controls, ensemble: Ensemble) -> None:
        self._conductor, self._controls, self._ensemble = conductor, controls, ensemble
        self._captured: dict[str, Captured] = {}  # by the name of its file
        self.prepare(conductor.patch)

    def prepare(self, patch: Patch) -> None:
        """Read what was captured with the cues of a patch, so that no GO has to wait for it."""
        for cue in patch.cues:
            if cue.state and cue.state not in self._captured:
                self._captured[cue.state] = read(patch.files[cue.state], cue.state)

    def capture(self) -> Captured:
        """Return what every part holds now, and where mappings have moved their parameters."""
        patch = self._conductor.patch
        return Captured(
            patch=patch.title,
            kinds={name: entry.kind for name, entry in patch.parts.items()},
            values=dict(self._conductor.values),
            learned=self._ensemble.learned() | {"resting": set()},
        )

    def settings(self, written: Mapping[str, Value]) -> dict[str, Value]:
        """Return what a cue must set to be the present state; what mappings move and what is pinned is as `written`."""
        patch, values = self._conductor.patch, self._conductor.values
        others = patch.pinned | set(moved_by_mappings(patch))
        own = {
            name: values[name]
            for name, row in patch.table.items()
            if name not in others and not row.per_note and values[name] != patch.declared[name]
        }
        return own | {name: value for name, value in written.items() if name in others}

    def to(self, cue: CueEntry) -> frozenset[str]:
        """Let everything be as it was captured with a cue whose parameters are set already; return the parts."""
        captured = self._captured.get(cue.state or "")
        if captured is None:
            return frozenset()
        conductor = self._conductor
        moved = {
            name: captured.values[name]
            for name in moved_by_mappings(conductor.patch)
            if name in captured.values and name not in conductor.patch.pinned
        }
        for name, value in moved.items():
            conductor.set(name, value)
        self._ensemble.recall(captured.learned, of_now=False)
        self._controls.recall(moved.items(), {**conductor.values, **captured.values})
        return frozenset(captured.learned["parts"])

    def hold(self, name: str, captured: Captured) -> None:
        """Keep what was captured just now."""
        self._captured[name] = captured


def moved_by_mappings(patch: Patch) -> list[str]:
    """Return the parameters that mappings move as a whole, by full name, each once."""
    targets = dict.fromkeys(target for entry in patch.mappings.values() for target in entry.targets)
    return [name for name in targets if not patch.table[name].per_note]
