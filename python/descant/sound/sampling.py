"""Make a corpus of sounds: so many one-shots of each class, rendered, trimmed and labelled."""

from collections import Counter
from collections.abc import Callable
from dataclasses import asdict, dataclass

from descant.corpora.patterns import Source
from descant.corpora.sounds import FRAMES, SAMPLE_RATE, SoundGathering, Sounds, trimmed
from descant.errors import DescantError
from descant.sound.one_shots import CLASSES, drawn, rendered
from descant.table import nearest


@dataclass(frozen=True, slots=True)
class MakeSounds:
    """What is made."""

    classes: tuple[str, ...] = ()  #: names, all where there are none
    count: int = 60  #: sounds of each class
    held_out: float = 0.15  #: of each class, 0 to 0.5
    seed: int = 0


def make_sounds(wanted: MakeSounds, report: Callable[[float], None] = lambda done: None) -> Sounds:
    """Return labelled one-shots.

    Raises:
        DescantError: a class is unknown; scsynth is missing or fails.
    """
    labels = _chosen(wanted.classes)
    shots = [drawn(label, number, wanted.seed) for label in labels for number in range(wanted.count)]
    gathering, counts = SoundGathering(), Counter[str]()
    last = wanted.count - round(wanted.count * wanted.held_out)
    for place, sound in enumerate(rendered(shots, SAMPLE_RATE, report)):
        source, number = divmod(place, wanted.count)
        own = trimmed(sound)
        if own is None or not gathering.add(own.audio, shots[place].label, source, held_out=number >= last):
            counts["silent or twice the same"] += 1
            continue
        counts["cut at one second"] += own.cut
        counts["padded to one second"] += len(own.audio) < FRAMES
    sources = tuple(Source(label, f"SynthDef {CLASSES[label].synthdef}, knobs drawn at random") for label in labels)
    made = gathering.corpus(sources, "made")
    made.counts = {what: count for what, count in counts.items() if count}
    made.settings = asdict(wanted) | {"classes": ", ".join(labels)}
    return made


def _chosen(classes: tuple[str, ...]) -> tuple[str, ...]:
    for name in classes:
        if name not in CLASSES:
            fix = f"there are {', '.join(CLASSES)}{nearest(name, CLASSES)}"
            raise DescantError("descant sounds make", f"knows no class {name!r}", fix)
    return tuple(dict.fromkeys(classes)) or tuple(CLASSES)
