"""The package's objects: each an abstraction around one v8 script, with a face for bpatchers and the presentation.

A script has the object's inlets and one more, `inside`, which hears what Descant says; and the object's outlets and two
more: `ear` says what to listen to, `face` whether to be grey. The scripts' own page says the same of each of them.
"""

from descant.export.max_face import face
from descant.export.max_objects import CLOCK, CONNECT, VIDEO, Object
from descant.export.max_patcher import EDGE, Box, Patcher
from descant.export.max_video_patcher import video_patcher

SPACING = 120  # between the outlets of a script
TOP, MIDDLE, BELOW = 60, 160, 220
FLOATS = {"descant.stream": (0,), "descant.learn": (0, 1)}  # outlets that say a number, whole where it happens to be
TRANSPORT = {4: "tempo", 6: "state", 7: "ticks"}  # outlets; Max lets them speak from the right, so that tempo is last
NAMES = {"descant.parameter": (0,)}  # outlets that say a number or a name


def script_ports(of: Object) -> tuple[int, tuple[str, ...]]:
    """Return the ports of an object's script."""
    if of is CONNECT:
        return 4, ("",) * 6  # messages, udpreceive, descant.out, node.script; 0/1, dump, those again, face
    return len(of.inlets) + 1, ("",) * (len(of.outlets) + 2)


def abstraction(of: Object) -> Patcher:
    """Return the patcher that an object is."""
    made = {CONNECT.name: _connect, VIDEO.name: video_patcher, CLOCK.name: _clock}.get(of.name)
    return made() if made else _thin(of)


def _thin(of: Object) -> Patcher:
    inlets, gives = script_ports(of)
    last = SPACING * (len(gives) - 1)
    patcher = Patcher(last + 260, 420, presentation=True, head={"digest": of.digest, "description": of.description})
    patcher.comment(f"{of.name}: {of.digest}", 40, 15, last + 200, fontface=1)
    script = patcher.box(
        f"v8 {of.name}.js{' #1' if of.argument else ''}", 40, MIDDLE, width=last + 2 * EDGE, ports=(inlets, gives)
    )
    _said_to(patcher, of, script)
    told = patcher.box("receive descant.in", 40 + last, TOP)
    patcher.cord(told, script, 0, inlets - 1)
    for place, port in enumerate(of.outlets):
        outlet = patcher.drawn("outlet", round(script.outlet_x(place)) - EDGE, 340, comment=port.text, index=place + 1)
        _as_float(patcher, of, script, place, outlet)
    ear = patcher.under(script, "receive", outlet=len(gives) - 2, rows=1, width=60)
    ear.move(ear.rect[0], BELOW)
    side = ear.rect[0] + SPACING + 125
    x = round(ear.outlet_x(0))
    inlet_x = 40 + last + EDGE
    patcher.cord(ear, script, 0, inlets - 1, x, 260, side, 260, side, 140, inlet_x, 140)
    face(patcher, script, len(gives) - 1, of)
    return patcher


def _clock() -> Patcher:
    """Return a thin object that hears of the transport, eight times a second."""
    patcher = _thin(CLOCK)
    script = next(box for box in patcher.boxes if str(box.json.get("text", "")).startswith("v8 "))
    heard = patcher.box("receive #0-transport", 300, TOP + 40)
    patcher.cord(heard, script, 0, 0, *heard.corners(0, script, 0, MIDDLE - 15))
    x, patcher.width = patcher.width + 40, patcher.width + 820
    metro = patcher.box("metro 125 @active 1", x, TOP)
    transport = patcher.box("transport", x, TOP + 50, width=740)
    patcher.cord(metro, transport)
    sent = patcher.box("send #0-transport", x, MIDDLE + 100)
    for outlet, word in TRANSPORT.items():
        said = patcher.box(f"prepend {word}", round(transport.outlet_x(outlet)) - EDGE, MIDDLE)
        patcher.cord(transport, said, outlet)
        patcher.cord(said, sent, 0, 0, *said.corners(0, sent, 0, MIDDLE + 60))
    return patcher


def _said_to(patcher: Patcher, of: Object, script: Box) -> None:
    """Add what leads into a script from outside: the inlet, and attributes out of the box's own words."""
    inlet = patcher.drawn("inlet", 40, TOP, comment=of.inlets[0].text, index=1)
    settings = " ".join(f"@{each.name} {each.default}" for each in of.attributes if each.default != "")
    arguments = patcher.box(f"patcherargs {settings}".strip(), 90, TOP)
    patcher.cord(inlet, script)
    patcher.cord(arguments, script, 1, 0)


def _as_float(patcher: Patcher, of: Object, script: Box, place: int, outlet: Box) -> None:
    """Draw the cord to an outlet, through what makes a float of every number."""
    x = outlet.rect[0]
    if place in FLOATS.get(of.name, ()):
        value = patcher.box("float", x, BELOW, width=40)
        patcher.cord(script, value, place)
        patcher.cord(value, outlet)
    elif place in NAMES.get(of.name, ()):
        kinds = patcher.box("route float int", x, BELOW, width=98)
        value = patcher.box("float", x, BELOW + 60, width=35)
        patcher.cord(script, kinds, place)
        for number in (0, 1):
            patcher.cord(kinds, value, number)
        patcher.cord(value, outlet)
        patcher.cord(kinds, outlet, 2)
    else:
        patcher.cord(script, outlet, place)


def _connect() -> Patcher:
    of, spacing = CONNECT, 180
    inlets, gives = script_ports(of)
    width = spacing * (len(gives) - 1) + 2 * EDGE
    patcher = Patcher(width + 140, 460, presentation=True, head={"digest": of.digest, "description": of.description})
    patcher.comment(f"{of.name}: {of.digest}", 40, 15, width, fontface=1)
    script = patcher.box(f"v8 {of.name}.js", 40, MIDDLE, width=width, ports=(inlets, gives))
    _said_to(patcher, of, script)
    asked = patcher.box("receive descant.out", 640, TOP)
    patcher.cord(asked, script, 0, 2)
    for place, port in enumerate(of.outlets):
        outlet = patcher.drawn("outlet", round(script.outlet_x(place)) - EDGE, 340, comment=port.text, index=place + 1)
        patcher.cord(script, outlet, place)
    for place, text in ((2, "udpsend 127.0.0.1 57140"), (3, "udpreceive"), (4, "node.script descant.process.js")):
        box = patcher.under(script, text, outlet=place)
        box.move(box.rect[0], BELOW)
        if text == "udpreceive":
            patcher.cord(box, script, 0, 1, 589, 265, 20, 265, 20, 130, 349, 130)
        elif place == 4:
            patcher.cord(box, script, 0, 3, 769, 265, 1000, 265, 1000, 130, 949, 130)
    face(patcher, script, 5, of)
    return patcher
