"""Where the bank keeps its learners: a block of columns that grows, and slots that are used again."""

import heapq
from collections.abc import Mapping
from typing import get_args

import numpy as np
import numpy.typing as npt

from descant.learning import losses
from descant.learning.settings import (
    FEWEST_POINTS,
    LIMIT,
    LOSS_FORMS,
    MOST_POINTS,
    OPTIMIZERS,
    LossForm,
    Optimizer,
)
from descant.learning.targets import PARAMETERS, TRIPLES, Floats, Form

Slots = npt.NDArray[np.intp]
Array = npt.NDArray[np.generic]

State = dict[str, int | Array]
"""Everything of a bank: ``form`` (0 cubic, 1 knot) and arrays with a row a slot."""

FORMS: tuple[Form, ...] = get_args(Form)


class Columns:
    """Named views of a block of float64, one column a learner."""

    def __init__(self, form: Form, block: Floats) -> None:
        p = len(PARAMETERS[form])
        self.changing = block[: 3 * p + 1]  #: what a step changes
        self.theta = block[:p]
        self.first = block[p : 2 * p]  #: momentum's buffer, or Adam's mean of gradients
        self.second = block[2 * p : 3 * p]  #: Adam's mean of squared gradients
        self.steps = block[3 * p]  #: Adam's
        self.target = block[3 * p + 1 : 4 * p + 1]
        self.learning_rate = block[4 * p + 1 : 5 * p + 1]  #: the same in each row: broadcasting costs more
        self.coefficients = block[5 * p + 1 :]  #: see losses

    @staticmethod
    def rows(form: Form) -> int:
        """Return how many rows a block of that form has."""
        p = len(PARAMETERS[form])
        return 5 * p + 1 + (2 * p if form == "cubic" else p)


