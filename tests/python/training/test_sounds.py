"""Sounds in training: something is really learned, nothing held out is seen, and a run goes on to the same bits."""

import numpy as np
import pytest
import torch

from descant.training.baselines import distance_db, nearest, pca
from descant.training.loop import Rhythm, train
from descant.training.sounds import Data, Settings, SoundTask, off_middle

BANDS, INSTANTS = 16, 16
SMALL = {"width": 4, "batch": 16, "latents": 2}


def falls(count=60, held_out=0, seed=0):
    """Return pictures of two classes, high and low, that fall slowly or fast, with a tone somewhere."""
    rng = np.random.default_rng(seed)
    label = np.arange(count, dtype=np.int16) % 2
    decay, tune = rng.uniform(0.1, 1.0, count), rng.uniform(2.0, 6.0, count) + 7.0 * label
    fall = 1.0 - np.arange(INSTANTS)[None, None] / INSTANTS / decay[:, None, None]
    tone = np.exp(-0.5 * ((np.arange(BANDS)[None, :, None] - tune[:, None, None]) / 1.5) ** 2)
    pictures = (fall.clip(0.0) * tone).astype(np.float32)
    return Data(pictures, label, ("low", "high"), np.arange(count) < held_out)


def test_it_comes_nearer_than_pca_with_as_many_numbers(begun):
    run = begun()
    task = SoundTask(falls(160, held_out=40), Settings(**SMALL, learning_rate=0.006, steps=500), seed=1)
    train(task, run, steps=500, seed=1, rhythm=Rhythm(curve=1, test=500))
    first, last = (line["test"] for line in run.curves() if "test" in line)
    split, shape = task.split, (BANDS, INSTANTS)
    assert last["lsd_db"] < 0.4 * first["lsd_db"]
    assert last["lsd_db"] < 0.7 * distance_db(pca(split.x, split.test_x, 2), split.test_x, shape)
    assert last["lsd_db"] < distance_db(nearest(split.x[:40], split.test_x), split.test_x, shape)
    assert last["elbo"] > first["elbo"] + 100.0
    line = next(line for line in run.curves() if "loss" in line)
    assert line.keys() == {"step", "loss", "log_likelihood", "kl", "beta", "off_middle", "gradient_norm"}


def test_a_point_says_little_of_the_class(begun):
    told = {}
    for alike in (0.0, 0.05):
        task = SoundTask(falls(120), Settings(**SMALL, learning_rate=0.006, steps=250, alike=alike), seed=1)
        train(task, begun(f"alike-{alike}"), steps=250, seed=1)
        with torch.no_grad():
            z, label = task.model.encode(task.split.x, task.split.label).mean, task.split.label
        told[alike] = float((z[label == 0].mean(0) - z[label == 1].mean(0)).norm() / z.std(0).norm())
    assert told[0.05] < 0.25 < told[0.0]


def test_off_middle_is_zero_for_classes_about_0_and_their_distance_squared_elsewhere():
    g = torch.Generator().manual_seed(0)
    label = torch.arange(3000) % 3
    points = torch.randn(3000, 2, generator=g)
    assert abs(off_middle(points, label).item()) < 0.02
    assert off_middle(points + torch.tensor([2.0, 0.0]), label).item() == pytest.approx(4.0, abs=0.2)
    assert off_middle(points[:1], label[:1]).item() == 0.0
    assert off_middle(points + 5.0, torch.full((3000,), -1)).item() == 0.0


def test_off_middle_rewards_nobody_for_going_away():
    apart = torch.tensor([[1.0, 0.0], [-1.0, 0.0]], requires_grad=True)
    values = [off_middle(scale * apart, torch.zeros(2)) for scale in (1.0, 2.0, 10.0, 1000.0)]
    assert [value.item() for value in values] == pytest.approx([-1.0, -4.0, -8.0, -8.0])
    (slope,) = torch.autograd.grad(values[-1], apart)
    assert (slope * apart).sum().item() == pytest.approx(0.0, abs=1e-4)


def test_a_few_sounds_of_many_classes_are_learned(begun):
    data = falls(36)
    few = Data(data.pictures, (np.arange(36) % 6).astype(np.int16), tuple("abcdef"), data.held_out)
    task = SoundTask(few, Settings(**SMALL, learning_rate=0.006, steps=300, alike=1.0), seed=1)
    train(task, begun(), steps=300, seed=1)
    with torch.no_grad():
        assert task.model.encode(task.split.x, task.split.label).mean.abs().max() < 10.0


def test_the_same_seed_is_the_same_run_and_goes_on_to_the_same_bits(begun, same):
    settings = Settings(**SMALL, warmup=20, warmup_form="cyclic", free_bits=0.1, steps=30)
    through, again, parts = (SoundTask(falls(), settings, seed=1) for _ in range(3))
    train(through, begun("through"), steps=30, seed=1)
    train(again, begun("again"), steps=30, seed=1)
    same.hold(through, again)
    run = begun("parts")
    train(SoundTask(falls(), settings, seed=1), run, steps=18, seed=1)
    train(parts, run, steps=30, seed=1, resume=True)
    same.hold(parts, through)


def test_the_learning_rate_rests_at_the_end(begun):
    task = SoundTask(falls(), Settings(**SMALL, learning_rate=0.01, steps=100), seed=1)
    rates = []
    for step in (0, 49, 75, 100):
        task.loss(step)
        rates.append(task.optimizer.param_groups[0]["lr"])
    assert rates == pytest.approx([0.01, 0.01, 0.005, 0.0], abs=1e-4)


def test_a_tenth_of_each_class_is_drawn_where_nobody_chose_and_none_of_a_lone_one():
    data = falls(40)
    held = data.split(3)
    assert [held[data.label == own].sum() for own in (0, 1)] == [2, 2]
    assert (held == data.split(3)).all() and (held != data.split(4)).any()
    lone = Data(data.pictures[:2], np.array([0, 1], np.int16), data.labels, np.zeros(2, bool))
    assert not lone.split(3).any()
    assert SoundTask(lone, Settings(**SMALL), 1).unseen == 0
    with pytest.raises(ValueError, match="no sounds to train with"):
        SoundTask(falls(10, held_out=10), Settings(**SMALL), 1)
