"""`descant study vae`: from MNIST's files to a figure, here with scikit-learn's small digits in such files."""

import gzip
import re

import numpy as np
import pytest
from sklearn.datasets import load_digits

from descant.corpora.images import TEST, TRAIN


@pytest.fixture
def digits(tmp_path):
    folder = tmp_path / "digits"
    folder.mkdir()
    pictures = (load_digits().images * 255 / 16).astype(np.uint8)
    for name, some in ((TRAIN, pictures[:1500]), (TEST, pictures[1500:])):
        head = bytes([0, 0, 8, 3]) + np.array(some.shape, ">u4").tobytes()
        (folder / f"{name}.gz").write_bytes(gzip.compress(head + some.tobytes()))
    return folder


def test_a_folder_of_digits_becomes_a_figure(descant, digits, tmp_path):
    out = tmp_path / "out"
    usual = ("study", "vae", "--mnist", digits, "--out", out, "--samples", 2000)
    assert descant(*usual) == (0, f"studied into {out}\n", "")
    assert {"study.json", "study.png", "runs"} <= {path.name for path in out.iterdir()}
    assert len(list((out / "runs").iterdir())) == 5 + 6 - 1
    status, _, wrong = descant(*usual, "--binarise", "threshold")
    assert status == 1
    assert re.fullmatch(r"error: .*: binarisation was random, not threshold; [^\n]+\n", wrong)


def test_a_folder_without_digits_is_one_line(descant, tmp_path):
    status, _, wrong = descant("study", "vae", "--mnist", tmp_path, "--out", tmp_path / "out")
    assert status == 1
    assert re.fullmatch(r"error: [^\n]+: has no train-images-idx3-ubyte; [^\n]+\n", wrong)
    assert not (tmp_path / "out").exists()
