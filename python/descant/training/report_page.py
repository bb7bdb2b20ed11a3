"""A run's report as one HTML page: nothing outside it is asked for, so that it opens from a stick, and it plays."""

import json
from collections.abc import Mapping, Sequence
from html import escape
from typing import Any

import numpy as np
from numpy.typing import NDArray

from descant.training import charts, report_parts
from descant.training.report import REACH, Findings, confusions, shares
from descant.training.report_parts import Page, share, signed
from descant.training.report_player import data, player, reach

MOST_POINTS = 3000  # patterns on the plane, and to be heard
RIGHT = {
    "cells, held out": "cells",
    "cells, training": "train_cells",
    "F1, held out": "f1",
    "F1, training": "train_f1",
}


def page(found: Findings, sizes: Mapping[str, Any] | None = None, loops: Sequence[tuple[str, bytes]] = ()) -> str:
    """Return the page.

    Args:
        found: the run, looked at.
        sizes: what `training.sizes` found of the same corpus.
        loops: names and FLAC files to listen to.
    """
    shown = np.linspace(0, len(found.corpus) - 1, min(MOST_POINTS, len(found.corpus))).round().astype(int)
    parts = [
        _head(found), _plane(found, shown), _traversal(found), _reconstructions(found, shown),
        _loops(found, shown, loops), report_parts.curves(found.curves, ("Right, share", RIGHT)), _probe(found),
        _sizes(sizes), _corpus(found), report_parts.settings(found.facts),
    ]  # fmt: skip
    title = found.run.folder.resolve().name
    return report_parts.whole(
        Page(title, "".join(parts), player(found), data(found, shown), ("report.css",), "report.js")
    )


def _head(found: Findings) -> str:
    corpus, figures = found.corpus, found.figures
    origin = "made by rules, played by nobody" if corpus.origin == "made" else "imported from MIDI files"
    unseen = int(figures["unseen"] or 0)
    on = f"{unseen} patterns that it never saw" if unseen else "the patterns it was trained with: none was held out"
    told = figures["told"]
    tiles = [
        (share(figures["cells"]), "of cells right"),
        (share(figures["f1"]), "F1 of onsets"),
        (signed(figures["elbo"]), "bound, nats"),
        (share(told) if told is not None else "–", "labels told from the point"),
        (f"{found.step:,}", f"steps of {found.facts['settings'].get('steps', 0):,}"),
    ]
    latents = found.model.latents
    words = (
        f"A space of rhythms in {latents} dimension{'s' * (latents > 1)}, learned from {len(corpus):,} patterns "
        f"({origin}). Each point is a loop. The figures are of {on}."
    )
    return report_parts.head(found.run.folder.resolve().name, words, tiles)


def _plane(found: Findings, shown: NDArray[np.intp]) -> str:
    corpus = found.corpus
    counts = [(corpus.labels.index(name) if name else -1, name or "no label", count) for name, count in shares(corpus)]
    x, y = found.axes
    points = np.stack([found.z[shown, x], found.z[shown, y] if x != y else np.zeros(len(shown))], axis=1)
    points = points.clip(-reach(found), reach(found))
    drawn = charts.scatter(points, corpus.label[shown], found.held[shown], corpus.labels, reach(found))
    words = f"z{x + 1} goes to the right" + (f", z{y + 1} up" if x != y else "")
    words += ", the two of greatest KL" if found.model.latents > 2 else ""
    fewer = f" {len(shown):,} of {len(corpus):,} patterns are drawn." if len(shown) < len(corpus) else ""
    return (
        "<h2>The plane</h2><p>Click or drag, and hear the loop that is there; the arrow keys move too, the space bar "
        "plays and stops. A mark is a pattern of the corpus where the encoder puts it: full ones were held out, "
        f"hollow ones trained with. Rings are deviations of the prior; {words}.{fewer}</p>"
        f"<div class=two><figure>{drawn}</figure><figure>{charts.legend(counts)}</figure></div>"
    )


def _traversal(found: Findings) -> str:
    along = [float(value) for value in found.steps_along()]
    grid = found.traversal if found.axes[0] != found.axes[1] else found.traversal[:1]
    drawn = charts.traversal(grid, along, found.corpus.grid.steps_per_quarter)
    rest = " The other dimensions are 0." if found.model.latents > 2 else ""
    first = escape(found.corpus.rows[0].name.replace("_", " "))
    return (
        f"<h2>A walk over it</h2><p>From −{REACH:g} to {REACH:g} deviations, both ways; darker is surer, the {first} "
        f"is at the bottom of each box.{rest} Click one to hear it.</p><figure>{drawn}</figure>"
    )


