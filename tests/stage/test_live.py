"""A player's night on stage: real JACK, scsynth, MIDI ports and windows, and everything that may fail among them."""

import json
import os
import pty
import re
import signal
import time
from dataclasses import replace
from pathlib import Path

import numpy as np
import psutil
import pytest
import soundfile
from jack_server import Jack
from live_maker import (
    SCSYNTH_PORT,
    OnStage,
    Player,
    derived,
    runs,
    screen,
    silences_ms,
    sounding,
    synths,
    until,
    xdotool,
)
from midi_maker import PATCH, Performed, descant, partial_hz
from midi_maker import Player as Score
from test_unseen_performance import measured

MUTED = ("--set", "piano/mute=1")
PLAYS = "plays from"
ALWAYS_SOUNDING = 1  # the last synth; a recording has one too
HEARD = 1e-3  # of full scale: an onset
SKIPPED = 4800  # frames that JACK may lose between two notes


def replayed(stage: OnStage) -> Performed:
    """Perform the take again offline; whatever must be repeated comes out equal to the last letter."""
    out = stage.take.with_name(f"{stage.take.name}-again")
    status, _, err = descant("replay", stage.take, "--out", out, "--no-video")
    assert (status, err) == (0, "")
    again = (out / "take.jsonl").read_text().splitlines()[1:]
    live = derived(stage.raw())
    assert [json.loads(line) for line in live] == [json.loads(line) for line in derived(again)][: len(live)]
    assert live == derived(again)[: len(live)]
    return Performed.read(out)


def whole(stage: OnStage) -> None:
    """Judge a take that was ended in order: nothing printed that is not for a player, nothing left sounding."""
    lines = stage.lines()
    assert "Traceback" not in stage.said and "Exception" not in stage.said, stage.said
    assert [line.get("in") for line in lines if "in" in line][-1] == "stop"
    assert lines[-1].get("end") is True
    assert not sounding(lines)


# ---------------------------------------------------------------- a night without faults


def short_piece() -> Score:
    """Play through all four parts in eleven seconds; most melody notes begin in silence."""
    score = Score().note(0.1, 36, 90, 0.25)
    for place, pitch in enumerate((72, 64, 81, 69)):
        score.note(0.8 + 0.7 * place, pitch, 80 + 10 * place, 0.35)
    score.next_part(3.7).chord(3.9, (43, 50, 57), 80, 1.2).note(4.3, 76, 80, 0.6)
    score.next_part(5.6).chord(5.8, (45, 52, 59), 80, 0.8)
    score.next_part(7.0).note(7.2, 33, 90, 0.25)
    for place, pitch in enumerate((67, 74, 79)):
        score.note(7.9 + 0.7 * place, pitch, 100, 0.35)
    return score


def xruns(stage: OnStage) -> int:
    """Return how often its JACK lost time."""
    return sum(line["count"] for line in stage.lines() if line.get("of") == "JACK")


@pytest.fixture(scope="module")
def night(jack: Jack, tmp_path_factory: pytest.TempPathFactory) -> OnStage:
    """Return the quietest of up to three nights: a shared machine may stand still for longer than a period."""
    nights = []
    while len(nights) < 3 and not (nights and xruns(nights[-1]) == 0):
        player = Player(jack)
        take = tmp_path_factory.mktemp("night") / "take"
        try:
            with OnStage(jack, take, *MUTED, "--seed", 5, "--record") as stage:
                stage.hears(PLAYS)
                player.play(short_piece().events)
                time.sleep(0.3)
                assert stage.end(signal.SIGINT) == 0
        finally:
            player.unplug()
        nights.append(stage)
    return min(nights, key=xruns)


@pytest.fixture(scope="module")
def again(night: OnStage) -> Performed:
    return replayed(night)


def test_a_night_goes_through_all_four_parts(night: OnStage) -> None:
    whole(night)
    lines = night.lines()
    assert [line["cue"] for line in lines if "cue" in line] == [1, 2, 3, 4]
    assert [line["on"] for line in lines if "on" in line] == [d[1] for _, d in short_piece().events if d[0] == 0x90]
    assert sum("step" in line for line in lines) > 100
    assert {line["draw"] for line in lines if "draw" in line} == {"cubics", "knots"}


