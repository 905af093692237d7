"""Words of degree and of certainty that a translation must have a word for, and words that may translate them."""

from __future__ import annotations

import re
from typing import NamedTuple

from aligner.languages.comparatives import COMPARATIVES, SUPERLATIVES
from aligner.languages.language import word_set
from aligner.types import Side


class Hedge(NamedTuple):
    """A class of words of one language, and what the other one has for them.

    Attributes
    ----------
    kind : "comparison" or "certainty"
    words : pattern of the folded words
    idle_after : words, or two of them, after which they mean something else: "at least", « à tout le moins »
    answers : pattern of the folded words of the other language that may translate them
    contrary : pattern of folded words of the other language of which one must be there, "" for none
    """

    kind: str
    side: Side
    words: re.Pattern[str]
    idle_after: frozenset[str]
    answers: re.Pattern[str]
    contrary: re.Pattern[str] | None


def _any_of(stems: str, exact: str = "") -> re.Pattern[str]:
    """Return a pattern of words that begin with one of the stems, or that are one of the exact words."""
    pattern = "|".join((*stems.split(), *(rf"{word}\Z" for word in exact.split())))
    return re.compile(f"(?:{pattern})")


# Comparatives that are no contrary of « moins », and words that are often something else.
_NOT_MORE = word_set("less least lesser fewer fewest worse worst later latest earlier former further furthest")

HEDGES = (
    Hedge(
        "comparison", "en", re.compile(r"(?:less|least|fewer|fewest)\Z"),
        frozenset(["at", "not", "or", "no", "in", "the very"]),
        _any_of(
            "moins peu inférieur moindre baiss rédui réduc dimin faibl rare mal minim sinon recul affaibl cour brè "
            "quasi presque facile limit manqu pire sans aucun quelque",
            "sous pas ne n jamais tôt",
        ),
        re.compile(r"(?:plus|plusieurs|davantage|supérieure?s?|meilleure?s?|mieux)\Z"),
    ),
    Hedge(
        "comparison", "fr", re.compile(r"moins\Z"),
        frozenset(["au", "du", "à", "a", "pour", "ou", "en", "tout", "de", "pas", "non", "tout le"]),
        _any_of(
            r"un(?!der|i)\w{4} inexpens disadvan declin decreas reduc low diminish cheap small short young "
            "weak slow eas fall fell few less worse poor barely hardly near",
            r"under below minus nonetheless nevertheless \w+n't almost least only not never no until "
            "without cut off down early sooner slightly",
        ),
        re.compile(rf"(?:{'|'.join(sorted((COMPARATIVES | SUPERLATIVES) - _NOT_MORE))})\Z"),
    ),
    Hedge(
        "certainty", "en", re.compile(r"(?:may|might)\Z"),
        frozenset(["in", "of", "by", "since", "until", "last", "next", "early", "mid", "late", "from"]),  # the month
        _any_of(
            "peut peuv pouv pourr puiss possib risqu éventu suscept probab sembl capab permet occas parfois potent "
            "devr envisag chance autoris facult soit soient aurai serai hypoth",
        ),
        None,
    ),
    Hedge(
        "certainty", "en", re.compile(r"must\Z"), frozenset(),
        _any_of(
            "doi dev dû due oblig nécess faut faud fall requis requér exig impér impos besoin contrain tenu essentiel "
            "indispens import forc veill convien dois incomb appart assur absolu interdi",
            "à",
        ),
        None,
    ),
    Hedge(
        "certainty", "en",
        re.compile(r"(?:allegedly|reportedly|alleged|supposedly|purported|rumou?red)\Z"), frozenset(),
        _any_of(
            "présum préten soupçon suppos accus selon après aurai serai appar rapport signal sembl inculp potent "
            "éventu possib pourrai dit affirm suspec allégu imput semblerai soi conditionn devrai dénonc invoqu annonc",
        ),
        None,
    ),
    Hedge(
        "certainty", "fr", re.compile(r"(?:serait|seraient|aurait|auraient)\Z"), frozenset(),
        _any_of(
            "would could should might may alleg report suppos claim suspect believ thought wish accord appear seem "
            "likely possib perhaps ought suggest estimat probabl potential predict theor assum rumor rumour",
            "if whether apparently",
        ),
        None,
    ),
    Hedge(
        "certainty", "fr", re.compile(r"(?:pourrai(?:t|ent|s)|puissent|peut-être|éventuellement)\Z"), frozenset(),
        _any_of(
            "could would should might possib perhaps maybe likely probab potential capab chance risk allow able enabl "
            "conceiv option opportun eventual suscept permit hypoth",
            "can may cannot can't if whether let",
        ),
        None,
    ),
)  # fmt: skip
# Words before a verb that make it less certain, and endings of verbs that do.
SOFTENERS: dict[Side, re.Pattern[str]] = {
    "en": _any_of(
        "seem appear tend help", "may might can could would should perhaps maybe possibly probably likely apparently"
    ),
    "fr": _any_of(
        "sembl paraiss tend pourr pouva aurai serai aider devrai",
        "peut peuvent puisse puissent paraît parait peut-être probablement possible éventuellement",
    ),
}
SOFTENED_ENDINGS: dict[Side, tuple[str, ...]] = {"en": (), "fr": ("rait", "raient")}
