"""Lets the tests of the Quark import what they share, and gives those that sound a JACK of their own."""

import shutil
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

HERE = Path(__file__).parent
PYTHON = HERE.parent / "python"
sys.path[:0] = [str(HERE), str(PYTHON), str(PYTHON / "sound")]  # which have little_loop and jack_server

NEEDED = {"sclang": "supercollider-language", "scsynth": "supercollider-server", "jackd": "jackd2", "git": "git"}


@pytest.fixture(scope="session", autouse=True)
def needed() -> None:
    """Say what scripts/setup should have installed, before sixty tests fail for want of it."""
    if missing := sorted(package for command, package in NEEDED.items() if not shutil.which(command)):
        pytest.fail(f"not installed: {', '.join(missing)}; scripts/setup dev installs them")


@pytest.fixture(scope="session")
def little_loop(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a patch whose sequencer has sounds."""
    from little_loop import little_loop

    return little_loop(tmp_path_factory.mktemp("loop"))


@pytest.fixture(scope="session")
def jack() -> Iterator:
    """Run a jackd without a sound card."""
    from jack_server import jack as running

    with running() as server:
        yield server
