"""Calibrate the confidence for a chosen model on pairs of its own corpus; the result is kept in the cache."""

from __future__ import annotations

import json
import logging
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from hashlib import sha256
from pathlib import Path
from typing import Any, NamedTuple

from aligner.confidence.chosen_model import ChosenModelLayer, parse_layer
from aligner.encoders.cache import cache_folder
from aligner.encoders.encoded import EncodedDocument
from aligner.errors import InputError, OutputError
from aligner.evaluation.corruptions import Pair
from aligner.evaluation.spoiled_pairs import fit_layer, spoil
from aligner.pipeline.candidates import Proposal
from aligner.registry import Encoder
from aligner.types import Segment
from aligner.version import __version__
from aligner.weights import model_digests, numbers
from aligner.writers.atomic import open_atomic

MIN_PAIRS = 100  # fewer show no gain of the size that models have
MAX_PAIRS = 400  # more cost time and add nothing to the few parameters
MAX_DOCUMENT_PAIRS = 80  # that are aligned to find them
MAX_SENTENCES = 400  # of a document that are aligned for this
MIN_CONFIDENCE = 0.5  # of a right pair, without the chosen model
CACHE_NAME = "calibrations"
MAX_FILE_BYTES = 1 << 16
READ_ERRORS = (OSError, ValueError, LookupError, TypeError, RecursionError)
log = logging.getLogger(__name__)


class Calibration(NamedTuple):
    """What a chosen model adds to the confidence of a corpus.

    Attributes
    ----------
    pairs : right pairs that were found in the corpus
    auc, auc_with_model : mean over the ways in which these were spoiled, each held out of the fit that it is measured
        on; None if there were too few pairs
    layer : None if the model adds nothing
    """

    pairs: int
    auc: float | None = None
    auc_with_model: float | None = None
    layer: ChosenModelLayer | None = None

    def plain(self) -> dict[str, object]:
        """Return the calibration as plain data."""
        layer = self.layer.plain() if self.layer else None
        return {**self._asdict(), "layer": layer}


def parse_calibration(data: Mapping[str, Any]) -> Calibration:
    """Return a calibration from plain data; raise ValueError, LookupError or TypeError if it is none."""
    before, after = (None if data[name] is None else float(numbers(data[name])) for name in ("auc", "auc_with_model"))
    layer = None if data["layer"] is None else parse_layer(data["layer"])
    return Calibration(int(data["pairs"]), before, after, layer)


def calibrate(encoder: Encoder, documents: Iterable[Sequence[Pair]]) -> Calibration:
    """Measure what a model adds to the confidence, unless the cache has the result for it and these pairs.

    Parameters
    ----------
    documents : right pairs in running order, by document; no more are drawn than are needed
    """
    sample = _sample(documents)
    count = sum(map(len, sample))
    if count < MIN_PAIRS:
        log.info(
            "the confidence does without %s: it needs %d sure pairs to learn from, and there are %d",
            encoder.name, MIN_PAIRS, count,
        )  # fmt: skip
        return Calibration(count)
    path = cache_folder() / CACHE_NAME / f"{_key(encoder, sample)}.json"
    calibration = _read(path)
    if calibration is None:
        fitted = fit_layer(spoil(sample, encoder.encode))
        layer = fitted.layer if fitted.gains else None
        calibration = Calibration(count, fitted.auc, fitted.auc_with_model, layer)
        _write(path, calibration)
    _report(calibration, encoder.name)
    return calibration


def likely_versions(proposals: Sequence[Proposal]) -> list[Proposal]:
    """Return the best proposals of some English documents, which are drawn by the hashes of their ids."""
    best: dict[str, Proposal] = {}
    for proposal in proposals:
        known = best.setdefault(proposal.en, proposal)
        if proposal.cosine + proposal.shared > known.cosine + known.shared:
            best[proposal.en] = proposal
    drawn = sorted(best, key=lambda id: sha256(id.encode("utf-8", "surrogatepass")).digest())
    return [best[id] for id in drawn[:MAX_DOCUMENT_PAIRS]]


def beginning(encoded: EncodedDocument) -> EncodedDocument:
    """Return the beginning of a long document."""
    sentences = encoded.document.sentences[:MAX_SENTENCES]
    return EncodedDocument(replace(encoded.document, sentences=sentences), encoded.vectors[:MAX_SENTENCES])


def right_pairs(segments: Iterable[Segment]) -> list[Pair]:
    """Return the pairs of single sentences that are likely right without the chosen model."""
    return [
        (segment.en_text, segment.fr_text)
        for segment in segments
        if segment.confidence >= MIN_CONFIDENCE and all(stop - start == 1 for start, stop in segment.bead.spans)
    ]


def signed_layer(signature: Mapping[str, Any]) -> ChosenModelLayer | None:
    """Return the layer in the signature of a run, None if it has none.

    Raises
    ------
    InputError
        When it is damaged.
    """
    try:
        return parse_calibration(signature["calibration"]).layer if "calibration" in signature else None
    except READ_ERRORS as error:
        raise InputError("the calibration in manifest.json is damaged; run aligner pair again") from error


def _sample(documents: Iterable[Sequence[Pair]]) -> list[list[Pair]]:
    sample, missing = [], MAX_PAIRS
    for document in documents:
        if document:
            sample.append(list(document[:missing]))
            missing -= len(sample[-1])
        if not missing:
            break
    return sample


def _key(encoder: Encoder, sample: Sequence[Sequence[Pair]]) -> str:
    """Return a hash of everything that a calibration depends on."""
    given = [__version__, encoder.digest, model_digests(), sample]
    return sha256(json.dumps(given, sort_keys=True).encode()).hexdigest()


def _report(calibration: Calibration, name: str) -> None:
    before, after = calibration.auc, calibration.auc_with_model
    template = (
        "%s lifts the AUC of the confidence from %.4f to %.4f on pairs of this corpus"
        if calibration.layer
        else "the confidence does without %s: its AUC would go from %.4f to %.4f on pairs of this corpus"
    )
    log.info(template, name, before, after)


def _read(path: Path) -> Calibration | None:
    """Return the calibration in a file, None if there is none or it is damaged."""
    if not path.is_file():
        return None
    try:
        with path.open("rb") as file:
            content = file.read(MAX_FILE_BYTES + 1)
        stored = json.loads(content)
        if len(content) > MAX_FILE_BYTES or stored["sum"] != _sum(stored["calibration"]):
            raise ValueError("it is not what was written")
        return parse_calibration(stored["calibration"])
    except READ_ERRORS:
        log.warning("%s is damaged, and made again", path)
        return None


def _write(path: Path, calibration: Calibration) -> None:
    plain = calibration.plain()
    try:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        with open_atomic(path) as handle:
            handle.write(json.dumps({"calibration": plain, "sum": _sum(plain)}) + "\n")
    except (OSError, OutputError) as error:
        log.warning("the calibration is not cached: %s; set ALIGNER_CACHE to a writable folder", error)


def _sum(plain: object) -> str:
    return sha256(json.dumps(plain, sort_keys=True).encode()).hexdigest()
