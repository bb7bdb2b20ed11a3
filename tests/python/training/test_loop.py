import signal
import subprocess
import sys
import textwrap
from pathlib import Path

import pytest
import torch

from descant.errors import DescantError
from descant.training.loop import Rhythm, train
from descant.training.run import Run

OFTEN = Rhythm(curve=5, test=20)


def stop_at(count):
    """Return what asks to stop once so many steps were seen, and what sees them."""
    seen = []
    return (lambda: len(seen) >= count), lambda step: seen.append(step.number)


@pytest.mark.parametrize("optimizer", [torch.optim.Adam, torch.optim.SGD, torch.optim.RMSprop])
def test_a_run_that_was_stopped_goes_on_to_the_same_bits(begun, line, same, optimizer):
    whole, parts = begun("whole"), begun("parts")
    through = line(optimizer)
    assert train(through, whole, steps=50, seed=5, rhythm=OFTEN) == 50
    reached = 0
    for stops in (13, 20, 100):
        task = line(optimizer)
        stop, seen = stop_at(stops)
        reached = train(task, parts, steps=50, seed=5, resume=reached > 0, stop=stop, seen=seen, rhythm=OFTEN)
    assert reached == 50
    same.hold(task, through)
    assert parts.curves_path.read_bytes() == whole.curves_path.read_bytes()
    assert parts.checkpoint_path.read_bytes() == whole.checkpoint_path.read_bytes()


def test_a_run_that_was_killed_goes_on_from_its_last_checkpoint(begun, line, same):
    whole, killed = begun("whole"), begun("killed")
    through = line()
    train(through, whole, steps=40, seed=5, rhythm=OFTEN)
    train(line(), killed, steps=20, seed=5, rhythm=OFTEN)
    kept = killed.checkpoint_path.read_bytes()
    train(line(), killed, steps=33, seed=5, resume=True, rhythm=OFTEN)
    killed.checkpoint_path.write_bytes(kept)  # steps 21 to 33 are in the curves, but were never kept
    with killed.curves_path.open("a") as curves:
        curves.write('{"step": 3')
    task = line()
    train(task, killed, steps=40, seed=5, resume=True, rhythm=OFTEN)
    same.hold(task, through)
    assert killed.curves_path.read_bytes() == whole.curves_path.read_bytes()


def test_the_curves_are_written_as_they_come(begun, line):
    run, there = begun(), {}
    train(line(), run, steps=40, seed=5, rhythm=OFTEN, seen=lambda step: there.update({step.number: run.curves()}))
    assert [entry["step"] for entry in there[1]] == [0]
    assert [entry["step"] for entry in there[12]] == [0, 5, 10]
    lines = run.curves()
    assert [entry["step"] for entry in lines] == [0, 5, 10, 15, 20, 20, 25, 30, 35, 40, 40]
    assert [entry["step"] for entry in lines if "test" in entry] == [0, 20, 40]
    assert lines[1].keys() == {"step", "loss", "errors", "weight", "gradient_norm"}
    assert len(lines[1]["errors"]) == 2


def test_a_step_says_its_loss_and_its_gradient(begun, line):
    task, norms = line(torch.optim.SGD), []

    def look(step):
        ours = torch.cat([weight.grad.flatten() for weight in task.model.parameters()]).norm()
        assert step.gradient_norm() == pytest.approx(ours.item(), rel=1e-6)
        assert step.line()["loss"] == step.loss.item()
        norms.append(step.number)

    train(task, begun(), steps=3, seed=5, seen=look)
    assert norms == [1, 2, 3]


def test_it_learns_and_leaves_torch_s_random_state_alone(begun, line):
    run = begun()
    torch.manual_seed(11)
    before = torch.get_rng_state()
    train(line(), run, steps=400, seed=5, rhythm=Rhythm(test=400))
    assert torch.equal(torch.get_rng_state(), before)
    first, last = (entry["test"]["error"] for entry in run.curves() if "test" in entry)
    assert last < 0.7 * first


def test_other_seeds_are_other_runs(begun, line, state):
    one, other = line(), line()
    train(one, begun("one"), steps=5, seed=5)
    train(other, begun("other"), steps=5, seed=6)
    assert not torch.equal(state(one)["0.weight"], state(other)["0.weight"])


def test_checkpoints_come_by_the_clock(begun, line):
    run, steps = begun(), []

    def look(step):
        if run.checkpoint_path.exists():
            steps.append(step.number)

    train(line(), run, steps=4, seed=5, seen=look, rhythm=Rhythm(checkpoint_s=0.0))
    assert steps == [2, 3, 4]


@pytest.mark.parametrize("where", ["loss", "weights"])
def test_a_loss_that_is_no_number_ends_the_run_and_spares_the_checkpoint(begun, line, where):
    run = begun()
    train(line(), run, steps=10, seed=5, rhythm=OFTEN)
    kept, task = run.checkpoint_path.read_bytes(), line()

    def spoil(step):
        if step.number == 12 and where == "loss":
            task.x.fill_(torch.nan)
        if step.number == 15 and where == "weights":
            task.model[0].weight.data[0, 0] = torch.inf

    with pytest.raises(DescantError, match="no number any more at step 15; train anew with a lower learning rate"):
        train(task, run, steps=30, seed=5, resume=True, seen=spoil, rhythm=OFTEN)
    assert run.checkpoint_path.read_bytes() == kept


PROGRAM = """
    import sys
    from pathlib import Path
    sys.path.insert(0, {folder!r})
    from conftest import Line
    from descant.training import stopping
    from descant.training.loop import train
    from descant.training.run import Facts, Run

    def look(step):
        if step.number == 50:
            print("on", flush=True)

    run = Run(Path(sys.argv[1]))
    run.begin(Facts("line", {{}}, 5, {{}}))
    with stopping.asked() as stop:
        count = train(Line(), run, steps=10**9, seed=5, stop=stop, seen=look)
    print(count)
"""


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_signal_ends_it_after_a_step_and_it_goes_on_to_the_same_bits(tmp_path, begun, line, same, number):
    program = textwrap.dedent(PROGRAM).format(folder=str(Path(__file__).parent))
    with subprocess.Popen(
        [sys.executable, "-c", program, tmp_path / "stopped"], stdout=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout.readline() == "on\n"
        process.send_signal(number)
        count = int(process.stdout.read())
    assert process.returncode == 0
    assert count >= 50
    stopped, through = line(), line()
    train(stopped, Run(tmp_path / "stopped"), steps=count + 7, seed=5, resume=True)
    train(through, begun("through"), steps=count + 7, seed=5)
    same.hold(stopped, through)


def test_what_is_kept_is_told_where_it_begins_and_with_each_checkpoint(begun, line):
    run, told = begun(), []

    def kept(step):
        told.append((step, run.checkpoint_path.exists()))

    train(line(), run, steps=3, seed=5, kept=kept)
    assert told == [(0, False), (3, True)]
    train(line(), run, steps=5, seed=5, resume=True, kept=kept, rhythm=Rhythm(checkpoint_s=0.0))
    assert told[2:] == [(3, True), (4, True), (5, True)]
