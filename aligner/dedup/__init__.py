"""Stories that repeat one another: found by rows of fixed size, judged sentence by sentence, grouped into families."""

from aligner.dedup.near import duplicates

__all__ = ["duplicates"]
