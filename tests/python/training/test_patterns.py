import numpy as np
import pytest
import torch

from descant.training.loop import Rhythm, figures, train
from descant.training.patterns import Data, PatternTask, Settings

ROWS, STEPS = 3, 8
SMALL = {"hidden": 32, "batch": 8, "latents": 2}


def rhythms(count=40, held_out=0, seed=0):
    """Return patterns of two kinds, a hit of each moved at random."""
    rng = np.random.default_rng(seed)
    onsets = np.zeros((count, ROWS, STEPS), np.uint8)
    label = np.arange(count, dtype=np.int16) % 2
    onsets[label == 0, 0, ::2] = 1
    onsets[label == 1, 1, ::4] = 1
    onsets[np.arange(count), 2, rng.integers(0, STEPS, count)] = 1
    return Data(onsets, label, ("even", "odd"), np.arange(count) < held_out)


def test_it_learns_what_it_is_shown(begun):
    run = begun()
    settings = Settings(**SMALL | {"latents": 4}, learning_rate=0.01, decay=0, beta=0.2, gather=0.0)
    task = PatternTask(rhythms(held_out=8), settings, seed=1)
    train(task, run, steps=3000, seed=1, rhythm=Rhythm(curve=1, test=3000))
    first, last = (line["test"] for line in run.curves() if "test" in line)
    assert first["f1"] < 0.5
    assert last["train_f1"] > 0.9
    assert last["f1"] > 0.8
    assert task.told() == 1.0
    assert last["elbo"] > first["elbo"] + 3.0
    line = next(line for line in run.curves() if "loss" in line)
    assert line.keys() == {"step", "loss", "log_likelihood", "kl", "beta", "gradient_norm"}
    assert len(line["kl"]) == 4
    assert line["loss"] == pytest.approx(0.2 * sum(line["kl"]) - line["log_likelihood"], rel=1e-5)


def test_a_dozen_patterns_suffice_and_any_number_is_trained_with(begun):
    for count in (2, 12):
        task = PatternTask(rhythms(count), Settings(**SMALL), seed=1)
        assert train(task, begun(str(count)), steps=9, seed=1) == 9


def test_the_same_seed_is_the_same_run_and_goes_on_to_the_same_bits(begun, same):
    settings = Settings(**SMALL, labels=True, warmup=30, warmup_form="cyclic", free_bits=0.1)
    through, again, parts = (PatternTask(rhythms(), settings, seed=1) for _ in range(3))
    train(through, begun("through"), steps=33, seed=1)
    train(again, begun("again"), steps=33, seed=1)
    same.hold(through, again)
    run = begun("parts")
    train(PatternTask(rhythms(), settings, seed=1), run, steps=14, seed=1)
    train(parts, run, steps=33, seed=1, resume=True)
    same.hold(parts, through)
    other = PatternTask(rhythms(), settings, seed=2)
    assert not torch.equal(other.model.encoder[0].weight, through.model.encoder[0].weight)


def test_each_pattern_is_seen_once_an_epoch(monkeypatch):
    task = PatternTask(rhythms(32, held_out=8), Settings(**SMALL), seed=1)
    seen = []
    encode = task.model.encode
    monkeypatch.setattr(task.model, "encode", lambda x, label: (seen.append(x.clone()), encode(x, label))[1])
    for step in range(6):
        task.loss(step)
    epochs = [torch.cat(seen[:3]), torch.cat(seen[3:])]
    shown = torch.from_numpy(rhythms(32, held_out=8).onsets[8:]).float().flatten(1)
    for epoch in epochs:
        assert sorted(epoch.tolist()) == sorted(shown.tolist())
    assert not torch.equal(*epochs)


def test_what_is_held_out_is_never_trained_with_and_a_tenth_is_drawn_where_nobody_chose():
    data = rhythms(40)
    held = data.split(3)
    assert held.sum() == 4
    assert (held == data.split(3)).all()
    assert (held != data.split(4)).any()
    assert rhythms(4).split(3).sum() == 0
    assert (rhythms(40, held_out=7).split(3) == (np.arange(40) < 7)).all()


