"""Sounds of models decoded where there is time: each when it is first struck, in this process."""

from pathlib import Path

from descant.errors import DescantError
from descant.patch.patch import Patch
from descant.performance.sounding import FILE, Sound
from descant.performance.speakers import voices
from descant.training import INSTALL
from descant.training.speaking import Shelf, shelf


class Decoder:
    """Finds sounds of a patch's models.

    Args:
        patch: the piece.
        folder: where their files go.
    """

    def __init__(self, patch: Patch, folder: Path) -> None:
        self._models, self._folder = voices(patch), folder.resolve()  # scsynth is elsewhere
        self._shelves: dict[str, Shelf] = {}
        self._found: dict[Sound, Path | None] = {}

    def find(self, sound: Sound) -> Path | None:
        """Return the file of a sound; None where there is no such model, or it has no such sound.

        Raises:
            DescantError: the model cannot be read, torch is missing, or the disk is full.
        """
        if sound not in self._found:
            part, label, place = sound
            self._found[sound] = self._decoded(part, label, place) if part in self._models else None
        return self._found[sound]

    def _decoded(self, part: str, label: int, place: tuple[float, ...]) -> Path | None:
        where = f"parts.{part}.{FILE}"
        try:
            own = self._shelves.get(part) or self._shelf(part)
        except ModuleNotFoundError as error:
            raise DescantError(where, f"{error.name} is not installed, which decodes it", INSTALL) from error
        except (OSError, ValueError) as error:
            raise DescantError(where, str(error), "name the model.safetensors of a run of sounds") from error
        try:
            return own.written([(label, place)])[0]
        except ValueError:
            return None
        except OSError as error:
            raise DescantError(str(self._folder), error.strerror or str(error), "free it and go again") from error

    def _shelf(self, part: str) -> Shelf:
        folder = self._folder / f"{len(self._shelves)}"
        folder.mkdir(parents=True)
        self._shelves[part] = shelf(self._models[part], folder)
        return self._shelves[part]
