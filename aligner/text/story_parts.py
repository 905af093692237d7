"""Read the parts of a story: its headline, byline, credits and dateline, its paragraphs, and what signs it at the end.

A line is recognised by the words of `aligner.languages.story_lines`, by its shape and by its place, so that agencies
and newspapers need not be known.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Literal, NamedTuple

from aligner.languages import story_lines as table
from aligner.languages.boilerplate import AGENCIES
from aligner.types import Document, Sentence, Span

LineKind = Literal["byline", "credit", "dateline", "signature"]
MAX_HEADLINE_CHARS = 200
MAX_LINE_CHARS = 160  # of a byline or a credit
MAX_LINE_WORDS = 16
MAX_STAMP_CHARS = 60  # of a date or an address at the end of a line
MAX_NAME_WORDS = 7  # of a line that is the name of a newspaper or an agency
MAX_HEAD_LINES = 6  # above the first paragraph
MAX_TAIL_LINES = 5
MAX_DATELINE_CHARS = 110
_BYLINE = re.compile(rf"(?:{table.BYLINE})", re.IGNORECASE)
_BYLINE_WITHIN = re.compile(table.BYLINE_WITHIN)
_OUTLET = re.compile(rf"(?<!\w)(?:{table.OUTLETS})(?!\w)", re.IGNORECASE)
_AGENCY_NOUN = re.compile(rf"(?<!\w)(?:{table.AGENCY_NOUNS})(?!\w)", re.IGNORECASE)
_PERSON = re.compile(
    r"(?:[-–—]\s?)?[A-ZÀ-Þ][\w'’-]*\.?(?:\s(?:d[eiu]|du|des|van|von|der|la|le|bin|al|el|ben|[A-ZÀ-Þ][\w'’-]*\.?)){1,3}"
    r"(?:\s?[,|]\s[^.!?]{2,60}|\s(?:in|at|à|en|au)\s[A-ZÀ-Þ][^.!?]{1,40})?"
)
_ONE_NAME = r"[A-ZÀ-Þ][\w'’-]*\.?(?:\s[A-ZÀ-Þ][\w'’-]*\.?){1,2}"
# "Ana Cole (Allied Wire)", "Ana Cole and Max Hall", "Ana Cole reports from Lyon", "Health editor Ana Cole"
_SIGNED_PERSON = re.compile(
    rf"(?:[-–—(]\s?)?(?:(?P<name>{_ONE_NAME})(?:\s?(?:[(/|]|,\s)\s?(?:(?:avec|with|for|pour)\s)?[A-ZÀ-Þ][^.!?()]{{1,40}}\)?"
    rf"|\s(?:avec|with|and|et|&)\s[A-ZÀ-Þ][^.!?()]{{1,40}}|\sreport(?:s|ing)\s[^.!?]{{2,40}}|\))"
    rf"|(?:[A-ZÀ-Þ][\w'’-]*\s){{1,2}}(?:{table.ROLES})\s(?P<titled>{_ONE_NAME}))\Z"
)
_STAMP = re.compile(rf"(?:{table.STAMP})\Z", re.IGNORECASE)
_SOURCE_LINE = re.compile(table.SOURCE_LINE, re.IGNORECASE)
_DESK = re.compile(table.DESK, re.IGNORECASE)
_DOTTED = re.compile(r"(?:[A-ZÀ-Þ]\.\s?){2,3}")
_AT_PLACE = re.compile(r"\s(?:in|at|from|for|with|à|en|au|avec|pour)\s[A-ZÀ-Þ][\w'’-]*(?:\s[A-ZÀ-Þ][\w'’-]*)*")
_ARTICLE = re.compile(r"(?:the|le|la|les|l['’]|un|une|an?)\b", re.IGNORECASE)
_ROLE = re.compile(rf"(?<!\w)(?:{table.ROLES})(?!\w)", re.IGNORECASE)
_WITH = re.compile(table.WITH, re.IGNORECASE)
_AGENCY = re.compile(rf"(?<!\w)(?:{AGENCIES})(?!\w)")
_CONTRIBUTION = re.compile(rf"(?:{table.CONTRIBUTION})", re.IGNORECASE)
_CONTRIBUTED = re.compile(table.CONTRIBUTED, re.IGNORECASE)
_SIGNATURE = re.compile(rf"(?:{table.INITIALS}|{table.SIGN_OFF})\Z")
_BRACKETED = re.compile(r"[(\[–—-]\s?[^()\[\]]{2,80}[)\]–—-]\Z")
_SENTENCE_END = re.compile(r"[.!?…][\"”»’')\]\s]*\Z")
_AFTER_SENTENCE = re.compile(r"[.!?…][\"”»’]*\s+(?=[^\s])")
_FULL_STOP = re.compile(r"(?<!\b[A-Z])[.…][\"”»’')\]\s]*\Z")
_NAME = re.compile(r"[A-ZÀ-Þ][\w.'’-]*\.?\s+(?:(?:d[eiu]|du|des|van|von|der|la|le|bin|al|el|ben)\s+)*[A-ZÀ-Þ][\w'’-]+")
_CONNECTING = re.compile(
    r"(?:of|the|and|for|in|on|at|to|by|with|from|via|le|la|les"
    r"|l['’]|d['’]|de|du|des|et|en|à|au|par|avec|pour|sur|&|\W+)\Z",
    re.IGNORECASE,
)
# "PARIS, May 5 (Wire) — ", "(Wire) - ", "Paris (Wire): ", "PORT-LOUIS - "; a place in capitals needs no source.
_CAPS_PLACE = r"[A-ZÀ-Þ][A-ZÀ-Þ'’.]+(?:[ /-][A-ZÀ-Þ'’.]+){0,5}"
_PLACE = (
    r"[A-ZÀ-Þ][\w'’.]+(?:[ /-][A-ZÀ-Þ(][\w'’.)]*"
    r"|[ -](?:sur|de|du|la|le|les|en|lès|upon|on|the|of|et|and)(?=[ -])){0,6}"
)
_DETAILS = r"(?:,?\s[^()\n—–]{1,45}?)?"
_DASH = r"(?:\s?(?:--?|—|–)\s?|\s?:\s)"
_DATELINE = re.compile(
    rf"(?:{_PLACE}{_DETAILS}\s?\([^()\n]{{2,45}}\)\.?{_DASH}|{_CAPS_PLACE}{_DETAILS}(?:\s(?:--?|—|–)\s|\s?(?:—|–|--)\s?|:\s)"
    rf"|(?:{_CAPS_PLACE}{_DETAILS}\s)?[(\[][^()\[\]\n]{{2,45}}[)\]]\.?{_DASH}?\s?|{_PLACE},\s[^()\n—–]{{0,25}}\d[^()\n—–]{{0,20}}\s(?:--?|—|–)\s)(?=\S)"
)


class Line(NamedTuple):
    """A line, or the beginning of one, that is no part of the report itself."""

    kind: LineKind
    span: Span


class StoryParts(NamedTuple):
    """The parts of a document, as ranges of its sentences, and their offsets.

    headline : the sentences of the headline, an empty range without one
    body : the sentences of the report
    lines : the bylines, credits, datelines and signatures, in order
    paragraphs : the offsets of the paragraphs of the report; the first one begins after the dateline
    ranges : the sentences of these paragraphs
    """

    headline: Span
    body: Span
    lines: tuple[Line, ...]
    paragraphs: tuple[Span, ...]
    ranges: tuple[Span, ...]

    @property
    def lead(self) -> Span:
        """The offsets of the first paragraph of the report."""
        return self.paragraphs[0] if self.paragraphs else (0, 0)


@lru_cache(64)
def _parts_of(text: str, sentences: tuple[Sentence, ...]) -> StoryParts:
    """Return the parts of a text with these sentences."""
    paragraphs = _paragraphs(text, sentences)
    texts = [text[sentences[first].start : sentences[last - 1].end] for first, last in paragraphs]
    lines, headline, begin = list[Line](), (0, 0), 0
    while begin < min(len(texts) - 1, MAX_HEAD_LINES):
        kind = line_kind(texts[begin])
        if not kind and headline == (0, 0) and is_title(texts[begin]):
            headline = paragraphs[begin]
        elif kind := kind or (name_kind(texts[begin]) if headline != (0, 0) else ""):
            lines.append(Line(kind, _offsets(sentences, paragraphs[begin])))
        else:
            break
        begin += 1
    end, tail = len(texts), list[Line]()
    while end - begin > 1 and len(tail) < MAX_TAIL_LINES and (kind := closing_kind(texts[end - 1])):
        end -= 1
        tail.insert(0, Line(kind, _offsets(sentences, paragraphs[end])))
    spans = [_offsets(sentences, paragraph) for paragraph in paragraphs[begin:end]]
    if spans and (length := dateline_length(texts[begin])):
        start, stop = spans[0]
        lines.append(Line("dateline", (start, start + len(texts[begin][:length].rstrip()))))
        spans[0] = start + length, stop
    ranges = paragraphs[begin:end]
    if spans and (run_in := _run_in_line(text, spans[-1])):
        tail.insert(0, run_in)
        spans[-1] = spans[-1][0], len(text[: run_in.span[0]].rstrip())
        first, last = ranges[-1]
        ranges[-1] = first, sum(sentence.start < run_in.span[0] for sentence in sentences[:last])
    body = (ranges[0][0], ranges[-1][1]) if spans else (0, 0)
    return StoryParts(headline, body, (*lines, *tail), tuple(spans), tuple(ranges))


def _run_in_line(text: str, span: Span) -> Line | None:
    """Return what signs a story after the last sentence of its last paragraph: "(Allied Wire)"."""
    start = max(span[0], span[1] - MAX_LINE_CHARS)
    ends = [match.end() for match in _AFTER_SENTENCE.finditer(text, start, span[1])]
    line = text[ends[-1] : span[1]].strip() if ends else ""
    kind = "" if not line or _SENTENCE_END.search(line) else closing_kind(line)
    return Line(kind, (span[1] - len(text[ends[-1] : span[1]].lstrip()), span[1])) if kind else None


def read_parts(document: Document) -> StoryParts:
    """Return the parts of a document that has been segmented."""
    return _parts_of(document.text, document.sentences)


def _paragraphs(text: str, sentences: tuple[Sentence, ...]) -> list[Span]:
    """Return the ranges of sentences that are in one paragraph each."""
    starts = [
        at
        for at, own in enumerate(sentences)
        if not at or own.paragraph != sentences[at - 1].paragraph or "\n" in text[sentences[at - 1].end : own.start]
    ]
    return list(zip(starts, [*starts[1:], len(sentences)], strict=True))


def _offsets(sentences: tuple[Sentence, ...], span: Span) -> Span:
    return sentences[span[0]].start, sentences[span[1] - 1].end


def is_title(text: str) -> bool:
    """Return whether a first line may be a headline."""
    return len(text) <= MAX_HEADLINE_CHARS and "\n" not in text and not _FULL_STOP.search(text)


def line_kind(text: str) -> LineKind | Literal[""]:
    """Return what a line above or below a report is: a byline, a credit, or "" if it is part of the report."""
    line = without_stamp(text.strip())
    words = line.split()
    if not line or len(line) > MAX_LINE_CHARS or len(words) > MAX_LINE_WORDS:
        return ""
    if _SIGNATURE.match(line):
        return "signature"
    if _CONTRIBUTION.match(line) or _CONTRIBUTED.search(line):
        return "credit"
    if _DOTTED.fullmatch(line):
        return "byline"
    if _SENTENCE_END.search(line):
        return ""
    short = len(words) <= MAX_NAME_WORDS
    if _BYLINE.match(line) or _BYLINE_WITHIN.search(line):
        return "byline" if _NAME.search(line) or line.isupper() or short else ""
    if signed := _SIGNED_PERSON.match(line):
        return "credit" if _names_no_person(signed["name"] or signed["titled"]) else "byline"
    if _BRACKETED.match(line) or (short and (_AGENCY.fullmatch(line) or _is_signed(line))):
        return "byline" if _ROLE.search(line) and not _AGENCY_NOUN.search(line) else "credit"
    return ""


def _is_signed(line: str) -> bool:
    """Return whether a line has words of those who publish, and no others but names and general ones."""
    if _DESK.fullmatch(line):
        return True
    if not (_OUTLET.search(line) or _WITH.match(line)):
        return False
    return all(
        not word[:1].islower() or _OUTLET.fullmatch(word) or _CONNECTING.match(word) or word in table.GENERAL_WORDS
        for word in re.findall(r"(?:[ld]['’])?([^\W\d_]+(?:['’-][^\W\d_]+)*['’]?)", line)
    )


def closing_kind(text: str) -> LineKind | Literal[""]:
    """Return what a line below a report is; a name alone may sign it there."""
    return line_kind(text) or name_kind(text)


def name_kind(text: str) -> LineKind | Literal[""]:
    """Return what a line of no more than a name is: that of a person, or of a newspaper, an agency or a column."""
    line = without_stamp(text.strip())
    if len(line) > MAX_LINE_CHARS or _SENTENCE_END.search(line):
        return ""
    if _PERSON.fullmatch(line) and not _names_no_person(line) and not line.isupper():
        return "byline"
    return "credit" if len(line.split()) <= MAX_NAME_WORDS and _are_capitals(line) else ""


def without_stamp(line: str) -> str:
    """Return a line that signs a story without its date and the address of its author."""
    while found := _STAMP.search(line[-MAX_STAMP_CHARS:]):
        line = line[: len(line[:-MAX_STAMP_CHARS]) + found.start()]
    return line


def _names_no_person(text: str) -> bool:
    return bool(_AGENCY_NOUN.search(text) or _ARTICLE.match(text))


def _are_capitals(line: str) -> bool:
    """Return whether all words of a line but those that connect others begin with a capital."""
    words = [word for word in line.split() if not _CONNECTING.match(word)]
    bare = [re.sub(r"^(?:[ld]['’]|\W+)", "", word, flags=re.IGNORECASE) for word in words]
    return bool(bare) and all(not word[:1].islower() for word in bare) and not any(map(str.isdigit, line))


def dateline_length(text: str) -> int:
    """Return the number of characters of the dateline at the start of a paragraph, with its dash; 0 without one."""
    found = _DATELINE.match(text[:MAX_DATELINE_CHARS])
    return found.end() if found and found.end() < len(text) else 0


def introduces_author(text: str) -> bool:
    """Return whether a line has a word that introduces an author: "By", « Texte : », « De notre correspondante »."""
    return bool(_BYLINE.match(text) or _BYLINE_WITHIN.search(text) or _ROLE.search(text))


def names_publisher(text: str) -> bool:
    """Return whether words have a noun of those who publish, or a known agency: "the Orten Courier"."""
    return bool(_AGENCY_NOUN.search(text) or _AGENCY.search(text))


def names_workers(text: str) -> bool:
    """Return whether a line names those who worked on a story, and no source."""
    return bool(_CONTRIBUTION.match(text) or _CONTRIBUTED.search(text)) and not _SOURCE_LINE.match(text)


def author_of(text: str) -> str:
    """Return the name of the author in a byline without role, office and what introduces it, "" if it names nobody."""
    text = _AT_PLACE.sub("", _BYLINE.sub("", without_stamp(text), count=1))
    parts = [part for part in text.split(",") if not _ROLE.search(part)] or [_ROLE.sub(" ", text)]
    return " ".join(part for part in parts if _NAME.search(part) or part.strip().isupper())
