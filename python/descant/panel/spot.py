"""A point that is parameters of a part, in a field: moved, followed on its way, with what lies around it."""

from collections.abc import Callable

from descant.panel.facts import Space, Value
from descant.panel.field import Axis, Field2D
from descant.panel.model import Model

Give = Callable[[str, Value], None]
"""Takes a parameter and its value."""


class Spot:
    """The first two coordinates of a point, in a field. A point over another one is shown where both together are."""

    def __init__(self, field: Field2D, model: Model, give: Give) -> None:
        self._field, self._model, self._give = field, model, give
        self.space: Space | None = None

    @property
    def ground(self) -> Space | None:
        """The space that is shown: that over which its own lies, or else its own."""
        return self._model.grounds.under(self.space) if self.space else None

    @property
    def streams(self) -> tuple[str, ...]:
        """Where the point is on its way."""
        return self.ground.streams[:2] if self.ground else ()

    def show(self, space: Space | None) -> None:
        """Show another point, or none."""
        self.space = space
        if space and (ground := self.ground):
            own = f"{space.own_name} " if space.over else ""
            rows = [self._model.parameters[name] for name in ground.coordinates[:2]]
            self._field.show_axes(*(Axis(f"{own}{row.name.rpartition('/')[2]}", row) for row in rows))

    def refresh(self) -> None:
        """Show where the point is now, and what lies around it."""
        if not (self.space and (ground := self.ground)):
            return
        x, y = self._where(self.space)
        follower = tuple(self._model.newest[name] for name in self.streams if name in self._model.newest)
        if len(follower) == 2:
            dx, dy = self._own(self.space) if self.space is not ground else (0.0, 0.0)
            self._field.show_point(x, y, (follower[0] + dx, follower[1] + dy))
        else:
            self._field.show_point(x, y)
        grounds = self._model.grounds
        self._field.show_patterns(grounds.patterns.get(ground.name, ()), grounds.labels.get(ground.name, ()))
        self._field.show_marks(tuple((own.own_name, *self._where(own)) for own in self._strayed(ground)))

    def move(self, x: Value, y: Value) -> None:
        """Bring it where a hand is."""
        if self.space and (ground := self.ground):
            under = self._own(ground) if self.space is not ground else (0.0, 0.0)
            for name, value, less in zip(self.space.coordinates, (x, y), under, strict=False):
                row = self._model.parameters[name]
                self._give(name, min(max(float(value) - less, row.low), row.high))

    def _own(self, space: Space) -> tuple[float, float]:
        x, y = (float(self._model.values.get(name, 0.0)) for name in space.coordinates[:2])
        return x, y

    def _where(self, space: Space) -> tuple[float, float]:
        """Return where a point is in the space over which it lies."""
        (x, y), ground = self._own(space), self._model.grounds.under(space)
        dx, dy = self._own(ground) if ground is not space else (0.0, 0.0)
        return x + dx, y + dy

    def _strayed(self, ground: Space) -> list[Space]:
        """Return the other spaces over this one whose points are not in the middle."""
        over = (space for space in self._model.grounds.of(ground.part) if space.over == ground.name)
        return [space for space in over if space != self.space and self._own(space) != (0.0, 0.0)]
