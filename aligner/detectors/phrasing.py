"""Phrase what a copy has and what the other version has: one form of message for all rules that find a change.

The spans of a change are widened until they show it: a number is shown with its unit, an article with its noun.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from aligner.detectors.glosses import gloss, translated_term
from aligner.detectors.view import Hit, Rule, View
from aligner.languages.inflection import FUNCTION_WORDS
from aligner.messages import message
from aligner.text.words.tokens import tokenize
from aligner.types import Document, Severity, Side, Span

CHANGED_MESSAGE = "“{here}”{here_gloss} — {whose} says “{there}”{there_gloss}"
ADDED_MESSAGE = "“{here}”{here_gloss} is not in {whose}"
# What only the other version has; of two copies, without a word about which of them is right.
LOST_MESSAGES = "“{there}”{there_gloss} is left out — {whose} has it", "“{there}”{there_gloss} is only in {whose}"
NO_WORD_MESSAGE = "{whose} has no word for “{here}”"
MAX_QUOTED_CHARS = 80  # characters of a version that a message quotes
MAX_READ_CHARS = 400  # characters of a version that are read for it, with all spaces
MAX_FIX_CHARS = 80  # characters of the original that are proposed instead
MAX_WIDER_WORDS = 3  # words by which a span is widened
MAX_WORD_CHARS = 40  # characters before a span that are searched for a word
_WORD = r"(?:\w+(?:['’]\w+)*|[%€$£°])"
_NEXT_WORD = re.compile(rf"(?:[^\S\n]|[-'’]){{0,2}}{_WORD}")
_LAST_ARTICLE = re.compile(r"(?<=\w)\s+(?:the|an?|l[ae]s?|une?|d[eu]s?|[ld]['’])\Z", re.IGNORECASE)
_WORD_BEFORE = re.compile(rf"{_WORD}(?:[^\S\n]|[-'’]){{0,2}}\Z")


def changed_hit(
    view: View, rule: Rule, spans: tuple[Span, Span], severity: Severity | None = None, template: str = "",
    evidence: Mapping[str, object] | None = None,
) -> Hit:  # fmt: skip
    """Return the hit of words in the place of others, with what both versions have.

    Parameters
    ----------
    spans : offsets in the document and in the other version
    template : of the message, see `phrase`; "" for that of words in the place of others, or lost or added ones
    """
    span, proof = wider_spans(view, spans)
    text = phrase(view, (span, proof), template or _usual_template(view, span, proof))
    return Hit(rule, span, text, proof, severity, evidence=evidence or {}, fix=_fix(view, span, proof))


def exact_hit(
    view: View, rule: Rule, spans: tuple[Span, Span], shown: tuple[Span, Span], evidence: Mapping[str, object]
) -> Hit:
    """Return the hit of words in the place of others with the spans as they are; the message quotes those `shown`."""
    text = phrase(view, shown, CHANGED_MESSAGE)
    return Hit(rule, spans[0], text, spans[1], evidence=evidence, fix=_fix(view, *spans))


def _usual_template(view: View, span: Span, proof: Span) -> str:
    if span[0] == span[1]:
        return LOST_MESSAGES[not view.original]
    return ADDED_MESSAGE if proof[0] == proof[1] else CHANGED_MESSAGE


def phrase(view: View, spans: tuple[Span, Span], template: str) -> str:
    """Return a message that quotes the words `here` and `there`, and explains those that the reader may not know."""
    assert view.other is not None, "only versions are compared"
    quoted = [quote(document, span) for document, span in zip((view.document, view.other), spans, strict=True)]
    explained = [gloss(text, side) for text, side in zip(quoted, view.sides, strict=True)]
    marked = [f" ({text})" if text else "" for text in explained]
    return message(
        template, here=quoted[0], here_gloss=marked[0], whose=whose(view), there=quoted[1], there_gloss=marked[1]
    )


def phrase_words(view: View, here: str, there: str) -> str:
    """Return the message of words in the place of others, or lost or added ones, that are not in the cleaned texts."""
    template = CHANGED_MESSAGE if here and there else ADDED_MESSAGE if here else LOST_MESSAGES[not view.original]
    one, two = (shorten(text) for text in (here, there))
    return message(template, here=one, here_gloss="", whose=whose(view), there=two, there_gloss="")


def whose(view: View) -> str:
    """Return how a message names the other version."""
    if view.original or view.other is None:
        return message("the original")
    return message("the other version") if view.across else view.other.id


def quote(document: Document, span: Span) -> str:
    """Return the words at a span on one line, cut if they are many."""
    start, end = span
    return shorten(document.text[start : min(end, start + MAX_READ_CHARS)])


def shorten(text: str) -> str:
    """Return words on one line, cut if they are many."""
    text = " ".join(text.split())
    return text if len(text) <= MAX_QUOTED_CHARS else text[: MAX_QUOTED_CHARS - 1] + "…"


def wider_spans(view: View, spans: tuple[Span, Span]) -> tuple[Span, Span]:
    """Return the spans of a change so wide that they differ and have more than function words."""
    assert view.other is not None, "only versions are compared"
    if max(end - start for start, end in spans) > MAX_QUOTED_CHARS:
        return spans
    documents = view.document, view.other
    if view.across:  # linked words may end with the article of the next phrase
        first, second = (_without_article(document, span) for document, span in zip(documents, spans, strict=True))
        spans = first, second
    for _ in range(MAX_WIDER_WORDS):
        texts = _texts(documents, spans)
        same = _plain(texts[0]) == _plain(texts[1])
        bare = [_has_only_function_words(text, side) for text, side in zip(texts, view.sides, strict=True)]
        if not (same or any(bare)):
            break
        wider = [_wider(document, span) for document, span in zip(documents, spans, strict=True)]
        alike = view.side == view.other.side or not all(texts)
        both = same or (alike and len({_added(*row) for row in zip(documents, spans, wider, strict=True)}) == 1)
        first, second = (new if both or only else old for new, old, only in zip(wider, spans, bare, strict=True))
        spans = first, second
    return spans


def _without_article(document: Document, span: Span) -> Span:
    article = _LAST_ARTICLE.search(document.text[slice(*span)])
    return (span[0], span[0] + article.start()) if article else span


def with_words_after(document: Document, span: Span, count: int) -> Span:
    """Return a span with some words after it, as far as the phrase goes."""
    end = span[1]
    for _ in range(count):
        after = _NEXT_WORD.match(document.text, end)
        end = after.end() if after else end
    return span[0], end


def _texts(documents: tuple[Document, Document], spans: Sequence[Span]) -> tuple[str, str]:
    first, second = (document.text[slice(*span)] for document, span in zip(documents, spans, strict=True))
    return first, second


def _added(document: Document, span: Span, wider: Span) -> str:
    """Return the word by which a span became wider, after or before it."""
    return _plain(document.text[span[1] : wider[1]] or document.text[wider[0] : span[0]])


def _plain(text: str) -> str:
    return "".join(text.split()).casefold().replace("’", "'")


def _has_only_function_words(text: str, side: Side) -> bool:
    """Return whether a text has words, all of them function words, and no figures."""
    words = tokenize(text, side)
    return (
        bool(words) and not any(map(str.isdigit, text)) and all(word.folded in FUNCTION_WORDS[side] for word in words)
    )


def _wider(document: Document, span: Span) -> Span:
    """Return a span with the word after it, or else with the word before it, of the same phrase."""
    text = document.text
    if after := _NEXT_WORD.match(text, span[1]):
        start = span[0] if span[0] < span[1] else after.end() - len(after[0].lstrip())
        return start, after.end()
    begin = max(0, span[0] - MAX_WORD_CHARS)
    before = _WORD_BEFORE.search(text[begin : span[0]])
    return (begin + before.start(), span[1]) if before else span


def _fix(view: View, span: Span, proof: Span) -> str:
    """Return what the original suggests instead of some words: its own words, or a term or a name in the language."""
    assert view.other is not None, "only versions are compared"
    text = view.other.text[slice(*proof)]
    if not view.original or span[0] == span[1] or len(text) > MAX_FIX_CHARS or "\n" in text:
        return ""
    return translated_term(text, view.sides[1], view.side) if view.across else text
