"""Write the bundled performance of Latent Rhythm, a take, beside this script.

    python patches/takes/latent-rhythm.py [FILE.jsonl]

It is played as anyone would play it: a hand on the pad, a hand on the knobs, a few strokes on the drums themselves,
GO where a bar begins. Times are bars of the patch's tempo; only the last part, which slows down, is in seconds.
"""

from random import Random

from hands import Hands, arc, line, write

BPM = 112.0
BAR_S = 4 * 60 / BPM
KICK, LOW, MID, HIGH, CRASH = 36, 45, 48, 50, 49
RHYTHM = ""


def clave(hands: Hands) -> None:
    """Bars 0 to 12: one after another comes in; then east, where the clave turns around, and back."""
    hands.turn(4, "drums/closed_hat/mute", value=False)
    hands.turn(4, "drums/closed_hat/probability", 0.35)
    hands.sweep(4.1, 8, "drums/closed_hat/probability", 0.35, 1.0)
    hands.turn(5.98, "drums/kick/mute", value=False)
    hands.draw(RHYTHM, 8, 8.9, line((0.1, -1.5), (1.1, -0.6)))
    hands.turn(9, "drums/high_tom/mute", value=False)
    hands.draw(RHYTHM, 11, 11.9, line((1.1, -0.6), (0.2, -1.1)))


def evenly(hands: Hands) -> None:
    """Bars 12 to 24: around the middle, closer, then up to the border where the toms are."""
    hands.go(12)
    hands.draw(RHYTHM, 14, 17.5, arc((-0.3, -0.75), 0.38, 0.62, 1.3))
    hands.sweep(16, 19, "drums/density", 0.5, 0.57)
    hands.draw(RHYTHM, 18, 21, line((-0.42, -0.39), (0.7, 0.4)))
    hands.sweep(19.5, 22, "drums/density", 0.57, 0.5)
    hands.draw(RHYTHM, 21.7, 22.6, line((0.7, 0.4), (-0.5, 0.55)))
    hands.draw(RHYTHM, 22.8, 23.05, line((-0.5, 0.55), (-1.0, 0.5)))
    for beat, pitch, velocity in ((3.0, HIGH, 88), (3.25, MID, 92), (3.5, LOW, 100), (3.75, LOW, 108)):
        hands.strike(23 + beat / 4, pitch, velocity)


def floor(hands: Hands) -> None:
    """Bars 24 to 36: straight; north to its own variations, fills at the end of every fourth bar."""
    hands.go(24)
    hands.strike(24, CRASH, 104)
    hands.draw(RHYTHM, 27.2, 27.5, line((-2.3, 0.45), (-1.0, 0.5)))
    hands.draw(RHYTHM, 28, 28.1, line((-1.0, 0.5), (-1.7, 1.2)))
    hands.sweep(28, 31.8, "drums/density", 0.5, 0.62)
    hands.draw(RHYTHM, 31.1, 31.4, line((-1.7, 1.2), (-0.9, 2.2)))
    hands.draw(RHYTHM, 32, 32.1, line((-0.9, 2.2), (-1.5, 2.1)))
    hands.turn(32, "drums/density", 0.5)
    hands.strike(32, CRASH, 96)
    hands.draw(RHYTHM, 34, 34.9, line((-1.5, 2.1), (-2.3, 0.6)))
    hands.turn(35, "drums/kick/mute", value=True)
    hands.sweep(35, 35.95, "drums/density", 0.5, 0.36)


def broken(hands: Hands) -> None:
    """Bars 36 to 44: the ride alone, then the kick, then the snare; the hats against them; a stop."""
    hands.go(36)
    hands.strike(36, CRASH, 112)
    hands.turn(37.97, "drums/kick/mute", value=False)
    hands.turn(39.97, "drums/snare/mute", value=False)
    hands.draw(RHYTHM, 40, 42, line((-2.4, -0.3), (-0.4, 1.35)))
    hands.turn(42, "drums/mutate", 0.12)
    hands.draw(RHYTHM, 42.2, 43.2, line((-0.4, 1.35), (0.0, 2.4)))
    hands.turn(43, "drums/mutate", 0.0)
    hands.sweep(43.2, 43.9, "drums/density", 0.5, 0.3)


def on_the_way(hands: Hands) -> None:
    """Bars 44 to 56: nothing but time, and a hand on the density; the last bar rolls."""
    hands.go(44)
    hands.turn(54.5, "drums/kick/mute", value=True)
    hands.turn(55, "drums/mutate", 0.2)
    for place in range(16):
        pitch = (HIGH, HIGH, MID, MID, LOW, MID, LOW, LOW)[place // 2]
        hands.strike(55 + place / 16, pitch, 52 + 4 * place)


def samba(hands: Hands) -> None:
    """Bars 56 to 68: the hand leans on it, north-west and south-east; breaks of two beats; louder."""
    hands.go(56)
    hands.strike(56, CRASH, 120)
    hands.draw(RHYTHM, 58, 59.8, arc((1.9, 1.5), 0.45, 0.0, 0.75))
    hands.turn(59.5, "drums/kick/mute", value=True)
    hands.turn(59.97, "drums/kick/mute", value=False)
    hands.strike(60, CRASH, 108)
    hands.draw(RHYTHM, 61, 63.5, line((1.9, 1.05), (1.1, 0.75)))
    hands.draw(RHYTHM, 63.6, 63.95, line((1.1, 0.75), (2.3, 1.3)))
    hands.strike(64, CRASH, 118)
    hands.sweep(64, 67.5, "drums/density", 0.56, 0.66)
    for place, pitch in enumerate((LOW, MID, LOW, HIGH, MID, LOW, LOW, HIGH)):
        hands.strike(67 + place / 8, pitch, 84 + 5 * place)


def again(hands: Hands) -> float:
    """Bar 68 to the end: the clave, slower; less and less; the last stroke. Return when all is over, in seconds."""
    hands.go(68)
    hands.strike(68, CRASH, 124)
    hands.strike(68, KICK, 120)
    begin_s = 68 * BAR_S
    for seconds, name, value in (
        (9.0, "drums/kick/probability", 0.6), (14.0, "drums/kick/mute", True), (17.0, "drums/snare/probability", 0.8),
        (22.0, "drums/snare/probability", 0.55), (25.6, "drums/on", False),
    ):  # fmt: skip
        hands.turn((begin_s + seconds) / BAR_S, name, value)
    hands.strike((begin_s + 27.0) / BAR_S, CRASH, 58)
    hands.strike((begin_s + 27.0) / BAR_S, KICK, 76)
    return begin_s + 30.5


if __name__ == "__main__":
    hands = Hands(BPM, Random(8))
    for part in (clave, evenly, floor, broken, on_the_way, samba):
        part(hands)
    write(__file__, {"name": "latent-rhythm.toml", "seed": 1932}, hands, again(hands))
