"""Give tests a jackd of their own."""

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))

import jack_server


@pytest.fixture(scope="module")
def jack(tmp_path_factory: pytest.TempPathFactory) -> Iterator[jack_server.Jack]:
    if missing := jack_server.missing():
        pytest.fail(f"make setup installs {', '.join(missing)}")
    with pytest.MonkeyPatch.context() as patch, jack_server.jack() as server:
        patch.setenv("JACK_DEFAULT_SERVER", server.name)
        patch.setenv("JACK_NO_START_SERVER", "1")
        patch.setenv("XDG_CACHE_HOME", str(tmp_path_factory.mktemp("cache")))
        yield server
