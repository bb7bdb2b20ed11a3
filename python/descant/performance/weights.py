"""What a part's model became while it played: files beside a take, each named by its sha256."""

import hashlib
import re
import shutil
from collections.abc import Iterable
from pathlib import Path

from descant.errors import DescantError
from descant.performance.take import Line

FOLDER = "weights"
SUFFIX = ".safetensors"
MOST_BYTES = 64 << 20
NAME = re.compile(r"[0-9a-f]{64}")
FIX = "restore it from a copy of the take: without it, it does not sound as it did"


class Weights:
    """Finds the models that a take speaks of, in the first of these folders of takes that has them."""

    def __init__(self, *takes: Path) -> None:
        self._takes = takes

    def __call__(self, sha256: str) -> bytes:
        """Return a model.

        Raises:
            ValueError: it is not there, or cannot be read.
        """
        try:
            path = next((path for path in self._paths(sha256) if path.exists()), None)
            if path is None:
                raise ValueError(f"the model {sha256:.8} is not beside the take")
            with path.open("rb") as file:
                return file.read(MOST_BYTES)
        except OSError as error:
            raise ValueError(f"the model {sha256:.8} cannot be read: {error.strerror}") from error

    def _paths(self, sha256: str) -> list[Path]:
        if not NAME.fullmatch(sha256):
            raise ValueError(f"{sha256!r:.70} names no model")
        return [path_in(take, sha256) for take in self._takes]


def path_in(take: Path, sha256: str) -> Path:
    """Return where a model lies beside a take."""
    return take / FOLDER / (sha256 + SUFFIX)


def nothing(sha256: str) -> bytes:
    """Find no model: nobody said where there are any."""
    raise ValueError(f"the model {sha256:.8} is not beside the take")


def bring(inputs: Iterable[Line], take: Path, out: Path) -> None:
    """Copy every model that inputs of a take speak of beside the take in the folder `out`, once each is found whole.

    Raises:
        DescantError: one is missing, or damaged; then nothing was copied.
    """
    first_s: dict[str, float] = {}
    for line in inputs:
        if line["in"] == "worker" and "sha256" in line:
            first_s.setdefault(str(line["sha256"]), line["t"])
    for sha256, time_s in first_s.items():
        _check(take, sha256, time_s)
    for sha256 in first_s:
        path = path_in(out, sha256)
        path.parent.mkdir(exist_ok=True)
        shutil.copyfile(path_in(take, sha256), path)


def _check(take: Path, sha256: str, time_s: float) -> None:
    if not NAME.fullmatch(sha256):
        raise DescantError(str(take), f"{sha256!r:.70}, heard at {time_s:.1f} s, names no model", FIX)
    path, when = path_in(take, sha256), f"which is heard from {time_s:.1f} s on"
    try:
        with path.open("rb") as file:
            whole = hashlib.file_digest(file, "sha256").hexdigest() == sha256
    except OSError as error:
        what = "is not there" if isinstance(error, FileNotFoundError) else f"cannot be read ({error.strerror})"
        raise DescantError(str(path), f"{what}, {when}", FIX) from error
    if not whole:
        raise DescantError(str(path), f"is damaged, {when}", FIX)
