"""An atlas as one HTML page, which needs nothing outside it: the map, and the loops that are heard where a hand is."""

import base64
import json
from collections.abc import Sequence
from html import escape
from importlib.resources import files

import numpy as np

from descant.models.atlas import EDGE
from descant.training.atlas import BRIGHTNESS, DENSITY, NOVELTY, SYNCOPATION, WORDS, Charted
from descant.training.atlas_loops import AtlasLoop

LEFT, BELOW = 0.9, 0.8  # of a place, around the map
INSIDE = 0.88  # of a place that its loop takes


def page(charted: Charted, loops: Sequence[AtlasLoop], title: str, facts: str) -> str:
    """Return the page.

    Args:
        charted: the map.
        loops: those of its places that can be heard, one at least.
        title: what it is of.
        facts: a sentence of how it came about.
    """
    own = files("descant.training")
    told = json.dumps({"side": len(charted.chosen), "loops": [_told(charted, loop) for loop in loops]},
                      separators=(",", ":")).replace("</", "<\\/")  # fmt: skip
    style = "".join(own.joinpath(name).read_text("utf-8") for name in ("report.css", "atlas.css"))
    return (
        '<!DOCTYPE html>\n<html lang="en"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f"<title>{escape(title)} · Descant</title><style>{style}</style></head>\n<body><main>"
        f"<h1>{escape(title)}</h1><p>{escape(facts)}</p>"
        "<p>Press and drag, and hear the nearest loop that has a frame; the arrow keys go from loop to loop, the space "
        "bar plays and stops. More sounds to the right, more syncopated upwards; colours go from dark sounds to bright "
        f"ones.</p><figure>{_map(charted, loops)}</figure></main>{_player()}\n"
        f'<script type="application/json" id="atlas">{told}</script>\n'
        f"<script>{own.joinpath('atlas.js').read_text('utf-8')}</script></body></html>\n"
    )


def _told(charted: Charted, loop: AtlasLoop) -> dict[str, str | float]:
    """Return what the page knows of a loop; its place is counted from the lower left corner."""
    measured = charted.found.measures[loop.elite]
    near = charted.name(loop.elite)
    words = (
        f"{loop.name}: density {measured[DENSITY]:.0%}, syncopation {measured[SYNCOPATION]:.2f}, brightness "
        f"{2.0 ** measured[BRIGHTNESS] / 1000:.2f} kHz, novelty {measured[NOVELTY]:.2f}"
        + (f"; near {near}" * bool(near))
    )
    flac = base64.b64encode(loop.flac()).decode()
    return {"name": loop.name, "x": loop.column + 0.5, "y": loop.line + 0.5, "words": words, "flac": flac}


def _map(charted: Charted, loops: Sequence[AtlasLoop]) -> str:
    side = len(charted.chosen)
    inside = "".join(_place(charted, line, column) for line, column in np.ndindex(side, side))
    frames = "".join(
        f'<rect class="loop" data-loop="{number}" x="{loop.column + 0.03:g}" y="{side - loop.line - 0.97:g}" '
        'width=".94" height=".94" rx=".06"/>'
        for number, loop in enumerate(loops)
    )
    kinds = {text for text, *_ in WORDS}
    scale = (side - 1) / (2.0 * EDGE)
    regions = "".join(
        f'<text class="region{" word" * (text in kinds)}" x="{(x + EDGE) * scale + 0.5:.2f}" '
        f'y="{side - (y + EDGE) * scale - 0.5 + (0.32 if text in kinds else 0.0):.2f}">{escape(text)}</text>'
        for text, x, y in charted.words
    )
    return (
        f'<svg viewBox="{-LEFT} 0 {side + LEFT} {side + BELOW}" role="img" aria-label="The map of loops">'
        f'{_along(charted)}<svg id="map" tabindex="0" x="0" y="0" width="{side}" height="{side}" '
        f'viewBox="0 0 {side} {side}"><rect class="ground" width="{side}" height="{side}"/>'
        f"{inside}{frames}{regions}</svg></svg>"
    )


def _place(charted: Charted, line: int, column: int) -> str:
    """Return the loop of a place, its first row at the bottom."""
    side, elite = len(charted.chosen), int(charted.chosen[line, column])
    onsets = charted.onsets(elite)
    rows, steps = onsets.shape
    path = "".join(f"M{step} {rows - 1 - row}h.85v.85h-.85z" for row, step in np.argwhere(onsets))
    x, y = column + (1 - INSIDE) / 2, side - 1 - line + (1 - INSIDE) / 2
    return (
        f'<path fill="{_colour(charted, elite)}" d="{path}" '
        f'transform="translate({x:.3f} {y:.3f}) scale({INSIDE / steps:.5f} {INSIDE / rows:.5f})"/>'
    )


def _colour(charted: Charted, elite: int) -> str:
    """Return a colour from blue, dark, to orange, bright; both are seen on light and dark paper."""
    octaves = charted.found.measures[charted.chosen][..., BRIGHTNESS]
    low, high = float(octaves.min()), float(octaves.max())
    share = (float(charted.found.measures[elite, BRIGHTNESS]) - low) / max(high - low, 1e-9)
    return f"hsl({250 + 150 * share:.0f} 62% {48 + 6 * share:.0f}%)"


def _along(charted: Charted) -> str:
    """Return the measures along the edges."""
    measured, side = charted.found.measures[charted.chosen], len(charted.chosen)
    across = "".join(
        f'<text class="along" x="{at + 0.5}" y="{side + 0.3}" text-anchor="middle">{value:.0%}</text>'
        for at, value in enumerate(measured[..., DENSITY].mean(0))
    )
    up = "".join(
        f'<text class="along" x="-0.12" y="{side - at - 0.42}" text-anchor="end">{value:.1f}</text>'
        for at, value in enumerate(measured[..., SYNCOPATION].mean(1))
    )
    return (
        f'{across}{up}<text class="along" x="{side / 2}" y="{side + 0.68}" text-anchor="middle">density</text>'
        f'<text class="along" transform="translate(-0.62 {side / 2}) rotate(-90)" text-anchor="middle">'
        "syncopation</text>"
    )


def _player() -> str:
    return (
        '<div id="player"><div><button id="play" class="main">▶ play</button>'
        '<label>level <input id="level" type="range" min="0" max="1" step="0.01" value="0.7"></label>'
        '<a id="wav" download>its WAV</a><a id="midi" download>its MIDI</a>'
        '<span id="where" class="quiet"></span></div></div>'
    )
