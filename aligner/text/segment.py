"""Text to sentences: rules over tables, one pass from left to right.

A full stop ends a sentence unless the word before it, the word after it or an
open bracket speaks against that; see :func:`_ends`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from itertools import pairwise
from types import ModuleType

from aligner.languages import en, fr
from aligner.types import Document, Sentence, Side

# A line of hostile length must not become one sentence.
LONGEST = 10_000
_TABLES: dict[Side, ModuleType] = {"en": en, "fr": fr}
_LINE = re.compile(r"[^\n\r\x0b\x0c\x1c-\x1e\x85\u2028\u2029]+")
_TERMINAL = re.compile(r"[.!?…。！？:;]\W*$")
# The widths between which people and programs wrap lines by hand.
_NARROWEST, _WIDEST = 40, 132
_CANDIDATE = re.compile(
    r"(?P<stop>[.!?…。！？]+(?:\s{1,2}[.!?…]+(?!\w))*)"
    r"(?P<close>(?:\s{0,2}[»›]|[\"'”’)\]}」』]|\[\d{1,3}\])*)"
)
_NEXT = re.compile(r"(?P<open>[\s\"'“”‘’„«»‹›(\[{—–*•·¿¡-]*)(?P<word>\w+(?:['’]\w+)?|[$€£¥#@§])?")
_FUSED = re.compile(r"(?P<first>[^\W\d_])(?:(?P<rest>[^\W\d_]+)|['’][^\W\d_])?(?P<dot>[.@/_=(]\w)?")
_LATE_CLOSE = re.compile(r"\s\"(?=\s)")
_WORD = re.compile(r"\w")
_INITIALS = re.compile(r"(?:[^\W\d_]\.-?)*[^\W\d_]")
_LABEL = re.compile(r"\d{1,3}|[A-Za-z]|[IVXivx]{1,5}")
_ROMAN = re.compile(r"[IVXLC]+")
_OPENERS = "\"'“‘„«‹([{—–-"
_SUFFIXES = re.compile(
    r"(?i:com|net|org|edu|gov|fr|ca|uk|cn|eu|de|be|ch|io|js|py|txt|pdf|html|htm|php|asp|exe|doc|csv|info)"
)


def segment(document: Document) -> Document:
    """Fill in the sentences of a document; one that has them already is returned as it is.

    Parameters
    ----------
    document : Document
        Read by the English rules while its side is unknown.

    Returns
    -------
    Document
        With sentences in order, disjoint, without outer space, that cover every
        character but space; paragraphs count from 0.
    """
    if document.sentences:
        return document
    text, side = document.text, document.side or "en"
    sentences = tuple(
        Sentence(text[start + i : start + j], start + i, start + j, number)
        for number, (start, end) in enumerate(paragraphs(text))
        for i, j in split(text[start:end], side)
    )
    return replace(document, sentences=sentences)


def paragraphs(text: str) -> list[tuple[int, int]]:
    """Half-open offsets of the paragraphs.

    Every line is one, unless blank lines stand between the paragraphs and the
    lines of a block look wrapped at a width.
    """
    lines = [span for found in _LINE.finditer(text) if (span := _trim(text, *found.span()))[0] < span[1]]
    blocks: list[list[tuple[int, int]]] = []
    for line in lines:
        if blocks and not _blank_between(text, blocks[-1][-1][1], line[0]):
            blocks[-1].append(line)
        else:
            blocks.append([line])
    if len(blocks) == 1:
        return lines
    return [paragraph for block in blocks for paragraph in _unwrap(text, block)]


def split(text: str, side: Side) -> list[tuple[int, int]]:
    """Half-open offsets of the sentences of one paragraph, in time linear in its length."""
    tables = _TABLES[side]
    spans: list[tuple[int, int]] = []
    start, _ = _trim(text, 0, len(text))
    word = _first_word(text, start)
    quotes, counted = 0, 0
    for found in _CANDIDATE.finditer(text):
        # Before the first word there is nothing yet to end: "... and then".
        if found.start() < word or found.end() <= start:
            continue
        quotes, counted = quotes + text.count('"', counted, found.start()), found.start()
        end = _ends(text, found, start, tables, quoted=quotes % 2 == 1)
        if end:
            spans.append((start, end))
            start = _trim(text, end, len(text))[0] if end < len(text) else end
            word = _first_word(text, start)
    spans.append(_trim(text, start, len(text)))
    return [piece for span in spans for piece in _cut(text, *span)]


def _ends(text: str, found: re.Match[str], start: int, tables: ModuleType, *, quoted: bool) -> int:
    """Where the sentence that began at `start` ends if it ends at this stop, else 0.

    `quoted` says whether a straight quotation mark stands open before the stop.
    """
    stop, close, end = found["stop"], found["close"], found.end()
    if close == '"' and not quoted and not text[end : end + 1].isspace():
        close, end = "", found.end("stop")  # it opens what follows
    after = _NEXT.match(text, end)
    if after is None or (after["word"] is None and after.end() == len(text)):
        return 0
    if stop[-1] in "。！？":
        return end
    if not after["open"][:1].isspace():
        return end if _splits_fused(text, found, start, end, tables) else 0
    if quoted and not close and (late := _LATE_CLOSE.match(text, end)):
        end = late.end()  # a closing mark with a space before it
        after = _NEXT.match(text, end) or after
    word = after["word"] or ""
    if not word or word[0].islower() or _in_brackets(text, found, start):
        return 0
    if stop != ".":
        return end if _splits_loud(text, found, after, tables) else 0
    return end if close or _splits_full(text, found, start, word, tables) else 0


def _splits_loud(text: str, found: re.Match[str], after: re.Match[str], tables: ModuleType) -> bool:
    """Whether ``!``, ``?`` or an ellipsis before a capital ends a sentence."""
    before = _before(text, found.start(), 0)
    if text[max(found.start() - 1, 0)] in "([":
        return False  # "(!)", "[...]"
    if before and before[-1].lower() in tables.SHOUTED and found["stop"] == "!" and not found["close"]:
        return False
    if not found["close"]:
        return True
    # "Why?" Mary Smith asked.
    following = text[after.start("word") : after.start("word") + 60].split()[:4]
    verb = next((i for i, each in enumerate(following) if each.strip(".,") in tables.REPORTING), 0)
    return not (verb and all(each[0].isupper() for each in following[:verb]))


def _splits_full(text: str, found: re.Match[str], start: int, word: str, tables: ModuleType) -> bool:
    """Whether a full stop, a space and `word` end a sentence."""
    before = _before(text, found.start(), start)
    if not before or text[found.start() - 1].isspace():
        return True
    last = before[-1]
    name = re.split(r"['’]|(?i:^non-)", last)[-1].lower()
    starter = _starts(word, tables)
    if found.start() - start == len(last) and _LABEL.fullmatch(last):
        return False  # "1. Promote"
    figure = not word[0].isalpha() or bool(_ROMAN.fullmatch(word) and word != "I")
    if name in tables.BEFORE_NUMBER and figure:
        return False
    if name in tables.BEFORE_CAPITAL:
        return word.lower() not in tables.ZONES
    if len(before) > 1 and before[-2][-1:].isdigit() and not figure and (last in tables.UNITS or name in tables.MONTHS):
        return True  # "4892 m. Dans", "1 Jan. Space"
    if _INITIALS.fullmatch(last) and not last.islower():
        lone_word = len(last) > 1 or (len(before) > 1 and before[-2][0].islower()) or last == "I"
        return starter and lone_word and last not in tables.NEVER_END
    if name in tables.NEVER_END and (last[0].isupper() or name not in tables.STARTERS):
        return False
    # "no", "co" and the like are words too: only "No. 5", with its figure, was told above.
    if name in tables.MAY_END and name not in tables.STARTERS:
        return starter
    return True


def _splits_fused(text: str, found: re.Match[str], start: int, end: int, tables: ModuleType) -> bool:
    """Whether a stop with no space after it ("District.Since") ends a sentence."""
    before = _before(text, found.start(), start)
    after = _FUSED.match(text, end)
    if after is None or not after["first"].isupper() or after["dot"] or not before:
        return False
    last, rest = re.split(r"['’]", before[-1])[-1], after["rest"] or ""
    if found["close"] and not found["close"].isspace():
        return True
    if not rest.islower() and not _starts(after[0], tables):
        return False
    if _SUFFIXES.fullmatch(after[0]) or any(mark in last for mark in "./@\\_="):
        return False
    if last.isdigit():
        return found.start() - start > len(last) and len(rest) > 1
    return last[-1:].islower() and len(last) > 1 and last.lower() not in tables.NEVER_END


def _starts(word: str, tables: ModuleType) -> bool:
    """Whether a sentence is likely to start with this word."""
    head, *elided = re.split(r"['’]", word.lower(), maxsplit=1)
    return word.lower() in tables.STARTERS or head in tables.STARTERS or (bool(elided) and head in tables.ELISIONS)


def _in_brackets(text: str, found: re.Match[str], start: int) -> bool:
    """Whether the stop lies in a short bracket that closes after it."""
    if ")" in found["close"]:
        return False
    opened = text.rfind("(", max(start, found.start() - 200), found.start())
    if opened < 0 or text.find(")", opened, found.start()) >= 0:
        return False
    return text.find(")", found.end(), found.end() + 200) >= 0


def _before(text: str, end: int, start: int) -> list[str]:
    """The last words before `end`, without what opens them."""
    return [word.lstrip(_OPENERS) or word for word in text[max(start, end - 40) : end].split()[-2:]]


def _first_word(text: str, start: int) -> int:
    found = _WORD.search(text, start)
    return found.start() if found else len(text)


def _trim(text: str, start: int, end: int) -> tuple[int, int]:
    """The range without its outer space."""
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return start, end


def _cut(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """A sentence in pieces of at most `LONGEST` characters, cut at spaces where there are any."""
    while end - start > LONGEST:
        at = text.rfind(" ", start + LONGEST // 2, start + LONGEST)
        at = at if at > 0 else start + LONGEST
        yield _trim(text, start, at)
        start, _ = _trim(text, at, end)
    if start < end:
        yield start, end


def _blank_between(text: str, end: int, start: int) -> bool:
    """Whether the space between two lines holds more than one line break."""
    return len((text[end:start] + ".").splitlines()) > 2


def _unwrap(text: str, block: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """The paragraphs of a block of lines: one if the lines look wrapped at a width, else each line."""
    width = max(end - start for start, end in block)
    pairs = list(pairwise(block))
    if not pairs or not _NARROWEST <= width <= _WIDEST:
        return block
    # A line is broken only where the next word would not have fitted.
    full = all(b - a + 1 + len(text[c:d].split(None, 1)[0]) > width for (a, b), (c, d) in pairs)
    inside = any(text[c].islower() and not _TERMINAL.search(text[a:b]) for (a, b), (c, _) in pairs)
    return [(block[0][0], block[-1][1])] if full and inside else block
