"""Random numbers that depend only on the seed and the names given: the same for a pupil, whoever else there is.

Numbers are mixed from whole-number keys (SplitMix64) instead of drawn one after another, so that one more school or one more
use changes no other number; and only whole numbers, sums and products are used, which are the same on every machine.
"""

import hashlib

import numpy as np

GOLDEN = np.uint64(0x9E3779B97F4A7C15)
MIX_1, MIX_2 = np.uint64(0xBF58476D1CE4E5B9), np.uint64(0x94D049BB133111EB)
SUMMED = 12  # uniform numbers in a bell-shaped one: their sum has a standard deviation of 1


def mixed(numbers: np.ndarray) -> np.ndarray:
    """Whole numbers mixed so thoroughly that neighbouring numbers give unrelated results."""
    with np.errstate(over="ignore"):
        z = np.asarray(numbers, dtype=np.uint64) + GOLDEN
        z = (z ^ (z >> np.uint64(30))) * MIX_1
        z = (z ^ (z >> np.uint64(27))) * MIX_2
        return z ^ (z >> np.uint64(31))


def key(*parts: object) -> np.uint64:
    """A key for words and numbers together."""
    text = "\x1f".join(map(str, parts)).encode()
    return np.uint64(int.from_bytes(hashlib.blake2b(text, digest_size=8).digest(), "little"))


def keys(base: np.ndarray, *parts: object) -> np.ndarray:
    """Each of `base` with the same words and numbers added: one new key each."""
    return mixed(np.asarray(base, dtype=np.uint64) ^ key(*parts))


def even(base: np.ndarray, *names: object) -> np.ndarray:
    """A number from 0 up to 1 for each key, every one as likely as another."""
    return (keys(base, *names) >> np.uint64(11)).astype(np.float64) * 2.0**-53


def bell(base: np.ndarray, *names: object) -> np.ndarray:
    """A bell-shaped number for each key, mean 0 and standard deviation 1, between -6 and 6."""
    total, base_keys = np.zeros(len(base), dtype=np.uint64), keys(base, *names)
    for turn in range(SUMMED // 4):
        word = mixed(base_keys + np.uint64(turn))
        for part in (0, 16, 32, 48):
            total += (word >> np.uint64(part)) & np.uint64(0xFFFF)
    return total.astype(np.float64) / 65536.0 - SUMMED / 2


def below(base: np.ndarray, share: object, *names: object) -> np.ndarray:
    """Whether each key is among a random share (one number from 0 to 1, or one for each key)."""
    return even(base, *names) < share
