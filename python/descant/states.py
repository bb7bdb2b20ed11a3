"""States as text: whatever a part's `state` returns, written as JSON and read back the same to the last bit.

A state is made of None, switches, numbers, texts, lists, tuples, sets, tables and NumPy arrays; nothing else, so that
reading one runs no code. What JSON does not know stands in a table with one key that begins with ``=``.
"""

import math
from collections import deque
from collections.abc import Callable, Collection
from typing import Any

import numpy as np
import orjson

from descant.errors import DescantError

KINDS = frozenset("biuf")  # of arrays: switches, whole numbers and floats


def dumps(state: object) -> bytes:
    """Return a state as JSON.

    Raises:
        TypeError: something in it is of a kind that no state has.
    """
    try:
        return orjson.dumps(_plain(state))
    except orjson.JSONEncodeError as error:
        raise TypeError(f"not a state: {error}") from error


def plain(state: object) -> Any:
    """Return a state as what JSON can hold, to be put into something larger.

    Raises:
        TypeError: something in it is of a kind that no state has.
    """
    return orjson.loads(dumps(state))


def loads(text: bytes, where: str) -> Any:
    """Return the state that a text holds; `where` it is from.

    Raises:
        DescantError: the text is none, or is damaged.
    """
    try:
        return _state(orjson.loads(text))
    except (ValueError, TypeError, LookupError, AttributeError, OverflowError, RecursionError) as error:
        raise DescantError(where, f"is damaged ({error})", "restore it from a copy") from error


def _plain(value: object) -> Any:
    """Return a value as JSON has it."""
    kind = type(value)
    if kind is float:
        return value if math.isfinite(value) else {"=float": repr(value)}  # type: ignore[arg-type]
    if value is None or kind in (bool, int, str):
        return value
    writer = _WRITERS.get(kind)
    if writer:
        return writer(value)
    if isinstance(value, np.generic) and value.dtype.kind in KINDS:
        return _plain(value.item())
    raise TypeError(f"not a state: {value!r:.60} is a {kind.__name__}")


def _table(table: dict[Any, Any]) -> Any:
    if all(type(key) is str and not key.startswith("=") for key in table):
        return {key: _plain(value) for key, value in table.items()}
    return {"=table": [[_plain(key), _plain(value)] for key, value in table.items()]}


def _array(array: Any) -> Any:
    if array.dtype.kind not in KINDS:
        raise TypeError(f"not a state: an array of {array.dtype}")
    flat = array.ravel().tolist()
    if array.dtype.kind == "f":
        flat = [each if math.isfinite(each) else repr(each) for each in flat]
    return {"=array": [array.dtype.name, list(array.shape), flat]}


def _each(values: Collection[Any]) -> list[Any]:
    return [_plain(value) for value in values]


_WRITERS: dict[type, Callable[[Any], Any]] = {
    dict: _table,
    list: _each,
    deque: _each,
    tuple: lambda values: {"=tuple": _each(values)},
    set: lambda values: {"=set": _each(sorted(values))},
    np.ndarray: _array,
}


def _state(value: Any) -> Any:
    """Return what a JSON value stands for."""
    if isinstance(value, list):
        return [_state(each) for each in value]
    if not isinstance(value, dict):
        return value
    if len(value) == 1 and next(iter(value)).startswith("="):
        ((kind, content),) = value.items()
        return _READERS[kind](content)
    return {key: _state(each) for key, each in value.items()}


def _read_array(content: list[Any]) -> Any:
    name, shape, flat = content
    kind = np.dtype(name)
    if kind.kind not in KINDS:
        raise TypeError(f"an array of {name}")
    if kind.kind == "f":
        flat = [float(each) for each in flat]
    return np.array(flat, kind).reshape(shape)


_READERS: dict[str, Callable[[Any], Any]] = {
    "=float": float,
    "=table": lambda pairs: {_state(key): _state(value) for key, value in pairs},
    "=tuple": lambda values: tuple(_state(each) for each in values),
    "=set": lambda values: {_state(each) for each in values},
    "=array": _read_array,
}
