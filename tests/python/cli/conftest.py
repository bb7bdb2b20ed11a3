"""The command line, run in this process."""

import signal

import pytest

from descant.cli.main import main


@pytest.fixture
def descant(capsys):
    """Return a function that runs the command line here: (status, stdout, stderr)."""
    before = signal.getsignal(signal.SIGTERM)

    def run(*arguments):
        with pytest.raises(SystemExit) as ended:
            main([str(argument) for argument in arguments])
        return ended.value.code, *capsys.readouterr()

    yield run
    signal.signal(signal.SIGTERM, before)