def test_nothing_to_train_with_is_refused():
    with pytest.raises(ValueError, match="no patterns to train with"):
        PatternTask(rhythms(5, held_out=5), Settings(), seed=1)


@pytest.mark.parametrize(("form", "betas"), [("linear", [0.0, 1.0, 2.0, 2.0]), ("cyclic", [0.0, 2.0, 0.0, 2.0])])
def test_beta_warms_up(form, betas):
    task = PatternTask(rhythms(), Settings(**SMALL, beta=2.0, warmup=2, warmup_form=form), seed=1)
    assert [task.loss(step)[1]["beta"] for step in range(4)] == betas


def test_a_model_that_is_told_labels_uses_them(begun):
    settings = Settings(**SMALL, labels=True, learning_rate=0.01, beta=4.0)
    task = PatternTask(rhythms(), settings, seed=1)
    train(task, begun(), steps=400, seed=1)
    even, odd = task.model.expected(torch.zeros(2, 2), torch.tensor([0, 1])).view(2, ROWS, STEPS)
    assert even[0, ::2].min() > 0.5 > even[1].max()
    assert odd[1, ::4].min() > 0.5 > odd[0].max()


def test_without_labels_none_is_told():
    for label in (-1, 1):
        data = rhythms()
        task = PatternTask(Data(data.onsets, np.full(40, label), data.labels, data.held_out), Settings(**SMALL), seed=1)
        assert task.told() is None


def test_labels_gather_where_they_are_to_be_read_off_the_point_and_only_there(begun):
    data = rhythms(120, held_out=40)
    early = (data.onsets[:, 2, :4].sum(1) > 0).astype(np.int16)  # one dimension has better things to tell
    told = {}
    for gather in (0.0, 5.0):
        settings = Settings(**SMALL | {"latents": 1}, gather=gather, learning_rate=0.01)
        task = PatternTask(Data(data.onsets, early, ("late", "early"), data.held_out), settings, seed=1)
        assert (task.model.reader is None) == (gather == 0.0)
        loss, seen = task.loss(0)
        bound = sum(seen["kl"]) - seen["log_likelihood"]
        assert float(loss.detach()) == pytest.approx(
            float(bound + gather * seen.get("misread", torch.zeros(()))), rel=1e-5
        )
        train(task, begun(f"gather-{gather:g}"), steps=300, seed=1)
        told[gather] = task.told()
    assert told[0.0] < 0.8
    assert told[5.0] > 0.9
    assert PatternTask(rhythms(), Settings(**SMALL, labels=True), seed=1).model.reader is None


def test_a_confusion_counts_what_is_told_of_what_was_held_out(begun):
    task = PatternTask(rhythms(60, held_out=20), Settings(**SMALL, learning_rate=0.01), seed=1)
    assert task.confusion().sum() == 20
    train(task, begun(), steps=200, seed=1)
    assert task.confusion().tolist() == [[10, 0], [0, 10]]
    assert PatternTask(rhythms(5), Settings(**SMALL), seed=1).confusion() is None


def test_in_bf16_it_learns_as_well(begun):
    bound = {}
    for precision in ("float32", "bf16"):
        task = PatternTask(rhythms(60, held_out=20), Settings(**SMALL, precision=precision, learning_rate=0.01), seed=1)
        seen = []
        task.model.decoder[0].register_forward_hook(lambda layer, given, got, seen=seen: seen.append(got.dtype))
        loss, values = task.loss(0)
        assert seen == [torch.bfloat16 if precision == "bf16" else torch.float32]
        assert loss.dtype == values["kl"].dtype == torch.float32
        train(task, begun(precision), steps=300, seed=1)
        bound[precision] = figures(task)["elbo"]
        assert all(weight.dtype == torch.float32 for weight in task.model.parameters())
    assert bound["bf16"] == pytest.approx(bound["float32"], abs=0.5)


def test_the_learning_rate_falls_with_the_step_alone():
    task = PatternTask(rhythms(), Settings(**SMALL, learning_rate=0.01, decay=4), seed=1)
    for step, rate in ((8, 0.01 / 3), (0, 0.01), (4, 0.005)):
        task.loss(step)
        assert task.optimizer.param_groups[0]["lr"] == pytest.approx(rate)
