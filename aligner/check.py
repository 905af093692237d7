"""Stories one by one: their artefacts, with the proof that other versions give."""

from __future__ import annotations

import logging
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import NamedTuple

from aligner.align import align
from aligner.clean import undo
from aligner.detectors import View, examine, views
from aligner.encoders import Encoder, load_encoder
from aligner.errors import CannotRead
from aligner.judge import Side, judge
from aligner.numbers import Quantity
from aligner.pairing import choose, propose
from aligner.prepare import Prepared, make_ready, unit
from aligner.quantities import compare
from aligner.readers import find, read
from aligner.settings import Settings
from aligner.types import Document, DocumentPair, Finding, Severity, Skipped

SEVERITIES: tuple[Severity, ...] = ("critical", "major", "minor")
LIKE = 0.6  # cosine from which two sentences of one language say the same
NO_VERDICT = {
    "human": None, "machine_translation": None, "spun": None, "judged": False,
    "reason": "no verdict yet: this version of aligner gives findings only",
}  # fmt: skip
_log = logging.getLogger(__name__)


class Checked(NamedTuple):
    """A document as it was read, its findings, and the versions of its story that it was compared with.

    reason : why there are none, when it could not be read
    """

    document: str
    text: str
    findings: tuple[Finding, ...] = ()
    versions: tuple[tuple[str, float], ...] = ()
    reason: str = ""


def check_files(copies: Sequence[Path], *, original: Path | None = None, model: str = "") -> Iterator[Checked]:
    """Find the artefacts of each document.

    Parameters
    ----------
    copies : files or folders
        Without an original, those that are versions of each other in the two
        languages are compared; all others are read alone.
    original : file with the story they were made from, in either language

    Raises
    ------
    CannotRead
        When the original, or every copy, cannot be read.
    """
    encoder = load_encoder(model)
    source = _original(original, encoder) if original else None
    skipped: list[Skipped] = []
    ready = [item for id, path in find(copies, skipped.append) for item in _ready(id, path, encoder)]
    skipped += [item for item in ready if isinstance(item, Skipped)]
    documents = [item for item in ready if isinstance(item, Prepared)]
    if skipped and not documents:
        raise CannotRead(f"{skipped[0].source}: {skipped[0].reason}")
    seen = _beside(documents, source) if source else _among(documents, Settings(model=model))
    for item in documents:
        yield _checked(item.document, seen[item.document.id])
    for missing in skipped:
        yield Checked(missing.source, "", reason=missing.reason)


def row(checked: Checked) -> dict[str, object]:
    """What is known of a document, as plain data."""
    verdict = {**NO_VERDICT, "reason": checked.reason} if checked.reason else NO_VERDICT
    return {
        "document": checked.document,
        "verdict": verdict,
        "versions": [{"document": id, "confidence": confidence} for id, confidence in checked.versions],
        "findings": [finding._asdict() for finding in checked.findings],
    }


def reaches(found: Iterable[Checked], severity: Severity) -> bool:
    """Whether a finding is as grave as this."""
    grave = SEVERITIES[: SEVERITIES.index(severity) + 1]
    return any(finding.severity in grave for checked in found for finding in checked.findings)


def _checked(document: Document, seen: Sequence[tuple[View, float]]) -> Checked:
    # What one text alone shows is found in every view of it.
    found = {
        (each.code, each.start, each.end, each.message): each
        for view, _ in seen or [(View(document), 0.0)]
        for each in examine(view)
    }
    findings = sorted(found.values(), key=lambda each: (each.start, each.end, each.code))
    versions = tuple((view.other.id, confidence) for view, confidence in seen if view.other)
    return Checked(document.id, undo(document.text, document.steps), tuple(findings), versions)


def _ready(id: str, path: Path, encoder: Encoder) -> Iterator[Prepared | Skipped]:
    try:
        for found in read(id, path):
            yield found if isinstance(found, Skipped) else make_ready(found, "", encoder)
    except CannotRead as error:
        yield Skipped(id, str(error).removeprefix(f"{id}: "))


def _original(path: Path, encoder: Encoder) -> Prepared:
    found = list(_ready(path.as_posix(), path, encoder))
    if len(found) == 1 and isinstance(found[0], Prepared):
        return found[0]
    why = found[0].reason if found and isinstance(found[0], Skipped) else "it does not hold one text"
    raise CannotRead(f"{path}: {why}; give a file with one story as the original")


def _beside(documents: Sequence[Prepared], source: Prepared) -> dict[str, list[tuple[View, float]]]:
    seen: dict[str, list[tuple[View, float]]] = defaultdict(list)
    for item in documents:
        view, confidence = _compared(item, source)
        if confidence >= Settings().min_pair:
            seen[item.document.id].append((replace(view, original=True), confidence))
        else:
            _log.warning("%s is no version of %s: it is read alone", item.document.id, source.document.id)
    return seen


def _among(documents: Sequence[Prepared], settings: Settings) -> dict[str, list[tuple[View, float]]]:
    by_id = {item.document.id: item for item in documents}
    sketches = {id: item.sketch for id, item in by_id.items()}
    views, pairs = dict[tuple[str, str], tuple[View, View]](), list[DocumentPair]()
    for found in propose(list(sketches.values())):
        both, confidence = _across(by_id[found.en], by_id[found.fr])
        views[found.en, found.fr] = both
        pairs.append(DocumentPair(found.en, found.fr, confidence, {}))
    seen: dict[str, list[tuple[View, float]]] = defaultdict(list)
    for pair in choose(pairs, sketches, settings.min_pair)[0]:
        for view in views[pair.en, pair.fr]:
            seen[view.document.id].append((view, pair.confidence))
    return seen


def _compared(copy: Prepared, source: Prepared) -> tuple[View, float]:
    """The copy as seen beside its source, and how likely they are versions of one story."""
    if copy.document.side == source.document.side:
        return _within(copy, source)
    en, fr = (copy, source) if copy.document.side == "en" else (source, copy)
    both, confidence = _across(en, fr)
    return both[0 if copy is en else 1], confidence


def _across(en: Prepared, fr: Prepared) -> tuple[tuple[View, View], float]:
    known = propose([en.sketch, fr.sketch])
    likeness = (known[0].cosine, known[0].shared) if known else (0.0, 0.0)
    judged = judge(_side(en), _side(fr), likeness, Settings())
    compared = [compare(each.en_text, each.fr_text) for each in judged.segments]
    beads = [each.bead for each in judged.segments]
    both = views(en.document, fr.document, beads, [each[:2] for each in compared])
    return both, judged.pair.confidence


def _within(copy: Prepared, source: Prepared) -> tuple[View, float]:
    """Two texts of one language: aligned alike, and compared by their numbers and sentences."""
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


def _side(item: Prepared) -> Side:
    return Side(item.document, unit(item.vectors))
