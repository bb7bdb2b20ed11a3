"""Write the bundled performance of Latent Loop, a take, beside this script.

    python patches/takes/latent-loop.py [FILE.jsonl]

Two hands on two pads, one for the rhythm and one for its sounds; a knob now and then, a few strokes on the drums
themselves, GO where a bar begins. Times are bars of the patch's tempo; the last part, which slows down, is in seconds.
"""

from random import Random

from hands import Hands, Point, arc, line, write

BPM = 96.0
BAR_S = 4 * 60 / BPM
KICK, BELL, LOW, MID, HIGH, CRASH = 36, 38, 45, 48, 50, 49
ROWS = ("kick", "snare", "closed_hat", "open_hat", "low_tom", "mid_tom", "high_tom", "crash", "ride")
RHYTHM, SOUND = "", "sound"


def one_sound(hands: Hands) -> None:
    """Bars 0 to 8: a bell, out of the dark into the bright; four pitches; a drum far below, a ticking."""
    hands.draw(SOUND, 2, 5, line((-0.6, 1.6), (-1.1, -0.2)))
    hands.turn(3.97, "drums/kick/mute", value=False)
    for bar, semitones in ((2.97, 3.0), (3.97, -2.0), (4.97, 5.0), (5.97, 3.0), (6.97, 0.0)):
        hands.turn(bar, "drums/snare/tune", semitones)
    hands.draw(SOUND, 5.2, 7.6, line((-1.1, -0.2), (0.5, -1.3)))
    hands.turn(5.98, "drums/closed_hat/mute", value=False)
    hands.turn(5.98, "drums/closed_hat/probability", 0.3)
    hands.sweep(6.2, 7.8, "drums/closed_hat/probability", 0.3, 0.8)


def one_rhythm(hands: Hands) -> None:
    """Bars 8 to 18: near, and the sounds stand still; around the middle, north-east, to what breaks in the north."""
    hands.go(8)
    hands.draw(RHYTHM, 10, 12.5, arc((-0.3, -0.75), 0.38, 0.62, 1.3))
    hands.draw(RHYTHM, 12.6, 14, line((-0.42, -0.39), (0.7, 0.4)))
    hands.turn(13.97, "drums/snare/class", 12)
    hands.sweep(14, 16, "drums/density", 0.5, 0.58)
    hands.draw(RHYTHM, 14, 15.6, line((0.7, 0.4), (-0.4, 1.35)))
    hands.draw(RHYTHM, 16, 17, line((-0.4, 1.35), (0.0, 2.4)))
    hands.draw(SOUND, 16, 17.5, line((0.7, -0.3), (-0.5, 0.3)))
    hands.roll(17, (HIGH, HIGH, MID, HIGH, MID, MID, LOW, LOW), 60, 108)


def both(hands: Hands) -> None:
    """Bars 18 to 30: straight on, opening; the sounds turn, and both hands go north as it thickens."""
    hands.go(18)
    hands.strike(18, CRASH, 104)
    hands.turn(18.01, "drums/velocity", 90)
    hands.sweep(20, 28.9, "drums/velocity", 90, 120)
    for hat in ("hat", "open"):
        hands.sweep(19, 26, f"{hat}/cutoff_hz", 2500.0, 20_000.0)
    hands.draw(RHYTHM, 22, 22.1, line((-2.3, 0.45), (-1.7, 1.2)))
    hands.draw(SOUND, 20, 24, line((0.3, 0.2), (-0.6, 0.4)))
    hands.sweep(24, 29, "drums/density", 0.5, 0.62)
    hands.sweep(25, 28, "drums/sound_radius", 0.7, 1.2)
    hands.strike(26, CRASH, 100)
    hands.draw(RHYTHM, 26, 26.1, line((-1.7, 1.2), (-1.5, 2.1)))
    hands.draw(SOUND, 26, 29, line((-0.6, 0.4), (-0.2, -0.8)))
    hands.sweep(27, 29.8, "bell/to_echo", 0.15, 0.5)
    hands.turn(28.97, "drums/kick/mute", value=True)
    hands.turn(29.0, "drums/ratchet", 0.35)


def against(hands: Hands) -> None:
    """Bars 30 to 37: the rhythm stands, the sounds do not; then less and less, the echo more and more, and a stop."""
    hands.go(30)
    hands.strike(30, LOW, 118)
    hands.turn(30.9, "drums/freeze", value=True)
    hands.sweep(31, 35, "drums/sound_walk_s", 2.9, 1.3)
    hands.sweep(33, 36.5, "drums/closed_hat/probability", 1.0, 0.35)
    hands.turn(33.97, "drums/open_hat/mute", value=True)
    hands.turn(34.97, "drums/kick/mute", value=True)
    hands.sweep(34, 36.8, "echo/feedback", 0.5, 0.8)
    hands.sweep(34, 36.8, "bell/to_echo", 0.25, 0.7)
    hands.sweep(35, 36.8, "drums/snare/probability", 1.0, 0.5)
    for seven in range(3):
        hands.turn(34.97 + seven * 0.67, "drums/snare/tune", (5.0, 3.0, -4.0)[seven])


