"""Training corpora of sentence pairs: source, licence, and how often each is seen."""

from __future__ import annotations

import lzma
import random
import unicodedata
from pathlib import Path
from typing import NamedTuple

Pairs = list[tuple[str, str]]  # English, French
UNACCENTED = 0.1  # share of the French sides that lose their accents, as in headlines and careless copies


class TrainingCorpus(NamedTuple):
    """A corpus of the mixture."""

    times: float  # how often a pair is seen in an epoch, on average
    source: str
    licence: str


# Law is 60 % of the pairs and repeats itself: each epoch sees other parts of it.
MIXTURE = {
    "laws_ca_acts_frag": TrainingCorpus(0.18, "Justice Canada, consolidated acts", "Open Government Licence - Canada"),
    "laws_ca_regs_frag": TrainingCorpus(0.13, "Justice Canada, regulations", "Open Government Licence - Canada"),
    "laws_ca_annual_frag": TrainingCorpus(0.3, "Justice Canada, annual statutes", "Open Government Licence - Canada"),
    "tatoeba_anki": TrainingCorpus(2, "Tatoeba", "CC BY 2.0 FR"),
    "php_docs": TrainingCorpus(1, "PHP manual", "CC BY 3.0"),
    "python_docs": TrainingCorpus(1, "Python documentation, French translation", "CC0"),
    "cds_blog_sent": TrainingCorpus(2, "Canadian Digital Service blog", "MIT"),
    "literary_bilinguator": TrainingCorpus(2, "bilinguator/aligned-texts", "MIT"),
    "gc_a11y_sent": TrainingCorpus(2, "Government of Canada, accessibility", "MIT"),
    "gnome_docs": TrainingCorpus(1, "GNOME user documentation", "CC BY-SA 3.0"),
    "europarl_small": TrainingCorpus(3, "Europarl", "no restriction stated by Europarl"),
    "wiktionary.en-fr": TrainingCorpus(1, "English and French Wiktionary", "CC BY-SA 3.0"),
}


def read_corpora(data: Path, seed: int) -> dict[str, Pairs]:
    """Read the distinct pairs of each corpus, in an order that depends on the seed alone."""
    rng = random.Random(seed)
    corpora = {}
    for name in MIXTURE:
        folder = "lexicon" if name.startswith("wiktionary") else "train"
        pairs = sorted(_read_distinct(data / folder / f"{name}.tsv.xz"))
        rng.shuffle(pairs)
        corpora[name] = [(en, drop_accents(fr) if rng.random() < UNACCENTED else fr) for en, fr in pairs]
    return corpora


def _read_distinct(path: Path) -> set[tuple[str, str]]:
    with lzma.open(path, "rt", encoding="utf-8", newline="\n") as lines:
        rows = (line.rstrip("\n").split("\t") for line in lines)
        return {(row[0], row[1]) for row in rows}


def drop_accents(text: str) -> str:
    """Return the text without accents."""
    letters = unicodedata.normalize("NFD", text)
    return unicodedata.normalize("NFC", "".join(c for c in letters if not unicodedata.combining(c)))
