"""The reference page of the OSC protocol, docs/osc.md, written from the table of its words: ``make reference``."""

from descant.devices.osc_port import LOCAL, PORT
from descant.devices.protocol import ANSWERS, LONGEST_TEXT, PREFIX, VERSION, WORDS, Field

HEAD = f"""\
# Descant's OSC

Protocol version {VERSION}. Descant hears clients by UDP at {LOCAL}:{PORT}, or where the patch ([osc] port) or
`--osc-port` says. It hears this machine only; other machines when the patch lists them ([osc] allow). Everything that a
client does becomes an input line of the take, so it performs again.

**Kinds.** Numbers may come as i, h, f or d, switches as 0 and 1 or as T and F, texts as s (UTF-8, at most
{LONGEST_TEXT} characters). A float32 is taken as the shortest decimal number that it can mean: 0.15, not 0.150000006.

**Bundles.** A bundle without a stamp, or with one from the past, is done now; one that is stamped ahead, at its time;
one of more than 10 s ahead is refused. Values of one parameter that come in one breath replace each other; notes and
cues are all taken, in their order. Patterns in addresses are no addresses: say each name.

**Errors.** A message that is no good changes nothing and is answered by `/descant/error address text count`, at most
once a second.

**Who hears.** Without `/descant/hello` answers go to the port from which was asked, and nothing else comes. After it,
answers, errors and notices (cues) go to the port that it names: open that port first. A client belongs to the port that
it speaks from, with its name, its notes and its subscriptions; to be silent ends nothing. When its port closes, its
notes are released within a second or two. There is room for 64.

**Parameters and streams** have the names that they have in the patch: `cubics/learning_rate` is set by
`/descant/cubics/learning_rate 0.2` and asked for by the same address without a value. A choice is set by its name or by
its place, from 0. What belongs to each note, such as `overtones/detune`, cannot be set: a stream is mapped to it.

**Triggers.** Addresses outside of `/descant` can be tied to cues in the patch: `[osc]
triggers = {{ "/qlab/next" = "go", "/scene/2" = 2, "/stop" = "panic" }}`. They come with no argument, or with any that
is not 0: a button's release does nothing.
"""


def page() -> str:
    """Return the page."""
    said: list[tuple[str, ...]] = [
        (f"`{PREFIX}PART/PARAMETER [value]`", "sets a parameter; without a value, asks for it", ""),
        *((f"`{word.usage}`", word.doc, _limits(word.fields)) for word in WORDS),
    ]
    heard: list[tuple[str, ...]] = [
        (f"`{PREFIX}{answer.address} {answer.arguments}`".replace(" `", "`"), answer.doc) for answer in ANSWERS
    ]
    return "\n".join(
        [
            HEAD, "## What a client says", "", *_table(("message", "meaning", "limits"), said), "",
            "## What Descant says", "", *_table(("message", "meaning"), heard), "",
        ]
    )  # fmt: skip


def _limits(fields: tuple[Field, ...]) -> str:
    numbers = [field for field in fields if field.kind in ("number", "whole")]
    return ", ".join(f"{field.name} {field.low:g} to {field.high:g}" for field in numbers)


def _table(heads: tuple[str, ...], rows: list[tuple[str, ...]]) -> list[str]:
    return [_row(heads), _row(tuple("---" for _ in heads)), *map(_row, rows)]


def _row(cells: tuple[str, ...]) -> str:
    return f"| {' | '.join(cell.replace('|', chr(92) + '|') for cell in cells)} |"


if __name__ == "__main__":
    print(page(), end="")
