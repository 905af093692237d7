"""Read chunks, the pieces of text between spaces: tokens, words, hints of numbers and names, runs of letters."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from itertools import chain, repeat
from typing import NamedTuple

from aligner.encoders import load_embedded
from aligner.encoders.tokenizer import PieceIds, WordSplit
from aligner.text.entities.names.find import name_hint
from aligner.text.entities.numbers.find import number_hint
from aligner.text.words.interning import Interner
from aligner.text.words.letters import find_letter_runs
from aligner.text.words.lexicon import load_lexicon
from aligner.text.words.tokens import fold_case, tokenize
from aligner.types import SIDES, Side

# Most chunks: a word that the tokenizer does not split, with a mark after it or not.
_WORD_AND_MARK = re.compile("(?P<word>[A-Za-zÀ-ÖØ-öø-ÿŒœ]{1,63})(?P<mark>[,.;:!?)]?)")


class ChunkRows(NamedTuple):
    """What is known of a chunk, as integers.

    Attributes
    ----------
    tokens : list of rows of 6
        Start, end, kind, lexicon entry, spelling, 1 if in dictionary form; -1 where there is none.
    words : list of rows of 5
        Start, end, index of the first token, kind, form.
    hints : (int, int)
        `number_hint` and `name_hint`.
    runs : list of rows of 2
        The number of a run of letters, and its marks.
    """

    tokens: list[list[int]]
    words: list[list[int]]
    hints: tuple[int, int]
    runs: list[tuple[int, int]]


class ChunkReader:
    """Reads chunks, and numbers what it meets.

    Attributes
    ----------
    kinds : Interner of tuple of int
        Tokens and words by the ids of their pieces.
    spellings : Interner of str
        Words without accents, of both languages.
    runs : Interner of str
        Runs of letters in lower case, of both languages.
    forms : dict of Side to Interner of str
        Folded words.
    """

    def __init__(self) -> None:
        self._encoder, self._lexicon = load_embedded(), load_lexicon()
        self.kinds, self.spellings, self.runs = Interner[PieceIds](), Interner[str](), Interner[str]()
        self.forms: dict[Side, Interner[str]] = {side: Interner() for side in SIDES}

    def read(self, chunks: Sequence[str], side: Side) -> Iterator[ChunkRows]:
        """Yield the rows of each chunk."""
        matches = [_WORD_AND_MARK.fullmatch(chunk) for chunk in chunks]
        words = list(dict.fromkeys(match["word"] for match in matches if match))
        known = dict(zip(words, map(self._read_word, words, self._encoder.word_ids(words), repeat(side)), strict=True))
        splits = self._encoder.words([chunk for chunk, match in zip(chunks, matches, strict=True) if match is None])
        for chunk, match in zip(chunks, matches, strict=True):
            if match is None:
                yield self._read_split(chunk, next(splits), side)
                continue
            rows = known[match["word"]]
            if mark := match["mark"]:
                (ids,) = self._encoder.word_ids([mark])
                rows = rows._replace(tokens=[*rows.tokens, [len(chunk) - 1, len(chunk), self.kinds[ids], -1, -1, 0]])
            yield rows

    def _read_word(self, word: str, ids: PieceIds, side: Side) -> ChunkRows:
        """Return the rows of a chunk that is one word of letters."""
        folded, kind = fold_case(word), self.kinds[ids]
        token = [0, len(word), kind, *self._look_up(folded, side)]
        return ChunkRows([token], [[0, len(word), 0, kind, self.forms[side][folded]]], *self._read_runs(word, side))

    def _read_split(self, chunk: str, split: WordSplit, side: Side) -> ChunkRows:
        """Return the rows of any chunk, given its tokens."""
        starts, rows, words = split.starts, list[list[int]](), list[list[int]]()
        for start, end, ids in zip(starts, split.ends, split.ids, strict=True):
            rows.append([start, end, self.kinds[ids], -1, -1, 0])
        for word in tokenize(chunk, side):
            first, last = bisect_left(starts, word.start), bisect_left(starts, word.end)
            pieces = split.ids[first] if last - first == 1 else tuple(chain.from_iterable(split.ids[first:last]))
            token = min(first, len(rows) - 1)
            words.append(
                [word.start, word.end, token, self.kinds[pieces] if pieces else -1, self.forms[side][word.folded]]
            )
            entry = self._look_up(word.folded, side)
            if rows and entry[1] >= 0:
                rows[token][3:] = entry
        return ChunkRows(rows, words, *self._read_runs(chunk, side))

    def _look_up(self, folded: str, side: Side) -> tuple[int, int, int]:
        """Return the lexicon entry of a word, its spelling, and 1 if it is in its dictionary form."""
        entry, plain = self._lexicon.look_up(folded, side)
        if not plain:
            return -1, -1, 0
        return entry, self.spellings[plain], int(entry >= 0 and self._lexicon.lemma(entry, side) == folded)

    def _read_runs(self, chunk: str, side: Side) -> tuple[tuple[int, int], list[tuple[int, int]]]:
        """Return the hints and the runs of letters of a chunk."""
        runs = [(self.runs[run], marks) for run, marks in find_letter_runs(chunk, side)]
        return (number_hint(chunk, side), name_hint(chunk)), runs
