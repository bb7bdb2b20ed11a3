"""The thread that draws: it takes the owner's messages and keeps the newest frame ready for the window."""

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, replace

import cv2
import numpy as np

from descant.errors import DescantError
from descant.video.camera import Camera
from descant.video.effects import Image
from descant.video.keyboard import Keyboard
from descant.video.messages import Look
from descant.video.newest import Newest, stand_back
from descant.video.outbox import Clear, Item
from descant.video.reports import Frames, Lost, Part
from descant.video.scene import Scene
from descant.video.shaders import Shaders
from descant.video.wire import Wire

_HINT_SECONDS = 8.0
_HINT = "Z S X ...  Q 2 W ...  play    Arrows  octaves    Space  next cue    Ctrl+B  black    Ctrl+F  freeze    " \
        "Esc  panic    End  fade out    F11  full screen    Shift+Esc  quit"  # fmt: skip


@dataclass(frozen=True, slots=True)
class Plan:
    """What is to be shown, where."""

    look: Look
    others: tuple[Look, ...]  # of pieces that come later: their cameras are on from the beginning
    full_screen: bool
    display: int
    hint: bool  # show the keys at the start
    black: bool
    origin: float  # time.monotonic() at the performance's second 0


@dataclass(frozen=True, slots=True)
class Ready:
    """The picture has applied what it was sent, and takes more."""


class Behind:
    """The camera's newest frame, or the drawn keyboard while there is none."""

    def __init__(self, camera: Camera, keyboard: Keyboard) -> None:
        """Show `camera`, and `keyboard` in its place."""
        self._camera, self._keyboard = camera, keyboard

    def at(self, time: float) -> Image:
        """Return the picture now, whatever `time` is for the camera."""
        image = self._camera.newest()
        return self._keyboard.at(time) if image is None else image


class LiveScene(Scene):
    """A scene that may have a camera, and whose effects run on the graphics card where there is one."""

    def __init__(self, plan: Plan, camera: Camera | None) -> None:
        """Make an empty stage."""
        look = plan.look
        super().__init__(look.width, look.height, performer=look.performer)
        if camera:
            seen = Behind(camera, self._keyboard)
            self._behind["camera"] = seen
            if look.performer is None:
                self._behind["performer"] = seen
        try:
            shaders = Shaders(look.width, look.height)
        except OSError:
            return  # no card: OpenCV draws the same picture
        self._shift, self._bend = shaders.shift, shaders.bend


