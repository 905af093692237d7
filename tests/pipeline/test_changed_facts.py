"""A changed fact lowers the confidence everywhere alike, keeps its segment out of the corpus, and is explained."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from conftest import CASES, Run, read
from lxml import etree

from aligner.detectors import DETECTORS, document_codes, load_rules
from aligner.detectors.facts import is_fact, weigh_facts, without_facts
from aligner.pipeline.pair import pair
from aligner.pipeline.score import score_files
from aligner.review.calibration import Calibration
from aligner.settings import Settings
from aligner.types import Bead, Finding, Reason, Segment

FOLDER = CASES / "pipeline" / "facts"
WEIGHED = read(FOLDER / "weighed.jsonl")
STORY = read(FOLDER / "story.jsonl")  # a right translation, and the French with facts changed


def segment(case: dict[str, Any]) -> Segment:
    findings = tuple(
        Finding("d", found["side"], found["code"], found["severity"], "", 0, 0, found["text"], found["message"],
                {"text": found["other"]})
        for found in case["findings"]
    )  # fmt: skip
    reasons = tuple(Reason(code, code) for code in case.get("reasons", ()))
    return Segment("e", "f", Bead((0, 1), (0, 1), 0.9), case["en"], case["fr"], case["confidence"], reasons, findings)


@pytest.mark.parametrize("case", WEIGHED, ids=lambda case: case["why"])
def test_findings_lower_the_confidence_and_give_reasons(case: dict[str, Any]) -> None:
    before = segment(case)
    after = weigh_facts(before)
    assert after.confidence == case["after"]
    assert [reason.text for reason in after.reasons] == case["said"]
    texts = {"en": case["en"], "fr": case["fr"]}
    spots = [[texts[spot.side][spot.start : spot.end] for spot in reason.spots] for reason in after.reasons]
    assert spots == case["spots"]
    assert weigh_facts(after) == after
    assert without_facts(after).confidence == pytest.approx(before.confidence, abs=1e-4)
    dismissed = weigh_facts(after._replace(findings=()))
    assert dismissed.confidence == pytest.approx(before.confidence, abs=1e-4)


@pytest.mark.parametrize("case", WEIGHED, ids=lambda case: case["why"])
def test_a_calibration_by_reviewers_does_not_hide_a_change(case: dict[str, Any]) -> None:
    generous = Calibration(slope=0.5, offset=6.0, decisions=40)
    severities = {reason.code for reason in weigh_facts(segment(case)).reasons}
    confidence = generous.adjust(weigh_facts(segment(case))).confidence
    assert confidence < (0.5 if "fact_changed" in severities else 0.8 if "fact_doubtful" in severities else 1)


def test_a_list_of_pairs_shows_every_change_of_fact() -> None:
    codes = {rule.code for name in DETECTORS for rule in load_rules(name) if is_fact(rule.code)}
    assert {"number.changed", "place.changed", "negation.changed"} < codes
    assert not codes & document_codes()


def _write(folder: Path, *, changed: bool) -> tuple[Path, Path, Path]:
    french = [row.get("changed", row["fr"]) if changed else row["fr"] for row in STORY]
    english = [row["en"] for row in STORY]
    rows = "".join(f"{en}\t{fr}\n" for en, fr in zip(english, french, strict=True))
    folder.mkdir(exist_ok=True)
    for name, text in (("a.en", "\n".join(english)), ("a.fr", "\n".join(french)), ("rows.tsv", rows)):
        (folder / name).write_text(text, "utf-8")
    return folder / "a.en", folder / "a.fr", folder / "rows.tsv"


@pytest.mark.parametrize("changed", [False, True], ids=["right", "changed"])
def test_the_confidence_is_the_same_with_and_without_findings(changed: bool, tmp_path: Path) -> None:
    rows = _write(tmp_path, changed=changed)[2]
    with_findings, without = (list(score_files([rows], prior=0.5, findings=wanted)) for wanted in (True, False))
    assert [row[1:3] for row in with_findings] == [row[1:3] for row in without]
    low = [row.confidence is not None and row.confidence < 0.5 for row in without]
    assert low == [changed and "changed" in row for row in STORY]
    named = [[reason.code for reason in row.reasons if reason.code == "fact_changed"] for row in without]
    assert [bool(codes) for codes in named] == low


def test_align_and_pair_lower_it_too(tmp_path: Path, aligner: Run) -> None:
    english, french, _ = _write(tmp_path / "in", changed=True)
    done = aligner("align", "--segmented", str(english), str(french))
    beads = [json.loads(line) for line in done.stdout.splitlines()]
    changed = ["changed" in row for row in STORY]
    assert [bead["confidence"] < 0.5 for bead in beads] == changed, done.stderr


def test_a_segment_with_a_changed_fact_is_left_out_unless_it_is_wanted(tmp_path: Path, aligner: Run) -> None:
    english, french, _ = _write(tmp_path / "in", changed=True)
    story = tmp_path / "story"
    story.mkdir()
    (story / "a.en.txt").write_text(english.read_text("utf-8"), "utf-8")
    (story / "a.fr.txt").write_text(french.read_text("utf-8"), "utf-8")
    wrong = sum("changed" in row for row in STORY)
    done = aligner("pair", "story", "-o", "out")
    assert done.returncode == 0 and f"{wrong} a critical change of fact: a number" in done.stdout
    manifest = json.loads((tmp_path / "out" / "manifest.json").read_text("utf-8"))
    assert manifest["dropped"] == {"a critical change of fact: a number": wrong}
    assert "a critical change of fact: a number" in (tmp_path / "out" / "report.html").read_text("utf-8")
    assert not etree.parse(tmp_path / "out" / "corpus.tmx").findall(".//note")

    corpus = pair([story], tmp_path / "all", Settings(keep_critical=True))
    segments = list(corpus.segments)
    assert all(own.kept for own in segments) and len(segments) == len(STORY)
    units = etree.parse(tmp_path / "all" / "corpus.tmx").findall(".//tu")
    noted = [unit.findtext("note") or "" for unit in units]
    assert [note.startswith("aligner: critical change of fact: ") for note in noted] == [
        "changed" in row for row in STORY
    ]
    assert aligner("pair", "story", "-o", "kept", "--keep", "critical").returncode == 0
    assert (tmp_path / "kept" / "corpus.tsv").read_bytes() == (tmp_path / "all" / "corpus.tsv").read_bytes()
