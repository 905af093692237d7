"""Facts of stories in other words, order and sentences, in the same language and in the other one."""

from __future__ import annotations

import json
from typing import Any

import pytest
from conftest import CASES

from aligner.comparison.rewrite import RewriteComparison
from aligner.types import Document, Sentence, Side

CASES_OF_REWRITES = [
    json.loads(line) for line in (CASES / "comparison" / "rewrite.jsonl").read_text("utf-8").splitlines()
]


def document(texts: list[str], side: Side) -> Document:
    sentences, start = [], 0
    for number, text in enumerate(texts):
        sentences.append(Sentence(text, start, start + len(text), number))
        start += len(text) + 1
    return Document(side, " ".join(texts), side, 1.0, tuple(sentences))


def compared(case: dict[str, Any]) -> tuple[Document, Document, RewriteComparison]:
    here, there = document(case["copy"], case["sides"][1]), document(case["source"], case["sides"][0])
    return here, there, RewriteComparison(here, there, [((0, len(here.text)), (0, len(there.text)))])


@pytest.mark.parametrize("case", CASES_OF_REWRITES, ids=lambda case: case["copy"][-1])
def test_changed_facts_are_paired_with_what_they_replaced(case: dict[str, Any]) -> None:
    here, there, rewrite = compared(case)
    shown = [
        [change.code, here.text[slice(*change.here)], there.text[slice(*change.there)]] for change in rewrite.changes
    ]
    assert shown == case["changes"]


def test_facts_are_kept_wherever_they_are() -> None:
    here, there, rewrite = compared(CASES_OF_REWRITES[6])
    kept = [rewrite.is_kept(0, (here.text.index(words), here.text.index(words) + 5)) for words in ("Dresde", "30 mill")]
    assert kept == [True, False]
    assert rewrite.is_kept(1, (there.text.index("Dresden"), there.text.index("Dresden") + 7))


def test_a_sentence_whose_content_is_elsewhere_is_found() -> None:
    source = [
        "The bridge over the Arne was closed on Friday after engineers found cracks.",
        "A new school opened in Tolby.",
    ]
    copy = ["Cracks found by engineers led to the closure of the bridge across the Arne on Friday."]
    here, there = document(copy, "en"), document(source, "en")
    first, second = ((sentence.start, sentence.end) for sentence in there.sentences)
    rewrite = RewriteComparison(here, there, [((0, 0), first), ((0, 0), second)])
    assert rewrite.elsewhere == (frozenset(), frozenset({first}))
