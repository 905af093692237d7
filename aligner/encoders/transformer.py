"""Use any sentence-transformers model as encoder, with a cache of its vectors on disk."""

from __future__ import annotations

import hashlib
import logging
import math
import re
from collections.abc import Callable, Collection, Iterator, Sequence
from contextlib import contextmanager
from functools import cached_property
from importlib.util import find_spec
from pickle import UnpicklingError  # what torch raises where it refuses to unpickle
from typing import TYPE_CHECKING

import numpy as np

from aligner.encoders.cache import CACHE_FILE, VectorCache, Vectors, cache_folder
from aligner.encoders.model_folder import OWN_CODE_REFUSED, digest_of, find_folder, prompt_of
from aligner.errors import ModelMissingError
from aligner.types import Floats

if TYPE_CHECKING:
    from sentence_transformers import SentenceTransformer

Progress = Callable[[int, int], None]
MAX_TEXT_CHARS = 20_000  # of a text
MAX_TOKENS = 512  # of a text: memory grows with their square, and no sentence has more
CPU_BATCH_SIZE = 32  # texts of similar length that the model encodes at once
GPU_BATCH_SIZE = 128
BATCHES_PER_WRITE = 4  # to the cache: a killed run repeats at most these
# Errors that damaged weights, settings or vocabularies cause in other libraries.
LOAD_ERRORS = (
    OSError, ValueError, LookupError, TypeError, AttributeError, RuntimeError, ImportError, EOFError, UnpicklingError,
)  # fmt: skip
PROBE_WORDS = ["bridge", "winter"]  # of one length, so that a tokenizer without known words gives both the same pieces
log = logging.getLogger(__name__)


class TransformerEncoder:
    """Encode sentences with a sentence-transformers model; imports torch only when it must encode.

    It runs on a GPU if torch finds one, else on the processor. The last digits of a
    vector depend on the other texts of its batch; the cache makes runs agree.

    Parameters
    ----------
    name : str
        A folder, or a name on the hub.
    half : bool
        Compute in float16: half the memory, and faster on a GPU.

    Raises
    ------
    ModelMissingError
        When sentence-transformers is not installed, or the model cannot be found or
        downloaded, is damaged, or asks to run code of its own.
    """

    def __init__(self, name: str, *, half: bool = False) -> None:
        if find_spec("sentence_transformers") is None:
            needs = f"the model {name!r} needs the package sentence-transformers"
            raise ModelMissingError(f"{needs}: python -m pip install sentence-transformers")
        self.name, self.half = name, half
        try:
            self._folder = find_folder(name)
            self._prompt = prompt_of(self._folder, name)
        except (AttributeError, LookupError, TypeError) as error:
            raise ModelMissingError(f"cannot load the model {name!r}: {_explain(error)}") from error
        self._cache = VectorCache(cache_folder() / CACHE_FILE)

    @cached_property
    def digest(self) -> str:
        """SHA-256 of everything that a vector depends on except its text."""
        return hashlib.sha256(
            f"{digest_of(self._folder)} {self._prompt!r} {self.half} {MAX_TOKENS}".encode()
        ).hexdigest()

    @property
    def dim(self) -> int:
        """Length of a sentence vector."""
        # Renamed in sentence-transformers 5, where the old name gives a warning.
        ask = getattr(self._model, "get_embedding_dimension", None) or self._model.get_sentence_embedding_dimension
        return int(ask() or 0)

    def encode(self, texts: Sequence[str], progress: Progress | None = None) -> Floats:
        """Encode texts as unit rows, (n, dim) float32, in order; a blank text is a row of zeros.

        Each distinct text is encoded once, the longest first, with others of its length.

        Parameters
        ----------
        progress : callable, optional
            Called with the numbers of texts encoded and to encode; by default a
            progress bar on a terminal.

        Raises
        ------
        ModelMissingError
            When the model cannot be loaded, or its vectors are not finite.
        """
        keys = [self._key(text) for text in texts]
        distinct = {key: text for key, text in zip(keys, texts, strict=True) if text.strip()}
        vectors = self._cached(distinct)
        new = sorted(distinct.keys() - vectors.keys(), key=lambda key: (-len(distinct[key]), key))
        log.info("%d texts to encode, %d in %s", len(new), len(vectors), self._cache.path)
        with _progress_bar(len(new), progress) as advance:
            for part in self._parts(new):
                rows = self._compute([distinct[key] for key in part])
                vectors |= self._cache.put(dict(zip(part, rows, strict=True)))
                advance(len(part))
        return self._rows(keys, vectors)

    def _cached(self, keys: Collection[bytes]) -> Vectors:
        """Return the vectors in the cache, without damaged ones, whose length is not that of the model's vectors."""
        vectors = self._cache.get(keys)
        # If all are there and agree, the model need not be loaded to know their length.
        if len(vectors) < len(keys) or len({len(vector) for vector in vectors.values()}) > 1:
            damaged = [key for key, vector in vectors.items() if len(vector) != self.dim]
            self._cache.remove(damaged)
            for key in damaged:
                del vectors[key]
        return vectors

    def _key(self, text: str) -> bytes:
        return hashlib.sha256(f"{self.digest} {text}".encode("utf-8", "surrogatepass")).digest()

    def _parts(self, keys: list[bytes]) -> Iterator[list[bytes]]:
        if keys:
            step = BATCHES_PER_WRITE * self._batch
            yield from (keys[start : start + step] for start in range(0, len(keys), step))

    def _rows(self, keys: list[bytes], vectors: Vectors) -> Floats:
        dim = len(next(iter(vectors.values()))) if vectors else self.dim
        rows = np.zeros((len(keys), dim), np.float32)
        for index, key in enumerate(keys):
            if key in vectors:
                rows[index] = vectors[key]
        return rows

    def _compute(self, texts: list[str]) -> Floats:
        # Lone surrogates are not characters.
        texts = [text[:MAX_TEXT_CHARS].encode("utf-8", "replace").decode() for text in texts]
        try:
            output = self._model.encode(texts, prompt=self._prompt, batch_size=self._batch, show_progress_bar=False)
        except LOAD_ERRORS as error:
            raise ModelMissingError(f"the model {self.name!r} cannot encode: {_explain(error)}") from error
        rows = np.asarray(output, np.float32)
        if not np.isfinite(rows).all():
            advice = "use it without half precision" if self.half else "its weights are damaged; take another"
            raise ModelMissingError(f"the model {self.name!r} gives vectors that are not finite; {advice}")
        return np.asarray(rows / np.maximum(np.linalg.norm(rows, axis=1, keepdims=True), 1e-9), np.float32)

    @property
    def _batch(self) -> int:
        return CPU_BATCH_SIZE if self._model.device.type == "cpu" else GPU_BATCH_SIZE

    @cached_property
    def _model(self) -> SentenceTransformer:
        from safetensors import SafetensorError

        warnings: list[str] = []
        try:
            with _collecting_warnings(warnings):
                model, probe = self._load()
        except (*LOAD_ERRORS, SafetensorError) as error:
            raise ModelMissingError(f"cannot load the model {self.name!r}: {_explain(error, warnings)}") from error
        if missing := _missing_weights(warnings):
            raise ModelMissingError(f"cannot load the model {self.name!r}: {missing}")
        if np.allclose(probe[0], probe[1], atol=1e-6):
            raise ModelMissingError(f"the model {self.name!r} gives every text the same vector; is its folder whole?")
        return model

    def _load(self) -> tuple[SentenceTransformer, Floats]:
        """Load the model, and encode two words with it."""
        from sentence_transformers import SentenceTransformer

        model = SentenceTransformer(str(self._folder), local_files_only=True, trust_remote_code=False)
        model = model.half() if self.half else model.float()
        if MAX_TOKENS < (model.max_seq_length or 0) < math.inf:
            model.max_seq_length = MAX_TOKENS
        return model, np.asarray(model.encode(PROBE_WORDS, prompt=self._prompt, show_progress_bar=False), np.float32)


