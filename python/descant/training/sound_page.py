"""The report of a run of sounds as one HTML page: curves, figures, pictures to be heard, and a pad to walk on."""

from html import escape
from typing import Any

import numpy as np

from descant.training import charts, report_parts
from descant.training.report_parts import Page, share, signed
from descant.training.sound_charts import latent_plots, portrait
from descant.training.sound_findings import Example, SoundFindings
from descant.training.sound_pad import flac, pad

NEARNESS = {"held out": "lsd_db", "training": "train_lsd_db"}
MORE = {"How far the middles of classes lie off 0, squared": "off_middle"}
MOST_PAIRS = 8  # of classes taken for others, in words


def page(found: SoundFindings, played: dict[str, Any] | None = None) -> str:
    """Return the page.

    Args:
        found: the run, looked at.
        played: what `sound_pad.pad` made of it, if somebody did.
    """
    played = played or pad(found)
    parts = [
        _head(found), _pad(found, played), _examples(found), _nearness(found), _plots(found), _judged(found),
        report_parts.curves(found.curves, ("Distance of pictures, dB", NEARNESS), MORE), _corpus(found),
        report_parts.settings(found.facts),
    ]  # fmt: skip
    style = ("report.css", "sound_report.css")
    return report_parts.whole(Page(_name(found), "".join(parts), _bar(), played, style, "sound_report.js"))


def _name(found: SoundFindings) -> str:
    return found.run.folder.resolve().name


def _head(found: SoundFindings) -> str:
    latents, count, classes = found.speaker.voice.latents, len(found.sounds), len(found.sounds.labels)
    origin = "synthesised, recorded by nobody" if found.sounds.origin == "made" else "imported from sound files"
    of = f"{found.unseen} sounds that it never saw" if found.unseen else "what it was trained with: none was held out"
    model, pca, _, nearest, _ = found.nearness
    agreed = found.judged
    tiles = [
        (f"{signed(model.picture_db)} dB", "the model, from unseen sounds"),
        (f"{signed(pca.picture_db)} dB", pca.name),
        (f"{signed(nearest.picture_db)} dB", nearest.name),
        (share(agreed.drawn) if agreed else "–", "heard as the class that was asked for"),
        (f"{found.step:,}", f"steps of {found.facts['settings'].get('steps', 0):,}"),
    ]
    words = (
        f"A space of sounds in {latents} dimension{'s' * (latents > 1)}, learned from {count:,} sounds of "
        f"{classes or 'no'} class{'es' * (classes != 1)} ({origin}). Each point of each class is a sound. "
        f"The figures are of {of}."
    )
    return report_parts.head(_name(found), words, tiles)


def _pad(found: SoundFindings, played: dict[str, Any]) -> str:
    """Return the pad and its classes."""
    half = _half(played)
    x, y = found.axes
    words = f"z{x + 1} goes to the right" + (f", z{y + 1} up" if x != y else "")
    words += ", the two of greatest KL; the others are 0" if played["latents"] > 2 else ""
    buttons = "".join(
        f'<button data-class="{number}" aria-pressed="{str(not number).lower()}">{escape(own["name"])}</button>'
        for number, own in enumerate(played["classes"])
    )
    fewer = len(found.sounds.labels) - len(played["classes"])
    left = f" {fewer} classes of few sounds are left out here." if fewer > 0 else ""
    return (
        "<h2>The pad</h2><p>Click or drag, and hear the sound that is there; the arrow keys move, the space bar plays "
        "it again. Then choose another class: the same place as that class. What is drawn is what sounds: each box a "
        "second, its beginning wide, low bands below. A place is where in its class a sound lies: 0 is the middle, ±1 "
        f"as far as they mostly are; {words}. Dots are sounds of the corpus, full ones held out.{left}</p>"
        f'<div class=walk><div id="pad" class="pad" tabindex="0" role="application" aria-label="A pad of sounds" '
        f'style="aspect-ratio: {played["side"]} / {played["rows"]}"><i id="sheet" class="portrait"></i>'
        f'<svg viewBox="{-half[0]:g} {-half[1]:g} {2 * half[0]:g} {2 * half[1]:g}">{_lines(played, half)}'
        '<g id="marks"></g><rect id="here" class="here"/></svg></div>'
        f'<div><p id="classes" class="loops">{buttons}</p></div></div>'
    )


def _half(played: dict[str, Any]) -> tuple[float, float]:
    """Return how far the pad goes from its middle, in places: half a box more than its outermost sounds."""
    step = 2 * played["reach"] / (played["side"] - 1)
    return step * played["side"] / 2, step * played["rows"] / 2


