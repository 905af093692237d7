"""Split text into sentences by rules over word tables, in one pass from left to right.

A full stop ends a sentence unless the word before it, the word after it or an open bracket prevents that; see
:func:`_sentence_end`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from itertools import pairwise

from aligner.languages import LANGUAGES, Language
from aligner.types import Document, Sentence, Side, Span

MAX_SENTENCE_CHARS = 10_000  # a longer line without full stops is cut
MIN_WRAP_CHARS, MAX_WRAP_CHARS = 40, 132  # widths at which people and programs wrap lines
MAX_BRACKET_CHARS = 200  # before and after a full stop within brackets
_LINE = re.compile(r"[^\n\r\x0b\x0c\x1c-\x1e\x85\u2028\u2029]+")
_TERMINAL = re.compile(r"[.!?…。！？:;]\W*$")
_CANDIDATE = re.compile(
    r"(?P<stop>[.!?…。！？]+(?:\s{1,2}[.!?…]+(?!\w))*)"
    r"(?P<close>(?:\s{0,2}[»›]|[\"'”’)\]}」』]|\[\d{1,3}\])*)"
)
_NEXT = re.compile(r"(?P<open>[\s\"'“”‘’„«»‹›(\[{—–*•·¿¡-]*)(?P<word>\w+(?:['’]\w+)?|[$€£¥#@§])?")
_FUSED = re.compile(r"(?P<first>[^\W\d_])(?:(?P<rest>[^\W\d_]+)|['’][^\W\d_])?(?P<dot>[.@/_=(]\w)?")
_LATE_CLOSE = re.compile(r"\s\"(?=\s)")
_WORD_CHARACTER = re.compile(r"\w")
_INITIALS = re.compile(r"(?:[^\W\d_]\.-?)*[^\W\d_]")
_LABEL = re.compile(r"\d{1,3}|[A-Za-z]|[IVXivx]{1,5}")
_ROMAN = re.compile(r"[IVXLC]+")
_OPENERS = "\"'“‘„«‹([{—–-"
_SUFFIXES = re.compile(
    r"(?i:com|net|org|edu|gov|fr|ca|uk|cn|eu|de|be|ch|io|js|py|txt|pdf|html|htm|php|asp|exe|doc|csv|info)"
)


def segment(document: Document) -> Document:
    """Add the sentences to a document; one that has sentences is returned unchanged.

    Parameters
    ----------
    document : Document
        Read by the English rules while its side is unknown.

    Returns
    -------
    Document
        With disjoint sentences in order, without outer spaces; all text between
        them is space. Paragraphs count from 0.
    """
    if document.sentences:
        return document
    text, side = document.text, document.side
    sentences = tuple(
        Sentence(text[start + i : start + j], start + i, start + j, number)
        for number, (start, end) in enumerate(paragraph_spans(text))
        for i, j in sentence_spans(text[start:end], side)
    )
    return replace(document, sentences=sentences)


def paragraph_spans(text: str) -> list[Span]:
    """Return the half-open offsets of the paragraphs.

    Every line is a paragraph, unless blank lines separate blocks of lines and
    the lines of a block look wrapped at a fixed width.
    """
    lines = [span for match in _LINE.finditer(text) if (span := _trim(text, *match.span()))[0] < span[1]]
    blocks: list[list[Span]] = []
    for line in lines:
        if blocks and not _blank_between(text, blocks[-1][-1][1], line[0]):
            blocks[-1].append(line)
        else:
            blocks.append([line])
    if len(blocks) == 1:
        return lines
    return [paragraph for block in blocks for paragraph in _unwrap(text, block)]


def sentence_spans(text: str, side: Side) -> list[Span]:
    """Return the half-open offsets of the sentences of one paragraph, in time linear in its length."""
    language = LANGUAGES[side]
    spans: list[Span] = []
    start, _ = _trim(text, 0, len(text))
    word = _first_word(text, start)
    quotes, counted = 0, 0
    for match in _CANDIDATE.finditer(text):
        # No sentence ends before its first word: "... and then".
        if match.start() < word or match.end() <= start:
            continue
        quotes, counted = quotes + text.count('"', counted, match.start()), match.start()
        end = _sentence_end(text, match, start, language, quoted=quotes % 2 == 1)
        if end:
            spans.append((start, end))
            start = _trim(text, end, len(text))[0] if end < len(text) else end
            word = _first_word(text, start)
    spans.append(_trim(text, start, len(text)))
    return [piece for span in spans for piece in _cut_long(text, *span)]


def _sentence_end(text: str, match: re.Match[str], start: int, language: Language, *, quoted: bool) -> int:
    """Return the end of the sentence that began at `start` if it ends at this full stop, else 0.

    `quoted` is whether a straight quotation mark is open before the full stop.
    """
    stop, close, end = match["stop"], match["close"], match.end()
    if close == '"' and not quoted and not text[end : end + 1].isspace():
        close, end = "", match.end("stop")  # it opens what follows
    after = _NEXT.match(text, end)
    if after is None or (after["word"] is None and after.end() == len(text)):
        return 0
    if stop[-1] in "。！？":
        return end
    if not after["open"][:1].isspace():
        return end if _ends_without_space(text, match, start, end, language) else 0
    if quoted and not close and (late := _LATE_CLOSE.match(text, end)):
        end = late.end()  # a closing mark with a space before it
        after = _NEXT.match(text, end) or after
    word = after["word"] or ""
    if not word or word[0].islower() or _in_brackets(text, match, start):
        return 0
    if stop != ".":
        return end if _ends_at_exclamation(text, match, after, language) else 0
    return end if close or _ends_at_full_stop(text, match, start, word, language) else 0


def _ends_at_exclamation(text: str, match: re.Match[str], after: re.Match[str], language: Language) -> bool:
    """Return whether ``!``, ``?`` or an ellipsis before a capital ends a sentence."""
    before = _words_before(text, match.start(), 0)
    if text[max(match.start() - 1, 0)] in "([":
        return False  # "(!)", "[...]"
    if before and before[-1].lower() in language.exclaimed_names and match["stop"] == "!" and not match["close"]:
        return False
    if not match["close"]:
        return True
    # "Why?" Mary Smith asked.
    following = text[after.start("word") : after.start("word") + 60].split()[:4]
    verb = next((i for i, word in enumerate(following) if word.strip(".,") in language.reporting_verbs), 0)
    return not (verb and all(word[0].isupper() for word in following[:verb]))


def _ends_at_full_stop(text: str, match: re.Match[str], start: int, word: str, language: Language) -> bool:
    """Return whether a full stop before a space and `word` ends a sentence."""
    before = _words_before(text, match.start(), start)
    if not before or text[match.start() - 1].isspace():
        return True
    last = before[-1]
    name = re.split(r"['’]|(?i:^non-)", last)[-1].lower()
    starter = _may_start_sentence(word, language)
    if match.start() - start == len(last) and _LABEL.fullmatch(last):
        return False  # "1. Promote"
    number = not word[0].isalpha() or bool(_ROMAN.fullmatch(word) and word != "I")
    if name in language.before_number and number:
        return False
    if name in language.before_capital:
        return word.lower() not in language.time_zones
    unit = last in language.units or name in language.months
    if len(before) > 1 and before[-2][-1:].isdigit() and not number and unit:
        return True  # "4892 m. Dans", "1 Jan. Space"
    if _INITIALS.fullmatch(last) and not last.islower():
        lone_word = len(last) > 1 or (len(before) > 1 and before[-2][0].islower()) or last == "I"
        return starter and lone_word and last not in language.never_end
    if name in language.never_end and (last[0].isupper() or name not in language.sentence_starters):
        return False
    # "no", "co" and others are also words: only "No. 5", before a number, was recognised above.
    if name in language.may_end and name not in language.sentence_starters:
        return starter
    return True


def _ends_without_space(text: str, match: re.Match[str], start: int, end: int, language: Language) -> bool:
    """Return whether a full stop without a space after it ("District.Since") ends a sentence."""
    before = _words_before(text, match.start(), start)
    after = _FUSED.match(text, end)
    if after is None or not after["first"].isupper() or after["dot"] or not before:
        return False
    last, rest = re.split(r"['’]", before[-1])[-1], after["rest"] or ""
    if match["close"] and not match["close"].isspace():
        return True
    if not rest.islower() and not _may_start_sentence(after[0], language):
        return False
    if _SUFFIXES.fullmatch(after[0]) or any(mark in last for mark in "./@\\_="):
        return False
    if last.isdigit():
        return match.start() - start > len(last) and len(rest) > 1
    return last[-1:].islower() and len(last) > 1 and last.lower() not in language.never_end


def _may_start_sentence(word: str, language: Language) -> bool:
    """Return whether a sentence is likely to start with this word."""
    head, *elided = re.split(r"['’]", word.lower(), maxsplit=1)
    starters = language.sentence_starters
    return word.lower() in starters or head in starters or (bool(elided) and head in language.elisions)


def _in_brackets(text: str, match: re.Match[str], start: int) -> bool:
    """Return whether the full stop is within short brackets that close after it."""
    if ")" in match["close"]:
        return False
    opened = text.rfind("(", max(start, match.start() - MAX_BRACKET_CHARS), match.start())
    if opened < 0 or text.find(")", opened, match.start()) >= 0:
        return False
    return text.find(")", match.end(), match.end() + MAX_BRACKET_CHARS) >= 0


def _words_before(text: str, end: int, start: int) -> list[str]:
    """Return the last two words before `end` without opening marks."""
    return [word.lstrip(_OPENERS) or word for word in text[max(start, end - 40) : end].split()[-2:]]


def _first_word(text: str, start: int) -> int:
    match = _WORD_CHARACTER.search(text, start)
    return match.start() if match else len(text)


def _trim(text: str, start: int, end: int) -> Span:
    """Return the span without its outer spaces."""
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return start, end


def _cut_long(text: str, start: int, end: int) -> Iterator[Span]:
    """Cut a sentence into pieces of at most `MAX_SENTENCE_CHARS` characters, at spaces if there are any."""
    while end - start > MAX_SENTENCE_CHARS:
        cut = text.rfind(" ", start + MAX_SENTENCE_CHARS // 2, start + MAX_SENTENCE_CHARS)
        cut = cut if cut > 0 else start + MAX_SENTENCE_CHARS
        yield _trim(text, start, cut)
        start, _ = _trim(text, cut, end)
    if start < end:
        yield start, end


def _blank_between(text: str, end: int, start: int) -> bool:
    """Return whether the space between two lines contains more than one line break."""
    return len((text[end:start] + ".").splitlines()) > 2


def _unwrap(text: str, block: list[Span]) -> list[Span]:
    """Return the paragraphs of a block of lines: one if the lines look wrapped at a fixed width, else each line."""
    width = max(end - start for start, end in block)
    pairs = list(pairwise(block))
    if not pairs or not MIN_WRAP_CHARS <= width <= MAX_WRAP_CHARS:
        return block
    # Wrapping breaks a line only where the next word would not have fitted.
    full = all(b - a + 1 + len(text[c:d].split(None, 1)[0]) > width for (a, b), (c, d) in pairs)
    inside = any(text[c].islower() and not _TERMINAL.search(text[a:b]) for (a, b), (c, _) in pairs)
    return [(block[0][0], block[-1][1])] if full and inside else block
