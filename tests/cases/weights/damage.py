"""Damage each file of the models in every way, load what it belongs to, and print what that gave, one JSON line each.

Run with a copy of the package, models included, on the path; its models are left as they were.
"""

from __future__ import annotations

import io
import json
import os
import random
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np

from aligner.alignment import slip_evidence
from aligner.alignment.weights import load_weights
from aligner.comparison.sentence_scores import load_reuse_model
from aligner.confidence.context_reader import load_context_reader
from aligner.confidence.features.fluency import load_fluency
from aligner.confidence.features.word_errors import load_net
from aligner.confidence.model import load_model
from aligner.deduplication import match
from aligner.documents import rare_words
from aligner.encoders import load_embedded
from aligner.errors import ModelMissingError
from aligner.origin.model import load_origin_weights, load_word_weights
from aligner.text.words.lexicon import load_lexicon
from aligner.verdict import judge
from aligner.weights import models_folder


@cache
def _reuse_models() -> tuple[Any, ...]:
    """Load the models of reuse for one language and for two."""
    load_reuse_model.cache_clear()
    return tuple(load_reuse_model(across=across) for across in (False, True))


LOADERS: dict[str, Any] = {
    "alignment/slips.json": slip_evidence.load_weights,
    "alignment/weights.json": load_weights,
    "confidence/weights.json": load_model,
    "context/encoder.npz": load_context_reader,
    "context/reader.npz": load_context_reader,
    "context/tokenizer.json": load_context_reader,
    "encoder/model.safetensors": load_embedded,
    "encoder/tokenizer.json": load_embedded,
    "families/rarity.npy": rare_words._rarities,
    "families/reuse.json": _reuse_models,
    "families/weights.json": match.load_copy_weights,
    "fluency/classes.npz": load_fluency,
    "lexicon/translations.npz": load_lexicon,
    "lexicon/words.en.txt": load_lexicon,
    "lexicon/words.fr.txt": load_lexicon,
    "verdict/documents.json": load_origin_weights,
    "verdict/ngrams.npz": judge._model,
    "verdict/weights.json": judge._model,
    "verdict/words.json": load_word_weights,
    "word_errors/net.npz": load_net,
}
UNUSED = {"encoder/config.json", "encoder/modules.json"}  # for other libraries
UNUSED |= {f"context/{name}" for name in ("__init__.py", "pyproject.toml", "LICENSE-MIT.txt")}  # for its distribution


class Evil:
    """An object that leaves a file behind when it is unpickled."""

    def __reduce__(self) -> tuple[Any, ...]:
        """Return what unpickling would run."""
        return os.mkdir, ("EVIL",)


def pickled(name: str) -> bytes:
    """Return an array file with a pickle in it."""
    array, buffer = np.empty(1, object), io.BytesIO()
    array[0] = Evil()
    if name.endswith(".npz"):
        np.savez(buffer, array, starts=array, rows=array)
    else:
        np.save(buffer, array, allow_pickle=True)
    return buffer.getvalue()


def damages(name: str, content: bytes) -> Iterator[tuple[str, bytes | None]]:
    """Yield kinds of damage with the content they leave; None for no file."""
    rng = random.Random(name)
    yield "missing", None
    yield "empty", b""
    yield "noise", rng.randbytes(4000)
    yield "half", content[: len(content) // 2]
    yield "without its end", content[:-3]
    yield "pickle", pickled(name)
    yield "empty JSON", b"{}"
    yield "list", b"[]"
    yield "deep", b"[" * 100_000
    yield "text", "Bonjour, c’est moi.\n".encode("latin-1", "replace")
    yield "zeros", bytes(len(content))


def outcome(load: Callable[[], object]) -> str:
    """Return the message of the error that loading gives, or what else happened."""
    try:
        load()
    except ModelMissingError as error:
        return "two lines" if "\n" in str(error) else str(error)
    except BaseException as error:
        return f"{type(error).__name__}: {error}"
    return "loaded"


def main() -> None:
    """Print the outcome of each kind of damage of each file."""
    folder = models_folder()
    found = {path.relative_to(folder).as_posix() for path in folder.glob("*/*") if path.suffix != ".md"}
    assert found == LOADERS.keys() | UNUSED, found ^ LOADERS.keys()
    for name, load in LOADERS.items():
        path = Path(folder, name)
        content = path.read_bytes()
        for kind, damaged in damages(name, content):
            path.unlink()
            if damaged is not None:
                path.write_bytes(damaged)
            load.cache_clear()
            print(json.dumps([name, kind, outcome(load)]), flush=True)
            path.write_bytes(content)


main()
