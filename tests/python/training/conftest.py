from html.parser import HTMLParser
from types import SimpleNamespace

import numpy as np
import pytest
import torch
from torch import nn

from descant import draws
from descant.corpora import keeping, sound_keeping
from descant.corpora.patterns import Gathering, Grid, Hit, Pattern, Source
from descant.corpora.sounds import SAMPLE_RATE, SoundGathering, trimmed
from descant.training.run import Facts, Run
from descant.training.sound_run import SoundRun
from descant.training.sounds import Settings


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


@pytest.fixture
def corpus_of():
    """Give a function that keeps a corpus of two kinds of rhythm in a folder, and returns the folder."""

    def corpus_of(folder, count=40, seed=0):
        rng, gathering = np.random.default_rng(seed), Gathering(Grid())
        while (number := len(gathering.patterns)) < count:
            row, every = (0, 4) if number % 2 else (1, 3)
            hits = [Hit(row, step, 100, 20) for step in range(0, 16, every)]
            hits += [Hit(2, int(step), 60, 0) for step in rng.choice(16, 3, replace=False)]
            gathering.add(
                Pattern.of(hits, 9, Grid(), 16), "ab"[number % 2], 0, number, number % 4 == 3 or number % 8 == 0
            )
        corpus = gathering.corpus((Source("by hand"),), "made")
        corpus.dropped, corpus.counts = [("broken <one>.mid", "is cut short")], {"duplicate": 7}
        keeping.save(corpus, folder)
        return folder

    return corpus_of


VOID = {"meta", "input", "br"}
SOUNDS = {"block": (900.0, 1500.0), "drum <low>": (80.0, 160.0)}


class Whole(HTMLParser):
    """Reads a page: which tags are left open, what it asks for, its scripts' texts, its ids."""

    def __init__(self, text):
        super().__init__()
        self.open, self.asked, self.scripts, self.ids, self.tags = [], [], [], [], []
        self.feed(text)
        self.close()

    def handle_starttag(self, tag, attrs):
        self.tags.append((tag, dict(attrs)))
        self.asked += [value for name, value in attrs if name in {"src", "href", "action"}]
        self.ids += [value for name, value in attrs if name == "id"]
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag, attrs):
        self.handle_starttag(tag, attrs)
        if tag not in VOID:
            self.open.pop()

    def handle_endtag(self, tag):
        assert self.open.pop() == tag

    def handle_data(self, data):
        if self.open[-1:] == ["script"]:
            self.scripts.append(data)


@pytest.fixture(scope="session")
def whole():
    """Give what reads a page."""
    return Whole


@pytest.fixture(scope="session")
def kept_sounds():
    """Give a function that keeps a corpus of falling tones, low drums and high blocks, and returns its folder."""

    def kept_sounds(folder, each=8, held_out=2, labelled=True):
        """Keep a corpus in a folder: so many sounds of each class, of which the first so many are held out."""
        rng, t, gathering = np.random.default_rng(0), np.arange(SAMPLE_RATE // 2) / SAMPLE_RATE, SoundGathering()
        for name, (low_hz, high_hz) in SOUNDS.items():
            for number in range(each):
                hz, fall = rng.uniform(low_hz, high_hz), rng.uniform(8.0, 20.0)
                sound = trimmed(0.5 * np.sin(2 * np.pi * hz * t) * np.exp(-fall * t))
                gathering.add(sound.audio, name if labelled else "", 0, held_out=number < held_out)
        sounds = gathering.corpus((Source("by hand/x.wav"),), "imported")
        sounds.dropped, sounds.counts = [("broken <one>.wav", "is silent")], {"padded to one second": 16}
        sound_keeping.save(sounds, folder)
        return folder

    return kept_sounds


@pytest.fixture(scope="session")
def trained_sounds():
    """Give a function that trains a small run of sounds, and returns its folder."""

    def trained_sounds(data, out, steps=12, **settings):
        """Train a small run, and return its folder."""
        SoundRun(data, out, Settings(width=4, batch=8, steps=steps, **settings), 3, resume=False).train()
        return out

    return trained_sounds
