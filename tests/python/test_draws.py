"""Randomness by key: the same everywhere, and moved by nothing but its key."""

import json
import subprocess
import sys

import numpy as np
import pytest

from descant.draws import generator

KEY = (2021, "cubics", "learner", 1)
FIRST = [0.5285635804602217, 0.21192248637656153, 0.19925604785266438]


def numbers(*key):
    return generator(*key).random(3).tolist()


def test_a_key_always_has_the_same_numbers():
    assert numbers(*KEY) == numbers(*KEY)
    used = generator(*KEY)
    used.random(1000)
    assert numbers(*KEY) == numbers(*KEY)


def test_the_numbers_of_a_key_are_these_for_ever():
    assert numbers(*KEY) == FIRST  # else no old take could be performed again


def test_another_process_draws_the_same():
    code = f"from descant.draws import generator; print(generator{KEY!r}.random(3).tolist())"
    out = [
        subprocess.run([sys.executable, "-c", code], env={"PYTHONHASHSEED": seed}, capture_output=True, check=True)
        for seed in ("1", "2")
    ]
    assert [json.loads(run.stdout) for run in out] == [FIRST, FIRST]


@pytest.mark.parametrize(
    "other",
    [
        (2022, "cubics", "learner", 1),
        (2021, "knots", "learner", 1),
        (2021, "cubics", "noise", 1),
        (2021, "cubics", "learner", 2),
        (2021, "cubics", "learner", 1001),
        (20211, "cubics", "learner", 1),
        (202, "1cubics", "learner", 1),
        (2021, "cubics", "learner 1", 1),
    ],
)
def test_every_word_of_the_key_counts(other):
    assert not set(numbers(*other)) & set(numbers(*KEY))


def test_neighbouring_keys_are_unrelated():
    drawn = np.array([generator(1, "cubics", "learner", count).standard_normal(4) for count in range(2000)])
    assert np.abs(np.corrcoef(drawn[:-1].T, drawn[1:].T) - np.eye(8)).max() < 0.1
    assert np.abs(drawn.mean(axis=0)).max() < 0.1


def test_seeds_of_any_size_are_taken():
    assert len({tuple(numbers(seed, "cubics", "learner", 1)) for seed in (0, -1, 2**53, 2**64, 10**300)}) == 5