def hall(hands: Hands) -> None:
    """Bars 37 to 45: the walls go away; nothing; what is backwards; then all that was long becomes short, and rolls."""
    hands.go(37)
    hands.strike(37, KICK, 96)
    hands.turn(39, "drums/on", value=True)
    hands.draw(SOUND, 39.5, 42.5, line((-1.7, 0.9), (-1.2, 0.2)))
    for bar, semitones in ((40.97, 3.0), (41.97, -2.0), (42.97, 0.0)):
        hands.turn(bar, "drums/snare/tune", semitones)
    for bar, velocity in ((41.62, 84), (43.62, 108)):  # backwards too: they arrive on the bar
        hands.strike(bar, CRASH, velocity)
    hands.turn(42.97, "bell/reverse", value=False)
    hands.turn(42.97, "drums/closed_hat/mute", value=False)
    hands.sweep(43, 44.9, "drums/ratchet", 0.1, 0.7)
    hands.sweep(43, 44.9, "drums/density", 0.4, 0.62)
    hands.sweep(43, 44.9, "hall/decay_s", 9.0, 2.0)
    hands.draw(SOUND, 43, 44.8, line((-1.2, 0.2), (0.6, -0.9)))
    hands.roll(44, (LOW, LOW, MID, LOW, MID, LOW, MID, MID, HIGH, MID, HIGH, MID, HIGH, HIGH, HIGH, HIGH), 36, 112)


def everything(hands: Hands) -> None:
    """Bars 45 to 59: to the corners with both hands, a leap each second bar; two beats of nothing; on to the top."""
    hands.go(45)
    hands.strike(45, CRASH, 118)
    hands.draw(RHYTHM, 47, 48.8, arc((1.9, 1.5), 0.4, 0.0, 0.75))
    leaps = ((47, (0.9, -1.0)), (49, (-1.0, 0.6)), (51, (0.9, 0.8)), (53, (-0.9, -0.9)), (55, (0.6, -0.2)))
    at: Point = (-0.2, -0.6)
    for bar, to in leaps:
        hands.draw(SOUND, bar - 0.05, bar + 0.05, line(at, to))
        at = to
    hands.strike(49, CRASH, 108)
    hands.draw(RHYTHM, 50, 52, line((1.9, 1.1), (1.2, 0.8)))
    for row in ROWS:
        hands.turn(52.485, f"drums/{row}/mute", value=True)
        hands.turn(52.97, f"drums/{row}/mute", value=False)
    hands.draw(RHYTHM, 52.6, 52.95, line((1.2, 0.8), (2.3, 1.3)))
    hands.strike(53, CRASH, 118)
    hands.sweep(53, 58.5, "drums/density", 0.56, 0.68)
    hands.sweep(53, 58.5, "drums/velocity", 108, 122)
    hands.draw(SOUND, 55.5, 58.6, line((0.6, -0.2), (-0.9, -1.2)))
    hands.strike(57, CRASH, 120)
    hands.sweep(57, 58.8, "drums/ratchet", 0.08, 0.4)
    hands.roll(58, (LOW, MID, LOW, HIGH, LOW, MID, HIGH, MID, LOW, LOW, MID, MID, HIGH, HIGH, LOW, LOW), 78, 122)


def again(hands: Hands) -> float:
    """Bar 59 to the end: what the hall keeps; the bell, slower and darker; the last stroke. Return when all is over."""
    hands.go(59)
    for pitch, velocity in ((KICK, 124), (CRASH, 124), (BELL, 112)):
        hands.strike(59, pitch, velocity)
    begin_s = 59 * BAR_S

    def bar(seconds: float) -> float:
        return (begin_s + seconds) / BAR_S

    hands.turn(bar(4.4), "drums/on", value=True)
    hands.draw(SOUND, bar(6.0), bar(20.0), line((-0.4, -0.8), (-0.9, 1.7)))
    for seconds, semitones in ((9.3, 3.0), (12.4, -2.0), (15.7, 0.0), (19.0, -7.0)):
        hands.turn(bar(seconds), "drums/snare/tune", semitones)
    hands.sweep(bar(11.0), bar(21.0), "drums/snare/probability", 1.0, 0.4)
    hands.turn(bar(21.6), "drums/on", value=False)
    hands.strike(bar(24.0), BELL, 64)
    hands.strike(bar(24.0), KICK, 70)
    return begin_s + 33.0


if __name__ == "__main__":
    hands = Hands(BPM, Random(9))
    for part in (one_sound, one_rhythm, both, against, hall, everything):
        part(hands)
    write(__file__, {"name": "latent-loop.toml", "seed": 1954}, hands, again(hands))
