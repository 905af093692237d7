"""Detectors: cases in tests/cases/detectors, the five stories, and properties of any text."""

from __future__ import annotations

import json
import re
from collections import Counter
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from conftest import CASES as ALL_CASES
from conftest import ROOT, Run, assert_linear_time, read
from hypothesis import given, settings
from hypothesis import strategies as st

from aligner.checking.check import check_files
from aligner.checking.results import CheckResult, reaches
from aligner.cli.catalogue import part_rows
from aligner.cli.findings import result_lines
from aligner.comparison.stories import align_stories
from aligner.confidence.features.entities import NO_DIFFERENCES, compare_entities
from aligner.detectors import DETECTORS, View, examine, load_rules, views
from aligner.detectors.attach import attach
from aligner.detectors.catalogue import FACT_DETECTORS
from aligner.detectors.facts import is_fact
from aligner.encoders import load_encoder
from aligner.languages.inflection import FUNCTION_WORDS
from aligner.messages import messages_in
from aligner.pipeline.pair import pair
from aligner.text.cleaning.clean import clean
from aligner.text.cleaning.edits import undo
from aligner.text.segment import segment
from aligner.text.words.tokens import tokenize
from aligner.types import SIDES, Bead, Document, Finding, RawDocument, Segment, Sentence, Side

CASES = ALL_CASES / "detectors"
MESSAGES = ALL_CASES / "messages"
SEEDS = ROOT / "seeds"
EXACT_CODES = ("layout.changed", "spelling.changed", "wording.changed")
PIECES = st.sampled_from(
    [*" \n.,;-a", "¬†", "Ã©", "\u200b", "\ufeff", "\ufffd", "Leave A Reply", "#a #b #c", "1707364198", "Beijing", "The",
     "Beijing -Tianjin ", "research, and research", "District.Since", "biology biology ", "15 ", "million ", "\r\n",
     "&#39;", "&amp;", "\ufb01", "> ", "the road to the village and the\n", "sea, where nobody lives, is bio-\nlogy ."]
)  # fmt: skip


def cases() -> list[dict[str, Any]]:
    files = sorted(CASES.glob("*.jsonl"))
    return [
        {"detector": path.stem, **json.loads(line)}
        for path in files
        for line in path.read_text(encoding="utf-8").splitlines()
    ]


def story(side: Side, text: str) -> Document:
    return segment(clean(RawDocument(side, text)).on_side(side, 1.0))


def aligned(en: list[str], fr: list[str], *, original: bool = False) -> dict[Side, View]:
    """Return views of texts whose sentences match one to one; an empty one is a null."""
    beads, places, checks = [], {"en": 0, "fr": 0}, []
    for one, two in zip(en, fr, strict=True):
        spans = []
        for side, text in (("en", one), ("fr", two)):
            spans.append((places[side], places[side] + bool(text)))
            places[side] += bool(text)
        beads.append(Bead(spans[0], spans[1], 1.0))
        found = compare_entities(one, two, frozenset()) if one and two else NO_DIFFERENCES
        checks.append((found.numbers_en, found.numbers_fr))
    forth, back = views(lined("en", en), lined("fr", fr), beads, checks)
    return {"en": replace(forth, original=original), "fr": replace(back, original=original)}


def in_one_language(case: dict[str, Any]) -> View:
    """Return the view of a copy whose sentences match those of its source one by one, or as the case has them.

    Texts with different numbers of sentences are aligned.
    """
    copy, source = (lined(case["side"], case[name], case.get("between", "\n")) for name in ("copy", "source"))
    pairs = case.get("beads") or [[at, at] for at in range(len(case["copy"]))]
    beads = [Bead((one, one + 1), (two, two + 1), 1.0) for one, two in pairs]
    if len(copy.sentences) != len(source.sentences):
        encode = load_encoder().encode
        beads = align_stories(copy, source, (encode(case["copy"]), encode(case["source"])))
    view, _ = views(copy, source, beads, [((), ())] * len(beads))
    return replace(view, original=case["original"])


def lined(side: Side, texts: list[str], between: str = "\n") -> Document:
    sentences, start = [], 0
    for text in filter(None, texts):
        sentences.append(Sentence(text, start, start + len(text), 0))
        start += len(text) + 1
    return Document(side, between.join(filter(None, texts)), side, 1.0, tuple(sentences))


def view_of(case: dict[str, Any]) -> View:
    if "text" in case:
        return View(story(case["side"], case["text"]))
    if "copy" in case:
        return in_one_language(case)
    return aligned(case["en"], case["fr"], original=case["original"])[case["side"]]


