"""Proposals -> judged pairs: the pairs whose English text is of a shard, aligned and scored."""

from __future__ import annotations

import json
from collections.abc import Sequence

import numpy as np
import pyarrow as pa

from aligner.archive.shards import Shard
from aligner.archive.skipped import write_skipped
from aligner.archive.storage import Storage
from aligner.archive.tasks import FOLDER, Output
from aligner.archive.window import Texts
from aligner.documents.prepare import attempt
from aligner.encoders.encoded import EncodedDocument
from aligner.messages import language_of_run, messages_in
from aligner.pipeline.judge import JudgedPair, judge
from aligner.pipeline.stored_rows import segments_text
from aligner.settings import Settings
from aligner.types import Skipped

ALIGNED_TOGETHER = 256  # pairs whose texts are read together
META = ("url", "date")  # of documents, that the corpus shows
JUDGED = pa.schema(
    [
        ("en", pa.int64()),
        ("fr", pa.int64()),
        ("en_id", pa.string()),
        ("fr_id", pa.string()),
        ("confidence", pa.float64()),
        ("evidence", pa.string()),
        ("meta", pa.string()),
        ("segments", pa.string()),
    ]
)


def align_pairs(
    storage: Storage, shard: Shard, files: Sequence[str], others: Sequence[Shard], settings: Settings
) -> Output:
    """Align and score the proposed pairs whose English text is of a shard.

    Parameters
    ----------
    files : names of the files with the proposals of the shard, which comes first, and of those around it

    Returns
    -------
    Output
        Its note is the number of pairs that could not be judged.
    """
    proposed = _proposals(storage, shard, files)
    texts = Texts(storage, [shard, *others])
    language = language_of_run(settings.signature())
    rows, failed = [], list[Skipped]()
    pairs = sorted(proposed)
    for first in range(0, len(pairs), ALIGNED_TOGETHER):
        some = pairs[first : first + ALIGNED_TOGETHER]
        documents = texts.encoded([number for pair in some for number in pair])
        for one, other in some:
            en, fr = documents[one], documents[other]
            with messages_in(language):
                judged = _judge(en, fr, proposed[one, other], settings)
            if isinstance(judged, Skipped):
                failed.append(judged)
            else:
                rows.append(_row((one, other), (en, fr), judged))
    made = storage.write(f"{FOLDER}/align/{shard.name}.parquet", pa.Table.from_pylist(rows, JUDGED))
    return Output((made, *write_skipped(storage, f"pairs-{shard.name}", failed)), len(failed))


def _proposals(storage: Storage, shard: Shard, files: Sequence[str]) -> dict[tuple[int, int], tuple[float, float]]:
    """Return the cosine and the shared items of each pair; the English text's shard knows them best."""
    found: dict[tuple[int, int], tuple[float, float]] = {}
    low = shard.first_number
    for file in files:
        columns = (column.to_numpy() for column in storage.read(file).columns)
        en, fr, cosine, shared = columns
        own = np.flatnonzero((en >= low) & (en < low + (1 << 24)))
        for place in own.tolist():
            found.setdefault((int(en[place]), int(fr[place])), (float(cosine[place]), float(shared[place])))
    return found


def _judge(
    en: EncodedDocument, fr: EncodedDocument, similarity: tuple[float, float], settings: Settings
) -> JudgedPair | Skipped:
    return attempt(f"{en.document.id} = {fr.document.id}", lambda: judge(en, fr, similarity, settings))


def _row(
    numbers: tuple[int, int], documents: tuple[EncodedDocument, EncodedDocument], judged: JudgedPair
) -> dict[str, object]:
    meta = [{key: item.document.meta[key] for key in META if key in item.document.meta} for item in documents]
    return {
        "en": numbers[0],
        "fr": numbers[1],
        "en_id": judged.pair.en,
        "fr_id": judged.pair.fr,
        "confidence": judged.pair.confidence,
        "evidence": json.dumps(judged.pair.evidence),
        "meta": json.dumps(meta),
        "segments": segments_text(judged.segments),
    }
