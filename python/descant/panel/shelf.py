"""Every parameter of the patch: sliders grouped by their owners, and a field that finds them."""

from collections.abc import Iterable

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QLabel, QScrollArea, QVBoxLayout, QWidget

from descant.panel import style
from descant.panel.facts import Value
from descant.panel.layout import Field
from descant.panel.model import Model
from descant.panel.slider import Slider, Tell

FLASH_MS = 33


class Shelf(QWidget):
    """All sliders. They are made anew only when the table is another one."""

    def __init__(self, model: Model, tell: Tell) -> None:
        super().__init__()
        self._model, self._tell = model, tell
        self.sliders: dict[str, Slider] = {}
        self._heads: dict[str, QLabel] = {}
        self.finder = Field(self._leave)
        self.finder.setPlaceholderText("find a parameter   /")
        self.finder.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        self.finder.setClearButtonEnabled(True)
        self.finder.returnPressed.connect(self.finder.clearFocus)
        self.finder.textChanged.connect(self._filter)
        self._area = QScrollArea(widgetResizable=True)
        self._area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        column = QVBoxLayout(self)
        column.setContentsMargins(8, 0, 4, 6)
        column.setSpacing(6)
        column.addWidget(self.finder)
        column.addWidget(self._area, 1)
        self._late: set[str] = set()  # whose values wait until a hand lets go
        self._flashing: list[Slider] = []
        self._flash = QTimer(self, interval=FLASH_MS)
        self._flash.timeout.connect(self._fade)
        self._build()

    def refresh_table(self) -> None:
        """Show another table, or what else is now known of the same."""
        if {name: slider.row for name, slider in self.sliders.items()} != self._model.parameters:
            self._build()
        for name, slider in self.sliders.items():
            slider.show_source(self._model.sources.get(name, ""))

    def refresh(self, names: Iterable[str]) -> None:
        """Show the values of these; of those that a hand holds, later."""
        due, self._late = self._late.union(names), set()
        for name in due & self.sliders.keys():
            if self.sliders[name].leads:
                self._late.add(name)
            else:
                self.sliders[name].show_value(self._model.values[name])

    def _give(self, name: str, value: Value) -> None:
        self._late.add(name)  # so that what Descant has made of it is seen
        self._tell(name, value)

    def refuse(self, name: str) -> None:
        """Flash a slider."""
        slider = self.sliders.get(name)
        if slider:
            slider.refuse()
            self._flashing.append(slider)
            self._flash.start()

    def _fade(self) -> None:
        self._flashing = [slider for slider in self._flashing if slider.frame()]
        if not self._flashing:
            self._flash.stop()

    # ------------------------------------------------------------ the list
    def _build(self) -> None:
        inside = QWidget()
        column = QVBoxLayout(inside)
        column.setContentsMargins(0, 0, 2, 0)
        column.setSpacing(1)
        self.sliders, self._heads, self._flashing = {}, {}, []
        for name, row in self._model.parameters.items():
            if row.owner not in self._heads:
                column.addWidget(self._head(row.owner))
            slider = self.sliders[name] = Slider(row, self._give)
            slider.value = self._model.values.get(name, row.default)
            column.addWidget(slider)
        column.addStretch(1)
        self._area.setWidget(inside)
        self._filter()

    def _head(self, owner: str) -> QLabel:
        head = self._heads[owner] = QLabel(owner)
        head.setFont(style.font(12, style.BOLD))
        head.setStyleSheet(f"color: {style.DIM.name()}; padding: 7px 0 1px 1px;")
        return head

    def _leave(self) -> None:
        self.finder.clear()
        self.finder.clearFocus()

    def _filter(self) -> None:
        """Show those whose names hold every word that was typed."""
        words = self.finder.text().lower().split()
        seen = set()
        for name, slider in self.sliders.items():
            fits = all(word in name.lower() for word in words)
            slider.setVisible(fits)
            if fits:
                seen.add(slider.row.owner)
        for owner, head in self._heads.items():
            head.setVisible(owner in seen)

    def reveal(self, slider: Slider) -> None:
        """Bring a slider into view: Tab has led to it."""
        self._area.ensureWidgetVisible(slider, 0, 2 * slider.height())
