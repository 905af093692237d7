"""Confidence that a segment is a full translation, and that two documents are versions of one story."""

from aligner.confidence.features.extract import Context
from aligner.confidence.model import ConfidenceModel, load_model
from aligner.confidence.score import ScoredSegment, Scores, score_segments

__all__ = ["ConfidenceModel", "Context", "ScoredSegment", "Scores", "load_model", "score_segments"]
