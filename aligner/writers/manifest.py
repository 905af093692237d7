"""The manifest of a run: its signature, counts and files. It is written last, so its presence means a complete run."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable
from hashlib import sha256
from pathlib import Path
from typing import Any

from aligner.errors import InputError
from aligner.types import SIDES, Corpus, OriginSample
from aligner.types.units import header_record
from aligner.writers.atomic import open_atomic
from aligner.writers.escaping import json_value


def write(corpus: Corpus, folder: Path, files: Iterable[Path]) -> Path:
    """Write ``manifest.json``: signature, date, counts, drops by reason, and size and SHA-256 of each of `files`.

    The files are in `folder`.
    """
    path = folder / "manifest.json"
    with open_atomic(path) as handle:
        manifest = {
            "signature": json_value(corpus.signature),
            **({"date": corpus.date} if corpus.date else {}),
            **({"memory": header_record(corpus.memory)} if any(corpus.memory) else {}),
            **({"promise": corpus.promise._asdict()} if corpus.promise else {}),
            **({"origin": origin_record(corpus.origin)} if corpus.origin else {}),
            "counts": corpus_counts(corpus),
            "dropped": dropped_counts(corpus),
            "files": {
                file.relative_to(folder).as_posix(): {"bytes": file.stat().st_size, "sha256": file_digest(file)}
                for file in files
            },
        }
        handle.write(json.dumps(manifest, indent=1, sort_keys=True, allow_nan=False) + "\n")
    return path


def read(folder: Path) -> dict[str, Any]:
    """Read the manifest of the run in `folder`: signature, counts and files.

    Raises
    ------
    InputError
        When it is missing, damaged or without signature.
    """
    path = folder / "manifest.json"
    try:
        manifest = json.loads(path.read_bytes())
    except OSError as error:
        raise InputError(f"cannot read {path}: {error.strerror}; run aligner pair again to make it") from error
    except (ValueError, RecursionError) as error:
        raise InputError(f"cannot read {path}: it is damaged; run aligner pair again") from error
    if not isinstance(manifest, dict) or not isinstance(manifest.get("signature"), dict):
        raise InputError(f"cannot read {path}: it has no signature; run aligner pair again")
    return manifest


def origin_record(origin: OriginSample) -> dict[str, object]:
    """Return how sampled texts were made as plain data, for JSON."""
    return origin._asdict() | {side: getattr(origin, side)._asdict() for side in SIDES}


def corpus_counts(corpus: Corpus) -> dict[str, int]:
    """Count documents, pairs, segments, duplicates and skipped; iterates the documents and the segments once."""
    sides = Counter(document.side for document in corpus.documents)
    segments = Counter(segment.kept for segment in corpus.segments)
    return {
        "documents": sides.total(),
        "documents_en": sides["en"],
        "documents_fr": sides["fr"],
        "pairs": len(corpus.pairs),
        "segments": segments.total(),
        "segments_kept": segments[True],
        "segments_dropped": segments[False],
        "duplicates": len(corpus.duplicates),
        "skipped": len(corpus.skipped),
    }


def dropped_counts(corpus: Corpus) -> dict[str, int]:
    """Count the segments that were dropped, by reason."""
    counts = Counter(segment.why_dropped for segment in corpus.segments if not segment.kept)
    return dict(sorted(counts.items()))


def file_digest(path: Path) -> str:
    """Return the SHA-256 of a file in hexadecimal."""
    hasher = sha256()
    with path.open("rb") as handle:
        while chunk := handle.read(1 << 20):
            hasher.update(chunk)
    return hasher.hexdigest()
