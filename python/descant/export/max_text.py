"""How wide a text is in Max's font, and where it breaks: boxes get the sizes that Max itself would give them."""

from collections.abc import Iterator

# Advance widths of Arial in thousandths of its size: every character of ASCII from space to ~.
_WIDTHS = (
    278, 278, 355, 556, 556, 889, 667, 191, 333, 333, 389, 584, 278, 333, 278, 278,  # space to /
    556, 556, 556, 556, 556, 556, 556, 556, 556, 556, 278, 278, 584, 584, 584, 556,  # 0 to ?
    1015, 667, 667, 722, 722, 667, 611, 778, 722, 278, 500, 667, 556, 833, 722, 778,  # @ to O
    667, 778, 722, 667, 611, 722, 667, 944, 667, 667, 611, 278, 278, 278, 469, 556,  # P to _
    333, 556, 556, 500, 556, 556, 278, 556, 556, 222, 222, 500, 222, 833, 556, 556,  # ` to o
    556, 556, 333, 500, 278, 556, 500, 722, 500, 500, 500, 334, 260, 334, 584,  # p to ~
)  # fmt: skip
_OTHER = 600  # … → · and letters with accents, about
_BOLD = 1.07  # Arial Bold against Arial, in running text
LINE = 1.117  # from line to line, in sizes of the font


def width_of(text: str, size: float = 12.0, *, bold: bool = False) -> float:
    """Return the width of one line in pixels."""
    thousandths = sum(_WIDTHS[ord(each) - 32] if 32 <= ord(each) < 127 else _OTHER for each in text)
    return thousandths / 1000 * size * (_BOLD if bold else 1.0)


def wrap(text: str, width: float, size: float = 12.0, *, bold: bool = False) -> list[str]:
    """Return the lines into which a text breaks at spaces, none wider than width where its words allow."""
    return [line for paragraph in text.split("\n") for line in _wrapped(paragraph, width, size, bold)]


def _wrapped(text: str, width: float, size: float, bold: bool) -> Iterator[str]:
    line = ""
    for word in text.split(" "):
        longer = f"{line} {word}" if line else word
        if line and width_of(longer, size, bold=bold) > width:
            yield line
            longer = word
        line = longer
    yield line
