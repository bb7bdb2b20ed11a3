"""What is seen of an object where it is shown in a bpatcher: its name, grey while Descant is away."""

from descant.export.max_objects import Object
from descant.export.max_patcher import EDGE, Box, Patcher

FACE = {
    "ignoreclick": 1,
    "parameter_enable": 1,
    "activebgcolor": [0.16, 0.18, 0.22, 1.0],
    "activetextcolor": [0.95, 0.95, 0.95, 1.0],
    "bgcolor": [0.62, 0.62, 0.62, 1.0],
    "textcolor": [0.42, 0.42, 0.42, 1.0],
}


def face(patcher: Patcher, script: Box, outlet: int, of: Object, y: int = 340) -> None:
    """Add the label that is seen where the object is shown in a bpatcher: its name, grey while Descant is away."""
    x = round(script.outlet_x(outlet)) - EDGE
    label = patcher.drawn("live.text", x, y, 120, 20, varname="face", text=of.name, mode=0, **FACE, **_parameter(of))
    patcher.show(label, 0, 0, 150, 22)
    patcher.cord(script, label, outlet)
    if of.argument:
        named = patcher.box("loadmess text #1", x + 25, y - 40)
        patcher.cord(named, label)


def _parameter(of: Object) -> dict[str, object]:
    valueof = {
        "parameter_enum": ["val1", "val2"],
        "parameter_longname": f"{of.name} face",
        "parameter_shortname": "face",
        "parameter_type": 2,
        "parameter_mmax": 1,
        "parameter_invisible": 2,  # kept in no preset and moved by no automation
    }
    return {"saved_attribute_attributes": {"valueof": valueof}}
