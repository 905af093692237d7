"""How fast a reviewer decides, and the words for how much is left."""

from __future__ import annotations

from collections.abc import Iterable, Reversible
from contextlib import suppress
from datetime import datetime
from itertools import islice, pairwise
from statistics import median

from aligner.messages import message, number_text
from aligner.review.decision import BLOCK, Decision

DECIDING_VERBS = frozenset({"accept", "reject", "edit"})
MAX_RECENT_DECISIONS = 21
MIN_RECENT_DECISIONS = 4
MINUTE_SECONDS = 60
MAX_SHOWN_MINUTES = 90  # more are shown as hours


def seconds_per_decision(rows: Reversible[Decision]) -> float | None:
    """Return the median time between the last decisions of who decided last, None if there are too few.

    The median leaves out pauses; decisions made in a block took no time each.
    """
    deciding = (row for row in reversed(rows) if row.verb in DECIDING_VERBS and BLOCK not in row.body)
    last = next(deciding, None)
    if last is None:
        return None
    recent = [last, *islice((row for row in deciding if row.reviewer == last.reviewer), MAX_RECENT_DECISIONS - 1)]
    times = sorted(_seconds(recent))
    if len(times) < MIN_RECENT_DECISIONS:
        return None
    return median(after - before for before, after in pairwise(times))


def _seconds(rows: Iterable[Decision]) -> Iterable[float]:
    for row in rows:
        with suppress(ValueError, OverflowError):  # of a log that another program wrote
            yield datetime.fromisoformat(row.time).timestamp()


def describe_progress(decided: int, total: int, seconds_each: float | None) -> str:
    """Return how many segments are decided, and about how long the others take."""
    values: dict[str, object] = {"decided": number_text(decided), "total": number_text(total)}
    if seconds_each is None or decided >= total:
        return message("{decided} of {total} decided", **values)
    minutes = round(seconds_each * (total - decided) / MINUTE_SECONDS)
    if minutes < 1:
        return message("{decided} of {total} decided, less than a minute left", **values)
    if minutes == 1:
        return message("{decided} of {total} decided, about a minute left", **values)
    if minutes <= MAX_SHOWN_MINUTES:
        return message("{decided} of {total} decided, about {minutes} minutes left", minutes=minutes, **values)
    hours = number_text(round(minutes / 60))
    return message("{decided} of {total} decided, about {hours} hours left", hours=hours, **values)
