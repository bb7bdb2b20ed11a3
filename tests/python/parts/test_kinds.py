"""What holds for every kind of part."""

import pytest

from descant.parts.kinds import kinds


@pytest.mark.parametrize("kind", kinds().values(), ids=lambda kind: kind.kind)
def test_no_stream_has_the_name_of_a_parameter(kind):
    parameters, streams = [row.name for row in kind.parameters], [row.name for row in kind.streams]
    assert len({*parameters, *streams}) == len(parameters) + len(streams), "both have an OSC address of that name"
