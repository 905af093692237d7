"""The tables of closed classes by kind, and their blocks of rows."""

from __future__ import annotations

from functools import cache
from typing import NamedTuple

from aligner.languages import closed_classes as closed
from aligner.languages import connectives
from aligner.languages import opposite_terms as opposites
from aligner.languages.idioms import IDIOMS
from aligner.languages.offices import PORTFOLIOS, ROLES
from aligner.languages.organisations import ORGANISATIONS
from aligner.languages.places import CONTINENTS, COUNTRIES, PARTS_OF_CONTINENTS, PEOPLES
from aligner.languages.quantifiers import QUANTIFIERS
from aligner.types import Side

TERM_TABLES = {
    "weekday": closed.WEEKDAYS,
    "month": closed.MONTHS,
    "season": closed.SEASONS,
    "relative": closed.RELATIVES,
    "eve": closed.EVES,
    "part": closed.PARTS_OF_PERIODS,
    "relation": closed.RELATIONS,
    "gender": closed.GENDERS,
    "speaker": closed.SPEAKERS,
    "colour": closed.COLOURS,
    "institution": closed.INSTITUTIONS,
    "organisation": ORGANISATIONS,
    "level": closed.LEVELS,
    "office": ROLES,
    "portfolio": PORTFOLIOS,
    "direction": closed.DIRECTIONS,
    "opposite": opposites.OPPOSITES,
    "converse": opposites.CONVERSES,
    "certainty": opposites.CERTAINTY,
    "comparison": opposites.COMPARISON,
    "bound": opposites.BOUNDS,
    "quantifier": QUANTIFIERS,
    "idiom": IDIOMS,
    "order": connectives.ORDERS,
    "cause": connectives.CAUSES,
    "people": PARTS_OF_CONTINENTS,
}


class TermRow(NamedTuple):
    """The words of one value in English and French; see `closed_classes`."""

    kind: str
    number: int
    english: str
    french: str


@cache
def term_blocks() -> tuple[tuple[TermRow, ...], ...]:
    """Return the rows of each block of values that exclude each other; the last block has countries and continents."""
    blocks = [
        tuple(_row(kind, number, line) for number, line in enumerate(block.splitlines()))
        for kind, table in TERM_TABLES.items()
        for block in table.strip().split("\n\n")
    ]
    return (*blocks, tuple(_country_rows()))


def _row(kind: str, number: int, line: str) -> TermRow:
    english, _, french = line.partition(";")
    return TermRow(kind, number, english, french)


def _country_rows() -> list[TermRow]:
    """Return two rows of one number for each country: its names, and its people."""
    names = [
        TermRow("place", number, *(" ".join(name.replace(" ", "_") for name in names) for names in row))
        for number, row in enumerate(COUNTRIES)
    ]
    peoples = [TermRow("people", number, *row) for number, row in enumerate(PEOPLES)]
    continents = enumerate(CONTINENTS.strip().splitlines(), len(names))
    return names + peoples + [_row("people", number, line) for number, line in continents]


def term_gloss(kind: str, block: int, number: int, side: Side) -> str:
    """Return the first word of a value in a language."""
    row = next(row for row in term_blocks()[block] if row.kind == kind and row.number == number)
    name = (row.english if side == "en" else row.french).split()[0]
    return name.rstrip("*+").replace("_", " ")
