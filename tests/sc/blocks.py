"""Finds what a composer would evaluate at once: regions between lines of one parenthesis, and single lines."""

import re

from sclang import QUARK, ROOT

FENCED = re.compile(r"^```supercollider\n(.*?)^```", re.MULTILINE | re.DOTALL)


def split(text: str) -> list[str]:
    """Return the regions and the single lines of code, in their order."""
    blocks: list[str] = []
    region: list[str] | None = None
    for line in text.splitlines():
        if region is not None:
            region.append(line)
            if line.rstrip().rstrip(";") == ")":
                blocks.append("\n".join(region))
                region = None
        elif line.rstrip() == "(":
            region = [line]
        elif line.strip() and not line.lstrip().startswith("//"):
            blocks.append(line)
    if region is not None:
        raise ValueError(f"a region does not end: {region[1]}")
    return blocks


def documents() -> dict[str, list[str]]:
    """Return name → blocks, for every example of the Quark and every piece of sclang in the pages of Descant."""
    scripts = sorted([*(QUARK / "Examples").glob("*.scd"), *(QUARK / "SynthDefs").glob("*.scd")])
    found = {str(path.relative_to(ROOT)): split(path.read_text()) for path in scripts}
    for path in (ROOT / "README.md", *sorted(QUARK.glob("*.md"))):
        found[str(path.relative_to(ROOT))] = [
            block for text in FENCED.findall(path.read_text()) for block in split(text)
        ]
    return found
