"""Stories that repeat one another: found by rows of fixed size, judged sentence by sentence, grouped into families."""

from aligner.pipeline.duplicates import duplicates

__all__ = ["duplicates"]
