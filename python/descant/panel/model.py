"""What the panel knows of a performance: every message that comes is checked, taken in, and marked as news."""

from collections import deque
from collections.abc import Callable
from dataclasses import replace
from typing import Any

from descant.panel.facts import Cue, Learner, Loop, Parameter, Status, Stream, Value
from descant.panel.forms import FORMS, cleaned, read
from descant.panel.grounds import Grounds

PREFIX = "/descant/"
LOG_LINES = 200
MOST_POINTS = 1024  # of a function
MOST_ROWS = 20_000  # parameters, streams, cues: more is no patch


class Model:
    """All that is known. `news` holds what has changed since somebody last looked.

    News are "link" (connection, title), "cue", "cues", "wait", "status", "table", "learners", "loops", "patterns",
    "log", "refused", "uncaptured", "error".
    Names of parameters and streams whose values are new are in `moved_values` and `moved_streams`.
    """

    def __init__(self) -> None:
        self.connected = False
        self.title = ""
        self.version = ""
        self.present, self.standby = Cue(), Cue()
        self.cue_began_s: float | None = None  #: of the performance; None where nobody has seen it
        self.cues: dict[float, Cue] = {}
        self.wait_s: float | None = None  #: until the next cue comes by itself; None where none does
        self.fade = (0.0, 0.0)  #: seconds until all fades are over, and seconds that the last of them takes
        self.status = Status()
        self.parameters: dict[str, Parameter] = {}
        self.values: dict[str, Value] = {}
        self.streams: dict[str, Stream] = {}
        self.newest: dict[str, float] = {}  # stream → value
        self.parts: dict[str, str] = {}  # part → kind
        self.sources: dict[str, str] = {}  # parameter → streams that move it
        self.learners: dict[str, Learner] = {}
        self.loops: dict[str, Loop] = {}
        self.grounds = Grounds()
        self.log: deque[str] = deque(maxlen=LOG_LINES)
        self.logged = 0  # lines ever
        self.refusal = self.uncaptured = ""  #: why a GO, and why a capture, did nothing
        self.error = ""
        self.failed = ""  # the parameter whose value was refused last
        self.news: set[str] = set()
        self.moved_values: set[str] = set()
        self.moved_streams: set[str] = set()
        self.listed = self.cues_listed = False  # whole, since asked
        self._rows: dict[str, tuple[Parameter, Value]] = {}  # of a list that is not yet whole
        self._streams: dict[str, Stream] = {}
        self._cues: dict[float, Cue] = {}
        self._acts: dict[str, Callable[..., None]] = {
            word: getattr(self, "_" + word.replace("/", "_")) for word in FORMS
        }

    def take(self, address: str, arguments: tuple[object, ...]) -> str:
        """Take a message in; return its word, "" where it is not one that can be understood."""
        if not address.startswith(PREFIX):
            return ""
        word = address.removeprefix(PREFIX)
        if word not in FORMS:
            return self._streamed(word, arguments)
        clean = read(word, arguments)
        if clean is None:
            return ""
        self._acts[word](*clean)
        return word

    def look(self) -> set[str]:
        """Return the news, and forget them."""
        news, self.news = self.news, set()
        return news

    def asked(self) -> None:
        """Prepare for whole new lists of parameters, streams and cues."""
        self.listed = self.cues_listed = False
        self._rows, self._streams, self._cues = {}, {}, {}
        self.grounds.asked()

    def begin(self) -> None:
        """Forget what belonged to another performance."""
        self.learners, self.loops, self.cue_began_s = {}, {}, None
        self.grounds.forget()
        self.wait_s, self.fade = None, (0.0, 0.0)
        self.news |= {"learners", "loops", "patterns", "wait"}

    def link(self, connected: bool) -> None:
        """Note whether Descant is there."""
        if connected != self.connected:
            self.connected = connected
            self.news.add("link")

    def refuse(self, why: str) -> None:
        """Note why a GO did nothing."""
        self.refusal = why
        self.news.add("refused")

    def cue(self, number: float) -> Cue | None:
        """Return the cue of that number."""
        return self.cues.get(round(number, 6))

    def cue_s(self) -> float | None:
        """Return for how long the present cue has lasted, in seconds; None where nobody has seen it begin."""
        return None if self.cue_began_s is None else max(0.0, self.status.elapsed_s - self.cue_began_s)

    def around(self) -> tuple[list[Cue], list[Cue]]:
        """Return the cues before the present one, and those after it."""
        cues, numbers = list(self.cues.values()), list(self.cues)
        present = round(self.present.number, 6)
        if present not in self.cues:
            return [], [self.standby] if self.standby.number else []
        place = numbers.index(present)
        return cues[:place], cues[place + 1 :]

    # ------------------------------------------------------------ what Descant says
    def _streamed(self, name: str, arguments: tuple[object, ...]) -> str:
        value = cleaned(arguments[0]) if len(arguments) == 1 else None
        if name not in self.streams or not isinstance(value, float | int):
            return ""
        self.newest[name] = value
        self.moved_streams.add(name)
        return "value"

    def _pong(self, version: str, protocol: float, title: str) -> None:
        if title != self.title:
            self.parts, self.sources = {}, {}
            self.begin()
        if (version, title) != (self.version, self.title):
            self.version, self.title = version, title
            self.news.add("link")

    _welcome = _pong

    def _piece(self, number: float, count: float, title: str) -> None:
        self._pong(self.version, 0, title)

    def _cue(self, number: float, name: str, following: float, following_name: str) -> None:
        present, standby = Cue(number, name), Cue(following, following_name)
        if self.present.number not in (0.0, number):
            self.cue_began_s = self.status.elapsed_s
        self.present, self.standby = self.cue(number) or present, self.cue(following) or standby
        self.news.add("cue")

    def _cue_refused(self, why: str, of: Value = "cue", *more: Value) -> None:
        if of == "capture":
            self.uncaptured = why
            self.news.add("uncaptured")
        elif of == "morph":
            self._error("morph", why, 1)
        else:
            self.refuse(why)

    def _cue_wait(self, number: float, name: str, seconds: float) -> None:
        self.wait_s = seconds if number else None
        self.news.add("wait")

    def _cue_fade(self, left_s: float, of_s: float) -> None:
        self.fade = left_s, of_s
        self.news.add("wait")

    def _cue_entry(self, number: float, name: str, notes: str) -> None:
        if len(self._cues) < MOST_ROWS:
            self._cues.pop(round(number, 6), None)  # the newest are last
            self._cues[round(number, 6)] = Cue(number, name, notes)

    def _cue_list_end(self, count: float) -> None:
        if len(self._cues) < count:
            return
        self.cues, self.cues_listed = dict(list(self._cues.items())[len(self._cues) - int(count) :]), True
        following = self.around()[1][:1] or [self.standby]
        self._cue(self.present.number, self.present.name, following[0].number, following[0].name)
        self.news.add("cues")

    def _parameter(  # noqa: PLR0917 - the message's own order
        self, name: str, kind: str, unit: str, low: float, high: float, curve: str, default: Value, value: Value
    ) -> None:  # fmt: skip
        if len(self._rows) < MOST_ROWS and kind in ("f", "i", "b", "choice") and low <= high:
            self._rows[name] = Parameter(name, kind, unit, low, high, curve, default), value

    def _choices(self, name: str, *choices: Value) -> None:
        if name in self._rows:
            row, value = self._rows[name]
            self._rows[name] = replace(row, choices=tuple(str(choice) for choice in choices)), value

    def _stream(self, name: str, unit: str, low: float, high: float, bus: float) -> None:
        if len(self._streams) < MOST_ROWS:
            self._streams[name] = Stream(name, unit, low, high)

    def _list_end(self, count: float) -> None:
        if len(self._rows) + len(self._streams) != count:
            return
        self.listed = True
        parameters = {name: row for name, (row, _) in self._rows.items()}
        moved = self.grounds.listed(parameters, self._streams)
        if moved or (parameters, self._streams) != (self.parameters, self.streams):
            self.parameters, self.streams = parameters, self._streams
            self.newest = {name: value for name, value in self.newest.items() if name in self.streams}
            self.news.add("table")
        self.values = {name: value for name, (_, value) in self._rows.items()}
        self.moved_values |= set(self.values)

    def _error(self, address: str, text: str, count: float) -> None:
        self.error = f"{address} {text}".strip()
        self.failed = address.removeprefix(PREFIX)
        self.news.add("error")

    def _watch_status(self, elapsed_s: float, late: float, frozen: float, panicking: float, *counts: float) -> None:
        if elapsed_s < self.status.elapsed_s:  # the same piece, from its beginning
            self.begin()
        received, refused, strangers, clients, waiting = map(int, (*counts, 0)[:5])
        self.status = Status(
            elapsed_s, int(late), bool(frozen), bool(panicking), received, refused, strangers, clients, bool(waiting)
        )
        self.news.add("status")

    def _watch_learner(self, part: str, number: float, form: str, *numbers: Any) -> None:
        size = {"cubic": 4, "knot": 3, "function": min(len(numbers) // 2, MOST_POINTS)}.get(form, 0)
        wanted = size * (3 if form == "knot" else 2)
        if not size or len(numbers) < wanted or not all(isinstance(one, float | int) for one in numbers[:wanted]):
            return
        target, theta, n = numbers[:size], numbers[size : 2 * size], numbers[2 * size : wanted]
        if part in self.learners or len(self.learners) < MOST_ROWS:
            self.learners[part] = Learner(part, int(number), form, target, theta, n)
            self.news.add("learners")

    def _watch_loop(self, part: str, begins_s: float, step_s: float, *told: Value) -> None:
        names, rows = told[::2], told[1::2]
        if (
            not all(isinstance(row, str) and row.isascii() and row.isdigit() for row in rows)
            or len(self.loops) > MOST_ROWS
        ):
            return
        cells = [tuple(int(figure) / 9 for figure in str(row)) for row in rows]
        self.loops[part] = Loop(part, tuple(zip(map(str, names), cells, strict=False)))
        self.news.add("loops")

    def _pad(self, name: str, over: str, *names: Value) -> None:
        self.grounds.space(name, over, *names)

    def _points_labels(self, pad: str, *labels: Value) -> None:
        self.grounds.begin(pad, *labels)

    def _points(self, pad: str, *told: Any) -> None:
        self.grounds.add(pad, *told)

    def _points_end(self, pad: str, count: float) -> None:
        if self.grounds.end(pad, count):
            self.news.add("patterns")

    def _points_changed(self, pad: str) -> None:
        self.grounds.stale.add(pad)
        self.news.add("patterns")

    def _watch_value(self, name: str, value: Value) -> None:
        if name in self.parameters:
            self.values[name] = value
            self.moved_values.add(name)

    def _watch_log(self, text: str) -> None:
        self.log.append(text)
        self.logged += 1
        self.news.add("log")

    def _watch_part(self, name: str, kind: str) -> None:
        if len(self.parts) < MOST_ROWS and self.parts.get(name) != kind:
            self.parts[name] = kind
            self.news.add("table")

    def _watch_moved(self, name: str, *streams: Value) -> None:
        if len(self.sources) < MOST_ROWS:
            self.sources[name] = ", ".join(map(str, streams))
            self.news.add("table")
