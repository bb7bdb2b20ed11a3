"""Write everything in the Max package that is made of tables: ``make max``.

Scripts, shaders and texts are written by hand and lie in the package's folder; tests hold all of it together.
"""

import json
import sys
from pathlib import Path

from descant import __version__
from descant.export import max_video
from descant.export.max_abstractions import abstraction
from descant.export.max_help import help_patcher
from descant.export.max_icon import knot, png
from descant.export.max_objects import OBJECTS
from descant.export.max_overview import KNOT, STAGE, overview
from descant.export.max_patcher import Json
from descant.export.max_reference import reference
from descant.export.max_stage import stage_patcher

ROOT = Path(__file__).parents[3]
PIECE = "sc/Patches/phrase.toml"  # what plays by itself; the package has it too, for it is installed alone
KNOT_PIXELS = 380
SUMMARY = (
    "Play the learning: small neural networks are trained while you play them, and what happens inside them is heard "
    "and seen."
)


def package_info() -> Json:
    """Return what Max's package manager reads."""
    return {
        "name": "Descant",
        "displayname": "Descant",
        "version": __version__,
        "author": "Descant",
        "description": SUMMARY,
        "tags": ["machine learning", "performance", "video", "OSC"],
        "homepatcher": "Descant.maxpat",
        "max_version_min": "9.0",
        "os": {
            "macintosh": {"platform": ["aarch64", "x64"], "min_version": "11"},
            "windows": {"platform": ["x64"], "min_version": "10"},
        },
        "extensible": 0,
        "extends": "",
        "package_extra": {"reverse_domain": "org.descant", "copyright": "Descant's authors, MIT licence"},
    }


def texts() -> dict[Path, str]:
    """Return path within the package → text, of everything written that is no picture."""
    found = {
        Path("package-info.json"): json.dumps(package_info(), indent="\t") + "\n",
        Path("license.md"): (ROOT / "LICENSE").read_text(encoding="utf-8"),
        Path("misc/phrase.toml"): (ROOT / PIECE).read_text(encoding="utf-8"),
        Path("extras/Descant.maxpat"): overview().text(),
        Path("extras") / STAGE: stage_patcher().text(),
    }
    found |= {path: content.decode() for path, content in max_video.files().items()}
    for each in OBJECTS:
        found[Path(f"patchers/{each.name}.maxpat")] = abstraction(each).text()
        found[Path(f"help/{each.name}.maxhelp")] = help_patcher(each).text()
        found[Path(f"docs/refpages/{each.name}.maxref.xml")] = reference(each)
    return found


def pictures() -> dict[Path, bytes]:
    """Return path within the package → picture."""
    return {
        Path("icon.png"): png(knot()),
        Path("media") / KNOT: png(knot(KNOT_PIXELS, ground=False)),
    }


def write(package: Path) -> None:
    """Write the files into the package's folder."""
    files = {path: text.encode() for path, text in texts().items()} | pictures()
    for path, content in files.items():
        place = package / path
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_bytes(content)


if __name__ == "__main__":
    write(Path(sys.argv[1]))
