"""Any sentence-transformers model as the encoder."""

from __future__ import annotations

import hashlib
import os
import sys
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from aligner.errors import ModelMissing


class TransformerEncoder:
    """Sentence vectors from a sentence-transformers name or folder; imports torch.

    Raises
    ------
    ModelMissing
        When the model is neither a folder nor in the local cache nor to be downloaded.
    """

    def __init__(self, name: str) -> None:
        os.environ.setdefault("TOKENIZERS_PARALLELISM", "false")
        from sentence_transformers import SentenceTransformer
        from transformers.utils.logging import disable_progress_bar

        if not sys.stderr.isatty():
            disable_progress_bar()  # type: ignore[no-untyped-call]
        self.name = name
        try:
            self._model = SentenceTransformer(name)
        except (OSError, ValueError) as error:
            raise ModelMissing(
                f"cannot load the model {name!r}: it is no folder, not in the local cache, and cannot be downloaded; "
                "give a folder, or run once while on line"
            ) from error

    @property
    def dim(self) -> int:
        """Length of a sentence vector."""
        # It was renamed in sentence-transformers 5; the old name warns there.
        ask = getattr(self._model, "get_embedding_dimension", None) or self._model.get_sentence_embedding_dimension
        return int(ask() or 0)

    @property
    def digest(self) -> str:
        """SHA-256 over a folder's files, or over a hub name: what the cache holds of it may be links."""
        hasher = hashlib.sha256()
        folder = Path(self.name)
        if not folder.is_dir():
            hasher.update(self.name.encode())
        for path in sorted(path for path in folder.rglob("*") if path.is_file()) if folder.is_dir() else ():
            hasher.update(path.relative_to(folder).as_posix().encode())
            with path.open("rb") as file:
                while chunk := file.read(1 << 20):
                    hasher.update(chunk)
        return hasher.hexdigest()

    def encode(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Encode texts as unit rows, (n, dim) float32."""
        if not texts:
            return np.zeros((0, self.dim), np.float32)
        rows = self._model.encode(
            list(texts), normalize_embeddings=True, convert_to_numpy=True, show_progress_bar=False
        )
        return np.asarray(rows, np.float32)
