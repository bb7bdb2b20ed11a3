"""MIDI files: exact times, order of arrival, and one clear line for whatever is no performance."""

import io
import random
import struct
import time
from fractions import Fraction

import mido
import pytest
from hypothesis import given
from hypothesis import strategies as st

from descant.devices import midi_file
from descant.errors import DescantError

PIANO = b"\x00\xff\x03\x05piano"
END = b"\x00\xff\x2f\x00"


def track(events: bytes, *, size: int | None = None) -> bytes:
    return b"MTrk" + struct.pack(">L", len(events) if size is None else size) + events


def smf(*tracks: bytes, type_: int = 1, division: int = 480) -> bytes:
    return b"MThd" + struct.pack(">LHHH", 6, type_, len(tracks), division) + b"".join(tracks)


SMALL = smf(
    track(b"\x00\xff\x51\x03\x07\xa1\x20" + END),
    track(PIANO + b"\x00\x90\x1f\x5a" + b"\x83\x60\x40\x50" + b"\x00\xb0\x40\x7f" + b"\x00\xf0\x02\x01\xf7" + END),
)


@pytest.fixture
def read(tmp_path):
    def read_bytes(data: bytes) -> midi_file.MidiPerformance:
        path = tmp_path / "played.mid"
        path.write_bytes(data)
        return midi_file.read(path)

    return read_bytes


def saved(*tracks, ticks_per_beat=480, type_=1):
    file = mido.MidiFile(type=type_, ticks_per_beat=ticks_per_beat)
    file.tracks.extend(mido.MidiTrack(events) for events in tracks)
    out = io.BytesIO()
    file.save(file=out)
    return out.getvalue()


def note(pitch, delta, velocity=64, kind="note_on"):
    return mido.Message(kind, note=pitch, velocity=velocity, time=delta)


def test_a_small_file_is_its_messages_with_running_status_and_its_tracks_name(read):
    played = read(SMALL)
    assert [(m.time, m.data, m.track) for m in played.messages] == [
        (0.0, (0x90, 31, 90), "piano"),
        (0.5, (0x90, 64, 80), "piano"),
        (0.5, (0xB0, 64, 127), "piano"),
    ]
    assert played.duration_s == 0.5


def test_every_channel_message_comes_and_velocity_0_stays_as_it_was_sent(read):
    data = bytes.fromhex("00903c40 00903c00 00803c40 00b04040 00c002 00e00040 00d010 00a03c10")
    played = read(smf(track(data + END), type_=0))
    assert [m.data for m in played.messages] == [
        (0x90, 60, 64), (0x90, 60, 0), (0x80, 60, 64), (0xB0, 64, 64), (0xC0, 2), (0xE0, 0, 64), (0xD0, 16),
        (0xA0, 60, 16),
    ]  # fmt: skip


def test_the_last_tracks_end_is_the_duration_even_where_nothing_sounds(read):
    assert read(smf(track(b"\x83\x60\xff\x2f\x00"), track(END))).duration_s == 0.5
    assert read(smf(track(END))).duration_s == 0.0
    assert read(smf()).messages == ()


def test_equal_times_keep_the_order_of_the_file_track_after_track(read):
    first = [note(60, 10), note(61, 0), note(60, 0, kind="note_off"), note(62, 5)]
    second = [note(70, 10), note(71, 5), note(72, 0)]
    played = read(saved(first, second))
    assert [m.data[1] for m in played.messages] == [60, 61, 60, 70, 62, 71, 72]


def test_tempo_changes_of_any_track_hold_for_all_and_are_exact_to_the_last_bit(read):
    dice = random.Random(5)
    tempos, events, tick, elapsed, tempo = [], [], 0, Fraction(0), 500_000
    expected = []
    for _ in range(2000):
        tempo_delta, note_delta, next_tempo = dice.randint(0, 97), dice.randint(0, 7), dice.randint(1, 2**24 - 1)
        elapsed += Fraction(tempo_delta * tempo, 384 * 1_000_000)
        tempo = next_tempo
        tempos.append(mido.MetaMessage("set_tempo", tempo=tempo, time=tempo_delta + tick))
        tick = note_delta
        events.append(note(60, tempo_delta + note_delta))
        elapsed += Fraction(note_delta * tempo, 384 * 1_000_000)
        expected.append(float(elapsed))
    played = read(saved(tempos, events, ticks_per_beat=384))
    assert [m.time for m in played.messages] == expected


def test_times_are_not_accumulated(read):
    played = read(saved([note(60, 1) for _ in range(10_000)], ticks_per_beat=7))
    assert [m.time for m in played.messages] == [float(Fraction(n, 14)) for n in range(1, 10_001)]


def test_a_tempo_at_a_notes_own_tick_moves_it_not(read):
    tempo = mido.MetaMessage("set_tempo", tempo=1_000_000, time=480)
    played = read(saved([tempo], [note(60, 480), note(61, 480)]))
    assert [m.time for m in played.messages] == [0.5, 1.5]


