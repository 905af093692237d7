"""How likely a segment is a full translation, and a pair two versions of one story."""

from aligner.confidence.features import Context, features
from aligner.confidence.model import Model, load_model
from aligner.confidence.reasons import reasons

__all__ = ["Context", "Model", "features", "load_model", "reasons"]
