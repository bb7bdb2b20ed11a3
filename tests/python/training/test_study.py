"""The study on the small digits of scikit-learn: the code that MNIST goes through."""

import json

import numpy as np
import pytest
import torch
from sklearn.datasets import load_digits

from descant.corpora.images import Images
from descant.errors import DescantError
from descant.training.images import ImageTask, Settings
from descant.training.loop import Rhythm, train
from descant.training.study import Plan, study

PLAN = Plan(latents=(2, 5), betas=(0.0, 1.0, 4.0), beta_latents=5, samples=40_000, seed=3)


@pytest.fixture(scope="module")
def digits():
    grey = (load_digits().data / 16).astype(np.float32)
    return Images(grey[:1500], grey[1500:])


@pytest.fixture(scope="module")
def studied(digits, tmp_path_factory):
    out = tmp_path_factory.mktemp("study")
    assert study(digits, out, PLAN)
    return out, json.loads((out / "study.json").read_text())


def test_the_bound_rises_with_samples_and_with_latents(studied):
    _, found = studied
    curves = found["latents"]
    assert curves.keys() == {"2", "5"}
    for curve in curves.values():
        assert [test["samples"] for test in curve] == list(range(0, 40_001, 2000))
        assert curve[-1]["elbo"] > curve[1]["elbo"] + 2.0 > curve[0]["elbo"] + 2.0
        for test in curve:
            assert test["elbo"] == pytest.approx(test["log_likelihood"] - test["kl"], abs=1e-4)
    assert curves["5"][-1]["elbo"] > curves["2"][-1]["elbo"]


def test_more_beta_is_less_kl_and_one_has_the_best_bound(studied):
    _, found = studied
    ends = {float(beta): curve[-1] for beta, curve in found["beta"]["curves"].items()}
    assert ends[0.0]["kl"] > ends[1.0]["kl"] > ends[4.0]["kl"]
    assert ends[0.0]["log_likelihood"] > ends[4.0]["log_likelihood"]
    assert ends[1.0]["elbo"] > max(ends[0.0]["elbo"], ends[4.0]["elbo"])
    assert ends[1.0] == found["latents"]["5"][-1]  # the model that is in both halves is trained once


def test_what_was_found_says_how_pixels_became_binary_and_whose_values_are_beside(studied):
    out, found = studied
    assert found["binarisation"].startswith("random: each pixel drawn")
    assert found["paper"]["nats"]["20"] == -102.0
    assert "from memory, ±3 nats, unchecked" in found["paper"]["what"]
    assert (out / "study.png").read_bytes()[:8] == b"\x89PNG\r\n\x1a\n"
    assert sorted(path.name for path in (out / "runs").iterdir()) == [
        "latents-2-beta-1", "latents-5-beta-0", "latents-5-beta-1", "latents-5-beta-4",
    ]  # fmt: skip


def test_a_study_that_was_stopped_goes_on_to_the_same_numbers(digits, studied, tmp_path):
    whole, _ = studied
    left = iter([False] * 700 + [True] * 10_000)
    assert not study(digits, tmp_path, PLAN, stop=lambda: next(left))
    assert not (tmp_path / "study.json").exists()
    assert study(digits, tmp_path, PLAN)
    assert (tmp_path / "study.json").read_bytes() == (whole / "study.json").read_bytes()


def test_another_study_does_not_go_on_in_its_folder(digits, studied):
    out, _ = studied
    with pytest.raises(DescantError, match="seed was 3, not 4"):
        study(digits, out, Plan(latents=(2, 5), seed=4))


def test_the_pixels_are_0_and_1_and_drawn_anew_for_each_step(digits, begun):
    for binarisation, alike in (("random", False), ("threshold", True)):
        task = ImageTask(digits, Settings(2, hidden=8, binarisation=binarisation), seed=1)
        seen = []
        task.model.register_forward_pre_hook(lambda _, given, seen=seen: seen.append(given[0]))
        task.loss(0)
        task.loss(0)
        assert set(seen[0].unique().tolist()) == {0.0, 1.0}
        assert torch.equal(*seen) is alike
        train(task, begun(binarisation), steps=2, seed=1, rhythm=Rhythm(test=1))
        tested = [x for x in seen if len(x) == 297]
        assert all(torch.equal(x, tested[0]) for x in tested)


def test_a_random_pixel_is_ink_as_often_as_it_is_grey(digits):
    task = ImageTask(digits, Settings(2, hidden=8), seed=1)
    drawn = torch.stack([task._binary(torch.full((1000,), 0.3)) for _ in range(50)])
    assert drawn.mean().item() == pytest.approx(0.3, abs=0.01)
