"""Check a Max package without Max, a line for each thing wrong: ``python -m descant.export.max_check FOLDER``.

It cannot see what an object does with a message, in which order cords are followed, or how Max draws.
"""

import json
import re
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

from descant.export.max_boxes import TABLE
from descant.export.max_check_patcher import patcher_problems, ports_inside, read

PATCHERS = (".maxpat", ".maxhelp")
NEEDED = ("name", "displayname", "version", "author", "description", "max_version_min", "homepatcher")
TABS = ["basic", "more", "?"]
ICON_SIDES = (500, 512)
OTHERS_OF_MAX = frozenset({"live.dial", "pattr", "udpreceive", "udpsend", "line~", "buffer~"})  # in see also, not used
_PNG_SIZE = slice(16, 24)  # width and height of the picture, in its file
_SENT = re.compile(r"'(descant\.[a-z.]+)'")  # names that scripts send to and hear from


def problems(package: Path) -> list[str]:
    """Return everything wrong with a package, each as WHERE: what."""
    paths = [path for path in sorted(package.rglob("*")) if path.is_file()]
    files = {path.name: path for path in paths}
    found = [
        f"{name}: {count} files have this name" for name, count in Counter(p.name for p in paths).items() if count > 1
    ]
    found += _info_problems(package, files)
    for path in paths:
        if path.suffix in PATCHERS:
            where = path.relative_to(package)
            found += [f"{where}: {problem}" for problem in _read_problems(path, files)]
    found += _names_problems(paths)
    for path in sorted((package / "patchers").glob("*.maxpat")):
        found += _object_problems(path, files)
    return found


def _read_problems(path: Path, files: dict[str, Path]) -> Iterator[str]:
    try:
        patcher = read(path)
    except LookupError as error:
        yield str(error.args[0])
    else:
        yield from patcher_problems(patcher, files)


def _info_problems(package: Path, files: dict[str, Path]) -> Iterator[str]:
    """Yield what is wrong with package-info.json, the icon and the texts beside them."""
    yield from (
        f"{name}: is not there" for name in ("readme.md", "license.md", "icon.png") if not (package / name).is_file()
    )
    try:
        info = json.loads((package / "package-info.json").read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        yield f"package-info.json: {error}"
        return
    yield from (f"package-info.json: no {key}" for key in NEEDED if not info.get(key))
    if not re.fullmatch(r"\d+\.\d+\.\d+", str(info.get("version"))):
        yield f"package-info.json: {info.get('version')} is no version"
    home = files.get(str(info.get("homepatcher")))
    if home is None or home.parent.name not in ("extras", "patchers"):
        yield f"package-info.json: no homepatcher {info.get('homepatcher')} in extras or patchers"
    if (icon := package / "icon.png").is_file():
        head = icon.read_bytes()[_PNG_SIZE]
        width, height = int.from_bytes(head[:4], "big"), int.from_bytes(head[4:], "big")
        if width != height or width not in ICON_SIDES:
            yield f"icon.png: is {width} × {height}"


def _object_problems(path: Path, files: dict[str, Path]) -> Iterator[str]:
    """Yield what is wrong with the help and the reference of an object."""
    name = path.stem
    if name in TABLE:
        yield f"{path.name}: Max has an object of this name"
    help_patcher = files.get(f"{name}.maxhelp")
    if help_patcher is None:
        yield f"{name}: has no help patcher"
    else:
        yield from _help_problems(name, help_patcher)
    page = files.get(f"{name}.maxref.xml")
    if page is None:
        yield f"{name}: has no reference page"
    else:
        yield from (f"{page.name}: {problem}" for problem in _page_problems(name, path, page, files))


def _help_problems(name: str, path: Path) -> Iterator[str]:
    try:
        boxes = [each["box"] for each in read(path)["boxes"]]
    except LookupError:
        return  # it is said elsewhere
    tabs = sorted(
        (box for box in boxes if box.get("patcher", {}).get("showontab")), key=lambda box: box["patching_rect"][0]
    )
    if [box["text"].removeprefix("p ") for box in tabs] != TABS:
        yield f"{path.name}: its tabs are not {', '.join(TABS)}"
    elif not any(_is_of(box["box"], name) for box in tabs[0]["patcher"]["boxes"]):
        yield f"{path.name}: its first tab does not have the object"


def _ports(path: Path) -> tuple[int, int] | None:
    """Return the ports of an abstraction; None where its file is no patcher, which is said elsewhere."""
    try:
        return ports_inside(read(path))
    except LookupError:
        return None


def _is_of(box: dict[str, Any], name: str) -> bool:
    return box.get("maxclass") == "newobj" and box.get("text", "").split()[:1] == [name]


def _page_problems(name: str, path: Path, page: Path, files: dict[str, Path]) -> Iterator[str]:
    try:
        root = ElementTree.parse(page).getroot()
    except ElementTree.ParseError as error:
        yield f"is no XML ({error})"
        return
    if root.get("name") != name:
        yield f"is of {root.get('name')}"
    yield from (f"has no {part}" for part in ("digest", "description") if not (root.findtext(part) or "").strip())
    ports = len(root.findall("inletlist/inlet")), len(root.findall("outletlist/outlet"))
    inside = _ports(path)
    if inside is not None and ports != inside:
        yield f"tells of ports {ports}, and the object has {inside}"
    for each in root.findall("seealsolist/seealso"):
        other = each.get("name", "")
        if other not in TABLE and other not in OTHERS_OF_MAX and f"{other}.maxpat" not in files:
            yield f"leads to {other}, which is not there"


def _names_problems(paths: list[Path]) -> Iterator[str]:
    """Yield names that something hears and nothing sends to, in any patcher or script."""
    sent = {name for path in paths if path.suffix == ".js" for name in _SENT.findall(path.read_text(encoding="utf-8"))}
    heard: dict[str, str] = {}
    for path in paths:
        if path.suffix not in PATCHERS:
            continue
        text = path.read_text(encoding="utf-8")
        sent.update(re.findall(r'"text": "(?:send|s) ([^"#]+)"', text))
        heard.update(dict.fromkeys(re.findall(r'"text": "(?:receive|r) ([^"#]+)"', text), path.name))
    yield from (f"{path}: nothing sends to {name}" for name, path in sorted(heard.items()) if name not in sent)


def main(package: Path) -> int:
    """Print what is wrong; return the exit status."""
    found = problems(package)
    for each in found:
        print(each)
    print(f"{package}: {len(found)} wrong" if found else f"{package}: all right, as far as one sees without Max")
    return bool(found)


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
