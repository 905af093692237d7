"""A source that the copy no longer names, and speech given to another speaker."""

from __future__ import annotations

import re
from collections.abc import Iterator

from aligner.detectors.view import Hit, Rule, View
from aligner.languages.boilerplate import AGENCIES
from aligner.text.cleaning.clean import undo
from aligner.text.entities.names import fold_name
from aligner.types import Side

MISSING = Rule("provenance.missing", "major", "Provenance", "the copy credits nobody", evidence="version")
TURNED = Rule("quote.attribution", "minor", "Mistranslation", "CNN told Lee ← Lee a dit à CNN", evidence="version")
RULES = (MISSING, TURNED)
LEAST = 3  # letters of an agency that are no word or party
_AGENCY = re.compile(rf"(?<!\w)(?:{AGENCIES})(?!\w)")
_NAME = r"[A-ZÀ-Þ][\w.-]+(?: [A-ZÀ-Þ][\w.-]+)?"
_TOLD: dict[Side, re.Pattern[str]] = {
    "en": re.compile(rf"(?P<who>{_NAME}) told (?:the )?(?P<whom>{_NAME})"),
    "fr": re.compile(
        rf"(?P<who>{_NAME}) (?:a |avait )?(?:dit|déclaré|confié|raconté|affirmé|expliqué|indiqué)"
        rf" (?:à la |à l['’]|à |au )(?P<whom>{_NAME})"
    ),
}


def detect(view: View) -> Iterator[Hit]:
    """A source line of the other version of which the copy has nothing; who tells whom, turned round."""
    if view.other is None:
        return
    credited = _credit(view.other.text, *view.other.meta.values())
    whole = undo(view.document.text, view.document.steps)
    if credited and not _credit(whole, *view.document.meta.values()):
        end = len(view.document.text)
        yield Hit(MISSING, (end, end), f"the other version credits {credited!r}", said={"credits": credited})
    for match in view.matches:
        ours, theirs = (
            _TOLD[view.side].search(view.here(match)),
            _TOLD[view.other.side or "en"].search(view.there(match)),
        )
        if ours and theirs and _same(ours["who"], theirs["whom"]) and _same(ours["whom"], theirs["who"]):
            span = match.here[0] + ours.start(), match.here[0] + ours.end()
            proof = match.there[0] + theirs.start(), match.there[0] + theirs.end()
            yield Hit(TURNED, span, "the other version has it the other way round", there=proof)


def _credit(*texts: str) -> str:
    """The agency that is named, by more than two letters."""
    found = (each[0] for text in texts for each in _AGENCY.finditer(text))
    return next((name for name in found if len(name) >= LEAST and not name.islower()), "")


def _same(one: str, two: str) -> bool:
    return bool(set(fold_name(one).split()) & set(fold_name(two).split()))
