"""Judge by the evidence of `aligner dedup` which stories are versions of each other."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Sequence
from functools import lru_cache
from pathlib import Path
from typing import Literal

import numpy as np

from aligner.comparison.reuse import Reuse
from aligner.deduplication.add import open_index
from aligner.deduplication.compare import compare_stories
from aligner.deduplication.find import group_stories
from aligner.deduplication.index.link_new import link_copies
from aligner.deduplication.index.store import File
from aligner.deduplication.keep import rule_order
from aligner.deduplication.match import (
    COPY_LEVELS,
    FOLLOW_UP,
    MIN_TEMPLATE_DIFFERENCE,
    TEMPLATE,
    TOPIC,
    match_stories,
    sentence_pairs,
)
from aligner.deduplication.record import Story, make_story
from aligner.deduplication.slots import slot_features
from aligner.documents.prepare import Prepared, unit_rows
from aligner.documents.sketch import make_sketch
from aligner.encoders import load_encoder
from aligner.encoders.encoded import EncodedDocument
from aligner.types import Floats

MIN_JUDGED_SENTENCES = 3  # of a text that is judged by its facts: of fewer, whoever names the original knows more
MIN_REWORDED_SHARE = 0.5  # of the sentences of a copy in which all words are others
MIN_REUSED_SENTENCES, MIN_REUSED_SHARE = 4, 0.2  # of a copy that is a story of its own in other parts
MAX_CACHED_DOCUMENTS = 16  # whose vectors of the embedded encoder are kept in memory
Extent = Literal["whole", "part", "none"]
_REASON_MESSAGES = {
    TEMPLATE: "it reports another event by the same template",
    FOLLOW_UP: "it reports what happened before or after",
    TOPIC: "it is another story on the same topic",
}
_OTHER_STORY_MESSAGE = "it is another story"


def read_story(item: Prepared, model: str) -> Story:
    """Return a document as it is compared: with the vectors of the embedded encoder, whatever `model` made its own."""
    document, vectors, sketch = item
    if model:
        embedded = embed(item, model).vectors
        vectors, sketch = embedded.astype(np.float16), make_sketch(document, document.side, embedded)
    return make_story(document, vectors, sketch)


def embed(item: Prepared, model: str) -> EncodedDocument:
    """Return a document with the vectors of the embedded encoder, on which the evidence is fitted."""
    document, vectors, _ = item
    if not model:
        return EncodedDocument(document, unit_rows(vectors))
    return EncodedDocument(document, _encode(tuple(sentence.text for sentence in document.sentences)))


@lru_cache(MAX_CACHED_DOCUMENTS)
def _encode(texts: tuple[str, ...]) -> Floats:
    """Encode the sentences of a document; an original is compared with many."""
    return load_encoder().encode(texts)


def find_families(items: Sequence[Prepared], model: str) -> list[list[str]]:
    """Return the ids of the stories of each family that `aligner dedup` finds."""
    if len(items) < 2:
        return []
    with tempfile.TemporaryDirectory(prefix="aligner-") as folder, open_index(Path(folder) / "stories.db") as store:
        stories = [(read_story(item, model), item.sketch.digest, item.sketch.artefacts) for item in items]
        store.add([File(story[0].id, "", [story]) for story in stories])
        link_copies(store, False, 1, lambda stage, done, total: None)
        families = group_stories(store, rule_order()).families
    return [[family.kept, *(copy.dropped for copy in family.copies)] for family in families]


def judge_copy(copy: Story, original: Story, reuse: Callable[[], Reuse]) -> tuple[Extent, str]:
    """Judge how much of a story is a version of the one that it is to be made from, in words why if nothing is.

    Parameters
    ----------
    reuse : finds what it has of the original; not needed for what `aligner dedup` calls a copy or a template
    """
    match = match_stories(copy, original, topic=True)
    if match and match.level in COPY_LEVELS:
        return "whole", ""
    if not (match and match.level == TEMPLATE):
        extent = _reused_extent(copy, original, reuse())
        if extent != "none":
            return extent, ""
    return "none", _REASON_MESSAGES[match.level] if match else _OTHER_STORY_MESSAGE


def is_short(copy: Story, original: Story) -> bool:
    """Return whether two texts are too short to be judged by their facts."""
    return min(len(copy.texts), len(original.texts)) < MIN_JUDGED_SENTENCES


def _reused_extent(copy: Story, original: Story, reuse: Reuse) -> Extent:
    """Return "whole" for a story in other words, "part" if the stretches alone would be a copy."""
    parts = []
    for own, story in enumerate((copy, original)):
        kept = np.zeros(len(story.texts), bool)
        for stretch in reuse.stretches:
            kept[slice(*stretch[own])] = True
        parts.append(story.only(kept))
    count, share = len(reuse.sentences), len(reuse.sentences) / max(1, reuse.of)
    if count >= MIN_JUDGED_SENTENCES and share >= MIN_REWORDED_SHARE and _have_same_facts(*parts):
        return "whole"
    if count >= MIN_REUSED_SENTENCES and share >= MIN_REUSED_SHARE:
        match = match_stories(*parts)
        return "part" if match and match.level in COPY_LEVELS else "none"
    return "none"


def _have_same_facts(one: Story, other: Story) -> bool:
    comparison = compare_stories(one, other)
    slots = slot_features(one, other, comparison, sentence_pairs(comparison))
    return slots.values + slots.names < MIN_TEMPLATE_DIFFERENCE
