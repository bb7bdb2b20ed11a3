from descant.video.keys import PLACES, Piano


def pitches(piano, names):
    return [piano.press(name, 0.0).pitch for name in names]


def test_two_rows_are_two_chromatic_scales():
    assert pitches(Piano(), "zsxdcvgbhnjm,l.;/") == list(range(36, 53))
    assert pitches(Piano(), "q2w3er5t6y7ui9o0p[=]") == list(range(60, 80))


def test_other_keys_are_no_notes():
    assert all(Piano().press(name, 0.0) is None for name in ("", "a", "f", "k", "1", "4", "8", "-", "space"))


def test_a_held_key_sounds_once_and_is_released_once():
    piano = Piano()
    down = piano.press("z", 1.0)
    assert (down.kind, down.pitch, down.arrived_s) == ("down", 36, 1.0)
    assert piano.press("z", 1.1) is None
    up = piano.release("z", 1.2)
    assert (up.kind, up.pitch) == ("up", 36)
    assert piano.release("z", 1.3) is None


def test_an_accent_is_louder():
    assert Piano().press("q", 0.0, accent=True).velocity > Piano().press("q", 0.0).velocity


def test_rows_move_by_octaves_within_the_piano_and_held_notes_end_as_they_began():
    piano = Piano()
    piano.press("z", 0.0)
    piano.shift("bass", 1)
    assert piano.release("z", 0.0).pitch == 36
    assert pitches(piano, "zq") == [48, 60]
    for _ in range(20):
        piano.shift("bass", -1)
        piano.shift("treble", 1)
    assert piano.press("s", 0.0).pitch == 13
    assert piano.press("]", 0.0).pitch == 115


def test_a_pitch_on_both_rows_sounds_once_until_both_keys_are_up():
    piano = Piano()
    piano.shift("bass", 1)
    assert piano.press(",", 0.0).pitch == 60
    assert piano.press("q", 0.0) is None
    assert piano.release(",", 0.0) is None
    assert piano.release("q", 0.0).pitch == 60


def test_all_are_released_together():
    piano = Piano()
    piano.press("z", 0.0)
    piano.press("e", 0.0)
    assert [(key.kind, key.pitch) for key in piano.release_all(2.0)] == [("up", 36), ("up", 64)]
    assert piano.release_all(2.0) == []


def test_places_are_those_of_an_american_keyboard():
    assert (PLACES[44], PLACES[16], PLACES[3], PLACES[53], PLACES[13]) == ("z", "q", "2", "/", "=")
