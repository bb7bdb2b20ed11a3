"""OSC 1.0 messages and bundles as bytes: decoding that believes nothing, encoding that is quick.

The types are i, f, s, b, h, d, T, F, N, I. Time tags become seconds since 1970.
"""

import struct
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

Argument = float | int | bool | str | bytes | None
"""What a message can carry."""

BUNDLE_HEAD = b"#bundle\0\0\0\0\0\0\0\0\1"
"""How a bundle begins that is to be taken at once."""

AT_ONCE = 1  # the time tag that means now
EPOCH_S = 2_208_988_800  # from 1900 to 1970
DEEPEST = 8  # bundles in bundles
SHORT = 64  # bytes of type tags for which it is remembered how arguments are read: nearly all that come
LARGEST_FLOAT = 3.4028234663852886e38
_SIZED = {b"i": "i", b"f": "f", b"h": "q", b"d": "d"}
_FIXED = {b"T": True, b"F": False, b"N": None, b"I": True}
_INT32, _INT64 = 1 << 31, 1 << 63


@dataclass(frozen=True, slots=True)
class Message:
    """One message that came. `time` is when it is due, in seconds since 1970; None: now."""

    address: str
    arguments: tuple[Argument, ...]
    time: float | None = None


def decode(datagram: bytes) -> list[Message]:
    """Return the messages of a datagram, in order.

    Raises:
        ValueError: it is not whole and well-formed OSC, or bundles lie more than 8 deep in each other.
    """
    if datagram.startswith(b"/"):
        return [_message(datagram, None)]
    return list(_bundle(datagram, 1, None))


def _bundle(data: bytes, depth: int, outer_s: float | None) -> Iterator[Message]:
    """Yield the messages of a bundle; none of them is due before the bundle that it lies in."""
    if not data.startswith(b"#bundle\0"):
        raise ValueError("neither an OSC message nor a bundle")
    if depth > DEEPEST:
        raise ValueError(f"bundles lie more than {DEEPEST} deep in each other")
    if len(data) < 16:
        raise ValueError("a bundle without its time")
    (tag,) = struct.unpack_from(">Q", data, 8)
    time = None if tag <= AT_ONCE else tag / 2**32 - EPOCH_S
    if outer_s is not None:
        time = outer_s if time is None else max(time, outer_s)
    at = 16
    while at < len(data):
        if len(data) - at < 4:
            raise ValueError("a bundle is cut short")
        (size,) = struct.unpack_from(">i", data, at)
        at += 4
        if size < 4 or size % 4 or size > len(data) - at:
            raise ValueError(f"an element of {size} bytes in a bundle that has {len(data) - at} left")
        element = data[at : at + size]
        at += size
        if element.startswith(b"/"):
            yield _message(element, time)
        else:
            yield from _bundle(element, depth + 1, time)


def _message(data: bytes, time: float | None) -> Message:
    if len(data) % 4:
        raise ValueError(f"a message of {len(data)} bytes, which is no multiple of four")
    address, at = _text(data, 0)
    tags, at = _text(data, at) if at < len(data) else (b",", at)
    if not tags.startswith(b","):
        raise ValueError("a message without type tags")
    form = _form(tags) if len(tags) <= SHORT else None
    arguments: tuple[Argument, ...]
    if form is None:
        arguments, at = _mixed(tags[1:], data, at)
    else:
        if len(data) - at < form.size:
            raise ValueError("a message is cut short")
        arguments = form.unpack_from(data, at)
        at += form.size
    if at != len(data):
        raise ValueError(f"{len(data) - at} bytes too many in a message")
    try:
        return Message(address.decode("ascii"), arguments, time)
    except UnicodeDecodeError:
        raise ValueError("an address that is not ASCII") from None


@lru_cache(maxsize=256)
def _form(tags: bytes) -> struct.Struct | None:
    """Return how arguments that are numbers are read at once; None where some are not."""
    codes = [_SIZED.get(tags[place : place + 1]) for place in range(1, len(tags))]
    return None if None in codes else struct.Struct(">" + "".join(code for code in codes if code))


