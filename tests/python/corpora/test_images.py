import gzip

import numpy as np
import pytest

from descant.corpora.images import TEST, TRAIN, read_idx, read_mnist
from descant.errors import DescantError


def idx(pictures):
    """Return an array of bytes as IDX has it."""
    head = bytes([0, 0, 8, pictures.ndim]) + np.array(pictures.shape, ">u4").tobytes()
    return head + pictures.astype(np.uint8).tobytes()


@pytest.fixture
def pictures():
    return np.arange(5 * 3 * 2).reshape(5, 3, 2) * 8


@pytest.mark.parametrize("packed", [True, False])
@pytest.mark.parametrize("dotted", [True, False])
def test_mnist_is_read_packed_or_not(tmp_path, pictures, packed, dotted):
    for name, some in ((TRAIN, pictures), (TEST, pictures[:2])):
        path = tmp_path / ((name.replace("-idx", ".idx") if dotted else name) + ".gz" * packed)
        path.write_bytes(gzip.compress(idx(some)) if packed else idx(some))
    images = read_mnist(tmp_path)
    assert images.train.dtype == np.float32
    np.testing.assert_allclose(images.train, pictures.reshape(5, 6) / 255, rtol=1e-6)
    np.testing.assert_array_equal(images.test, images.train[:2])


def test_labels_are_idx_too(tmp_path):
    (tmp_path / "labels").write_bytes(idx(np.array([3, 1, 4])))
    assert read_idx(tmp_path / "labels").tolist() == [3, 1, 4]


@pytest.mark.parametrize(
    ("data", "text"),
    [
        (b"", "is no IDX file"),
        (b"\0\0\x08", "is no IDX file"),
        (b"\0\0\x0d\x01\0\0\0\x01\0\0\0\0", "is no IDX file of bytes"),  # floats
        (b"\0\0\x08\x03\0\0\0\x01", "is no IDX file"),
        (idx(np.zeros((4, 3, 2)))[:-1], "has 23 bytes for 4 × 3 × 2"),
        (idx(np.zeros((4, 3, 2))) + b"\0", "has 25 bytes for 4 × 3 × 2"),
        (idx(np.zeros((0, 3, 2))), "has 0 bytes for 0 × 3 × 2"),
        (b"\0\0\x08\x04" + b"\xff" * 16, "has 0 bytes for 4294967295"),
    ],
)
def test_what_is_no_idx_file_is_one_line(tmp_path, data, text):
    (tmp_path / TRAIN).write_bytes(data)
    with pytest.raises(DescantError, match=text):
        read_mnist(tmp_path)


@pytest.mark.parametrize(
    "damage", [lambda data: data[:40], lambda data: b"no gzip", lambda data: data[:20] + b"\xff" * 30]
)
def test_a_packed_file_that_is_damaged_is_one_line(tmp_path, damage):
    (tmp_path / f"{TRAIN}.gz").write_bytes(damage(gzip.compress(idx(np.arange(900).reshape(9, 10, 10)))))
    with pytest.raises(DescantError, match="cannot be read"):
        read_mnist(tmp_path)


def test_what_is_missing_and_what_does_not_fit_is_said(tmp_path, pictures):
    (tmp_path / TRAIN).write_bytes(idx(pictures))
    with pytest.raises(DescantError, match=f"has no {TEST}; give the folder"):
        read_mnist(tmp_path)
    (tmp_path / TEST).write_bytes(idx(np.zeros((5, 2, 2))))
    with pytest.raises(DescantError, match="pictures of 6 and of 4 pixels"):
        read_mnist(tmp_path)
