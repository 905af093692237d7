"""Names that became others, or that the other version lacks or spells differently: Smith → Brown, Cooke → Cook."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from rapidfuzz import fuzz, process

from aligner.detectors.phrasing import changed_hit, phrase
from aligner.detectors.view import MIN_BEAD_COSINE, AlignedPassage, Hit, Rule, View
from aligner.detectors.word_view import ARTICLES, MIN_COSINE
from aligner.text.entities.names.changes import NameChange, find_name_changes
from aligner.text.entities.names.counterparts import counterparts
from aligner.text.entities.names.find import Name, fold_name
from aligner.text.entities.names.proper_words import is_acronym, is_common, known_only_as_name, other_forms
from aligner.text.entities.names.words import NamePassage, read_passage
from aligner.text.words.lexicon import load_lexicon
from aligner.text.words.spellings import spelled_alike
from aligner.text.words.tokens import fold_case
from aligner.types import Severity, Side, Span

CHANGED = Rule("name.changed", "critical", "Mistranslation", "Ann Brown ← Ann Smith", evidence="version")
HALLUCINATED = Rule("name.hallucinated", "critical", "Hallucination", "Nigatthaya Camp", evidence="version")
ALTERED = Rule("name.altered", "major", "Spelling", "Alistair Cook ← Alistair Cooke", evidence="version")
RULES = (ALTERED, CHANGED, HALLUCINATED)
MIN_LETTERS = 5  # letters of a name that is searched for
MIN_SIMILAR_RATIO = 75  # rapidfuzz ratio from which two spellings may be of one name
MIN_ALTERED_RATIO = 70  # the same of a name in the place of the other: Morakot, Mokarot
MIN_KNOWN_RATIO = 60  # ratio below which a spelling of the other version cannot be of the name
_RENAMED_MESSAGE = "“{here}” is “{there}” everywhere else, in both versions"
_UNKNOWN_MESSAGE = "“{here}” is a name that {whose} does not have"
MIN_KEPT_LETTERS = 3  # letters of a word next to an exchanged one that makes both a name
MIN_TRANSLATED_COVERAGE = 0.75  # coverage of a passage from which it is a translation, if a free one
_SENTENCE_END = re.compile(r"(?:^|[.!?…:\n])[\s\"'“‘«»(—•-]*$")
_LETTER_RUN = re.compile(r"[^\W_]+")


def detect(view: View) -> Iterator[Hit]:
    """Report names that became others, and words of names that the other version lacks and cannot have translated."""
    if view.theirs is None:
        return
    changed = list(_changed(view)) if view.across else []
    changed += _renamed(view, changed) if view.across else []
    yield from changed
    known, own = view.theirs.spellings, view.own.spellings
    indices = {view.matches[index].here: index for index in view.full_indices}
    for name in view.own.names:
        match = view.match_at(name.start)
        if match is None or match.cosine < MIN_BEAD_COSINE or not view.there(match) or _is_reported(name, changed):
            continue
        words = [word for word in _LETTER_RUN.finditer(name.text) if len(word[0]) >= MIN_LETTERS]
        unknown = [word for word in words if fold_name(word[0]) not in known]
        possible = [word for word in unknown if _may_be_unknown(word[0], view.side)]
        if not possible or _is_shortened(name, there := read_passage(view.there(match), view.sides[1])):
            continue
        rest = {*name.folded.split()} & there.forms.keys()  # Müller for "Heinrich Muller"
        explained = view.across and not all(is_common(word, view.side) for word in rest)
        for word in possible:
            span = name.start + word.start(), name.start + word.end()
            for hit in _unknown(view, span, known, own, matched=len(words) > len(unknown)):
                if hit.rule is not HALLUCINATED or not view.across:
                    yield hit
                elif not explained and (placed := _placed_addition(view, indices[match.here], hit)):
                    yield placed


def _placed_addition(view: View, index: int, hit: Hit) -> Hit | None:
    """Return the hit of a name that only one language has, None if its capital may only begin a sentence.

    In a translation it is minor, because translators explain and leave out.
    """
    if _begins_sentence(view.document.text, hit.span[0]):
        return None
    return hit._replace(severity="minor") if view.words(index).coverage >= MIN_TRANSLATED_COVERAGE else hit


def _begins_sentence(text: str, start: int) -> bool:
    """Return whether a capital at an offset may only begin a sentence."""
    return _SENTENCE_END.search(text, max(0, start - 8), start) is not None


def _changed(view: View) -> Iterator[Hit]:
    """Report the names of a passage for which its counterpart has other names."""
    for index in view.full_indices:
        match = view.matches[index]
        if match.cosine < MIN_COSINE:  # another name alone makes a short sentence less similar
            continue
        texts = view.here(match), view.there(match)
        for change in find_name_changes(texts, view.sides):
            if _is_same_person(view, texts, change) or _has_moved(view, index, change):
                continue
            alike = _ratio(texts, change.words) >= MIN_ALTERED_RATIO
            doubtful = alike or any(map(_may_be_reworded, texts, view.sides, change.words, change.names))
            spans = _placed(match.here, change.names[0]), _placed(match.there, change.names[1])
            yield changed_hit(view, ALTERED if alike else CHANGED, spans, "minor" if doubtful else None)


def _may_be_reworded(text: str, side: Side, words: Span, name: Span) -> bool:
    """Return whether a translator may have chosen other words for a part of a name: it is an acronym or a noun.

    A noun next to another word of the same name is none: Ann Brown.
    """
    rest = text[name[0] : words[0]] + text[words[1] : name[1]]
    forms = _LETTER_RUN.findall(text[slice(*words)])
    if any(is_acronym(form) for form in forms):
        return True
    if any(len(form) >= MIN_KEPT_LETTERS for form in _LETTER_RUN.findall(rest)):
        return False
    known = [fold_case(form) for form in forms if load_lexicon().entry_id(fold_case(form), side) >= 0]
    return any(not known_only_as_name(form, side) for form in known)


def _ratio(texts: tuple[str, str], spans: tuple[Span, Span]) -> float:
    """Return how alike the words at a span of each text are spelled, 0 to 100."""
    one, two = (fold_name(text[slice(*span)]) for text, span in zip(texts, spans, strict=True))
    return fuzz.ratio(one, two)


def _renamed(view: View, changed: list[Hit]) -> list[Hit]:
    """Return the people that have another surname than everywhere else in both versions.

    This shows a surname that was exchanged where the other version has a pronoun.
    """
    assert view.theirs is not None, "names are compared between two versions"
    usual = _surnames(view.theirs.names)
    own = _surnames(view.own.names)
    hits = []
    for name in view.own.names:
        *_, first, last = ("", *name.folded.split())
        known = usual.get(first, {})
        if (
            len(last) < MIN_KEPT_LETTERS
            or len(known) != 1
            or not own[first].keys() & known.keys()
            or is_common(last, view.side)
        ):
            continue
        ((surname, whole),) = known.items()
        if not view.theirs.spellings.keys().isdisjoint({last, *other_forms(last, view.side)}):
            continue
        match = view.match_at(name.start)
        if match and view.there(match) and not _is_reported(name, changed) and not spelled_alike(last, surname):
            spans = (name.start, name.end), (whole.start, whole.end)
            hits.append(changed_hit(view, CHANGED, spans, "major", _RENAMED_MESSAGE))
    return hits


def _surnames(names: tuple[Name, ...]) -> dict[str, dict[str, Name]]:
    """Return the last words of names by the words before them, with the first name that has both."""
    surnames: dict[str, dict[str, Name]] = {}
    for name in names:
        *_, first, last = ("", *name.folded.split())
        if first:
            surnames.setdefault(first, {}).setdefault(last, name)
    return surnames


def _is_reported(name: Name, hits: list[Hit]) -> bool:
    return any(hit.span[0] < name.end and name.start < hit.span[1] for hit in hits)


def _placed(passage: Span, span: Span) -> Span:
    return passage[0] + span[0], passage[0] + span[1]


def _is_same_person(view: View, texts: tuple[str, str], change: NameChange) -> bool:
    """Return whether either version has the words of both names as one name elsewhere: John for "Smith"."""
    assert view.theirs is not None, "names are compared between two versions"
    one, two = ({*fold_name(text[slice(*span)]).split()} for text, span in zip(texts, change.words, strict=True))
    word = min(one | two, default="")
    names = (*view.own.names_by_word.get(word, ()), *view.theirs.names_by_word.get(word, ()))
    return any(one < words and two < words for words in names)


def _has_moved(view: View, index: int, change: NameChange) -> bool:
    """Return whether both names are in the passages around that of the other, as sentences are divided otherwise."""
    near = [view.matches[at] for at in (index - 1, index + 1) if 0 <= at < len(view.matches)]
    return _is_near(view, index, change.words[0], near, there=True) and _is_near(
        view, index, change.words[1], near, there=False
    )


def _is_near(view: View, index: int, span: Span, near: list[AlignedPassage], *, there: bool) -> bool:
    """Return whether the words at a span of a passage have counterparts in passages of the other side."""
    ours, theirs = (view.here, view.there) if there else (view.there, view.here)
    sides = view.sides if there else view.sides[::-1]
    own = read_passage(ours(view.matches[index]), sides[0])
    words = [at for at, word in enumerate(own.words) if span[0] <= word.start < span[1]]
    return any(
        all(counterparts(own, at, read_passage(theirs(match), sides[1])) for at in words)
        for match in near
        if theirs(match)
    )


def _is_shortened(name: Name, there: NamePassage) -> bool:
    """Return whether a text has a part of a name and nothing else as a name: the Dow, « le Dow Jones »."""
    words = {*name.folded.split()}
    return any(own and own < words for own in ({*other.folded.split()} - ARTICLES for other in there.names))


def _may_be_unknown(word: str, side: Side) -> bool:
    """Return whether a word is written as a name and the lexicon does not have it."""
    if any(char.isdigit() for char in word) or not word[1:].islower():
        return False
    return load_lexicon().entry_id(word.lower(), side) < 0


def _unknown(
    view: View, span: Span, known: Mapping[str, None], own: Mapping[str, None], *, matched: bool
) -> Iterator[Hit]:
    """Report a word of a name that the other version lacks.

    Parameters
    ----------
    known, own : mappings with the spellings of the other version and of the document
    matched : the other version has another word of the name
    """
    text = view.document.text[slice(*span)]
    best = process.extractOne(fold_name(text), known.keys(), scorer=fuzz.ratio, score_cutoff=MIN_KNOWN_RATIO)
    if best is None:
        yield Hit(HALLUCINATED, span, phrase(view, (span, (0, 0)), _UNKNOWN_MESSAGE))
    elif best[1] >= MIN_SIMILAR_RATIO and matched and best[0] not in own and len(text) > MIN_LETTERS:
        severity: Severity | None = "minor" if view.across else None
        place = view.theirs.place_of_spelling(best[0]) if view.theirs else None
        if place:
            yield changed_hit(view, ALTERED, (span, place), severity)
        else:
            yield Hit(ALTERED, span, phrase(view, (span, (0, 0)), _UNKNOWN_MESSAGE), severity=severity)
