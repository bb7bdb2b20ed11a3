import tomllib

import pytest
import torch
from safetensors import safe_open

from descant.errors import DescantError
from descant.training import checkpoints
from descant.training.loop import train
from descant.training.run import Run


def test_run_toml_says_settings_seed_data_and_versions(begun):
    table = tomllib.loads(begun().settings_path.read_text())
    assert table["kind"] == "line"
    assert table["seed"] == 5
    assert table["settings"] == {"steps": 100, "rate": 0.01}
    assert table["data"] == {"from": "nowhere", "sha256": "abc"}
    assert table["versions"]["torch"] == torch.__version__
    assert table["versions"].keys() == {"descant", "python", "numpy", "torch", "processor", "threads"}


def test_a_folder_that_holds_a_run_is_not_written_over(begun, facts):
    run = begun()
    before = run.settings_path.read_bytes()
    with pytest.raises(DescantError, match=r"holds a run; go on with --resume"):
        run.begin(facts(rate=0.5))
    assert run.settings_path.read_bytes() == before


def test_a_run_goes_on_for_longer_but_not_as_another(begun, facts):
    run = begun()
    run.go_on(facts(steps=300))
    assert run.facts()["settings"]["steps"] == 300
    for change, text in (
        ({"rate": 0.1}, "rate was 0.01, not 0.1"),
        ({"more": 1}, "more was None, not 1"),
        ({"seed": 6}, "seed was 5, not 6"),
        ({"kind": "circle"}, "kind was line, not circle"),
        ({"sha256": "def"}, "the data's sha256 was abc, not def"),
    ):
        with pytest.raises(DescantError, match=text):
            run.go_on(facts(**change))
    assert run.facts()["settings"] == {"steps": 300, "rate": 0.01}


def test_a_folder_without_a_run_is_said(tmp_path, facts):
    with pytest.raises(DescantError, match="holds no run; name the folder of one, or train one first"):
        Run(tmp_path / "empty").go_on(facts())


@pytest.mark.parametrize("text", ["kind = ", "kind = 3\n", 'kind = "line"\nseed = 5\n', "\x00\udcff"])
def test_a_damaged_run_toml_is_one_line(begun, facts, text):
    run = begun()
    run.settings_path.write_bytes(text.encode(errors="surrogateescape"))
    with pytest.raises(DescantError, match=r"restore it from a copy"):
        run.go_on(facts())


@pytest.fixture
def trained(begun, line):
    run, task = begun(), line()
    train(task, run, steps=12, seed=5)
    return run, task


def test_a_checkpoint_is_tensors_under_names(trained):
    run, task = trained
    with safe_open(run.checkpoint_path, "pt") as file:
        names = set(file.keys())
        assert torch.equal(file.get_tensor("model.0.weight"), task.model[0].weight)
    assert {"model.2.bias", "optimizer.0.exp_avg", "optimizer.3.exp_avg_sq", "random.cpu"} <= names
    assert not list(run.folder.glob("*.partial"))


def test_weights_alone_can_be_read(trained, line):
    run, task = trained
    other = line()
    checkpoints.read_weights(run.checkpoint_path, other.model)
    assert torch.equal(other.model[0].weight, task.model[0].weight)
    assert other.optimizer.state_dict()["state"] == {}


@pytest.mark.parametrize("keep", [0, 7, 100, -1])
def test_a_checkpoint_that_is_cut_short_changes_nothing(trained, line, same, keep):
    run, _ = trained
    run.checkpoint_path.write_bytes(run.checkpoint_path.read_bytes()[:keep])
    task, untouched = line(), line()
    with pytest.raises(DescantError, match="is no whole checkpoint"):
        run.restore(task.model, task.optimizer)
    same.hold(task, untouched)


def test_a_checkpoint_of_another_shape_says_which(trained, line, same):
    run, _ = trained
    task, untouched = line(width=4), line(width=4)
    with pytest.raises(
        DescantError, match=r"another shape \(0.weight is \[8, 3\] in the file, \[8, 4\] in the model\)"
    ):
        run.restore(task.model, task.optimizer)
    same.hold(task, untouched)


def test_a_file_that_is_not_there_is_said(tmp_path, line):
    with pytest.raises(DescantError, match="is not there; train first"):
        checkpoints.read_weights(tmp_path / "none.safetensors", line().model)


def test_a_disk_that_is_full_leaves_the_old_file(tmp_path, monkeypatch):
    path = tmp_path / "file"
    checkpoints.write_whole(path, b"old")

    def full(file):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(checkpoints.os, "fsync", full)
    with pytest.raises(OSError, match="No space left"):
        checkpoints.write_whole(path, b"new")
    assert path.read_bytes() == b"old"