@pytest.mark.parametrize(
    ("data", "what"),
    [
        (smf(track(END), type_=2), "type 2"),
        (smf(track(END), type_=9), "type 9"),
        (smf(track(END), division=0xE728), "SMPTE"),
        (smf(track(END), division=0), "SMPTE frames or not at all"),
        (b"", "not a whole MIDI file"),
        (b"MThd", "not a whole MIDI file"),
        (b"RIFF" + bytes(100), "not a whole MIDI file"),
        (bytes(1000), "not a whole MIDI file"),
        (smf(track(b"\x00\x90\x3c\xff" + END)), "not a whole MIDI file"),
        (smf(track(b"\x00\x3c\x40" + END)), "not a whole MIDI file"),
        (smf(track(END, size=3)), "not a whole MIDI file"),
        (smf(track(END, size=2**32 - 1)), "not a whole MIDI file"),
        (smf(track(b"\x00\xff\x03\xff\xff\xff\x7f" + END)), "not a whole MIDI file"),
        (smf(track(b"\x00\xff\x51\x01\x01" + END)), "not a whole MIDI file"),
    ],
)
def test_what_is_no_performance_is_one_clear_line(read, data, what):
    with pytest.raises(DescantError) as error:
        read(data)
    text = str(error.value)
    assert what in text
    assert text.startswith(error.value.where)
    assert text.count("\n") == 0
    assert error.value.fix


@pytest.mark.parametrize("end", range(len(SMALL)))
def test_a_file_cut_short_anywhere_is_refused(read, end):
    with pytest.raises(DescantError, match="is not a whole MIDI file"):
        read(SMALL[:end])


def test_six_hours_are_the_most(read):
    # at 2 s a beat of 480 ticks, 6 hours are 5184000 ticks
    slow = mido.MetaMessage("set_tempo", tempo=2_000_000, time=0)
    assert read(saved([slow, note(60, 5_184_000)])).duration_s == 6 * 3600
    with pytest.raises(DescantError, match="longer than 6 hours; cut it"):
        read(saved([slow, note(60, 5_184_001)]))


@pytest.mark.parametrize("length", [5, 400, 4000])
def test_a_delta_of_hundreds_of_digits_is_longer_than_six_hours(read, length):
    with pytest.raises(DescantError, match="longer than 6 hours"):
        read(smf(track(b"\xff" * length + b"\x7f\x90\x3c\x40" + END)))


def test_a_number_without_end_keeps_nobody_waiting(read):
    with pytest.raises(DescantError, match="a number without end"):
        read(smf(track(b"\xff" * (4 << 20) + b"\x7f\x90\x3c\x40" + END)))


def test_a_file_that_is_missing_or_a_folder_or_too_large_says_so(tmp_path):
    with pytest.raises(DescantError, match=r"nope\.mid: No such file or directory; give a MIDI file"):
        midi_file.read(tmp_path / "nope.mid")
    with pytest.raises(DescantError, match="Is a directory"):
        midi_file.read(tmp_path)
    large = tmp_path / "large.mid"
    with large.open("wb") as file:
        file.truncate(midi_file.LARGEST_BYTES + 1)
    with pytest.raises(DescantError, match="larger than 8 MiB"):
        midi_file.read(large)


def test_a_long_track_without_a_name_takes_no_longer_than_one_with_one(read):
    notes = b"\x01\x90\x3c\x40" * 20_000
    began = time.process_time()
    named = read(smf(track(PIANO + notes + END)))
    middle = time.process_time()
    nameless = read(smf(track(notes + END)))
    ended = time.process_time()
    assert len(named.messages) == len(nameless.messages) == 20_000
    assert ended - middle < 10 * (middle - began)  # 200 times, where each message looks through them all


def taken(data: bytes, folder) -> None:
    path = folder / "fuzz.mid"
    path.write_bytes(data)
    try:
        played = midi_file.read(path)
    except DescantError:
        return
    times = [m.time for m in played.messages]
    assert times == sorted(times)
    assert all(0 <= byte < 256 for m in played.messages for byte in m.data)
    assert all(0x80 <= m.data[0] < 0xF0 for m in played.messages)
    assert 0.0 <= played.duration_s <= midi_file.LONGEST_S


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return tmp_path_factory.mktemp("fuzz")


@given(data=st.binary(max_size=200))
def test_any_bytes_are_a_performance_or_an_error(data, folder):
    taken(data, folder)


@given(data=st.binary(max_size=60), type_=st.integers(0, 3), division=st.integers(0, 0xFFFF))
def test_any_track_is_a_performance_or_an_error(data, type_, division, folder):
    taken(smf(track(data + END), type_=type_, division=division), folder)


@given(changes=st.lists(st.tuples(st.integers(0, len(SMALL) - 1), st.integers(0, 255)), min_size=1, max_size=4))
def test_any_damage_to_a_small_file_is_a_performance_or_an_error(changes, folder):
    data = bytearray(SMALL)
    for place, byte in changes:
        data[place] = byte
    taken(bytes(data), folder)
