"""Align French and English versions of the same news story.

>>> from aligner import pair, align, load_encoder  # doctest: +SKIP
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from aligner.version import __version__

if TYPE_CHECKING:
    from aligner.alignment.align import align
    from aligner.encoders import load_encoder
    from aligner.pipeline.pair import pair

__all__ = ["__version__", "align", "load_encoder", "pair"]
_MODULES = {"align": "aligner.alignment.align", "load_encoder": "aligner.encoders", "pair": "aligner.pipeline.pair"}


def __getattr__(name: str) -> Any:
    """Import a public name on first use: ``aligner --help`` needs none of them."""
    if name not in _MODULES:
        raise AttributeError(f"module 'aligner' has no attribute {name!r}")
    from importlib import import_module

    return getattr(import_module(_MODULES[name]), name)
