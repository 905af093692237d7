"""Texts that aligners are known to stumble over; tests/cases/alignment/hard/README.md says how they are made."""

from __future__ import annotations

from functools import cache
from typing import Any, NamedTuple

import pytest
from conftest import CASES, read

from aligner.alignment.align import align, bead_indices
from aligner.encoders import load_encoder
from aligner.encoders.static import StaticEncoder
from aligner.evaluation.bead_metrics import Indices, compare_beads
from aligner.types import Bead, Sentence

HARD = CASES / "alignment" / "hard"
HARD_CASES = read(HARD / "cases.jsonl")


class Block(NamedTuple):
    """A gold bead: its sentences, and whether it begins a paragraph."""

    en: tuple[str, ...]
    fr: tuple[str, ...]
    begins: bool


@cache
def story(name: str) -> tuple[Block, ...]:
    blocks = []
    begins = True
    for part in (HARD / f"{name}.txt").read_text("utf-8").strip().split("\n\n"):
        lines = part.split("\n")
        begins = begins or "---" in lines
        sides = (tuple(line[3:] for line in lines if line.startswith(side)) for side in ("en ", "fr "))
        blocks.append(Block(*sides, begins))
        begins = False
    return tuple(blocks)


def labels(parts: list[str]) -> list[str]:
    """The single beads, such as museum:3, of parts such as museum:3-8."""
    found = []
    for part in parts:
        name, _, span = part.partition(":")
        first, _, last = span.partition("-")
        found += [f"{name}:{at}" for at in range(int(first or 0), int(last or len(story(name))))]
    return found


def block(label: str) -> Block:
    name, _, at = label.partition(":")
    return story(name)[int(at)]


def side(name: str, wanted: list[str]) -> tuple[list[Sentence], dict[str, tuple[int, ...]]]:
    """The sentences of beads, and the numbers of those of each bead."""
    sentences: list[Sentence] = []
    places = {}
    paragraph = 0
    for label in wanted:
        paragraph += block(label).begins
        texts = getattr(block(label), name)
        places[label] = tuple(range(len(sentences), len(sentences) + len(texts)))
        sentences += [Sentence(text, 0, len(text), paragraph) for text in texts]
    return sentences, places


class Asked(NamedTuple):
    en: list[Sentence]
    fr: list[Sentence]
    gold: set[Indices]
    moved: set[Indices]


def asked(case: dict[str, Any], paragraphs: bool) -> Asked:
    (en, in_en), (fr, in_fr) = (side(name, labels(case[name])) for name in ("en", "fr"))
    for mine, other in case.get("same", {}).items():
        in_fr.setdefault(other, in_fr.pop(mine, ()))
    both = [label for label in in_en if label in in_fr and in_en[label] and in_fr[label]]
    gold = {(in_en[label], in_fr[label]) for label in both}
    gold |= {((at,), ()) for label in in_en if label not in both for at in in_en[label]}
    gold |= {((), (at,)) for label in in_fr if label not in both for at in in_fr[label]}
    moved = {(in_en[label], in_fr[label]) for label in labels(case.get("moved", []))}
    if not paragraphs:
        en, fr = ([each._replace(paragraph=0) for each in part] for part in (en, fr))
    return Asked(en, fr, gold, moved)


def found(case: Asked) -> list[Bead]:
    encoder = load_encoder()
    vectors = [encoder.encode([each.text for each in part]) for part in (case.en, case.fr)]
    assert isinstance(encoder, StaticEncoder)
    return align(case.en, case.fr, (vectors[0], vectors[1]), words=encoder.encode_tokens)


def single_nulls(en: tuple[int, ...], fr: tuple[int, ...]) -> list[Indices]:
    """A bead, or a null of each sentence: how many of these are one null is a matter of taste."""
    return [(en, fr)] if en and fr else [*(((at,), ()) for at in en), *(((), (at,)) for at in fr)]


@pytest.mark.parametrize("paragraphs", [True, False], ids=["paragraphs", "plain"])
@pytest.mark.parametrize("case", HARD_CASES, ids=lambda case: case["name"])
def test_hard_case(case: dict[str, Any], paragraphs: bool) -> None:
    texts = asked(case, paragraphs)
    beads = found(texts)
    got = [part for bead in beads for part in single_nulls(*bead_indices(bead))]
    for at, sentences in enumerate((texts.en, texts.fr)):
        assert sorted(number for bead in got for number in bead[at]) == list(range(len(sentences)))
        kept = [number for bead in beads if not bead.moved for number in bead_indices(bead)[at]]
        assert kept == sorted(kept)
    assert [bead.en[0] for bead in beads] == sorted(bead.en[0] for bead in beads), "English order"
    if case.get("exact"):
        missed = case.get("missed", (0, 0))[0 if paragraphs else 1]
        assert len(texts.gold - set(got)) == missed, texts.gold - set(got)
        assert {bead_indices(bead) for bead in beads if bead.moved} == texts.moved
    counts = compare_beads(got, sorted(texts.gold))
    assert counts.strict.f1 >= case.get("strict", 0)
    assert counts.null.f1 >= case.get("null", 0)
    linked = sum(len(en) + len(fr) for en, fr in got if en and fr)
    assert linked <= case.get("linked", 1) * (len(texts.en) + len(texts.fr))


@pytest.mark.parametrize("case", [case for case in HARD_CASES if "moved" in case], ids=lambda case: case["name"])
def test_what_is_moved_is_moved_from_either_side(case: dict[str, Any]) -> None:
    texts = asked(case, paragraphs=True)
    mirrored = found(Asked(texts.fr, texts.en, set(), set()))
    assert {bead_indices(bead)[::-1] for bead in mirrored if bead.moved} == texts.moved


def test_nothing_is_moved_where_nothing_was() -> None:
    for case in HARD_CASES:
        if "moved" not in case:
            assert not any(bead.moved for bead in found(asked(case, paragraphs=False))), case["name"]
