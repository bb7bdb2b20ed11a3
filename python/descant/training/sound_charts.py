"""What reports on sounds draw: where the sounds of each class lie, and a sound as a picture of its levels."""

from html import escape
from typing import Any

import numpy as np
from numpy.typing import NDArray

from descant.training.charts import hue
from descant.training.sound_findings import Floats, SoundFindings
from descant.training.sound_pad import picture

MOST_DOTS = 600  # of a class
LEAST_REACH, MOST_REACH = 3.0, 6.0  # deviations of the prior, to each side


def portrait(values: Floats) -> str:
    """Return a picture (bands, instants) of values, 0 to 1: in the page's own ink."""
    return f'<div class="frame"><i class="portrait" style="{mask(picture(values))}"></i></div>'


def mask(uri: str) -> str:
    """Return the style that draws a picture in the page's own ink."""
    return f"-webkit-mask-image:url({uri});mask-image:url({uri})"


def latent_plots(found: SoundFindings) -> str:
    """Return a small plane for each class, all of one scale."""
    x, y = found.axes
    points = np.stack([found.z[:, x], found.z[:, y] if x != y else np.zeros(len(found.z))], axis=1)
    reach = float(np.clip(np.ceil(np.quantile(np.abs(points), 0.995)), LEAST_REACH, MOST_REACH))
    names = dict(enumerate(found.sounds.labels)) | {-1: "no label"}
    drawn = []
    for own, name in names.items():
        mine = np.flatnonzero(found.sounds.label == own)
        if len(mine):
            some = mine[:MOST_DOTS]
            drawn.append(_plane(points[some], found.held[some], own, f"{name} ({len(mine)})", reach))
    return f'<div class="planes">{"".join(drawn)}</div>'


def _plane(points: NDArray[Any], held: NDArray[np.bool_], own: int, name: str, reach: float) -> str:
    rings = "".join(f'<circle class="grid" r="{ring}"/>' for ring in range(1, int(reach) + 1))
    dots = "".join(
        f'<circle class="{"held" if tested else "own"}" cx="{a:.2f}" cy="{-b:.2f}" r="{0.02 * reach:g}"/>'
        for (a, b), tested in zip(points.clip(-reach, reach).tolist(), held, strict=True)
    )
    r, axes = f"{reach:g}", f"M-{reach:g} 0H{reach:g}M0 -{reach:g}V{reach:g}"
    return (
        f'<figure><svg viewBox="-{r} -{r} {2 * reach:g} {2 * reach:g}" role="img" '
        f'aria-label="{escape(name, quote=True)}"><path class="grid" d="{axes}"/>{rings}'
        f'<g class="dots hue-{hue(own)}">{dots}</g></svg><figcaption>{escape(name)}</figcaption></figure>'
    )
