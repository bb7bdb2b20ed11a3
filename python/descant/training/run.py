"""The folder of a run: run.toml (what it is), curves.jsonl (how it went), checkpoint.safetensors (where it is)."""

import json
import platform
from collections.abc import Mapping
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path
from typing import Any

import tomlkit
import tomlkit.exceptions
import torch
from torch import nn

from descant import __version__
from descant.errors import DescantError
from descant.training import checkpoints

FREE = frozenset({"steps", "device"})  # settings that may change when a run goes on: when it ends, and where


@dataclass(frozen=True)
class Facts:
    """What a run is: enough to make it again.

    Args:
        kind: what is trained: "patterns".
        settings: numbers and texts that the training depends on.
        seed: what all that is random is drawn from.
        data: where the data were, their sha256, how many there were.
    """

    kind: str
    settings: Mapping[str, int | float | str | bool]
    seed: int
    data: Mapping[str, int | str]

    def table(self) -> dict[str, Any]:
        """Return the facts as run.toml has them, with the versions at work."""
        return {
            "kind": self.kind,
            "seed": self.seed,
            "settings": dict(self.settings),
            "data": dict(self.data),
            "versions": _versions(),
        }


class Run:
    """A run's folder.

    Args:
        folder: where it is kept.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.settings_path = folder / "run.toml"
        self.curves_path = folder / "curves.jsonl"
        self.checkpoint_path = folder / "checkpoint.safetensors"

    def begin(self, facts: Facts) -> None:
        """Make the folder and write what the run is.

        Raises:
            DescantError: a run is there already.
        """
        if self.settings_path.exists():
            raise DescantError(str(self.folder), "holds a run", "go on with --resume, or name another folder")
        self.folder.mkdir(parents=True, exist_ok=True)
        self.curves_path.unlink(missing_ok=True)
        self._write(facts.table())

    def go_on(self, facts: Facts) -> None:
        """See that this is the run that was begun, and write down what changed: the number of steps.

        Raises:
            DescantError: no run is there, or it is one of other settings, seed or data.
        """
        before, now = self.facts(), facts.table()
        for name, old, new in _differences(before, now):
            what = f"{name} was {old}, not {new}"
            raise DescantError(str(self.settings_path), what, "go on with what was, or train into another folder")
        self._write(now)

    def facts(self) -> dict[str, Any]:
        """Return what run.toml says.

        Raises:
            DescantError: there is none, or it is damaged.
        """
        try:
            table = tomlkit.parse(self.settings_path.read_text(encoding="utf-8")).unwrap()
        except FileNotFoundError as error:
            raise DescantError(
                str(self.folder), "holds no run", "name the folder of one, or train one first"
            ) from error
        except (tomlkit.exceptions.ParseError, UnicodeDecodeError) as error:
            raise DescantError(str(self.settings_path), f"is damaged ({error})", "restore it from a copy") from error
        for name, kind in (("kind", str), ("seed", int), ("settings", dict), ("data", dict)):
            if not isinstance(table.get(name), kind):
                raise DescantError(str(self.settings_path), f"has no {name}", "restore it from a copy")
        return table

    def save(self, step: int, model: nn.Module, optimizer: torch.optim.Optimizer) -> None:
        """Keep the state after so many steps."""
        checkpoints.write(self.checkpoint_path, step=step, model=model, optimizer=optimizer)

    def restore(self, model: nn.Module, optimizer: torch.optim.Optimizer) -> int:
        """Put the kept state back and return its step; where none was kept yet, step 0 and nothing changed."""
        step = 0
        if self.checkpoint_path.exists():
            step = checkpoints.read(self.checkpoint_path, model=model, optimizer=optimizer)
        lines = [line for line in self.curves() if 0 < step >= line["step"]]
        text = "".join(json.dumps(line) + "\n" for line in lines)
        checkpoints.write_whole(self.curves_path, text.encode())
        return step

    def curves(self) -> list[dict[str, Any]]:
        """Return the curves' lines: all whole ones, where the last was cut short by a crash."""
        if not self.curves_path.exists():
            return []
        lines = []
        for text in self.curves_path.read_text(encoding="utf-8", errors="replace").splitlines():
            try:
                line = json.loads(text)
            except ValueError:
                continue
            if isinstance(line, dict) and isinstance(line.get("step"), int):
                lines.append(line)
        return lines

    def _write(self, table: dict[str, Any]) -> None:
        """Write run.toml whole."""
        checkpoints.write_whole(self.settings_path, tomlkit.dumps(table).encode())


def _versions() -> dict[str, str]:
    """Return what computed, as far as numbers may depend on it."""
    return {
        "descant": __version__,
        "python": platform.python_version(),
        "numpy": version("numpy"),
        "torch": torch.__version__,
        "processor": platform.machine(),
        "threads": str(torch.get_num_threads()),
    }


def _differences(before: dict[str, Any], now: dict[str, Any]) -> list[tuple[str, Any, Any]]:
    """Return what makes two runs different ones: names, old and new values; of another kind, all would be."""
    if before["kind"] != now["kind"]:
        return [("kind", before["kind"], now["kind"])]
    pairs = [("seed", before["seed"], now["seed"])]
    pairs += [
        (name, before["settings"].get(name), now["settings"].get(name))
        for name in before["settings"].keys() | now["settings"].keys()
        if name not in FREE
    ]
    pairs.append(("the data's sha256", before["data"].get("sha256"), now["data"].get("sha256")))
    return sorted(pair for pair in pairs if pair[1] != pair[2])
