"""How rare words are, and the sample of a text's rare words by which texts that share some are found."""

from __future__ import annotations

import re
from functools import cache
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

from aligner.types import Floats
from aligner.weights import models_folder, numbers, reading_model

MAX_RARE_WORDS = 96  # of a sample
MIN_RARITY = 5.0  # of a word that is searched for: not "government", but "bridge"
RARITY_BITS = 16  # of a word's hash by which its rarity is looked up
WORD_PATTERN = re.compile(r"\w+")
_MULTIPLIER = np.uint32(0x9E3779B1)  # scatters CRCs, because those of similar words have the same first bits


def word_hash(word: str) -> int:
    """Return the hash of a word in lower case, 32 bits."""
    return crc32(word.encode("utf-8", "replace"))


def rarity(hashes: NDArray[np.uint32]) -> Floats:
    """Return the rarity of words: inverse frequency in sentences (log-odds), .5 for the most common one."""
    return np.asarray(_rarities()[hashes >> np.uint32(32 - RARITY_BITS)], np.float32)


def sample_rare_words(hashes: NDArray[np.uint32]) -> NDArray[np.uint32]:
    """Return the rare ones among words, ascending; of many, those with the lowest scattered hashes.

    What two texts share is in the samples of both or of neither (bottom-k sampling).
    """
    return np.unique(hashes[rarity(hashes) >= MIN_RARITY] * _MULTIPLIER)[:MAX_RARE_WORDS]


@cache
def _rarities() -> Floats:
    path = models_folder() / "families" / "rarity.npy"
    with reading_model(f"no rarities of words in {path}", "scripts.training.families"):
        table = numbers(np.load(path, allow_pickle=False), 1 << RARITY_BITS)
        return np.asarray(table / 16, np.float32)
