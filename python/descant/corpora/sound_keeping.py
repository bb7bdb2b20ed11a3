"""A corpus of sounds as a folder: sounds.flac, one after another to listen to, sounds.npz, and readable corpus.toml."""

import hashlib
import io
import zipfile
from pathlib import Path
from typing import Any

import numpy as np
import soundfile
from numpy.typing import NDArray

from descant import __version__
from descant.corpora.facts import FACTS, listed, pairs, read_bytes, read_facts, reasons, write_whole
from descant.corpora.patterns import Source
from descant.corpora.sounds import FRAMES, SAMPLE_RATE, Sounds
from descant.errors import DescantError

AUDIO, ARRAYS = "sounds.flac", "sounds.npz"
FORM = 1
KINDS = {"length": np.int32, "label": np.int16, "source": np.int32, "held_out": np.bool_}
AGAIN = "make or import it again: descant sounds make --out DIR"


def save(sounds: Sounds, folder: Path) -> None:
    """Write a corpus into `folder`. All of it is new, or as it was.

    Raises:
        ValueError: there is no sound in it.
        OSError: it cannot be written.
    """
    if not len(sounds):
        raise ValueError("there are no sounds to keep")
    arrays, audio = io.BytesIO(), io.BytesIO()
    np.savez_compressed(arrays, **{name: getattr(sounds, name) for name in KINDS})
    joined = np.concatenate([row[:length] for row, length in zip(sounds.audio, sounds.length, strict=True)])
    soundfile.write(audio, joined, SAMPLE_RATE, subtype="PCM_24", format="FLAC")
    facts = _facts(sounds, _sum(audio.getvalue(), arrays.getvalue())).encode(errors="backslashreplace")
    write_whole(folder, {AUDIO: audio.getvalue(), ARRAYS: arrays.getvalue(), FACTS: facts})


def _sum(audio: bytes, arrays: bytes) -> str:
    return hashlib.sha256(audio + arrays).hexdigest()


def _facts(sounds: Sounds, digest: str) -> str:
    """Return the text of corpus.toml."""
    how = "synthesised: nobody recorded them" if sounds.origin == "made" else "imported from sound files"
    kept = np.bincount(sounds.source, minlength=len(sounds.sources))
    lines = [
        f"# {len(sounds)} sounds, {how}.",
        *pairs(form=FORM, kind="sounds", origin=sounds.origin, descant=__version__, sounds=len(sounds)),
        *pairs(held_out=int(sounds.held_out.sum()), sample_rate=SAMPLE_RATE, frames=FRAMES),
        *pairs(labels=list(sounds.labels), sha256=digest),
        *["", "[settings]", *pairs(**sounds.settings), "", "[counts]", *pairs(**sounds.counts)],
    ]
    for source, count in zip(sounds.sources, kept, strict=True):
        said = {"about": source.about, "sha256": source.sha256}
        lines += ["", "[[sources]]", *pairs(name=source.name, **{key: word for key, word in said.items() if word})]
        lines += pairs(sounds=int(count))
    return "\n".join([*lines, *listed(sounds.dropped, sounds.notes)]) + "\n"


def load(folder: Path) -> Sounds:
    """Return the corpus that is in a folder.

    Raises:
        DescantError: it is not there, damaged, or not what its corpus.toml says.
    """
    facts = read_facts(folder, kind="sounds", form=FORM, again=AGAIN)
    audio, arrays = read_bytes(folder / AUDIO, AGAIN), read_bytes(folder / ARRAYS, AGAIN)
    if _sum(audio, arrays) != facts.get("sha256"):
        raise DescantError(str(folder), f"does not hold the files that {FACTS} was written for", AGAIN)
    try:
        return _sounds(audio, arrays, facts)
    except (ValueError, KeyError, TypeError, zipfile.BadZipFile, soundfile.LibsndfileError) as error:
        raise DescantError(str(folder), f"is no corpus of sounds ({error})", AGAIN) from error


def _sounds(audio: bytes, arrays: bytes, facts: dict[str, Any]) -> Sounds:
    with np.load(io.BytesIO(arrays), allow_pickle=False) as found:
        own = {name: found[name] for name in KINDS}
    joined, _ = soundfile.read(io.BytesIO(audio), dtype="float32")
    _check(own, len(joined), facts)
    whole = np.zeros((len(own["length"]), FRAMES), np.float32)
    for row, length, ends in zip(whole, own["length"], np.cumsum(own["length"]), strict=True):
        row[:length] = joined[ends - length : ends]
    return Sounds(
        whole, **own, labels=tuple(facts["labels"]),
        sources=tuple(Source(s["name"], s.get("about", ""), s.get("sha256", "")) for s in facts.get("sources", ())),
        origin=facts["origin"], settings=facts["settings"], counts=facts["counts"],
        dropped=reasons(facts, "dropped"), notes=reasons(facts, "noted"),
    )  # fmt: skip


def _check(arrays: dict[str, NDArray[Any]], frames: int, facts: dict[str, Any]) -> None:
    """Raise ValueError where arrays, sound and facts do not fit each other."""
    count = len(arrays["length"])
    limits = {
        "length": (1, FRAMES), "label": (-1, len(facts["labels"]) - 1),
        "source": (0, len(facts.get("sources", ())) - 1), "held_out": (0, 1),
    }  # fmt: skip
    for name, kind in KINDS.items():
        values, (low, high) = arrays[name], limits[name]
        if values.dtype != kind or values.shape != (count,):
            raise ValueError(f"{name} is {values.dtype} of {values.shape}")
        if not ((values >= low) & (values <= high)).all():
            raise ValueError(f"{name} is not from {low} to {high}")
    if int(arrays["length"].sum()) != frames:
        raise ValueError(f"{AUDIO} has {frames} frames, and its sounds {int(arrays['length'].sum())}")
