"""What an engine keeps on control buses: streams, the detune of each voice, the levels of instruments.

Values are remembered here, and leave as few messages: a request for each would cost more than all else.
"""

from collections import deque
from collections.abc import Mapping, Sequence
from typing import Any

from supriya.contexts.requests import Request, SetControlBus, SetControlBusRange

from descant.sound.voices import amplitude

LARGEST = 3.4028234e38  # float32's, which scsynth computes in
SPARE_STREAMS = 96  # for parts that are added while it plays
DETUNE_BUSES = 512  # notes and their release tails, 128 keys four times over


class Buses:
    """Values on blocks of control buses, and which of them have moved since `requests` was last called."""

    def __init__(self, streams: Sequence[str], instruments: Sequence[str]) -> None:
        self._stream_index = {name: index for index, name in enumerate(streams)}
        self.stream_values = [0.0] * len(streams)  #: in the order in which they were given
        self._most_streams = len(streams) + SPARE_STREAMS
        self._streams_moved = False
        self._detune_values = [0.0] * DETUNE_BUSES
        self._moved: set[int] = set()  # places of detune buses
        self._detune_of: dict[int, int] = {}  # voice → its place in the block of detune buses
        self._free_detunes = deque(range(DETUNE_BUSES))  # oldest first, so that tails keep theirs longest
        self._places = {name: place for place, name in enumerate(instruments)}
        self._levels_db: dict[str, float] = {}
        self._levels_moved: dict[str, None] = {}  # instruments, in the order in which theirs moved

    def allocate(self, context: Any) -> None:
        """Take control buses of a server, or of a Score in a moment."""
        self._detunes = context.add_bus_group("control", count=DETUNE_BUSES)
        self._levels = context.add_bus_group("control", count=max(1, len(self._places)))
        self._streams = context.add_bus_group("control", count=self._most_streams)

    def free(self, context: Any) -> None:
        """Give them back."""
        for buses in (self._detunes, self._levels, self._streams):
            context.free_bus_group(buses)

    def move_all(self) -> None:
        """Let everything be sent, as to a server that knows nothing of it."""
        self._streams_moved, self._moved = bool(self.stream_values), set(self._detune_of.values())
        self._levels_moved = dict.fromkeys(self._levels_db)

    def state(self) -> dict[str, Any]:
        """Return every value."""
        return {
            "detunes": dict(self._detune_of), "detune_values": list(self._detune_values),
            "free_detunes": list(self._free_detunes), "streams": list(self.stream_values),
            "levels_db": dict(self._levels_db),
        }  # fmt: skip

    def restore(self, state: Mapping[str, Any]) -> None:
        """Take back what `state` returned."""
        self._detune_of, self._detune_values = dict(state["detunes"]), list(state["detune_values"])
        self._free_detunes, self.stream_values = deque(state["free_detunes"]), list(state["streams"])
        self._levels_db = dict(state["levels_db"])

    def requests(self) -> list[Request]:
        """Return what sets the values that moved since the last call."""
        requests: list[Request] = []
        if self._moved or self._levels_moved:
            requests.append(SetControlBus(self._single_values()))
        if self._streams_moved:
            requests.append(SetControlBusRange([(int(self._streams), tuple(self.stream_values))]))
        self._moved, self._levels_moved, self._streams_moved = set(), {}, False
        return requests

    def _single_values(self) -> list[tuple[int, float]]:
        """Return bus and value of every detune and level that moved."""
        detunes = int(self._detunes)
        items = [(detunes + place, self._detune_values[place]) for place in sorted(self._moved)]
        items += [(self.level_bus(name), amplitude(self._levels_db[name])) for name in self._levels_moved]
        return items

    # ------------------------------------------------------------ levels
    def level(self, instrument: str, level_db: float) -> None:
        """Set an instrument's level."""
        self._levels_db[instrument] = level_db
        self._levels_moved[instrument] = None

    def level_bus(self, instrument: str) -> int:
        """Return the control bus that holds an instrument's linear level."""
        return int(self._levels) + self._places[instrument]

    # ------------------------------------------------------------ streams
    def stream(self, name: str, value: float) -> None:
        """Set a stream's value."""
        self.stream_values[self._stream_index[name]] = max(-LARGEST, min(LARGEST, value))
        self._streams_moved = True

    def add_streams(self, names: Sequence[str]) -> None:
        """Give more streams their control buses, next to the others.

        Raises:
            ValueError: there are no more buses.
        """
        if len(self._stream_index) + len(names) > self._most_streams:
            raise ValueError(f"names must be at most {self._most_streams - len(self._stream_index)}, not {len(names)}")
        for name in names:
            self._stream_index[name] = len(self.stream_values)
            self.stream_values.append(0.0)

    def value_of(self, stream: str) -> float:
        """Return what a stream is now."""
        return self.stream_values[self._stream_index[stream]]

    def stream_bus(self, stream: str) -> int:
        """Return the control bus of a stream.

        Raises:
            KeyError: there is no such stream.
        """
        return int(self._streams) + self._stream_index[stream]

    # ------------------------------------------------------------ detunes
    def take_detune(self, voice: int, value: float) -> int:
        """Return a place for a voice's δ, which is `value`; with more voices than places the longest held loses its."""
        if not self._free_detunes:
            oldest = next(iter(self._detune_of))
            self._free_detunes.append(self._detune_of.pop(oldest))
        self._detune_of[voice] = place = self._free_detunes.popleft()
        self._detune_values[place] = value
        return place

    def detune_at(self, place: int) -> tuple[int, float]:
        """Return the control bus of a place, and its δ."""
        return int(self._detunes) + place, self._detune_values[place]

    def detune_each(self, deltas: Mapping[int, float]) -> None:
        """Move voices, each to its δ; those that have no place stay as they are."""
        places, values = self._detune_of, self._detune_values
        for voice, value in deltas.items():
            if (place := places.get(voice)) is not None:
                values[place] = value
                self._moved.add(place)

    def drop_detune(self, voice: int) -> None:
        """Free the place of a voice that ends."""
        place = self._detune_of.pop(voice, None)
        if place is not None:
            self._free_detunes.append(place)
            self._moved.discard(place)
