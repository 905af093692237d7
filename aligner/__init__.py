"""Aligns French and English versions of the same news story.

>>> from aligner import pair, align, load_encoder  # doctest: +SKIP
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

__version__ = "0.1.0"

if TYPE_CHECKING:
    from aligner.align import align
    from aligner.encoders import load_encoder
    from aligner.pipeline import pair

__all__ = ["__version__", "align", "load_encoder", "pair"]
_PLACES = {"align": "aligner.align", "load_encoder": "aligner.encoders", "pair": "aligner.pipeline"}


def __getattr__(name: str) -> Any:
    """Import on first use: ``aligner --help`` needs none of it."""
    if name not in _PLACES:
        raise AttributeError(f"module 'aligner' has no attribute {name!r}")
    from importlib import import_module

    return getattr(import_module(_PLACES[name]), name)