class Painter:
    """Draws until the owner is gone."""

    def __init__(
        self, plan: Plan, wire: Wire, on_frame: Callable[[], None], on_look: Callable[[Look], None],
        on_end: Callable[[], None],
    ) -> None:  # fmt: skip
        """Prepare; nothing runs before `start`. The callbacks are called by the painter's thread."""
        self.newest = Newest()  # BGRX, as large as the picture is in the window
        self.area = (plan.look.width, plan.look.height)  # of the window, in pixels
        self.frozen = False
        self.black = plan.black
        self.painted = 0  # frames that the window has shown
        self._plan, self._wire = plan, wire
        self._on_frame, self._on_look, self._on_end = on_frame, on_look, on_end
        self._cameras = {name: Camera(name, *size, wire.send) for name, size in _cameras(plan).items()}
        self._frame = np.zeros((plan.look.height, plan.look.width, 3), np.uint8)
        self._time, self._said = 0.0, set[str]()
        self._thread = threading.Thread(target=self._run, name="descant-painter", daemon=True)

    def start(self) -> None:
        """Begin to draw."""
        self._thread.start()

    def _run(self) -> None:
        cv2.setNumThreads(1)
        stand_back()
        try:
            self._scene = self._empty()
            for camera in self._cameras.values():
                camera.start()
            self._wire.send(Ready())
            self._draw_all()
        except Exception as error:
            self._say("picture", f"picture: drawing ended ({error!r}); it can be started again")
        finally:
            for camera in self._cameras.values():
                camera.stop()
            self._on_end()

    def _empty(self) -> Scene:
        """Return a new scene; without its performer's video where that cannot be read."""
        look = self._plan.look
        camera = None if look.camera is None else self._cameras.get(look.camera)
        if camera:
            camera.fit_to(look.width, look.height)
        try:
            return LiveScene(self._plan, camera)
        except DescantError as error:
            self._say("performer", f"{error.where}: {error.what}; the drawn keyboard takes its place")
            return LiveScene(replace(self._plan, look=replace(look, performer=None)), camera)

    def _draw_all(self) -> None:
        """Draw a frame whenever one is due, and count once a second."""
        self._began = due = counted = time.monotonic()
        drawn, dropped, spent, painted = 0, 0, 0.0, self.painted
        while self._listen():
            start = time.monotonic()
            if not (self.frozen or self.black):
                self._draw()
                drawn, spent = drawn + 1, spent + time.monotonic() - start
            period = 1 / self._plan.look.frame_rate
            due += period
            late = int(max(0.0, time.monotonic() - due) / period)
            due, dropped = due + late * period, dropped + late
            if start - counted >= 1:
                self._wire.send(Frames(self.painted - painted, dropped, 1000 * spent / max(1, drawn)))
                counted, drawn, dropped, spent, painted = start, 0, 0, 0.0, self.painted
            time.sleep(max(0.0, due - time.monotonic()))

    def _listen(self) -> bool:
        """Apply what has come, and return whether the owner is still there."""
        batches: list[list[Item]] = self._wire.read()
        for batch in batches:
            for item in batch:
                self._apply(item)
            self._wire.send(Ready())
        self._wire.flush()
        return not self._wire.closed

    def _apply(self, item: Item) -> None:
        if isinstance(item, Clear):
            if item.origin is not None and item.origin != self._plan.origin:
                self._plan, self._time = replace(self._plan, origin=item.origin), 0.0
            if item.look and item.look != self._plan.look:
                self._plan = replace(self._plan, look=item.look)
                self._frame = np.zeros((item.look.height, item.look.width, 3), np.uint8)
                self._on_look(item.look)
            self._scene = self._empty()
            return
        try:
            self._scene.apply(item)
            self._time = max(self._time, item.time)
        except Exception as error:
            self._say("drawing", f"picture: {type(item).__name__} fails ({error!r}); it is left out")

    def _draw(self) -> None:
        """Draw the scene as it is now, at the size it has in the window."""
        now = max(self._time, time.monotonic() - self._plan.origin)
        try:
            self._scene.draw(now, out=self._frame)
        except Exception as error:
            self._say("drawing", f"picture: drawing fails ({error!r}); the last frame stays")
            return
        look = self._plan.look
        width, height = fitted(look.width, look.height, *self.area)
        frame: Image = self._frame
        if (height, width) != frame.shape[:2]:
            kind = cv2.INTER_AREA if width < look.width else cv2.INTER_LINEAR
            frame = np.asarray(cv2.resize(frame, (width, height), interpolation=kind), np.uint8)
        out = self.newest.blank((height, width, 4))
        cv2.cvtColor(frame, cv2.COLOR_RGB2BGRA, dst=out)
        if self._plan.hint:
            _write_hint(out, time.monotonic() - self._began)
        self.newest.publish(now)
        self._on_frame()

    def _say(self, part: Part, text: str) -> None:
        """Report a trouble of its kind once."""
        if text not in self._said and len(self._said) < 100:
            self._said.add(text)
            self._wire.send(Lost(part, text))


def _cameras(plan: Plan) -> dict[str | int, tuple[int, int]]:
    """Return the cameras that are wanted tonight, and the largest picture for which each is."""
    found: dict[str | int, tuple[int, int]] = {}
    for look in (plan.look, *plan.others):
        if look.camera is not None:
            width, height = found.get(look.camera, (0, 0))
            found[look.camera] = max(width, look.width), max(height, look.height)
    return found


def fitted(width: int, height: int, across: int, down: int) -> tuple[int, int]:
    """Return the size of the largest picture of that shape that lies in an area."""
    scale = min(across / width, down / height)
    return max(1, min(across, round(width * scale))), max(1, min(down, round(height * scale)))


def _write_hint(frame: Image, seconds: float) -> None:
    """Write the keys along the lower edge while the picture begins."""
    light = min(1.0, seconds / 0.5, _HINT_SECONDS - seconds)
    if light <= 0:
        return
    height, width = frame.shape[:2]
    size = max(9, round(width / 95))
    strip = frame[height - round(2.6 * size) :]
    cv2.convertScaleAbs(strip, dst=strip, alpha=1 - 0.75 * light)
    grey = (round(170 * light),) * 3
    cv2.putText(frame, _HINT, (round(0.02 * width), height - size), (*grey, 255), cv2.FontFace("sans"), size, 400)
