"""Live on when the program that started this one ends: nothing of it is held, no signal of its terminal comes."""

import os
from contextlib import suppress

FIRST_OF_ITS_FILES = 3  # after input, output and errors
MOST_FILES = 1024


def stand_apart() -> None:
    """Leave the session of whoever started this process, and let go of the files that it has left open.

    A program that starts others through a shell hands its sockets on; held here, its port would stay taken after it.
    """
    os.closerange(FIRST_OF_ITS_FILES, MOST_FILES)
    with suppress(PermissionError):  # it leads a session already
        os.setsid()
