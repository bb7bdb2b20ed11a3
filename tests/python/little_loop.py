"""A piece whose rows have sounds: the rhythms of the tree, and a model of sounds that nobody trained, made at once."""

from pathlib import Path

from small_voice import write_voice

RHYTHMS = Path(__file__).parents[2] / "patches" / "models" / "latent-rhythm.safetensors"
PATCH = """\
descant = 1
title = "Little loop"
[parts.drums]
kind = "sequencer"
model = "rhythms.safetensors"
sounds = "sounds.safetensors"
[instruments.kick]
synthdef = "shot"
notes = [36, 36]
[instruments.snare]
synthdef = "shot"
notes = [38, 38]
[[cues]]
number = 1
name = "Loop"
"""


def little_loop(folder: Path) -> Path:
    """Write the piece into a folder; return its patch."""
    write_voice(folder / "sounds.safetensors")
    (folder / "rhythms.safetensors").write_bytes(RHYTHMS.read_bytes())
    (folder / "loop.toml").write_text(PATCH)
    return folder / "loop.toml"
