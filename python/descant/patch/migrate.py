"""Patch files of earlier versions: what is different in the next one, a function a version.

A file is never changed by being loaded: it is read as what it would be in the present version. Lines of errors are
those of the file; what a migration moves elsewhere has the line of the table that it is now in.
"""

import copy
from collections.abc import Callable, Mapping

from descant.patch.outline import Document
from descant.patch.schema import FORMAT

Migration = Callable[[Document], None]
"""Changes the document of one version into that of the next, apart from its number; passes over what is no table."""

MIGRATIONS: Mapping[int, Migration] = {}
"""Version → what makes the next one of it. None is needed yet: 1 is the first."""


def migrated(document: Document, migrations: Mapping[int, Migration] = MIGRATIONS, to: int = FORMAT) -> Document:
    """Return a parsed patch as the version `to` has it; one that is newer, or of no known version, as it is."""
    version = document.get("descant")
    if type(version) is not int or version >= to or not all(each in migrations for each in range(version, to)):
        return document
    found = copy.deepcopy(document)
    for each in range(version, to):
        migrations[each](found)
        found["descant"] = each + 1
    return found
