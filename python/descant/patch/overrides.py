"""Settings of tonight, `--set NAME=VALUE`, over what a patch declares."""

from collections.abc import Iterable, Mapping
from dataclasses import replace

from descant.errors import DescantError
from descant.patch.patch import Patch
from descant.patch.problem import full_name_suggestion, limits, shown
from descant.table import Parameter, Value

_TRUTH: dict[str, Value] = {"1": True, "true": True, "0": False, "false": False}


def with_settings(patch: Patch, settings: Iterable[str] | Mapping[str, object]) -> Patch:
    """Return `patch` with other values declared, which no cue changes.

    `settings` are texts such as ``piano/mute=1``, or full names with their values. A mapping's floor that the
    patch leaves to its ceiling follows it.

    Raises:
        DescantError: no such parameter, or it may not be so.
    """
    pairs = settings if isinstance(settings, Mapping) else dict(_pair(setting) for setting in settings)
    chosen = {name: _value(patch, name, value) for name, value in pairs.items()}
    declared = patch.declared | _floors(patch, chosen) | chosen
    return replace(patch, declared=declared, pinned=patch.pinned | chosen.keys())


def _pair(setting: str) -> tuple[str, str]:
    name, equals, value = setting.partition("=")
    if not equals:
        raise DescantError(f"--set {shown(setting)}", "found no '='", "write NAME=VALUE: piano/mute=1")
    return name.strip(), value.strip()


def _value(patch: Patch, name: str, value: object) -> Value:
    row = patch.table.get(name)
    if row is None:
        raise DescantError(f"--set {shown(name)[1:-1]}", "unknown parameter", full_name_suggestion(name, patch.table))
    try:
        return row.checked(_read(row, value) if isinstance(value, str) else value)
    except (TypeError, ValueError, OverflowError):
        raise DescantError(f"--set {name}", f"found {shown(value)}", f"must be {limits(row)}") from None


def _read(row: Parameter, text: str) -> Value:
    """Return what a text says for a row of this kind."""
    if row.kind == "choice":
        return text
    if row.kind == "b":
        return _TRUTH.get(text.lower(), text)
    return float(text)


def _floors(patch: Patch, chosen: Mapping[str, Value]) -> dict[str, Value]:
    """Return the floors, left to the ceiling by the patch, of mappings whose ceiling is chosen tonight."""
    floors: dict[str, Value] = {}
    for mapping in patch.mappings:
        floor, ceiling = f"{mapping}/floor", f"{mapping}/ceiling"
        if ceiling in chosen and patch.declared[floor] == patch.table[floor].default != 0:
            floors[floor] = -float(chosen[ceiling])
    return floors
