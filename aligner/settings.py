"""Every knob, its default, and why it stands there."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field
from typing import NamedTuple


class Weights(NamedTuple):
    """How much each term of a bead's score counts (aligner/align/cost.py).

    Found by random search on the five TransRead development novels.
    """

    size: float = 1.0  # a sentence counts in a merged text by its characters to this power
    margin: float = 0.3  # similarity to the neighbours that were left out
    length: float = 0.19  # log-ratio of the lengths
    merge: float = 0.032  # each sentence beyond 1-1
    inside: float = 0.04  # a paragraph break inside a bead
    start: float = 0.058  # a paragraph that begins on one side only
    base: float = -0.038  # every bead
    growth: float = 0.48  # a bead of k sentences counts (k / 2) to this power
    null: float = 0.0  # what leaving a sentence alone is worth


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
        return {**asdict(self), "weights": self.weights._asdict(), "formats": list(self.formats)}
