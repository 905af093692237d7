"""What a run was, what it found and what it wrote: the last file, so that its presence says the others are whole."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable
from hashlib import sha256
from pathlib import Path
from typing import Any

from aligner.errors import InputError
from aligner.types import Corpus
from aligner.writers.atomic import atomic
from aligner.writers.escaping import plain


def write(corpus: Corpus, folder: Path, files: Iterable[Path]) -> Path:
    """Write ``manifest.json``: signature, counts, and size and SHA-256 of each of `files`, which lie in `folder`."""
    path = folder / "manifest.json"
    with atomic(path) as handle:
        manifest = {
            "signature": plain(corpus.signature),
            "counts": count(corpus),
            "files": {
                file.relative_to(folder).as_posix(): {"bytes": file.stat().st_size, "sha256": digest(file)}
                for file in files
            },
        }
        handle.write(json.dumps(manifest, indent=1, sort_keys=True, allow_nan=False) + "\n")
    return path


def read(folder: Path) -> dict[str, Any]:
    """The manifest of the run in `folder`: signature, counts, files; InputError when there is no whole one."""
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


def count(corpus: Corpus) -> dict[str, int]:
    """How much of each noun there is; iterates the documents and the segments once."""
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


def digest(path: Path) -> str:
    """The SHA-256 of a file in hexadecimal, read in pieces."""
    total = sha256()
    with path.open("rb") as handle:
        while piece := handle.read(1 << 20):
            total.update(piece)
    return total.hexdigest()
