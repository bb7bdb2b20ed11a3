"""Patchers are drawn from their files, in a process of its own, with no screen."""

import subprocess
import sys
from pathlib import Path

import cv2
import numpy as np

from descant.export.max import ROOT


def draw(tmp_path: Path, name: str, *words: str) -> dict[str, np.ndarray]:
    command = [sys.executable, "-m", "descant.export.max_picture", f"max/{name}", str(tmp_path / "seen.png"), *words]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=60, check=False)
    assert done.returncode == 0, done.stderr
    return {path.stem: cv2.imread(str(path)) for path in tmp_path.glob("*.png")}


def test_the_overview_opens_in_its_presentation(tmp_path: Path):
    (image,) = draw(tmp_path, "extras/Descant.maxpat").values()
    assert image.shape == (1490, 1920, 3)
    assert image[2, 2].mean() < 40, "it is dark"
    assert len(np.unique(image.reshape(-1, 3), axis=0)) > 1000, "texts and the knot are there"


def test_patching_it_looks_otherwise(tmp_path: Path):
    (image,) = draw(tmp_path, "extras/Descant.maxpat", "--patching").values()
    assert image[2, 2].mean() > 200


def test_a_help_patcher_has_a_picture_for_each_tab(tmp_path: Path):
    seen = draw(tmp_path, "help/descant.stream.maxhelp")
    assert seen.keys() == {"seen-basic", "seen-more", "seen-see"}
    assert all(image.shape == (1280, 1800, 3) for image in seen.values())
