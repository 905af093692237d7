"""How versions of a running story are marked: slugs in the headline, datelines, notes of correction, times or none."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import NamedTuple

import numpy as np

from aligner.types import SIDES, Side
from scripts.datasets.fact_tables import EN_MONTH, FR_MONTH
from scripts.datasets.story_values import KINDS, Forms

FIRST_DAY = datetime(2023, 1, 1, 5)
MAX_DAYS = 700  # after the first day
MAX_GAP_MINUTES = 260  # between versions
MIN_GAP_MINUTES = 12
# A headline with the number of the version, and of a correction; an agency keeps to one style.
_SLUGS: dict[str, tuple[Forms, Forms]] = {
    "update": (("UPDATE {n}-{title}", "ACTUALISATION {n}-{title}"), ("CORRECTED-{title}", "CORRIGÉ-{title}")),
    "lead": (("{nth} LEAD {title}", "LEAD {n} : {title}"), ("(CORRECTED) {title}", "(RECTIFIÉ) {title}")),
    "brackets": (("{title} (update {n})", "{title} (actualisation {n})"), ("{title} (corrected)", "{title} (corrigé)")),
    "words": (("Updated: {title}", "Actualisé : {title}"), ("Correction: {title}", "Rectificatif : {title}")),
    "none": (("{title}", "{title}"), ("{title}", "{title}")),
}
_DATELINES: dict[str, tuple[Forms, ...]] = {
    "agency": (("{city}, {month} {day} (NAP) - ", "{city}, {day} {mois} (NAP) - "),),
    "clock": (
        ("Published {hour}:{minute} on {day} {month}. ", "Publié le {day} {mois} à {hour} h {minute}. "),
        ("Updated {hour}:{minute} on {day} {month}. ", "Mis à jour le {day} {mois} à {hour} h {minute}. "),
    ),
    "none": (("", ""),),
}
_CORRECTIONS = (
    "Correction: an earlier version of this story had {old} instead of {new}.",
    "Rectificatif : une version précédente de cet article donnait {old} au lieu de {new}.",
)


class WireStyle(NamedTuple):
    """How an agency marks its versions.

    Attributes
    ----------
    dated : whether the record of a version has a date
    begun : when the first version was published
    """

    slug: str
    dateline: str
    dated: bool
    city: Forms
    begun: datetime


class Version(NamedTuple):
    """A version of a story in one language.

    Attributes
    ----------
    story : the story that it is a version of
    number : from 1 on, later ones are newer
    date : of its record, in ISO form; empty without one
    """

    story: str
    number: int
    side: Side
    date: str
    title: str
    paragraphs: tuple[str, ...]

    @property
    def id(self) -> str:
        """A name for the version."""
        return f"{self.story}.{self.number}.{self.side}"

    @property
    def text(self) -> str:
        """The headline and the paragraphs."""
        return "\n\n".join((self.title, *self.paragraphs))


def draw_style(rng: np.random.Generator) -> WireStyle:
    """Draw how the versions of a story are marked."""
    slug, dateline = (str(rng.choice(list(table))) for table in (_SLUGS, _DATELINES))
    begun = FIRST_DAY + timedelta(days=int(rng.integers(MAX_DAYS)), minutes=int(rng.integers(600)))
    return WireStyle(slug, dateline, bool(rng.random() < 0.5), KINDS["city"](rng).forms[""], begun)


def draw_times(style: WireStyle, count: int, rng: np.random.Generator) -> list[datetime]:
    """Draw when the versions of a story were published."""
    gaps = rng.integers(MIN_GAP_MINUTES, MAX_GAP_MINUTES, size=count - 1)
    return [style.begun, *(style.begun + timedelta(minutes=int(gap)) for gap in np.cumsum(gaps))]


def headline(style: WireStyle, side: Side, title: str, number: int, corrected: bool = False) -> str:
    """Return the headline of a version with its slug; a first version has none."""
    if number == 1:
        return title
    form = _SLUGS[style.slug][corrected][SIDES.index(side)]
    nth = {1: "1ST", 2: "2ND", 3: "3RD"}.get(number - 1, f"{number - 1}TH")
    return form.format(n=number - 1, nth=nth, title=title)


def dateline(style: WireStyle, side: Side, time: datetime, number: int) -> str:
    """Return what precedes the first paragraph of a version."""
    column, forms = SIDES.index(side), _DATELINES[style.dateline]
    month, mois = (names.split()[time.month - 1] for names in (EN_MONTH, FR_MONTH))
    return forms[min(number, len(forms)) - 1][column].format(
        city=style.city[column].upper(), day=time.day, month=month, mois=mois, hour=time.hour, minute=f"{time:%M}"
    )


def correction_note(side: Side, old: str, new: str) -> str:
    """Return the note that names what a correction corrects."""
    return _CORRECTIONS[SIDES.index(side)].format(old=old, new=new)
