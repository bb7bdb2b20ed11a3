from types import SimpleNamespace

import pytest
import torch
from torch import nn

from descant import draws
from descant.training.run import Facts, Run


@pytest.fixture(autouse=True, scope="session")
def one_thread():
    torch.set_num_threads(1)


class Line:
    """A task as small as there is: a line through points, with dropout, noise and batches drawn by step."""

    def __init__(self, optimizer=torch.optim.Adam, width=3):
        with torch.random.fork_rng(devices=[]):
            torch.manual_seed(1)
            self.model = nn.Sequential(nn.Linear(width, 8), nn.Dropout(0.5), nn.Linear(8, 1))
            self.x = torch.randn(64, width)
        self.y = self.x.sum(1, keepdim=True)
        self.optimizer = optimizer(self.model.parameters(), lr=0.01)

    def loss(self, step):
        rows = torch.from_numpy(draws.generator(3, "line", "batch", step).integers(0, 64, 16))
        noise = 0.1 * torch.randn(16, 1)
        error = self.model(self.x[rows]) - self.y[rows] + noise
        return error.square().mean(), {"errors": error[:2, 0], "weight": 1.0}

    def test(self):
        return {"error": float((self.model(self.x) - self.y + torch.randn(64, 1)).abs().mean())}


@pytest.fixture
def line():
    return Line


@pytest.fixture
def facts():
    def facts(*, kind="line", seed=5, sha256="abc", **settings):
        return Facts(kind, {"steps": 100, "rate": 0.01, **settings}, seed, {"from": "nowhere", "sha256": sha256})

    return facts


@pytest.fixture
def begun(tmp_path, facts):
    """Give a function that begins a run in a folder of its own."""

    def begun(name="run"):
        run = Run(tmp_path / name)
        run.begin(facts())
        return run

    return begun


@pytest.fixture
def state():
    """Give a function that returns all of a task that goes on: tensors of model and optimizer."""

    def state(task):
        kept = task.optimizer.state_dict()["state"]
        tensors = dict(task.model.state_dict())
        return tensors | {f"{n}.{key}": torch.as_tensor(v) for n, s in kept.items() for key, v in s.items()}

    return state


@pytest.fixture
def same(state):
    """Give a function that holds two tasks to be equal to the last bit."""

    def same(one, other):
        ours, theirs = state(one), state(other)
        assert ours.keys() == theirs.keys()
        for name, tensor in ours.items():
            assert torch.equal(tensor, theirs[name]), name

    return SimpleNamespace(hold=same)