def _lines(played: dict[str, Any], half: tuple[float, float]) -> str:
    """Return the lines between boxes."""
    across = np.linspace(-half[0], half[0], played["side"] + 1)[1:-1]
    up = np.linspace(-half[1], half[1], played["rows"] + 1)[1:-1]
    path = "".join(f"M{x:.3f} {-half[1]:g}V{half[1]:g}" for x in across)
    path += "".join(f"M{-half[0]:g} {y:.3f}H{half[0]:g}" for y in up)
    return f'<path class="grid" d="{path}"/>'


def _bar() -> str:
    """Return the bar that stays in sight."""
    return (
        '<div id="player"><div><button id="play" class="main">▶ again</button>'
        '<button id="all">as every class, one after another</button>'
        '<label>level <input id="level" type="range" min="0" max="1" step="0.01" value="0.8"></label>'
        '<button id="save">save as WAV</button><span id="where" class="quiet"></span></div></div>'
    )


def _examples(found: SoundFindings) -> str:
    drawn = "".join(_pair(found, example) for example in found.examples)
    return (
        "<h2>What comes back</h2><p>Sounds that were held out, and beside each what the model makes of it by way of "
        "its point: the middle one of each class by how near it comes, then the farthest of all. Both can be heard.</p>"
        f'<div class="pairs sounds">{drawn}</div>'
    )


def _pair(found: SoundFindings, example: Example) -> str:
    sounds, rate = found.sounds, found.speaker.sample_rate_hz
    wanted = sounds.audio[example.place]
    label = example.label or "no label"
    sides = [("the sound", example.wanted, wanted), ("the model's", example.found, example.audio)]
    drawn = "".join(
        f"<div>{portrait(values)}{report_parts.audio(name, flac(audio, rate))}</div>" for name, values, audio in sides
    )
    words = f"{label}{_source(found, example.place)}: {signed(example.distance_db)} dB"
    return f'<figure class="both">{drawn}<figcaption>{escape(words)}</figcaption></figure>'


def _source(found: SoundFindings, place: int) -> str:
    """Return the name of the file that a sound is from, after a comma; nothing where none was."""
    if found.sounds.origin == "made":
        return ""
    name = found.sounds.sources[int(found.sounds.source[place])].name
    return ", " + name.replace("\\", "/").rsplit("/", 1)[-1]


def _nearness(found: SoundFindings) -> str:
    head = ("in dB", "distance of pictures", "distance, heard", "convergence, heard")
    rows = [[row.name, *map(signed, (row.picture_db, row.heard_db, row.convergence_db))] for row in found.nearness]
    some = f" Heard are {found.heard} of them, evenly chosen." if found.heard < int(found.held.sum()) else ""
    return (
        "<h2>How near it comes</h2><p>Sounds that are tested, and what stands for them: the lower the nearer. Distance "
        "is log-spectral: the root mean square over bands of what levels differ by, its mean over time. Convergence is "
        "the error of the spectrum against the spectrum: of two noises of one shape it is about −4 dB."
        f"{some}</p>{charts.table(head, rows)}"
    )


def _plots(found: SoundFindings) -> str:
    x, y = found.axes
    words = f"z{x + 1} to the right" + (f", z{y + 1} up" if x != y else "")
    return (
        "<h2>Where they lie</h2><p>The sounds of each class where the encoder puts them: full dots were held out, "
        f"hollow ones trained with. Rings are deviations of the prior; {words}. The model is told the class, so that "
        f"each has the whole space to itself.</p>{latent_plots(found)}"
    )


def _judged(found: SoundFindings) -> str:
    agreed = found.judged
    if agreed is None:
        return ""
    wrong = agreed.confusion * (1 - np.eye(len(agreed.confusion), dtype=np.int64))
    names = found.sounds.labels
    pairs = sorted(((int(wrong[a, b]), int(a), int(b)) for a, b in np.argwhere(wrong)), key=lambda pair: -pair[0])
    said = ", ".join(f"{names[a]} as {names[b]} ({count})" for count, a, b in pairs[:MOST_PAIRS]) or "none"
    return (
        "<h2>What a judge hears</h2><p>A classifier that was trained apart, on the same sounds, and is itself right on "
        f"{share(agreed.right)} of those tested, hears {share(agreed.drawn)} of sounds drawn at random places as the "
        f"class that was asked for; and {share(agreed.moved)} of those tested, their place taken to every class. Lines "
        f"are the class that was asked for, columns what was heard. Taken for others: {escape(said)}.</p>"
        f"{charts.confusion(agreed.confusion, names)}"
    )


def _corpus(found: SoundFindings) -> str:
    sounds = found.sounds
    facts = {
        "sounds": f"{len(sounds):,}, {int(sounds.held_out.sum()):,} of them held out in the corpus",
        "origin": "synthesised: nobody recorded them" if sounds.origin == "made" else "imported from sound files",
        "classes": ", ".join(f"{name} ({int((sounds.label == own).sum())})" for own, name in enumerate(sounds.labels)),
    }
    return report_parts.made_from(sounds, facts, found.facts["data"])
