"""A run whose findings, reasons and report are in French: what is found is the same."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from contextvars import Context
from pathlib import Path
from typing import Any

import pytest
from conftest import contents

from aligner import pair
from aligner.errors import UnknownNameError
from aligner.pipeline import pair as pipeline
from aligner.report import rewrite_report
from aligner.settings import Settings
from aligner.types import Corpus
from aligner.writers import records

ENGLISH = re.compile(
    r"\b(the|lacks|unlikely|other version|not translated|moved|dropped|of these|from confidence|stories|kept)\b",
    re.I,
)


@pytest.fixture(scope="module")
def french(seeds: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    output = tmp_path_factory.mktemp("french")
    pair([seeds], output, Settings(language="fr"))
    return output


def plain(corpus: Corpus) -> list[object]:
    """Return what the segments of a run have in any language."""
    return [
        (
            segment._replace(reasons=(), findings=()),
            [(reason.code, reason.spots) for reason in segment.reasons],
            [finding._replace(message="") for finding in segment.findings],
        )
        for segment in corpus.segments
    ]


def test_the_same_is_found_and_told_in_french(french: Path, seeds: Path, tmp_path: Path) -> None:
    corpus = records.read_corpus(french)
    assert plain(corpus) == plain(pair([seeds], tmp_path / "english"))
    texts = [reason.text for segment in corpus.segments for reason in segment.reasons]
    assert any(text.startswith("il manque à l’anglais") for text in texts)
    messages = [finding.message for segment in corpus.segments for finding in segment.findings]
    assert any("l’autre version dit" in message for message in messages)
    assert not [text for text in (*texts, *messages) if ENGLISH.search(re.sub("«.*?»", "", text))]


def test_the_report_is_in_french_and_made_again_alike(french: Path) -> None:
    before = contents(french)
    page = (french / "report.html").read_text("utf-8")
    assert '<html lang="fr">' in page and "À regarder d’abord" in page and "écarté : un fait changé" in page
    page = re.sub(r"(?s)<details [^>]*id=\"skipped\".*?</details>", "", page)  # readers say in English why
    words = re.sub(
        r"(?s)<(script|style|q|mark)\b.*?</\1>|<p title[^>]*>.*?</p>|<code>.*?</code>|<[^>]*>|«.*?»", " ", page
    )
    assert not ENGLISH.findall(words)
    rewrite_report(french)
    assert contents(french) == before


def test_another_language_is_another_run(french: Path, seeds: Path, tmp_path: Path) -> None:
    pair([seeds], tmp_path / "out")
    pair([seeds], tmp_path / "out", Settings(language="fr"))
    assert contents(tmp_path / "out") == contents(french)
    with pytest.raises(UnknownNameError, match="no language called 'de'"):
        pair([seeds], tmp_path / "none", Settings(language="de"))


def test_a_process_of_its_own_writes_it_too(seeds: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def map_elsewhere(function: Callable[[Any], Any], items: Iterable[Any], jobs: int | None) -> Iterator[Any]:
        return (Context().run(function, item) for item in items)  # without what was set in this one

    monkeypatch.setattr(pipeline, "parallel_map", map_elsewhere)
    corpus = pair([seeds], tmp_path / "out", Settings(language="fr"))
    messages = [finding.message for segment in corpus.segments for finding in segment.findings]
    assert any("l’autre version dit" in message for message in messages)
