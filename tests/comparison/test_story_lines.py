"""Tests of the lines that sign a story, and of the sources that its report names, as republishing changes them."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from conftest import CASES, read

from aligner.checking.check import check_files

# A headline and three paragraphs; the second one has a place for a verb of speech.
STORIES = {
    "en": (
        "Ferry company to close its Orten line",
        "The ferry company that links Orten with the island of Keld will close it in October, its owner announced.",
        "Its owner, Ruth Callan, {} the harbour had become too expensive. Some 140 people work on the two ships.",
        "The line has been running since 1931. The council of Keld will meet on Monday to discuss a replacement.",
    ),
    "fr": (
        "La compagnie des bacs ferme sa ligne d'Orteval",
        "La compagnie des bacs qui relie Orteval à l'île de Quelde fermera en octobre, a annoncé sa propriétaire.",
        "Sa propriétaire, Ruth Calan, {} que le port était devenu trop cher. Quelque 140 personnes y travaillent.",
        "La ligne existe depuis 1931. Le conseil de Quelde se réunira lundi pour discuter d'une autre ligne.",
    ),
}
SAID = {"en": "said that", "fr": "a expliqué"}


def story(side: str, signed: dict[str, Any]) -> str:
    """Return a story with the lines that sign it."""
    title, lead, report, last = STORIES[side]
    said = report.format(signed.get("said", SAID[side]))
    paragraphs = [title, *signed.get("head", ()), signed.get("lead", "") + lead, said, last + signed.get("end", "")]
    return "\n\n".join([*paragraphs, *signed.get("tail", ())]) + "\n"


@pytest.mark.parametrize("case", read(CASES / "comparison" / "story_lines.jsonl"), ids=lambda case: case["name"])
def test_changed_lines(case: dict[str, Any], tmp_path: Path) -> None:
    """Report each change with the code, the words and the severity of its label; "*" is any severity."""
    texts = {name: story(case["side"], case[name]) for name in ("copy", "original")}
    for name, text in texts.items():
        (tmp_path / name).with_suffix(".txt").write_text(text, encoding="utf-8")
    (result,) = check_files([tmp_path / "copy.txt"], original=tmp_path / "original.txt").results
    found = [
        (
            item.code,
            item.text,
            texts["original"][slice(*(int(str(item.evidence.get(name, 0))) for name in ("start", "end")))],
            item.severity,
        )
        for item in result.findings
        if item.evidence.get("change")
    ]
    assert len(found) == len(case["changes"]), found
    for code, here, there, severity in case["changes"]:
        assert any(item[:3] == (code, here, there) and severity in ("*", item[3]) for item in found), found
