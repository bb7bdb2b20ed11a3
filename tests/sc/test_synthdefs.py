"""Each SynthDef of the Quark sounds the same compiled by Descant and compiled by sclang from its readable source."""

import struct
import subprocess
from pathlib import Path

import numpy as np
import pytest
import soundfile
from sclang import QUARK, Ending, run
from supriya import SynthDef
from supriya.osc import OscBundle, OscMessage

from descant.sound.synthdefs import SAFETY, read_synthdef

HERE = Path(__file__).parent
RATE = 48_000
SECONDS = 3.0
LEVEL, DETUNE, SOURCE = 3, 4, 16  # buses
SOURCES = sorted((QUARK / "SynthDefs").glob("*.scd"))

Moment = tuple[float, tuple[object, ...]]  # seconds, and an OSC message


@pytest.fixture(scope="module")
def compiled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("compiled")
    ran = run(HERE / "synthdefs.scd", folder, *SOURCES, home=tmp_path_factory.mktemp("home"), include=[])
    assert ran.ending is Ending.DONE, ran.text
    return folder


def note(node: int, name: str, begin: float, end: float, **controls: float) -> list[Moment]:
    words: list[object] = [word for pair in controls.items() for word in pair]
    return [(begin, ("/s_new", name, node, 0, 1, "level", LEVEL, *words)), (end, ("/n_set", node, "gate", 0))]


def notes(name: str) -> list[Moment]:
    """High and low, loud and soft, dull and bright, short and long, to the left and to the right."""
    detuned = {"detune": DETUNE} if name == "overtones" else {}
    gliding = {**detuned, "slew_s": 0.03, "slew_new_s": 0.5} if detuned else {}
    return [
        (0.0, ("/c_set", LEVEL, 0.5, DETUNE, 0.2)),
        *note(1000, name, 0.0, 1.0, frequency_hz=196.0, **detuned),
        *note(1001, name, 0.25, 2.0, frequency_hz=1661.2188, amplitude=0.9, pan=-0.7, dull_db=18.0, **gliding),
        *note(1002, name, 0.5, 0.5, frequency_hz=65.4064, pan=1.0, decay_s=0.3, **detuned),
        *note(1003, name, 0.601, 2.5, frequency_hz=4186.009, decay_s=1.2, dull_db=3.0, out=0, **detuned),
        *((0.1 * k, ("/c_set", DETUNE, 0.2 / k, LEVEL, 0.5 + 0.02 * k)) for k in range(1, 20)),
    ]  # fmt: skip


def too_loud(name: str) -> list[Moment]:
    """Loud notes into the last synth, fades, and a moment in which they are no numbers."""
    loud = [
        moment
        for k, pitch_hz in enumerate((110.0, 277.1826, 659.2551))
        for moment in note(1000 + k, "overtones", 0.1 * k, 2.9, frequency_hz=pitch_hz, out=SOURCE, amplitude=4.0)
    ]
    fades = [(1.2, ("/n_set", 2000, "fade", 0.0)), (1.5, ("/n_set", 2000, "fade", 1.0, "fade_s", 0.4))]
    broken = [(2.7, ("/c_set", LEVEL, float("nan")))]
    return [
        (0.0, ("/c_set", LEVEL, 1.0)),
        (0.0, ("/s_new", name, 2000, 1, 0, "source", SOURCE)),
        *loud,
        *fades,
        *broken,
    ]


def sound(moments: list[Moment], definitions: list[Path], folder: Path) -> np.ndarray:
    """Return what scsynth renders, as float samples."""
    folder.mkdir()
    made = [(0.0, ("/g_new", 1, 0, 0)), *((0.0, ("/d_load", str(path))) for path in definitions)]
    score = b""
    for time, words in sorted([*made, *moments, (SECONDS, ("/c_set", 0, 0.0))], key=lambda moment: moment[0]):
        bundle = OscBundle(timestamp=time, contents=[OscMessage(*words)]).to_datagram(realtime=False)
        score += struct.pack(">i", len(bundle)) + bundle
    (folder / "score.osc").write_bytes(score)
    command = ["scsynth", "-i", "0", "-o", "2", "-D", "0", "-N", "score.osc", "_", "out.wav", str(RATE), "wav", "float"]
    said = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=True).stdout
    assert "FAILURE" not in said and "*** ERROR" not in said, said
    samples, rate = soundfile.read(folder / "out.wav", dtype="float32", always_2d=True)
    assert rate == RATE
    return samples


@pytest.mark.parametrize("source", SOURCES, ids=lambda path: path.stem)
def test_source_and_compiled_sound_the_same(source: Path, compiled: Path, tmp_path: Path) -> None:
    name = source.stem
    moments = too_loud(name) if name == SAFETY else notes(name)
    others = [QUARK / "SynthDefs" / "overtones.scsyndef"] if name == SAFETY else []
    shipped = sound(moments, [*others, source.with_suffix(".scsyndef")], tmp_path / "shipped")
    by_sclang = sound(moments, [*others, compiled / f"{name}.scsyndef"], tmp_path / "by_sclang")
    assert len(shipped) > 0.99 * SECONDS * RATE
    assert np.sqrt(np.mean(shipped[: RATE * 2] ** 2)) > 0.02
    assert np.array_equal(shipped, by_sclang)  # to the last bit


@pytest.mark.parametrize("source", SOURCES, ids=lambda path: path.stem)
def test_source_and_compiled_have_the_same_controls(source: Path, compiled: Path) -> None:
    shipped = read_synthdef(source.stem, source.with_suffix(".scsyndef"))
    by_sclang = read_synthdef(source.stem, compiled / f"{source.stem}.scsyndef")
    assert controls(shipped) == controls(by_sclang)


def controls(definition: SynthDef) -> dict[str, tuple[float, ...]]:
    return {name: tuple(parameter.value) for name, (parameter, _) in definition.parameters.items()}
