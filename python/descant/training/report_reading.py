"""Reading a run that is to be reported on: its facts, its own corpus and no other, its settings."""

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, TypeVar

from descant.errors import DescantError
from descant.training.run import Run

T = TypeVar("T")


def of_kind(run: Run, kind: str) -> dict[str, Any]:
    """Return the facts of a run of some kind.

    Raises:
        DescantError: there is no such run, or it is one of another kind.
    """
    facts = run.facts()
    if facts["kind"] != kind:
        raise DescantError(str(run.folder), f"is a run of {facts['kind']}", f"name a run of descant train {kind}")
    return facts


def own_corpus(
    run: Run, facts: Mapping[str, Any], data: Path | None, read: Callable[[Path], tuple[T, Mapping[str, int | str]]]
) -> T:
    """Return the corpus of a run.

    Args:
        run, facts: the run, and what run.toml says.
        data: the corpus's folder, where that is no longer where run.toml says.
        read: reads a corpus, and what run.toml would say of it.

    Raises:
        DescantError: it cannot be read, or is another.
    """
    folder = data or Path(facts["data"].get("folder", ""))
    corpus, kept = read(folder)
    if kept["sha256"] != facts["data"].get("sha256"):
        raise DescantError(str(folder), f"is not the corpus that {run.folder} was trained with", "name it with --data")
    return corpus


def made(run: Run, make: Callable[[], T]) -> T:
    """Return what is made of a run's settings.

    Raises:
        DescantError: they are none.
    """
    try:
        return make()
    except (TypeError, ValueError, KeyError) as error:
        what = f"has settings that are none ({error})"
        raise DescantError(str(run.settings_path), what, "restore it from a copy, or train anew") from error
