"""The bank: any number of learners stepped at once, each with the numbers it would have alone."""

import operator
from collections.abc import Mapping, Sequence

import numpy as np
import numpy.typing as npt

from descant.learning import targets
from descant.learning.groups import Plan, Step, plan_of, way_of
from descant.learning.settings import (
    LIMIT,
    LOSS_FORMS,
    OPTIMIZERS,
    LossForm,
    Optimizer,
    Settings,
    checked_choice,
    checked_learning_rate,
    checked_points,
)
from descant.learning.shelf import Shelf, Slots, State
from descant.learning.targets import PARAMETERS, Floats, Form

Several = Sequence[int] | npt.NDArray[np.integer]
"""Learners, by the indices that `add` returned."""

MOST_PLANS = 32
"""How many choices of learners are remembered: a player steps the same few again and again."""


class LearnerBank:
    """Learners of one form, in float64.

    A learner is named by the index that `add` returns, until it is removed; then its index is free for
    another. A learner's numbers do not depend, to the last bit, on who shares its bank or its step.

    Args:
        form: ``cubic`` (4 parameters) or ``knot`` (3).
    """

    def __init__(self, form: Form) -> None:
        self._shelf = Shelf(targets.checked_form(form))
        self._plans: dict[object, Plan] = {}

    @property
    def form(self) -> Form:
        """The form of every learner here."""
        return self._shelf.form

    @property
    def indices(self) -> Slots:
        """The living learners in rising order, ``(learners,)``."""
        return np.flatnonzero(self._shelf.alive)

    def __len__(self) -> int:
        return int(np.count_nonzero(self._shelf.alive))

    def add(
        self,
        target: npt.ArrayLike,
        theta: npt.ArrayLike,
        *,
        learning_rate: float,
        n: Sequence[int] | None = None,
        points: int = 100,
        loss_form: LossForm = "squared",
        optimizer: Optimizer = "sgd",
    ) -> int:
        """Add a learner of `target` with the weights `theta`, ``(parameters,)`` each; return its index.

        Args:
            learning_rate: finite; negative unlearns.
            n: a knot's n_x, n_y, n_z: from 2 to 7, pairwise coprime.
            points: how many equally spaced points the loss is the mean over, 2 to 10000.
            loss_form: ``squared``, the mean of r², or ``absolute``, the mean of |r|.
            optimizer: ``sgd``, ``momentum`` (0.9) or ``adam``, as in torch.optim.

        Raises:
            TypeError: an argument is of another kind, or n is missing for a knot or given for a cubic.
            ValueError: an argument is out of range; nothing is added then.
        """
        fresh = self._checked_learner(target, theta, n)
        settings = _checked_settings(learning_rate, points, loss_form, optimizer)
        slots = self._shelf.allocate(1)
        self._shelf.put(int(slots[0]), *fresh)
        self._write(slots, *settings)
        return int(slots[0])

    def replace(
        self, index: int, target: npt.ArrayLike, theta: npt.ArrayLike, *, n: Sequence[int] | None = None
    ) -> None:
        """Put a new learner in the place of one: it takes over its settings and nothing else.

        The same as `remove` and `add` in less time: how it is stepped need not be found out again.

        Raises:
            TypeError, ValueError: as for `add` and `step`; nothing is changed then.
        """
        fresh, slot, shelf = self._checked_learner(target, theta, n), self._slot(index), self._shelf
        way = way_of(shelf, slot)
        shelf.put(slot, *fresh)
        if n is not None:
            shelf.set_points(np.array([slot]), int(shelf.points[slot]))
        if way_of(shelf, slot) != way:
            self._plans.clear()

    def adopt(self, other: "LearnerBank", index: int) -> int:
        """Take a learner over from another bank, with its moments and settings; return its index here.

        Raises:
            TypeError, ValueError: as for `step`, or the other bank is of another form; nothing is changed then.
        """
        if other.form != self.form:
            raise ValueError(f"a {other.form} is no learner for a bank of the form {self.form}")
        source = other._slot(index)
        slot = int(self._shelf.allocate(1)[0])
        self._shelf.take(slot, other._shelf, source)
        other.remove(index)
        return slot

    def remove(self, index: int | Several) -> None:
        """Forget one learner, or several; an index of theirs will be given out again.

        Raises:
            TypeError, ValueError: as for `step`; nothing is removed then.
        """
        self._shelf.release(self._slots(index))
        self._plans.clear()

    def set(
        self,
        index: int | Several | None = None,
        *,
        learning_rate: float | Floats | None = None,
        points: int | None = None,
        loss_form: LossForm | None = None,
        optimizer: Optimizer | None = None,
    ) -> None:
        """Set what is given of one learner, of several, or of all, while they play.

        Another optimizer begins with empty moments; the same one goes on.

        Args:
            learning_rate: one for all, or ``(k,)``, one for each.

        Raises:
            TypeError, ValueError: as for `add` and `step`; nothing is changed then.
        """
        slots = self._slots(index)
        self._write(slots, *_checked_settings(learning_rate, points, loss_form, optimizer, len(slots)))

    def aim(self, index: int, target: npt.ArrayLike) -> None:
        """Give one learner another target, ``(parameters,)``; its weights and moments stay.

        Raises:
            TypeError, ValueError: as for `add`; nothing is changed then.
        """
        goal = self._checked_weights(target, "target")
        self._shelf.columns.target[:, self._slots(index)[0]] = goal

    def settings(self, index: int) -> Settings:
        """Return the present settings of one learner."""
        slot, shelf = self._slot(index), self._shelf
        return Settings(
            learning_rate=float(shelf.columns.learning_rate[0, slot]),
            points=int(shelf.points[slot]),
            loss_form=LOSS_FORMS[shelf.loss_form[slot]],
            optimizer=OPTIMIZERS[shelf.optimizer[slot]],
        )

    def theta(self, index: int) -> Floats:
        """Return a copy of the weights of one learner, ``(parameters,)``."""
        return self._shelf.columns.theta[:, self._slot(index)].copy()

    def thetas(self, indices: Several) -> Floats:
        """Return a copy of the weights of some learners, ``(k, parameters)``."""
        return self._shelf.columns.theta.T[self._plan(indices).indices]

    def target(self, index: int) -> Floats:
        """Return a copy of what one learner learns, ``(parameters,)``."""
        return self._shelf.columns.target[:, self._slot(index)].copy()

    def n(self, index: int) -> tuple[int, ...]:
        """Return a knot's n_x, n_y, n_z; of a cubic, nothing."""
        slot = self._slot(index)
        return tuple(self._shelf.n[slot].tolist()) if self.form == "knot" else ()

    def step(self, indices: Several | None = None, noise: Floats | None = None) -> Step:
        """Step some learners once, or all, and return loss and gradient from before the update.

        A learner whose weights would not be finite (nor within ±1e100) after the step does not take it:
        everything of it stays as it is, and `finite` is False in its place. So every loss and gradient
        that leaves the bank is finite.

        Args:
            indices: which, ``(k,)``, in the order of the results; None for all in rising order.
            noise: added to the gradient for the update only, ``(k, parameters)``.

        Raises:
            TypeError: `indices` are not whole numbers, or noise is no array of numbers.
            ValueError: `indices` names no living learner, or one twice; noise has another shape or is
                not finite.
        """
        plan = self._plan(indices)
        return plan.step(None if noise is None else self._checked_noise(noise, len(plan.indices)))

    def measure(self, indices: Several | None = None) -> Step:
        """Return the loss and gradient that a step would return, and step nobody."""
        return self._plan(indices).measure()

    def state(self) -> State:
        """Return everything as whole numbers and NumPy arrays; `restore` continues to the last bit."""
        return self._shelf.state()

    def restore(self, state: Mapping[str, object]) -> None:
        """Become the bank whose `state` was taken.

        Raises:
            ValueError: `state` is of another form or damaged; nothing is changed then.
        """
        self._shelf = Shelf.restored(self.form, state)
        self._plans.clear()

    def _write(
        self,
        slots: Slots,
        learning_rate: float | Floats | None,
        points: int | None,
        loss_form: LossForm | None,
        optimizer: Optimizer | None,
    ) -> None:
        shelf = self._shelf
        if learning_rate is not None:  # the plans read it where it is, so a glide costs nothing else
            shelf.columns.learning_rate[:, slots] = learning_rate
        if points is not None:
            shelf.set_points(slots, points)
        if loss_form is not None:
            shelf.set_loss_form(slots, loss_form)
        if optimizer is not None:
            shelf.set_optimizer(slots, optimizer)
        if points is not None or loss_form is not None or optimizer is not None:
            self._plans.clear()

    def _plan(self, indices: Several | None) -> Plan:
        key: object = None
        if isinstance(indices, np.ndarray):
            key = (indices.dtype.str, indices.shape, indices.tobytes())
        elif indices is not None:
            key = tuple(map(operator.index, indices))
        plan = self._plans.get(key)
        if plan is None:
            if len(self._plans) >= MOST_PLANS:
                self._plans.clear()
            plan = self._plans[key] = plan_of(self._shelf, self._slots(indices))
        return plan

    def _slot(self, index: int) -> int:
        """Return the slot that `index` names, checked."""
        if type(index) is int and 0 <= index < self._shelf.size and self._shelf.alive[index]:
            return index  # the way of almost every call, while a note waits
        return int(self._slots(index)[0])

    def _slots(self, index: int | Several | None) -> Slots:
        """Return the slots that `index` names, checked, ``(k,)``."""
        if index is None:
            return self.indices
        found = np.atleast_1d(np.asarray(index))
        if found.size == 0:
            return np.empty(0, dtype=np.intp)
        if found.dtype.kind not in "iu" or found.ndim != 1:
            raise TypeError(f"indices must be whole numbers in one row, not {found.dtype} {found.shape}")
        good = (found >= 0) & (found < self._shelf.size)
        good[good] = self._shelf.alive[found[good]]
        if not good.all():
            raise ValueError(f"no learner has the index {found[~good][0]}; {len(self)} are in the bank")
        if found.size > 1 and len(np.unique(found)) < found.size:
            raise ValueError(f"indices must not name a learner twice: {found.tolist()}")
        return found.astype(np.intp)

    def _checked_learner(
        self, target: npt.ArrayLike, theta: npt.ArrayLike, n: Sequence[int] | None
    ) -> tuple[Floats, Floats, tuple[int, ...]]:
        if (n is None) == (self.form == "knot"):
            raise TypeError("n must be given for a knot" if n is None else "n must not be given for a cubic")
        goal, start = self._checked_weights(target, "target"), self._checked_weights(theta, "theta")
        return goal, start, (0, 0, 0) if n is None else targets.checked_n(n)

    def _checked_weights(self, values: npt.ArrayLike, name: str) -> Floats:
        names = PARAMETERS[self.form]
        found = _numbers(values, name)
        if found.shape != (len(names),):
            raise ValueError(f"{name} must be {', '.join(names)}, not of shape {found.shape}")
        return found

    def _checked_noise(self, noise: Floats, k: int) -> Floats:
        shape = (k, len(PARAMETERS[self.form]))
        found = _numbers(noise, "noise")
        if found.shape != shape:
            raise ValueError(f"noise must be (learners, parameters) = {shape}, not {found.shape}")
        return found


