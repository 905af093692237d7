"""`aligner check`: versions, policy, marks, verdict, and each format that it prints."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from conftest import CASES, ROOT, Run

from aligner.checking.check import check_files, describe_rules, mark_findings
from aligner.checking.mqm import HEADER, mqm
from aligner.checking.policy import Policy, marks_file, read_marks
from aligner.checking.results import CheckResult, reaches
from aligner.checking.sarif import sarif
from aligner.cli.findings import result_lines
from aligner.detectors import DETECTORS, load_rules
from aligner.errors import InputError
from aligner.types import Document, Sentence
from aligner.verdict.judge import DEFAULT_VARIETY, MIN_SENTENCES, judge_origin, variety

SEEDS = ROOT / "seeds"
SPUN = json.loads((CASES / "checking" / "spun.json").read_text("utf-8"))


def seed(number: str) -> Path:
    return next(SEEDS.glob(f"{number}*"))


@pytest.fixture(scope="module")
def damaged() -> CheckResult:
    (found,) = check_files([seed("004")]).results
    return found


@pytest.fixture
def story(tmp_path: Path) -> Path:
    path = tmp_path / "story.txt"
    path.write_text("He came to the new District.Since then it grew in the town. All was well there.\n", "utf-8")
    return path


def test_same_language(tmp_path: Path) -> None:
    texts = {name: tmp_path / f"{name}.txt" for name in ("original", "copy")}
    texts["original"].write_text("\n".join(SPUN["en"]), "utf-8")
    texts["copy"].write_text("\n".join(SPUN["en"][:4]).replace("eight million", "nine million"), "utf-8")
    (found,) = check_files([texts["copy"]], original=texts["original"]).results
    codes = [(finding.code, finding.text) for finding in found.findings if finding.severity != "minor"]
    assert ("number.changed", "nine million euros") in codes
    assert sum(finding.code.endswith((".dropped", ".sentence")) for finding in found.findings) == 1
    both = {result.document: result for result in check_files(sorted(texts.values())).results}
    assert all(result.versions for result in both.values())


def test_a_repetitive_text_is_less_varied() -> None:
    varied = list(SPUN["en"])
    repetitive = [varied[0]] * len(varied)
    (words, content, share), (fewer, less, same) = variety(varied, "en"), variety(repetitive, "en")
    assert fewer <= words and less < content and 0 < share < 1 and 0 < same < 1
    assert variety([], "en") == [DEFAULT_VARIETY, 0.0, 0.0]


def test_a_spun_copy_is_recognised_with_its_original(tmp_path: Path) -> None:
    original, copy = tmp_path / "original.txt", tmp_path / "copy.txt"
    original.write_text("\n".join(SPUN["fr"]), "utf-8")
    copy.write_text("\n".join(SPUN["en_spun"]), "utf-8")
    (found,) = check_files([copy], original=original).results
    assert found.versions
    assert sum(finding.code == "term.wrong" and finding.severity == "major" for finding in found.findings) > len(
        SPUN["en"]
    )
    copy.write_text("\n".join(SPUN["en"]), "utf-8")
    (found,) = check_files([copy], original=original).results
    assert not [finding for finding in found.findings if finding.severity != "minor"]


def test_marks_survive_and_are_shared(story: Path, tmp_path: Path) -> None:
    assert mark_findings(story, "sentence.fused", "District.Since") == 1
    assert mark_findings(story, "sentence.fused", "District.Since") == 1
    assert len(read_marks([marks_file(story)])) == 1
    (found,) = check_files([story]).results
    assert not found.findings and len(found.suppressed) == 1
    story.write_text("A new first line came before.\n\n" + story.read_text("utf-8"), "utf-8")
    (found,) = check_files([story]).results
    assert not found.findings, "the mark goes with its sentence"
    shared = marks_file(story).rename(tmp_path / "shared.marks")
    (found,) = check_files([story], policy=Policy(marks=(shared,))).results
    assert not found.findings
    (found,) = check_files([story]).results
    assert [finding.code for finding in found.findings] == ["sentence.fused"]
    shared.rename(marks_file(story))
    assert mark_findings(story, "sentence.fused", "District.Since", remove=True) == 1
    assert not read_marks([marks_file(story)])


def test_a_bad_mark_is_reported(tmp_path: Path) -> None:
    path = tmp_path / "a.marks"
    path.write_text('{"code": "x.y", "sentence": "1"}\nnonsense\n', "utf-8")
    with pytest.raises(InputError, match="line 2"):
        read_marks([path])


def test_sarif(damaged: CheckResult) -> None:
    log = sarif([damaged.annotated()], describe_rules())
    (found,) = log["runs"]
    texts = damaged.text.split("\n")
    assert log["version"] == "2.1.0" and len(found["results"]) == len(damaged.findings)
    known = [rule["id"] for rule in found["tool"]["driver"]["rules"]]
    for result, finding in zip(found["results"], damaged.findings, strict=True):
        region = result["locations"][0]["physicalLocation"]["region"]
        assert known[result["ruleIndex"]] == result["ruleId"] == finding.code
        if region["startLine"] == region["endLine"]:
            line = texts[region["startLine"] - 1]
            assert line[region["startColumn"] - 1 : region["endColumn"] - 1] == finding.text


def test_mqm(damaged: CheckResult) -> None:
    header, *rows = mqm([damaged.annotated()])
    assert header.split("\t") == list(HEADER)
    for line, finding in zip(rows, damaged.findings, strict=True):
        cells = dict(zip(HEADER, line.split("\t"), strict=True))
        assert (
            f"<v>{' '.join(finding.text.split())}</v>" in " ".join(cells["target"].split()) or not finding.text.strip()
        )
        assert cells["severity"].lower() == finding.severity


@pytest.mark.parametrize("form", ["table", "jsonl", "sarif", "mqm"])
def test_formats_on_the_command_line(form: str, story: Path, aligner: Run) -> None:
    done = aligner("check", story, "--format", form, "--profile")
    assert done.returncode == 0 and "sentence.fused" in done.stdout, done.stderr
    assert " s  fused" in done.stderr


def test_terminal_shows_the_sentence_and_the_evidence(damaged: CheckResult) -> None:
    shown = "\n".join(map(str, result_lines(damaged)))
    assert "▸District.Since◂" in shown
    assert f"critical ({sum(finding.severity == 'critical' for finding in damaged.findings)})" in shown
    assert reaches([damaged], "critical")


def test_every_rule_is_known_by_its_code() -> None:
    assert set(describe_rules()) == {rule.code for name in DETECTORS for rule in load_rules(name)}


def document(count: int) -> Document:
    texts = [f"The town hall of the place opened on day {number} of the month." for number in range(count)]
    starts = [sum(len(text) + 1 for text in texts[:at]) for at in range(count)]
    sentences = tuple(Sentence(text, at, at + len(text), 0) for text, at in zip(texts, starts, strict=True))
    return Document("x", "\n".join(texts), "en", 1.0, sentences)


def test_verdict_of_a_short_text() -> None:
    assert not judge_origin(document(MIN_SENTENCES - 1), ()).judged
    assert "too short to judge" in judge_origin(document(MIN_SENTENCES - 1), ()).reason


def test_verdict_is_a_distribution() -> None:
    for count in (MIN_SENTENCES, 2 * MIN_SENTENCES + 3, 5 * MIN_SENTENCES):
        verdict = judge_origin(document(count), ())
        chances = [verdict.human, verdict.machine_translation, verdict.spun, verdict.mixed]
        assert verdict.judged and sum(chance or 0 for chance in chances) == pytest.approx(1, abs=0.001)


def test_row(damaged: CheckResult) -> None:
    found = damaged.to_dict()
    assert json.loads(json.dumps(found)) == found
    assert found["verdict"]["judged"] is True  # type: ignore[index]


def test_loops_show_a_machine() -> None:
    (found,) = check_files([seed("004")]).results
    assert (found.verdict.machine_translation or 0) > 0.5


def test_human_stories_are_called_human() -> None:
    for number in ("002", "003"):
        (found,) = check_files([seed(number)]).results
        assert (found.verdict.human or 0) > 0.5
