"""One patcher of the package looked at without Max: ids, cords, ports, objects and files."""

import json
from collections import Counter
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from descant.export.max_boxes import DRAWN, TABLE, arguments_of, name_of, ports_of, script_ports, words_of
from descant.export.max_check_layout import layout_problems, said

Json = dict[str, Any]
SCRIPTED = ("v8", "js")
OF_MAX = frozenset({"helpdetails.js", "helpname.js", "chickens.mp4"})  # files that come with Max
NAMED = ("@file", "@shader")
Files = Mapping[str, Path]


def patcher_problems(patcher: Json, files: Files) -> Iterator[str]:
    """Yield what is wrong with a patcher and those inside it; files: all of the package, by name."""
    boxes = [each["box"] for each in patcher.get("boxes", ())]
    lines = [each["patchline"] for each in patcher.get("lines", ())]
    yield from _twice("id", [box["id"] for box in boxes])
    yield from _twice("varname", [box["varname"] for box in boxes if box.get("varname")])
    yield from _twice("cord", [f"{line['source']} to {line['destination']}" for line in lines])
    yield from _line_problems(boxes, lines)
    for box in boxes:
        yield from _box_problems(box, files)
    shown = bool(patcher.get("openinpresentation"))
    if shown and not any(box.get("presentation") and not box.get("background") for box in boxes):
        yield "opens in presentation and shows nothing"
    yield from layout_problems(boxes, lines, shown=shown)
    for box in boxes:
        if "patcher" in box:
            yield from (f"{said(box)}: {problem}" for problem in patcher_problems(box["patcher"], files))


def read(path: Path) -> Json:
    """Return the patcher in a file.

    Raises:
        LookupError: there is none in it.
    """
    try:
        return dict(json.loads(path.read_text(encoding="utf-8"))["patcher"])
    except (ValueError, KeyError, TypeError) as error:
        raise LookupError(f"{path.name} is no patcher ({error})") from error


def ports_inside(patcher: Json) -> tuple[int, int]:
    """Return how many inlets and outlets a patcher has for who uses it."""
    kinds = [each["box"]["maxclass"] for each in patcher.get("boxes", ())]
    return kinds.count("inlet"), kinds.count("outlet")


def _twice(what: str, found: list[str]) -> Iterator[str]:
    for each, count in Counter(found).items():
        if count > 1:
            yield f"{what} {each} is there {count} times"


def _line_problems(boxes: list[Json], lines: list[Json]) -> Iterator[str]:
    by_id = {box["id"]: box for box in boxes}
    for line in lines:
        for end, count, what in (("source", "numoutlets", "outlet"), ("destination", "numinlets", "inlet")):
            identity, port = line[end]
            if identity not in by_id:
                yield f"a cord's {end} {identity} is not there"
            elif not 0 <= port < by_id[identity][count]:
                yield f"{said(by_id[identity])} has no {what} {port + 1}"


def _box_problems(box: Json, files: Files) -> Iterator[str]:
    ports = box["numinlets"], box["numoutlets"]
    if len(box.get("outlettype", ())) != ports[1]:
        yield f"{said(box)} has {ports[1]} outlets and {len(box.get('outlettype', ()))} types of them"
    try:
        right = _right_ports(box, files)
    except LookupError as error:
        yield f"{said(box)}: {error.args[0]}"
    else:
        if right != ports:
            yield f"{said(box)} has ports {ports} and should have {right}"
    yield from (f"{said(box)}: no file {name}" for name in _files_of(box) if name not in files and name not in OF_MAX)
    if box["maxclass"] == "message":
        yield from _opened(box, files)


def _right_ports(box: Json, files: Files) -> tuple[int, int]:
    """Return how many inlets and outlets a box should have.

    Raises:
        LookupError: nobody knows such an object, or its file is not there.
    """
    kind, text = box["maxclass"], box.get("text", "")
    if kind != "newobj":
        if kind not in DRAWN:
            raise LookupError(f"unknown object {kind}")
        inlets, gives = TABLE[kind]
        return inlets, len(gives)
    if "patcher" in box:
        return ports_inside(box["patcher"])
    name = name_of(text)
    if name in SCRIPTED:
        return _script(text, files)
    if f"{name}.maxpat" in files:
        return ports_inside(read(files[f"{name}.maxpat"]))
    found = ports_of(text)
    if found is None or name in DRAWN:
        raise LookupError(f"unknown object {name}")
    return found[0], len(found[1])


def _script(text: str, files: Files) -> tuple[int, int]:
    name = (arguments_of(text) or [""])[0]
    if name not in files:
        raise LookupError(f"no script {name}")
    return script_ports(files[name])


def _files_of(box: Json) -> Iterator[str]:
    """Yield the files that a box names, but for abstractions and scripts with ports."""
    yield from (str(box[key]) for key in ("filename", "pic") if box.get(key))
    if box["maxclass"] != "newobj":
        return
    words = words_of(box.get("text", ""))
    yield from (words[n + 1] for n, word in enumerate(words[:-1]) if word in NAMED)
    if words and words[0] == "node.script" and len(words) > 1:
        yield words[1]


def _opened(box: Json, files: Files) -> Iterator[str]:
    """Yield what a message to [pcontrol] names and the package does not have."""
    words = words_of(box.get("text", ""))
    if len(words) == 2 and words[0] == "help" and f"{words[1]}.maxhelp" not in files:
        yield f"{said(box)} opens no help patcher"
    if len(words) == 2 and words[0] == "load" and words[1] not in files:
        yield f"{said(box)} opens no patcher"
