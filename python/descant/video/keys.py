"""The computer's keyboard as a piano in two rows: Z S X D C … for the bass, Q 2 W 3 E … for the treble."""

from typing import Literal

from descant.video.reports import Key

Row = Literal["bass", "treble"]

_BASS = "zsxdcvgbhnjm,l.;/"  # one key a semitone
_TREBLE = "q2w3er5t6y7ui9o0p[=]"
_LOWEST = {"bass": 36, "treble": 60}  # MIDI, of each row's first key
_RANGE = {"bass": (12, 48), "treble": (48, 96)}  # where its first key can be shifted to
_VELOCITY, _ACCENT = 80, 112

# A key is known by its place, so that it is a piano on any layout: the scan codes of evdev, which are
# those of Windows too; X11 and Wayland add 8.
_ROWS = ((2, "1234567890-="), (16, "qwertyuiop[]"), (30, "asdfghjkl;'"), (44, "zxcvbnm,./"))
PLACES = {first + n: name for first, names in _ROWS for n, name in enumerate(names)}


class Piano:
    """Which keys are held and what they sound. A key is named as on an American keyboard."""

    def __init__(self) -> None:
        """Begin with nothing held: C2 at Z, C4 at Q."""
        self._first = dict(_LOWEST)
        self._held: dict[str, int] = {}

    def press(self, name: str, time: float, *, accent: bool = False) -> Key | None:
        """Press a key; None where it makes no note: not of the piano, held already, or its pitch sounds."""
        pitch = self._pitch(name)
        if pitch is None or name in self._held:
            return None
        sounding = pitch in self._held.values()  # by a key of the other row
        self._held[name] = pitch
        return None if sounding else Key(time, "down", pitch, _ACCENT if accent else _VELOCITY)

    def release(self, name: str, time: float) -> Key | None:
        """Release a key; None where nothing ends by that."""
        pitch = self._held.pop(name, None)
        return None if pitch is None or pitch in self._held.values() else Key(time, "up", pitch, 0)

    def release_all(self, time: float) -> list[Key]:
        """Release every key: the window hears of no more releases."""
        pitches = dict.fromkeys(self._held.values())
        self._held.clear()
        return [Key(time, "up", pitch, 0) for pitch in pitches]

    def shift(self, row: Row, octaves: int) -> None:
        """Move a row by octaves, as far as it goes; what is held sounds on."""
        low, high = _RANGE[row]
        self._first[row] = min(high, max(low, self._first[row] + 12 * octaves))

    def _pitch(self, name: str) -> int | None:
        for row, names in (("bass", _BASS), ("treble", _TREBLE)):
            place = names.find(name) if len(name) == 1 else -1
            if place >= 0:
                return self._first[row] + place
        return None
