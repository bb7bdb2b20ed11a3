"""Lets the tests of whole pieces import what they share, and gives those that play live a JACK of their own."""

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

HERE = Path(__file__).parent
sys.path[:0] = [str(HERE), str(HERE.parent / "python" / "sound")]  # the latter has jack_server


@pytest.fixture(scope="module")
def jack(tmp_path_factory: pytest.TempPathFactory) -> Iterator:
    """Run a jackd without a sound card; what plays on it keeps its notes of orphans in a folder of its own."""
    from jack_server import jack as running
    from live_maker import missing

    if needed := missing():
        pytest.fail(f"not installed: {', '.join(needed)}; scripts/setup dev installs them")
    with running() as server:
        server.environment["XDG_CACHE_HOME"] = str(tmp_path_factory.mktemp("cache"))
        yield server


@pytest.fixture
def player(jack: Any) -> Iterator[Any]:
    """Return a player on a real MIDI port, unplugged at the end."""
    from live_maker import Player

    player = Player(jack)
    try:
        yield player
    finally:
        player.unplug()


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--seeds", type=int, default=1, metavar="N", help="nights in which everything fails")
