"""List what a version of a story added, removed and changed of an earlier one: as facts, wording or order."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator
from contextlib import closing
from functools import partial
from itertools import combinations, pairwise
from pathlib import Path
from typing import Literal, NamedTuple

from aligner.alignment.align import align
from aligner.comparison.compare import compare
from aligner.comparison.paragraphs import WHOLE_CODES, compare_paragraphs
from aligner.comparison.passage import Change
from aligner.comparison.rewrite import RewriteComparison
from aligner.comparison.stories import align_stories
from aligner.comparison.story_lines import line_changes, lines_of
from aligner.databases import open_read_only
from aligner.deduplication.group import Family
from aligner.deduplication.index.serialize import read_story
from aligner.deduplication.index.store import Store
from aligner.deduplication.record import Story
from aligner.deduplication.slots import read_slots
from aligner.documents.prepare import unit_rows
from aligner.parallel import parallel_map
from aligner.text.story_parts import read_parts
from aligner.text.version_marks import is_correction_note, read_moment, without_slugs
from aligner.types import Document, DocumentSpan, Sentence, Side, Span

ChangeKind = Literal["fact", "wording", "order"]
ChangeWhat = Literal["added", "removed", "changed"]
MAX_SENTENCE_GAP = 1  # characters between two sentences of a paragraph, as read
MAX_MARK_CHARS = 60  # of a sentence that gives no more than the time of its version
MAX_COMPARED_SENTENCES = 400  # of a story whose changes are listed
_WORDING_FAMILIES = ("wording.", "headline.", "layout.", "spelling.", "byline.", "credit.")
_REWRITTEN = frozenset(
    {"wording.rewritten", "headline.rewritten", "lead.rewritten"}
)  # sentences in other words, with other facts or not


class VersionChange(NamedTuple):
    """A difference of a version from an earlier one.

    kind : whether a fact, the wording or the order differs
    code : of `aligner.comparison`; "sentence.added" and "sentence.removed" for whole sentences
    old_span, new_span : ranges of both stories as read, of whole sentences where cleaning moved their characters; one
        is empty where its story has nothing
    """

    older: str
    newer: str
    kind: ChangeKind
    what: ChangeWhat
    code: str
    old_text: str
    new_text: str
    old_span: DocumentSpan
    new_span: DocumentSpan


class _Text:
    """A story as a document, and where its characters are in the file as read."""

    def __init__(self, story: Story) -> None:
        self.id, self.spans = story.id, story.spans[:MAX_COMPARED_SENTENCES]
        self.document = _document(story)
        self._sizes = [len(text) for text in story.texts]
        self._starts = [sentence.start for sentence in self.document.sentences]

    def range_of(self, sentences: Span) -> Span:
        """Return the offsets of some sentences, an empty range after the one before if there are none."""
        first, last = sentences
        own = self.document.sentences
        if first < last:
            return own[first].start, own[last - 1].end
        place = own[first - 1].end if first else 0
        return place, place

    def trimmed(self, span: Span) -> Span:
        """Return a range without the blanks at its start, as they are in the place of a slug."""
        start, end = span
        return end - len(self.document.text[start:end].lstrip()), end

    def as_read(self, span: Span) -> DocumentSpan:
        """Return the range as read of a range of the document."""
        start, end = span
        if start == end:
            place = self._offset(max(start - 1, 0), end=True)
            return DocumentSpan(self.id, place, place)
        return DocumentSpan(self.id, self._offset(start), self._offset(end - 1, end=True))

    def _offset(self, at: int, *, end: bool = False) -> int:
        """Return the place as read of a character, or the place after it; of a sentence of other length, its edge."""
        number = max(bisect_right(self._starts, at) - 1, 0)
        sentence, (first, last) = self.document.sentences[number], self.spans[number]
        if last - first != self._sizes[number]:
            return last if end else first
        return min(first + at - sentence.start + end, last)


def _document(story: Story) -> Document:
    """Return a story as a document of its cleaned sentences and paragraphs, its headline without slugs."""
    sentences, text, paragraph = list[Sentence](), "", 0
    for number, own in enumerate(story.texts[:MAX_COMPARED_SENTENCES]):
        if number:
            apart = story.spans[number][0] - story.spans[number - 1][1] > MAX_SENTENCE_GAP
            text += "\n\n" if apart else " "
            paragraph += apart
        shown = own if number else without_slugs(own)
        words = shown.rstrip()
        sentences.append(Sentence(words, len(text), len(text) + len(words), paragraph))
        text += shown
    return Document(story.id, text, story.side, 1.0, tuple(sentences))


def list_changes(store: Store, families: Iterable[Family], jobs: int | None) -> Iterator[VersionChange]:
    """Yield what each version of a chain changed of the one before it.

    The newest versions in the two languages are compared as well.
    """
    pairs = [pair for family in families for pair in _version_pairs(family)]
    numbers = {entry.id: entry.number for entry in store.entries()} if pairs else {}
    items = [(numbers[older], numbers[newer]) for older, newer in pairs]
    for changes in parallel_map(partial(_changes_of, path=store.path, dim=store.dim), items, jobs):
        yield from changes


def _version_pairs(family: Family) -> Iterator[tuple[str, str]]:
    for chain in family.chains:
        yield from pairwise(chain)
    yield from combinations([chain[-1] for chain in family.chains], 2)


def _changes_of(pair: tuple[int, int], *, path: Path, dim: int) -> list[VersionChange]:
    """Compare two stories of an index; this may be another process, which reads the texts itself."""
    with closing(open_read_only(path)) as db:
        older, newer = (read_story(db, number, dim) for number in pair)
    return find_changes(older, newer) if older and newer else []


def find_changes(older: Story, newer: Story) -> list[VersionChange]:
    """Return what a version changed of an earlier one, in the order of the newer text.

    In one language the texts are compared word by word; across languages, fact by fact.
    """
    here, there = _Text(newer), _Text(older)
    passages = list(_passages(here, there, newer, older))
    lines = list[Change]()
    if newer.side == older.side:
        comparison = compare(here.document, there.document, passages)
        changes, alone = comparison.changes, comparison.alone
        lines = list(_line_changes(here.document, there.document))
    else:
        rewrite = RewriteComparison(here.document, there.document, passages)
        parts = read_parts(here.document), read_parts(there.document)
        paragraphs = compare_paragraphs(parts, passages, rewrite.elsewhere)
        changes, alone = (*rewrite.changes, *paragraphs.changes), tuple(paragraphs.alone)
    whole = [change for change in changes if change.code in WHOLE_CODES]
    whole += [Change(f"sentence.{'added' if one[0] < one[1] else 'removed'}", one, two) for one, two in alone]
    rest = (change for change in changes if change.code not in WHOLE_CODES)
    within = [change for change in rest if not any(_contains(one, change) for one in whole)]
    ordered = sorted([*within, *whole, *lines], key=lambda change: (change.here, change.there))
    return [_described(change, here, there) for change in ordered]


def _line_changes(here: Document, there: Document) -> Iterator[Change]:
    """Yield the bylines, credits and datelines that a version removed, replaced or added."""
    ours, theirs = (lines_of(document.text, read_parts(document)) for document in (here, there))
    for change in line_changes(ours, theirs):
        one, two = (line.span if line else (0, 0) for line in (change.here, change.there))
        yield Change(change.code, one, two, change.severity)


def _passages(here: _Text, there: _Text, newer: Story, older: Story) -> Iterator[tuple[Span, Span]]:
    """Yield the offsets of the sentences that belong together."""
    ours, theirs = here.document.sentences, there.document.sentences
    vectors = unit_rows(newer.vectors[: len(ours)]), unit_rows(older.vectors[: len(theirs)])
    if newer.side == older.side:
        beads = align_stories(here.document, there.document, vectors)
    else:
        beads = align(ours, theirs, vectors)
    yield from ((here.range_of(bead.en), there.range_of(bead.fr)) for bead in beads)


def _contains(whole: Change, part: Change) -> bool:
    """Return whether a change is within a sentence that only one version has."""
    spans = ((whole.here, part.here), (whole.there, part.there))
    own = [(outer, inner) for outer, inner in spans if inner[0] < inner[1]]
    return len(own) == 1 and own[0][0][0] <= own[0][1][0] and own[0][1][1] <= own[0][0][1]


def _described(change: Change, here: _Text, there: _Text) -> VersionChange:
    spans = here.trimmed(change.here), there.trimmed(change.there)
    new, old = here.document.text[slice(*spans[0])], there.document.text[slice(*spans[1])]
    what: ChangeWhat = "changed" if old and new else "added" if new else "removed"
    kind = _kind(change, (old, there.document.side), (new, here.document.side))
    places = there.as_read(spans[1]), here.as_read(spans[0])
    return VersionChange(there.id, here.id, kind, what, change.code, old, new, *places)


def _kind(change: Change, *texts: tuple[str, Side]) -> ChangeKind:
    if change.note == "moved" or change.code.endswith(".moved"):
        return "order"
    if change.code in _REWRITTEN:
        old, new = ([slots.values | slots.names for slots in read_slots((text,), side)] for text, side in texts)
        return "fact" if old != new else "wording"
    if all(_is_mark(text, side) for text, side in texts if text):
        return "wording"
    return "wording" if change.code.startswith(_WORDING_FAMILIES) else "fact"


def _is_mark(text: str, side: Side) -> bool:
    """Return whether a text is about the version itself: its time, or a note of correction."""
    return is_correction_note(text) or (len(text) <= MAX_MARK_CHARS and bool(read_moment([text], side)))
