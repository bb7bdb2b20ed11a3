"""The window's commands, by a real keyboard and a window manager's message: panic, fade-out, and its close button."""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import numpy as np
import soundfile
from jack_server import RATE, Jack
from live_maker import OnStage, Player, close_window, screen, sounding, synths, until, xdotool
from midi_maker import PATCH

MUTED = ("--set", "piano/mute=1")
PLAYS = "plays from"
ALWAYS_SOUNDING = 2  # the last synth and the recorder
LOUD, SILENT = 1e-3, 1e-5  # of full scale
SKIPPED_S = 0.2  # that JACK may lose in two seconds, where a shared machine stands still
Press = Callable[..., None]


@contextmanager
def on_screen(jack: Jack, folder: Path) -> Iterator[tuple[OnStage, Press, Callable[[], None]]]:
    """Perform and record in a small window; give the performance, a way to press keys, and one to close the window."""
    piece = folder / "piece.toml"
    piece.write_text(PATCH.read_text().replace("width = 1280", "width = 320").replace("height = 720", "height = 180"))
    with (
        screen() as display,
        OnStage(jack, folder / "take", piece, *MUTED, "--record", picture=True, **display) as stage,
    ):

        def window() -> str:
            return xdotool(display, "search", "--onlyvisible", "--name", "Losses").split("\n")[-1]

        def press(*keys: str) -> None:
            xdotool(display, "windowfocus", "--sync", window())
            xdotool(display, "key", *keys)

        stage.hears(PLAYS)
        until(window, 15, "there is a window")
        time.sleep(0.3)
        yield stage, press, lambda: close_window(display, window())


def silence(stage: OnStage) -> tuple[float, float, float]:
    """Return how long the longest silence of the recording is, in seconds, and the levels half a second around it."""
    sound, rate = soundfile.read(stage.take / "audio.wav")
    mono = np.abs(sound).max(axis=1)
    heard = np.flatnonzero(mono > SILENT)
    longest = int(np.argmax(np.diff(heard)))
    end, begin = int(heard[longest]) + 1, int(heard[longest + 1])
    half = rate // 2
    return (begin - end) / rate, float(mono[end - half : end].max()), float(mono[begin : begin + half].max())


def faded(stage: OnStage) -> None:
    """Judge the end: loud before it, silent at it, and no step between."""
    lines = stage.lines()
    assert "Traceback" not in stage.said
    assert [line["in"] for line in lines if "in" in line][-1] == "stop"
    assert lines[-1].get("end") is True
    assert not sounding(lines)
    sound = soundfile.read(stage.take / "audio.wav")[0]
    heard = np.abs(sound).max(axis=1)
    last = int(np.flatnonzero(heard > SILENT)[-1])
    assert len(heard) - last > 0.02 * RATE  # the recording is not cut off in the sound
    before, at_last = heard[last - RATE : last - RATE // 2].max(), heard[last - RATE // 30 : last].max()
    assert before > LOUD and at_last < before / 10  # after a cut they would be alike
    steps = np.abs(np.diff(sound, axis=0)).max(axis=1)
    assert steps[last - RATE // 2 :].max() <= steps[: last - RATE // 2].max()  # without a click


def test_the_close_button_ends_the_night_with_a_fade(jack: Jack, tmp_path: Path, player: Player) -> None:
    with on_screen(jack, tmp_path) as (stage, _, close):
        player.down(40, 64)
        time.sleep(1.0)
        close()
        assert stage.ended() == 0
        faded(stage)


def test_the_end_key_ends_the_night_with_a_fade(jack: Jack, tmp_path: Path, player: Player) -> None:
    with on_screen(jack, tmp_path) as (stage, press, _):
        player.down(40, 64)
        time.sleep(1.0)
        press("End")
        assert stage.ended() == 0
        faded(stage)


def test_panic_is_silent_and_the_next_part_ends_it(jack: Jack, tmp_path: Path, player: Player) -> None:
    with on_screen(jack, tmp_path) as (stage, press, _):
        player.strike(31)
        player.down(40, 64)
        time.sleep(0.5)
        press("Escape")
        time.sleep(1.0)
        assert synths() == ALWAYS_SOUNDING + 2  # the notes are still held
        player.strike(67)  # heard of nobody
        time.sleep(0.5)
        press("Escape", "Escape")
        time.sleep(0.3)
        press("space")
        time.sleep(0.3)
        player.strike(72, 0.5)
        player.up(40, 64)
        time.sleep(0.5)
        assert synths() == ALWAYS_SOUNDING
        assert stage.end() == 0
        lines = stage.lines()
        assert [line["in"] for line in lines if line.get("in") in ("panic", "cue")] == ["panic"] * 3 + ["cue"]
        panic, *_, last = (line["t"] for line in lines if line.get("in") == "panic")
        (go,) = (line["t"] for line in lines if line.get("in") == "cue")
        silent_s, before, after = silence(stage)
        assert go - panic - 0.75 - SKIPPED_S < silent_s < go + 0.3 - panic  # it takes half a second to be silent
        assert before > LOUD and after > LOUD
        assert not any(panic < line["t"] < go for line in lines if "step" in line)  # nothing is learned
        assert [line["on"] for line in lines if "on" in line and panic < line["t"] < go] == [67]
        assert last < go and not sounding(lines)
