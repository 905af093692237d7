"""Every knob, its default, and why it stands there."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field
from typing import NamedTuple


class Evidence(NamedTuple):
    """How much each figure of a bead counts at a second look (aligner/align/evidence.py), in log-odds.

    Found by scripts/train_alignment.py.
    """

    likeness: float  # cosine of the two sides
    margin: float  # mean cosine to the neighbours that were left out
    length: float  # log-ratio of the lengths
    deviation: float  # squared difference of the lengths over its variance
    merge: float  # each sentence beyond 1-1
    both: float  # each sentence beyond one on both sides
    single: float  # a bead 1-1
    base: float  # every bead
    start: float  # a paragraph that begins on one side only
    end: float  # a paragraph that ends on one side only
    covered: float  # share of the words that the other side covers, of the side of which it is less
    gain: float  # least that a first or last sentence adds to what is covered, as a share of all words
    share: float  # and of its own
    null: float  # a sentence left alone
    nearest: float  # and the best cosine that it has near where its translation would stand
    long: float  # and the logarithm of its length


BARE = Evidence(
    likeness=11.192, margin=-7.855, length=-2.741, deviation=-0.448, merge=-0.38, both=-0.421, single=0.441,
    base=-0.426, start=-1.687, end=-0.828, covered=0.0, gain=0.0, share=0.0, null=1.081, nearest=-7.835,
    long=1.204,
)  # fmt: skip
WORDS = Evidence(
    likeness=6.819, margin=-3.426, length=-2.143, deviation=-0.359, merge=1.289, both=-0.961, single=2.447,
    base=-1.488, start=-1.613, end=-1.095, covered=6.544, gain=4.605, share=7.044, null=1.537, nearest=-6.171,
    long=1.161,
)  # fmt: skip


class Weights(NamedTuple):
    """How much each term of a bead's score counts in the search (aligner/align/cost.py), in log-odds.

    Found by scripts/train_alignment.py.
    """

    size: float = 1.0  # a sentence counts in a merged text by its characters to this power
    likeness: float = 15.802  # cosine of the two sides
    margin: float = 6.214  # similarity to the neighbours that were left out
    length: float = 5.236  # log-ratio of the lengths
    merge: float = -1.958  # each sentence beyond 1-1
    start: float = 1.854  # a paragraph that begins on one side only
    base: float = -15.212  # every bead
    growth: float = 0.5  # a bead of k sentences counts (k / 2) to this power
    null: float = 7.335  # what leaving a sentence alone is worth
    bare: Evidence = BARE  # at the second look without vectors of words
    words: Evidence = WORDS  # and with them


@dataclass(frozen=True, slots=True)
class Settings:
    """What a run depends on besides its input; part of every output's signature."""

    model: str = ""  # "" is the embedded encoder; else a sentence-transformers name or folder
    half: bool = False  # the model in half precision: quicker on a GPU, but its vectors are other ones
    weights: Weights = field(default_factory=Weights)
    min_confidence: float = 0.5  # below even odds a segment does more harm than good in a memory
    min_pair: float = 0.5  # likewise for two documents being versions of one story
    near: float = 0.6  # shared shingles from which two texts of one language are near-duplicates
    formats: tuple[str, ...] = ("tmx", "tsv")

    def signature(self) -> dict[str, object]:
        """The settings as plain data, without the number of workers or anything else that leaves output as it is."""
        weights = {
            name: value._asdict() if isinstance(value, Evidence) else value
            for name, value in self.weights._asdict().items()
        }
        return {**asdict(self), "weights": weights, "formats": list(self.formats)}
