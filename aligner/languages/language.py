"""The word tables of one language, with the same fields for every language."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

from aligner.types import Side

# What the words before a number make of it: at most, at least, or about.
Bound = Literal["", "<", ">", "~"]


@dataclass(frozen=True, slots=True, eq=False, kw_only=True)
class Language:
    """The word tables of a language, in lower case and with abbreviations written without their last full stop.

    Attributes
    ----------
    never_end : abbreviations that never end a sentence, because a name or a number follows them
    may_end : abbreviations that end a sentence if a likely first word follows, also names: "Alex"
    capitalised : those of the abbreviations that are ordinary words in lower case: "Sat.", but "they sat."
    before_capital : abbreviations that end a sentence if a capital follows, except one of `time_zones`
    eras : pattern of abbreviations after a year that end a sentence before any capital
    time_zones : names of time zones, days and months that may follow "a.m."
    before_number : abbreviations only before a figure
    titles : titles before a name that each language has its own of
    exclaimed_names : names that end in an exclamation mark
    groups : groups of people that begin sentences without an article and are no surnames
    surname_articles : of `sentence_starters`, those that also begin surnames
    lettered_nouns : nouns that a single letter follows ("Group B"); one with a capital here has it in the text too
    copulas : verbs between such a noun and its letter
    sentence_starters : words that begin a sentence far more often than a name
    elisions : elided words before an apostrophe
    months, days : months with their numbers, and days of the week, both with their abbreviations
    ambiguous_months : months that are also ordinary words; dates only with a day, a year or one of `month_cues`
    month_parts : pattern of the words for a part of a month
    cardinals, ordinals : number words below a hundred, and ordinal numbers
    lone_ordinals : ordinals that end no longer one: « vingt premières minutes »
    hundreds : words for a hundred
    scales : powers of ten of the words that multiply the number before them
    money_scales : the same of short forms that count only with a currency sign
    scale_abbreviations : the same of short forms that count without one
    approximate : round numbers, as in "a dozen"
    exact_large : large words that are numbers without a figure before them
    vigesimal : whether "four twenty" is eighty
    articles, joiner, bare_one : indefinite articles, "and", and "one"
    and_half, half_after : patterns that add a half or quarters to the number before them, before and after its unit
    half_of : pattern that halves the large word after it
    ordinal_endings : pattern of the endings that make a figure an ordinal
    range_words, between : words between the two numbers of a range, and the pair of words around them
    bounds : words before a number that make it a bound
    loose_values : values of words that may translate a number; a lost one is not missed
    units, signs : units of measure and currencies after a figure, and currencies before it
    demonyms : peoples and languages, which lose their capital in French or have no cognate
    """

    side: Side
    never_end: frozenset[str]
    may_end: frozenset[str]
    capitalised: frozenset[str]
    before_capital: frozenset[str]
    eras: re.Pattern[str]
    time_zones: frozenset[str]
    before_number: frozenset[str]
    titles: frozenset[str]
    exclaimed_names: frozenset[str]
    groups: frozenset[str]
    surname_articles: frozenset[str]
    lettered_nouns: frozenset[str]
    copulas: frozenset[str]
    sentence_starters: frozenset[str]
    elisions: frozenset[str]
    months: dict[str, int]
    ambiguous_months: frozenset[str]
    month_cues: frozenset[str]
    month_parts: str
    days: frozenset[str]
    cardinals: dict[str, int]
    lone_ordinals: frozenset[str]
    hundreds: frozenset[str]
    scales: dict[str, int]
    money_scales: dict[str, int]
    scale_abbreviations: dict[str, int]
    ordinals: dict[str, int]
    approximate: dict[str, int]
    exact_large: frozenset[str]
    vigesimal: bool
    articles: frozenset[str]
    joiner: str
    bare_one: frozenset[str]
    and_half: str
    half_after: str
    half_of: str
    ordinal_endings: str
    range_words: frozenset[str]
    between: tuple[str, str]
    bounds: dict[str, Bound]
    loose_values: dict[str, str]
    units: dict[str, str]
    signs: dict[str, str]
    demonyms: frozenset[str]


def word_set(text: str) -> frozenset[str]:
    """Return the words of a text as a set."""
    return frozenset(text.split())
