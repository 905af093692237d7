"""What `aligner check` prints, in each of its formats, and the exit code that the policy asks for."""

from __future__ import annotations

import json
import sys
from collections import defaultdict
from collections.abc import Sequence
from pathlib import Path

from aligner.checking.check import SEVERITIES, CheckResult, check_files, describe_rules, reaches, row
from aligner.checking.mqm import mqm
from aligner.checking.policy import load_policy
from aligner.checking.sarif import sarif
from aligner.cli import console as terminal
from aligner.cli.findings import format_timings, show
from aligner.writers.escaping import visible


def check_copies(
    copies: Sequence[Path],
    form: str,
    *,
    fail_on: str | None = None,
    ignore: Sequence[str] = (),
    profile: bool = False,
    **options: object,
) -> int:
    """Check the copies and print what is found; 1 if a finding is as grave as the policy forbids, else 0."""
    policy = load_policy()
    policy = policy._replace(ignore=(*policy.ignore, *ignore), fail_on=fail_on or policy.fail_on)
    spent = defaultdict[str, float](float) if profile else None
    found = list(check_files(copies, policy=policy, costs=spent, **options))  # type: ignore[arg-type]
    _print(found, form)
    for line in format_timings(spent or {}):
        print(line, file=sys.stderr)
    limit = next((each for each in SEVERITIES if each == policy.fail_on), None)
    return int(limit is not None and reaches(found, limit))


def _print(found: Sequence[CheckResult], form: str) -> None:
    if form == "table":
        show(found)
    elif form == "jsonl":
        terminal.rows(map(row, found), "jsonl")
    else:
        reported = [each.reported() for each in found]
        if form == "sarif":
            print(json.dumps(sarif(reported, describe_rules()), ensure_ascii=False, indent=1))
        else:
            print("\n".join(mqm(reported)))
        for each in found:
            if each.reason:
                print(visible(f"{each.document}: {each.reason}"), file=sys.stderr)
