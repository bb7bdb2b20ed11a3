"""Checkpoints: model, optimizer and random state in one safetensors file, which is there whole or not at all.

A file of tensors and texts: reading one runs no code. The optimizer's tensors are named `optimizer.PARAMETER.NAME`;
what of it are plain numbers stands in the file's head, as JSON, with the step.
"""

import json
import os
from pathlib import Path
from typing import Any

import torch
from safetensors import SafetensorError, safe_open
from safetensors.torch import save
from torch import Tensor, nn

from descant.errors import DescantError


def write_whole(path: Path, content: bytes) -> None:
    """Write a file so that, whenever the machine stops, the old or the new one is there, never a part."""
    partial = path.with_name(path.name + ".partial")
    with partial.open("wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    partial.replace(path)


def write(path: Path, *, step: int, model: nn.Module, optimizer: torch.optim.Optimizer) -> None:
    """Keep everything that the next step depends on: weights, optimizer, torch's random state, the step."""
    tensors = {f"model.{name}": tensor for name, tensor in model.state_dict().items()}
    kept = optimizer.state_dict()
    plain: dict[str, dict[str, Any]] = {}
    for number, values in kept["state"].items():
        for name, value in values.items():
            if isinstance(value, Tensor):
                tensors[f"optimizer.{number}.{name}"] = value
            else:
                plain.setdefault(str(number), {})[name] = value
    tensors["random.cpu"] = torch.get_rng_state()
    if torch.cuda.is_available():
        tensors["random.cuda"] = torch.cuda.get_rng_state()
    head = {"step": step, "groups": kept["param_groups"], "plain": plain}
    content = {name: tensor.detach().cpu().contiguous() for name, tensor in tensors.items()}
    write_whole(path, save(content, {"descant": json.dumps(head)}))


def read(path: Path, *, model: nn.Module, optimizer: torch.optim.Optimizer) -> int:
    """Put a checkpoint's state into model, optimizer and torch's random generator; return its step.

    Raises:
        DescantError: the file is gone, cut short, or of a model of another shape. Then nothing was changed.
    """
    head, tensors = _opened(path)
    _load_model(path, tensors, model)
    _load_optimizer(head, tensors, optimizer)
    torch.set_rng_state(tensors["random.cpu"])
    if "random.cuda" in tensors and torch.cuda.is_available():
        torch.cuda.set_rng_state(tensors["random.cuda"])
    return int(head["step"])


def read_weights(path: Path, model: nn.Module) -> int:
    """Put a checkpoint's weights into a model, and nothing else; return its step.

    Raises:
        DescantError: as `read`.
    """
    head, tensors = _opened(path)
    _load_model(path, tensors, model)
    return int(head["step"])


def _opened(path: Path) -> tuple[dict[str, Any], dict[str, Tensor]]:
    """Return a file's head and tensors."""
    try:
        with safe_open(path, "pt") as file:
            names: list[str] = list(file.keys())
            return json.loads(file.metadata()["descant"]), {name: file.get_tensor(name) for name in names}
    except FileNotFoundError as error:
        raise DescantError(str(path), "is not there", "train first, or name another run") from error
    except (SafetensorError, KeyError, TypeError, ValueError) as error:
        raise DescantError(
            str(path), f"is no whole checkpoint ({error})", "restore it from a copy, or train anew"
        ) from error


def _load_model(path: Path, tensors: dict[str, Tensor], model: nn.Module) -> None:
    """Put weights into a model, after a look at every shape."""
    own = model.state_dict()
    kept = {name.removeprefix("model."): tensor for name, tensor in tensors.items() if name.startswith("model.")}
    for name in sorted(own.keys() | kept.keys()):
        shapes = [list(of[name].shape) if name in of else None for of in (kept, own)]
        if shapes[0] != shapes[1]:
            what = f"is of another shape ({name} is {shapes[0]} in the file, {shapes[1]} in the model)"
            raise DescantError(str(path), what, "use the settings it was made with, in run.toml beside it")
    model.load_state_dict(kept)


def _load_optimizer(head: dict[str, Any], tensors: dict[str, Tensor], optimizer: torch.optim.Optimizer) -> None:
    """Put an optimizer's tensors and numbers back."""
    state: dict[int, dict[str, Any]] = {int(number): dict(values) for number, values in head["plain"].items()}
    for name, tensor in tensors.items():
        if name.startswith("optimizer."):
            _, number, key = name.split(".", 2)
            state.setdefault(int(number), {})[key] = tensor
    optimizer.load_state_dict({"state": state, "param_groups": head["groups"]})
