"""How likely a segment is a full translation, and a pair two versions of one story."""

from aligner.confidence.features.extract import Context
from aligner.confidence.model import Model, load_model
from aligner.confidence.score import ScoredSegment, score_segments

__all__ = ["Context", "Model", "ScoredSegment", "load_model", "score_segments"]
