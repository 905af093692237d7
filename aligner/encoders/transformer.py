"""Any sentence-transformers model as the encoder; what it has encoded once is kept in a cache on disk."""

from __future__ import annotations

import hashlib
import logging
import math
import re
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from functools import cached_property
from importlib.util import find_spec
from pickle import UnpicklingError  # what torch raises where it refuses to unpickle
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from aligner.encoders.cache import NAME, VectorCache, Vectors, cache_folder
from aligner.encoders.model_folder import OWN_CODE, digest_of, find_folder, prompt_of
from aligner.errors import ModelMissingError

if TYPE_CHECKING:
    from sentence_transformers import SentenceTransformer

Floats = NDArray[np.float32]
Progress = Callable[[int, int], None]
LONGEST = 20_000  # characters of a text that are read
TOKENS = 512  # and tokens: memory grows with their square, and no sentence has more
BATCH = {"cpu": 32}  # texts of like length that go through the model at once
BATCH_OF_OTHERS = 128
KEPT = 4  # batches between writes to the cache: what a killed run does again
# What broken weights, settings or vocabularies raise on their way through other people's code.
BROKEN = (
    OSError, ValueError, LookupError, TypeError, AttributeError, RuntimeError, ImportError, EOFError, UnpicklingError,
)  # fmt: skip
PROBE = ["bridge", "winter"]  # of one length, so that a tokenizer that knows no word takes them for one
log = logging.getLogger(__name__)


class TransformerEncoder:
    """Sentence vectors from a sentence-transformers name or folder; imports torch when it must encode.

    It runs where torch finds a GPU, else on the processor. Its vectors depend in
    their last digits on the texts they were computed beside; the cache makes
    runs agree.

    Parameters
    ----------
    name : a folder, or a name on the hub
    half : compute in float16: half the memory, and faster on a GPU

    Raises
    ------
    ModelMissingError
        When sentence-transformers is not installed, the model is neither a folder
        nor in the local cache nor to be downloaded, is damaged, or asks for code
        of its own.
    """

    def __init__(self, name: str, *, half: bool = False) -> None:
        if find_spec("sentence_transformers") is None:
            raise ModelMissingError(f'the model {name!r} needs more: python -m pip install "aligner[transformer]"')
        self.name, self.half = name, half
        try:
            self._folder = find_folder(name)
            self._prompt = prompt_of(self._folder, name)
        except (AttributeError, LookupError, TypeError) as error:
            raise ModelMissingError(f"cannot load the model {name!r}: {_why(error)}") from error
        self._cache = VectorCache(cache_folder() / NAME)

    @cached_property
    def digest(self) -> str:
        """SHA-256 of all that a vector depends on besides its text."""
        return hashlib.sha256(f"{digest_of(self._folder)} {self._prompt!r} {self.half} {TOKENS}".encode()).hexdigest()

    @property
    def dim(self) -> int:
        """Length of a sentence vector."""
        # It was renamed in sentence-transformers 5; the old name warns there.
        ask = getattr(self._model, "get_embedding_dimension", None) or self._model.get_sentence_embedding_dimension
        return int(ask() or 0)

    def encode(self, texts: Sequence[str], progress: Progress | None = None) -> Floats:
        """Encode texts as unit rows, (n, dim) float32, in order; a blank text is a row of zeros.

        Each text is encoded once, the longest first, with others of its length.

        Parameters
        ----------
        progress : told of texts encoded, and of how many; a bar on a terminal when None

        Raises
        ------
        ModelMissingError
            When the model cannot be loaded, or gives no numbers.
        """
        keys = [self._key(text) for text in texts]
        distinct = {key: text for key, text in zip(keys, texts, strict=True) if text.strip()}
        vectors = self._cache.get(distinct)
        new = sorted(distinct.keys() - vectors.keys(), key=lambda key: (-len(distinct[key]), key))
        log.info("%d texts to encode, %d in %s", len(new), len(vectors), self._cache.path)
        with _bar(len(new), progress) as advance:
            for part in self._parts(new):
                rows = self._compute([distinct[key] for key in part])
                vectors |= self._cache.put(dict(zip(part, rows, strict=True)))
                advance(len(part))
        return self._rows(keys, vectors)

    def _key(self, text: str) -> bytes:
        return hashlib.sha256(f"{self.digest} {text}".encode("utf-8", "surrogatepass")).digest()

    def _parts(self, keys: list[bytes]) -> Iterator[list[bytes]]:
        if keys:
            step = KEPT * self._batch
            yield from (keys[at : at + step] for at in range(0, len(keys), step))

    def _rows(self, keys: list[bytes], vectors: Vectors) -> Floats:
        dim = len(next(iter(vectors.values()))) if vectors else self.dim
        rows = np.zeros((len(keys), dim), np.float32)
        for at, key in enumerate(keys):
            if key in vectors:
                rows[at] = vectors[key]
        return rows

    def _compute(self, texts: list[str]) -> Floats:
        # Half of a pair of surrogates is no character.
        texts = [text[:LONGEST].encode("utf-8", "replace").decode() for text in texts]
        try:
            found = self._model.encode(texts, prompt=self._prompt, batch_size=self._batch, show_progress_bar=False)
        except BROKEN as error:
            raise ModelMissingError(f"the model {self.name!r} cannot encode: {_why(error)}") from error
        rows = np.asarray(found, np.float32)
        if not np.isfinite(rows).all():
            advice = "do without half precision" if self.half else "its weights are damaged; take another"
            raise ModelMissingError(f"the model {self.name!r} gives vectors that are no numbers; {advice}")
        return np.asarray(rows / np.maximum(np.linalg.norm(rows, axis=1, keepdims=True), 1e-9), np.float32)

    @property
    def _batch(self) -> int:
        return BATCH.get(self._model.device.type, BATCH_OF_OTHERS)

    @cached_property
    def _model(self) -> SentenceTransformer:
        from safetensors import SafetensorError

        said: list[str] = []
        try:
            with _listening(said):
                model, probe = self._load()
        except (*BROKEN, SafetensorError) as error:
            raise ModelMissingError(f"cannot load the model {self.name!r}: {_why(error, said)}") from error
        if unfit := _unfit(said):
            raise ModelMissingError(f"cannot load the model {self.name!r}: {unfit}")
        if np.allclose(probe[0], probe[1], atol=1e-6):
            raise ModelMissingError(f"the model {self.name!r} gives every text the same vector; is its folder whole?")
        return model

    def _load(self) -> tuple[SentenceTransformer, Floats]:
        """The model, and its vectors of two words."""
        from sentence_transformers import SentenceTransformer

        model = SentenceTransformer(str(self._folder), local_files_only=True, trust_remote_code=False)
        model = model.half() if self.half else model.float()
        if TOKENS < (model.max_seq_length or 0) < math.inf:
            model.max_seq_length = TOKENS
        return model, np.asarray(model.encode(PROBE, prompt=self._prompt, show_progress_bar=False), np.float32)


