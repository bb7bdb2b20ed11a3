"""Randomness drawn by key, so that one more event does not shift all later draws."""

import hashlib

import numpy as np


def generator(seed: int, part: str, purpose: str, count: int) -> np.random.Generator:
    """Return the generator that belongs to (seed, part, purpose, count), the same on every machine."""
    key = f"{seed}/{part}/{purpose}/{count}".encode()
    digest = hashlib.sha256(key).digest()[:16]
    return np.random.Generator(np.random.Philox(key=int.from_bytes(digest, "little")))
