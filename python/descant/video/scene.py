"""The scene: a state machine that takes messages and draws the frame of any later time."""

from collections.abc import Callable
from pathlib import Path
from typing import Protocol

import numpy as np

from descant.table import Value
from descant.video.bubbles import Bubble, Bubbles, bubble_radius
from descant.video.effects import Form, Image, bend, shift
from descant.video.gallery import Gallery
from descant.video.keyboard import Keyboard
from descant.video.light import Light
from descant.video.loops import Loops
from descant.video.messages import (
    Aimed,
    Cue,
    Drawn,
    KeyDown,
    KeyUp,
    Looped,
    Message,
    Set,
    Silent,
    Stepped,
    SteppedTogether,
)
from descant.video.motion import Eased
from descant.video.source import VideoFile
from descant.video.table import PICTURE
from descant.video.titles import Titles

_FADE_SECONDS = 0.25


class Background(Protocol):
    """What lies behind the curves where it is not black."""

    def at(self, time: float) -> Image:
        """Return the picture at `time`, which must not be written to."""
        ...


class Scene:
    """Draws a performance. The same messages give the same frames."""

    def __init__(self, width: int, height: int, *, performer: Path | None = None, titles: bool = True) -> None:
        """Make an empty, black stage.

        Args:
            width, height: pixels.
            performer: a video file of the performer; a drawn keyboard without it.
            titles: show the name of each cue as it begins.

        Raises:
            DescantError: `performer` is not a video.
        """
        self._values: dict[str, Value] = {
            f"{owner}/{p.name}": p.default for owner, rows in PICTURE.items() for p in rows
        }
        self._light = Light(width, height)
        self._gallery = Gallery(self._light)
        self._loops = Loops(self._light)
        self._keyboard = Keyboard(width, height)
        film: Background = VideoFile(performer, width, height) if performer else self._keyboard
        self._behind = {"performer": film, "camera": film, "keyboard": self._keyboard}
        self._background = "performer"  # the one that is shown, or was before black
        self._bubbles = Bubbles(width, height)
        self._titles = Titles(width, height) if titles else None
        self._visible = Eased(0.0, _FADE_SECONDS)
        self._unstruck: dict[int, Stepped] = {}
        self._shape = (height, width, 3)
        self._shifted = np.empty(self._shape, np.uint8)
        self._shift: Callable[..., Image] = shift
        self._bend: Callable[..., Image] = bend

    def apply(self, message: Message) -> None:
        """Take one message, in order of time."""
        match message:
            case Set():
                self._set(message)
            case KeyDown():
                self._keyboard.down(message)
                if message.voice in self._unstruck:
                    self._launch(self._unstruck.pop(message.voice))
            case KeyUp():
                self._keyboard.up(message)
            case Silent():
                self._keyboard.silent(message)
                self._gallery.silence(message)
            case Drawn():
                self._gallery.add(message)
            case Aimed():
                self._gallery.aim(message)
            case Stepped():
                self._gallery.step(message)
                self._launch(message)
            case SteppedTogether():
                self._gallery.step_together(message)
            case Looped():
                self._loops.take(message)
            case Cue():
                if self._titles:
                    self._titles.begin(message)

    def draw(self, time: float, out: Image | None = None) -> Image:
        """Draw the frame of `time`, in seconds, not before the last message's.

        Returns:
            RGB, uint8, (height, width, 3): `out`, or a new array without it.
        """
        out = np.empty(self._shape, np.uint8) if out is None else out
        visible = float(self._visible.at(time))
        self._light.clear()
        if self._values["picture/curves"]:
            self._loops.draw(time)
            self._gallery.on_video = visible
            self._gallery.draw(time)
        if visible < 1 / 512:
            self._light.over_black(out)
        else:
            self._draw_background(time, visible, out)
            self._light.over(out)
        if self._titles:
            self._titles.draw(time, out)
        return out

    def _draw_background(self, time: float, visible: float, out: Image) -> None:
        """Write video, shift, bend and bubbles into `out`."""
        video = self._behind[self._background].at(time)
        red, green, blue = (self._number(f"shift/{plane}") for plane in ("red", "green", "blue"))
        moved = self._shift(video, red, green, blue, out=self._shifted)
        bent = self._bend(
            moved,
            self._number("bend/g1"),
            self._number("bend/g2"),
            self._number("bend/depth"),
            self._number("bend/wavelength"),
            form=self._form(),
            out=out,
        )
        if bent is not out:
            np.copyto(out, bent)
        self._bubbles.draw(time, video, out)
        if visible < 1 - 1 / 512:
            np.multiply(out, visible, out=out, casting="unsafe")

    def _set(self, message: Set) -> None:
        self._values[message.name] = message.value
        if message.name == "picture/background":
            self._show(str(message.value), message.time)
        elif message.name == "picture/older":
            self._gallery.older = int(message.value)
            self._gallery.arrange(message.time)

    def _show(self, background: str, time: float) -> None:
        """Cut from one background to another, but fade to and from black."""
        visible = float(background != "black")
        if visible:
            self._background = background
        if time <= 0:
            self._visible = Eased(visible, _FADE_SECONDS)
        elif self._visible.goal != visible:
            self._visible.aim(visible, time)

    def _launch(self, stepped: Stepped) -> None:
        """Let a bubble go from the key whose note induced the step, once that key is known to be down."""
        if stepped.voice is None or not self._values["bubbles/on"]:
            return
        struck = self._keyboard.struck(stepped.voice)
        if struck is None:
            self._unstruck = {stepped.voice: stepped}  # the step is told before the note it detunes
            return
        (x, y), velocity = struck
        g1, g2 = (*stepped.gradient, 0.0, 0.0)[:2]
        self._bubbles.launch(
            Bubble(
                born=stepped.time,
                x=x,
                y=y,
                radius=bubble_radius(velocity, self._number("bubbles/size"), self._shape[0]),
                life=self._number("bubbles/life"),
                gradient=(g1, g2),
                depth=self._number("bend/depth"),
                wavelength=self._number("bend/wavelength"),
                form=self._form(),
                sway=2.399963 * stepped.voice,  # the golden angle: neighbours never sway alike
            )
        )

    def _form(self) -> Form:
        return "paper" if self._values["bend/form"] == "paper" else "waves"

    def _number(self, name: str) -> float:
        return float(self._values[name])
