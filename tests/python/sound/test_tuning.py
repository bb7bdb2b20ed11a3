import math

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from descant.errors import DescantError
from descant.sound.tuning import HIGHEST_HZ, LOWEST_HZ, SCALES, Pitches, Tuning, scale_from_scala, tuning

JUST = (1, 16 / 15, 9 / 8, 6 / 5, 5 / 4, 4 / 3, 45 / 32, 3 / 2, 8 / 5, 5 / 3, 9 / 5, 15 / 8)
PYTHAGOREAN = (
    1, 256 / 243, 9 / 8, 32 / 27, 81 / 64, 4 / 3, 729 / 512, 3 / 2, 128 / 81, 27 / 16, 16 / 9, 243 / 128,
)  # fmt: skip

MEANTONE = """! meanquar.scl
!
1/4-comma meantone scale. Pietro Aaron's temperament (1523)
 12
!
 76.04900
 193.15686
 310.26471
 5/4
 503.42157
 579.47057
 696.57843
 25/16
 889.73529
 1006.84314
 1082.89214
 2/1
"""
EDO_19 = "19-tone equal temperament\n19\n" + "".join(f"{1200 * step / 19:.6f}\n" for step in range(1, 19)) + "2\n"
BOHLEN_PIERCE = """! bohlen-p.scl
Bohlen-Pierce scale, just
 13
 27/25
 25/21   second
 9/7
 7/5
 75/49
 5/3
 9/5
 49/25
 15/7
 7/3
 63/25
 25/9
 3/1     the tritave
"""


def cents(above, below):
    return 1200 * math.log2(above / below)


@pytest.mark.parametrize(
    ("pitch", "hz"), [(69, 440.0), (60, 261.6255653006), (81, 880.0), (0, 8.1757989156), (69.5, 452.8929841231)]
)
def test_equal_temperament(pitch, hz):
    assert tuning("equal").frequency_hz(pitch) == pytest.approx(hz, rel=1e-10)


def test_the_reference_is_exact():
    assert tuning("equal", reference_hz=415.0).frequency_hz(69) == 415.0
    assert tuning("equal", root=3).frequency_hz(57) == 220.0
    assert tuning("just", root=69, reference_hz=442.0).frequency_hz(69) == 442.0


@pytest.mark.parametrize(("name", "ratios"), [("just", JUST), ("pythagorean", PYTHAGOREAN)])
def test_ratios_are_exact(name, ratios):
    tuned = tuning(name, root=60)
    root_hz = tuned.frequency_hz(60)
    assert root_hz == tuning("equal").frequency_hz(60)
    assert [tuned.frequency_hz(60 + key) for key in range(12)] == [root_hz * ratio for ratio in ratios]
    assert [tuned.frequency_hz(48 + key) for key in range(12)] == [root_hz / 2 * ratio for ratio in ratios]


def test_a_fractional_pitch_lies_evenly_in_cents():
    tuned = tuning("just")
    low, high = tuned.frequency_hz(60), tuned.frequency_hz(61)
    assert cents(tuned.frequency_hz(60.25), low) == pytest.approx(cents(high, low) / 4)


@settings(deadline=None)
@given(st.floats(-24, 150), st.integers(0, 127), st.floats(100, 1000), st.sampled_from(sorted(SCALES)))
def test_the_octave_is_an_octave_and_higher_is_higher(pitch, root, reference_hz, name):
    tuned = tuning(name, root=root, reference_hz=reference_hz)
    assert tuned.frequency_hz(pitch + 12) == pytest.approx(2 * tuned.frequency_hz(pitch), rel=1e-12)
    assert tuned.frequency_hz(pitch + 0.01) > tuned.frequency_hz(pitch)


@settings(deadline=None)
@given(st.floats(0, 127), st.floats(100, 1000))
def test_equal_temperament_can_be_turned_back(pitch, reference_hz):
    hz = tuning("equal", reference_hz=reference_hz).frequency_hz(pitch)
    assert 69 + 12 * math.log2(hz / reference_hz) == pytest.approx(pitch, abs=1e-9)


@settings(deadline=None)
@given(st.floats(0, 127), st.integers(0, 127), st.floats(100, 1000), st.sampled_from(sorted(SCALES)))
def test_a_frequency_is_found_on_the_keys_again(pitch, root, reference_hz, name):
    tuned = tuning(name, root=root, reference_hz=reference_hz)
    assert Pitches(tuned).of(tuned.frequency_hz(pitch)) == pytest.approx(pitch, abs=1e-9)


def test_frequencies_are_found_in_any_scale_and_beyond_its_ends():
    nineteen = tuning("19.scl", root=69, scala=EDO_19)
    assert Pitches(nineteen).of(880.0) == pytest.approx(69 + 19)
    falling = tuning("falling.scl", root=60, scala="falls\n 2\n 3/2\n 4/3\n")  # its second key is above its third
    found = Pitches(falling).of(falling.frequency_hz(60.3))
    assert falling.frequency_hz(found) == pytest.approx(falling.frequency_hz(60.3))
    assert Pitches(tuning("equal")).of(1.0) == 0
    assert Pitches(tuning("equal")).of(30_000.0) == 128
    flat = tuning("flat.scl", root=60, scala="stands still\n 2\n 1/1\n 2/1\n")
    assert flat.frequency_hz(Pitches(flat).of(flat.root_hz)) == flat.root_hz


