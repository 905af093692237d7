"""Write findings as SARIF 2.1, as annotations for continuous integration."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Mapping, Sequence
from typing import Any
from urllib.parse import quote

from aligner.checking.annotated import AnnotatedText
from aligner.messages import message
from aligner.types import Finding
from aligner.version import __version__

SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"
LEVELS = {"critical": "error", "major": "warning", "minor": "note"}


def sarif(texts: Iterable[AnnotatedText], rules: Mapping[str, Mapping[str, object]]) -> dict[str, Any]:
    """Return a log of one run with a result for each finding; columns count characters.

    Parameters
    ----------
    rules : the severity, category and example of each code
    """
    codes = sorted(rules)
    rule_indices = {code: index for index, code in enumerate(codes)}
    driver = {"name": "aligner", "version": __version__, "rules": [_rule(code, rules[code]) for code in codes]}
    results = [_result(text, finding, rule_indices) for text in texts for finding in text.findings]
    run = {"tool": {"driver": driver}, "columnKind": "unicodeCodePoints", "results": results}
    return {"$schema": SCHEMA, "version": "2.1.0", "runs": [run]}


def _rule(code: str, rule: Mapping[str, object]) -> dict[str, Any]:
    return {
        "id": code,
        "shortDescription": {"text": f"{rule['category']}: {rule['example']}"},
        "defaultConfiguration": {"level": LEVELS[str(rule["severity"])]},
        "properties": {"mqm": rule["category"]},
    }


def _result(text: AnnotatedText, finding: Finding, rule_indices: Mapping[str, int]) -> dict[str, Any]:
    result: dict[str, Any] = {
        "ruleId": finding.code,
        "level": LEVELS[finding.severity],
        "message": {"text": finding.message},
        "locations": [{"physicalLocation": _location(text.document, text.lines, finding.start, finding.end)}],
        "partialFingerprints": {"sentence/v1": ":".join(text.mark(finding))},
        "properties": {"severity": finding.severity, "mqm": finding.category},
    }
    if finding.code in rule_indices:
        result["ruleIndex"] = rule_indices[finding.code]
    evidence = finding.evidence
    if isinstance(evidence.get("document"), str) and isinstance(evidence.get("start"), int):
        start, end = int(str(evidence["start"])), int(str(evidence["end"]))
        region = {"charOffset": start, "charLength": end - start, "snippet": {"text": evidence["text"]}}
        location = {"artifactLocation": {"uri": quote(str(evidence["document"]))}, "region": region}
        result["relatedLocations"] = [{"physicalLocation": location, "message": {"text": message("the other version")}}]
    return result


def _location(document: str, starts: Sequence[int], start: int, end: int) -> dict[str, Any]:
    first, last = (bisect_right(starts, offset) - 1 for offset in (start, end))
    region = {
        "startLine": first + 1,
        "startColumn": start - starts[first] + 1,
        "endLine": last + 1,
        "endColumn": end - starts[last] + 1,
        "charOffset": start,
        "charLength": end - start,
    }
    return {"artifactLocation": {"uri": quote(document)}, "region": region}
