"""Which hand strikes which key."""

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from descant.video.hands import _REACH, Hands
from descant.video.piano import keys

WIDTH, HEIGHT = 1280, 720
KEYS = keys(WIDTH, HEIGHT)
UNIT = KEYS[23].right - KEYS[23].left


def held(hands: Hands) -> list[list[int]]:
    return [sorted(key.pitch for key in hand.held.values()) for hand in hands._hands]


@pytest.mark.parametrize(
    ("struck", "left", "right"),
    [
        ((40,), [40], []),
        ((76,), [], [76]),
        ((60, 84), [60], [84]),  # an octave and more above the middle: one hand each, none with a foot-long thumb
        ((36, 43, 48, 76, 79), [36, 43, 48], [76, 79]),
        ((84, 88, 62), [62], [84, 88]),
    ],
)
def test_hands_share_the_keys_as_a_player_would(struck: tuple[int, ...], left: list[int], right: list[int]) -> None:
    hands = Hands(WIDTH, HEIGHT)
    for voice, pitch in enumerate(struck):
        hands.press(KEYS[pitch], voice, 1.0 + 0.001 * voice)
    assert held(hands) == [left, right]


@given(st.lists(st.integers(21, 108), max_size=30))
def test_no_hand_reaches_farther_than_a_ninth_nor_holds_six_keys(struck: list[int]) -> None:
    hands = Hands(WIDTH, HEIGHT)
    for voice, pitch in enumerate(struck):
        hands.press(KEYS[pitch], voice, 0.1 * voice)
        for pitches in held(hands):
            assert len(pitches) <= 5
            for low, high in itertools.combinations(pitches, 2):
                assert abs(KEYS[high].x - KEYS[low].x) <= _REACH * UNIT + 1e-9
