"""What a report plays with: the bar of knobs, and the data from which the page's script decodes and sounds loops."""

import base64
from html import escape
from typing import Any

import numpy as np
from numpy.typing import NDArray

from descant.corpora.rows import GENERAL_MIDI, Row
from descant.training.report import Findings, grooves, layers

LARGEST_WEIGHTS = 6 << 20  # bytes of a decoder that the page decodes with
SOUNDS = {note: row.name for row in GENERAL_MIDI for note in row.notes}


def reach(found: Findings) -> float:
    """Return how far the plane goes: all but the farthest hundredth of the patterns, 3 deviations at least."""
    far = float(np.quantile(np.abs(found.z[:, list(found.axes)]), 0.99))
    return float(np.clip(np.ceil(far), 3.0, 8.0))


def player(found: Findings) -> str:
    """Return the bar that stays in sight: what sounds, and its knobs."""
    rows, steps, far = len(found.corpus.rows), found.corpus.grid.steps, reach(found)
    others = [n for n in range(found.model.latents) if n not in found.axes]
    sliders = "".join(
        f'<label>z{n + 1} <input type=range data-latent="{n}" min="{-far}" max="{far}" step="0.05" value="0"></label>'
        for n in others
    )
    labels = "".join(f'<option value="{n}">{escape(name)}</option>' for n, name in enumerate(found.corpus.labels))
    told = f'<label>label <select id="label"><option value="-1">none</option>{labels}</select></label>'
    beats = "".join(f"M{step} 0V{rows}" for step in range(0, steps + 1, found.corpus.grid.steps_per_quarter))
    return (
        '<div id="player"><div><button id="play" class="main">▶ play</button>'
        f'<svg class="pattern" viewBox="0 0 {steps} {rows}" preserveAspectRatio="none" role="img" '
        'aria-label="what sounds">'
        f'<rect id="head" width="1" height="{rows}" visibility="hidden"/><path class="beat" d="{beats}"/>'
        '<path id="sounding"/><path id="struck"/></svg>'
        '<label>bpm <input id="bpm" type="number" min="30" max="300" value="110"></label>'
        '<label>density <input id="density" type="range" min="0" max="1" step="0.01" value="0.5"></label>'
        '<label>level <input id="level" type="range" min="0" max="1" step="0.01" value="0.7"></label>'
        f'{sliders}{told if found.model.labels else ""}<button id="save">save as MIDI</button>'
        '<span id="where" class="quiet"></span></div></div>'
    )


def data(found: Findings, shown: NDArray[np.intp]) -> dict[str, Any]:
    """Return what the page plays from."""
    corpus = found.corpus
    velocity, timing = grooves(corpus)
    decoder = layers(found.model)
    if sum(weight.nbytes for weight, _ in decoder) > LARGEST_WEIGHTS:
        decoder = []
    return {
        "latents": found.model.latents,
        "axes": list(found.axes),
        "reach": reach(found),
        "steps": corpus.grid.steps,
        "steps_per_quarter": corpus.grid.steps_per_quarter,
        "rows": [{"name": row.name, "note": row.note, "drum": _drum(row)} for row in corpus.rows],
        "labels": list(corpus.labels),
        "conditioned": bool(found.model.labels),
        "velocity": _rounded(velocity),
        "timing": _rounded(timing),
        "z": [[round(float(value), 3) for value in point] for point in found.z[shown]],
        "label": corpus.label[shown].tolist(),
        "onsets": _base64(np.packbits(corpus.onsets[shown].reshape(len(shown), -1), axis=1)),
        "layers": [{"weight": _base64(weight), "bias": _base64(bias)} for weight, bias in decoder],
    }


def _drum(row: Row) -> str:
    """Return which of the page's drums plays a row."""
    return next((SOUNDS[note] for note in row.notes if note in SOUNDS), "mid_tom")


def _rounded(values: NDArray[np.float32]) -> list[float]:
    return [round(float(value), 3) for value in values.reshape(-1)]


def _base64(values: NDArray[Any]) -> str:
    """Return an array's bytes as text; numbers in little-endian order, as pages read them."""
    return base64.b64encode(np.ascontiguousarray(values, values.dtype.newbyteorder("<")).tobytes()).decode()
