"""Find the name in the other version that a name of the document is or was a translation of."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from aligner.languages.inflection import FUNCTION_WORDS
from aligner.text.entities.names.find import LINKING_WORDS
from aligner.text.words.segment_words import SegmentWords
from aligner.text.words.tokens import Word
from aligner.types import Side, Span

MAX_JOINING_WORDS = 6  # words in lower case within a name: Centre national d’innovation technologique de Valmont


def counterpart_phrase(
    words: SegmentWords, run: range, texts: tuple[str, str], sides: tuple[Side, Side]
) -> Span | None:
    """Return the offsets in the other side's text of the name for a run of words here, or None if it is not clear.

    Parameters
    ----------
    run : indices of words of a name
    texts, sides : text and language of this side and of the other one
    """
    wider = next((phrase for phrase in _phrases(words.here, texts[0], sides[0]) if run[0] in phrase), run)
    linked = _linked(words, run, sides[1]) or _linked(words, wider, sides[1])
    if not linked:
        return None
    phrases = [(len(linked.intersection(phrase)), phrase) for phrase in _phrases(words.there, texts[1], sides[1])]
    count, phrase = max(phrases, key=lambda row: row[0], default=(0, range(0)))
    first, last = (phrase[0], phrase[-1]) if count else (min(linked), min(linked))
    before = first
    while before and _may_join(words.there, texts[1], before, sides[1]):
        before -= 1
        first = before if before in linked else first
    return words.there[first].start, words.there[last].end


def _linked(words: SegmentWords, run: range, other: Side) -> set[int]:
    """Return the indices of the other side's content words that some words are linked to or have in common with it."""
    shared = {words.here[index].folded for index in run}
    linked = {words.links[index] for index in run if index in words.links}
    linked |= {index for index, word in enumerate(words.there) if word.folded in shared}
    return {index for index in linked if words.there[index].folded not in FUNCTION_WORDS[other]}


def _may_join(words: Sequence[Word], text: str, index: int, side: Side) -> bool:
    """Return whether the word before another one may belong to the same name."""
    before = words[index - 1]
    if text[before.end : words[index].start].strip(" '’-"):
        return False
    return before.folded in LINKING_WORDS or before.folded not in FUNCTION_WORDS[side]


def _phrases(words: Sequence[Word], text: str, side: Side) -> Iterator[range]:
    """Yield the indices of the words of each name, from a capital to the last capital that lower case joins to it."""
    first = 0
    while first < len(words):
        if not _is_capitalised(words[first], side):
            first += 1
            continue
        last = first
        while (after := _next_capital(words, text, last, side)) > last:
            last = after
        yield range(first, last + 1)
        first = last + 1


def _next_capital(words: Sequence[Word], text: str, last: int, side: Side) -> int:
    """Return the index of the next capitalised word that belongs to the same name, or the same index."""
    for index in range(last + 1, min(last + 2 + MAX_JOINING_WORDS, len(words))):
        if not _may_join(words, text, index, side):
            break
        if _is_capitalised(words[index], side):
            return index if index == last + 1 or words[index - 1].folded in LINKING_WORDS else last
    return last


def _is_capitalised(word: Word, side: Side) -> bool:
    return word.text[0].isupper() and word.folded not in FUNCTION_WORDS[side]
