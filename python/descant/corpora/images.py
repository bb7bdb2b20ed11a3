"""Pictures to learn from, in the IDX files of MNIST: read with care, packed by gzip or not."""

import gzip
import math
import zlib
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from descant.errors import DescantError

TRAIN, TEST = "train-images-idx3-ubyte", "t10k-images-idx3-ubyte"
BYTES = 8  # IDX's number for unsigned bytes
LARGEST = 1 << 31  # bytes
FIX = "give the folder with MNIST's four files as they are offered, packed or unpacked"


@dataclass(frozen=True)
class Images:
    """Grey pictures as flat rows, 0 (paper) to 1 (ink), to train with and to test with."""

    train: NDArray[np.float32]
    test: NDArray[np.float32]


def read_mnist(folder: Path) -> Images:
    """Return the pictures of a folder that has MNIST's files.

    Raises:
        DescantError: one is missing or damaged, or the two are not of one size.
    """
    train, test = (_flat(read_idx(_found(folder, name))) for name in (TRAIN, TEST))
    if train.shape[1] != test.shape[1]:
        what = f"has pictures of {train.shape[1]} and of {test.shape[1]} pixels"
        raise DescantError(str(folder), what, FIX)
    return Images(train, test)


def _found(folder: Path, name: str) -> Path:
    """Return the file of that name, packed or not; some unpackers write a dot for the last hyphen."""
    for candidate in (name, name.replace("-idx", ".idx")):
        for path in (folder / candidate, folder / f"{candidate}.gz"):
            if path.is_file():
                return path
    raise DescantError(str(folder), f"has no {name}", FIX)


def _flat(pictures: NDArray[np.uint8]) -> NDArray[np.float32]:
    return pictures.reshape(len(pictures), -1).astype(np.float32) / np.float32(255)


def read_idx(path: Path) -> NDArray[np.uint8]:
    """Return an IDX file's array of bytes.

    Raises:
        DescantError: it cannot be read, is cut short, or holds something else.
    """
    try:
        with (gzip.open if path.suffix == ".gz" else open)(path, "rb") as file:
            data = file.read(LARGEST)
    except (OSError, EOFError, zlib.error) as error:
        raise DescantError(str(path), f"cannot be read ({error})", FIX) from error
    dimensions = data[3] if len(data) >= 4 else 0
    begin = 4 + 4 * dimensions
    if data[:3] != bytes([0, 0, BYTES]) or not 1 <= dimensions <= 4 or len(data) < begin:
        raise DescantError(str(path), "is no IDX file of bytes", FIX)
    shape = tuple(int(size) for size in np.frombuffer(data, ">u4", dimensions, 4))
    if 0 in shape or math.prod(shape) != len(data) - begin:
        what = f"has {len(data) - begin} bytes for {' × '.join(map(str, shape))}"
        raise DescantError(str(path), what, FIX)
    return np.frombuffer(data, np.uint8, offset=begin).reshape(shape)