class Shelf:
    """The arrays of a bank.

    Slots below `size` are or were in use. The dead ones among them are given out again, lowest first, so
    that a long performance needs no more room than its busiest moment.
    """

    def __init__(self, form: Form, capacity: int = 1) -> None:
        self.form: Form = form
        self.size = 0
        self._dead: list[int] = []  # a heap
        self.block = np.zeros((Columns.rows(form), capacity))
        self.columns = Columns(form, self.block)
        self.points = np.zeros(capacity, dtype=np.int64)
        self.loss_form = np.zeros(capacity, dtype=np.int64)  # index into LOSS_FORMS
        self.optimizer = np.zeros(capacity, dtype=np.int64)  # index into OPTIMIZERS
        self.n = np.zeros((capacity, 3), dtype=np.int64)  # knots
        self.alive = np.zeros(capacity, dtype=np.bool_)

    def allocate(self, count: int) -> Slots:
        """Take `count` slots, ``(count,)``; everything in them is zero."""
        used = [heapq.heappop(self._dead) for _ in range(min(count, len(self._dead)))]
        fresh = range(self.size, self.size + count - len(used))
        self.size += len(fresh)
        self._make_room()
        slots = np.array([*used, *fresh], dtype=np.intp)
        self.alive[slots] = True
        return slots

    def release(self, slots: Slots) -> None:
        """Give slots back, and leave nothing of what was in them."""
        self.block[:, slots] = 0.0
        for values in (self.points, self.loss_form, self.optimizer, self.n, self.alive):
            values[slots] = 0
        for slot in slots.tolist():
            heapq.heappush(self._dead, slot)

    def put(self, slot: int, target: Floats, theta: Floats, n: tuple[int, ...]) -> None:
        """Put a learner into a slot; nothing stays of one that was there but its settings."""
        columns = self.columns
        columns.changing[:, slot] = 0.0
        columns.target[:, slot], columns.theta[:, slot] = target, theta
        self.n[slot] = n

    def take(self, slot: int, other: "Shelf", source: int) -> None:
        """Put everything of a learner of another shelf into a slot."""
        self.block[:, slot] = other.block[:, source]
        for name in ("points", "loss_form", "optimizer", "n"):
            getattr(self, name)[slot] = getattr(other, name)[source]

    def set_points(self, slots: Slots, points: int) -> None:
        """Set how many points the loss is the mean over; n must be in place."""
        self.points[slots] = points
        if self.form == "cubic":
            coefficients = np.array(losses.cubic_coefficients(points))[:, None]
        else:
            coefficients = losses.knot_coefficients(points, self.n[slots].T)
        self.columns.coefficients[:, slots] = coefficients

    def set_loss_form(self, slots: Slots, loss_form: LossForm) -> None:
        """Set the loss form."""
        self.loss_form[slots] = LOSS_FORMS.index(loss_form)

    def set_optimizer(self, slots: Slots, optimizer: Optimizer) -> None:
        """Set the optimizer; where it is another than before, it begins with empty moments."""
        code = OPTIMIZERS.index(optimizer)
        changed = slots[self.optimizer[slots] != code]
        self.optimizer[changed] = code
        for moments in (self.columns.first, self.columns.second, self.columns.steps):
            moments[..., changed] = 0.0

    def state(self) -> State:
        """Return a copy of everything."""
        state: State = {"form": FORMS.index(self.form)}
        for name, values in self._kept().items():
            state[name] = values[: self.size].copy(order="C")
        return state

    @classmethod
    def restored(cls, form: Form, state: Mapping[str, object]) -> "Shelf":
        """Return a shelf that holds what `state` says.

        Raises:
            ValueError: `state` is that of another form, or none that `state` returned.
        """
        names = {"form", *cls(form)._kept()}
        if state.keys() != names:
            odd = ", ".join(sorted(map(str, state.keys() ^ names)))
            raise ValueError(f"state must hold {', '.join(sorted(names))} and nothing else; amiss: {odd}")
        if state["form"] != FORMS.index(form):
            raise ValueError(f"state must be of form {FORMS.index(form)} ({form}), not {state['form']!r}")
        size = np.asarray(state["alive"]).size
        shelf = cls(form, max(1, size))
        shelf.size = size
        for name, values in shelf._kept().items():
            _fill(name, values[:size], np.asarray(state[name]))
        shelf.columns.learning_rate[1:] = shelf.columns.learning_rate[0]
        shelf._check()
        for points in np.unique(shelf.points[shelf.alive]).tolist():
            shelf.set_points(np.flatnonzero(shelf.alive & (shelf.points == points)), points)
        shelf._dead = np.flatnonzero(~shelf.alive[:size]).tolist()
        return shelf

    def _kept(self) -> dict[str, Array]:
        """Return what a state holds, with a row a slot; the coefficients follow from it."""
        columns = self.columns
        kept: dict[str, Array] = {
            "alive": self.alive,
            "theta": columns.theta.T,
            "target": columns.target.T,
            "first_moment": columns.first.T,
            "second_moment": columns.second.T,
            "steps": columns.steps,
            "learning_rate": columns.learning_rate[0],
            "points": self.points,
            "loss_form": self.loss_form,
            "optimizer": self.optimizer,
        }
        return kept | ({"n": self.n} if self.form == "knot" else {})

    def _check(self) -> None:
        """Raise ValueError for what no bank can have held."""
        _check_range("points", self.points[self.alive], FEWEST_POINTS, MOST_POINTS)
        _check_range("loss_form", self.loss_form, 0, len(LOSS_FORMS) - 1)
        _check_range("optimizer", self.optimizer, 0, len(OPTIMIZERS) - 1)
        columns = self.columns
        for name in ("theta", "target", "learning_rate"):
            _check_range(name, getattr(columns, name), -LIMIT, LIMIT)
        _check_range("first_moment", columns.first, -np.inf, np.inf)
        _check_range("second_moment", columns.second, 0.0, np.inf)
        _check_range("steps", columns.steps, 0, 2.0**53)
        if self.form == "knot":
            triples = np.sort(self.n[self.alive], axis=1).tolist()
            if not {tuple(n) for n in triples} <= set(TRIPLES):
                raise ValueError("state: n must be pairwise coprime, from 2 to 7")

    def _make_room(self) -> None:
        """Double the capacity until `size` fits."""
        old = len(self.alive)
        if self.size <= old:
            return
        capacity = old
        while capacity < self.size:
            capacity *= 2
        self.block = np.concatenate([self.block, np.zeros((len(self.block), capacity - old))], axis=1)
        self.columns = Columns(self.form, self.block)
        for name in ("points", "loss_form", "optimizer", "n", "alive"):
            values = getattr(self, name)
            room = np.zeros((capacity - old, *values.shape[1:]), dtype=values.dtype)
            setattr(self, name, np.concatenate([values, room]))


def _fill(name: str, kept: Array, given: Array) -> None:
    if given.shape != kept.shape or not np.can_cast(given.dtype, kept.dtype, "same_kind"):
        expected, found = f"{kept.dtype} {kept.shape}", f"{given.dtype} {given.shape}"
        raise ValueError(f"state: {name} must be {expected}, not {found}")
    kept[...] = given


def _check_range(name: str, values: npt.NDArray[np.float64 | np.int64], low: float, high: float) -> None:
    """Raise ValueError unless all are numbers from `low` to `high`, infinity excluded."""
    if not (np.isfinite(values) & (values >= low) & (values <= high)).all():
        raise ValueError(f"state: {name} must be from {low:g} to {high:g} and finite")
