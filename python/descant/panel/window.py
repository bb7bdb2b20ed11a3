"""The window: where everything is, what keys and buttons do, and thirty times a second what is new."""

import time
from collections.abc import Callable

from PySide6.QtCore import QEvent, Qt, QTimer
from PySide6.QtGui import QCloseEvent, QKeyEvent, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QApplication, QHBoxLayout, QVBoxLayout, QWidget

from descant.panel import style
from descant.panel.client import Client
from descant.panel.cues import Cues
from descant.panel.curves import Curves
from descant.panel.facts import Value
from descant.panel.figures import Target
from descant.panel.head import Foot, Head
from descant.panel.keys import Help, Keyboard
from descant.panel.layout import Card
from descant.panel.log import Log
from descant.panel.loop import LoopGrid
from descant.panel.meters import Meters
from descant.panel.model import Model
from descant.panel.pad import Pad
from descant.panel.plots import MOST, Plots
from descant.panel.shelf import Shelf
from descant.panel.slider import Slider
from descant.panel.wire import Argument

FRAME_MS = 33
PLOT_HZ, METER_HZ = 30.0, 10.0
BETWEEN_GOS_S = 0.25
TYPED_S = 5.0  # a number that is not finished by then is forgotten
ERROR_S = 8.0  # so long an error is shown
SIZE = (1280, 800)


