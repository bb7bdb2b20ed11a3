"""Find scsynth as supriya does, without the half second that importing supriya takes."""

import os
import shutil
import sys
from pathlib import Path

VARIABLE = "SUPRIYA_SERVER_EXECUTABLE"
_BUNDLES = ("/Applications/SuperCollider.app", "/Applications/SuperCollider/SuperCollider.app")
_FOLDERS = {
    "linux": ("/usr/bin", "/usr/local/bin"),
    "darwin": tuple(f"{bundle}/Contents/Resources" for bundle in _BUNDLES),
}


def find() -> Path | None:
    """Return where scsynth is: what the variable names, then PATH, then where installers put it; None for nowhere."""
    wanted = Path(os.environ.get(VARIABLE) or "scsynth")
    if there := shutil.which(wanted):
        return Path(there)
    places = (Path(folder, wanted.stem) for folder in _FOLDERS.get(sys.platform, ()))
    return next((place for place in places if os.access(place, os.X_OK)), None)
