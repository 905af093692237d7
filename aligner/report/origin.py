"""How the texts of a corpus were made, by a sample of them, in words."""

from __future__ import annotations

from collections.abc import Mapping

from aligner.messages import message, number_text
from aligner.types import SIDES, OriginSample, SampledOrigin, Side

SAMPLED_MESSAGES: Mapping[Side, str] = {
    "en": "{count} English texts sampled at random",
    "fr": "{count} French texts sampled at random",
}


def describe_origin(sample: OriginSample) -> list[str]:
    """Return in a line for each language how many sampled texts read as made by a machine, and the share of all."""
    return [_describe(getattr(sample, side), side) for side in SIDES]


def describe_limit() -> str:
    """Return in a line what the verdict cannot see."""
    return message(
        "By mistake, 2 or 3 of 100 texts by people read so, and a fluent translation system reads like a person."
    )


def _describe(origin: SampledOrigin, side: Side) -> str:
    line = message(
        "of {sampled}, {made} reads as machine-made: {low} to {high}% of all"
        if origin.machine_made == 1
        else "of {sampled}, {made} read as machine-made: {low} to {high}% of all",
        sampled=message(SAMPLED_MESSAGES[side], count=number_text(origin.texts)),
        made=number_text(origin.machine_made),
        low=_percent(origin.low),
        high=_percent(origin.high),
    )
    if not origin.cannot_say:
        return line
    return message("{line}; {count} undecided", line=line, count=number_text(origin.cannot_say))


def _percent(share: float) -> str:
    return number_text(float(f"{100 * share:.2g}"), "g")
