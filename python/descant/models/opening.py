"""Opening a model's file: its head and its tensors, looked at before anything is made of them. Reading runs no code."""

import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

import numpy as np
import numpy.typing as npt
from safetensors import SafetensorError
from safetensors.numpy import load

KEY = "descant"
MOST_LABELS = 4096
Floats = npt.NDArray[np.float32]


@contextmanager
def told_of(where: str) -> Iterator[None]:
    """Let a ValueError say what it speaks of."""
    try:
        yield
    except ValueError as error:
        raise ValueError(f"{where}: {error}") from error


def opened(data: bytes, kind: str, form: int) -> tuple[Mapping[str, Any], dict[str, npt.NDArray[Any]]]:
    """Return the head and tensors of a file that holds a model of that kind and format.

    Raises:
        ValueError: it does not; the text says what it is, in one line.
    """
    try:
        tensors = load(data)
        length = int.from_bytes(data[:8], "little")
        head = json.loads(json.loads(data[8 : 8 + length])["__metadata__"][KEY])
    except (SafetensorError, KeyError, TypeError, ValueError, RecursionError) as error:
        raise ValueError(f"is no whole model file ({str(error) or type(error).__name__})") from error
    if not isinstance(head, dict) or head.get("kind") != kind:
        raise ValueError(f"is a model of something else than {kind}")
    if head.get("format") != form:
        raise ValueError(f"has format {head.get('format')!r:.20}, and format {form} is known here")
    return head, tensors


def labels_of(given: Any) -> tuple[str, ...]:
    """Return a head's labels."""
    if not isinstance(given, list) or len(given) > MOST_LABELS or not all(isinstance(label, str) for label in given):
        raise ValueError(f"its labels are no list of at most {MOST_LABELS} names")
    return tuple(given)


def whole(head: Mapping[str, Any], name: str, low: int, high: int) -> int:
    """Return a head's whole number of that name."""
    value = head.get(name)
    if type(value) is not int or not low <= value <= high:
        raise ValueError(f"{name} must be a whole number from {low} to {high}, not {value!r:.20}")
    return value


class Tensors:
    """The tensors of a file, each looked at before it is given."""

    def __init__(self, tensors: Mapping[str, npt.NDArray[Any]]) -> None:
        self.tensors = tensors

    def floats(self, name: str, shape: tuple[int, ...]) -> Floats:
        """Return a tensor of finite numbers.

        Raises:
            ValueError: it is not there, or something else.
        """
        found: Floats = self.whole(name, shape, np.dtype(np.float32))
        if not np.isfinite(found).all():
            raise ValueError(f"{name} holds what is no number")
        return found

    def halves(self, name: str, shape: tuple[int, ...]) -> Floats:
        """Return a tensor of finite numbers that the file has in half precision.

        Raises:
            ValueError: it is not there, or something else.
        """
        found = self.whole(name, shape, np.dtype(np.float16))
        if not np.isfinite(found).all():
            raise ValueError(f"{name} holds what is no number")
        return found.astype(np.float32)

    def whole(self, name: str, shape: tuple[int, ...], kind: np.dtype[Any]) -> npt.NDArray[Any]:
        """Return a tensor of that shape and kind.

        Raises:
            ValueError: it is not there, or something else.
        """
        found = self.tensors.get(name)
        if found is None:
            raise ValueError(f"{name} is not in it")
        if found.shape != shape or found.dtype != kind:
            raise ValueError(f"{name} is {found.dtype} {list(found.shape)}, and must be {kind} {list(shape)}")
        return found