def test_a_scala_file_of_twelve_notes():
    tuned = tuning("meanquar.scl", root=60, scala=MEANTONE)
    root_hz = tuned.frequency_hz(60)
    assert cents(tuned.frequency_hz(61), root_hz) == pytest.approx(76.049)
    assert tuned.frequency_hz(64) == root_hz * 1.25
    assert tuned.frequency_hz(72) == root_hz * 2
    assert tuned.frequency_hz(52) == pytest.approx(root_hz * 1.25 / 2)


def test_a_scala_file_of_nineteen_steps():
    tuned = tuning("19.scl", root=69, scala=EDO_19)
    assert tuned.frequency_hz(69) == 440.0
    assert tuned.frequency_hz(69 + 19) == 880.0
    assert cents(tuned.frequency_hz(70), 440.0) == pytest.approx(1200 / 19, abs=1e-5)


def test_a_scala_file_with_a_period_that_is_no_octave():
    tuned = tuning("bp.scl", root=60, scala=BOHLEN_PIERCE)
    root_hz = tuned.frequency_hz(60)
    assert tuned.frequency_hz(73) == root_hz * 3
    assert tuned.frequency_hz(47) == pytest.approx(root_hz / 3)
    assert tuned.frequency_hz(66) == root_hz * (5 / 3)
    assert cents(tuned.frequency_hz(59), root_hz) == pytest.approx(cents(25 / 9, 3))


def test_what_the_format_allows():
    scale = scale_from_scala("!\r\n\r\n\t4 \r\n-5.0\tE\\\r\n! in between\r\n408.\r\n 5/4   5/4\r\n 3 \r\n\r\n", "x.scl")
    assert scale.period == 3.0
    assert scale.ratios == pytest.approx((1, 2 ** (-5 / 1200), 2 ** (408 / 1200), 1.25))


PITCH = "a pitch is a ratio such as 3/2 or cents such as 701.955"


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "x.scl: not a Scala file; it needs a description, a number of notes, and the notes"),
        ("! only\n! comments", "x.scl: not a Scala file; it needs a description, a number of notes, and the notes"),
        ("d\ntwo\n", "x.scl:2: found 'two' for the number of notes; it must be a whole number from 1 to 4096"),
        ("!\nd\n0\n", "x.scl:3: found '0' for the number of notes; it must be a whole number from 1 to 4096"),
        ("d\n-1\n2/1", "x.scl:2: found '-1' for the number of notes; it must be a whole number from 1 to 4096"),
        ("d\n99999\n2/1", "x.scl:2: found '99999' for the number of notes; it must be a whole number from 1 to 4096"),
        ("d\n3\n3/2\n2/1\n", "x.scl:2: 2 notes where line 2 promises 3; correct the number or add the notes"),
        ("d\n1\n3/2\n!\n2/1\n", "x.scl:5: more than 1 notes; correct line 2"),
        ("d\n1\n-3/2\n", "x.scl:3: found the ratio '-3/2'; both its numbers must be above 0"),
        ("d\n1\n0/2\n", "x.scl:3: found the ratio '0/2'; both its numbers must be above 0"),
        ("d\n1\n1/0\n", "x.scl:3: found the ratio '1/0'; both its numbers must be above 0"),
        ("d\n1\n3/2/1\n", f"x.scl:3: found '3/2/1'; {PITCH}"),
        ("d\n1\nnan\n", f"x.scl:3: found 'nan'; {PITCH}"),
        ("d\n1\n.\n", f"x.scl:3: found '.'; {PITCH}"),
        ("d\n1\n٣/٢\n", f"x.scl:3: found '٣/٢'; {PITCH}"),
        ("d\n2\n\n2/1\n", f"x.scl:3: found ''; {PITCH}"),
        ("d\n1\n" + "9" * 301 + "/1\n", f"x.scl:3: found '{'9' * 40}…'; {PITCH}"),
        ("d\n1\n99999999/1\n", "x.scl:3: found '99999999/1'; a pitch lies within 20 octaves of the first"),
        ("d\n1\n1e9.\n", f"x.scl:3: found '1e9.'; {PITCH}"),
        ("d\n1\n99999.\n", "x.scl:3: found '99999.'; a pitch lies within 20 octaves of the first"),
        ("d\n2\n3/2\n1/1\n", "x.scl:4: the last pitch is 1/1; it must be the period, such as 2/1"),
    ],
)
def test_what_is_no_scala_file(text, message):
    with pytest.raises(DescantError) as error:
        tuning("x.scl", scala=text)
    assert str(error.value) == message


LINES = st.sampled_from(["!", "", "d", "1", "2", "3", "3/2", "2/1", "1/1", "700.", "-9.5", "0/0", "24000.", "1/9999"])


@settings(deadline=None)
@given(st.one_of(st.binary(max_size=200).map(lambda data: data.decode("latin-1")), st.lists(LINES).map("\n".join)))
def test_any_text_is_a_tuning_or_one_clear_line(text):
    try:
        tuned = tuning("x.scl", scala=text)
    except DescantError as error:
        assert "\n" not in str(error)
        return
    assert isinstance(tuned, Tuning)
    assert all(LOWEST_HZ <= tuned.frequency_hz(pitch) <= HIGHEST_HZ for pitch in (-1e300, 0, 59.5, 60, 127, 1e300))


@pytest.mark.parametrize("pitch", [math.nan, math.inf, -math.inf])
def test_a_pitch_that_is_none(pitch):
    with pytest.raises(ValueError, match="pitch must be finite"):
        tuning("just").frequency_hz(pitch)
