"""Gate parts of the findings: spans in the five stories, false alarms on human news, loops, and the verdict."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

import numpy as np

from aligner.alignment.align import align
from aligner.detectors import View, examine, views
from aligner.documents.prepare import Prepared, make_ready, unit_rows
from aligner.encoders import load_encoder
from aligner.encoders.words import embedded_words
from aligner.evaluation.confidence_metrics import auc
from aligner.readers import read
from aligner.text.cleaning.edits import undo
from aligner.text.entities.numbers.compare import compare_numbers
from aligner.types import SIDES, Bead, Document, Finding, RawDocument, Sentence, Span
from scripts.datasets.gold import Pair, sentence_pairs
from scripts.training.verdict import predict_held_out, read_training_data

ROOT = Path(__file__).resolve().parents[2]
SEEDS, CASES = ROOT / "seeds", ROOT / "tests" / "cases" / "seeds"
SEVERE = ("critical", "major")
MAX_LENGTH_RATIO = 4  # of two spans that match
EVEN_ODDS = 0.5
DOCUMENT_LINES = 20  # of a document made of consecutive lines


class MarkedSpan(NamedTuple):
    """A span that a reader marked in a story."""

    code: str
    severity: str
    start: int
    end: int


class SpanScore(NamedTuple):
    """Counts of severe marked spans and of severe findings.

    Attributes
    ----------
    found, marked : severe marked spans that a finding matches, and all of them
    right, reported : severe findings that match a marked span of any severity, and all of them
    """

    found: int
    marked: int
    right: int
    reported: int


def marked_spans(number: str) -> list[MarkedSpan]:
    """Read the spans that were marked in a story."""
    text = _seed(number).read_bytes().decode()
    rows = map(json.loads, (CASES / f"{number}.jsonl").read_text(encoding="utf-8").splitlines())
    return [MarkedSpan(row["code"], row["severity"], *_locate(text, row["text"], row["occurrence"])) for row in rows]


def _locate(text: str, part: str, occurrence: int) -> Span:
    start = -1
    for _ in range(occurrence):
        start = text.index(part, start + 1)
    return start, start + len(part)


def _seed(number: str) -> Path:
    return next(SEEDS.glob(f"{number}*"))


def score_spans(gold: Sequence[MarkedSpan], findings: Sequence[Finding]) -> SpanScore:
    """Match severe findings with marked spans by their positions."""
    severe = [finding for finding in findings if finding.severity in SEVERE and finding.start < finding.end]
    spans = [(finding.start, finding.end) for finding in severe]
    wanted = [span for span in gold if span.severity in SEVERE]
    found = sum(any(match_spans((mark.start, mark.end), span) for span in spans) for mark in wanted)
    right = sum(any(match_spans((mark.start, mark.end), span) for mark in gold) for span in spans)
    return SpanScore(found, len(wanted), right, len(spans))


def match_spans(one: Span, two: Span) -> bool:
    """Return whether half of the shorter span is shared, and the longer is not much longer."""
    sizes = sorted(end - start for start, end in (one, two))
    shared = min(one[1], two[1]) - max(one[0], two[0])
    return 2 * shared >= sizes[0] and sizes[1] <= MAX_LENGTH_RATIO * sizes[0]


def examine_seeds() -> dict[str, tuple[str, list[Finding]]]:
    """Return the text and the findings of each story; 000 and 001 are compared, the others examined alone."""
    ready = {}
    for path in sorted(SEEDS.glob("*.txt")):
        (document,) = read(path.name, path)
        assert isinstance(document, RawDocument)
        item = make_ready(document, "", load_encoder())
        assert isinstance(item, Prepared)
        ready[path.name[:3]] = item
    seeds = {number: View(item.document) for number, item in ready.items()}
    seeds["000"], seeds["001"] = view_documents(ready["000"], ready["001"])
    return {number: (undo(view.document.text, view.document.steps), examine(view)) for number, view in seeds.items()}


def view_documents(en: Prepared, fr: Prepared) -> tuple[View, View]:
    """Align two documents and return the view of each."""
    vectors = unit_rows(en.vectors), unit_rows(fr.vectors)
    beads = align(en.document.sentences, fr.document.sentences, vectors, words=embedded_words())
    numbers = [compare_numbers(_join(en.document, bead.en), _join(fr.document, bead.fr))[:2] for bead in beads]
    return views(en.document, fr.document, beads, numbers)


def _join(document: Document, span: Span) -> str:
    return " ".join(sentence.text for sentence in document.sentences[slice(*span)])


def view_pairs(pairs: Sequence[Pair]) -> tuple[View, View]:
    """Make two aligned documents of sentence pairs, one sentence a line, and return the view of each."""
    documents = []
    for column, side in enumerate(SIDES):
        sentences, start = list[Sentence](), 0
        for pair in pairs:
            sentences.append(Sentence(pair[column], start, start + len(pair[column]), len(sentences)))
            start += len(pair[column]) + 1
        text = "\n".join(pair[column] for pair in pairs)
        documents.append(Document(f"{side}.txt", text, side, 1.0, tuple(sentences)))
    vectors = [load_encoder().encode([pair[column] for pair in pairs]) for column in (0, 1)]
    cosines = (vectors[0] * vectors[1]).sum(axis=1).round(4).tolist()
    beads = [Bead((index, index + 1), (index, index + 1), cosine) for index, cosine in enumerate(cosines)]
    return views(documents[0], documents[1], beads, [compare_numbers(*pair)[:2] for pair in pairs])


def findings_in(pairs: Sequence[Pair]) -> Iterator[Finding]:
    """Yield all findings on both sides of documents of consecutive lines."""
    for start in range(0, len(pairs), DOCUMENT_LINES):
        for view in view_pairs(pairs[start : start + DOCUMENT_LINES]):
            yield from examine(view)


def measure_artefacts(data: Path) -> dict[str, float]:
    """Return span metrics of the stories, and severe findings per pair of human news.

    `numbers.false_alarms` counts number findings per pair with digits.
    """
    metrics: dict[str, float] = {}
    seeds = examine_seeds()
    for number in ("000", "004"):
        score = score_spans(marked_spans(number), seeds[number][1])
        metrics |= {
            f"artefacts.{number}.recall": score.found / score.marked,
            f"artefacts.{number}.precision": score.right / max(1, score.reported),
        }
    for number in ("002", "003"):
        score = score_spans(marked_spans(number), seeds[number][1])
        metrics[f"artefacts.{number}.false_alarms"] = score.reported - score.right
    corpora = sentence_pairs(data)
    sets = {"newstest": corpora["newstest"], "flores": corpora["flores.dev"] + corpora["flores.devtest"]}
    for name, pairs in sets.items():
        severe = [finding for finding in findings_in(pairs) if finding.severity in SEVERE]
        with_digits = sum(any(c.isdigit() for text in pair for c in text) for pair in pairs)
        numbers = sum(finding.code.startswith("number.") for finding in severe)
        metrics[f"artefacts.{name}.false_alarms"] = len(severe) / len(pairs)
        metrics[f"artefacts.{name}.numbers.false_alarms"] = numbers / with_digits
    return metrics


def measure_verdict(data: Path) -> dict[str, float]:
    """Return the AUC of the verdict by system at 20 sentences, and the share of human documents misjudged.

    Documents are made of lines that the verdict did not learn from.
    """
    judged, probabilities = predict_held_out(read_training_data(data))
    human = judged.kind == "human"
    metrics: dict[str, float] = {"made.false_alarms": float((probabilities[human, 0] < EVEN_ODDS).mean())}
    for source in sorted(set(judged.source[~human])):
        own = (judged.source == source) & (judged.size == DOCUMENT_LINES)
        both = own | (human & (judged.size == DOCUMENT_LINES) & np.char.startswith(judged.source, source[:2]))
        metrics[f"made.{source.replace(' ', '.')}.auc"] = auc(1 - probabilities[both, 0], own[both].astype(float))
    return metrics


def measure_loops(data: Path) -> dict[str, float]:
    """Return recall of loops that are inserted into human sentences, and precision of the loops found."""
    pairs = sentence_pairs(data)["newstest"][::3]
    rng, right, reported, inserted = np.random.default_rng(3), 0, 0, 0
    for number, (en, fr) in enumerate(pairs):
        words = en.split()
        begin, size, times = int(rng.integers(max(1, len(words) - 4))), int(rng.integers(1, 4)), int(rng.integers(2, 5))
        phrase = words[begin : begin + size]
        if number % 2 or len(phrase) < size or not any(len(word) > 3 and word.isalpha() for word in phrase):
            text, looped = en, False
        else:
            text, looped = " ".join([*words[:begin], *phrase * times, *words[begin:]]), True
        found = any(hit.code.startswith("repetition.") for hit in examine(view_pairs([(text, fr)])[0]))
        right, reported = right + (found and looped), reported + found
        inserted += looped
    return {"loops.recall": right / inserted, "loops.precision": right / max(1, reported)}
