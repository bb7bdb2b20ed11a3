"""The process that draws: it fills a ring of shared frames, which its parent takes one by one."""

import contextlib
import ctypes
import multiprocessing
from collections.abc import Iterator
from dataclasses import dataclass
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from descant.errors import DescantError
from descant.video.messages import Message

_RING = 6  # frames: enough to even out the two sides, small enough to stay in memory
_POLL_SECONDS = 0.25


@dataclass(frozen=True, slots=True)
class Job:
    """What is to be drawn."""

    messages: tuple[Message, ...]
    frames: int
    width: int
    height: int
    frame_rate: int
    performer: Path | None


@dataclass(frozen=True, slots=True)
class _Ring:
    """Frames in shared memory; `free` counts those to draw into, `filled` those to take."""

    memory: Any
    free: Any
    filled: Any

    def frames(self, job: Job) -> NDArray[np.uint8]:
        """Return the memory as (_RING, height, width, 3)."""
        return np.frombuffer(self.memory, np.uint8).reshape(_RING, job.height, job.width, 3)


class Drawer:
    """Draws the frames of a job in a process of its own."""

    def __init__(self, job: Job) -> None:
        """Prepare; nothing runs before `start`."""
        self.job = job
        self._taken = 0

    def start(self) -> None:
        """Start the process."""
        # Spawned, not forked: whatever threads run here (sound, panels) must not be half-copied.
        context = multiprocessing.get_context("spawn")
        # An anonymous array vanishes with its last process, even with one that is killed.
        memory = context.RawArray(ctypes.c_uint8, _RING * self.job.height * self.job.width * 3)
        self._ring = _Ring(memory, context.Semaphore(_RING), context.Semaphore(0))
        self._frames = self._ring.frames(self.job)
        self._failures, failures = context.Pipe(duplex=False)
        self._process = context.Process(
            target=_draw, args=(self.job, self._ring, failures), name="descant-drawer", daemon=True
        )
        self._process.start()
        failures.close()  # ours would keep the pipe open after the child's end

    def stop(self) -> None:
        """End the process, whether or not it has finished."""
        self._process.terminate()
        self._process.join()
        self._process.close()
        self._failures.close()

    @contextlib.contextmanager
    def drawn(self) -> Iterator[NDArray[np.uint8]]:
        """Lend the next frame, RGB (height, width, 3); afterwards it is drawn over.

        Raises:
            DescantError: the drawing failed.
        """
        while not self._ring.filled.acquire(timeout=_POLL_SECONDS):
            if not self._process.is_alive() and not self._ring.filled.acquire(block=False):
                raise self._failure()
        yield self._frames[self._taken % _RING]
        self._taken += 1
        self._ring.free.release()

    def _failure(self) -> DescantError:
        with contextlib.suppress(EOFError):  # a killed process says nothing
            return DescantError(*self._failures.recv())
        return DescantError("picture", "its process ended without a word", "free some memory and try again")


def _draw(job: Job, ring: _Ring, failures: Connection) -> None:
    """Draw all frames: the child's whole life."""
    try:
        _draw_frames(job, ring)
    except DescantError as error:
        failures.send((error.where, error.what, error.fix))
    except Exception as error:
        failures.send(("picture", f"drawing failed ({error!r})", "report this, with the take"))


def _draw_frames(job: Job, ring: _Ring) -> None:
    import cv2  # the parent never loads it

    from descant.video.scene import Scene  # loads cv2

    cv2.setNumThreads(1)  # the other core encodes
    scene = Scene(job.width, job.height, performer=job.performer)
    frames, parent = ring.frames(job), multiprocessing.parent_process()
    applied = 0
    for k in range(job.frames):
        time = k / job.frame_rate
        while applied < len(job.messages) and job.messages[applied].time <= time:
            scene.apply(job.messages[applied])
            applied += 1
        while not ring.free.acquire(timeout=_POLL_SECONDS):
            if parent is None or not parent.is_alive():
                return
        scene.draw(time, out=frames[k % _RING])
        ring.filled.release()
