"""The straight line: paths -> documents -> duplicates -> pairs -> segments -> files."""

from __future__ import annotations

import hashlib
import json
import sqlite3
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from functools import cache, partial
from pathlib import Path
from typing import NamedTuple

from aligner import report
from aligner.encoders import Encoder, load_encoder
from aligner.encoders.transformer import TransformerEncoder
from aligner.errors import OutputError
from aligner.parallel import run
from aligner.pipeline.candidates import Proposal, propose
from aligner.pipeline.choose import choose
from aligner.pipeline.duplicates import duplicates
from aligner.pipeline.judge import EncodedDocument, ScoredPair, align_and_score
from aligner.pipeline.prepare import Ready, Source, Task, divide, encode_together, prepare, tasks
from aligner.pipeline.select import repeated, select
from aligner.pipeline.workspace import Workspace, read_side, working
from aligner.readers import find, read_stream
from aligner.readers.capped_files import STDIN
from aligner.settings import Settings
from aligner.types import Corpus, Document, DocumentPair, Segment, Sketch, Skipped
from aligner.version import __version__
from aligner.weights import model_digests
from aligner.writers import check_names, manifest, records, write

Progress = Callable[[str, int, int], None]
transformer = cache(TransformerEncoder)


class Input(NamedTuple):
    """What to read: files and folders, mixed or of one side."""

    mixed: tuple[Path, ...] = ()
    en: tuple[Path, ...] = ()
    fr: tuple[Path, ...] = ()
    form: str = ".txt"  # what standard input, the path "-", holds


def pair(
    paths: Input | Sequence[Path | str],
    output: Path | str = "aligned",
    settings: Settings | None = None,
    *,
    jobs: int | None = 1,
    progress: Progress = lambda stage, done, total: None,
) -> Corpus:
    """Find the versions of each story, align them and write the corpus.

    Parameters
    ----------
    paths : Input, or files and folders with English and French mixed
    output : folder to write; made when it is not there
    jobs : processes, None for one per core when there is much to do; the result is the same whatever their number
    progress : told of each stage, how much is done and of how much

    Returns
    -------
    Corpus
        Its documents and segments are read from `output`.

    Raises
    ------
    InputError, OutputError, ModelMissingError
    """
    given = paths if isinstance(paths, Input) else Input(tuple(Path(path) for path in paths))
    output, settings = Path(output), settings or Settings()
    check_names(settings.formats)
    signature = sign(settings)
    sources, unread = _sources(given, output, settings)
    with working(output, json.dumps(signature, sort_keys=True)) as work:
        work.forget_others(sources)
        if STDIN in given.mixed:
            _read_stdin(work, given.form, settings, progress)
        _read(work, sources, settings, jobs, progress)
        found = _find(work, settings, jobs, progress)
        corpus = replace(found, skipped=(*unread, *found.skipped), signature={**signature, **found.signature})
        _write(corpus, output, settings, progress)
    return records.read_corpus(output)


def _find(work: Workspace, settings: Settings, jobs: int | None, progress: Progress) -> Corpus:
    """Documents to duplicates, pairs and segments."""
    sketches = {sketch.id: sketch for sketch in work.sketches()}
    copies = duplicates(list(sketches.values()), settings.near)
    dropped = {copy.dropped for copy in copies}
    fresh = [sketch for sketch in sketches.values() if sketch.id not in dropped]
    _judge(work, [*_given(fresh), *propose(fresh)], settings, jobs, progress)
    accepted, rejected = choose(work.pairs(), sketches, settings.min_pair)
    return Corpus(
        documents=_Documents(work),
        pairs=tuple(accepted),
        segments=_Segments(work, accepted, settings),
        duplicates=tuple(copies),
        rejected=tuple(rejected),
        skipped=tuple(work.skipped()),
        signature={"input": _digest_of(sketches.values())},
    )


def sign(settings: Settings) -> dict[str, object]:
    """What every output carries: version, encoder and its hash, settings."""
    model: Encoder = transformer(settings.model, half=settings.half) if settings.model else load_encoder()
    return {
        "version": __version__,
        "encoder": {"name": model.name, "sha256": model.digest},
        "models": model_digests(),
        **settings.signature(),
    }


def _sources(given: Input, output: Path, settings: Settings) -> tuple[list[Source], list[Skipped]]:
    skipped: list[Skipped] = []
    sources: list[Source] = []
    own = output.resolve()

    def skip(found: Skipped) -> None:
        if own not in Path(found.source).resolve().parents:
            skipped.append(found)

    taken: set[Path] = set()
    # What is given with its side comes first: there it counts, and not among the mixed.
    for side, paths in (("en", given.en), ("fr", given.fr), ("", given.mixed)):
        files = [path for path in paths if path != STDIN]
        _refuse_own(own, files)
        for id, path in find(files, skip) if files else ():
            real = path.resolve()
            # A second run must not read what the first one wrote.
            if own in real.parents or (real in taken and not side):
                continue
            if real in taken:
                skipped.append(Skipped(f"{side}/{id}", "is given as English too; give it once"))
                continue
            taken.add(real)
            sources.append(Source(f"{side}/{id}" if side else id, path, side))
    return _apart(sources), skipped


def _refuse_own(own: Path, files: list[Path]) -> None:
    for path in files:
        if own in (path.resolve(), *path.resolve().parents):
            raise OutputError(f"{path} is in the output folder, which is not read; choose another with -o")


