"""The panel's real window on a screen that nobody sees, and a Descant that says what a test wants."""

import socket
import time

from PySide6.QtCore import QPointF, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pythonosc.osc_message_builder import OscMessageBuilder
from pythonosc.osc_packet import OscPacket

from descant.panel.client import Client
from descant.panel.model import Model
from descant.panel.window import Window
from descant.panel.wire import Wire

PARAMETERS = (
    # name, kind, unit, low, high, curve, default, value
    ("cubics/on", "b", "", 0.0, 1.0, "linear", 1, 1),
    ("cubics/learning_rate", "f", "a note", -0.3, 2.0, "linear", 0.15, 0.15),
    ("cubics/points", "i", "", 2.0, 10000.0, "linear", 100, 100),
    ("cubics/optimizer", "choice", "", 0.0, 2.0, "linear", "sgd", "sgd"),
    ("knots/steps_per_second", "f", "Hz", 0.1, 1000.0, "exponential", 60.0, 60.0),
    ("overtones/width", "f", "", 0.0, 1.0, "linear", 0.7, 0.7),
    ("bend/g1", "f", "", -100.0, 100.0, "linear", 0.0, 0.0),
)
CHOICES = {"cubics/optimizer": ("sgd", "momentum", "adam")}
STREAMS = tuple(
    (name, "", 0.0 if name.endswith("loss") else -3.0, 3.0, 512 + place)
    for place, name in enumerate(
        [f"{part}/{what}" for part in ("cubics", "knots") for what in ("gradient/a", "gradient/b", "loss", "x", "y")]
    )
)
CUES = ((1.0, "Cubics", "Bass draws."), (2.0, "Knots", "Chords."), (2.5, "Between", ""), (4.0, "Last", "The end."))


class Peer:
    """A Descant of the test's own: answers what it is asked, and remembers what it has heard."""

    def __init__(self, port: int = 0) -> None:
        self.udp = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        self.udp.bind(("127.0.0.1", port))
        self.udp.setblocking(False)
        self.port = self.udp.getsockname()[1]
        self.panel = None
        self.heard = []
        self.title, self.parameters, self.cues, self.place = "A piece", PARAMETERS, CUES, 0
        self.closed = False
        self.pads = ()  # of a list: name, over, parameters and streams
        self.piece = ()  # of a concert: its number, and of how many
        self.lost = 0  # so many lists lose their first line on the way

    def say(self, word: str, *arguments: object) -> None:
        builder = OscMessageBuilder(f"/descant/{word}")
        for argument in arguments:
            builder.add_arg(argument)
        self.udp.sendto(builder.build().dgram, self.panel)

    def serve(self) -> None:
        while not self.closed:
            try:
                datagram, self.panel = self.udp.recvfrom(65536)
            except BlockingIOError:
                return
            for timed in OscPacket(datagram).messages:
                word = timed.message.address.removeprefix("/descant/")
                self.heard.append((word, *timed.message.params))
                if answer := getattr(self, "_" + word.replace("/", "_"), None):
                    answer(*timed.message.params)

    def words(self, *words: str) -> list:
        return [said for said in self.heard if said[0] in words]

    def _ping(self) -> None:
        self.say("pong", "0.1.0", 1, self.title)

    def _hello(self, name: str, port: int) -> None:
        self.say("welcome", "0.1.0", 1, self.title)
        if self.piece:
            self.say("piece", *self.piece, self.title)
        self._cue()

    def _cue(self) -> None:
        following = self.cues[self.place + 1] if self.place + 1 < len(self.cues) else (0.0, "")
        self.say("cue", *self.cues[self.place][:2], *following[:2])

    def _list(self) -> None:
        rows = [("parameter", *row) for row in self.parameters] + [("stream", *row) for row in STREAMS]
        for row in rows[1:] if self.lost > 0 else rows:
            self.say(*row)
            if row[1] in CHOICES:
                self.say("choices", row[1], *CHOICES[row[1]])
        for pad in self.pads:
            self.say("pad", *pad)
        self.lost -= 1
        self.say("list/end", len(rows))

    def _cue_list(self) -> None:
        for cue in self.cues:
            self.say("cue/entry", *cue)
        self.say("cue/list/end", len(self.cues))

    def _watch(self, on: int) -> None:
        for part in ("cubics", "knots"):
            self.say("watch/part", part, part)
        self.say("watch/moved", "bend/g1", "cubics/gradient/a", "knots/gradient/a")
        self.status()

    def _cue_go(self) -> None:
        if self.place + 1 == len(self.cues):
            self.say("cue/refused", "this is the last cue")
        else:
            self.place += 1
            self._cue()

    def status(
        self, elapsed_s: float = 1.0, late: int = 0, frozen: int = 0, panicking: int = 0, waiting: int = 0
    ) -> None:  # fmt: skip
        self.say("watch/status", elapsed_s, late, frozen, panicking, 10, 0, 0, 1, waiting)

    def close(self) -> None:
        self.closed = True
        self.udp.close()


class Stage:
    """The panel and its Descant, in one thread: `until` lets both do what they have to do."""

    says_status = True

    def __init__(self, peer: Peer) -> None:
        self.peer, self.model = peer, Model()
        self.client = Client(Wire("127.0.0.1", peer.port), self.model)
        self.window = Window(self.client, self.model, f"127.0.0.1:{peer.port}")
        self.client.start()
        self.window.show()
        self.window.activateWindow()
        QTest.qWaitForWindowActive(self.window)

    def run(self, seconds: float) -> None:
        end = time.monotonic() + seconds
        self.until(lambda: time.monotonic() > end)

    def until(self, what, seconds: float = 20.0) -> None:
        end = time.monotonic() + seconds
        status = time.monotonic()
        while not what():
            assert time.monotonic() < end, self.peer.heard[-10:]
            if self.says_status and self.peer.panel and not self.peer.closed and time.monotonic() > status + 0.25:
                status = time.monotonic()
                self.peer.status()
            self.peer.serve()
            QTest.qWait(5)

    def settled(self) -> "Stage":
        self.until(lambda: self.model.connected and self.model.listed and self.model.cues_listed)
        self.until(lambda: self.peer.words("subscribe") and self.model.sources and self.window.shelf.sliders)
        self.run(0.1)
        self.peer.heard.clear()
        return self

    def key(self, key, modifier=Qt.KeyboardModifier.NoModifier) -> None:
        QTest.keyClick(QApplication.focusWidget() or self.window, key, modifier)

    def hears(self, *said) -> None:
        """Wait until Descant has heard this."""
        self.until(lambda: said in self.peer.heard)

    def close(self) -> None:
        self.window.close()
        self.window.deleteLater()
        QTest.qWait(1)


def drag(widget, begin: QPointF, *way: QPointF, modifier=Qt.KeyboardModifier.NoModifier) -> None:
    QTest.mousePress(widget, Qt.MouseButton.LeftButton, modifier, begin.toPoint())
    for at in way:
        QTest.mouseMove(widget, at.toPoint())
        QTest.qWait(1)


def drop(widget, at: QPointF) -> None:
    QTest.mouseRelease(widget, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, at.toPoint())
