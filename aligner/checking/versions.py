"""Which stories are versions of each other, and each of them as seen beside another."""

from __future__ import annotations

import logging
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import replace
from itertools import combinations

from aligner.alignment.align import align
from aligner.detectors import View, views
from aligner.pipeline.candidates import propose
from aligner.pipeline.choose import choose
from aligner.pipeline.judge import EncodedDocument, align_and_score
from aligner.pipeline.prepare import Prepared, unit
from aligner.settings import Settings
from aligner.text.entities.compare import compare
from aligner.text.entities.numbers import Quantity
from aligner.types import DocumentPair

LIKE = 0.6  # cosine from which two sentences of one language say the same
SAID = 0.25  # likely enough for a copy whose original a person has named: spinning makes it less like it
KEPT = 0.3  # likeness of all text to its counterpart that spinning leaves; other stories have less than a quarter
AKIN = 0.6  # cosine of two documents of one language from which they are worth aligning
VersionsById = dict[str, list[tuple[View, float]]]
_log = logging.getLogger(__name__)


def compare_with_original(documents: Sequence[Prepared], source: Prepared, settings: Settings) -> VersionsById:
    """Each document as seen beside its original, with how likely the two are versions of one story."""
    seen: VersionsById = defaultdict(list)
    for item in documents:
        view, confidence, alike = _compared(item, source, settings)
        if confidence >= SAID or alike >= KEPT:
            seen[item.document.id].append((replace(view, original=True), confidence))
        else:
            _log.warning("%s is no version of %s: it is read alone", item.document.id, source.document.id)
    return seen


def compare_copies(documents: Sequence[Prepared], settings: Settings) -> VersionsById:
    """Each document as seen beside the others that are versions of it."""
    by_id = {item.document.id: item for item in documents}
    sketches = {id: item.sketch for id, item in by_id.items()}
    found, pairs = dict[tuple[str, str], tuple[View, View]](), list[DocumentPair]()
    for proposed in propose(list(sketches.values())):
        both, pair = _across(by_id[proposed.en], by_id[proposed.fr], settings)
        found[proposed.en, proposed.fr] = both
        pairs.append(pair)
    seen: VersionsById = defaultdict(list)
    for pair in choose(pairs, sketches, settings.min_pair)[0]:
        for view in found[pair.en, pair.fr]:
            seen[view.document.id].append((view, pair.confidence))
    for one, two in combinations(documents, 2):
        alike = one.sketch.side == two.sketch.side and float(one.sketch.vector @ two.sketch.vector) >= AKIN
        for mine, other in ((one, two), (two, one)) if alike else ():
            view, confidence = _within(mine, other)
            if confidence >= settings.min_pair:
                seen[mine.document.id].append((view, confidence))
    return seen


def _compared(copy: Prepared, source: Prepared, settings: Settings) -> tuple[View, float, float]:
    """The copy as seen beside its source, how likely they are versions of one story, and how like their texts are."""
    if copy.document.side == source.document.side:
        view, told = _within(copy, source)
        return view, told, told
    en, fr = (copy, source) if copy.document.side == "en" else (source, copy)
    both, pair = _across(en, fr, settings)
    return both[0 if copy is en else 1], pair.confidence, pair.evidence["alike"]


def _across(en: Prepared, fr: Prepared, settings: Settings) -> tuple[tuple[View, View], DocumentPair]:
    known = propose([en.sketch, fr.sketch])
    likeness = (known[0].cosine, known[0].shared) if known else (0.0, 0.0)
    judged = align_and_score(_side(en), _side(fr), likeness, settings)
    compared = [compare(each.en_text, each.fr_text) for each in judged.segments]
    beads = [each.bead for each in judged.segments]
    both = views(en.document, fr.document, beads, [each[:2] for each in compared])
    return both, judged.pair


def _within(copy: Prepared, source: Prepared) -> tuple[View, float]:
    """Two texts of one language: aligned alike, and compared as two languages are."""
    one, two = _side(copy), _side(source)
    beads = align(one.document.sentences, two.document.sentences, (one.vectors, two.vectors))
    view, _ = views(one.document, two.document, beads, [((), ())] * len(beads))
    matches = []
    for match in view.matches:
        texts = view.document.text[slice(*match.here)], two.document.text[slice(*match.there)]
        found = compare(*texts, (view.side, view.side))
        extra, missing = (_moved(own, span[0]) for own, span in zip(found[:2], (match.here, match.there), strict=True))
        matches.append(match._replace(missing=missing, extra=extra))
    told = sum(match.here[1] - match.here[0] for match in matches if match.likeness >= LIKE)
    return replace(view, matches=tuple(matches)), round(told / max(1, len(copy.document.text)), 4)


def _moved(found: Iterable[Quantity], by: int) -> tuple[Quantity, ...]:
    return tuple(each._replace(start=each.start + by, end=each.end + by) for each in found)


def _side(item: Prepared) -> EncodedDocument:
    return EncodedDocument(item.document, unit(item.vectors))
