"""Make a corpus of MIDI files and folders: each file used, or named with the reason why it was not."""

import hashlib
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from descant.corpora.bars import Cut, cut, drums
from descant.corpora.finding import found_files
from descant.corpora.labelling import Labels, labels
from descant.corpora.patterns import Corpus, Gathering, Grid, Pattern, Source
from descant.corpora.rows import Mapping
from descant.corpora.smf import MidiFile, parse
from descant.draws import generator
from descant.errors import DescantError

ENDINGS = (".mid", ".midi", ".smf")
LARGEST_BYTES = 8 << 20
Report = Callable[[float], None]
Tell = Callable[[str, str], None]
"""Takes a file and what is to be said of it."""


@dataclass(frozen=True, slots=True)
class Import:
    """What is imported, and how."""

    paths: tuple[Path, ...]
    grid: Grid
    mapping: Mapping = field(default_factory=Mapping)
    labels: str = "folders"
    held_out: float = 0.1  #: of the files, 0 to 0.5; of the patterns where there is one file
    seed: int = 0


@dataclass(slots=True)
class _Found:
    """What has been read so far."""

    sources: list[Source] = field(default_factory=list)
    patterns: list[tuple[Pattern, str, int, int]] = field(default_factory=list)  #: with label, source and number
    counts: Counter[str] = field(default_factory=Counter)
    dropped: list[tuple[str, str]] = field(default_factory=list)
    notes: list[tuple[str, str]] = field(default_factory=list)


def import_patterns(wanted: Import, report: Report = lambda done: None, tell: Tell = lambda name, what: None) -> Corpus:
    """Return the corpus of all MIDI files that were given or lie in the folders that were given.

    `report` hears how much is done, 0 to 1; `tell` each file that was not taken, or is odd.

    Raises:
        DescantError: there is no file, no file has a pattern, or the labels cannot be read.
    """
    words, found = labels(wanted.labels), _Found()
    files = found_files(wanted.paths, ENDINGS, "MIDI file")
    for number, (path, root) in enumerate(files):
        before = len(found.dropped), len(found.notes)
        _take(found, path, root, words, wanted)
        for name, what in found.dropped[before[0] :] + found.notes[before[1] :]:
            tell(name, what)
        report((number + 1) / len(files))
    for name in words.unmatched:
        found.notes.append((name, f"is in {wanted.labels} and not among the files"))
        tell(*found.notes[-1])
    return _corpus(found, wanted, len(files))


def _take(found: _Found, path: Path, root: Path, words: Labels, wanted: Import) -> None:
    """Read one file; whatever is wrong with it is a line in `found`, and no error."""
    name, label = str(path), words.of(path, root)
    try:
        data = _read(path)
        file = parse(data)
        cuts = _cuts(file, wanted)
    except ValueError as error:
        found.dropped.append((name, str(error)))
        return
    found.notes += [(name, note) for note in file.notes]
    source = len(found.sources)
    found.sources.append(Source(name, sha256=hashlib.sha256(data).hexdigest()))
    number = 0
    for each in cuts:
        found.counts += each.counts
        found.notes += [(name, note) for note in each.notes]
        for pattern in each.patterns:
            found.patterns.append((pattern, label, source, number))
            number += 1


def _read(path: Path) -> bytes:
    try:
        if not path.is_file():
            raise ValueError("is no file")
        with path.open("rb") as file:
            data = file.read(LARGEST_BYTES + 1)
    except OSError as error:
        raise ValueError(f"cannot be read: {error.strerror or error}") from error
    if len(data) > LARGEST_BYTES:
        raise ValueError(f"is larger than {LARGEST_BYTES >> 20} MiB")
    return data


def _cuts(file: MidiFile, wanted: Import) -> list[Cut]:
    """Return what the file's sequences are cut into.

    Raises:
        ValueError: nothing; the text says why.
    """
    mapping, found, strange = wanted.mapping, [], Counter[int]()
    for sequence in file.sequences:
        struck, others = drums(sequence, mapping)
        found.append(cut(sequence, struck, file.ticks_a_quarter, mapping, wanted.grid))
        strange += others
        found[-1].counts["strike of a note that is no row"] += others.total()
    if any(each.patterns for each in found):
        return found
    raise ValueError(_why_nothing(file, found, strange, mapping))


def _why_nothing(file: MidiFile, found: list[Cut], strange: Counter[int], mapping: Mapping) -> str:
    channels = sorted({strike.channel for sequence in file.sequences for strike in sequence.strikes})
    if not channels:
        return f"has no notes ({'; '.join(file.notes)})" if file.notes else "has no notes"
    if mapping.channel not in (None, *channels):
        return f"has no drums: nothing on channel {mapping.channel}, only on {', '.join(map(str, channels))}"
    reasons = sum((each.counts for each in found), Counter[str]())
    del reasons["strike of a note that is no row"], reasons["softer hit in the same cell"], reasons["empty pattern"]
    if reasons := +reasons:
        return "has no pattern: " + ", ".join(f"{reason} ({count})" for reason, count in reasons.items())
    return f"has no drums: no row has its notes {', '.join(map(str, sorted(strange)[:8]))}"


def _corpus(found: _Found, wanted: Import, files: int) -> Corpus:
    gathering = Gathering(wanted.grid, wanted.mapping.rows)
    held = _held_out(found, wanted)
    for place, (pattern, label, source, number) in enumerate(found.patterns):
        if not gathering.add(pattern, label, source, number, place in held):
            found.counts["duplicate"] += 1
    if not gathering.patterns:
        first = f"; the first: {found.dropped[0][1]}" if found.dropped else ""
        raise DescantError(
            ", ".join(map(str, wanted.paths)), f"none of {files} files has a pattern{first}", "see --channel and --map"
        )
    corpus = gathering.corpus(tuple(found.sources), "imported")
    corpus.settings = {
        "seed": wanted.seed, "held_out": wanted.held_out, "labels": wanted.labels, "files": files,
        "channel": wanted.mapping.channel or 0,
    }  # fmt: skip
    corpus.counts, corpus.dropped, corpus.notes = dict(+found.counts), found.dropped, found.notes
    return corpus


def _held_out(found: _Found, wanted: Import) -> set[int]:
    """Return the patterns that are for testing: those of whole files, so that no file is on both sides."""
    sources = len(found.sources)
    by_file = sources > 1
    many = sources if by_file else len(found.patterns)
    count = 0 if many < 2 or not wanted.held_out else max(1, round(many * wanted.held_out))
    drawn = set(generator(wanted.seed, "patterns", "held out", 0).permutation(many)[:count].tolist())
    return {place for place, (_, _, source, _) in enumerate(found.patterns) if (source if by_file else place) in drawn}
