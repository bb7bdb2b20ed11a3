from pathlib import Path

import pytest

from descant.table import Parameter, Stream

SMALL = """\
descant = 1
title = "Small"

[inputs.keys]
kind = "midi"

[parts.wave]
kind = "waves"
rate = 0.5
steps = 3

[instruments.bell]
synthdef = "piano"

[mappings.wave-to-shift]
from = ["wave/loss", "wave/slope"]
to = ["shift/red", "shift/green"]
amount = 0.25

[picture.bend]
depth = 0.1

[[cues]]
number = 1
name = "One"

[[cues]]
number = 2.5
name = "Two"
set = { "wave/rate" = 0.75, "wave-to-shift/amount" = 2 }
fade = { "wave-to-shift/amount" = 25 }
"""


class Waves:
    """Stands in for a kind of part."""

    kind = "waves"
    parameters = (
        Parameter(name="rate", default=0.1, low=-0.5, high=2.0, doc="how fast"),
        Parameter(name="steps", kind="i", default=2, low=1, high=10, doc="how many"),
        Parameter(name="form", kind="choice", choices=("sine", "square"), default="sine", doc="which"),
    )
    streams = (
        Stream(name="loss", low=0.0, high=3.0, doc="how wrong"),
        Stream(name="slope", low=-3.0, high=3.0, doc="where to"),
    )


@pytest.fixture(scope="session")
def small():
    return SMALL


@pytest.fixture(scope="session")
def stand_ins():
    return {"waves": Waves}


@pytest.fixture(scope="session")
def real_patch():
    root = next(folder for folder in Path(__file__).parents if (folder / "patches").is_dir())
    return root / "patches" / "losses-dissonances-distortions.toml"
