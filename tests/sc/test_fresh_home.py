"""In a home where nothing is: the Quark is installed, the piece begins, is heard, taught and conducted, and is gone."""

import time
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hall import ALONE, RATE, Hall, pitch_hz, steady
from sclang import QUARK, Ending, Sclang

SCAN_S = 2.0  # so long takes the stream `value` to run through its curve


def test_an_evening_in_a_fresh_home(jack: Any, tmp_path: Path) -> None:
    with Sclang(tmp_path, include=[]) as sclang:
        sclang.tell(f'Quarks.install("{QUARK}"); 0.exit')
        assert sclang.finish().ending is Ending.DONE
    with Hall(jack, tmp_path, include=[]) as hall:
        hall.do(f"Descant.boot; {ALONE}")
        follows_the_loss(hall)
        is_learned_and_heard(hall)
        hall.do("Descant.go")
        time.sleep(1.0)
        hall.tell('Descant(\\phrase, \\mode).get { |mode| "% in %".format(Descant.cue.name, mode).postln }')
        hall.hear("^Lydian, at leisure in lydian")
        hall.tell("0.exit")
        ran = hall.finish()
    assert ran.ending is Ending.DONE, (ran.left, ran.text[-2000:])  # not LEFT: all is gone
    assert "ERROR" not in ran.text


def follows_the_loss(hall: Hall) -> None:
    hall.do(r"Ndef(\a, { SinOsc.ar(220 * (1 + Descant(\cubics, \loss).kr(0.05))) * 0.1 ! 2 }).play")
    time.sleep(1.0)
    heard = hall.listen(6.0, r"Descant(\cubics, \loss)")
    pairs = steady(heard, 0.2)
    assert len(pairs) > 3
    for wrong, hz in pairs:
        assert hz == pytest.approx(220 * (1 + wrong), abs=1.0)
    hall.do(r"Ndef(\a).clear")


def is_learned_and_heard(hall: Hall) -> None:
    """A cube, for the value runs through it evenly: half of the time it is within ±1/8."""
    hall.do(r"Descant.learn(\mine, { |x| x.cubed })")
    hall.do(r"Ndef(\m, { SinOsc.ar(Descant(\mine, \value).kr.linlin(-2, 2, 300, 700)) * 0.1 ! 2 }).play")
    time.sleep(8.0)
    heard = hall.listen(2 * SCAN_S + 0.5, r"Descant(\mine, \value)")
    sound = heard[: round(2 * SCAN_S * RATE)]
    learned = [(pitch_hz(part[:, :2]) - 500) / 100 for part in np.array_split(sound, 160)]
    target = np.linspace(-1, 1, len(learned)) ** 3
    assert np.abs(np.sort(learned) - target).mean() < 0.08
    hall.do(r"Ndef(\m).clear")
