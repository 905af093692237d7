"""How the texts of a corpus were made, by a random sample of its pairs.

The verdict on a text rests on all its words next to those of its version in the other language, as in `aligner check`.
The sample is bounded, so that its cost is a small part of that of a large run, and the order in which pairs are drawn
depends on their ids only: a new story changes little of it, and what is known of the others is taken from the
workspace.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import partial
from hashlib import blake2b
from typing import NamedTuple

from aligner.confidence.binomial import exact_interval
from aligner.detectors.view import JOINED_ROWS, views
from aligner.documents.ingest import Progress
from aligner.documents.prepare import attempt
from aligner.parallel import parallel_map
from aligner.pipeline.stored_results import StoredResults, key_of
from aligner.pipeline.stored_rows import read_document
from aligner.pipeline.workspace import Workspace
from aligner.types import SIDES, Bead, Document, DocumentPair, Finding, OriginSample, SampledOrigin, Skipped
from aligner.verdict.judge import judge_origin
from aligner.verdict.labels import Label
from aligner.verdict.parts import MIN_SENTENCES, long_sentences

SEED = 1  # of the order in which pairs are drawn
SAMPLE_PAIRS = 100  # a share of 3 % is then between 1 and 9 %
MIN_SAMPLE_PAIRS = 10  # fewer show next to nothing
MAX_DRAWN_PAIRS = 400  # among which a corpus of short stories has to have its sample
MAX_SENTENCES = 200  # of a text that is sampled: a book takes minutes
NOT_JUDGED: list[Label] = ["cannot_say", "cannot_say"]  # of texts that no verdict can be made of
MACHINE_MADE: frozenset[Label] = frozenset({"machine_translation", "spun", "mixed"})


class SampledPair(NamedTuple):
    """The texts of a pair, their beads, and the findings of the run."""

    en: Document
    fr: Document
    beads: tuple[Bead, ...]
    findings: tuple[Finding, ...]


def sample_origins(
    work: Workspace, pairs: Sequence[DocumentPair], jobs: int | None, progress: Progress
) -> OriginSample | None:
    """Judge how the texts of a random sample of pairs were made, None if too few can be judged."""
    drawn = sorted(pairs, key=_draw)[:MAX_DRAWN_PAIRS]
    sample = dict[str, SampledPair]()
    count = 0
    for pair in drawn:
        if len(sample) == SAMPLE_PAIRS:
            break
        count += 1
        en, fr = (read_document(work.db, id) for id in pair.ids)
        if _can_be_judged(en, fr):
            own = _sampled(en, fr, work)
            sample[key_of(own)] = own
    if len(sample) < MIN_SAMPLE_PAIRS:
        return None
    labels = list(zip(*_labels(work, sample, jobs, progress), strict=True))
    return OriginSample(len(sample), count, SEED, *map(_count, labels))


def _draw(pair: DocumentPair) -> tuple[bytes, tuple[str, str]]:
    id = "\n".join(pair.ids).encode("utf-8", "surrogatepass")
    return blake2b(id, digest_size=8, salt=SEED.to_bytes(8, "little")).digest(), pair.ids


def _can_be_judged(en: Document, fr: Document) -> bool:
    """Return whether both texts are stories of their own, neither too short to judge nor too long to sample."""
    is_memory = en.aligned == fr.id or any(document.meta.get(JOINED_ROWS) for document in (en, fr))
    return not is_memory and all(
        len(document.sentences) <= MAX_SENTENCES and len(long_sentences(document)) >= MIN_SENTENCES
        for document in (en, fr)
    )


def _sampled(en: Document, fr: Document, work: Workspace) -> SampledPair:
    segments = list(work.judged.segments(en.id, fr.id))
    findings = tuple(finding for segment in segments for finding in segment.findings)
    return SampledPair(en, fr, tuple(segment.bead for segment in segments), findings)


def _labels(
    work: Workspace, sample: Mapping[str, SampledPair], jobs: int | None, progress: Progress
) -> Iterator[Sequence[Label]]:
    """Yield the words for both texts of each pair, known from an earlier run or found now."""
    stored = StoredResults(work, "origins")
    known = {key: stored.find(key) for key in sample}
    work.commit()
    new = parallel_map(_attempt, (own for key, own in sample.items() if known[key] is None), jobs)
    for done, (key, text) in enumerate(known.items()):
        progress("sample", done, len(sample))
        if text is None:
            stored.put(key, text := next(new))
        yield json.loads(text)
    progress("sample", len(sample), len(sample))
    stored.prune()
    work.commit()


def _attempt(pair: SampledPair) -> str:
    """Return the words for both texts, as JSON."""
    labels = attempt(f"{pair.en.id} = {pair.fr.id}", partial(_judge, pair))
    return json.dumps(NOT_JUDGED if isinstance(labels, Skipped) else labels)


def _judge(pair: SampledPair) -> list[Label]:
    both = views(pair.en, pair.fr, pair.beads, [((), ())] * len(pair.beads))
    own = ([finding for finding in pair.findings if finding.side == side] for side in SIDES)
    return [judge_origin(view.document, findings, [view]).label for view, findings in zip(both, own, strict=True)]


def _count(labels: Iterable[Label]) -> SampledOrigin:
    own = list(labels)
    made = sum(label in MACHINE_MADE for label in own)
    low, high = (round(end, 4) for end in exact_interval(made, len(own)))
    return SampledOrigin(len(own), made, own.count("cannot_say"), low, high)
