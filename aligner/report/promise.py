"""The promise of a run in words."""

from __future__ import annotations

from aligner.types import Promise


def describe_promise(promise: Promise) -> str:
    """Return in one line what is kept, the share expected to be wrong, the bound, and what it rests on."""
    head = f"at most {_percent(promise.alpha)} wrong"
    judged = f"{promise.judged:,} judged pair{'' if promise.judged == 1 else 's'}"
    if promise.threshold is None and promise.certainty:
        return f"{head}: nothing is kept, because {judged} show of no confidence that it keeps this"
    if promise.threshold is None:
        return f"{head}: nothing is kept, because no confidence is high enough"
    kept = f"{promise.kept:,} of {promise.candidates:,} kept, from confidence {promise.threshold:.4g}"
    expected = f"{_percent(promise.expected_wrong)} expected to be wrong by their confidence"
    if promise.bound is None:
        return f"{head}: {kept}, {expected} alone, which is no certainty without a sample of judged pairs"
    return f"{head}: {kept}, {expected}, {describe_bound(promise)} by {judged}"


def describe_bound(promise: Promise) -> str:
    """Return the bound that judged pairs give, "" if there are none."""
    if promise.bound is None:
        return ""
    return f"at most {_percent(promise.bound)} with {promise.certainty:.0%} certainty"


def _percent(share: float) -> str:
    return f"{100 * share:.3g}%"
