"""A corpus as a folder: patterns.npz and, readable, corpus.toml; written whole, read with care."""

import hashlib
import io
import zipfile
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from descant import __version__
from descant.corpora.facts import FACTS, listed, pairs, read_bytes, read_facts, reasons, write_whole
from descant.corpora.patterns import Corpus, Grid, Source
from descant.corpora.rows import Row
from descant.errors import DescantError

ARRAYS = "patterns.npz"
FORM = 1
KINDS = {
    "onsets": np.uint8, "velocity": np.float32, "timing": np.float32, "length": np.int16,
    "label": np.int16, "source": np.int32, "item": np.int32, "held_out": np.bool_,
}  # fmt: skip
GRIDS = ("onsets", "velocity", "timing")
AGAIN = "make or import it again: descant patterns make --out DIR"


def save(corpus: Corpus, folder: Path) -> None:
    """Write a corpus into `folder`. All of it is new, or as it was.

    Raises:
        OSError: it cannot be written.
    """
    arrays = io.BytesIO()
    np.savez_compressed(arrays, **{name: getattr(corpus, name) for name in KINDS})
    facts = _facts(corpus, hashlib.sha256(arrays.getvalue()).hexdigest())
    write_whole(folder, {ARRAYS: arrays.getvalue(), FACTS: facts.encode(errors="backslashreplace")})


def _facts(corpus: Corpus, digest: str) -> str:
    """Return the text of corpus.toml."""
    how = "made by musical rules: nobody played them" if corpus.origin == "made" else "imported from MIDI files"
    kept, held = np.bincount(corpus.source, minlength=len(corpus.sources)), int(corpus.held_out.sum())
    lines = [
        f"# {len(corpus)} patterns, {how}.",
        *pairs(form=FORM, kind="patterns", origin=corpus.origin, descant=__version__, patterns=len(corpus)),
        *pairs(held_out=held, steps=corpus.grid.steps, steps_per_quarter=corpus.grid.steps_per_quarter),
        *pairs(labels=list(corpus.labels), sha256=digest),
        *["", "[settings]", *pairs(**corpus.settings), "", "[dropped_patterns]", *pairs(**corpus.counts)],
    ]
    for row in corpus.rows:
        lines += ["", "[[rows]]", *pairs(name=row.name, notes=list(row.notes))]
    for source, count in zip(corpus.sources, kept, strict=True):
        said = {"about": source.about, "sha256": source.sha256}
        lines += ["", "[[sources]]", *pairs(name=source.name, **{key: word for key, word in said.items() if word})]
        lines += pairs(patterns=int(count))
    return "\n".join([*lines, *listed(corpus.dropped, corpus.notes)]) + "\n"


def load(folder: Path) -> Corpus:
    """Return the corpus that is in a folder.

    Raises:
        DescantError: it is not there, damaged, or not what its corpus.toml says.
    """
    facts = read_facts(folder, kind="patterns", form=FORM, again=AGAIN)
    data = read_bytes(folder / ARRAYS, AGAIN)
    if hashlib.sha256(data).hexdigest() != facts.get("sha256"):
        raise DescantError(str(folder / ARRAYS), f"is not the file that {FACTS} was written for", AGAIN)
    try:
        return _corpus(_arrays(data), facts)
    except (ValueError, KeyError, TypeError, zipfile.BadZipFile) as error:
        raise DescantError(str(folder), f"is no corpus of patterns ({error})", AGAIN) from error


def _arrays(data: bytes) -> dict[str, NDArray[Any]]:
    with np.load(io.BytesIO(data), allow_pickle=False) as found:
        arrays = {name: found[name] for name in KINDS}
    for name, kind in KINDS.items():
        if arrays[name].dtype != kind or arrays[name].ndim != (3 if name in GRIDS else 1):
            raise ValueError(f"{name} is {arrays[name].dtype} of {arrays[name].ndim} dimensions")
    return arrays


def _corpus(arrays: dict[str, NDArray[Any]], facts: dict[str, Any]) -> Corpus:
    rows = tuple(Row(row["name"], tuple(row["notes"])) for row in facts["rows"])
    sources = tuple(Source(s["name"], s.get("about", ""), s.get("sha256", "")) for s in facts.get("sources", ()))
    corpus = Corpus(
        **arrays,
        grid=Grid(facts["steps"], facts["steps_per_quarter"]),
        rows=rows,
        labels=tuple(facts["labels"]),
        sources=sources,
        origin=facts["origin"],
        settings=facts["settings"],
        counts=facts["dropped_patterns"],
        dropped=reasons(facts, "dropped"),
        notes=reasons(facts, "noted"),
    )
    _check(corpus)
    return corpus


def _check(corpus: Corpus) -> None:
    """Raise ValueError where arrays and facts do not fit each other."""
    shape = (len(corpus.onsets), len(corpus.rows), corpus.grid.steps)
    for name in KINDS:
        wanted, found = shape if name in GRIDS else shape[:1], getattr(corpus, name).shape
        if found != wanted:
            raise ValueError(f"{name} is {found}, not {wanted}")
    for name, low, high in (
        ("onsets", 0, 1), ("velocity", 0, 1), ("timing", -0.5, 0.5), ("length", 1, corpus.grid.steps),
        ("label", -1, len(corpus.labels) - 1), ("source", 0, len(corpus.sources) - 1),
    ):  # fmt: skip
        values = getattr(corpus, name)
        if not ((values >= low) & (values <= high)).all():  # which NaN is not
            raise ValueError(f"{name} is not from {low} to {high}")
