"""Lost credits of a source, and speech attributed to the wrong speaker."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

import numpy as np

from aligner.comparison.speech import speech_class
from aligner.detectors.phrasing import changed_hit, whose
from aligner.detectors.rules.copy_changes import ATTRIBUTION
from aligner.detectors.view import MIN_BEAD_COSINE, AlignedPassage, Hit, Rule, View
from aligner.detectors.word_view import WordFilter, selected
from aligner.languages.boilerplate import AGENCIES
from aligner.messages import message
from aligner.text.entities.names.find import fold_name
from aligner.types import Document, Side

MISSING = Rule(
    "provenance.missing", "major", "Provenance", "the copy credits nobody", evidence="version", scope="document"
)
TURNED = Rule("quote.attribution", "minor", "Mistranslation", "CNN told Lee ← Lee a dit à CNN", evidence="version")
RULES = (MISSING, TURNED)
MIN_AGENCY_LETTERS = 3  # a shorter abbreviation may be a word or a party
_TURNED_MESSAGE = "speaker and listener are swapped — {whose} says “{there}”"
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


# A pronoun that is the subject of a verb, with what may be between.
_SPEAKER: dict[Side, re.Pattern[str]] = {
    "en": re.compile(
        r"(?i:\b(?P<it>he|she)\s(?:(?:also|then|has|had|later|once)\s)?(?P<verb>\w+))"
        r"|(?<=[,”\"’]\s)(?P<verb2>\w+)\s(?P<it2>he|she)\b"
    ),
    "fr": re.compile(
        r"(?i:\b(?P<it>il|elle)\s(?:(?:l['’]a|lui|leur|nous|m['’]a|a|avait|aurait)\s)?(?:également\s|aussi\s|ensuite\s)?"
        r"(?P<verb>\w+))|\b(?:(?:a|avait)-(?:t-)?(?P<it2>il|elle)\s(?P<verb2>\w+)|(?P<verb3>\w+)-(?:t-)?(?P<it3>il|elle)\b)"
    ),
}
_MALE = frozenset({"he", "il"})
# Words of which both patterns need one.
_SPEAKING: dict[Side, frozenset[str]] = {
    "en": frozenset({"told", "he", "she"}),
    "fr": frozenset({"dit", "déclaré", "confié", "raconté", "affirmé", "expliqué", "indiqué", "il", "elle"}),
}


def _may_speak(side: Side) -> Callable[[str], bool]:
    """Return the test of whether a folded word, or what is before its apostrophe, is one of `_SPEAKING`."""
    return lambda word: word.partition("'")[0] in _SPEAKING[side]


_SPEECH_WORDS = WordFilter(_may_speak)


def detect(view: View) -> Iterator[Hit]:
    """Report a credit of the other version that the copy lacks, and speaker and listener that are swapped."""
    if view.other is None:
        return
    named = _named_agency(view.own.text_as_read, *view.document.meta.values())
    if not named and (credited := _credit(view.other)):
        end = len(view.document.text)
        text = message("no credit — {whose} names “{name}”", whose=whose(view), name=credited)
        yield Hit(MISSING, (end, end), text, evidence={"credits": credited})
    if view.pair is None:
        return
    for _, match, _ in selected(view, np.logical_and(*_SPEECH_WORDS.matches(view))):
        ours = _SPEECH[view.side].search(view.here(match))
        theirs = _SPEECH[view.other.side].search(view.there(match)) if ours else None
        if ours and theirs and _share_word(ours["who"], theirs["whom"]) and _share_word(ours["whom"], theirs["who"]):
            span = match.here[0] + ours.start(), match.here[0] + ours.end()
            proof = match.there[0] + theirs.start(), match.there[0] + theirs.end()
            yield changed_hit(view, TURNED, (span, proof), template=_TURNED_MESSAGE)
        elif view.across and match.cosine >= MIN_BEAD_COSINE:
            yield from _other_pronouns(view, match)


def _other_pronouns(view: View, match: AlignedPassage) -> Iterator[Hit]:
    """Report "she said" where the other version has only « il a dit »."""
    ours = list(_speaking_pronouns(view.here(match), view.side))
    theirs = list(_speaking_pronouns(view.there(match), view.sides[1])) if ours else []
    spoken = {word[0].lower() in _MALE for word in ours}, {word[0].lower() in _MALE for word in theirs}
    if len(spoken[0]) == len(spoken[1]) == 1 and spoken[0] != spoken[1]:
        span, proof = (
            (passage[0] + words[0][1], passage[0] + words[0][2])
            for passage, words in ((match.here, ours), (match.there, theirs))
        )
        yield changed_hit(view, ATTRIBUTION, (span, proof))


def _speaking_pronouns(text: str, side: Side) -> Iterator[tuple[str, int, int]]:
    """Yield the pronouns of persons that are the subject of a verb of speech, with their offsets."""
    for found in _SPEAKER[side].finditer(text):
        verb, pronoun = (
            next(name for name in ("", "2", "3") if found.groupdict().get(key + name)) for key in ("verb", "it")
        )
        if speech_class(found[f"verb{verb}"].lower(), side):
            yield found[f"it{pronoun}"], *found.span(f"it{pronoun}")


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
