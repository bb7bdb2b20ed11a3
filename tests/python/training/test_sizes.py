import json

import pytest

from descant.errors import DescantError
from descant.training import sizes
from descant.training.patterns import Settings
from descant.training.run import Run

SMALL = Settings(hidden=16, batch=8, steps=30)


def test_each_size_is_a_run_and_a_line_of_the_table(corpus_of, tmp_path):
    data, out, told = corpus_of(tmp_path / "data"), tmp_path / "out", []
    assert sizes.study(data, out, SMALL, 1, latents=(3, 2), tell=told.append)
    found = sizes.read(out)
    assert [row["latents"] for row in found["sizes"]] == [2, 3]
    for row in found["sizes"]:
        run = Run(out / "runs" / f"latents-{row['latents']}")
        assert run.facts()["settings"]["latents"] == row["latents"]
        assert row["steps"] == 30
        assert row["seconds"] > 0
        assert 0 < row["cells"] <= 1
        assert row["active"] <= row["latents"]
    assert found["data_sha256"] == run.facts()["data"]["sha256"]
    assert "latents" not in found["settings"]
    assert told == []
    assert len(sizes.lines(found)) == 3


def test_what_is_trained_already_is_said_and_not_trained_again(corpus_of, tmp_path):
    data, out, told = corpus_of(tmp_path / "data"), tmp_path / "out", []
    sizes.study(data, out, SMALL, 1, latents=(2,))
    kept = (out / "runs" / "latents-2" / "checkpoint.safetensors").read_bytes()
    before = sizes.read(out)["sizes"][0]
    assert sizes.study(data, out, SMALL, 1, latents=(2, 3), tell=told.append)
    assert told == [f"2 dimensions were trained already, in {out / 'runs' / 'latents-2'}"]
    assert (out / "runs" / "latents-2" / "checkpoint.safetensors").read_bytes() == kept
    assert sizes.read(out)["sizes"][0] == before
    with pytest.raises(DescantError, match="gather was"):
        sizes.study(data, out, Settings(hidden=16, batch=8, steps=30, gather=0.0), 1, latents=(2,))


def test_it_stops_and_goes_on(corpus_of, tmp_path):
    data, out = corpus_of(tmp_path / "data"), tmp_path / "out"
    asked = iter([False] * 10 + [True] * 5)
    assert not sizes.study(data, out, SMALL, 1, latents=(2, 3), stop=lambda: next(asked))
    assert [row["steps"] for row in sizes.read(out)["sizes"]] == [10]
    first = sizes.read(out)["sizes"][0]["seconds"]
    assert sizes.study(data, out, SMALL, 1, latents=(2, 3))
    assert [row["steps"] for row in sizes.read(out)["sizes"]] == [30, 30]
    assert sizes.read(out)["sizes"][0]["seconds"] >= first


@pytest.mark.parametrize("content", ["", "[]", "{}", json.dumps({"kind": "sizes", "data_sha256": 3, "sizes": []})])
def test_a_damaged_table_is_said(tmp_path, content):
    assert sizes.read(tmp_path) is None
    (tmp_path / sizes.NAME).write_text(content)
    with pytest.raises(DescantError, match=r"damaged|is no study"):
        sizes.read(tmp_path)
