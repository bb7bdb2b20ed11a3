"""The panel's real window on a screen that nobody sees, and a Descant that says what a test wants."""

import os
import sys
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication

from descant.panel import style

sys.path[:0] = [str(Path(__file__).parent)]


@pytest.fixture(scope="session")
def application():
    before = os.environ.get("QT_QPA_PLATFORM")
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    made = QApplication.instance() or QApplication(["descant"])
    if before is None:
        del os.environ["QT_QPA_PLATFORM"]  # other tests have windows on screens of their own
    else:
        os.environ["QT_QPA_PLATFORM"] = before
    style.dress(made)
    return made


@pytest.fixture
def peer():
    from panel_stage import Peer

    made = Peer()
    yield made
    made.close()


@pytest.fixture
def stage(application, peer):
    from panel_stage import Stage

    made = Stage(peer)
    yield made
    made.close()


@pytest.fixture
def panel(stage):
    """A panel that knows its Descant."""
    return stage.settled()


@pytest.fixture
def mouse():
    """Return drag(widget, begin, *way) and drop(widget, at)."""
    from panel_stage import drag, drop

    return drag, drop
