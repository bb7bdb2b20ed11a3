"""Render a Score to a WAV file by scsynth, exactly as long and as late as asked."""

import dataclasses
import struct
import subprocess
import tempfile
import wave
from collections.abc import Callable
from pathlib import Path
from typing import Any

from supriya import Score

from descant.errors import DescantError
from descant.sound.synthdefs import limiter_delay_frames

CHANNELS = 2
MOST_BUFFERS = 1 << 16  # of a whole score, in which no number is given twice
POLL_S = 0.1
BLOCK_FRAMES = 1 << 18  # read at once
BLOCK = 64  # frames that scsynth computes at once
UNITS_A_SECOND = 1 << 32  # of an OSC time stamp
LATE_UNITS = 8  # 2 ns: more than all rounding, far less than a sample
STAMP_AT = 8  # where an OSC bundle has its time
INSTALL = "install it: apt-get install supercollider-server, or brew install supercollider"


def make_score() -> Score:
    """Return an empty score for two output channels."""
    return Score(
        buffer_count=MOST_BUFFERS,
        input_bus_channel_count=0,
        output_bus_channel_count=CHANNELS,
        load_synthdefs=False,
        memory_size=65_536,  # kB: room for several hundred voices
        maximum_node_count=4096,
    )


def scsynth_path() -> str:
    """Return where scsynth is.

    Raises:
        DescantError: it is not installed.
    """
    from supriya import scsynth

    try:
        return str(scsynth.find())
    except RuntimeError as error:
        raise DescantError("scsynth", "not found on this machine", INSTALL) from error


def render(
    score: Score,
    out: Path,
    *,
    duration_s: float,
    sample_rate: int,
    progress: Callable[[float], None] | None = None,
) -> None:
    """Write `score` as a 24-bit WAV of ``round(duration_s * sample_rate)`` frames.

    The delay of the last synth's look-ahead is taken off exactly. `progress` is called with 0 to 1.

    Raises:
        DescantError: scsynth is missing, fails, or reports an error (it exits with 0 after a missing
            SynthDef and renders silence, so its log is read).
    """
    delay = limiter_delay_frames(sample_rate)
    frames = round(duration_s * sample_rate)
    with tempfile.TemporaryDirectory(prefix="descant-") as folder:
        raw = Path(folder, "score.wav")
        until_s = (frames + delay + 64) / sample_rate
        Path(folder, "score.osc").write_bytes(_encoded(score, until_s, sample_rate))
        command = [*_command(score), "-N", "score.osc", "_", raw.name, str(sample_rate), "wav", "int24"]
        _run(command, folder, raw, expected_bytes=frames * CHANNELS * 3, progress=progress)
        _trim(raw, out, delay, frames)


def _command(score: Score) -> list[str]:
    scsynth_path()
    return list(dataclasses.replace(score.options, realtime=False).serialize())


def _encoded(score: Score, until_s: float, sample_rate: int) -> bytes:
    pieces = (_restamped(bundle, sample_rate) for bundle in score.iterate_datagrams(until=until_s))
    return b"".join(struct.pack(">i", len(piece)) + piece for piece in pieces)


def _restamped(bundle: bytes, sample_rate: int) -> bytes:
    """Return a bundle whose time is the nearest sample's as scsynth counts time, so that it is done on that sample.

    Offline it counts in blocks of a whole number of time units, which are a little short (at 96 kHz it is a sample
    early after 55 s). What is before the first sample of a block, however little, is on the last one of another.
    """
    (units,) = struct.unpack_from(">Q", bundle, STAMP_AT)
    frame = round(units * sample_rate / UNITS_A_SECOND)
    block_units = BLOCK * UNITS_A_SECOND // sample_rate
    counted = frame * block_units // BLOCK + LATE_UNITS
    return bundle[:STAMP_AT] + struct.pack(">Q", counted) + bundle[STAMP_AT + 8 :]


def _run(
    command: list[str], folder: str, raw: Path, *, expected_bytes: int, progress: Callable[[float], None] | None
) -> None:  # fmt: skip
    with (
        Path(folder, "log").open("w+b") as log,
        subprocess.Popen(command, cwd=folder, stdout=log, stderr=subprocess.STDOUT) as process,
    ):
        try:
            while not _finished(process):
                if progress and raw.exists():
                    progress(min(1.0, raw.stat().st_size / max(1, expected_bytes)))
        except BaseException:
            process.kill()
            process.wait()  # Popen does not, where a key interrupts; and its folder must be still to be removed
            raise
        log.seek(0)
        check_log(log.read().decode(errors="replace"), process.returncode)
    if progress:
        progress(1.0)


def _finished(process: "subprocess.Popen[Any]") -> bool:
    try:
        process.wait(POLL_S)
    except subprocess.TimeoutExpired:
        return False
    return True


def check_log(text: str, status: int) -> None:
    """Raise DescantError where scsynth's log or exit status tells of an error."""
    bad = [line.strip() for line in text.splitlines() if "FAILURE IN SERVER" in line or "*** ERROR" in line]
    if bad:
        more = f" (and {len(bad) - 1} more)" if len(bad) > 1 else ""
        raise DescantError("scsynth", bad[0] + more, "nothing was written; mend what it complains of")
    if status:
        last = text.strip().splitlines()[-1:] or ["no message"]
        raise DescantError("scsynth", f"ended with status {status}: {last[0]}", "nothing was written")


def _trim(raw: Path, out: Path, delay: int, frames: int) -> None:
    part = out.with_name(out.name + ".part")
    try:
        with wave.open(str(raw), "rb") as source, part.open("wb") as file, wave.open(file, "wb") as target:
            target.setparams(source.getparams())
            source.setpos(min(delay, source.getnframes()))
            for left in range(frames, 0, -BLOCK_FRAMES):  # bytes are copied as they are
                target.writeframesraw(source.readframes(min(left, BLOCK_FRAMES)))
        part.replace(out)
    except OSError as error:
        raise DescantError(str(out), f"cannot be written ({error.strerror})", "choose another folder") from error
    except (wave.Error, EOFError) as error:
        raise DescantError("scsynth", f"wrote no sound ({error})", "free its disk and go again") from error
    finally:
        part.unlink(missing_ok=True)
