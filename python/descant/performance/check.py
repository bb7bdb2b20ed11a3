"""Everything that could go wrong tonight: in the patch, in what it needs, and on this machine."""

import importlib.util
import shutil
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from descant.errors import DescantError
from descant.parts.kinds import files_of, kinds
from descant.patch import load, problems
from descant.patch.assets import read_bytes
from descant.patch.patch import Patch
from descant.performance import courses
from descant.performance.hearing import channels
from descant.performance.sounding import FILE
from descant.sound import executable
from descant.sound.table import SHOTS
from descant.training import INSTALL

LEAST_FREE_BYTES = 2 << 30
PIECE_BYTES = 512 << 20  # of each further piece of a concert: half an hour, recorded
PACKAGES = {
    "av": "av",
    "cv2": "opencv-python-headless",
    "supriya": "supriya",
    "soundfile": "soundfile",
    "matplotlib": "matplotlib",
}
"""Module → the package that holds it, of what is imported late."""


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that is missing or wrong; where there is no `fix`, a fact that is as it should be."""

    where: str
    what: str
    fix: str = ""

    def __str__(self) -> str:
        if not self.fix:
            return " ".join(f"{self.where}: {self.what}".split())
        return str(DescantError(self.where, self.what, self.fix))

    def as_dict(self) -> dict[str, str]:
        """Return it for a program to read."""
        return asdict(self)


def findings(path: Path) -> list[Finding]:
    """Return what is wrong with the patch at `path` and with this machine, and which inputs it listens to."""
    return [*of_patch(path), *of_machine(path)]


def of_patch(path: Path) -> list[Finding]:
    """Return what is wrong with a patch, and which inputs it listens to; the cue is named that is broken."""
    found = [of(problem.error()) for problem in problems(path)]
    if not found:
        patch = load(path)
        found += _synthdefs(patch)
        found += _performer(patch)
        found += _microphones(patch)
        found += _files(patch)
        found += _corpora(patch)
        found += _sounds(patch)
    return found


def of(error: DescantError) -> Finding:
    """Return an error as a finding."""
    return Finding(error.where, error.what, error.fix)


def inputs(path: Path) -> set[str]:
    """Return the names of a patch's inputs; of one that is wrong, none."""
    return set() if problems(path) else set(load(path).inputs)


def _synthdefs(patch: Patch) -> Iterator[Finding]:
    for name, entry in patch.instruments.items():
        path = patch.synthdef_path(name)
        if path is None:
            continue
        from descant.sound.synthdefs import read_synthdef

        try:
            read_synthdef(entry.synthdef, path)
        except DescantError as error:
            yield of(error)


def _performer(patch: Patch) -> Iterator[Finding]:
    path = patch.performer_path()
    if path is None:
        return
    from descant.video.source import VideoFile

    try:
        VideoFile(path, patch.picture.width, patch.picture.height)
    except DescantError as error:
        yield of(error)


def _microphones(patch: Patch) -> Iterator[Finding]:
    for name, own in channels(patch).items():
        yield Finding(f"parts.{name}", f"listens to input {', '.join(map(str, own))} of scsynth")


def _files(patch: Patch) -> Iterator[Finding]:
    """Yield which files of parts hold nothing that they can play."""
    for name, entry in patch.parts.items():
        if not entry.files:
            continue
        kind = kinds()[entry.kind]
        part: Any = kind(name, {row.name: patch.declared[f"{name}/{row.name}"] for row in kind.parameters}, 0)
        for file in files_of(kind):
            try:
                if (path := patch.file_path(name, file)) and not file.folder:
                    part.load(file.name, read_bytes(path, file.most_bytes))
            except DescantError as error:
                yield of(error)


def _corpora(patch: Patch) -> Iterator[Finding]:
    """Yield what parts learn from, or why they cannot."""
    folders = {name: folder for name in patch.parts if (folder := courses.corpus_of(patch, name))}
    for name, folder in folders.items():
        where = f"parts.{name}.corpus"
        try:
            yield Finding(where, f"trains on {courses.check(where, folder)} patterns in {folder}")
        except DescantError as error:
            yield of(error)
    if folders and (package := courses.untrainable()):
        yield Finding(package, "this Python package, which trains, is missing", INSTALL)


def _sounds(patch: Patch) -> Iterator[Finding]:
    """Yield what is missing where models have sounds, and instruments play them."""
    models = [name for name, entry in patch.parts.items() if FILE in entry.files]
    shots = [name for name, entry in patch.instruments.items() if entry.synthdef in SHOTS]
    for name in shots if not models else ():
        yield Finding(
            f"instruments.{name}", "plays sounds of a model, and no part has one", f'give a sequencer {FILE} = "…"'
        )
    for name in models if not shots else ():
        fix = f"give an instrument the synthdef {' or '.join(map(repr, SHOTS))}"
        yield Finding(f"parts.{name}.{FILE}", "has sounds that no instrument plays", fix)
    if models and importlib.util.find_spec("torch") is None:
        yield Finding("torch", "this Python package, which decodes sounds, is missing", INSTALL)


def of_machine(path: Path, pieces: int = 1) -> Iterator[Finding]:
    """Yield what this machine lacks for an evening of so many pieces."""
    if executable.find() is None:
        yield Finding("scsynth", "is not installed", "install supercollider-server, or run make setup")
    yield from absent(PACKAGES, "run make setup")
    folder = takes_folder(path)
    free = shutil.disk_usage(folder).free
    if free < LEAST_FREE_BYTES + (pieces - 1) * PIECE_BYTES:
        yield Finding(str(folder), f"only {free >> 20} MiB are free on its disk", "make room for takes and films")


def absent(packages: Mapping[str, str], fix: str) -> Iterator[Finding]:
    """Yield a finding for each Python package that is not installed, without importing any."""
    for module, package in packages.items():
        if importlib.util.find_spec(module) is None:
            yield Finding(package, "this Python package is missing", fix)


def takes_folder(patch: Path) -> Path:
    """Return the folder beside a patch where its takes go, as far as there is one: it may lie on another disk."""
    places = (patch.parent / "takes", patch.parent, Path())
    return next(place for place in places if place.is_dir())
