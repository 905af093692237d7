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
    marks: float  # question and exclamation marks that one side lacks
    covered: float  # share of the words that the other side covers, of the side of which it is less
    gain: float  # least that a first or last sentence adds to what is covered, as a share of all words
    share: float  # and of its own
    own: float  # share of a first or last sentence's words that the other side covers
    null: float  # a sentence left alone
    nearest: float  # and the best cosine that it has near where its translation would stand
    long: float  # and the logarithm of its length
    around: float  # and the share of its words that the sentences around its place cover


BARE = Evidence(
    likeness=9.923, margin=-6.55, length=-2.656, deviation=-0.433, merge=-0.42, both=-0.47, single=0.353, base=-0.189,
    start=-1.527, end=-0.726, marks=-0.983, covered=0.0, gain=0.0, share=0.0, own=0.0, null=0.498, nearest=-6.443,
    long=0.863, around=0.0,
)  # fmt: skip
WORDS = Evidence(
    likeness=6.481, margin=-3.322, length=-2.184, deviation=-0.376, merge=0.898, both=-0.818, single=2.275,
    base=-1.259, start=-1.483, end=-0.83, marks=-1.127, covered=4.889, gain=3.516, share=6.385, own=0.174, null=1.419,
    nearest=-4.171, long=0.557, around=-2.261,
)  # fmt: skip


class Weights(NamedTuple):
    """How much each term of a bead's score counts in the search (aligner/align/cost.py), in log-odds.

    Found by scripts/train_alignment.py.
    """

    size: float = 1.0  # a sentence counts in a merged text by its characters to this power
    likeness: float = 15.795  # cosine of the two sides
    margin: float = 6.203  # similarity to the neighbours that were left out
    length: float = 5.232  # log-ratio of the lengths
    merge: float = -1.953  # each sentence beyond 1-1
    start: float = 1.853  # a paragraph that begins on one side only
    base: float = -15.171  # every bead
    growth: float = 0.5  # a bead of k sentences counts (k / 2) to this power
    null: float = 7.323  # what leaving a sentence alone is worth
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
