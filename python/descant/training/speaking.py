"""Sounds of a model beside a performance, in a process of its own: python -m descant.training.speaking --help.

Its standard input says which are wanted, a line of JSON each: [[3, [0.25, -1.0]], …], classes and places. It answers
each line with one, once all of them lie in --out as WAV files: {"sounds": [[3, [0.25, -1.0], "…/12.wav"], …]}; first of
all with {"ready": true}, and with {"error": "…"} where it cannot. When its standard input ends, so does it.
"""

import argparse
import json
import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt
import soundfile

from descant.training import INSTALL

if TYPE_CHECKING:
    from descant.training.voices import Speaker

NICE = 5  # what plays goes first
AT_ONCE = 16  # sounds, decoded together


class Shelf:
    """Writes sounds into a folder, each into a file of its own.

    Args:
        speaker: what decodes them.
        folder: where they go.
    """

    def __init__(self, speaker: "Speaker", folder: Path) -> None:
        self._speaker, self._folder, self._count = speaker, folder, 0

    def written(self, wanted: list[tuple[int, tuple[float, ...]]]) -> list[Path]:
        """Decode sounds of classes and places, and return their files: mono, float32, at the model's rate.

        Raises:
            OSError: one cannot be written.
            ValueError: a place has another number of coordinates than the model, or there is no such class.
        """
        found: list[Path] = []
        for first in range(0, len(wanted), AT_ONCE):
            found += [self._write(sound) for sound in self._decoded(wanted[first : first + AT_ONCE])]
        return found

    def _decoded(self, wanted: list[tuple[int, tuple[float, ...]]]) -> npt.NDArray[np.float32]:
        import torch

        latents, labels = self._speaker.voice.latents, max(1, len(self._speaker.voice.labels))
        for label, place in wanted:
            if len(place) != latents or not -1 <= label < labels:
                raise ValueError(f"the model has {labels} classes and {latents} latents, not {label} and {place!r:.60}")
        places = torch.tensor([place for _, place in wanted], dtype=torch.float32)
        sounds = self._speaker.sounds(places, torch.tensor([max(0, label) for label, _ in wanted]))
        array: npt.NDArray[np.float32] = sounds.numpy()
        return array

    def _write(self, sound: npt.NDArray[np.float32]) -> Path:
        self._count += 1
        path = self._folder / f"{self._count}.wav"
        soundfile.write(path, sound, self._speaker.sample_rate_hz, subtype="FLOAT")
        return path


def shelf(model: Path, folder: Path) -> Shelf:
    """Return what writes sounds of the model in a file, warm: it has decoded one.

    Raises:
        ModuleNotFoundError: torch is missing.
        OSError, ValueError: the model cannot be read.
    """
    import torch

    from descant.training.voices import read_speaker

    torch.set_num_threads(1)
    speaker = read_speaker(model)
    speaker.sounds(torch.zeros(1, speaker.voice.latents), torch.zeros(1, dtype=torch.long))
    return Shelf(speaker, folder)


def _tell(line: dict[str, Any]) -> None:
    print(json.dumps(line), flush=True)


def serve(own: Shelf) -> None:
    """Answer each line of the standard input, until it ends."""
    _tell({"ready": True})
    for raw in sys.stdin:
        wanted = [(int(label), tuple(map(float, place))) for label, place in json.loads(raw)]
        paths = own.written(wanted)
        _tell(
            {"sounds": [[label, place, str(path)] for (label, place), path in zip(wanted, paths, strict=True)]}
        )  # fmt: skip


def main() -> int:
    """Serve until nobody wants sounds any more."""
    parser = argparse.ArgumentParser(description="Decode sounds of a model beside a performance.")
    parser.add_argument("--model", type=Path, required=True, help="the model.safetensors of a run of sounds")
    parser.add_argument("--out", type=Path, required=True, help="the folder of the sounds")
    given = parser.parse_args()
    os.nice(NICE)
    try:
        serve(shelf(given.model, given.out))
    except ModuleNotFoundError as error:
        _tell({"error": f"{error.name} is not installed; {INSTALL}"})
    except (OSError, ValueError) as error:
        _tell({"error": str(error)})
    except BrokenPipeError:
        return 1
    else:
        return 0
    return 1


if __name__ == "__main__":
    sys.exit(main())
