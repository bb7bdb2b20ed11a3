"""A run's report as one HTML page: nothing outside it is asked for, so that it opens from a stick, and it plays."""

import base64
import json
from collections.abc import Mapping, Sequence
from html import escape
from importlib.resources import files
from typing import Any

import numpy as np
from numpy.typing import NDArray

from descant.training import charts
from descant.training.charts import Line
from descant.training.report import REACH, Findings, confusions, shares
from descant.training.report_player import data, player, reach

MOST_POINTS = 3000  # patterns on the plane, and to be heard
MOST_TOLD = 200  # lines of what was dropped; corpus.toml has all


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
        _loops(found, shown, loops), _curves(found), _probe(found), _sizes(sizes), _corpus(found), _run(found),
    ]  # fmt: skip
    own = files("descant.training")
    told = json.dumps(data(found, shown), separators=(",", ":")).replace("</", "<\\/")
    title = escape(found.run.folder.resolve().name)
    return (
        '<!DOCTYPE html>\n<html lang="en"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f"<title>{title} · Descant</title><style>{own.joinpath('report.css').read_text('utf-8')}</style></head>\n<body>"
        f"<main>{''.join(parts)}</main>{player(found)}\n"
        f'<script type="application/json" id="run">{told}</script>\n'
        f"<script>{own.joinpath('report.js').read_text('utf-8')}</script></body></html>\n"
    )


def _head(found: Findings) -> str:
    corpus, figures = found.corpus, found.figures
    origin = "made by rules, played by nobody" if corpus.origin == "made" else "imported from MIDI files"
    unseen = int(figures["unseen"] or 0)
    on = f"{unseen} patterns that it never saw" if unseen else "the patterns it was trained with: none was held out"
    told = figures["told"]
    tiles = [
        (f"{_share(figures['cells'])}", "of cells right"),
        (f"{_share(figures['f1'])}", "F1 of onsets"),
        (f"{_nats(figures['elbo'])}", "bound, nats"),
        (_share(told) if told is not None else "–", "labels told from the point"),
        (f"{found.step:,}", f"steps of {found.facts['settings'].get('steps', 0):,}"),
    ]
    shown = "".join(f"<li><b>{value}</b><span class=quiet>{escape(words)}</span></li>" for value, words in tiles)
    latents = found.model.latents
    return (
        f"<h1>{escape(found.run.folder.resolve().name)}</h1>"
        f"<p>A space of rhythms in {latents} dimension{'s' * (latents > 1)}, learned from {len(corpus):,} patterns "
        f"({origin}). Each point is a loop. The figures are of {on}.</p><ul class=tiles>{shown}</ul>"
    )


def _share(value: float | int | None) -> str:
    return f"{value or 0.0:.1%}".replace("%", " %")


def _nats(value: float | int | None) -> str:
    return f"{value or 0.0:.2f}".replace("-", "−")


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
            words = f"{each.label or 'no label'}: F1 {_share(each.f1)}"
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
    sounds = "".join(
        f'<figure><audio controls loop src="data:audio/flac;base64,{base64.b64encode(sound).decode()}"></audio>'
        f"<figcaption>{escape(name)}</figcaption></figure>"
        for name, sound in loops
    )
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


def _curves(found: Findings) -> str:
    steps = [line for line in found.curves if "loss" in line]
    tests = [line for line in found.curves if "test" in line]
    first = [line for line in tests if line["step"]]  # an untrained model is far from all that follows
    at, tested, own = _column(steps, "step"), _column(first, "step"), [line["test"] for line in first]
    latents = range(len(steps[0]["kl"]) if steps else 0)
    later = [line for line in steps if line["step"] >= first[0]["step"]] if first else steps
    shown = [
        ("Loss in training, nats", [Line("loss", _column(later, "step"), _column(later, "loss"))]),
        (
            "Bound, nats: likelihood less KL",
            [
                Line("training", _column(later, "step"), [line["log_likelihood"] - sum(line["kl"]) for line in later]),
                Line("held out", tested, _column(own, "elbo")),
            ],
        ),
        ("KL of each dimension, nats", [Line(f"z{n + 1}", at, [line["kl"][n] for line in steps]) for n in latents]),
        (
            "Right, share",
            [
                Line("cells, held out", tested, _column(own, "cells")),
                Line("cells, training", tested, _column(own, "train_cells")),
                Line("F1, held out", tested, _column(own, "f1")),
                Line("F1, training", tested, _column(own, "train_f1")),
            ],
        ),
        ("Norm of the gradient", [Line("gradient", at, _column(steps, "gradient_norm"))]),
        ("β", [Line("β", at, _column(steps, "beta"))]),
    ]
    drawn = "".join(
        f"<figure><figcaption>{escape(title)}</figcaption>{charts.curves(lines, across='steps', up='')}</figure>"
        for title, lines in shown
    )
    return f"<h2>How it went</h2><div class='two wide'>{drawn}</div>"


def _column(lines: Sequence[Mapping[str, Any]], name: str) -> list[float]:
    return [float(line[name]) for line in lines]


def _probe(found: Findings) -> str:
    if found.confusion is None:
        return ""
    wrong = confusions(found)
    said = ", ".join(f"{one} as {other} ({count})" for one, other, count in wrong[:6]) or "none"
    return (
        f"<h2>What a straight line tells</h2><p>{_share(found.figures['told'])} of the held-out patterns have their "
        "label told by a linear probe of z, fitted to the points that were trained with. Lines are true labels, "
        f"columns what was told. Taken for others: "
        f"{escape(said)}.</p>{charts.confusion(found.confusion, found.corpus.labels)}"
    )


def _sizes(sizes: Mapping[str, Any] | None) -> str:
    if not sizes:
        return ""
    rows = [
        [
            str(row["latents"]), _share(row["cells"]), _share(row["f1"]), _nats(row["elbo"]),
            _share(row["told"]) if row.get("told") is not None else "–", str(row["active"]), f"{row['seconds']:.0f} s",
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
        "folder": found.facts["data"].get("folder", ""),
        "sha256": found.facts["data"].get("sha256", ""),
        **corpus.settings,
    }
    left = [(reason, f"{count:,}") for reason, count in sorted(corpus.counts.items())]
    dropped = [*corpus.dropped[:MOST_TOLD]]
    if len(corpus.dropped) > MOST_TOLD:
        dropped.append((f"… and {len(corpus.dropped) - MOST_TOLD} more", "corpus.toml has them all"))
    noted = corpus.notes[:MOST_TOLD]
    return (
        f"<h2>What it was made from</h2>{charts.pairs(facts)}"
        "<h3>Left out</h3>" + (charts.table(("what", "how many"), left) if left else "<p>Nothing.</p>")
        + "<h3>Files or rules not taken</h3>"
        + (charts.table(("name", "reason"), dropped) if dropped else "<p>None.</p>")
        + (f"<h3>Taken, and odd</h3>{charts.table(('name', 'what'), noted)}" if noted else "")
    )  # fmt: skip


def _run(found: Findings) -> str:
    facts = found.facts
    settings, versions = charts.pairs(facts["settings"]), charts.pairs(facts.get("versions", {}))
    return (
        f"<h2>Settings</h2><div class=two><div>{charts.pairs({'seed': facts['seed']})}{settings}</div>"
        f"<div>{versions}</div></div>"
    )
