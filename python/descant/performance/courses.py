"""What the parts of a patch are to learn while they play, each from a corpus of patterns."""

import importlib.util
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from descant.corpora import keeping
from descant.errors import DescantError
from descant.models.rhythm import Rhythm
from descant.parts.kinds import files_of, kinds
from descant.patch.assets import read_bytes
from descant.patch.overrides import with_settings
from descant.patch.patch import Patch
from descant.performance.lessons import CORPUS, is_taught

STEPS = 30_000
LATENTS = 2
FEWEST = 2  # patterns
TRAIN = "train"  # the parameter that lets a part be trained
TRAINING = ".venv/bin/pip install -c requirements.lock -e '.[train]'"


@dataclass(frozen=True, slots=True)
class Course:
    """What a part is to learn, and how.

    Args:
        corpus: the folder.
        latents: how many dimensions its points have: as many as those of the model that it plays before.
        steps: until it is done.
    """

    corpus: Path
    latents: int = LATENTS
    steps: int = STEPS


def courses(patch: Patch, steps: int | None = None) -> dict[str, Course]:
    """Return what each part learns that has a corpus.

    Raises:
        DescantError: what it names is no corpus to learn from.
    """
    found = {name: folder for name in patch.parts if (folder := corpus_of(patch, name))}
    for name, folder in found.items():
        check(f"parts.{name}.{CORPUS}", folder)
    return {name: Course(folder, _latents(patch, name), steps or STEPS) for name, folder in found.items()}


def corpus_of(patch: Patch, part: str) -> Path | None:
    """Return the folder that a part learns from, None where the patch names none."""
    files = files_of(kinds()[patch.parts[part].kind])
    return next((patch.file_path(part, file) for file in files if file.folder and file.name == CORPUS), None)


def check(where: str, folder: Path) -> int:
    """Return how many patterns a folder holds, where it is a corpus to learn from.

    Raises:
        DescantError: it is none.
    """
    if (count := len(keeping.load(folder))) < FEWEST:
        raise DescantError(where, f"{folder} holds {count} patterns", f"give at least {FEWEST}")
    return count


def untrainable() -> str:
    """Return the Python package without which nothing is trained; "" where all are there."""
    return next((name for name in ("torch", "tomlkit") if importlib.util.find_spec(name) is None), "")


def with_corpus(patch: Patch, folder: Path) -> Patch:
    """Return a patch whose only part that learns from a corpus learns from this one, as soon as it plays.

    Raises:
        DescantError: there is no such part, or there are several, or the folder holds none.
    """
    taught = list(_taught(patch))
    if len(taught) != 1:
        what = f"has {len(taught) or 'no'} parts that learn from a corpus" + (
            f": {', '.join(taught)}" if taught else ""
        )
        fix = (
            f'write {CORPUS} = "…" in the table of each'
            if taught
            else 'give a patch with a part of the kind "sequencer"'
        )
        raise DescantError(patch.name, what, fix)
    check("--corpus", folder)
    trains = f"{taught[0]}/{TRAIN}"
    learning = patch if trains in patch.pinned else with_settings(patch, {trains: True})
    return with_corpora(learning, {taught[0]: str(folder.resolve())})


def corpora(patch: Patch) -> dict[str, str]:
    """Return where the corpus of each part lies that has one."""
    found = ((name, corpus_of(patch, name)) for name in patch.parts)
    return {name: str(folder.resolve()) for name, folder in found if folder}


def with_corpora(patch: Patch, folders: Mapping[str, str]) -> Patch:
    """Return a patch whose parts learn from these folders, as far as it still has them."""
    parts = dict(patch.parts)
    for name in set(_taught(patch)) & folders.keys():
        parts[name] = replace(parts[name], files={**parts[name].files, CORPUS: str(folders[name])})
    return replace(patch, parts=parts)


def _taught(patch: Patch) -> Iterator[str]:
    return (name for name, entry in patch.parts.items() if is_taught(kinds()[entry.kind]))


def _latents(patch: Patch, part: str) -> int:
    """Return the dimensions of the model that a part plays before it learns."""
    for file in files_of(kinds()[patch.parts[part].kind]):
        if not file.folder and (path := patch.file_path(part, file)):
            return Rhythm.read(read_bytes(path, file.most_bytes), path.name).latents
    return LATENTS