class _Listener(logging.Handler):
    def __init__(self, said: list[str]) -> None:
        super().__init__(logging.WARNING)
        self.said = said

    def emit(self, record: logging.LogRecord) -> None:
        self.said.append(record.getMessage())


@contextmanager
def _listening(said: list[str]) -> Iterator[None]:
    """Take what transformers says while it loads, instead of the terminal: of most models it has much to report."""
    from transformers.utils.logging import disable_progress_bar

    disable_progress_bar()  # type: ignore[no-untyped-call]
    theirs = logging.getLogger("transformers")
    before = theirs.handlers[:], theirs.level
    theirs.handlers[:] = [_Listener(said)]
    theirs.setLevel(logging.WARNING)
    try:
        yield
    finally:
        theirs.handlers[:] = before[0]
        theirs.setLevel(before[1])


def _unfit(said: list[str]) -> str:
    """Which weights the files lack, so that transformers made them up at random; "" when none.

    Poolers apart: many files have none, and no sentence vector is made with it.
    """
    reports = "\n".join(said)
    # As transformers 5 and 4 have it: rows "name | MISSING |", and a list.
    rows = re.findall(r"^(\S+)\s*\|[^|\n]*\b(?:MISSING|MISMATCH)", reports, re.MULTILINE)
    listed = re.findall(r"'([^']+)'", "".join(re.findall(r"newly initialized: \[(.*?)\]", reports)))
    lacking = [name for name in (*rows, *listed) if "pooler" not in name]
    return f"its files lack fitting weights for {lacking[0]}, {len(lacking)} lacking in all" if lacking else ""


def _why(error: Exception, said: Sequence[str] = ()) -> str:
    if isinstance(error, UnpicklingError) or "trust_remote_code" in str(error):
        return OWN_CODE
    first = next(iter(str(error).splitlines()), "")
    return _unfit(list(said)) or f"{type(error).__name__}: {first}; is its folder whole?"


@contextmanager
def _bar(total: int, progress: Progress | None) -> Iterator[Callable[[int], object]]:
    """A function to be told of each number of texts done."""
    if progress is not None:
        done = 0

        def advance(count: int) -> None:
            nonlocal done
            done += count
            progress(done, total)

        yield advance
        return
    from tqdm import tqdm  # type: ignore[import-untyped]

    # On a terminal only, and only when it takes more than a second.
    with tqdm(total=total, desc="Encoding", unit=" texts", delay=1, leave=False, disable=None) as bar:
        yield bar.update