def _apart(sources: list[Source]) -> list[Source]:
    """Sources whose ids differ: a mixed folder may have an en/ of its own."""
    ids: set[str] = set()
    for at, source in enumerate(sources):
        id = source.id
        while id in ids:
            id += "~"
        ids.add(id)
        sources[at] = source._replace(id=id)
    return sources


def _read(work: Workspace, sources: list[Source], settings: Settings, jobs: int | None, progress: Progress) -> None:
    stamps = {source.id: _stamp(source.path) for source in sources}
    fresh = [source for source in sources if not work.has_source(source, stamps[source.id])]
    if fresh:
        work.forget_pairs()
    begun = len(sources) - len(fresh)
    progress("read", begun, len(sources))
    for source in fresh:
        work.begin_source(source)
    every = (task for source in fresh for task in tasks(source, partial(work.put, source)))
    at = 0
    for source, found in _prepared(every, settings, jobs, progress):
        while fresh[at] != source:  # the tasks of the one before are all done
            work.end_source(fresh[at], stamps[fresh[at].id])
            at += 1
        for item in found:
            work.put(source, item)
        progress("read", begun + at, len(sources))
    for source in fresh[at:]:
        work.end_source(source, stamps[source.id])
    work.commit()
    progress("read", len(sources), len(sources))


def _prepared(every: Iterable[Task], settings: Settings, jobs: int | None, progress: Progress) -> Iterator[Ready]:
    """The embedded encoder runs in every process; another is loaded once, here, where it has all cores or the GPU."""
    if not settings.model:
        return run(prepare, every, jobs)
    model = transformer(settings.model, half=settings.half)
    return encode_together(run(divide, every, jobs), partial(model.encode, progress=partial(progress, "encode")))


def _read_stdin(work: Workspace, form: str, settings: Settings, progress: Progress) -> None:
    source = Source(str(STDIN), STDIN)
    work.begin_source(source)

    def every() -> Iterator[Task]:
        for found in read_stream(sys.stdin.buffer, form=form):
            if isinstance(found, Skipped):
                work.put(source, found)
            else:
                yield Task(source, found)

    for _, ready in _prepared(every(), settings, 1, progress):
        for item in ready:
            work.put(source, item)


def _stamp(path: Path) -> str:
    with suppress(OSError):
        state = path.stat()
        return f"{state.st_size} {state.st_mtime_ns}"
    return ""


def _given(sketches: list[Sketch]) -> Iterator[Proposal]:
    """Pairs that came aligned: translation memories and two-column files."""
    sides = {sketch.id: sketch.side for sketch in sketches}
    for sketch in sketches:
        # The partner may have been left out, or be no French: then this is a text like any other.
        if sketch.side == "en" and sketch.aligned and sides.get(sketch.aligned) == "fr":
            yield Proposal(sketch.id, sketch.aligned, 1.0, 1.0, 1.0)


def _judge(
    work: Workspace, proposals: list[Proposal], settings: Settings, jobs: int | None, progress: Progress
) -> None:
    fresh = [proposal for proposal in proposals if not work.has_pair(proposal.en, proposal.fr)]
    work.commit()
    begun = len(proposals) - len(fresh)
    progress("align", begun, len(proposals))
    judged = run(partial(_judge_one, path=work.path, settings=settings), fresh, jobs)
    for at, verdict in enumerate(judged, 1):
        work.put_pair(verdict)
        progress("align", begun + at, len(proposals))
    work.commit()


def _judge_one(proposal: Proposal, *, path: Path, settings: Settings) -> ScoredPair:
    # In another process: it reads for itself, since texts and vectors are dear to send.
    db = sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro", uri=True)
    try:
        en, fr = (EncodedDocument(*read_side(db, id)) for id in (proposal.en, proposal.fr))
    finally:
        db.close()
    return align_and_score(en, fr, (proposal.cosine, proposal.shared), settings)


@dataclass(frozen=True, slots=True)
class _Documents:
    work: Workspace

    def __iter__(self) -> Iterator[Document]:
        return self.work.documents()


class _Segments:
    """The segments of the accepted pairs, read each time anew; what stands in several places counts once."""

    def __init__(self, work: Workspace, pairs: list[DocumentPair], settings: Settings) -> None:
        self.work, self.pairs, self.settings = work, pairs, settings
        self.repeats = repeated(_Judged(work, pairs), settings)

    def __iter__(self) -> Iterator[Segment]:
        for segment in _Judged(self.work, self.pairs):
            yield select(segment, self.settings, self.repeats)


@dataclass(frozen=True, slots=True)
class _Judged:
    work: Workspace
    pairs: list[DocumentPair]

    def __iter__(self) -> Iterator[Segment]:
        for pair in self.pairs:
            yield from self.work.segments(pair.en, pair.fr)


def _write(corpus: Corpus, output: Path, settings: Settings, progress: Progress) -> None:
    steps = len(settings.formats) + 2
    progress("write", 0, steps)
    files = records.write(corpus, output)
    for at, name in enumerate(settings.formats, 1):
        progress("write", at, steps)
        files += write(name, corpus, output)
    progress("write", steps - 1, steps)
    files += report.write(corpus, output)
    manifest.write(corpus, output, files)
    progress("write", steps, steps)


def _digest_of(sketches: Iterable[Sketch]) -> str:
    """One hash over the words of all documents, in the order of their ids."""
    lines = "\n".join(f"{sketch.id} {sketch.digest}" for sketch in sketches)
    return hashlib.sha256(lines.encode()).hexdigest()
