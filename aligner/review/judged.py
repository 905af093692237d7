"""What the decisions of reviewers state about pairs of texts as they were aligned: right, or wrong."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from aligner.review.apply import VERDICTS
from aligner.review.decision import BLOCK, Decision
from aligner.review.history import History
from aligner.review.log import LOG_NAME, read_log
from aligner.review.units import ACCEPTED

CORRECTIONS = frozenset({"edit", "merge", "move", "split"})  # of a segment, which was not right as it was


def read_judged(folder: Path) -> dict[str, bool]:
    """Return which pairs of texts were judged right in the folder of a run, by the key of their sentences.

    Raises
    ------
    InputError
        When the log of decisions is damaged.
    """
    path = folder / LOG_NAME
    if not path.is_file():
        return {}
    rows = sorted(decision for decision, _ in read_log(path))
    return judged_pairs(History(rows).active())


def judged_pairs(decisions: Iterable[Decision]) -> dict[str, bool]:
    """Return which pairs were judged right; of several verdicts the last one counts, and a corrected pair was wrong.

    What was done to a block of pairs at once judges none of them: a verdict on a block does not count, and of a pair
    whose text was replaced like that nothing shows whether it was right before.
    """
    verdicts: dict[str, dict[str, bool]] = {}
    corrected: set[str] = set()
    replaced: set[str] = set()
    for decision in decisions:
        key = _key(decision.unit)
        if BLOCK in decision.body:
            if decision.verb in CORRECTIONS:
                replaced.add(key)
        elif decision.verb in CORRECTIONS:
            corrected |= {key, _key(str(decision.body.get("next", "")))}
        elif decision.verb in (*VERDICTS, "reopen"):
            own = verdicts.setdefault(key, {})
            own.pop(decision.reviewer, None)
            if decision.verb in VERDICTS:
                own[decision.reviewer] = VERDICTS[decision.verb] == ACCEPTED
    right = {key: list(own.values())[-1] for key, own in verdicts.items() if own and key not in replaced}
    return right | dict.fromkeys(corrected - {""}, False)


def _key(unit: str) -> str:
    return unit.partition(".")[0]
