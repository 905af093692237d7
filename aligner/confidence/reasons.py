"""Explain why a pair is doubtful, with the passages that show it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Literal, NamedTuple

import numpy as np
from numpy.typing import NDArray

from aligner.confidence.features.coverage import MIN_COUNTERPART_COSINE
from aligner.confidence.features.extract import FEATURES, SegmentFeatures
from aligner.confidence.features.names import WordMatches
from aligner.confidence.features.short import opposed_words
from aligner.confidence.features.word_errors import KINDS
from aligner.messages import message, number_text
from aligner.text.entities.names.find import Name, find_names
from aligner.text.entities.numbers.find import Quantity
from aligner.text.words.word_table import WordTable
from aligner.types import SIDES, Floats, Reason, ReasonCode, Side, SideSpan

MAX_LISTED = 5  # items listed in one reason
MAX_QUOTED_CHARS = 60  # characters of a passage that are quoted
MIN_COSINE = 0.4  # cosine below which the sides are dissimilar
MIN_COMPARABLE_COSINE = 0.25  # cosine below which words without a counterpart are no evidence
MIN_MARGIN = 0.05  # margin below which another sentence is as similar
ROUNDING = 1e-3  # the features of words are rounded
MAX_NAME_DOUBT = 0.5  # doubt beyond which a name counts as missing on the other side
MIN_UNCOVERED_WORDS = 3  # words of a passage without a counterpart that is reported
MAX_STEP_WORDS = 2  # words from one uncovered word to the next of a passage, for an article or the like between
MIN_UNCOVERED_SHARE = 0.25  # of a text's characters that a reported passage has
MIN_REPLACED_LOG_ODDS = 3.0  # one in ten (FLORES) to seven right translations has such a word
MIN_DENIED_LOG_ODDS = 1.0  # one in seventy to a hundred right translations has such a word
# Features that may give a reason with details, and the value above which they do.
DETAILED_FEATURES = (
    ("same_text", 0.0), ("opposed", 0.0), ("numbers_en", 0.0), ("numbers_fr", 0.0),
    ("names_en", MAX_NAME_DOUBT), ("names_fr", MAX_NAME_DOUBT),
    ("top_replaced_en", MIN_REPLACED_LOG_ODDS - ROUNDING), ("top_replaced_fr", MIN_REPLACED_LOG_ODDS - ROUNDING),
    ("top_denied_en", MIN_DENIED_LOG_ODDS - ROUNDING), ("top_denied_fr", MIN_DENIED_LOG_ODDS - ROUNDING),
)  # fmt: skip


class FeatureReason(NamedTuple):
    """A reason that is given if a feature is above a value."""

    feature: str
    above: float
    code: ReasonCode


FEATURE_REASONS = (
    FeatureReason("loops_en", 1.5, "repetition"),
    FeatureReason("loops_fr", 1.5, "repetition"),
    FeatureReason("english", 0.25, "foreign_words"),
    FeatureReason("french", 0.25, "foreign_words"),
    FeatureReason("disorder", 0.4, "word_order"),
    FeatureReason("length", 0.6, "length"),
)
FEATURE_MESSAGES = {
    "loops_en": "words are repeated in a loop in English",
    "loops_fr": "words are repeated in a loop in French",
    "english": "English words in the French",
    "french": "French words in the English",
    "disorder": "the word order differs",
    "length": "the lengths do not match",
}
# By what is missing and the language that has it; one thing, then several.
_MISSING_MESSAGES: Mapping[tuple[str, Side], tuple[str, str]] = {
    ("number", "en"): (
        "the French lacks a number of the English: {listed}",
        "the French lacks {count} numbers of the English: {listed}",
    ),
    ("number", "fr"): (
        "the English lacks a number of the French: {listed}",
        "the English lacks {count} numbers of the French: {listed}",
    ),
    ("name", "en"): (
        "the French lacks a name of the English: {listed}",
        "the French lacks {count} names of the English: {listed}",
    ),
    ("name", "fr"): (
        "the English lacks a name of the French: {listed}",
        "the English lacks {count} names of the French: {listed}",
    ),
}
_UNTRANSLATED_MESSAGES: Mapping[Side, str] = {
    "en": "not translated in French: “{passage}”",
    "fr": "not translated in English: “{passage}”",
}
_UNLIKELY_MESSAGES: Mapping[Side, str] = {
    "en": "unlikely given the French: {listed}",
    "fr": "unlikely given the English: {listed}",
}


def reasons(texts: Sequence[tuple[str, str]], features: SegmentFeatures) -> list[tuple[Reason, ...]]:
    """Return the reasons to doubt each pair of texts, the most severe first."""
    uncovered = _uncovered_passages(texts, features)
    doubtful = _may_have_reasons(features)
    for passages in uncovered:
        doubtful[list(passages)] = True
    all_reasons: list[tuple[Reason, ...]] = [()] * len(texts)
    for index in np.flatnonzero(doubtful).tolist():
        own_passages = [passages[index] for passages in uncovered if index in passages]
        all_reasons[index] = _reasons(texts[index], features, index, own_passages)
    return all_reasons


def _may_have_reasons(features: SegmentFeatures) -> NDArray[np.bool_]:
    """Return the pairs that may have any reason except an uncovered passage, (pairs,)."""
    values = dict(zip(FEATURES, features.rows.T, strict=True))
    doubtful = (values["cosine"] < MIN_COSINE) | (values["margin"] < MIN_MARGIN) | (values["denied"] >= 1)
    for name, above in (*((reason.feature, reason.above) for reason in FEATURE_REASONS), *DETAILED_FEATURES):
        doubtful |= values[name] > above
    return np.asarray(doubtful)


def _uncovered_passages(texts: Sequence[tuple[str, str]], features: SegmentFeatures) -> list[dict[int, SideSpan]]:
    """Return, per side, the longest untranslated passage of each text that is worth reporting, by index of the text."""
    if not texts:
        return [{}, {}]
    tables = features.tables
    rows = zip(SIDES, tables.sides, tables.tokens, zip(*texts, strict=True), strict=True)
    return [_longest_uncovered(side, words, tokens.top, own_texts) for side, words, tokens, own_texts in rows]


def _longest_uncovered(side: Side, words: WordTable, cosines: Floats, texts: Sequence[str]) -> dict[int, SideSpan]:
    """Return the longest run of words without a counterpart of each text, the first of equal ones.

    Parameters
    ----------
    cosines : (words,) cosine of each word with its best match
    """
    lost = np.flatnonzero(cosines < MIN_COUNTERPART_COSINE)
    text = np.searchsorted(words.ends, lost, side="right")
    breaks = (np.diff(lost) > MAX_STEP_WORDS) | (np.diff(text) > 0)
    begins = np.flatnonzero(np.append(True, breaks)) if len(lost) else lost
    sizes = np.diff(np.append(begins, len(lost)))
    runs = sorted(zip(text[begins].tolist(), (-sizes).tolist(), begins.tolist(), strict=True), reverse=True)
    longest = {index: (begin, -size) for index, size, begin in runs}  # the last run of a text is its longest
    passages = {}
    for index, (begin, size) in longest.items():
        start, stop = int(words.starts[lost[begin]]), int(words.stops[lost[begin + size - 1]])
        if size >= MIN_UNCOVERED_WORDS and stop - start >= MIN_UNCOVERED_SHARE * len(texts[index]):
            passages[index] = SideSpan(side, start, stop)
    return passages


class _SideWords(NamedTuple):
    """One text of a pair with its words and their log-odds, (words, kinds), of each kind of word error."""

    side: Side
    text: str
    words: WordMatches
    log_odds: Floats

    def suspicious(self, kind: str, above: float) -> list[SideSpan]:
        """Return the words with higher log-odds of a kind of error."""
        log_odds = self.log_odds[:, KINDS.index(kind)]
        if not log_odds.max(initial=above) > above:  # as in nearly every pair
            return []
        words = np.flatnonzero(log_odds > above).tolist()
        spots = [SideSpan(self.side, int(self.words.starts[word]), int(self.words.stops[word])) for word in words]
        return [spot for spot in spots if self.text[spot.start : spot.end].isalpha()]


def _reasons(
    texts: tuple[str, str], features: SegmentFeatures, index: int, uncovered: Sequence[SideSpan]
) -> tuple[Reason, ...]:
    """Return the reasons to doubt one pair.

    Parameters
    ----------
    index : of the pair
    uncovered : its untranslated passages
    """
    values = dict(zip(FEATURES, features.rows[index].tolist(), strict=True))
    if values["same_text"]:
        return (Reason("same_text", message("the same text on both sides")),)
    if values["kept"]:
        return ()
    own_reasons = list(_opposites(texts)) if values["opposed"] else []
    own_reasons += _missing_entities(texts, features, index)
    if values["cosine"] < MIN_COSINE:
        similarity = number_text(values["cosine"], ".2f")
        text = message("the sides are dissimilar (similarity {similarity})", similarity=similarity)
        own_reasons.append(Reason("dissimilar", text))
    if values["cosine"] >= MIN_COMPARABLE_COSINE:
        own_reasons += [_untranslated(texts[SIDES.index(spot.side)], spot) for spot in uncovered]
    spans, matches = features.tables.spans(index), features.tables.matches(index)
    log_odds = [own[span] for own, span in zip(features.word_errors.words, spans, strict=True)]
    sides = list(map(_SideWords, SIDES, texts, matches, log_odds))
    if values["cosine"] >= MIN_COSINE:
        own_reasons += [reason for side in sides for reason in _unlikely_words(side)]
    if values["margin"] < MIN_MARGIN:
        own_reasons.append(Reason("neighbour_as_similar", message("as similar to a neighbouring sentence")))
    denials = [spot for side in sides for spot in side.suspicious("denied", MIN_DENIED_LOG_ODDS)]
    if denials or values["denied"] >= 1:
        own_reasons.append(Reason("denied_on_one_side", message("negated on one side only"), tuple(denials)))
    own_reasons += [
        Reason(code, message(FEATURE_MESSAGES[name])) for name, above, code in FEATURE_REASONS if values[name] > above
    ]
    return tuple(own_reasons)


def _opposites(texts: tuple[str, str]) -> Iterator[Reason]:
    """Yield a reason for each two words that exclude each other."""
    for spots in opposed_words(*texts):
        one, two = (text[spot.start : spot.end] for text, spot in zip(texts, spots, strict=True))
        yield Reason("opposite", message("“{one}” and “{two}” exclude each other", one=one, two=two), spots)


def _missing_entities(texts: tuple[str, str], features: SegmentFeatures, index: int) -> Iterator[Reason]:
    """Yield the reasons for numbers and names that are missing on the other side."""
    differences = features.differences[index]
    yield from _missing("number", differences.numbers_en, "en")
    yield from _missing("number", differences.numbers_fr, "fr")
    yield from _missing("name", _doubtful_names(texts[0], "en", differences.all_en, differences.doubt_en), "en")
    yield from _missing("name", _doubtful_names(texts[1], "fr", differences.all_fr, differences.doubt_fr), "fr")


def _missing(kind: Literal["number", "name"], items: Sequence[Quantity | Name], side: Side) -> Iterator[Reason]:
    if items:
        spots = tuple(SideSpan(side, item.start, item.end) for item in items)
        listed = _join([message("“{item}”", item=item.text) for item in items])
        one, many = _MISSING_MESSAGES[kind, side]
        text = message(one if len(items) == 1 else many, count=len(items), listed=listed)
        yield Reason("numbers_missing" if kind == "number" else "names_missing", text, spots)


def _join(words: Sequence[str]) -> str:
    return ", ".join(words[:MAX_LISTED]) + (", …" if len(words) > MAX_LISTED else "")


def _doubtful_names(text: str, side: Side, names: Sequence[Name], doubts: Sequence[float]) -> list[Name]:
    """Return the names that are hardly matched, without a first word of a sentence that may be no name."""
    sure = find_names(text, side)
    return [name for name, doubt in zip(names, doubts, strict=True) if doubt > MAX_NAME_DOUBT and name in sure]


def _untranslated(text: str, spot: SideSpan) -> Reason:
    passage = text[spot.start : spot.end]
    quoted = passage if len(passage) <= MAX_QUOTED_CHARS else passage[: MAX_QUOTED_CHARS - 1] + "…"
    return Reason("untranslated_passage", message(_UNTRANSLATED_MESSAGES[spot.side], passage=quoted), (spot,))


def _unlikely_words(side: _SideWords) -> Iterator[Reason]:
    """Yield the reason for words that seem to have replaced other words."""
    if spots := side.suspicious("replaced", MIN_REPLACED_LOG_ODDS):
        listed = _join([side.text[spot.start : spot.end] for spot in spots])
        yield Reason("unlikely_words", message(_UNLIKELY_MESSAGES[side.side], listed=listed), tuple(spots))
