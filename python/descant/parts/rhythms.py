"""A rhythm model as a part holds it: ready to be played, and as text for the part's state."""

import hashlib
from base64 import b64decode, b64encode
from functools import cached_property
from typing import Any

from descant.models.rhythm import Rhythm
from descant.parts.sequencer_table import MOST_LATENTS, SLOTS


class Model:
    """A model and the bytes of its file.

    Args:
        data: the file's bytes.
        where: what they are from.
        learned: whether they came while it plays; what the patch names need not be kept in the state.

    Raises:
        ValueError: they hold no model, or one that has no place here; the text says why.
    """

    def __init__(self, data: bytes, where: str, *, learned: bool) -> None:
        self.rhythm, self.data, self.learned = Rhythm.read(data, where), data, learned
        if len(self.rhythm.rows) > len(SLOTS):
            raise ValueError(f"{where}: has {len(self.rhythm.rows)} rows, and there are knobs for {len(SLOTS)}")
        if self.rhythm.latents > MOST_LATENTS:
            raise ValueError(f"{where}: has {self.rhythm.latents} latents, and there are knobs for {MOST_LATENTS}")

    @cached_property
    def sha256(self) -> str:
        """What the file is known by."""
        return hashlib.sha256(self.data).hexdigest()

    @cached_property
    def text(self) -> str | None:
        """The file as text; None where the patch has it."""
        return b64encode(self.data).decode() if self.learned else None

    @cached_property
    def plane(self) -> list[tuple[float, float, int]]:
        """Where each pattern of its corpus lies, and its label; it is asked for again and again."""
        return self.rhythm.plane()

    def state(self) -> dict[str, Any]:
        """Return what it can be made of again."""
        return {"sha256": self.sha256, "text": self.text}


def restored(state: dict[str, Any] | None, *known: Model | None) -> Model | None:
    """Return the model of a state: one of those that are known, or a new one; None where the state has none.

    Raises:
        ValueError: it is another one than was loaded.
    """
    if state is None:
        return None
    for model in known:
        if model and model.sha256 == state["sha256"]:
            return model
    if state["text"] is None:
        raise ValueError("the model that it played is not the one that the patch names now")
    return Model(b64decode(state["text"]), "its state", learned=True)
