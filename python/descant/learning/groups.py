"""Learners that share loss form and optimizer, stepped by the same few numpy calls."""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from descant.learning import losses, optimizers
from descant.learning.losses import Measure
from descant.learning.settings import LIMIT, LOSS_FORMS, OPTIMIZERS, LossForm, Optimizer
from descant.learning.shelf import Columns, Shelf, Slots
from descant.learning.targets import PARAMETERS, Floats, Form

Mask = npt.NDArray[np.bool_]


class Way(NamedTuple):
    """How the learners of a group are stepped."""

    form: Form
    optimizer: Optimizer
    loss_form: LossForm
    aliased: bool  #: knots, squared: their points alias
    points: int  #: where residuals are evaluated, else 0
    n: tuple[int, ...]  #: knots whose residuals are evaluated, else ()


class Step(NamedTuple):
    """What a step tells of k learners: loss and gradient before the update."""

    indices: Slots  #: (k,), which learners, as asked
    loss: Floats  #: (k,)
    gradient: Floats  #: (k, parameters)
    finite: Mask  #: (k,), False where the step would have left ±LIMIT and was not taken


class Group:
    """Learners of a block that are stepped in the same way."""

    def __init__(self, way: Way, block: Floats, slots: Slots) -> None:
        k = len(slots)
        self._block, self._slots = block, slots
        neighbours = bool((np.diff(slots) == 1).all())
        self._copy = None if neighbours else np.empty((len(block), k))
        columns = Columns(way.form, block[:, slots[0] : slots[0] + k] if self._copy is None else self._copy)
        self._changing = columns.changing
        self.measure = _measure_of(way, columns)
        self._propose, self._proposals = optimizers.MAKERS[way.optimizer](columns)
        self._new_theta = self._proposals[0][1]
        self._size = np.empty_like(self._new_theta)
        self._sizes = self._size.ravel()

    def load(self) -> None:
        """Fetch the learners' columns where they do not lie side by side."""
        if self._copy is not None:
            np.take(self._block, self._slots, axis=1, out=self._copy, mode="clip")

    def step(self, noise: Floats | None) -> tuple[Floats, Floats, Mask | None]:
        """Step all once; noise is ``(parameters, k)``.

        Returns:
            Loss ``(k,)`` and gradient ``(parameters, k)`` before the update, and which learners
            took the step, None when all did.
        """
        self.load()
        loss, gradient = self.measure()
        self._propose(gradient if noise is None else gradient + noise)
        np.abs(self._new_theta, self._size)
        taken: Mask | None = None
        if np.add.reduce(self._sizes) <= LIMIT:  # then so is each, and none is NaN
            for kept, proposed in self._proposals:
                kept[...] = proposed
        else:
            taken = np.all(self._size <= LIMIT, axis=0)
            for kept, proposed in self._proposals:
                np.copyto(kept, proposed, where=taken)
        if self._copy is not None:
            self._block[: len(self._changing), self._slots] = self._changing
        return loss, gradient, taken


class Plan:
    """How a choice of learners is stepped: the groups among them, and where their results go."""

    def __init__(self, form: Form, slots: Slots, groups: Sequence[tuple[Group, Slots]]) -> None:
        self._groups = groups
        self._single = groups[0][0] if len(groups) == 1 else None
        self._parameters = len(PARAMETERS[form])
        self.indices = slots.copy()
        self._all = np.ones(len(slots), dtype=np.bool_)
        self.indices.flags.writeable = self._all.flags.writeable = False  # they are handed out

    def step(self, noise: Floats | None) -> Step:
        """Step every learner once; noise ``(k, parameters)`` is added to the gradient of the update."""
        if self._single is not None:
            loss, gradient, taken = self._single.step(None if noise is None else noise.T)
            return Step(self.indices, loss, gradient.T, self._all if taken is None else taken)
        result = self._empty()
        for group, places in self._groups:
            loss, gradient, taken = group.step(None if noise is None else noise[places].T)
            result.loss[places], result.gradient[places] = loss, gradient.T
            result.finite[places] = True if taken is None else taken
        return result

    def measure(self) -> Step:
        """Return loss and gradient as they stand, and change nothing."""
        result = self._empty()
        for group, places in self._groups:
            group.load()
            loss, gradient = group.measure()
            result.loss[places], result.gradient[places] = loss, gradient.T
            result.finite[places] = True
        return result

    def _empty(self) -> Step:
        k = len(self.indices)
        return Step(self.indices, np.empty(k), np.empty((k, self._parameters)), np.empty(k, dtype=np.bool_))


def plan_of(shelf: Shelf, slots: Slots) -> Plan:
    """Sort learners into groups."""
    if len(slots) == 1:  # sorting takes half a millisecond, while a note waits
        return Plan(
            shelf.form, slots, [(Group(way_of(shelf, int(slots[0])), shelf.block, slots), np.zeros(1, np.intp))]
        )
    evaluated = shelf.loss_form[slots] == LOSS_FORMS.index("absolute")
    aliased = (shelf.columns.coefficients[:, slots] > 0).any(axis=0) & (shelf.form == "knot")
    traits = [
        shelf.optimizer[slots],
        shelf.loss_form[slots],
        aliased & ~evaluated,
        shelf.points[slots] * evaluated,
        shelf.n[slots] * evaluated[:, None],
    ]
    _, first, kind_of = np.unique(np.column_stack(traits), axis=0, return_index=True, return_inverse=True)
    groups = []
    for kind, example in enumerate(first.tolist()):
        places = np.flatnonzero(kind_of == kind)
        groups.append((Group(way_of(shelf, int(slots[example])), shelf.block, slots[places]), places))
    return Plan(shelf.form, slots, groups)


def way_of(shelf: Shelf, slot: int) -> Way:
    """Return how the learner in a slot is stepped."""
    evaluated = LOSS_FORMS[shelf.loss_form[slot]] == "absolute"
    return Way(
        shelf.form, OPTIMIZERS[shelf.optimizer[slot]], LOSS_FORMS[shelf.loss_form[slot]],
        not evaluated and shelf.form == "knot" and bool(shelf.columns.coefficients[:, slot].any()),
        int(shelf.points[slot]) if evaluated else 0,
        tuple(shelf.n[slot].tolist()) if evaluated else (),
    )  # fmt: skip


def _measure_of(way: Way, columns: Columns) -> Measure:
    theta, target = columns.theta, columns.target
    if way.loss_form == "absolute":

        def make(piece: slice) -> Measure:
            if way.form == "cubic":
                return losses.cubic_absolute(theta[:, piece], target[:, piece], way.points)
            return losses.knot_absolute(theta[:, piece], target[:, piece], way.points, way.n)

        return losses.in_chunks(make, theta.shape[1], len(theta), way.points)
    if way.form == "cubic":
        return losses.cubic_squared(theta, target, columns.coefficients)
    if way.aliased:
        return losses.knot_squared_aliased(theta, target, columns.coefficients)
    return losses.knot_squared(theta, target)