def test_a_take_replays_to_the_last_letter(night: OnStage, again: Performed) -> None:
    assert len(derived(night.raw())) > 150
    assert [line for line in again.lines if "in" in line] == [line for line in night.lines() if "in" in line]


def onset(performed: Performed, at: float, offset: int = 0, earlier: int = 0) -> int | None:
    """Return the frame at which a note that begins in silence is heard; None where it does not."""
    begin = round(at * performed.sample_rate) + offset - 2400 - earlier
    around = np.abs(performed.mono[begin : begin + 4800 + earlier])
    if around[:1900].max() > HEARD / 4 or around.max() < HEARD:
        return None
    return int(np.argmax(around > HEARD)) + begin


def aligned(night: OnStage, again: Performed) -> tuple[Performed, np.ndarray]:
    """Return what was recorded at the take's times, and by how much each onset came later than the one before it.

    A jackd without a card and without priority skips cycles on a busy machine, and all after them is early in what
    was recorded: then silence stands for them, before the note that shows it.
    """
    sound, _ = soundfile.read(night.take / "audio.wav", always_2d=True)
    recorded = replace(again, sound=sound)
    wanted = [at for voice in again.voices() if (at := onset(again, voice.begin)) is not None]
    first = int(np.argmax(np.abs(recorded.mono) > HEARD))
    pieces, done, offset, moved = [], 0, first - wanted[0], []
    for at in wanted:
        heard = onset(recorded, at / again.sample_rate, offset, earlier=SKIPPED)
        if heard is not None:
            moved.append(heard - at - offset)
            offset += moved[-1]
            pieces += [sound[done : heard - 480], np.zeros((max(0, -moved[-1]), sound.shape[1]))]
            done = heard - 480
    return replace(recorded, sound=np.concatenate([*pieces, sound[done:]])[first - wanted[0] :]), np.array(moved)


def test_what_was_recorded_has_the_partials_of_a_render(night: OnStage, again: Performed) -> None:
    recorded, _ = aligned(night, again)
    found = measured(recorded)
    assert len(found) >= 25
    for voice, k, expected_hz, heard_hz in found:
        assert heard_hz == pytest.approx(expected_hz, rel=5e-3), (voice, k)
    offline = measured(again)
    assert [(v.number, k) for v, k, *_ in offline] == [(v.number, k) for v, k, *_ in found]
    np.testing.assert_allclose([hz for *_, hz in found], [hz for *_, hz in offline], rtol=2e-3)


def test_what_was_recorded_begins_its_notes_within_a_block(night: OnStage, again: Performed, jack: Jack) -> None:
    _, moved = aligned(night, again)
    assert len(moved) >= 6
    block = 1.5 * jack.period  # a period, and the half of one that a busy machine adds
    assert moved.max() <= block, moved  # no note is late
    assert sum(moved < -block) <= xruns(night), moved  # nor early, but for what JACK itself skipped


# ---------------------------------------------------------------- what may fail during a night


