"""Everything that could go wrong tonight: in the patch, in what it needs, and on this machine."""

import importlib.util
import shutil
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path

from descant.errors import DescantError
from descant.patch import load, problems
from descant.patch.patch import Patch

LEAST_FREE_BYTES = 2 << 30
MAC_SCSYNTH = Path("/Applications/SuperCollider.app/Contents/Resources/scsynth")


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that is missing or wrong."""

    where: str
    what: str
    fix: str

    def __str__(self) -> str:
        return str(DescantError(self.where, self.what, self.fix))

    def as_dict(self) -> dict[str, str]:
        """Return it for a program to read."""
        return asdict(self)


def findings(path: Path) -> list[Finding]:
    """Return what is wrong with the patch at `path` and with this machine; nothing where all is well."""
    found = [_of(problem.error()) for problem in problems(path)]
    if not found:
        patch = load(path)
        found += _synthdefs(patch)
        found += _performer(patch)
    return [*found, *_machine(path)]


def _of(error: DescantError) -> Finding:
    return Finding(error.where, error.what, error.fix)


def _synthdefs(patch: Patch) -> Iterator[Finding]:
    for name, entry in patch.instruments.items():
        path = patch.synthdef_path(name)
        if path is None:
            continue
        from descant.sound.engine import read_synthdef

        try:
            read_synthdef(entry.synthdef, path)
        except DescantError as error:
            yield _of(error)


def _performer(patch: Patch) -> Iterator[Finding]:
    path = patch.performer_path()
    if path is None:
        return
    from descant.video.source import VideoFile

    try:
        VideoFile(path, patch.picture.width, patch.picture.height)
    except DescantError as error:
        yield _of(error)


def _machine(path: Path) -> Iterator[Finding]:
    if not shutil.which("scsynth") and not MAC_SCSYNTH.exists():
        yield Finding("scsynth", "is not installed", "install supercollider-server, or run make setup")
    for module in ("av", "cv2", "supriya", "soundfile", "matplotlib"):
        if importlib.util.find_spec(module) is None:
            yield Finding(module, "this Python package is missing", "run make setup")
    folder = path.parent if path.parent.is_dir() else Path()
    free = shutil.disk_usage(folder).free
    if free < LEAST_FREE_BYTES:
        yield Finding(str(folder), f"only {free >> 20} MiB are free on its disk", "make room for takes and films")
