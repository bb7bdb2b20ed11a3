import numpy as np
import pytest
import torch

from descant.corpora import keeping
from descant.errors import DescantError
from descant.training import report
from descant.training.pattern_run import PatternRun
from descant.training.patterns import Settings
from descant.training.report import SIDE, look

SMALL = Settings(latents=3, hidden=32, batch=8, steps=60)


@pytest.fixture
def made(corpus_of, tmp_path):
    """Return a run's folder and its corpus's."""
    data, out = corpus_of(tmp_path / "data"), tmp_path / "run"
    PatternRun(data, out, SMALL, 3, resume=False).train()
    return out, data


def test_a_look_has_the_run_s_own_figures_and_points(made):
    out, data = made
    found = look(out)
    again = PatternRun(data, out, SMALL, 3, resume=True)
    assert again.train() == 60
    assert found.step == 60
    assert found.figures["told"] == again.task.told()
    assert found.figures["cells"] == found.curves[-1].get("test", found.figures)["cells"]
    corpus = keeping.load(data)
    x = torch.from_numpy(corpus.onsets).float().flatten(1)
    with torch.no_grad():
        z = again.task.model.eval().encode(x).mean
        middle = again.task.model.expected(torch.zeros(1, 3)).numpy().reshape(9, 16)
    assert found.z == pytest.approx(z.numpy())
    assert list(found.axes) == sorted(np.argsort(found.kl)[1:].tolist())
    assert found.traversal[SIDE // 2, SIDE // 2] == pytest.approx(middle, abs=1e-6)
    point = torch.zeros(1, 3)
    point[0, found.axes[0]], point[0, found.axes[1]] = 2.5, -2.5
    with torch.no_grad():
        corner = again.task.model.expected(point).numpy().reshape(9, 16)
    assert found.traversal[0, -1] == pytest.approx(corner, abs=1e-6)


def test_examples_are_of_what_was_held_out_the_best_and_the_worst(made):
    found = look(made[0])
    held = set(np.flatnonzero(found.corpus.held_out).tolist())
    f1 = {sort: [each.f1 for each in examples] for sort, examples in found.examples.items()}
    assert {each.place for examples in found.examples.values() for each in examples} <= held
    assert f1["best"] == sorted(f1["best"], reverse=True)
    assert f1["worst"] == sorted(f1["worst"])
    assert f1["best"][0] >= max(f1["median"]) >= min(f1["median"]) >= f1["worst"][0]
    each = found.examples["best"][0]
    played = each.probability > 0.5
    hits = (played & (each.onsets > 0)).sum()
    assert each.f1 == pytest.approx(2 * hits / (played.sum() + each.onsets.sum()))


def test_looking_changes_nothing(made):
    out, _ = made
    before = {path.name: path.read_bytes() for path in out.iterdir()}
    state = torch.get_rng_state()
    look(out)
    assert torch.equal(torch.get_rng_state(), state)
    assert {path.name: path.read_bytes() for path in out.iterdir()} == before


def test_confusions_name_labels_the_most_frequent_first(made):
    found = look(made[0])
    assert found.confusion.sum() == found.figures["unseen"]
    found.confusion[:] = [[5, 2], [3, 1]]
    assert report.confusions(found) == [("b", "a", 3), ("a", "b", 2)]


def test_a_corpus_that_moved_is_named_and_another_is_refused(made, corpus_of, tmp_path):
    out, data = made
    moved = data.rename(tmp_path / "moved")
    with pytest.raises(DescantError, match="data"):
        look(out)
    assert look(out, moved).step == 60
    with pytest.raises(DescantError, match="is not the corpus that"):
        look(out, corpus_of(tmp_path / "other", seed=9))


def test_what_is_no_run_is_said(made, tmp_path):
    out, _ = made
    with pytest.raises(DescantError, match="holds no run"):
        look(tmp_path / "nowhere")
    kept = out / "checkpoint.safetensors"
    whole = kept.read_bytes()
    kept.write_bytes(whole[: len(whole) // 2])
    with pytest.raises(DescantError, match="is no whole checkpoint"):
        look(out)
    settings = out / "run.toml"
    kept.write_bytes(whole)
    settings.write_text(settings.read_text().replace("hidden = 32", "hidden = 33"))
    with pytest.raises(DescantError, match="is of another shape"):
        look(out)
    settings.write_text(settings.read_text().replace("hidden = 33", "hiden = 32"))
    with pytest.raises(DescantError, match="settings that are none"):
        look(out)
    kept.unlink()
    settings.write_text(settings.read_text().replace("hiden = 32", "hidden = 32"))
    with pytest.raises(DescantError, match="train first"):
        look(out)
