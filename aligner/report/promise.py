"""The promise of a run in words."""

from __future__ import annotations

from aligner.messages import message, number_text
from aligner.types import Promise


def describe_promise(promise: Promise) -> str:
    """Return in one line what is kept, the share expected to be wrong, the bound, and what it rests on."""
    return message("at most {share}% wrong: {outcome}", share=_percent(promise.alpha), outcome=_outcome(promise))


def describe_bound(promise: Promise) -> str:
    """Return the bound that judged pairs give, "" if there are none."""
    if promise.bound is None:
        return ""
    bound, certainty = _percent(promise.bound), _percent(promise.certainty)
    return message("at most {share}% with {certainty}% certainty", share=bound, certainty=certainty)


def describe_any_bound(promise: Promise) -> str:
    """Return the bound for a threshold that is chosen afterwards, with a place for its share."""
    certainty = _percent(promise.certainty)
    return message(
        "at most {share}% with {certainty}% certainty, whichever threshold is chosen",
        share="{share}",
        certainty=certainty,
    )


def _outcome(promise: Promise) -> str:
    count = number_text(promise.judged)
    judged = message("{count} judged pair" if promise.judged == 1 else "{count} judged pairs", count=count)
    if promise.threshold is None and promise.certainty:
        return message("nothing is kept, because {judged} show of no confidence that it keeps this", judged=judged)
    if promise.threshold is None:
        return message("nothing is kept, because no confidence is high enough")
    kept = message(
        "{kept} of {total} kept, from confidence {confidence}",
        kept=number_text(promise.kept),
        total=number_text(promise.candidates),
        confidence=number_text(promise.threshold, ".4g"),
    )
    wrong = message("{share}% expected to be wrong by their confidence", share=_percent(promise.expected_wrong))
    if promise.bound is None:
        return message(
            "{kept}, {wrong} alone, which is no certainty without a sample of judged pairs", kept=kept, wrong=wrong
        )
    return message(
        "{kept}, {wrong}, {bound} by {judged}", kept=kept, wrong=wrong, bound=describe_bound(promise), judged=judged
    )


def _percent(share: float) -> str:
    return number_text(100 * share, ".3g")
