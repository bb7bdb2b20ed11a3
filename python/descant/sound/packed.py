"""Pack what the engine asks of scsynth by struct: supriya's message objects take ten times as long, while a note waits.

The bytes are those of supriya's own encoding, and whatever is not packed here is encoded by it.
"""

import math
import struct
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import lru_cache
from operator import itemgetter
from typing import Any, NamedTuple

from supriya.contexts.requests import NewSynth, ReleaseNode, Request, SetControlBus, SetControlBusRange
from supriya.enums import AddAction

LARGEST_BYTES = 60_000  # of a datagram: UDP takes 65507
BUNDLE = b"#bundle\0"
AT_ONCE = BUNDLE + struct.pack(">Q", 1)
NTP_EPOCH_S = 2_208_988_800  # 1900, of which OSC counts, before 1970, of which Unix does
GATE_OFF = struct.Struct(">8s8si8sf")
TOO_LARGE = "a value for scsynth is not finite, or too large for it"


def stamp(unix_s: float) -> bytes:
    """Return the head of a bundle that is to be done at a time of day, in seconds since 1970; good to 0.3 µs."""
    whole, part = divmod(unix_s, 1.0)
    return BUNDLE + struct.pack(">II", int(whole) + NTP_EPOCH_S, min(int(part * 2.0**32), 2**32 - 1))


def datagrams(messages: Iterable[bytes], head: bytes = AT_ONCE) -> Iterator[bytes]:
    """Pack messages into bundles with this head: into one, as long as a datagram takes them."""
    parts, size = [head], len(head)
    for message in messages:
        if size + 4 + len(message) > LARGEST_BYTES and len(parts) > 1:
            yield b"".join(parts)
            parts, size = [head], len(head)
        parts += (len(message).to_bytes(4), message)
        size += 4 + len(message)
    if len(parts) > 1:
        yield b"".join(parts)


def packed(request: Request) -> bytes:
    """Return the OSC message that makes a request.

    Raises:
        ValueError: a number is not finite in float32, which scsynth computes in; a name is not ASCII; it
            does not fit into a datagram.
    """
    pack = _PACKERS.get(type(request), _by_supriya)
    try:
        message = pack(request)
    except (OverflowError, struct.error) as error:
        raise ValueError(TOO_LARGE) from error
    if len(message) + 4 + len(AT_ONCE) > LARGEST_BYTES:
        raise ValueError(f"{type(request).__name__}: {len(message)} bytes do not fit into one datagram")
    return message


def _by_supriya(request: Request) -> bytes:
    message = request.to_osc()
    _check(_floats(message.contents))
    return bytes(message.to_datagram())


def _new_synth(request: NewSynth) -> bytes:
    controls: dict[Any, Any] = request.controls or {}
    name = request.synthdef if isinstance(request.synthdef, str) else request.synthdef.effective_name
    form = _new_synth_form(name, tuple(controls))
    values = form.values(controls) if form else ()
    if form is None or set(map(type, values)) != {float}:
        return _by_supriya(request)
    _check(values)
    fields = form.fields.copy()
    fields[1:4] = int(request.synth_id), int(AddAction.from_expr(request.add_action)), int(request.target_node_id)
    fields[5::2] = values
    return form.layout.pack(*fields)


class _NewSynthForm(NamedTuple):
    """How a synth of one SynthDef is written with one choice of controls."""

    layout: struct.Struct
    fields: list[Any]  # node, action, target and values are still to be filled in
    values: Callable[[Any], tuple[Any, ...]]  # of the controls, in the order in which supriya writes them


@lru_cache(maxsize=256)
def _new_synth_form(name: str, controls: tuple[Any, ...]) -> _NewSynthForm | None:
    if len(controls) < 2 or not all(isinstance(control, str) for control in controls):
        return None
    names = sorted(controls)
    head = b"/s_new\0\0" + _text(",siii" + "sf" * len(names)) + _text(name)
    words = list(map(_text, names))
    layout = struct.Struct(f">{len(head)}siii" + "".join(f"{len(word)}sf" for word in words))
    fields: list[Any] = [head, 0, 0, 0]
    for word in words:
        fields += (word, 0.0)
    return _NewSynthForm(layout, fields, itemgetter(*names))


def _release(request: ReleaseNode) -> bytes:
    if request.force or not request.has_gate:
        return _by_supriya(request)
    return GATE_OFF.pack(b"/n_set\0\0", b",isf\0\0\0\0", int(request.node_id), b"gate\0\0\0\0", 0.0)


def _set_buses(request: SetControlBus) -> bytes:
    form, head = _set_buses_form(len(request.items))
    items = [item for bus, value in request.items for item in (int(bus), value)]
    _check(items)
    return head + form.pack(*items)


@lru_cache(maxsize=1024)
def _set_buses_form(count: int) -> tuple[struct.Struct, bytes]:
    return struct.Struct(">" + "if" * count), b"/c_set\0\0" + _text("," + "if" * count)


def _set_ranges(request: SetControlBusRange) -> bytes:
    message, tags = b"", ","
    for bus, values in request.items:
        _check(values)
        tags += "ii" + "f" * len(values)
        message += struct.pack(f">ii{len(values)}f", int(bus), len(values), *values)
    return b"/c_setn\0" + _text(tags) + message


_PACKERS: dict[type[Request], Callable[[Any], bytes]] = {
    NewSynth: _new_synth,
    ReleaseNode: _release,
    SetControlBus: _set_buses,
    SetControlBusRange: _set_ranges,
}
"""What a note asks for, and how it is packed."""


def _check(values: Iterable[float]) -> None:
    """Raise ValueError where a number is not finite; struct refuses what is too large for float32."""
    if not math.isfinite(sum(values)):
        raise ValueError(TOO_LARGE)


def _floats(contents: Iterable[Any]) -> Iterator[float]:
    for item in contents:
        if isinstance(item, float):
            yield item
        elif isinstance(item, Sequence) and not isinstance(item, str | bytes | bytearray):
            yield from _floats(item)


@lru_cache(maxsize=1024)
def _text(text: str) -> bytes:
    """Return a text as OSC has it: zeros to a whole number of four bytes, one at the least."""
    data = text.encode("ascii")
    return data + b"\0" * (4 - len(data) % 4)