def _numbers(values: npt.ArrayLike, name: str) -> Floats:
    found = np.asarray(values)
    if found.dtype.kind not in "iuf":
        raise TypeError(f"{name} must be numbers, not {values!r}")
    if not (np.abs(found) <= LIMIT).all():
        raise ValueError(f"{name} must be finite, from {-LIMIT:g} to {LIMIT:g}, not {found.tolist()}")
    return found.astype(np.float64)


def _checked_settings(
    learning_rate: float | Floats | None,
    points: int | None,
    loss_form: LossForm | None,
    optimizer: Optimizer | None,
    k: int = 1,
) -> tuple[float | Floats | None, int | None, LossForm | None, Optimizer | None]:
    return (
        _checked_rate(learning_rate, k),
        None if points is None else checked_points(points),
        None if loss_form is None else checked_choice(loss_form, LOSS_FORMS, "loss_form"),
        None if optimizer is None else checked_choice(optimizer, OPTIMIZERS, "optimizer"),
    )


def _checked_rate(rate: float | Floats | None, k: int) -> float | Floats | None:
    if not isinstance(rate, np.ndarray):
        return None if rate is None else checked_learning_rate(rate)
    if rate.shape != (k,):
        raise ValueError(f"learning_rate must be one number, or one for each of {k} learners, not {rate.shape}")
    return _numbers(rate, "learning_rate")
