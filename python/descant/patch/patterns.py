"""Names that stand for several parameters: ``overtones/*``, ``*/learning_rate``."""

import re
from collections.abc import Iterable
from fnmatch import fnmatchcase

_WILD = re.compile(r"[*?\[]")


def is_pattern(name: str) -> bool:
    """Return whether a name stands for several."""
    return _WILD.search(name) is not None


def matching(name: str, names: Iterable[str]) -> list[str]:
    """Return which of `names` a name or pattern stands for."""
    names = list(names)
    return [each for each in names if fnmatchcase(each, name)] if is_pattern(name) else [name] * (name in names)


def exactness(name: str) -> tuple[bool, int]:
    """Return what sorts names and patterns by how much they say: a whole name last."""
    return not is_pattern(name), len(name) - len(_WILD.findall(name))
