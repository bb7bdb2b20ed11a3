"""The conversation with Descant: finding it again and again, asking, subscribing, and sending what hands do."""

import time
from collections.abc import Iterable

from PySide6.QtCore import QObject, QSocketNotifier, Qt, QTimer

from descant.panel.model import PREFIX, Model
from descant.panel.wire import Argument, Wire

NAME = "panel"
PING_S = 1.0
GONE_S = 2.5  # without a word: it has gone
UNWATCHED_S = 1.5  # without a status, which comes four times a second: it does not know us
LIST_S = 2.0  # a list that is not whole by then is asked for again
LOOK_MS = 250
HAND_MS = 16  # a hand's values go at most so often
AT_A_TIME = 512  # datagrams


class Client(QObject):
    """Keeps a model true."""

    def __init__(self, wire: Wire, model: Model) -> None:
        super().__init__()
        self._wire, self._model = wire, model
        self._spoke_s = self._status_s = self._asked_s = self._pinged_s = -float("inf")
        self._piece: tuple[object, ...] = ()  # of a concert: which one, of how many, its title
        self._wanted: dict[str, float] = {}  # stream → Hz
        self._subscribed: dict[str, float] = {}
        self._soon: dict[str, tuple[Argument, ...]] = {}  # address → newest arguments
        self._notifier = QSocketNotifier(wire.fileno(), QSocketNotifier.Type.Read, self)
        self._notifier.activated.connect(self._read)
        self._clock = QTimer(self, interval=LOOK_MS)
        self._clock.timeout.connect(self.look)
        self._hand = QTimer(self, interval=HAND_MS, singleShot=True, timerType=Qt.TimerType.PreciseTimer)
        self._hand.timeout.connect(self._send_soon)

    def start(self) -> None:
        """Begin to look for Descant."""
        self._clock.start()
        self.look()

    def stop(self) -> None:
        """Say goodbye."""
        self._clock.stop()
        self._notifier.setEnabled(False)
        if self._model.connected:
            self.say("bye")
        self._wire.close()

    # ------------------------------------------------------------ saying
    def say(self, word: str, *arguments: Argument) -> None:
        """Send a message now, after what was still to be sent."""
        self._flush()
        self._wire.send(PREFIX + word, *arguments)

    def say_soon(self, word: str, *arguments: Argument) -> None:
        """Send a message now, or a little later if one to this address has just gone; the newest replaces the rest."""
        self._soon[PREFIX + word] = arguments
        if not self._hand.isActive():
            self._send_soon()

    def _send_soon(self) -> None:
        if self._soon:
            self._flush()
            self._hand.start()

    def _flush(self) -> None:
        soon, self._soon = self._soon, {}
        for address, arguments in soon.items():
            self._wire.send(address, *arguments)

    def want(self, streams: dict[str, float]) -> None:
        """Subscribe to these streams at these rates in Hz, and to no others."""
        self._wanted = dict(streams)
        self._subscribe()

    def _subscribe(self) -> None:
        if not (self._model.connected and self._model.listed):
            return
        wanted = {name: rate_hz for name, rate_hz in self._wanted.items() if name in self._model.streams}
        for name in self._subscribed.keys() - wanted.keys():
            self.say("unsubscribe", name)
        for name, rate_hz in wanted.items():
            if self._subscribed.get(name) != rate_hz:
                self.say("subscribe", name, rate_hz)
        self._subscribed = wanted

    # ------------------------------------------------------------ hearing
    def _read(self) -> None:
        messages, there = self._wire.read(AT_A_TIME)
        if messages:
            self._spoke_s = time.monotonic()
            self._take(messages)
        if not there:
            self._lost()

    def _take(self, messages: Iterable[tuple[str, tuple[object, ...]]]) -> None:
        model, title = self._model, self._model.title
        for address, arguments in messages:
            word = model.take(address, arguments)
            if word == "piece" and arguments != self._piece:
                self._piece = arguments
                self._greet()
            elif word == "watch/status":
                self._status_s = time.monotonic()
            elif word == "pong" and (not model.connected or model.title != title):
                self._greet()
            elif word == "list/end":
                self._subscribe()

    def _greet(self) -> None:
        """Introduce ourselves, and ask for everything."""
        self._model.link(True)
        self._status_s = time.monotonic()  # it has a while to come
        self._subscribed = {}
        self.say("hello", NAME, self._wire.port)
        self.say("watch", 1)
        self._ask()

    def _ask(self) -> None:
        self._asked_s = time.monotonic()
        self._model.asked()
        self.say("list")
        self.say("cue/list")

    def _lost(self) -> None:
        self._spoke_s = -float("inf")
        self._model.link(False)

    def look(self) -> None:
        """Ping, and see whether Descant is there, knows us, and has told everything."""
        now, model = time.monotonic(), self._model
        if now >= self._pinged_s + PING_S:
            self._pinged_s = now
            self.say("ping")
        if model.connected and now > self._spoke_s + GONE_S:
            self._lost()
        elif model.connected and now > self._status_s + UNWATCHED_S:
            self._greet()
        elif model.connected and not (model.listed and model.cues_listed) and now > self._asked_s + LIST_S:
            self._ask()
