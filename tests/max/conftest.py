"""Gives the live tests of the Max package a JACK of their own."""

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

HERE = Path(__file__).parent
sys.path[:0] = [str(HERE), str(HERE.parent / "python" / "sound")]  # the latter has jack_server


@pytest.fixture(scope="session")
def jack_environment(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, str]]:
    """Run a jackd without a sound card; what plays on it keeps its notes of orphans in a folder of its own."""
    from jack_server import jack

    with jack() as server:
        yield {**server.environment, "XDG_CACHE_HOME": str(tmp_path_factory.mktemp("cache"))}
