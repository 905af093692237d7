"""The pipeline of `aligner pair`: paths -> documents -> duplicates -> pairs -> segments -> files."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import replace
from functools import cache, partial
from pathlib import Path
from typing import NamedTuple

from aligner.confidence.chosen_model import ChosenModelLayer
from aligner.confidence.context_reader import load_context_reader
from aligner.databases import open_read_only
from aligner.deduplication.keep import rule_order
from aligner.deduplication.link import find_links
from aligner.documents.ingest import Progress, ingest
from aligner.documents.prepare import (
    Prepared,
    Ready,
    Source,
    Task,
    attempt,
    divide,
    encode_together,
    prepare,
    unit_rows,
)
from aligner.encoders import load_encoder
from aligner.encoders.encoded import EncodedDocument
from aligner.encoders.transformer import TransformerEncoder
from aligner.errors import UnknownNameError, unknown_name
from aligner.messages import CATALOGUES, apply_in, messages_in, reader
from aligner.parallel import parallel_map
from aligner.pipeline.calibrate import Calibration, beginning, calibrate, likely_versions, right_pairs
from aligner.pipeline.candidates import Proposal, aligned_pairs, propose
from aligner.pipeline.choose import choose, cosine_of
from aligner.pipeline.duplicates import DropOptions, find_duplicates
from aligner.pipeline.judge import JudgedPair, align_and_score, judge, with_similarity
from aligner.pipeline.origins import sample_origins
from aligner.pipeline.promise import check_promise, select_by_promise
from aligner.pipeline.sources import Input, find_sources
from aligner.pipeline.stored_corpus import SelectedSegments, StoredDocuments
from aligner.pipeline.stored_links import link_stored, open_stored_stories
from aligner.pipeline.stored_rows import read_prepared
from aligner.pipeline.windows import propose_within
from aligner.pipeline.workspace import Workspace, open_workspace
from aligner.pipeline.write import write_corpus
from aligner.readers.memory.header import header_of_memories
from aligner.registry import Encoder
from aligner.settings import CHOOSING_SETTINGS, Settings
from aligner.types import Corpus, Duplicate, Side, Sketch, Skipped
from aligner.version import __version__
from aligner.weights import model_digests
from aligner.writers import check_names, records
from aligner.writers.translation_units import input_date

load_transformer = cache(TransformerEncoder)


class PairRun(NamedTuple):
    """A run: its intermediate results, options, processes, whom it reports progress to, and what people judged."""

    work: Workspace
    settings: Settings
    jobs: int | None
    progress: Progress
    judged: Mapping[str, bool]


def pair(
    paths: Input | Path | str | Sequence[Path | str],
    output: Path | str = "aligned",
    settings: Settings | None = None,
    *,
    jobs: int | None = 1,
    forget: bool = False,
    progress: Progress = lambda stage, done, total: None,
    judged: Mapping[str, bool] | None = None,
) -> Corpus:
    """Find the versions of each story, align them and write the corpus.

    Parameters
    ----------
    paths : Input, or a file or folder, or several, with English and French mixed
    output : folder to write, created if it does not exist
    jobs : processes, None for one per core if there is much to do; the result does not depend on it
    forget : remove what the next run into the folder could reuse
    progress : called with the name of the stage, the number of items done and the number of items
    judged : for the promise of `at_most_wrong`, what `aligner.review.judged.read_judged` reads from `output`

    Returns
    -------
    Corpus
        Its documents and segments are read from `output` whenever they are iterated.

    Raises
    ------
    InputError, OutputError, ModelMissingError, UnknownNameError, UsageError
    """
    if not isinstance(paths, Input):
        paths = Input(tuple(map(Path, [paths] if isinstance(paths, str | Path) else paths)))
    output, settings = Path(output), settings or Settings()
    check_names(settings.formats)
    rule_order(settings.keep_rules)
    check_promise(settings)
    signature = sign(settings)
    sources, unread = find_sources(paths, output)
    memory = header_of_memories(source.path for source in sources)
    with messages_in(_language(settings)), open_workspace(output, _basis(signature), forget=forget) as work:
        this_run = PairRun(work, settings, jobs, progress, judged or {})
        _read(this_run, sources)
        corpus = _find(this_run, sources)
        skipped, signature = (*unread, *corpus.skipped), {**signature, **corpus.signature}
        corpus = replace(corpus, skipped=skipped, signature=signature, memory=memory)
        write_corpus(corpus, output, work, settings.formats, progress)
    return records.read_corpus(output)


def _language(settings: Settings) -> Side:
    if settings.language not in CATALOGUES:
        raise UnknownNameError(unknown_name("language", settings.language, CATALOGUES))
    return "fr" if settings.language == "fr" else "en"


def sign(settings: Settings) -> dict[str, object]:
    """Return the signature of every output: version, encoder and models with their hashes, settings."""
    encoder: Encoder = _chosen_encoder(settings) if settings.model else load_encoder()
    return {
        "version": __version__,
        "encoder": {"name": encoder.name, "sha256": encoder.digest},
        "models": model_digests(),
        **({"context_model": load_context_reader().digest} if settings.context else {}),
        **settings.signature(),
    }


def _basis(signature: Mapping[str, object]) -> str:
    """Return what the documents and the judged pairs of a workspace depend on; other settings choose among them."""
    return json.dumps({key: value for key, value in signature.items() if key not in CHOOSING_SETTINGS}, sort_keys=True)


def _chosen_encoder(settings: Settings) -> TransformerEncoder:
    return load_transformer(settings.model, half=settings.half)


# Paths -> documents


def _read(this_run: PairRun, sources: Sequence[Source]) -> None:
    this_run.work.prune_sources(sources)
    ingest(sources, this_run.work, partial(_prepare_all, this_run), this_run.progress)


def _prepare_all(this_run: PairRun, tasks: Iterable[Task]) -> Iterator[Ready]:
    """Prepare documents; any encoder but the embedded one is loaded once, here, where it has all cores or the GPU."""
    settings = this_run.settings
    if not settings.model:
        return parallel_map(prepare, tasks, this_run.jobs)
    encode = partial(_chosen_encoder(settings).encode, progress=partial(this_run.progress, "encode"))
    return encode_together(parallel_map(divide, tasks, this_run.jobs), encode)


# Documents -> duplicates, pairs and segments


def _find(this_run: PairRun, sources: Sequence[Source]) -> Corpus:
    work, settings = this_run.work, this_run.settings
    changed = (source.path.stat().st_mtime for source in sources if source.path.is_file())
    sketches = {sketch.id: sketch for sketch in work.sketches()}
    copies = _find_duplicates(this_run, sketches, sources)
    dropped = {copy.dropped for copy in copies}
    unique = [sketch for sketch in sketches.values() if sketch.id not in dropped]
    proposed = propose(unique) if settings.window is None else propose_within(unique, settings.window)
    proposals = [*aligned_pairs(unique), *proposed]
    calibration = _calibrate(this_run, proposals) if settings.model else None
    failed = _judge(this_run, proposals, calibration)
    accepted, rejected = choose(list(work.judged), cosine_of(sketches), settings.min_pair)
    selection = select_by_promise(work, accepted, settings, this_run.judged)
    return Corpus(
        documents=StoredDocuments(work),
        pairs=tuple(accepted),
        segments=SelectedSegments(work, accepted, selection.settings),
        duplicates=tuple(copies),
        rejected=tuple(rejected),
        skipped=(*work.skipped(), *failed),
        signature={
            "input": _digest_of(sketches.values()),
            **({"calibration": calibration.plain()} if calibration else {}),
            **selection.signature,
        },
        date=input_date(changed),
        promise=selection.promise,
        origin=sample_origins(work, accepted, this_run.jobs, this_run.progress) if settings.findings else None,
    )


def _find_duplicates(this_run: PairRun, sketches: Mapping[str, Sketch], sources: Sequence[Source]) -> list[Duplicate]:
    work, settings = this_run.work, this_run.settings
    ids = work.number_documents(sources)
    options = DropOptions(settings.near, settings.keep_rules, settings.window)
    open_stories = partial(open_stored_stories, work.path)
    link = partial(link_stored, work, partial(find_links, open_stories=open_stories, jobs=this_run.jobs))
    return find_duplicates([sketches[id] for id in ids], open_stories, options, link, this_run.progress)


def _calibrate(this_run: PairRun, proposals: Sequence[Proposal]) -> Calibration:
    settings = this_run.settings
    function = partial(_right_pairs, path=this_run.work.path, settings=settings)
    this_run.work.commit()
    return calibrate(_chosen_encoder(settings), parallel_map(function, likely_versions(proposals), this_run.jobs))


def _right_pairs(proposal: Proposal, *, path: Path, settings: Settings) -> list[tuple[str, str]]:
    en, fr = map(beginning, _read_encoded(path, proposal))
    scored = attempt(
        f"{proposal.en} = {proposal.fr}",
        lambda: align_and_score(en, fr, (proposal.cosine, proposal.shared), settings),
    )
    if isinstance(scored, Skipped) or scored.pair.confidence < settings.min_pair:
        return []
    return right_pairs(scored.segments)


def _judge(this_run: PairRun, proposals: Sequence[Proposal], calibration: Calibration | None) -> list[Skipped]:
    """Judge the pairs that are proposed, and return those that could not be."""
    work, progress = this_run.work, this_run.progress
    basis = json.dumps(calibration.plain(), sort_keys=True) if calibration else ""
    work.judged.prune((proposal.en, proposal.fr) for proposal in proposals)
    unjudged = [proposal for proposal in proposals if not _judged_before(work, proposal, basis, this_run.settings)]
    work.commit()
    known = len(proposals) - len(unjudged)
    progress("align", known, len(proposals))
    layer = calibration.layer if calibration else None
    judge_one = partial(_judge_one, path=work.path, settings=this_run.settings, layer=layer)
    function = partial(apply_in, reader(), judge_one)
    failed = []
    for done, judged in enumerate(parallel_map(function, unjudged, this_run.jobs), known + 1):
        if isinstance(judged, Skipped):
            failed.append(judged)
        else:
            work.judged.put(judged, basis)
        progress("align", done, len(proposals))
    work.commit()
    return failed


def _judged_before(work: Workspace, proposal: Proposal, basis: str, settings: Settings) -> bool:
    """Return whether a pair has been judged as this run would; its similarities depend on the other documents."""
    if (before := work.judged.find(proposal.en, proposal.fr, basis)) is None:
        return False
    pair, same_event, examined = before
    now = with_similarity(pair, (proposal.cosine, proposal.shared), same_event)
    if now.confidence >= settings.min_pair and not examined:
        return False
    if now != pair:
        work.judged.update(now)
    return True


def _judge_one(
    proposal: Proposal, *, path: Path, settings: Settings, layer: ChosenModelLayer | None
) -> JudgedPair | Skipped:
    en, fr = _read_encoded(path, proposal)
    similarity = proposal.cosine, proposal.shared
    return attempt(f"{proposal.en} = {proposal.fr}", lambda: judge(en, fr, similarity, settings, layer=layer))


def _read_encoded(path: Path, proposal: Proposal) -> tuple[EncodedDocument, EncodedDocument]:
    with closing(open_read_only(path)) as db:
        en, fr = (_encoded(read_prepared(db, id)) for id in (proposal.en, proposal.fr))
    return en, fr


def _encoded(item: Prepared) -> EncodedDocument:
    return EncodedDocument(item.document, unit_rows(item.vectors))


def _digest_of(sketches: Iterable[Sketch]) -> str:
    """Return one hash of the words of all documents, in the order of their ids."""
    lines = "\n".join(f"{sketch.id} {sketch.digest}" for sketch in sketches)
    return hashlib.sha256(lines.encode()).hexdigest()
