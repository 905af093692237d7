"""Document pairs proposed in corpora made of known stories, scored."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np

from aligner.encoders import load_encoder
from aligner.pipeline.candidates import Proposal, propose
from aligner.pipeline.duplicates import duplicates
from aligner.pipeline.judge import EncodedDocument, align_and_score
from aligner.pipeline.prepare import Prepared, make_ready
from aligner.settings import Settings
from aligner.types import SIDES, Document, DocumentPair, Skipped
from scripts.datasets.gold import Story

# No finding is asked for here, so none is sought.
SETTINGS = Settings(min_pair=2.0)


def story_of(id: str) -> int:
    """Number of the story that a document is a version of."""
    return int(id[:5])


def prepared(number: int, story: Story) -> Iterator[Prepared]:
    """The two versions of a story, as the line makes them ready."""
    for side, text in zip(SIDES, story, strict=True):
        item = make_ready(Document(f"{number:05}.{side}", text), "", load_encoder())
        if not isinstance(item, Skipped):
            yield item


def judged_pairs(items: Sequence[Prepared], known: dict[Proposal, DocumentPair]) -> list[DocumentPair]:
    """All pairs that are proposed among documents less their copies, judged; `known` spares the work."""
    by_id = {item.document.id: item for item in items}
    dropped = {copy.dropped for copy in duplicates([item.sketch for item in items], SETTINGS.near)}
    proposals = propose([item.sketch for id, item in sorted(by_id.items()) if id not in dropped])
    for proposal in proposals:
        if proposal not in known:
            sides = (by_id[proposal.en], by_id[proposal.fr])
            en, fr = (EncodedDocument(item.document, item.vectors.astype(np.float32)) for item in sides)
            known[proposal] = align_and_score(en, fr, (proposal.cosine, proposal.shared), SETTINGS).pair
    return [known[proposal] for proposal in proposals]
