"""Archives for benchmarks: they grow, they are equal for equal options, and their truth is that of their texts."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from scripts.benchmarks.archive import ArchivedText, ArchiveOptions, Passage, make_archive, write_archive

OPTIONS = ArchiveOptions(stories=60, running=0.2, copied=0.3)
PASSAGES: list[Passage] = [
    tuple((f"The {n}th orchard sold {m} crates.", f"Le verger {n} a vendu {m} caisses.") for m in range(4))
    for n in range(50)
]


def test_a_larger_archive_begins_with_the_smaller_one() -> None:
    small, large = (list(make_archive(PASSAGES, OPTIONS._replace(stories=size))) for size in (40, 60))
    assert large[:40] == small
    assert list(make_archive(PASSAGES, OPTIONS, 40)) == large[40:]
    assert list(make_archive(PASSAGES, OPTIONS._replace(seed=1, stories=40))) != small


def test_no_two_stories_share_a_passage_until_all_are_used() -> None:
    plain = OPTIONS._replace(stories=40, both=1.0, running=0.0, copied=0.0, templated=0.0)
    texts = [{text.side: text.text for text in story} for story in make_archive(PASSAGES, plain)]
    first, again = texts[:25], texts[25:]
    orchards = [line.split()[1] for story in first for line in story["en"].split("The ") if line]
    assert len({text.split("\n\n")[0] for text in (story["en"] for story in first)}) == 25
    assert len(orchards) == 25 * 8
    assert all(story["en"].count("crates") == story["fr"].count("caisses") == 8 for story in [*first, *again])


def test_all_kinds_are_in_it_over_years() -> None:
    texts = [text for story in make_archive(PASSAGES, OPTIONS._replace(daily=0.05)) for text in story]
    assert {text.side for text in texts} == {"en", "fr"}
    assert {bool(text.copy) for text in texts} == {True, False}
    assert max(text.version for text in texts) > 2
    assert len({text.date.year for text in texts}) > 2
    assert len({text.id for text in texts}) == len(texts)


def read_texts(folder: Path, monthly: bool) -> dict[str, str]:
    if monthly:
        lines = [line for path in folder.rglob("*.jsonl") for line in path.read_text("utf-8").splitlines()]
        return {record["id"]: record["text"] for record in map(json.loads, lines)}
    return {path.stem: path.read_text("utf-8").removesuffix("\n") for path in folder.rglob("*.txt")}


@pytest.mark.parametrize("monthly", [False, True])
def test_the_truth_is_that_of_the_texts(monthly: bool, tmp_path: Path) -> None:
    stories = list(make_archive(PASSAGES, OPTIONS))
    half = len(stories) // 2
    count = write_archive(stories[:half], tmp_path, monthly=monthly)
    count += write_archive(stories[half:], tmp_path, monthly=monthly)
    texts: dict[str, ArchivedText] = {text.id: text for story in stories for text in story}
    assert read_texts(tmp_path / "in", monthly) == {id: text.text for id, text in texts.items()}
    assert count == len(texts)
    families = [json.loads(line) for line in (tmp_path / "families.jsonl").read_text("utf-8").splitlines()]
    assert [[row["id"] for row in family["texts"]] for family in families] == [
        [t.id for t in story] for story in stories
    ]
    pairs = [line.split("\t") for line in (tmp_path / "pairs.tsv").read_text("utf-8").splitlines()]
    for en, fr, relation in pairs:
        one, other = texts[en], texts[fr]
        assert (one.side, other.side, one.story) == ("en", "fr", other.story)
        same = one.version == other.version and not one.copy and not other.copy
        assert relation == ("translation" if same else "version")
    both = sum(sum(text.side == "en" for text in story) * sum(text.side == "fr" for text in story) for story in stories)
    assert len(pairs) == both > 0
