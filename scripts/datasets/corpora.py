"""What the encoder is trained on: sentence pairs of many sources, whose they are, and how often each is seen."""

from __future__ import annotations

import lzma
import random
import unicodedata
from pathlib import Path
from typing import NamedTuple

Pairs = list[tuple[str, str]]  # English, French
BARE = 0.1  # of the French sides lose their accents, as in headlines and careless copies


class Corpus(NamedTuple):
    """How often a pair is seen in an epoch, on average, and whose it is."""

    times: float
    source: str
    licence: str


# Law is 60 % of the pairs and says much the same: each epoch sees other parts of it.
MIXTURE = {
    "laws_ca_acts_frag": Corpus(0.18, "Justice Canada, consolidated acts", "Open Government Licence - Canada"),
    "laws_ca_regs_frag": Corpus(0.13, "Justice Canada, regulations", "Open Government Licence - Canada"),
    "laws_ca_annual_frag": Corpus(0.3, "Justice Canada, annual statutes", "Open Government Licence - Canada"),
    "tatoeba_anki": Corpus(2, "Tatoeba", "CC BY 2.0 FR"),
    "php_docs": Corpus(1, "PHP manual", "CC BY 3.0"),
    "python_docs": Corpus(1, "Python documentation, French translation", "CC0"),
    "cds_blog_sent": Corpus(2, "Canadian Digital Service blog", "MIT"),
    "literary_bilinguator": Corpus(2, "bilinguator/aligned-texts", "MIT"),
    "gc_a11y_sent": Corpus(2, "Government of Canada, accessibility", "MIT"),
    "gnome_docs": Corpus(1, "GNOME user documentation", "CC BY-SA 3.0"),
    "europarl_small": Corpus(3, "Europarl", "no restriction stated by Europarl"),
    "wiktionary.en-fr": Corpus(1, "English and French Wiktionary", "CC BY-SA 3.0"),
}


def read_corpora(data: Path, seed: int) -> dict[str, Pairs]:
    """The distinct pairs of each corpus, in an order that the seed alone decides."""
    rng = random.Random(seed)
    found = {}
    for name in MIXTURE:
        folder = "lexicon" if name.startswith("wiktionary") else "train"
        pairs = sorted(_read(data / folder / f"{name}.tsv.xz"))
        rng.shuffle(pairs)
        found[name] = [(en, bare(fr) if rng.random() < BARE else fr) for en, fr in pairs]
    return found


def _read(path: Path) -> set[tuple[str, str]]:
    with lzma.open(path, "rt", encoding="utf-8", newline="\n") as lines:
        rows = (line.rstrip("\n").split("\t") for line in lines)
        return {(row[0], row[1]) for row in rows}


def bare(text: str) -> str:
    """The text without accents."""
    letters = unicodedata.normalize("NFD", text)
    return unicodedata.normalize("NFC", "".join(c for c in letters if not unicodedata.combining(c)))
