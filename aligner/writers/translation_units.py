"""Kept segments -> translation units with all that the formats of translation tools have a place for."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Iterator
from datetime import datetime, timezone
from functools import cached_property
from hashlib import blake2b
from itertools import accumulate, chain, islice
from typing import TYPE_CHECKING

from aligner.errors import OutputError
from aligner.languages.regions import regional_tag
from aligner.types import DOUBT_THRESHOLD, SIDES, Corpus, Segment
from aligner.types.units import Code, Pairs, SourceText, SourceUnit, marked_up
from aligner.writers.atomic import advise
from aligner.writers.escaping import decimal, one_line
from aligner.xml_parser import xml_parser

if TYPE_CHECKING:
    from lxml.etree import _Element

CONFIDENCE = "x-confidence"
MAX_SPELLING_SEGMENTS = 5000  # by whose spelling the region of a corpus is known
NOTE_MARK = "aligner: "  # begins each note of ours, so that the next run replaces it
_FACTS = ("fact_changed", "fact_doubtful")  # noted whatever the confidence
_DOCUMENTS = ("x-en-document", "x-fr-document")
_ISO_DATE = re.compile(
    r"(\d{4}-\d\d-\d\d)(?:[T ](\d\d:\d\d)(?::(\d\d)(?:[.,]\d+)?)?\s*(?:([+-])(\d\d:?\d\d))?)?", re.ASCII
)
_LANGUAGE_TAG = re.compile("[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*")
_ANY_LANGUAGE = "*all*"  # for TMX, any text of a unit may be the source of the others
_TOKEN = re.compile(r"\w+|\W")
_BEHIND = ("<ept", "</", "<ph", "<ut", '<it pos="end"')
_DATE_FORMAT = "%Y%m%dT%H%M%SZ"


class TranslationUnits:
    """The kept segments of a corpus as units: with those of the source, and what is known only now.

    Parameters
    ----------
    inner : whether texts in the codes of another unit, such as footnotes, are units too; TMX has them in these codes

    Attributes
    ----------
    languages : tuple of str
        Of the English and the French text of the first unit.
    source_language : str
        That of the memory if it was translated from French or from several languages, else English.
    """

    def __init__(self, corpus: Corpus, *, inner: bool = False) -> None:
        self._inner = inner
        self._locales = tuple(str(corpus.signature.get(f"{side}_locale") or "") for side in SIDES)
        self._corpus = corpus
        self._segments = (segment for segment in corpus.segments if segment.kept)
        self._first = next(self._segments, None)
        first = self._first.unit if self._first else None
        self.languages = self._languages(first or SourceUnit())
        declared = dict(corpus.memory.attributes).get("srclang", "")
        is_french = declared.lower().startswith("fr")
        self.source_language = declared if declared == _ANY_LANGUAGE else self.languages[is_french]

    def __iter__(self) -> Iterator[tuple[Segment, SourceUnit]]:
        """Yield the segments with their units."""
        for segment in chain([self._first] if self._first else [], self._segments):
            yield from self._of(segment)

    def _of(self, segment: Segment) -> Iterator[tuple[Segment, SourceUnit]]:
        source = segment.unit or SourceUnit()
        if source.is_inner and not self._inner:
            return
        en, fr = self._languages(source)
        yield (
            segment,
            source._replace(
                id=segment_id(segment),
                attributes=self._attributes(segment, source),
                notes=_notes(segment, source),
                properties=_properties(segment, source),
                en=_text(source.en, segment.en_text, en),
                fr=_text(source.fr, segment.fr_text, fr),
                others=tuple(_other_texts(source)),
            ),
        )

    @cached_property
    def _dates(self) -> dict[str, str]:
        return _document_dates(self._corpus)

    @cached_property
    def _tags(self) -> tuple[str, str]:
        return _regional_tags(self._corpus)

    def _languages(self, source: SourceUnit) -> tuple[str, str]:
        en, fr = (
            locale or _language_tag(own.language) or self._tags[index]
            for index, (locale, own) in enumerate(zip(self._locales, (source.en, source.fr), strict=True))
        )
        return en, fr

    def _attributes(self, segment: Segment, source: SourceUnit) -> Pairs:
        if any(name == "creationdate" for own in (source, source.en, source.fr) for name, _ in own.attributes):
            return source.attributes
        date = max((self._dates.get(id, "") for id in segment.ids), default="") or self._corpus.date
        return (*source.attributes, ("creationdate", date)) if date else source.attributes


def _regional_tags(corpus: Corpus) -> tuple[str, str]:
    """Return the tags of texts without one, by how the first segments are spelled."""
    kept = islice((segment for segment in corpus.segments if segment.kept), MAX_SPELLING_SEGMENTS)
    try:
        texts = [(segment.en_text, segment.fr_text) for segment in kept]
    except OSError as error:
        raise OutputError(f"cannot read the segments: {error.strerror or error}; {advise(error)}") from error
    en, fr = (regional_tag(side, [pair[index] for pair in texts]) for index, side in enumerate(SIDES))
    return en, fr


def _language_tag(language: str) -> str:
    tag = language.strip().replace("_", "-")
    return tag if _LANGUAGE_TAG.fullmatch(tag) else ""


def _document_dates(corpus: Corpus) -> dict[str, str]:
    """Return when each document was last changed, as its metadata has it."""
    dates = {}
    for document in corpus.documents:
        if date := tmx_date(document.meta.get("updated", "")) or tmx_date(document.meta.get("date", "")):
            dates[document.id] = date
    return dates


def tmx_date(text: str) -> str:
    """Return an ISO date, with or without a time of day, as TMX writes dates; "" for any other text."""
    match = _ISO_DATE.match(text.strip())
    if match is None:
        return ""
    day, time, seconds, sign, offset = match.groups()
    zone = f"{sign}{offset[:2]}:{offset[-2:]}" if offset else "+00:00"
    try:
        moment = datetime.fromisoformat(f"{day}T{time or '00:00'}:{seconds or '00'}{zone}")
        return moment.astimezone(timezone.utc).strftime(_DATE_FORMAT)
    except (ValueError, OverflowError):
        return ""


def input_date(changed: Iterable[float]) -> str:
    """Return the date of a run, of which equal runs have the same: when the newest input file was changed.

    The variable SOURCE_DATE_EPOCH, if set, replaces it (https://reproducible-builds.org/specs/source-date-epoch).
    """
    epoch = os.environ.get("SOURCE_DATE_EPOCH", "")
    seconds = float(epoch) if epoch.isdecimal() else max(changed, default=0.0)
    try:
        return datetime.fromtimestamp(seconds, timezone.utc).strftime(_DATE_FORMAT) if seconds else ""
    except (ValueError, OverflowError, OSError):
        return ""


def segment_id(segment: Segment) -> str:
    """Return the id of a segment in all formats: its own, else a hash of its texts and documents, equal in all runs."""
    own = one_line(segment.unit.id) if segment.unit else ""
    if own:
        return own
    parts = "\x1f".join((*segment.ids, segment.en_text, segment.fr_text))
    return blake2b(parts.encode("utf-8", "surrogatepass"), digest_size=8).hexdigest()


def _notes(segment: Segment, source: SourceUnit) -> tuple[str, ...]:
    doubtful = segment.confidence < DOUBT_THRESHOLD
    reasons = (reason for reason in segment.reasons if reason.code in _FACTS or (doubtful and reason.code != "moved"))
    own = (NOTE_MARK + one_line(reason.text) for reason in reasons)
    return (*own, *(note for note in source.notes if not note.startswith(NOTE_MARK)))


def _properties(segment: Segment, source: SourceUnit) -> Pairs:
    known = [each for each in source.properties if each[0] != CONFIDENCE]
    kinds = {kind for kind, _ in known}
    own = [(CONFIDENCE, decimal(segment.confidence))]
    # A memory that this program wrote names the documents that its units are from.
    documents = zip(_DOCUMENTS, segment.ids, strict=True)
    own += [(kind, id) for kind, id in documents if kind not in kinds]
    if segment.bead.moved:
        own.append(("x-moved", "yes"))
    own += [("x-reviewed-by", name) for name in segment.reviewed_by]
    return tuple(dict.fromkeys((*own, *known)))


def _other_texts(source: SourceUnit) -> Iterator[SourceText]:
    for other in source.others:
        if language := _language_tag(other.language):
            yield _text(other, other.text, language)


def _text(source: SourceText, text: str, language: str) -> SourceText:
    text = one_line(text)
    return source._replace(language=language, text=text, codes=_moved_codes(source, text))


def _moved_codes(source: SourceText, text: str) -> tuple[Code, ...]:
    """Return the codes of a text in their places in what it has become; none if words that they replace are gone."""
    if not source.codes or source.text == text:
        return source.codes
    places, kept = _places(source.text, text)
    moved: list[Code] = []
    for start, end, markup in source.codes:
        # What ends something, or is alone, stays behind the character before it; what begins something moves on.
        after = start > 0 and kept[start - 1] and markup.startswith(_BEHIND)
        first = places[start - 1] + 1 if after else places[start]
        first = max(first, moved[-1].end if moved else 0)
        last = first + end - start
        if text[first:last] != source.text[start:end]:
            return ()
        moved.append(Code(first, last, markup))
    return tuple(moved)


def _places(before: str, after: str) -> tuple[list[int], list[bool]]:
    """Return where each character of a text is in what it has become, and whether it is still there.

    Texts are compared word by word: no code is moved into a word.
    """
    from rapidfuzz.distance import Levenshtein

    old, new = (_TOKEN.findall(text) for text in (before, after))
    places, kept = [len(after)] * (len(before) + 1), [False] * (len(before) + 1)
    starts = [0, *accumulate(map(len, new))]
    at = 0
    for edit in Levenshtein.opcodes(old, new):
        for number in range(edit.src_end - edit.src_start):
            token = old[edit.src_start + number]
            first = starts[min(edit.dest_start + number, edit.dest_end)]
            last = starts[min(edit.dest_start + number + 1, edit.dest_end)]
            for inner in range(len(token)):
                kept[at] = edit.tag == "equal"
                places[at] = first + inner if kept[at] else last if inner else first
                at += 1
    return places, kept


def segment_element(side: SourceText) -> _Element:
    """Return a text as a TMX ``<seg>`` with its codes, or without them if they are damaged."""
    from lxml import etree

    if side.codes:
        try:
            return etree.fromstring(f"<seg>{marked_up(side.text, side.codes)}</seg>", xml_parser())
        except etree.XMLSyntaxError:
            pass
    plain = etree.Element("seg")
    plain.text = side.text
    return plain
