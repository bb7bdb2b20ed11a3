"""A voice with what makes sounds of its pictures: points and classes become a second of sound each."""

from pathlib import Path

import torch
from torch import Tensor

from descant.models.voice import Voice
from descant.transforms.canvas import Canvas, Form


class Speaker:
    """What turns places in a class into sounds.

    Args:
        voice: the model.

    Raises:
        ValueError: its pictures are laid out in a way that is none.
    """

    def __init__(self, voice: Voice) -> None:
        self.voice = voice
        try:
            self.canvas = Canvas(Form(**voice.form))
        except TypeError as error:
            raise ValueError(f"its pictures' form is none: {error}") from error
        if (self.canvas.bands, self.canvas.form.instants) != (voice.bands, voice.instants):
            raise ValueError(f"its pictures are {voice.bands} × {voice.instants}, and their form says otherwise")

    @property
    def sample_rate_hz(self) -> int:
        """Return the sample rate of the sounds."""
        return self.canvas.form.sample_rate_hz

    @torch.no_grad()
    def sounds(self, places: Tensor, label: Tensor) -> Tensor:
        """Return the sounds (n, samples) of places (n, latents) in classes (n,).

        The same for the same to the bit, on one machine: alone or among others, whatever torch's threads are.
        """
        threads = torch.get_num_threads()
        torch.set_num_threads(1)
        try:
            return self.canvas.played(self.voice.pictures(places, label))
        finally:
            torch.set_num_threads(threads)


def read_speaker(path: Path) -> Speaker:
    """Return what a model's file holds, ready to sound.

    Raises:
        ValueError: it holds no model of sounds; the text says where, and what is wrong, in one line.
        OSError: it cannot be read.
    """
    voice = Voice.read(path.read_bytes(), str(path))
    try:
        return Speaker(voice)
    except ValueError as error:
        raise ValueError(f"{path}: {error}") from error