def test_the_music_survives_scsynth_the_plug_and_the_midi_process(jack: Jack, tmp_path: Path) -> None:
    player = Player(jack)
    with OnStage(jack, tmp_path / "take", *MUTED, "--seed", 6, "--record") as stage:
        stage.hears(PLAYS)
        player.strike(36)
        for pitch in (60, 64, 67):  # long enough for the recorder's first half buffer
            player.strike(pitch, 0.4)
        player.down(50, 55, 59)
        # scsynth dies under three held notes
        stage.kill("scsynth")
        stage.hears("sounds again")
        until((stage.take / "audio-2.wav").exists, 3, "there is a second recording")
        time.sleep(0.5)
        player.strike(74)
        time.sleep(0.3)
        # another one cannot play here now
        with OnStage(jack, tmp_path / "other", "--osc-port", 0) as other:
            assert other.ended() == 1
            assert other.said.startswith(f"error: port {SCSYNTH_PORT}: another Descant") and other.said.count("\n") == 1
            assert not (tmp_path / "other").exists()
        player.up(50, 55, 59)
        # the plug is pulled in mid-chord, and put in again
        player.down(43, 50, 60)
        player.unplug()
        stage.hears("has gone")
        player = Player(jack)
        stage.hears(PLAYS, 2)
        player.strike(62)
        # the process that hears MIDI dies under a held note
        player.down(65)
        time.sleep(0.1)  # it has been heard
        stage.kill("midi")
        stage.hears(PLAYS, 3)
        player.strike(67)
        time.sleep(0.5)
        assert synths() == ALWAYS_SOUNDING + 1
        assert stage.end(signal.SIGTERM) == 0
        player.unplug()
        whole(stage)
        replayed(stage)
        lines = stage.lines()
        faults = [line for line in lines if line.get("in") == "fault"]
        assert [line["of"] for line in faults if line["of"] in ("scsynth", "MIDI")] == ["scsynth", "scsynth", "MIDI"]
        (silence,) = silences_ms(stage.said)
        assert silence < 1000
        lost = [place for place, line in enumerate(lines) if line.get("in") == "lost"]
        assert len(lost) == 2  # the plug, and the process
        assert [sum("off" in line for line in lines[place : place + 4]) for place in lost] == [3, 1]
        struck = [line["on"] for line in lines if "on" in line]
        assert struck == [36, 60, 64, 67, 50, 55, 59, 74, 43, 50, 60, 62, 65, 67]
        taken_up(stage, silence)
        assert len(soundfile.read(stage.take / "audio.wav")[0]) > 9000  # what the killed scsynth had written


def taken_up(stage: OnStage, silence: int) -> None:
    """The held notes sound in the second recording, in tune, and softer the longer they have been held."""
    sound, rate = soundfile.read(stage.take / "audio-2.wav", always_2d=True)
    early = sound.mean(axis=1)[: round(0.4 * rate)]
    for pitch in (50, 55, 59):  # all overtones lie above them
        hz = 440 * 2 ** ((pitch - 69) / 12)
        heard_hz, size = partial_hz(early, rate, hz)
        assert heard_hz == pytest.approx(hz, rel=2e-3) and size > 1e-3, (pitch, size, silence)


def test_kill_9_leaves_a_take_that_replays_and_the_next_night_plays(jack: Jack, tmp_path: Path, player: Player) -> None:
    with OnStage(jack, tmp_path / "first", *MUTED, "--seed", 7) as first:
        first.hears(PLAYS)
        player.strike(36)
        player.strike(60)
        player.down(64)
        time.sleep(1.5)  # a killed program can lose no more than a second
        scsynth = first.children()["scsynth"]
        midi = first.children()["midi"]
        first.process.kill()
        first.process.wait()
        struck = [line["on"] for line in first.lines() if "on" in line]
        assert struck == [36, 60, 64]
        until(lambda: not runs(midi), 3, "the MIDI process has ended by itself")
        assert runs(scsynth)
        with OnStage(jack, tmp_path / "second", *MUTED, "--seed", 8) as second:
            second.hears(PLAYS)
            assert not runs(scsynth)
            player.up(64)
            player.strike(62)
            time.sleep(0.4)
            assert synths() == ALWAYS_SOUNDING
            second.process.send_signal(signal.SIGINT)
            second.process.send_signal(signal.SIGTERM)  # impatience breaks nothing
            assert second.end(signal.SIGINT) == 0
            whole(second)
        replayed(first)


def test_no_jack_is_one_line_and_leaves_no_take(jack: Jack, tmp_path: Path) -> None:
    with OnStage(jack, tmp_path / "none", JACK_DEFAULT_SERVER="descant-not-there") as stage:
        assert stage.ended() == 1
        assert stage.said == "error: JACK 'descant-not-there': is not running; start it: jackd, QjackCtl or PipeWire\n"
    assert not (tmp_path / "none").exists()


