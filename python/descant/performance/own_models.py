"""Models of one's own, from runs, in place of those that a patch names: for a night, and for what comes back of it."""

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

from descant.errors import DescantError
from descant.patch.patch import Patch

MODELS = "models"
"""What the header of a take calls them."""
OF_A_RUN = "model.safetensors"


def with_models(patch: Patch, wanted: Mapping[str, Path]) -> Patch:
    """Return a patch in which these models are played; `wanted` has them by what a part calls its file.

    Args:
        patch: the piece.
        wanted: folders of runs, or their model.safetensors.

    Raises:
        DescantError: no part of the patch, or several, name such a file, or there is no such run.
    """
    for file, run in wanted.items():
        named = [name for name, entry in patch.parts.items() if file in entry.files]
        if len(named) != 1:
            what = f"has {len(named) or 'no'} parts that name {file}" + (f": {', '.join(named)}" if named else "")
            raise DescantError(patch.name, what, f'write {file} = "…" in the table of one sequencer')
        patch = _with(patch, named[0], {file: _of(run)})
    return patch


def again(patch: Patch, models: Mapping[str, Mapping[str, str]]) -> Patch:
    """Return a patch in which the models are played that the header of a take names, as far as it has their parts."""
    for name, own in models.items():
        if name in patch.parts:
            known = {file: Path(path) for file, path in own.items() if file in patch.parts[name].files}
            patch = _with(patch, name, known)
    return patch


def models_of(patch: Patch) -> dict[str, dict[str, str]]:
    """Return which models are played instead of those that the patch names, by part and file."""
    taken = ((name, {file: str(path) for file, path in own.instead.items()}) for name, own in patch.parts.items())
    return {name: own for name, own in taken if own}


def _with(patch: Patch, part: str, instead: Mapping[str, Path]) -> Patch:
    own = patch.parts[part]
    entry = replace(own, instead={**own.instead, **instead})
    return replace(patch, parts={**patch.parts, part: entry})


def _of(run: Path) -> Path:
    path = run / OF_A_RUN if run.is_dir() else run
    if not path.is_file():
        what = f"is no run: it has no {OF_A_RUN}" if run.is_dir() else "there is no such run"
        raise DescantError(str(run), what, "give the folder of a run: descant train … --out RUN")
    return path.resolve()
