"""Options of a run."""

from __future__ import annotations

from dataclasses import asdict, dataclass

# Settings on which no document and no judged pair depends, only which of them are kept and how they are written.
CHOOSING_SETTINGS = (
    "min_confidence", "at_most_wrong", "keep_critical", "near", "keep_rules", "window", "en_locale", "fr_locale",
    "formats", "licence",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Settings:
    """The options on which the output of a run depends, besides its input and the models; part of every signature."""

    model: str = ""  # "" for the embedded encoder, else a sentence-transformers name or folder
    language: str = "en"  # of findings, reasons and the report: en or fr
    context: bool = False  # whether the second reader of the extra `context` reads doubtful pairs
    findings: bool = True  # whether artefacts are sought, and not only changes of fact, on which the confidence depends
    half: bool = False  # half precision: faster on a GPU, but with other vectors
    min_confidence: float = 0.5  # below even odds a segment harms a translation memory more than it helps
    at_most_wrong: float = 0.0  # share of the kept segments that may be wrong; 0 to promise nothing
    keep_critical: bool = False  # keep segments with a critical change of fact that are confident otherwise
    min_pair: float = 0.5  # the same for two documents being versions of one story
    window: int | None = None  # days up to which dated texts are versions or near copies of each other, None for any
    near: float = 0.6  # share of shingles from which two texts of one language are near-duplicates
    keep_rules: str = ""  # rules that choose which of these is kept, applied first; see `aligner.deduplication.keep`
    en_locale: str = ""  # language tag of English texts in formats for translation tools, "" for that of the source
    fr_locale: str = ""
    formats: tuple[str, ...] = ("tmx", "tsv")
    licence: str = ""  # of the texts, for the card of a data set

    def signature(self) -> dict[str, object]:
        """Return the settings as plain data."""
        return {**asdict(self), "formats": list(self.formats)}
