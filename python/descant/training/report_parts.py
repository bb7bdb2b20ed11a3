"""What reports of every kind of run share: the page around them, curves, what was left out, settings, words."""

import base64
import json
from collections.abc import Mapping, Sequence
from html import escape
from importlib.resources import files
from typing import Any, NamedTuple, Protocol

from descant.training import charts
from descant.training.charts import Line

MOST_TOLD = 200  # lines of what was dropped; corpus.toml has all


class Corpus(Protocol):
    """What a report says of any corpus."""

    origin: str
    settings: dict[str, str | int | float]
    counts: dict[str, int]
    dropped: list[tuple[str, str]]
    notes: list[tuple[str, str]]


class Page(NamedTuple):
    """The parts of a page."""

    title: str
    main: str
    bar: str  # stays in sight
    data: Mapping[str, Any]  # what the script plays from, in the element `run`
    style: tuple[str, ...]  # files beside this one
    script: str  # one too


def whole(page: Page) -> str:
    """Return the page: nothing outside it is asked for."""
    own = files("descant.training")
    told = json.dumps(page.data, separators=(",", ":")).replace("</", "<\\/")
    style = "".join(own.joinpath(name).read_text("utf-8") for name in page.style)
    return (
        '<!DOCTYPE html>\n<html lang="en"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f"<title>{escape(page.title)} · Descant</title><style>{style}</style></head>\n<body>"
        f"<main>{page.main}</main>{page.bar}\n"
        f'<script type="application/json" id="run">{told}</script>\n'
        f"<script>{own.joinpath(page.script).read_text('utf-8')}</script></body></html>\n"
    )


def head(title: str, words: str, tiles: Sequence[tuple[str, str]]) -> str:
    """Return the name of a run, what it is in a sentence, and its figures: values and what they are of."""
    shown = "".join(f"<li><b>{value}</b><span class=quiet>{escape(what)}</span></li>" for value, what in tiles)
    return f"<h1>{escape(title)}</h1><p>{escape(words)}</p><ul class=tiles>{shown}</ul>"


def share(value: float | int | None) -> str:
    """Return a share, 0 to 1, in per cent."""
    return f"{value or 0.0:.1%}".replace("%", " %")


def signed(value: float | int | None, digits: int = 2) -> str:
    """Return a number with a minus that is one."""
    return f"{value or 0.0:.{digits}f}".replace("-", "−")


def audio(name: str, flac: bytes, *, loop: bool = False) -> str:
    """Return a sound to listen to, with its name."""
    data = base64.b64encode(flac).decode()
    return (
        f'<figure><audio controls{" loop" * loop} src="data:audio/flac;base64,{data}"></audio>'
        f"<figcaption>{escape(name)}</figcaption></figure>"
    )


def curves(
    lines: Sequence[Mapping[str, Any]], nearness: tuple[str, Mapping[str, str]], more: Mapping[str, str] | None = None
) -> str:
    """Return the curves of a run.

    Args:
        lines: of curves.jsonl.
        nearness: how near the model comes, in a word, and names of curves → keys of the test's figures.
        more: titles of further charts → keys of the steps' numbers.
    """
    steps = [line for line in lines if "loss" in line]
    tests = [line for line in lines if "test" in line]
    first = [line for line in tests if line["step"]]  # an untrained model is far from all that follows
    later = [line for line in steps if line["step"] >= first[0]["step"]] if first else steps
    at, tested, own = _column(steps, "step"), _column(first, "step"), [line["test"] for line in first]
    latents = range(len(steps[0]["kl"]) if steps else 0)
    trained = [line["log_likelihood"] - sum(line["kl"]) for line in later]
    title, keys = nearness
    shown = [
        ("Loss in training, nats", [Line("loss", _column(later, "step"), _column(later, "loss"))]),
        (
            "Bound, nats: likelihood less KL",
            [Line("training", _column(later, "step"), trained), Line("held out", tested, _column(own, "elbo"))],
        ),
        ("KL of each dimension, nats", [Line(f"z{n + 1}", at, [line["kl"][n] for line in steps]) for n in latents]),
        (title, [Line(name, tested, _column(own, key)) for name, key in keys.items()]),
        ("Norm of the gradient", [Line("gradient", at, _column(steps, "gradient_norm"))]),
        ("β", [Line("β", at, _column(steps, "beta"))]),
        *((name, [Line(name, at, _column(steps, key))]) for name, key in (more or {}).items()),
    ]
    drawn = "".join(
        f"<figure><figcaption>{escape(title)}</figcaption>{charts.curves(lines, across='steps', up='')}</figure>"
        for title, lines in shown
    )
    return f"<h2>How it went</h2><div class='two wide'>{drawn}</div>"


def _column(lines: Sequence[Mapping[str, Any]], name: str) -> list[float]:
    return [float(line[name]) for line in lines]


def made_from(corpus: Corpus, facts: Mapping[str, Any], data: Mapping[str, Any]) -> str:
    """Return what a run was made from, and what was left out with its reason.

    Args:
        corpus: it.
        facts: what there is to say of it first.
        data: what run.toml says of it.
    """
    told = {**facts, "folder": data.get("folder", ""), "sha256": data.get("sha256", ""), **corpus.settings}
    counted = [(reason, f"{count:,}") for reason, count in sorted(corpus.counts.items())]
    dropped = [*corpus.dropped[:MOST_TOLD]]
    if len(corpus.dropped) > MOST_TOLD:
        dropped.append((f"… and {len(corpus.dropped) - MOST_TOLD} more", "corpus.toml has them all"))
    noted = corpus.notes[:MOST_TOLD]
    return (
        f"<h2>What it was made from</h2>{charts.pairs(told)}"
        "<h3>Left out</h3>" + (charts.table(("what", "how many"), counted) if counted else "<p>Nothing.</p>")
        + "<h3>Files or rules not taken</h3>"
        + (charts.table(("name", "reason"), dropped) if dropped else "<p>None.</p>")
        + (f"<h3>Taken, and odd</h3>{charts.table(('name', 'what'), noted)}" if noted else "")
    )  # fmt: skip


def settings(facts: Mapping[str, Any]) -> str:
    """Return what a run depends on: settings, seed, versions."""
    told, versions = charts.pairs(facts["settings"]), charts.pairs(facts.get("versions", {}))
    return (
        f"<h2>Settings</h2><div class=two><div>{charts.pairs({'seed': facts['seed']})}{told}</div>"
        f"<div>{versions}</div></div>"
    )