@pytest.mark.parametrize("case", cases(), ids=lambda case: f"{case['code']} {case['side']} {case['found'][:1]}")
def test_case(case: dict[str, Any]) -> None:
    found = [finding for finding in examine(view_of(case)) if finding.code == case["code"]]
    assert [finding.text for finding in found] == case["found"]


def test_many_numbers_take_time_that_grows_with_them() -> None:
    def check(size: int) -> None:
        en = "".join(f"{n} km/h and {n} lb; " for n in range(2, size))
        fr = "".join(f"{n} km/h et {n} kg ; " for n in range(5, size + 3))
        for view in aligned([en], [fr], original=True).values():
            examine(view)

    assert_linear_time(check, 800)


@pytest.mark.parametrize("case", read(MESSAGES / "shown.jsonl"), ids=lambda case: case["why"])
def test_message(case: dict[str, Any]) -> None:
    with messages_in(case["lang"]):
        found = examine(view_of(case))
    assert [(f.message, f.fix) for f in found if f.code == case["code"]] == [(case["message"], case["fix"])]


@pytest.mark.parametrize("language", SIDES)
def test_messages_show_what_changed(language: Side) -> None:
    for case in cases():
        view = view_of(case)
        with messages_in(language):
            found = examine(view)
        for finding in found:
            quoted = re.findall("“([^”]+)”" if language == "en" else "« (.+?) »", finding.message)
            shown = [text if finding.code == "spelling.changed" else text.casefold() for text in quoted]
            assert len(shown) < 2 or shown[0] != shown[1], finding
            if finding.code in EXACT_CODES:
                continue  # their spans are those of the edit
            own = finding.text if "document" in finding.evidence else ""
            for text, side in ((own, view.sides[0]), (str(finding.evidence.get("text", "")), view.sides[1])):
                words = [word.folded for word in tokenize(text, side)]
                bare = words and not any(map(str.isdigit, text)) and FUNCTION_WORDS[side].issuperset(words)
                assert not bare, finding


@pytest.mark.parametrize("case", read(MESSAGES / "once.jsonl"), ids=lambda case: case["why"])
def test_a_change_is_reported_once_for_both_sides(case: dict[str, Any]) -> None:
    en, fr = lined("en", case["en"]), lined("fr", case["fr"])
    found = compare_entities(en.text, fr.text, frozenset())
    pair = Segment("en", "fr", Bead((0, 1), (0, 1), 0.9), en.text, fr.text, 0.9)
    (attached,) = attach(en, fr, [pair], [(found.numbers_en, found.numbers_fr)])
    assert [(f.code, f.text, f.evidence["text"]) for f in attached.findings] == [tuple(row) for row in case["found"]]


def test_every_rule_has_a_hit_and_a_miss_in_each_language_and_a_code_of_its_own() -> None:
    known = {(case["detector"], case["code"], case["side"], bool(case["found"])) for case in cases()}
    declared = [(name, rule) for name in DETECTORS for rule in load_rules(name)]
    wanted = {
        (name, rule.code, side, hit) for name, rule in declared for side in rule.languages for hit in (True, False)
    }
    assert wanted <= known
    assert {code for _, code, _, _ in known} == {rule.code for _, rule in declared}
    assert max(Counter(rule.code for _, rule in declared).values()) == 1


def test_detectors_of_changed_facts_are_listed_as_such() -> None:
    assert (
        tuple(sorted(name for name in DETECTORS if any(is_fact(rule.code) for rule in load_rules(name))))
        == FACT_DETECTORS
    )


def test_rules_are_listed() -> None:
    listed = [(rule["code"], rule["example"]) for row in part_rows("detectors") for rule in row["rules"]]
    assert sorted(listed) == sorted((rule.code, rule.example) for name in DETECTORS for rule in load_rules(name))


def holds(finding: Finding, document: Document) -> bool:
    text = undo(document.text, document.steps)
    return 0 <= finding.start <= finding.end <= len(text) and text[finding.start : finding.end] == finding.text


@settings(derandomize=True, max_examples=150, deadline=None)
@given(st.lists(PIECES, max_size=40).map("".join), st.sampled_from(SIDES))
def test_spans_match_the_text_as_read(text: str, side: Side) -> None:
    document = story(side, text)
    assert all(holds(finding, document) for finding in examine(View(document)))