def _mixed(tags: bytes, data: bytes, at: int) -> tuple[tuple[Argument, ...], int]:
    found: list[Argument] = []
    for place in range(len(tags)):
        tag = tags[place : place + 1]
        if tag in _SIZED:
            value, at = _number(_SIZED[tag], data, at)
            found.append(value)
        elif tag in (b"s", b"S"):
            text, at = _text(data, at)
            found.append(_decoded(text))
        elif tag == b"b":
            blob, at = _blob(data, at)
            found.append(blob)
        elif tag in _FIXED:
            found.append(_FIXED[tag])
        else:
            raise ValueError(f"an argument of the type {tag!r}, which is not known here")
    return tuple(found), at


def _number(code: str, data: bytes, at: int) -> tuple[float | int, int]:
    end = at + struct.calcsize(code)
    if end > len(data):
        raise ValueError("a message is cut short")
    value: float | int = struct.unpack_from(">" + code, data, at)[0]
    return value, end


def _text(data: bytes, at: int) -> tuple[bytes, int]:
    end = data.find(b"\0", at)
    after = (end + 4) & ~3
    if end < 0 or after > len(data):
        raise ValueError("a text without its end")
    return data[at:end], after


def _decoded(text: bytes) -> str:
    try:
        return text.decode()
    except UnicodeDecodeError:
        raise ValueError("a text that is not UTF-8") from None


def _blob(data: bytes, at: int) -> tuple[bytes, int]:
    size, at = _number("i", data, at)
    after = at + (int(size) + 3 & ~3)
    if size < 0 or after > len(data):
        raise ValueError(f"a blob of {size} bytes in a message that has {len(data) - at} left")
    return data[at : at + int(size)], after


# ---------------------------------------------------------------- encoding
def encode(address: str, *arguments: Argument) -> bytes:
    """Return a message. Floats go as float32, held within its range; whole numbers as int32, large ones as int64.

    No infinity leaves, and no NaN: both become the largest number.

    Raises:
        TypeError: an argument is of a kind that OSC does not know.
        ValueError: the address is not ASCII beginning with a slash, a text holds a NUL.
    """
    tags, pieces = [","], []
    for argument in arguments:
        tag, piece = _encoded(argument)
        tags.append(tag)
        pieces.append(piece)
    return _head(address, "".join(tags)) + b"".join(pieces)


def bundle(messages: list[bytes]) -> bytes:
    """Return messages as one bundle, to be taken at once."""
    sized = [struct.pack(">i", len(message)) + message for message in messages]
    return BUNDLE_HEAD + b"".join(sized)


@lru_cache(maxsize=4096)
def _head(address: str, tags: str) -> bytes:
    if not address.startswith("/") or not address.isascii():
        raise ValueError(f"an OSC address is ASCII and begins with '/', not {address!r}")
    return padded(address) + padded(tags)


def padded(text: str) -> bytes:
    """Return a text as OSC writes it: with one to four NULs at its end, a multiple of four bytes in all.

    Raises:
        ValueError: it holds a NUL itself.
    """
    raw = text.encode("utf-8", "replace")
    if b"\0" in raw:
        raise ValueError(f"a text for OSC holds a NUL: {text!r}")
    return raw + b"\0" * (4 - len(raw) % 4)


def _encoded(argument: Argument) -> tuple[str, bytes]:  # noqa: PLR0911 - a way out for each kind
    match argument:
        case bool():
            return "T" if argument else "F", b""
        case int() if -_INT32 <= argument < _INT32:
            return "i", struct.pack(">i", argument)
        case int() if -_INT64 <= argument < _INT64:
            return "h", struct.pack(">q", argument)
        case float():
            return "f", struct.pack(">f", max(-LARGEST_FLOAT, min(LARGEST_FLOAT, argument)))
        case str():
            return "s", padded(argument)
        case bytes():
            return "b", struct.pack(">i", len(argument)) + argument + b"\0" * (-len(argument) % 4)
        case None:
            return "N", b""
    raise TypeError(f"OSC carries no {type(argument).__name__}: {argument!r}")
