"""Copies next to their original in the same language, and copies of one story as each other's jury."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from conftest import CASES

from aligner.checking.check import check_files
from aligner.checking.results import CheckResult
from aligner.cli.findings import result_lines

SPUN = json.loads((CASES / "checking" / "spun.json").read_text("utf-8"))
STORY = [
    "New library for Harwick",
    "The mayor of Harwick opened the new library on Monday morning.",
    "Four people were injured when a wall fell during the work last year.",
    "The council spent eight million euros on the building, which has two floors.",
    "“We waited ten years for this day,” said the director, Ana Cole.",
    "Visitors will find newspapers, films and music on the ground floor.",
    "The museum lent old maps and paintings for the first exhibition.",
]
Check = Callable[..., list[CheckResult]]


@pytest.fixture
def checked(tmp_path: Path) -> Check:
    """Check texts, given as paragraphs, next to an original if there is one."""

    def check(*copies: list[str], original: list[str] | None = None) -> list[CheckResult]:
        paths = [tmp_path / f"copy{number}.txt" for number in range(len(copies))]
        for path, copy in zip(paths, copies, strict=True):
            path.write_text("\n\n".join(copy) + "\n", "utf-8")
        source = tmp_path / "original.txt"
        source.write_text("\n\n".join(original or []), "utf-8")
        return list(check_files(paths, original=source if original else None).results)

    return check


def edited(*replacements: tuple[str, str]) -> list[str]:
    texts = list(STORY)
    for old, new in replacements:
        assert any(old in text for text in texts)
        texts = [text.replace(old, new) for text in texts]
    return texts


def differences(result: CheckResult) -> list[tuple[str, str]]:
    return [(finding.code, finding.text) for finding in result.findings if "change" in finding.evidence]


def test_each_change_is_reported_once_with_both_texts(checked: Check) -> None:
    copy = edited(("Monday", "Friday"), ("eight million euros", "eight million dollars"), ("ten years", "two years"))
    (found,) = checked(copy, original=STORY)
    assert differences(found) == [
        ("date.changed", "Friday"), ("currency.changed", "eight million dollars"), ("number.changed", "two years"),
    ]  # fmt: skip
    assert [finding.message for finding in found.findings if finding.code == "date.changed"] == [
        "“Friday” — the original says “Monday”"
    ]
    assert found.findings[0].evidence["text"] == "Monday"
    assert found.summary == "3 facts changed"
    row = json.loads(json.dumps(found.to_dict()))
    assert row["changes"][0] == {
        "kind": "date.changed", "original": "Monday", "copy": "Friday", "severity": "critical",
    }  # fmt: skip


def test_the_summary_is_the_first_line(checked: Check) -> None:
    copy = [STORY[5], "Harwick gets a library", *edited(("injured", "hurt"))[1:3], STORY[6]]
    (found,) = checked(copy, original=STORY)
    assert found.summary.startswith("1 paragraph dropped, 1 paragraph moved")
    assert str(list(result_lines(found))[1]).strip() == found.summary


def test_a_range_with_another_currency_is_one_finding(checked: Check) -> None:
    original = edited(("eight million euros", "between 6 and 8 million euros"))
    copy = edited(("eight million euros", "between 6 and 8 million dollars"))
    (found,) = checked(copy, original=original)
    assert [(f.code, f.message) for f in found.findings if "change" in f.evidence] == [
        ("currency.changed", "“8 million dollars” — the original says “8 million euros”")
    ]


def test_an_equal_copy_has_no_change(checked: Check) -> None:
    (found,) = checked(STORY, original=STORY)
    assert not differences(found) and found.summary == "nothing changed"


def test_layout_and_spelling_are_one_finding(checked: Check) -> None:
    copy = edited(("“We", '"We'), ("day,” said", 'day," said'), ("newspapers, films and", "newspapers, films, and"))
    (found,) = checked(copy, original=STORY)
    assert [code for code, _ in differences(found)] == ["layout.changed"]
    assert found.summary == "layout"


def test_a_spun_copy_of_a_text_in_its_language_is_recognised(checked: Check) -> None:
    (found,) = checked(SPUN["en_spun"] * 2, original=SPUN["en"] * 2)
    assert (found.verdict.spun or 0) > 0.5 and (found.verdict.human or 0) < 0.1
    assert sum(finding.code == "term.wrong" for finding in found.findings) >= len(SPUN["en"])


def test_of_two_copies_neither_is_accused(checked: Check) -> None:
    one, two = checked(STORY, edited(("Monday", "Friday")))
    assert differences(one) == []
    assert differences(two) == [("date.changed", "Friday")]
    (finding,) = [finding for finding in two.findings if finding.code == "date.changed"]
    assert finding.message.startswith("“Friday” — ") and finding.message.endswith("copy0.txt says “Monday”")


def test_a_copy_that_is_alone_with_a_reading_is_named(checked: Check) -> None:
    found = checked(edited(("Monday", "Friday")), STORY, edited(("eight", "nine"), ("old maps", "rare maps")))
    assert [differences(result)[:1] for result in found] == [
        [("date.changed", "Friday")], [], [("number.changed", "nine million euros")],
    ]  # fmt: skip
    assert "copy2.txt, too" in next(f.message for f in found[0].findings if f.code == "date.changed")


def test_a_sentence_that_one_copy_adds_is_reported_there(checked: Check) -> None:
    added = "A brass band from the next valley played until midnight."
    found = checked([*STORY, added], STORY, edited(("wall", "scaffold")))
    codes = [[code for code, _ in differences(result) if code.startswith("paragraph")] for result in found]
    assert codes == [["paragraph.added"], [], []]


def test_a_sentence_that_one_copy_lacks_is_reported_there(checked: Check) -> None:
    found = checked(STORY[:5] + STORY[6:], STORY, edited(("wall", "scaffold")))
    codes = [[code for code, _ in differences(result) if code.startswith("paragraph")] for result in found]
    assert codes == [["paragraph.dropped"], [], []]