@settings(derandomize=True, max_examples=50, deadline=None)
@given(st.lists(st.lists(PIECES, min_size=1, max_size=8).map("".join), min_size=1, max_size=4))
def test_a_text_compared_with_itself_loses_nothing(texts: list[str]) -> None:
    view = aligned(texts, texts)["en"]
    assert view.other
    codes = {finding.code for finding in examine(replace(view, other=replace(view.other, side="en"), original=True))}
    assert not codes & {"omission.sentence", "addition.sentence", "untranslated.residue"}


@pytest.mark.parametrize(
    ("repeated", "size"),
    [("biology ", 16_000), ("a.B", 32_000), ("x -y", 24_000), (", and word", 16_000), ("Ab", 48_000)],
)
def test_hostile_text_takes_no_long_time(repeated: str, size: int) -> None:
    def check(size: int) -> None:
        for side in SIDES:
            examine(View(Document("x", repeated * size, side)))

    assert_linear_time(check, size)


VERSION_CODES = {rule.code for name in DETECTORS for rule in load_rules(name) if rule.evidence == "version"}


def seed(number: str) -> Path:
    return next(SEEDS.glob(f"{number}*"))


@pytest.fixture(scope="module")
def checked() -> dict[str, CheckResult]:
    return {found.document[:3]: found for found in check_files(sorted(SEEDS.glob("*.txt"))).results}


def test_stories_as_read(checked: dict[str, CheckResult]) -> None:
    for number, found in checked.items():
        text = seed(number).read_bytes().decode()
        assert found.text == text
        assert all(text[finding.start : finding.end] == finding.text for finding in found.findings)


def test_number_lost_in_the_spun_copy(checked: dict[str, CheckResult]) -> None:
    (lost,) = [finding for finding in checked["000"].findings if finding.code == "number.missing"]
    assert (lost.text, lost.evidence["text"], lost.severity) == ("for a very long time", "10 ans", "critical")


def test_damage_of_each_story(checked: dict[str, CheckResult]) -> None:
    assert [finding.text for finding in checked["003"].findings if finding.code == "encoding.mojibake"] == ["¬†"]
    damage = Counter(finding.code for finding in checked["004"].findings)
    assert damage["spacing.hyphen"] == 75
    assert damage["sentence.fused"] >= 10


def test_human_stories_have_few_alarms(checked: dict[str, CheckResult]) -> None:
    for number, allowed in (("002", ()), ("003", ("encoding.mojibake",))):
        grave = [
            finding
            for finding in checked[number].findings
            if finding.severity != "minor" and finding.code not in allowed
        ]
        assert len(grave) <= 3, grave


def test_original_in_either_language() -> None:
    (compared,) = check_files([seed("000")], original=seed("001")).results
    assert "number.missing" in {finding.code for finding in compared.findings}
    assert compared.versions[0][0] == seed("001").as_posix()
    (same,) = check_files([seed("003")], original=seed("003")).results
    assert {finding.code for finding in same.findings if finding.severity != "minor"} == {"encoding.mojibake"}
    assert not {finding.code for finding in same.findings} & VERSION_CODES
    (other,) = check_files([seed("003")], original=seed("002")).results
    assert other.versions == ()


def test_row_and_lines(checked: dict[str, CheckResult]) -> None:
    found = checked["000"].to_dict()
    assert found["verdict"]["judged"] is True  # type: ignore[index]
    shown = "\n".join(map(str, result_lines(checked["000"])))
    assert "▸for a very long time◂" in shown and "10 ans" in shown
    assert reaches([checked["000"]], "critical") and not reaches([checked["002"]], "major")


@pytest.mark.parametrize(("severity", "code"), [("major", 0), ("minor", 1)])
def test_fail_on(severity: str, code: int, aligner: Run) -> None:
    done = aligner("check", seed("002"), "--fail-on", severity)
    assert done.returncode == code, done.stderr
    assert json.loads(done.stdout)["document"] == seed("002").name


def test_a_run_writes_findings_with_their_segments(tmp_path: Path) -> None:
    corpus = pair([seed("000"), seed("001")], tmp_path)
    (home,) = [s for s in corpus.segments if any(finding.code == "number.missing" for finding in s.findings)]
    assert "sur 10 ans" in home.fr_text
    listed = [json.loads(line)["code"] for line in (tmp_path / "findings.jsonl").read_text("utf-8").splitlines()]
    assert Counter(listed) == Counter(finding.code for s in corpus.segments for finding in s.findings)
    (omitted,) = [s for s in corpus.segments if any(finding.code == "omission.sentence" for finding in s.findings)]
    assert not omitted.en_text
