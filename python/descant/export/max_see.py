"""The last tab of each help patcher, `?`: every message and reply in a line, where to go on, and what may be wrong."""

from descant.export.max_objects import BY_NAME, Object
from descant.export.max_sheet import LEFT, MAIN, REST, SIDE, TOP, Sheet

AWAY = (
    "The light is grey: Descant is away. Click start in the first tab, and read the Max console: it says in one line "
    "what is wrong and what to do. Grey with the light lit: the piece that plays has no such name."
)


def see(of: Object) -> Sheet:
    """Return the tab of an object."""
    sheet = Sheet(of)
    y = _lines(sheet, "What it understands", TOP, [(_typed(each), each.text) for each in of.words])
    if of.attributes:
        lines = [(f"@{each.name} {each.default}", each.text) for each in of.attributes]
        y = _lines(sheet, "Attributes", y, lines)
    _lines(sheet, "What it says", y, [(f"{each.outlet + 1}   {each.form}", each.text) for each in of.replies])
    _links(sheet, of, sheet.tell("Nothing comes?", AWAY))
    return sheet


def _typed(word: object) -> str:
    name, arguments = word.name, word.arguments  # type: ignore[attr-defined]
    plain = arguments and name in ("float", "list", "symbol")
    return " ".join([*([] if plain else [name]), *(each.upper() for each, _ in arguments)])


def _lines(sheet: Sheet, title: str, y: int, lines: list[tuple[str, str]]) -> int:
    """Add a paragraph of two columns; return where the next one begins."""
    sheet.title(title, MAIN + 15, y + 8)
    row = y + 38
    for form, text in lines:
        left = sheet.comment(form, MAIN + 15, row, 215, fontface=1)
        right = sheet.comment(text, MAIN + 240, row, REST - 255)
        row = -(-max(left.bottom, right.bottom) // 5) * 5
    sheet.card(MAIN, y, REST, row + 5 - y)
    return row + 20


def _links(sheet: Sheet, of: Object, y: int) -> None:
    """Add what opens the help of related objects."""
    sheet.title("Go on with", LEFT + 10, y + 8, SIDE - 20)
    messages = [
        sheet.message(f"help {name}", LEFT + 10 + (15 * place), y + 40 + 35 * place)
        for place, name in enumerate(name for name in of.see if name in BY_NAME)
    ]
    overview = sheet.message("load Descant.maxpat", LEFT + 10 + 15 * len(messages), y + 40 + 35 * len(messages))
    opening = sheet.box("pcontrol", LEFT + 10, overview.bottom + 20)
    sheet.into([*messages, overview], opening)
    others = ", ".join(name for name in of.see if name not in BY_NAME)
    below = opening.bottom
    if others:
        below = sheet.comment(f"of Max: {others}", LEFT + 10, below + 10, SIDE - 20).bottom
    sheet.card(LEFT, y, SIDE, -(-(below + 12 - y) // 5) * 5)
