"""The pads of a part: its own point, and beside it another one's, such as that of its sounds; or any two parameters."""

from collections.abc import Callable

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QVBoxLayout, QWidget

from descant.panel import style
from descant.panel.facts import Space, Value
from descant.panel.field import Axis, Field2D, plain
from descant.panel.figures import TURN, Target
from descant.panel.layout import Word
from descant.panel.model import Model
from descant.panel.spot import Spot

TWO = "two parameters"
ALL = ": all"  # of a space over which others lie: it is offered first


class Choice(QComboBox):
    """One of several names."""

    def __init__(self, chosen: Callable[[], None]) -> None:
        super().__init__()
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.setMinimumContentsLength(7)
        self.currentTextChanged.connect(lambda _: chosen())

    def offer(self, names: list[str], first: int) -> None:
        """Offer other names; what was chosen stays, where it is among them, else it is the one at `first`."""
        chosen = self.currentText()
        self.blockSignals(True)
        self.clear()
        self.addItems(names)
        self.setCurrentIndex(self.findText(chosen) if chosen in names else min(first, len(names) - 1))
        self.blockSignals(False)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802
        """Draw the sign that there is more: a style sheet takes the style's own away."""
        super().paintEvent(event)
        painter = QPainter(self)
        where = QRectF(self.rect()).adjusted(0, 0, -8, 0)
        style.write(painter, where, "▾", style.font(12), style.DIM, Qt.AlignmentFlag.AlignRight)


class Pad(QWidget):
    """One field, or two, and what they move.

    `move` takes a part and its point, `give` a parameter and its value; `look` is called when `streams` are others,
    `ask` with a pad when it is to be told what lies around it.
    """

    def __init__(
        self, model: Model, move: Callable[[str, Target], None], give: Callable[[str, Value], None],
        look: Callable[[], None], ask: Callable[[str], None],
    ) -> None:  # fmt: skip
        super().__init__()
        self._model, self._move, self._give, self._look, self._ask = model, move, give, look, ask
        self.field, self.second = Field2D(self._moved), Field2D(self._moved_second)
        self._own, self._beside = Spot(self.field, model, give), Spot(self.second, model, give)
        self.of, self.across, self.up = (Choice(self._chosen) for _ in range(3))
        self.space = Choice(self._chosen_space)
        self.both = Word("BOTH", self._switch)
        self.both.light(False)
        self.both.setToolTip("one hand moves both points; also with Shift")
        self._lay_out()
        self._chosen()

    def _lay_out(self) -> None:
        chosen, fields = QHBoxLayout(), QHBoxLayout()
        chosen.setSpacing(6)
        fields.setSpacing(0)
        for box in (self.of, self.across, self.up, self.space):
            chosen.addWidget(box, 1)
        chosen.addWidget(self.both)
        for field in (self.field, self.second):
            fields.addWidget(field, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(8, 6, 8, 2)
        column.setSpacing(0)
        column.addLayout(chosen)
        column.addLayout(fields, 1)

    @property
    def streams(self) -> dict[str, None]:
        """The streams that it wants: where points are on their way."""
        return dict.fromkeys((*self._own.streams, *self._beside.streams))

    def refresh_table(self) -> None:
        """Offer what there is; what was chosen stays chosen, where it still is there."""
        model = self._model
        free = [name for name, row in model.parameters.items() if row.kind in ("f", "i")]
        for box, names, first in ((self.of, [*model.parts, TWO], 0), (self.across, free, 0), (self.up, free, 1)):
            box.offer(names, first)
        self._chosen()

    def _chosen(self) -> None:
        part, two = self.of.currentText(), self.of.currentText() == TWO
        self.across.setVisible(two)
        self.up.setVisible(two)
        self._form = ""
        spaces = [] if two else self._model.grounds.of(part)
        own = next((space for space in spaces if space.name == part), None)
        if two:
            rows = [self._model.parameters.get(box.currentText()) for box in (self.across, self.up)]
            self.field.show_axes(*(Axis(row.name, row) if row else plain("", 0.0, 1.0) for row in rows))
        elif own is None:
            self.field.show_axes(plain("x", -1.0, 1.0), plain("y", -1.0, 1.0))
        self._others = {self._called(space): space for space in spaces if space is not own}
        names = list(self._others)
        self.space.offer(names, next((place for place, name in enumerate(names) if name.endswith(ALL)), 0))
        for widget in (self.space, self.both, self.second):
            widget.setVisible(bool(self._others))
        self._show(self._own, own)
        self._chosen_space()

    def _called(self, space: Space) -> str:
        over = any(other.over == space.name for other in self._model.grounds.of(space.part))
        return space.own_name + ALL if over else space.own_name

    def _chosen_space(self) -> None:
        self._show(self._beside, self._others.get(self.space.currentText()))
        self.refresh()

    def _show(self, spot: Spot, space: Space | None) -> None:
        """Show a point; what lies around it is asked for, where it is another one than before."""
        before, streams = spot.ground, self.streams
        spot.show(space)
        if spot.ground and spot.ground != before:
            self._ask(spot.ground.name)
        if self.streams != streams:
            self._look()

    def refresh_patterns(self) -> None:
        """Ask anew for what lies elsewhere by now, and show what has been told."""
        for ground in (self._own.ground, self._beside.ground):
            if ground and ground.name in self._model.grounds.stale:
                self._model.grounds.stale.discard(ground.name)
                self._ask(ground.name)
        self.refresh()

    def refresh(self) -> None:
        """Show where the points are now."""
        model, part = self._model, self.of.currentText()
        self._beside.refresh()
        if part == TWO:
            x, y = (model.values.get(box.currentText(), 0.0) for box in (self.across, self.up))
            self.field.show_point(x, y)
        elif self._own.space:
            self._own.refresh()
        elif (learner := model.learners.get(part)) and learner.form != "function":
            if learner.form != self._form:
                self._form = learner.form
                low, high = (0.0, TURN) if learner.form == "knot" else (-1.0, 1.0)
                self.field.show_axes(plain("target a", low, high), plain("target b", low, high))
            follower = (learner.theta[0] % TURN, learner.theta[1] % TURN) if self._form == "knot" else learner.theta[:2]
            target = [t % TURN for t in learner.target[:2]] if self._form == "knot" else learner.target
            self.field.show_point(target[0], target[1], (follower[0], follower[1]))

    # ------------------------------------------------------------ what hands do
    def _switch(self) -> None:
        self.both.light(not self.both.lit)

    def _moved(self, x: Value, y: Value) -> None:
        part = self.of.currentText()
        if self._own.space:
            self._own.move(x, y)
            self._take_along(self.field, self.second, self._beside)
        elif part == TWO:
            self._give(self.across.currentText(), x)
            self._give(self.up.currentText(), y)
        elif part:
            self._move(part, (float(x), float(y)))

    def _moved_second(self, x: Value, y: Value) -> None:
        self._beside.move(x, y)
        self._take_along(self.second, self.field, self._own)

    def _take_along(self, hand: Field2D, other: Field2D, spot: Spot) -> None:
        """Bring the other point to the same place, where one hand moves both."""
        if spot.space and (self.both.lit or hand.shifted):
            spot.move(*other.bring(hand.at))
