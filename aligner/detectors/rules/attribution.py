"""Lost credits of a source, and speech attributed to the wrong speaker."""

from __future__ import annotations

import re
from collections.abc import Iterator

from aligner.detectors.view import Hit, Rule, View
from aligner.languages.boilerplate import AGENCIES
from aligner.text.entities.names import fold_name
from aligner.types import Document, Side

MISSING = Rule(
    "provenance.missing", "major", "Provenance", "the copy credits nobody", evidence="version", scope="document"
)
TURNED = Rule("quote.attribution", "minor", "Mistranslation", "CNN told Lee ← Lee a dit à CNN", evidence="version")
RULES = (MISSING, TURNED)
MIN_AGENCY_LETTERS = 3  # a shorter abbreviation may be a word or a party
_AGENCY = re.compile(rf"(?<!\w)(?:{AGENCIES})(?!\w)")
_REPORTS = (
    "said|says|reports?|reported|quoted|wrote|added|rapporte|indique|écrit|précise|annonce"
    "|a (?:rapporté|indiqué|écrit|précisé|annoncé|ajouté)"
)
_SOURCES = (
    "[Ss]elon|[Aa]ccording to|[Dd]['’]après|told|à|[Aa]vec|[Ww]ith|[Vv]ia|[Pp]ar|[Bb]y|[Ss]ources?|[Pp]hotos?"
    "|[Cc]r[eé]dits?|©|[Cc]opyright|[Ii]mages?"
)
# An agency that is named as a source: "Reuters reported", « selon l'AFP », (AFP), a line of its own, "By Ana Cole, AP".
_CREDIT = re.compile(
    rf"(?:(?:{_SOURCES}|{_REPORTS})\s?:?\s?(?:the |(?:l['’]|the |une )?agence (?:de presse )?|l['’])?|[(\[/|–—]\s?)"
    rf"(?:{AGENCIES})(?!\w)|(?<!\w)(?:{AGENCIES})(?: news agency)?(?:,? (?:{_REPORTS})(?!\w)|\s?[)\]/])"
    rf"|(?:^|,\s)[^\w\n]{{0,4}}(?:{AGENCIES})[^\w\n]{{0,4}}$",
    re.MULTILINE,
)
# A word with a capital that makes an agency's name that of a person, or of something else: Michael Bloomberg.
_FIRST_NAME = rf"(?<!\w)(?!(?:{_SOURCES}|The|Le|La|News|Agence)\s)[A-ZÀ-Þ][\w.-]+ "
_NAME = r"[A-ZÀ-Þ][\w.-]+(?: [A-ZÀ-Þ][\w.-]+)?"
_SPEECH: dict[Side, re.Pattern[str]] = {
    "en": re.compile(rf"(?P<who>{_NAME}) told (?:the )?(?P<whom>{_NAME})"),
    "fr": re.compile(
        rf"(?P<who>{_NAME}) (?:a |avait )?(?:dit|déclaré|confié|raconté|affirmé|expliqué|indiqué)"
        rf" (?:à la |à l['’]|à |au )(?P<whom>{_NAME})"
    ),
}


def detect(view: View) -> Iterator[Hit]:
    """Report a credit of the other version that the copy lacks, and speaker and listener that are swapped."""
    if view.other is None:
        return
    credited = _credit(view.other)
    if credited and not _named_agency(view.own.text_as_read, *view.document.meta.values()):
        end = len(view.document.text)
        yield Hit(MISSING, (end, end), f"the other version credits {credited!r}", evidence={"credits": credited})
    for match in view.matches:
        ours, theirs = (
            _SPEECH[view.side].search(view.here(match)),
            _SPEECH[view.other.side].search(view.there(match)),
        )
        if ours and theirs and _share_word(ours["who"], theirs["whom"]) and _share_word(ours["whom"], theirs["who"]):
            span = match.here[0] + ours.start(), match.here[0] + ours.end()
            proof = match.there[0] + theirs.start(), match.there[0] + theirs.end()
            yield Hit(TURNED, span, "speaker and listener are swapped in the other version", proof=proof)


def _credit(document: Document) -> str:
    """Return the first agency that a document credits, "" if there is none.

    A person or an index with the name of an agency is none: Michael Bloomberg, « le Dow Jones ».
    """
    text = document.text
    lines = dict.fromkeys(_line_around(text, agency.start()) for agency in _AGENCY.finditer(text))
    names = dict.fromkeys(_named_agency(credit[0]) for line in lines for credit in _CREDIT.finditer(line))
    for name in filter(None, names):
        if not re.search(rf"{_FIRST_NAME}{re.escape(name)}(?!\w)", text):
            return name
    return _named_agency(*document.meta.values())


def _line_around(text: str, index: int) -> str:
    end = text.find("\n", index)
    return text[text.rfind("\n", 0, index) + 1 : end if end >= 0 else len(text)]


def _named_agency(*texts: str) -> str:
    """Return the first agency that texts name, "" if there is none."""
    agencies = (agency[0] for text in texts for agency in _AGENCY.finditer(text))
    return next((name for name in agencies if len(name) >= MIN_AGENCY_LETTERS and not name.islower()), "")


def _share_word(one: str, two: str) -> bool:
    return bool(set(fold_name(one).split()) & set(fold_name(two).split()))
