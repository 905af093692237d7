"""Align French and English versions of the same news story.

>>> from aligner import align, check, dedup, mend, pair, score  # doctest: +SKIP
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from aligner.version import __version__

if TYPE_CHECKING:
    from aligner.api.align import align
    from aligner.api.check import check
    from aligner.api.dedup import dedup
    from aligner.api.mend import mend
    from aligner.api.score import score
    from aligner.encoders import load_encoder
    from aligner.pipeline.pair import pair

__all__ = ["__version__", "align", "check", "dedup", "load_encoder", "mend", "pair", "score"]
_MODULES = {
    "align": "aligner.api.align",
    "check": "aligner.api.check",
    "dedup": "aligner.api.dedup",
    "load_encoder": "aligner.encoders",
    "mend": "aligner.api.mend",
    "pair": "aligner.pipeline.pair",
    "score": "aligner.api.score",
}


def __getattr__(name: str) -> Any:
    """Import a public name on first use: ``aligner --help`` needs none of them."""
    if name not in _MODULES:
        raise AttributeError(f"module 'aligner' has no attribute {name!r}")
    from importlib import import_module

    return getattr(import_module(_MODULES[name]), name)
