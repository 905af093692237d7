"""How the texts of a corpus were made, by a sample of its pairs: what is sampled, and what is written of it."""

from __future__ import annotations

import json
import shutil
from dataclasses import replace
from itertools import groupby
from pathlib import Path

import pytest
from conftest import CASES, contents
from conftest import read as read_cases

from aligner import pair, parallel
from aligner.cli import console
from aligner.confidence.binomial import exact_interval
from aligner.detectors.view import JOINED_ROWS
from aligner.pipeline import origins
from aligner.pipeline.origins import MAX_SENTENCES, MIN_SAMPLE_PAIRS, SampledPair, _can_be_judged
from aligner.readers.declarations.terms import WHOLE_FIELD
from aligner.report.origin import describe_origin
from aligner.types import Document, Sentence
from aligner.verdict.labels import Label
from aligner.verdict.parts import MIN_SENTENCES
from aligner.writers import records

LINES = read_cases(CASES / "pipeline" / "pair" / "village.jsonl")
NAMES = read_cases(CASES / "pipeline" / "pair" / "names.jsonl")
STORIES = MIN_SAMPLE_PAIRS + 1
DECLARED = 4  # English texts that declare that a machine translated them


def write_story(folder: Path, number: int, *, towns: int = 2) -> None:
    """Write a story about some towns, so that it is long enough, in both languages."""
    for side in ("en", "fr"):
        tag = "en-x-mtfrom-fr" if side == "en" and number < DECLARED else side
        lines = [line[side].format(**NAMES[number + 30 * town]) for town in range(towns) for line in LINES]
        markup = "".join(f"<p>{line}</p>" for line in lines)
        path = folder / f"{number:02}.{side}.html"
        path.write_text(f'<html lang="{tag}"><body><article>{markup}</article></body></html>', "utf-8")


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("in")
    for number in range(STORIES):
        write_story(folder, number)
    write_story(folder, STORIES, towns=1)  # too short
    return folder


@pytest.fixture(scope="module")
def output(folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    output = tmp_path_factory.mktemp("out")
    pair([folder], output)
    return output


def test_the_sample_is_counted_on_each_side(output: Path) -> None:
    corpus = records.read_corpus(output)
    assert corpus.origin and len(corpus.pairs) == STORIES + 1
    assert (corpus.origin.pairs, corpus.origin.drawn) == (STORIES, STORIES + 1)
    assert corpus.origin.en.machine_made == DECLARED
    for own in (corpus.origin.en, corpus.origin.fr):
        assert own.texts == STORIES and 0 <= own.cannot_say <= STORIES - own.machine_made
        assert (own.low, own.high) == pytest.approx(exact_interval(own.machine_made, STORIES), abs=1e-4)
    written = json.loads((output / "manifest.json").read_text("utf-8"))["origin"]
    assert written["fr"] == corpus.origin.fr._asdict() and written["pairs"] == STORIES
    summary = list(console._summary_lines(corpus, output))
    at = summary.index(f"Origin     {describe_origin(corpus.origin)[0]}")
    assert summary[at + 1] == f"           {describe_origin(corpus.origin)[1]}"


class Judged:
    """The pairs that are judged in this process."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.ids: list[str] = []
        judge = origins._judge

        def noted(sampled: SampledPair) -> list[Label]:
            self.ids.append(sampled.en.id)
            return judge(sampled)

        monkeypatch.setattr(origins, "_judge", noted)


def test_a_second_run_judges_only_what_is_new_and_writes_the_same(
    folder: Path, output: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    judged, again = Judged(monkeypatch), Path(shutil.copytree(output, tmp_path / "again"))
    pair([folder], again)
    assert judged.ids == [] and contents(again) == contents(output)
    more = Path(shutil.copytree(folder, tmp_path / "more"))
    write_story(more, STORIES + 1)
    pair([more], again)
    assert judged.ids == [f"{STORIES + 1:02}.en.html"]
    pair([more], tmp_path / "whole")
    assert contents(tmp_path / "whole") == contents(again)


def test_processes_judge_alike(output: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    corpus = records.read_corpus(output)
    documents = {document.id: document for document in corpus.documents}
    sampled = [
        SampledPair(documents[en], documents[fr], tuple(segment.bead for segment in own), ())
        for (en, fr), own in groupby(corpus.segments, key=lambda segment: segment.ids)
    ][:3]
    monkeypatch.setattr(parallel, "POOL_AFTER_ITEMS", 1)
    assert list(parallel.parallel_map(origins._attempt, sampled, 2, chunk=1)) == list(map(origins._attempt, sampled))


def test_the_first_pairs_of_the_draw_are_sampled(
    folder: Path, output: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    pairs = [pair for pair in records.read_corpus(output).pairs if pair.en != f"{STORIES:02}.en.html"]
    monkeypatch.setattr(origins, "SAMPLE_PAIRS", MIN_SAMPLE_PAIRS)
    judged = Judged(monkeypatch)
    corpus = pair([folder], tmp_path / "out")
    assert corpus.origin and corpus.origin.pairs == MIN_SAMPLE_PAIRS
    assert judged.ids == [pair.en for pair in sorted(pairs, key=origins._draw)[:MIN_SAMPLE_PAIRS]]
    assert judged.ids != sorted(judged.ids), "not those that come first in the folder"


def test_a_text_that_cannot_be_judged_stops_nothing(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object) -> None:
        raise ValueError("no such word")

    monkeypatch.setattr(origins, "judge_origin", fail)
    corpus = pair([folder], tmp_path / "out")
    assert corpus.origin and corpus.origin.en[:3] == corpus.origin.fr[:3] == (STORIES, 0, STORIES)


def test_too_few_long_stories_are_no_sample(tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    for number in range(MIN_SAMPLE_PAIRS - 1):
        write_story(tmp_path / "in", number)
    assert pair([tmp_path / "in"], tmp_path / "out").origin is None
    assert "origin" not in json.loads((tmp_path / "out" / "manifest.json").read_text("utf-8"))


def document(sentences: int) -> Document:
    texts = ["A line of four words."] * sentences
    return Document("a", " ".join(texts), "en", 1.0, tuple(Sentence(text, 0, len(text), 0) for text in texts))


def test_which_texts_are_sampled() -> None:
    story, memory = document(MIN_SENTENCES), replace(document(MIN_SENTENCES), id="b", aligned="a")
    assert _can_be_judged(story, story)
    assert not _can_be_judged(memory, story), "rows of a memory are no story"
    assert not _can_be_judged(story, document(MIN_SENTENCES - 1)), "too short"
    assert not _can_be_judged(document(MAX_SENTENCES + 1), story), "too long"
    assert not _can_be_judged(story, replace(story, meta={JOINED_ROWS: "yes"}))
    declared = replace(document(1), meta={WHOLE_FIELD: "lang"})
    assert not _can_be_judged(declared, story), "the share is one of texts that are long enough"
