"""The form of everything that Descant says to the panel: which arguments a message has, and what they are read as."""

import math

from descant.panel.facts import Value

LONGEST_TEXT = 300

FORMS = {
    "pong": "sns", "welcome": "sns", "piece": "nns",
    "cue": "nsns", "cue/refused": "s", "cue/wait": "nsn", "cue/fade": "nn", "cue/entry": "nss", "cue/list/end": "n",
    "parameter": "sssnnsvv", "choices": "ss", "stream": "ssnnn", "list/end": "n", "error": "ssn",
    "watch/status": "nnnnnnnn", "watch/learner": "sns", "watch/value": "sv", "watch/log": "s", "watch/part": "ss",
    "watch/moved": "ss", "watch/loop": "snn", "points/labels": "s", "points": "s", "points/end": "sn",
    "points/changed": "s", "pad": "ss",
}  # fmt: skip
"""What Descant says, and its arguments: s a text, n a number, v either. More may follow."""

LONGER = (
    "choices",
    "cue/refused",
    "watch/status",
    "watch/learner",
    "watch/moved",
    "watch/loop",
    "points/labels",
    "points",
    "pad",
)  # words whose further arguments belong to them


def read(word: str, arguments: tuple[object, ...]) -> tuple[Value | None, ...] | None:
    """Return the arguments of a message as its form has them; None where they are others."""
    form, clean = FORMS[word], tuple(cleaned(argument) for argument in arguments)
    if len(clean) < len(form) or not all(_fits(kind, a) for kind, a in zip(form, clean, strict=False)):
        return None
    return clean if word in LONGER else clean[: len(form)]


def cleaned(argument: object) -> Value | None:
    """Return an argument as a number that is one, or a text that can be shown; else None."""
    if isinstance(argument, bool):
        return int(argument)
    if isinstance(argument, float | int):
        return argument if math.isfinite(argument) else None
    if isinstance(argument, str):
        return "".join(letter if letter.isprintable() else " " for letter in argument[:LONGEST_TEXT])
    return None


def _fits(kind: str, argument: Value | None) -> bool:
    if kind == "s":
        return isinstance(argument, str)
    return argument is not None and (kind == "v" or not isinstance(argument, str))
