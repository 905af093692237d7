"""Options of a run."""

from __future__ import annotations

from dataclasses import asdict, dataclass


@dataclass(frozen=True, slots=True)
class Settings:
    """What the output of a run depends on, besides its input and the models; part of every signature."""

    model: str = ""  # "" is the embedded encoder; else a sentence-transformers name or folder
    half: bool = False  # half precision: faster on a GPU, but gives other vectors
    min_confidence: float = 0.5  # below even odds a segment does more harm than good in a memory
    min_pair: float = 0.5  # the same for two documents being versions of one story
    near: float = 0.6  # share of shingles from which two texts of one language are near-duplicates
    formats: tuple[str, ...] = ("tmx", "tsv")

    def signature(self) -> dict[str, object]:
        """Return the settings as plain data, without options that cannot change the output."""
        return {**asdict(self), "formats": list(self.formats)}
