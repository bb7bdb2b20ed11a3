"""Shares the tests that only compute between processes (`pytest -n 2`); all others run alone, in order, after them.

What plays live holds ports, a JACK and a screen, and is held to times: nothing of ours may run beside it.
"""

import fcntl
import os
import sys
from pathlib import Path
from typing import Any

import pytest

# Hundreds of processes begin in these tests: where none may keep what it compiled, each compiles all that it imports.
os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
sys.dont_write_bytecode = False

HERE = Path(__file__).parent
COMPUTING = {HERE / name for name in (
    "max/picture", "max/test_jxs.py", "max/test_package.py", "max/test_shaders.py", "max/test_video.py",
    "python/cli", "python/corpora", "python/export", "python/learning", "python/models", "python/parts", "python/patch",
    "python/performance", "python/sound", "python/training", "python/transforms",
    "stage/test_bad_input.py", "stage/test_bundled_take.py", "stage/test_latent_loop.py", "stage/test_latent_rhythm.py",
    "stage/test_melodies.py", "stage/test_unseen_performance.py",
)}  # fmt: skip
ALONE = {HERE / "python" / name for name in (  # for they wait for others, in these folders
    "cli/test_devices.py", "cli/test_list.py", "performance/test_check.py", "performance/test_comeback.py",
    "performance/test_desk.py", "performance/test_errands.py", "performance/test_promptness.py",
    "performance/test_trainers.py", "sound/test_listening.py", "sound/test_live_engine.py", "sound/test_server.py",
    "sound/test_swaps.py", "training/test_worker.py",
)}  # fmt: skip
LIVE = {"jack", "jack_environment", "player", "real_jack"}  # fixtures


def computes(file: Path) -> bool:
    return file not in ALONE and not COMPUTING.isdisjoint((file, file.parent))


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Put those that run alone last: files are given to processes in this order."""
    for item in items:
        if computes(item.path) and LIVE & set(getattr(item, "fixturenames", ())):
            raise pytest.UsageError(f"{item.path}: plays live; {HERE / 'conftest.py'} must say that it runs alone")
    items.sort(key=lambda item: not computes(item.path))


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> Any:
    """Give each process a file at a time, and to one of them all that runs alone."""
    from xdist.scheduler import LoadFileScheduling

    class Sharing(LoadFileScheduling):
        def _split_scope(self, nodeid: str) -> str:
            file = super()._split_scope(nodeid)
            return file if computes(config.rootpath / file) else "alone"

    config.option.loadscopereorder = False
    return Sharing(config, log)


class Turn:
    """A process's share of a lock on this file; one that begins what runs alone waits until no other has a share."""

    def __init__(self) -> None:
        self._share = os.open(__file__, os.O_RDONLY)
        fcntl.flock(self._share, fcntl.LOCK_SH)

    @pytest.hookimpl(tryfirst=True)
    def pytest_runtest_setup(self, item: pytest.Item) -> None:
        if not computes(item.path):
            fcntl.flock(self._share, fcntl.LOCK_EX)

    def pytest_sessionfinish(self) -> None:
        fcntl.flock(self._share, fcntl.LOCK_UN)  # this process stays until all have ended


def pytest_sessionstart(session: pytest.Session) -> None:
    if hasattr(session.config, "workerinput"):  # that of one process among several
        session.config.pluginmanager.register(Turn())
