"""A change that both versions show is reported once, wherever it is in them."""

from __future__ import annotations

import pytest

from aligner.detectors.one_change import unmirrored
from aligner.types import Finding, Severity, Side, Span


def finding(
    side: Side, span: Span, proof: Span, code: str = "date.changed", severity: Severity = "critical"
) -> Finding:
    other = "fr" if side == "en" else "en"
    evidence = {"document": other, "start": proof[0], "end": proof[1], "text": ""}
    return Finding(side, side, code, severity, "Mistranslation", *span, "", "", evidence)


@pytest.mark.parametrize(
    ("french", "sides"),
    [
        (finding("fr", (900, 905), (10, 16)), ["en"]),  # in another sentence of the rewrite
        (finding("fr", (900, 905), (10, 16), severity="major"), ["en"]),
        (finding("fr", (900, 905), (10, 16), "number.changed"), ["en"]),
        (finding("fr", (900, 905), (40, 46)), ["en", "fr"]),  # of other words of the English text
        (finding("fr", (920, 925), (10, 16)), ["en", "fr"]),  # on other words than the English finding shows
        (finding("fr", (900, 905), (10, 16), "untranslated.residue"), ["en", "fr"]),  # no change of fact
    ],
)
def test_a_finding_that_mirrors_another_is_left_out(french: Finding, sides: list[Side]) -> None:
    others = [finding("fr", (at, at + 5), (at, at + 5)) for at in range(0, 800, 20)]
    english = finding("en", (10, 16), (900, 905))
    assert [item.side for item in unmirrored([english, french, *others])][: len(sides)] == sides
    assert len(unmirrored([english, french, *others])) == len(sides) + len(others)


def test_the_most_severe_of_two_is_kept() -> None:
    mild, severe = finding("en", (10, 16), (900, 905), severity="minor"), finding("fr", (900, 905), (10, 16))
    assert unmirrored([mild, severe]) == [severe]
