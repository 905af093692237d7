"""Sentences that stand in several places of a corpus: counted once, every place kept."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

from conftest import CASES, read
from hypothesis import given, settings
from hypothesis import strategies as st

from aligner.pipeline.pair import pair
from aligner.pipeline.select import REPEATED, find_repeats, location_of, select
from aligner.settings import Settings
from aligner.types import Bead, Segment
from aligner.writers.plain_data import segment_of, segment_record
from aligner.writers.records import read_segments

TEXTS = st.sampled_from(["It rained.", "It  rained.", "It snowed."])


@st.composite
def corpora(draw: st.DrawFn) -> list[Segment]:
    rows = draw(st.lists(st.tuples(TEXTS, TEXTS, st.sampled_from([0.1, 0.9])), max_size=12))
    return [
        Segment(f"{at % 3}.en", f"{at % 3}.fr", Bead((at, at + 1), (at, at + 1), 0.9), en, fr, confidence)
        for at, (en, fr, confidence) in enumerate(rows)
    ]


def words(segment: Segment) -> tuple[str, str]:
    return " ".join(segment.en_text.split()), " ".join(segment.fr_text.split())


@settings(max_examples=200, deadline=None, derandomize=True)
@given(corpora())
def test_each_is_kept_once_and_no_place_is_lost(segments: list[Segment]) -> None:
    repeats = find_repeats(segments, Settings())
    found = [select(segment, Settings(), repeats) for segment in segments]
    good = Counter(words(each) for each in segments if each.confidence > 0.5)
    kept = [each for each in found if each.kept]
    assert Counter(map(words, kept)) == Counter(dict.fromkeys(good, 1))
    for each in kept:
        assert len(each.sources) == (good[words(each)] if good[words(each)] > 1 else 0)
        assert not each.sources or each.sources[0] == location_of(each), "the first counts"
    for each in found:
        again = [other for other in kept if words(other) == words(each)]
        if each.why_dropped == REPEATED:
            assert location_of(each) in again[0].sources
            assert each.sources == (location_of(again[0]), location_of(each)), "a repeat refers to the kept one"
        assert segment_of(segment_record(each)) == each, "sources are written and read back"


def test_a_sentence_of_two_pairs_is_written_once(tmp_path: Path) -> None:
    cases = CASES / "pipeline" / "pair"
    lines, names = read(cases / "village.jsonl"), read(cases / "names.jsonl")
    more = {"en": "The weather office expects heavy snow in the hills.", "fr": "La météo attend de fortes neiges."}
    (tmp_path / "in").mkdir()
    for number, name in enumerate(names[:2]):
        for side in ("en", "fr"):
            text = "\n".join([*(line[side] for line in lines), more[side]]).format(**name)
            (tmp_path / "in" / f"{number}.{side}.txt").write_text(text, "utf-8")
    pair([tmp_path / "in"], tmp_path / "out")
    one, other = (each for each in read_segments(tmp_path / "out/segments.jsonl") if each.en_text == more["en"])
    assert (one.kept, other.kept, other.why_dropped) == (True, False, REPEATED)
    assert [place.en_doc for place in one.sources] == ["0.en.txt", "1.en.txt"] and one.sources == other.sources
    assert (tmp_path / "out/corpus.tsv").read_text("utf-8").count(more["en"]) == 1
