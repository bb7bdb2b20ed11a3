"""What a composer writes: the patch file, its schema, loading and checking it."""

from descant.patch.load import load, loads, problems
from descant.patch.overrides import with_settings
from descant.patch.patch import Patch

__all__ = ["Patch", "load", "loads", "problems", "with_settings"]
