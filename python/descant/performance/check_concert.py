"""Everything that could go wrong in a concert: in its file, in each of its pieces, and between them."""

from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import Any

from descant.errors import DescantError
from descant.patch import load, with_settings
from descant.patch.assets import is_file
from descant.patch.concert import Entry, broken_cues, clashing, is_concert, misplaced, read_concert
from descant.patch.patch import Patch
from descant.performance import check, check_live
from descant.performance.check import Finding, of
from descant.performance.tonight import Tonight


def findings(path: Path) -> list[Finding]:
    """Return what is wrong with the concert at `path`, with its pieces, each under its name, and with this machine."""
    _, entries, wrong = read_concert(path)
    found = [of(problem.error()) for problem in wrong]
    for entry in entries:
        found += [under(entry, each) for each in _of_entry(entry, path)]
    found += between(path, _loadable(entries))
    return [*found, *check.of_machine(path, max(1, len(entries)))]


def inputs(path: Path) -> set[str]:
    """Return the names of all pieces' inputs."""
    return {name for _, patch in _loadable(read_concert(path)[1]) for name in patch.inputs}


def live(path: Path, **tonight: Any) -> list[Finding]:
    """Return what performing a concert live needs: of this machine once, and of each piece under its name."""
    _, entries, _ = read_concert(path)
    patches = _loadable(entries)
    first = next((patch for _, patch in patches), None)
    found = check_live.of_machine(Tonight(patch=path, piece=first, **tonight))
    for entry, patch in patches:
        own = check_live.of_piece(Tonight(patch=entry.path, piece=patch, **tonight))
        found += [under(entry, each) for each in own]
    return found


def called(entry: Entry) -> str:
    """Return what a piece is called here: one patch may be several pieces, and two patches may have one name."""
    return f"piece {entry.place + 1}, {entry.path.stem}"


def under(entry: Entry, finding: Finding) -> Finding:
    """Return a finding of a piece under its name."""
    return replace(finding, where=f"{called(entry)}: {finding.where}")


def _of_entry(entry: Entry, concert: Path) -> Iterator[Finding]:
    yield from (of(problem.error()) for problem in misplaced(entry, str(concert)))
    if is_file(entry.path) and not is_concert(entry.path):
        yield from check.of_patch(entry.path)
        for cue in broken_cues(entry.path):
            yield Finding(f"cue {cue}", "is broken", "correct it as it says above, or take it out")


def _loadable(entries: list[Entry]) -> list[tuple[Entry, Patch]]:
    """Return the pieces that can be loaded, and their patches."""
    found = []
    for entry in entries:
        with suppress(DescantError):  # another finding says so
            found.append((entry, with_settings(load(entry.path), entry.table.set)))
    return found


def between(path: Path, pieces: list[tuple[Entry, Patch]]) -> Iterator[Finding]:
    """Yield what does not go together, although each piece is right by itself."""
    for what, fix in clashing([patch for _, patch in pieces]):
        yield Finding(str(path), what, fix)
    differing: tuple[tuple[str, Callable[[Patch], object], str], ...] = (
        ("sample_rate", lambda patch: patch.sound.sample_rate, "JACK has one: give all pieces the same in [sound]"),
        ("port in [osc]", lambda patch: patch.osc.port, "clients are heard at the first piece's: give all the same"),
    )  # fmt: skip
    for name, value_of, fix in differing:
        values = [(value_of(patch), called(entry)) for entry, patch in pieces]
        if len({value for value, _ in values}) > 1:
            told = ", ".join(f"{value} in {piece}" for value, piece in values)
            yield Finding(str(path), f"the pieces differ in {name}: {told}", fix)