def _reconstructions(found: Findings, shown: NDArray[np.intp]) -> str:
    places = {int(place): number for number, place in enumerate(shown)}
    beat = found.corpus.grid.steps_per_quarter
    sections = []
    for sort, examples in found.examples.items():
        drawn = []
        for each in examples:
            item = f' data-item="{places[each.place]}"' if each.place in places else ""
            words = f"{each.label or 'no label'}: F1 {share(each.f1)}"
            drawn.append(
                f"<figure class=pair{item}>{charts.pattern(each.onsets.astype(float), beat)}"
                f"{charts.pattern(each.probability, beat, each.onsets)}<figcaption>{escape(words)}</figcaption>"
                "</figure>"
            )
        sections.append(f"<h3>The {sort}</h3><div class=pairs>{''.join(drawn)}</div>")
    return (
        "<h2>What comes back</h2><p>Patterns that were held out, and beside each what the model makes of it by way of "
        "its point. Framed onsets were missed, red ones came by themselves.</p>" + "".join(sections)
    )


def _loops(found: Findings, shown: NDArray[np.intp], loops: Sequence[tuple[str, bytes]]) -> str:
    """Return a button for the middle of each label, and what was sounded beforehand."""
    corpus, buttons = found.corpus, []
    for place, name in enumerate(corpus.labels):
        mine = found.z[corpus.label == place]
        if len(mine):
            z = json.dumps([round(float(value), 3) for value in np.median(mine, axis=0)])
            buttons.append(f"<button data-z='{z}'>{escape(name)}</button>")
    middle = json.dumps([0.0] * found.model.latents)
    buttons.insert(0, f"<button data-z='{middle}'>the middle of all</button>")
    sounds = "".join(report_parts.audio(name, sound, loop=True) for name, sound in loops)
    own = "".join(f"<button data-item='{at}'>{escape(_item(found, int(shown[at])))}</button>" for at in _some(shown))
    return (
        "<h2>Loops</h2><p>Decoded at the middle of each label, by the small drums of this page:</p>"
        f"<p class=loops>{''.join(buttons)}</p><p>And patterns of the corpus, as they are:</p><p class=loops>{own}</p>"
        + (
            f"<p>By Descant's drum kit, as <code>descant loop</code> has it:</p><div class=two>{sounds}</div>"
            if sounds
            else ""
        )
    )


def _some(shown: NDArray[np.intp]) -> list[int]:
    return [int(at) for at in np.unique(np.linspace(0, len(shown) - 1, min(6, len(shown))).round().astype(int))]


def _item(found: Findings, place: int) -> str:
    corpus = found.corpus
    source = corpus.sources[int(corpus.source[place])].name.replace("\\", "/").rsplit("/", 1)[-1]
    return f"{source}, {int(corpus.item[place]) + 1}"


def _probe(found: Findings) -> str:
    if found.confusion is None:
        return ""
    wrong = confusions(found)
    said = ", ".join(f"{one} as {other} ({count})" for one, other, count in wrong[:6]) or "none"
    return (
        f"<h2>What a straight line tells</h2><p>{share(found.figures['told'])} of the held-out patterns have their "
        "label told by a linear probe of z, fitted to the points that were trained with. Lines are true labels, "
        f"columns what was told. Taken for others: "
        f"{escape(said)}.</p>{charts.confusion(found.confusion, found.corpus.labels)}"
    )


def _sizes(sizes: Mapping[str, Any] | None) -> str:
    if not sizes:
        return ""
    rows = [
        [
            str(row["latents"]), share(row["cells"]), share(row["f1"]), signed(row["elbo"]),
            share(row["told"]) if row.get("told") is not None else "–", str(row["active"]), f"{row['seconds']:.0f} s",
        ]
        for row in sizes["sizes"]
    ]  # fmt: skip
    head = (
        "dimensions",
        "cells right",
        "F1 of onsets",
        "bound, nats",
        "labels told",
        "dimensions in use",
        "trained in, one core",
    )
    return f"<h2>Sizes compared</h2><p>{escape(sizes['what'])}</p>{charts.table(head, rows)}"


def _corpus(found: Findings) -> str:
    corpus = found.corpus
    facts = {
        "patterns": f"{len(corpus):,}, {int(corpus.held_out.sum()):,} of them held out in the corpus",
        "origin": "made by musical rules: nobody played them"
        if corpus.origin == "made"
        else "imported from MIDI files",
        "grid": f"{corpus.grid.steps} steps, {corpus.grid.steps_per_quarter} a quarter",
        "rows": ", ".join(row.name.replace("_", " ") for row in corpus.rows),
    }
    return report_parts.made_from(corpus, facts, found.facts["data"])
