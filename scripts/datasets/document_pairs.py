"""Document pairs that the pipeline proposes in corpora of known stories, with their scores."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import nullcontext

import numpy as np

from aligner.deduplication.record import make_story
from aligner.documents.prepare import Prepared, make_ready
from aligner.encoders import load_encoder
from aligner.encoders.encoded import EncodedDocument
from aligner.pipeline.candidates import Proposal, propose
from aligner.pipeline.duplicates import DropOptions, find_duplicates
from aligner.pipeline.judge import align_and_score
from aligner.settings import Settings
from aligner.types import SIDES, DocumentPair, RawDocument, Skipped
from scripts.datasets.gold import StoryPair

# No pair can reach this threshold, so the pipeline looks for no findings, which nobody needs here.
SETTINGS = Settings(min_pair=2.0)


def story_number(id: str) -> int:
    """Return the number of the story that a document is a version of."""
    return int(id[:5])


def prepare_story(number: int, story: StoryPair) -> Iterator[Prepared]:
    """Prepare the two versions of a story as the pipeline does."""
    for side, text in zip(SIDES, story, strict=True):
        item = make_ready(RawDocument(f"{number:05}.{side}", text), "", load_encoder())
        if not isinstance(item, Skipped):
            yield item


def judge_proposals(items: Sequence[Prepared], known: dict[Proposal, DocumentPair]) -> list[DocumentPair]:
    """Propose pairs among documents without their duplicates, and score them.

    Parameters
    ----------
    known : pairs that were scored before; new ones are added to it
    """
    by_id = {item.document.id: item for item in items}
    stories = [make_story(item.document, item.vectors, item.sketch) for item in items]
    copies = find_duplicates(
        [item.sketch for item in items], lambda: nullcontext(stories.__getitem__), DropOptions(SETTINGS.near)
    )
    dropped = {copy.dropped for copy in copies}
    proposals = propose([item.sketch for id, item in sorted(by_id.items()) if id not in dropped])
    for proposal in proposals:
        if proposal not in known:
            sides = (by_id[proposal.en], by_id[proposal.fr])
            en, fr = (EncodedDocument(item.document, item.vectors.astype(np.float32)) for item in sides)
            known[proposal] = align_and_score(en, fr, (proposal.cosine, proposal.shared), SETTINGS).pair
    return [known[proposal] for proposal in proposals]
