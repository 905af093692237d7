"""Words of degree and of certainty that a translation must have a word for, and words that may translate them."""

from __future__ import annotations

import re
from typing import NamedTuple

from aligner.types import Side


class Hedge(NamedTuple):
    """A class of words of one language, and what the other one has for them.

    Attributes
    ----------
    kind : "comparison" or "certainty"
    words : pattern of the folded words
    idle_after : words after which they mean something else: "at least", « au moins »
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


HEDGES = (
    Hedge(
        "comparison", "en", re.compile(r"(?:less|least|fewer|fewest)\Z"), frozenset(["at", "not", "or", "no", "in"]),
        _any_of(
            "moins peu inférieur moindre baiss rédui réduc dimin faibl rare mal minim sinon recul affaibl cour brè "
            "quasi presque facile limit manqu pire sans aucun quelque",
            "sous pas ne n jamais tôt",
        ),
        re.compile(r"(?:plus|plusieurs|davantage|supérieure?s?|meilleure?s?|mieux)\Z"),
    ),
    Hedge(
        "comparison", "fr", re.compile(r"moins\Z"),
        frozenset(["au", "du", "à", "a", "pour", "ou", "en", "tout", "de", "pas", "non"]),
        _any_of(
            r"un(?!der|i)\w{4} inexpens disadvan declin decreas reduc low diminish cheap small short young "
            "weak slow eas fall fell few less worse poor barely hardly near",
            r"under below minus nonetheless nevertheless \w+n't almost least only not never no until "
            "without cut off down early sooner slightly",
        ),
        re.compile(
            r"(?:more|most)\Z|(?!(?:other|after|over|never|under|number|another|rather|interest|west|latest|"
            r"together|either|however|whether|neither|further|earlier|later|ever|member|order|paper|player|"
            r"leader|minister|former|matter|water|power|letter|center|quarter|computer|user)\Z)\w{3,}(?:er|est)\Z"
        ),
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
