"""The examples and the help, evaluated block by block: they sound, say no error, and leave nothing behind."""

import re
import time
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from blocks import split
from hall import ALONE, RATE, Hall, level_db
from sclang import QUARK, Ending, Ran

EXAMPLES = sorted((QUARK / "Examples").glob("[1256]-*.scd"))  # those in which the composer's sounds last
CODE = re.compile(r"^code::\n(.*?)\n::$", re.MULTILINE | re.DOTALL)
BAD = re.compile(r"^(ERROR|WARNING|FAILURE)|^\^\^ ", re.MULTILINE)
PAUSE_S = 0.4
LISTEN_S = 5.0  # of example 6, which learns for four seconds


def well(ran: Ran) -> None:
    assert ran.ending is Ending.DONE, (ran.left, ran.text[-3000:])
    assert not BAD.search(ran.text), ran.text[-5000:]


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda path: path.stem)
def test_an_example_sounds_and_ends(example: Path, jack: Any, tmp_path: Path) -> None:
    first, *blocks, last = split(example.read_text())
    assert (first, last) == ("Descant.boot;", "Descant.quit;")
    with Hall(jack, tmp_path) as hall:
        hall.do(first)
        hall.do(ALONE)
        time.sleep(1.0)
        hall.begin()
        for block in blocks:
            hall.do(block)
            time.sleep(LISTEN_S if "seconds: 4" in block else PAUSE_S)
        time.sleep(2.5)  # what is cleared fades for two seconds
        sound = hall.end()
        well(hall.leave())
    quarters = [level_db(part) for part in np.array_split(sound, 4)]
    assert min(quarters[1:3]) > -45, quarters
    assert np.abs(sound).max() < 0.9
    if "Ndef" in blocks[-1]:
        assert level_db(sound[-RATE // 4 :]) < -70


def test_every_piece_of_help_can_be_evaluated(jack: Any, tmp_path: Path) -> None:
    documents = sorted((QUARK / "HelpSource").rglob("*.schelp"))
    with Hall(jack, tmp_path) as hall:
        for document in documents:
            hall.do("if(Descant.isAttached.not) { Descant.boot }; Descant.onCmdPeriod = \\keep")
            for code in CODE.findall(document.read_text()):
                hall.do(code)
                time.sleep(0.1)
            hall.do("CmdPeriod.run; Ndef.clear;" + "Descant.quit;" * (".toml" in document.read_text()))
        well(hall.leave())