class Window(QWidget):
    """The panel."""

    def __init__(self, client: Client, model: Model, place: str) -> None:
        super().__init__()
        self._client, self.model = client, model
        self._keyboard = Keyboard(self, self._pressed)
        self._seen_cue = 0.0
        self._went_s = self._typed_s = self._erred_s = -float("inf")
        self.head, self.foot, self.help = Head(model, place), Foot(model), Help(self)
        self.cues = Cues(model, self._do, self._go_to, self._cue)
        self.plots, self.curves = Plots(), Curves(model, self._move)
        self.shelf = Shelf(model, self._give)
        self.meters = Meters(model, self._toggle, self._subscribe)
        self.pad, self.log = Pad(model, self._move, self._give, self._subscribe, self._ask), Log(model)
        self.grid = LoopGrid(model)
        self._middle = Card(learners=self.curves, loop=self.grid)
        self._middle.show_page("learners")
        self._lower = Card(streams=self.meters, pad=self.pad, log=self.log)
        self._lower.show_page("log")
        self.setObjectName("panel")
        self.setWindowTitle("Descant")
        self.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        self.resize(*SIZE)
        self._lay_out()
        self._frames = QTimer(self, interval=FRAME_MS, timerType=Qt.TimerType.PreciseTimer)
        self._frames.timeout.connect(self.frame)
        self._frames.start()
        self._show_link()

    def _lay_out(self) -> None:
        self._body = QWidget()
        columns = QHBoxLayout(self._body)
        columns.setContentsMargins(0, 0, 0, 0)
        columns.setSpacing(style.GAP)
        columns.addWidget(self.cues, 31)
        for share, upper, lower in (
            (37, Card(plots=self.plots), self._middle),
            (32, Card(parameters=self.shelf), self._lower),
        ):
            column = QVBoxLayout()
            column.setSpacing(style.GAP)
            column.addWidget(upper, 58)
            column.addWidget(lower, 42)
            columns.addLayout(column, share)
        rows = QVBoxLayout(self)
        rows.setContentsMargins(style.GAP, style.GAP, style.GAP, 2)
        rows.setSpacing(style.GAP)
        rows.addWidget(self.head)
        rows.addWidget(self._body, 1)
        rows.addWidget(self.foot)
        self.help.raise_()

    # ------------------------------------------------------------ news
    def frame(self) -> None:
        """Show what is new since the last frame."""
        model = self.model
        if model.connected and not self.isMinimized():
            self.plots.advance(model.newest)
        news = model.look()
        for topic, show in self._shows():
            if topic in news:
                show()
        values, model.moved_values = model.moved_values, set()
        self.shelf.refresh(values)
        streams, model.moved_streams = model.moved_streams, set()
        if streams & self.grid.streams.keys():
            self.grid.refresh()
        if values or "learners" in news or streams & self.pad.streams.keys():
            self.pad.refresh()
        self.meters.bars.refresh(streams)
        self.log.frame("log" in news)
        self._forget()

    def _shows(self) -> tuple[tuple[str, Callable[[], None]], ...]:
        """Return what each kind of news leads to, in the order in which they build on each other."""
        return (
            ("link", self._show_link), ("table", self._show_table), ("cues", self.cues.refresh_list),
            ("cue", self._show_cue), ("wait", self.cues.refresh_wait), ("status", self._show_status),
            ("learners", self.curves.refresh), ("loops", self._show_loops), ("patterns", self.pad.refresh_patterns),
            ("refused", self._show_refusal), ("uncaptured", self.cues.capture.refuse), ("error", self._show_error),
        )  # fmt: skip

    def _show_link(self) -> None:
        self._body.setEnabled(self.model.connected)
        title = self.model.title
        self.setWindowTitle(f"{title} – Descant" if title else "Descant")
        self.head.refresh()

    def _show_table(self) -> None:
        self.shelf.refresh_table()
        self.pad.refresh_table()
        streams = self.model.streams
        if not all(name in streams for name in self.plots.names) or not self.plots.names:
            self._plot([name for name in self.plots.names if name in streams] or _first(list(streams)))
        else:
            self._plot(self.plots.names)

    def _plot(self, names: list[str]) -> None:
        streams = self.model.streams
        self.plots.show_streams([stream for name, stream in streams.items() if name in names])
        self.meters.bars.show_streams(self.plots.colours)
        self._subscribe()

    def _subscribe(self) -> None:
        wanted = dict.fromkeys(self.meters.in_sight(), METER_HZ)
        self._client.want(wanted | dict.fromkeys((*self.plots.names, *self.pad.streams, *self.grid.streams), PLOT_HZ))

    def _show_loops(self) -> None:
        """Show the loop; the first one comes to the front where there are no learners."""
        before = self.grid.streams
        self.grid.refresh()
        if self.grid.streams != before:
            self._subscribe()
            if not self.model.learners:
                self._middle.show_page("loop" if self.grid.loop else "learners")

    def _ask(self, pad: str) -> None:
        """Ask for what lies around a pad."""
        self._client.say("points", pad)

    def _show_cue(self) -> None:
        self.cues.refresh_cue()
        before, self._seen_cue = self._seen_cue, self.model.present.number
        if before not in (0.0, self._seen_cue):
            self.plots.mark()

    def _show_status(self) -> None:
        self.cues.refresh_status()
        self.head.refresh()
        self.foot.refresh()

    def _show_refusal(self) -> None:
        self.cues.go.refuse(self.model.refusal)

    def _show_error(self) -> None:
        self._erred_s = time.monotonic()
        self.shelf.refuse(self.model.failed)
        self.foot.refresh()

    def _forget(self) -> None:
        """Let an old error, an unfinished number go."""
        now = time.monotonic()
        if self.model.error and now > self._erred_s + ERROR_S:
            self.model.error = ""
            self.foot.refresh()
        if self.head.typed and now > self._typed_s + TYPED_S:
            self._type("")

    # ------------------------------------------------------------ what hands do
    def _give(self, name: str, value: Value) -> None:
        self._client.say_soon(name, value)

    def _move(self, part: str, target: Target) -> None:
        self._client.say_soon("pad", part, *target)

    def _toggle(self, stream: str) -> None:
        names = self.plots.names
        if stream in names:
            self._plot([name for name in names if name != stream])
        elif len(names) < MOST:
            self._plot([*names, stream])
        else:
            self._plot([*names[:-1], stream])

    def _go_to(self, number: float) -> None:
        self._cue("cue/goto", float(number))

    def _do(self, act: str) -> None:
        getattr(self, act)()

    def _cue(self, word: str, *arguments: Argument) -> None:
        if self.model.connected:
            self._client.say(word, *arguments)
        else:
            self.model.refuse("no Descant")

    def go(self) -> None:
        """Go to the next cue; a second GO at once is a mistake."""
        now = time.monotonic()
        early, self._went_s = now < self._went_s + BETWEEN_GOS_S, now
        if early:
            self.model.refuse("too soon after the last GO")
        else:
            self._cue("cue/go")

    def back(self) -> None:
        """Go to the cue before; while a number is typed, take its last figure back."""
        if self.head.typed:
            self._type(self.head.typed[:-1])
        else:
            self._cue("cue/back")

    def panic(self) -> None:
        """Fade to silence, or be silent at once."""
        self._type("")
        self._client.say("panic")

    def freeze(self) -> None:
        """Hold learning still, or let it go on."""
        status = self.model.status
        self._client.say("freeze", 0 if status.frozen or status.panicking else 1)

    def digit(self, key: str) -> None:
        """Take a figure of a cue's number."""
        if len(self.head.typed) < 8 and not (key == "." and "." in self.head.typed):
            self._type(self.head.typed + key)

    def _type(self, text: str) -> None:
        self.head.typed, self._typed_s = text, time.monotonic()
        self.head.refresh()

    def enter(self) -> None:
        """Go to the cue whose number was typed; else do what suits the widget that keys go to."""
        typed, focus = self.head.typed.rstrip("."), QApplication.focusWidget()
        if typed:
            self._type("")
            self._go_to(float(f"0{typed}"))
        elif isinstance(focus, Slider) or focus is self.meters.bars:
            focus.enter()

    def undo(self) -> None:
        """Take back what a hand did to parameters last."""
        self._client.say("undo")

    def redo(self) -> None:
        """Do again what was taken back."""
        self._client.say("redo")

    def capture(self) -> None:
        """Let the name of a new cue be typed."""
        self.cues.capture.name.setFocus()

    def seek(self) -> None:
        """Let the name of a parameter be typed."""
        self.shelf.finder.setFocus()
        self.shelf.finder.selectAll()

    def show_streams(self) -> None:
        """Show every stream as a bar."""
        self._lower.show_page("streams")

    def show_pad(self) -> None:
        """Show the pad."""
        self._lower.show_page("pad")

    def show_log(self) -> None:
        """Show the log; where it is shown, hold it still."""
        if self._lower.page == "log":
            self.log.toggle()
        self._lower.show_page("log")

    def full_screen(self) -> None:
        """Take the whole screen, or give it back."""
        self.setWindowState(self.windowState() ^ Qt.WindowState.WindowFullScreen)

    # ------------------------------------------------------------ keys
    def _pressed(self, act: str, key: str) -> None:
        if act == "help" or self.help.isVisible():
            self.help.toggle()
        if act == "digit":
            self.digit(key)
        elif act != "help":
            getattr(self, act)()

    def keyReleaseEvent(self, event: QKeyEvent) -> None:  # noqa: N802
        """Let a key be pressed again."""
        self._keyboard.release(event)

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802
        """Let every key be pressed again when the keyboard has been elsewhere."""
        if event.type() == QEvent.Type.ActivationChange:
            self._keyboard.release_all()

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802
        """Let what lies over everything grow too."""
        self.help.setGeometry(self.rect())
        self.curves.refresh()

    def showEvent(self, event: QShowEvent) -> None:  # noqa: N802
        """Begin with no slider in the keyboard's hand."""
        self.setFocus()

    def closeEvent(self, event: QCloseEvent) -> None:  # noqa: N802
        """Say goodbye; the performance goes on."""
        self._frames.stop()
        self._client.stop()


def _first(names: list[str]) -> list[str]:
    """Return the streams that one wants to see first: losses, then whatever else there is, in its order."""
    losses = [name for name in names if name.endswith("/loss")]
    chosen = (losses + [name for name in names if name not in losses])[:MOST]
    return [name for name in names if name in chosen]
