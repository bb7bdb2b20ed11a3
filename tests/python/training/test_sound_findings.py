"""What is said of a run of sounds: its own figures, what it is held against, its examples, and nothing of another's."""

import numpy as np
import pytest
import torch

from descant.corpora import sound_keeping
from descant.errors import DescantError
from descant.training.baselines import distance_db, pca
from descant.training.run import Run
from descant.training.sound_findings import look
from descant.training.sound_run import SoundRun
from descant.training.sounds import Settings


@pytest.fixture(scope="module")
def folders(tmp_path_factory, kept_sounds, trained_sounds):
    folder = tmp_path_factory.mktemp("sounds")
    return kept_sounds(folder / "data"), trained_sounds(folder / "data", folder / "run")


@pytest.fixture(scope="module")
def found(folders):
    return look(folders[1])


def test_its_figures_are_those_of_the_training(found, folders, tmp_path):
    run = SoundRun(folders[0], tmp_path / "again", Settings(width=4, batch=8, steps=12), 3, resume=False)
    run.train()
    wanted = run.distances_db()
    near = {row.name: row for row in found.nearness}
    assert list(near) == [
        "the model", "PCA of 2 numbers", "the same in each class alone", "the nearest sound trained with",
        "its own picture, made a sound again",
    ]  # fmt: skip
    assert near["the model"].picture_db == pytest.approx(wanted["model"], abs=1e-4)
    assert near["PCA of 2 numbers"].picture_db == pytest.approx(wanted["pca"], abs=1e-4)
    assert near["the nearest sound trained with"].picture_db == pytest.approx(wanted["nearest"], abs=1e-4)
    assert near["its own picture, made a sound again"].picture_db == 0.0
    assert (found.step, found.unseen, found.heard, found.held.sum()) == (12, 4, 4, 4)
    split = run.task.split
    assert distance_db(pca(split.x, split.test_x, 2), split.test_x, (96, 64)) == pytest.approx(wanted["pca"])


def test_what_is_heard_is_nearest_where_it_is_the_sound_s_own_picture(found):
    heard = {row.name: (row.heard_db, row.convergence_db) for row in found.nearness}
    own = heard.pop("its own picture, made a sound again")
    assert own[1] < -6.0
    assert all(own[0] < other[0] and own[1] < other[1] for name, other in heard.items() if "nearest" not in name)


def test_each_class_has_an_example_and_then_come_the_worst(found):
    labels = [example.label for example in found.examples]
    assert labels[:2] == ["block", "drum <low>"] and len(labels) == 4  # the two that are left are the worst
    assert all(found.held[example.place] for example in found.examples)
    assert found.examples[2].distance_db >= found.examples[3].distance_db
    for example in found.examples:
        canvas = found.speaker.canvas
        drawn = canvas.drawn(torch.from_numpy(found.sounds.audio[example.place]))
        assert np.allclose(drawn, example.wanted, atol=1e-5)
        assert example.audio.shape == (44_100,) and np.abs(example.audio).max() == pytest.approx(0.9, abs=1e-3)
        away = distance_db(torch.from_numpy(example.found), torch.from_numpy(example.wanted), (96, 64))
        assert away == pytest.approx(example.distance_db, abs=1e-4)


def test_points_are_the_encoder_s_and_a_judge_is_asked(found):
    assert found.z.shape == (16, 2) and found.kl.shape == (2,) and found.axes == (0, 1)
    assert found.judged.confusion.sum(1).tolist() == [100, 100]
    assert found.judged.drawn == pytest.approx(np.trace(found.judged.confusion) / 200)
    plain = found.plain()
    assert plain["agreement"]["judge_right"] == found.judged.right
    assert plain["nearness"][0]["name"] == "the model" and plain["dropped"][0]["name"] == "broken <one>.wav"


def test_without_labels_and_without_held_out_sounds_it_is_looked_at_too(tmp_path, kept_sounds, trained_sounds):
    data = kept_sounds(tmp_path / "data", each=1, held_out=0, labelled=False)
    found = look(trained_sounds(data, tmp_path / "run", latents=1))
    assert found.judged is None and found.unseen == 0 and found.held.all() and found.axes == (0, 0)
    assert [example.label for example in found.examples] == ["", ""]
    assert found.plain()["agreement"] is None


def test_a_run_of_another_kind_or_corpus_or_without_a_checkpoint_is_one_line(
    folders, tmp_path, kept_sounds, trained_sounds
):
    run = trained_sounds(folders[0], tmp_path / "run", steps=2)
    other = kept_sounds(tmp_path / "other", each=3)
    with pytest.raises(DescantError, match="is not the corpus that"):
        look(run, other)
    text = Run(run).settings_path.read_text()
    Run(run).settings_path.write_text(text.replace("width = 4", "width = 5"))
    with pytest.raises(DescantError, match="is of another shape"):
        look(run)
    Run(run).settings_path.write_text(text.replace("width = 4", "breadth = 4"))
    with pytest.raises(DescantError, match="has settings that are none"):
        look(run)
    Run(run).settings_path.write_text(text.replace('scale = "mel"', 'scale = "blues"'))
    with pytest.raises(DescantError, match="no scale 'blues'"):
        look(run)
    Run(run).settings_path.write_text(text.replace('kind = "sounds"', 'kind = "patterns"'))
    with pytest.raises(DescantError, match="is a run of patterns"):
        look(run)
    Run(run).settings_path.write_text(text)
    Run(run).checkpoint_path.unlink()
    with pytest.raises(DescantError, match=r"checkpoint\.safetensors: is not there"):
        look(run)
    (folders[0] / "nothing").mkdir()
    with pytest.raises(DescantError, match="holds no run"):
        look(folders[0] / "nothing")
    assert len(sound_keeping.load(other)) == 6
