"""What a verb of speech asserts of the words that it reports: a claim, a denial, an admission."""

from __future__ import annotations

from functools import cache

from aligner.languages.forms import inflected
from aligner.languages.reporting import ATTRIBUTIONS, REPORTING_VERBS, SPEECH_ACTS
from aligner.types import Side


def speech_class(key: str, side: Side) -> str:
    """Return what a verb of speech asserts, "say" for a neutral one, "" for another word."""
    return _classes(side).get(key) or ("say" if key in _neutral(side) else "")


@cache
def _classes(side: Side) -> dict[str, str]:
    return {
        form: name
        for name, verbs in SPEECH_ACTS[side].items()
        for verb in verbs
        for form in inflected(f"{verb}*", side)
    }


@cache
def _neutral(side: Side) -> frozenset[str]:
    words = ATTRIBUTIONS[side]
    return words.verbs | words.bases | REPORTING_VERBS[side]