class _MessageCollector(logging.Handler):
    def __init__(self, messages: list[str]) -> None:
        super().__init__(logging.WARNING)
        self.messages = messages

    def emit(self, record: logging.LogRecord) -> None:
        self.messages.append(record.getMessage())


@contextmanager
def _collecting_warnings(messages: list[str]) -> Iterator[None]:
    """Collect the warnings of transformers while it loads, which are many for most models, instead of showing them."""
    from transformers.utils.logging import disable_progress_bar

    disable_progress_bar()  # type: ignore[no-untyped-call]
    logger = logging.getLogger("transformers")
    before = logger.handlers[:], logger.level
    logger.handlers[:] = [_MessageCollector(messages)]
    logger.setLevel(logging.WARNING)
    try:
        yield
    finally:
        logger.handlers[:] = before[0]
        logger.setLevel(before[1])


def _missing_weights(messages: Sequence[str]) -> str:
    """Report weights that the files lack, so that transformers set them at random; "" if there are none.

    Poolers do not count: many files have none, and sentence vectors are made without them.
    """
    reports = "\n".join(messages)
    # In transformers 5 rows "name | MISSING |", in transformers 4 a list.
    rows = re.findall(r"^(\S+)\s*\|[^|\n]*\b(?:MISSING|MISMATCH)", reports, re.MULTILINE)
    listed = re.findall(r"'([^']+)'", "".join(re.findall(r"newly initialized: \[(.*?)\]", reports)))
    missing = [name for name in (*rows, *listed) if "pooler" not in name]
    return f"its files lack matching weights for {missing[0]}, {len(missing)} missing in all" if missing else ""


def _explain(error: Exception, messages: Sequence[str] = ()) -> str:
    if isinstance(error, UnpicklingError) or "trust_remote_code" in str(error):
        return OWN_CODE_REFUSED
    first = next(iter(str(error).splitlines()), "")
    return _missing_weights(messages) or f"{type(error).__name__}: {first}; is its folder whole?"


@contextmanager
def _progress_bar(total: int, progress: Progress | None) -> Iterator[Callable[[int], object]]:
    """Yield a function to call with each number of texts done."""
    if progress is not None:
        done = 0

        def advance(count: int) -> None:
            nonlocal done
            done += count
            progress(done, total)

        yield advance
        return
    from tqdm import tqdm  # type: ignore[import-untyped]

    # Only on a terminal, and only if it takes more than a second.
    with tqdm(total=total, desc="Encoding", unit=" texts", delay=1, leave=False, disable=None) as bar:
        yield bar.update
