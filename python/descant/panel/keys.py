"""The keyboard: one table of commands, from which the window is wired and the help is written."""

import time
from dataclasses import dataclass

LOST_S = 1.0
"""A key pressed again after so long without its release seen is no held one: the release went to another window."""


@dataclass(frozen=True, slots=True)
class Command:
    """What a key does: `act` is a method of the window; none where the widget in hand answers by itself."""

    keys: tuple[str, ...]
    shown: str
    act: str
    doc: str


COMMANDS = (
    Command(("Space",), "Space", "go", "GO: the next cue"),
    Command(("Backspace", "Left"), "⌫  ←", "back", "the cue before"),
    Command(("Esc",), "Esc", "panic", "panic: fade to silence; a second time: silence at once"),
    Command(("F",), "F", "freeze", "hold all learning still, and let it go on; ends a panic too"),
    Command((*"0123456789", "."), "0 … 9  .", "digit", "the number of a cue"),
    Command(("Return", "Enter"), "Enter", "enter", "go to that cue; on a slider: type, switch or choose"),
    Command(("/",), "/", "seek", "find a parameter; Esc leaves"),
    Command(("S",), "S", "show_streams", "streams: every one as a bar, plotted by a click"),
    Command(("X",), "X", "show_pad", "the pad"),
    Command(("L",), "L", "show_log", "the log; again: hold it still"),
    Command(("F11",), "F11", "full_screen", "the whole screen"),
    Command(("?", "F1"), "?", "help", "this page"),
    Command((), "double click", "", "on a cue of the list: go to it; on a slider: its default"),
    Command((), "Tab  ⇧Tab", "", "to the next slider, to the one before"),
    Command((), "↑  ↓", "", "move a slider; Page Up and Page Down: by tenths; with ⇧ finely"),
    Command((), "Delete", "", "a slider's default"),
    Command((), "⇧← ⇧→", "", "move the pad sideways"),
)
"""Everything that keys do."""


class Held:
    """Tells a key that is pressed from one that is only held down: systems repeat it, and Escape twice means more."""

    def __init__(self) -> None:
        self._pressed_s: dict[str, float] = {}

    def press(self, key: str) -> bool:
        """Return whether a hand has pressed it just now."""
        now = time.monotonic()
        last, self._pressed_s[key] = self._pressed_s.get(key), now
        return last is None or now - last > LOST_S

    def release(self, key: str) -> None:
        """Note that it is up."""
        self._pressed_s.pop(key, None)
