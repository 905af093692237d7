"""What the report shows beyond the texts: the worst first, drawings, families, words that belong together."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from lxml import html
from test_report import SEEDS, SEGMENTS, cases, corpus_of, named, numbered, page, parse

from aligner import pair, report
from aligner.detectors import facts
from aligner.detectors.facts import FAMILY_MESSAGES
from aligner.messages import CATALOGUES, messages_in
from aligner.report.origin import describe_origin
from aligner.report.plain_words import CHANGED_FACT, HEADING_MESSAGES, explain_drops
from aligner.report.plots import find_crossings
from aligner.report.rows import make_row
from aligner.report.summary import summarise
from aligner.report.word_links import links
from aligner.types import (
    SIDES,
    Bead,
    Document,
    DocumentPair,
    DocumentSpan,
    Duplicate,
    Finding,
    OriginSample,
    Reason,
    SampledOrigin,
    Segment,
)

__all__ = ["page"]


@pytest.mark.parametrize("case", cases("worst"), ids=named)
def test_the_worst_comes_first(case: dict[str, Any]) -> None:
    segments = []
    for number, said in enumerate(case["segments"]):
        reasons = tuple(Reason(code, "") for code in said if isinstance(code, str))
        findings = tuple(
            Finding("d", "en", code, severity, "accuracy", 0, 0, "", f"the {at}th", {})
            for at, (code, severity) in enumerate(each for each in said if not isinstance(each, str))
        )
        bead = Bead((number, number + 1), (number, number + 1), 0.5)
        segments.append(Segment("e", "f", bead, "e", "f", 0.9, reasons, findings))
    numbers = [issue.position.number for issue in summarise(corpus_of(segments)).top_issues]
    assert list(dict.fromkeys(numbers)) == case["worst"]


def test_the_worst_is_led_to_on_whatever_page_it_is(tmp_path: Path) -> None:
    segments = numbered(12, pairs=3)
    for at in (1, 10):
        segments[at] = segments[at]._replace(reasons=(Reason("numbers_missing", "1 number missing in French: 3"),))
    report.write_report(corpus_of(segments), tmp_path, page_segments=4)
    links = parse(tmp_path / "report.html").xpath("//*[@id='worst']//a/@href")
    assert links == ["report/1.html#p1-2", "report/3.html#p3-3"]
    for link in links:
        name, _, id = link.partition("#")
        assert parse(tmp_path / name).xpath(f"//li[@id='{id}']")


@pytest.mark.parametrize("case", cases("crossings"), ids=named)
def test_moved_passages_lead_to_their_place(case: dict[str, Any]) -> None:
    beads = [Bead(tuple(en), tuple(fr), 0.5, moved=bool(more)) for en, fr, *more in case["beads"]]
    rows = [make_row(at, Segment("e", "f", bead, "e", "f", 0.9)) for at, bead in enumerate(beads, 1)]
    assert {str(key): value for key, value in find_crossings(rows).items()} == case["crossings"]


def test_the_dot_plot_has_every_bead(page: html.HtmlElement) -> None:
    drawn = ["".join(each.xpath(".//*[local-name()='path']/@d")) for each in page.xpath("//details[@class='plot']")]
    sizes = Counter(segment.en_doc for segment in SEGMENTS)
    assert [paths.count("M") for paths in drawn] == list(sizes.values())


def test_a_family_says_what_its_copies_changed() -> None:
    spans = ((DocumentSpan("en/a.txt", 0, 60), DocumentSpan("en/b.txt", 0, 60)),)
    documents = [Document("en/a.txt", "x" * 100, "en"), Document("en/b.txt", "x" * 80, "en")]
    pairs = (DocumentPair("en/a.txt", "fr/a.txt", 0.9, {}),)
    copies = (Duplicate("en/a.txt", "en/b.txt", 0.7, "near", spans),)
    family = summarise(corpus_of([], documents=documents, pairs=pairs, duplicates=copies)).families["en/a.txt"]
    assert [(round(each.left_out or 0, 2), round(each.added or 0, 2)) for each in family.copies] == [(0.4, 0.25)]
    assert family.versions == (("fr/a.txt", 0.9),)


@pytest.mark.parametrize(
    ("en", "fr", "linked"),
    [
        ("The president spoke.", "Le président a parlé.", ("president", "président")),
        ("\U0001f600 The president spoke.", "Le président a parlé.", ("president", "président")),
        ("", "Le président a parlé.", None),
        ("word " * 500, "mot", None),
    ],
)
def test_linked_words_are_those_that_translate_each_other(en: str, fr: str, linked: tuple[str, str] | None) -> None:
    found = []
    for link in links(en, fr).split():
        spans = [tuple(map(int, span.split("-"))) for span in link.split(":")]
        raw = [text.encode("utf-16-le") for text in (en, fr)]
        found.append(tuple(text[2 * a : 2 * b].decode("utf-16-le") for text, (a, b) in zip(raw, spans, strict=True)))
    assert linked in found if linked else not found


def test_the_lost_numbers_and_changed_roles_of_the_seeds_stand_before_all_else(tmp_path: Path) -> None:
    pair([SEEDS], tmp_path)
    page = parse(tmp_path / "report.html")
    first = page.xpath("//main/*")[1]
    (worst,) = first.xpath("./*[@id='worst']")
    told = worst.text_content()
    grave = [
        finding
        for segment in map(json.loads, (tmp_path / "segments.jsonl").read_text("utf-8").splitlines())
        for finding in segment["findings"]
        if finding["severity"] == "critical" and finding["code"].partition(".")[0] in ("number", "role")
    ]
    assert grave and all(finding["message"] in told for finding in grave)


@pytest.mark.parametrize("case", cases("once"), ids=named)
def test_a_finding_is_listed_once_in_plain_words(case: dict[str, Any]) -> None:
    segments = []
    for number, found in enumerate(case["findings"]):
        findings = tuple(
            Finding("d", side, code, "critical", "accuracy", 0, 1, text, f"not “{other}”", {"text": other})
            for side, code, text, other in found
        )
        bead = Bead((number, number + 1), (number, number + 1), 0.5)
        segments.append(Segment("e", "f", bead, "e", "f", 0.9, (), findings))
    issues = summarise(corpus_of(segments)).top_issues
    assert [issue.heading for issue in issues] == case["lines"]
    for issue, text in zip(issues, case.get("order", ()), strict=False):
        assert issue.text.startswith(f"“{text}” — not “")


@pytest.mark.parametrize("case", cases("opening"), ids=named)
def test_the_title_names_the_corpus(case: dict[str, Any], tmp_path: Path) -> None:
    documents = [Document(id, "", side) for id, side in zip(case["ids"], ("en", "fr"), strict=True)]
    pairs = (DocumentPair(*case["ids"], 0.9, {}),) * case["pairs"]
    report.write_report(corpus_of([], documents=documents, pairs=pairs), tmp_path)
    page = parse(tmp_path / "report.html")
    assert page.xpath("string(//h1)") == page.xpath("string(//title)") == case["title"]


@pytest.mark.parametrize("case", cases("drops"), ids=named)
def test_drops_are_explained_in_plain_words(case: dict[str, Any]) -> None:
    assert [list(line) for line in explain_drops(case["dropped"])] == case["lines"]


def test_every_change_of_fact_has_a_heading() -> None:
    assert FAMILY_MESSAGES.keys() <= HEADING_MESSAGES.keys() and f"{facts.CHANGED_FACT}: " == CHANGED_FACT


@pytest.mark.parametrize("case", cases("timeline"), ids=named)
def test_the_versions_of_a_story_are_in_order(case: dict[str, Any], tmp_path: Path) -> None:
    documents = [Document(id, "", side, meta={"date": date}) for id, side, date in case["documents"]]
    copies = tuple(
        Duplicate(kept, dropped, 1.0 if how == "exact" else 0.8, how, relation=relation)
        for kept, dropped, how, relation in case["copies"]
    )
    pairs = tuple(DocumentPair(*pair, 0.9, {}) for pair in case["pairs"])
    report.write_report(corpus_of([], documents=documents, duplicates=copies, pairs=pairs), tmp_path)
    lines = parse(tmp_path / "report.html").xpath("//*[@class='timeline']/li")
    assert [" ".join(line.text_content().split()) for line in lines] == case["lines"]


@pytest.mark.parametrize("case", cases("origin"), ids=named)
def test_how_texts_were_made_is_described_in_the_language_of_the_reader(case: dict[str, Any]) -> None:
    nothing = SampledOrigin(0, 0, 0, 0.0, 1.0)
    own = {side: SampledOrigin(**case["origin"]) if side == case["side"] else nothing for side in SIDES}
    for language in CATALOGUES:
        with messages_in(language):
            lines = dict(zip(SIDES, describe_origin(OriginSample(9, 9, 1, **own)), strict=True))
            assert lines[case["side"]] == case[language]