def test_a_folder_with_a_take_is_left_alone(jack: Jack, tmp_path: Path) -> None:
    folder = tmp_path / "old"
    folder.mkdir()
    (folder / "take.jsonl").write_text("precious\n")
    with OnStage(jack, folder) as stage:
        assert stage.ended() == 1
        assert stage.said == f"error: {folder}: already holds a take; give another folder with --take\n"
    assert [path.name for path in folder.iterdir()] == ["take.jsonl"]
    assert (folder / "take.jsonl").read_text() == "precious\n"


def test_jack_dies_and_comes_back(jack: Jack, tmp_path: Path) -> None:
    player = Player(jack)
    with OnStage(jack, tmp_path / "take", *MUTED, "--seed", 9) as stage:
        stage.hears(PLAYS)
        player.strike(36)
        player.down(60)
        jack.crash()
        stage.hears("is not running")
        player.unplug()
        jack.start()
        stage.hears("sounds again")
        player = Player(jack)
        stage.hears(PLAYS, 2)
        player.strike(64)
        time.sleep(0.4)
        assert synths() == ALWAYS_SOUNDING
        assert stage.end() == 0
        player.unplug()
        whole(stage)
        replayed(stage)


def test_a_full_disk_stops_the_take_and_not_the_music(jack: Jack, tmp_path: Path, player: Player) -> None:
    with OnStage(jack, tmp_path / "take", *MUTED, "--seed", 4) as stage:
        stage.hears(PLAYS)
        psutil.Process(stage.process.pid).rlimit(psutil.RLIMIT_FSIZE, (30_000, 30_000))
        player.strike(36)
        for _ in range(2):
            player.play([(n / 100, [0x90 - 16 * (n % 2), 60 + n // 2 % 20, 90]) for n in range(100)])
        stage.hears("take: File too large: it ends at")
        player.down(60)
        time.sleep(0.4)
        assert synths() == ALWAYS_SOUNDING + 1
        assert stage.end() == 1  # what was asked for was not all done
        written = (stage.take / "take.jsonl").read_bytes()
        last = json.loads(written.splitlines()[-1])["t"]
        assert written.endswith(b"}\n") and len(written) > 29_000
        ended = f"File too large: it ends at {last:.1f} s"
        assert f"take: {ended}, the music goes on" in stage.said.splitlines()
        place = stage.take / "take.jsonl"
        assert (
            stage.said.splitlines()[-1]
            == f"error: {place}: {ended}; up to there it performs again; make room on its disk"
        )
        assert "Traceback" not in stage.said
        replayed(stage)


def test_a_terminal_that_closes_ends_the_night_in_order(jack: Jack, tmp_path: Path, player: Player) -> None:
    ours, theirs = pty.openpty()
    shown = b""
    with OnStage(jack, tmp_path / "take", *MUTED, "--seed", 4, terminal=theirs) as stage:
        os.close(theirs)
        while b"plays from" not in shown:
            shown += os.read(ours, 4096)
        player.strike(36)
        player.down(60)
        end = time.monotonic() + 0.5
        while time.monotonic() < end:
            shown += os.read(ours, 4096)
        assert stage.children()["scsynth"]
        os.close(ours)  # whoever writes to it now is told that it has gone
        stage.ended()
        told = [line.strip() for line in re.split(r"[\r\n]+", shown.decode())]
        assert "piano: plays from Disklavier:out" in told
        assert any(
            re.fullmatch(r"1 Cubics · cubics 2: step 1, (.*) cents · C4 .* cents · late 0 · xruns \d+", line)
            for line in told
        )
        assert "Traceback" not in shown.decode()
        whole(stage)


# ---------------------------------------------------------------- parts that fail

CLUMSY = '''
from descant.parts.cubics import Cubics

class Clumsy(Cubics):
    """Plays like a cubic, and stumbles over middle C."""

    def handle(self, event):
        if getattr(event, "pitch", 0) == 60:
            raise RuntimeError("stumbled")
        return super().handle(event)
'''


def test_a_part_that_raises_rests_and_one_that_diverges_is_held(jack: Jack, tmp_path: Path, player: Player) -> None:
    outside = tmp_path / "outside"
    (outside / "outside-1.dist-info").mkdir(parents=True)
    (outside / "clumsy.py").write_text(CLUMSY)
    (outside / "outside-1.dist-info" / "METADATA").write_text("Metadata-Version: 2.1\nName: outside\nVersion: 1\n")
    (outside / "outside-1.dist-info" / "entry_points.txt").write_text("[descant.parts]\nclumsy = clumsy:Clumsy\n")
    text = PATCH.read_text().replace("[parts.cubics]", '[parts.visitor]\nkind = "clumsy"\n\n[parts.cubics]')
    (tmp_path / "piece.toml").write_text(text)
    with OnStage(
        jack, tmp_path / "take", tmp_path / "piece.toml", *MUTED, "--seed", 3, "--set", "cubics/learning_rate=2",
        PYTHONPATH=str(outside),
    ) as stage:  # fmt: skip
        stage.hears(PLAYS)
        player.strike(36)
        melody = [(0.02 * n, [0x90 - 16 * (n % 2), 61 + n // 2 % 20, 90 - 90 * (n % 2)]) for n in range(100)]
        player.play(melody)
        player.strike(60)
        for _ in range(5):  # hundreds of steps: far beyond the largest number
            player.play([(event[0] / 10, event[1]) for event in melody])
        player.strike(36)
        player.strike(72)
        time.sleep(0.4)
        assert synths() == ALWAYS_SOUNDING
        assert stage.end() == 0
        whole(stage)
        lines = stage.lines()
        warned = {line["warn"]: line["text"] for line in lines if "warn" in line}
        assert "stumbled" in warned["visitor"]
        assert "cubics" in warned
        assert [line["on"] for line in lines if "on" in line][-2:] == [36, 72]
        assert max(d for line in lines for _, d in line.get("detunes", ())) <= 0.25
        rests = next(place for place, line in enumerate(lines) if line.get("warn") == "visitor")
        assert not any(line.get("step") == "visitor" for line in lines[rests:])
        assert any(line.get("step") == "cubics" for line in lines[rests:])


# ---------------------------------------------------------------- the window


def test_the_window_is_a_piano_and_may_die(jack: Jack, tmp_path: Path) -> None:
    small = PATCH.read_text().replace("width = 1280", "width = 480").replace("height = 720", "height = 270")
    (tmp_path / "piece.toml").write_text(small)
    with (
        screen() as display,
        OnStage(jack, tmp_path / "take", tmp_path / "piece.toml", *MUTED, picture=True, **display) as stage,
    ):

        def window() -> str:
            return xdotool(display, "search", "--onlyvisible", "--name", "Losses").split("\n")[-1]

        def press(*words: object) -> None:
            xdotool(display, "windowfocus", "--sync", window())
            xdotool(display, *words)

        until(window, 15, "there is a window")
        time.sleep(0.3)
        press("keydown", "z", "sleep", 0.1, "keydown", "q", "sleep", 0.1, "keyup", "q", "sleep", 0.1, "keyup", "z")
        press("key", "space")
        press("keydown", "w")
        time.sleep(0.3)
        first = stage.children()["picture"]
        stage.kill("picture")  # with a key held
        xdotool(display, "keyup", "w")
        stage.hears("picture: ")
        until(lambda: stage.children().get("picture") not in (None, first), 5, "there is another picture")
        until(window, 15, "there is a window again")
        time.sleep(0.3)
        press("key", "e")
        time.sleep(0.3)
        press("key", "shift+Escape")
        assert stage.ended() == 0
        whole(stage)
        lines = stage.lines()
        assert [line["on"] for line in lines if "on" in line] == [36, 60, 62, 64]
        assert [line["cue"] for line in lines if "cue" in line] == [1, 2]
        assert [line["of"] for line in lines if line.get("in") == "fault" and line["of"] != "JACK"] == ["picture"]
        replayed(stage)
