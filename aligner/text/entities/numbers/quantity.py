"""A number of a text with its canonical value."""

from __future__ import annotations

from decimal import Decimal
from typing import Literal, NamedTuple

from aligner.languages.language import Bound

Kind = Literal[
    "cardinal", "ordinal", "approximate", "fraction", "multiple", "group", "age", "order", "bare", "clock", "decade",
    "date", "period", "phone", "code",
]  # fmt: skip


FEW = Decimal("3.7")  # the value of "several", which no count has


class Quantity(NamedTuple):
    """A number of a text.

    Attributes
    ----------
    value : the number in ones; a time of day in hours; for a day of a month, 100 times the month plus the day; for a
        code, its letters and digits as a number in base 36
    unit : "", "%", an ISO 4217 code or a unit of measure or time
    start, end : half-open offsets
    text : the text between them
    kind : how the number is written; "order" is two numbers whose order the other text reverses
    bound : "<" at most or less than, ">" at least or more than, "~" about, according to the words before it
    per : the unit that it is counted by: "$15 an hour"
    """

    value: Decimal
    unit: str
    start: int
    end: int
    text: str
    kind: Kind = "cardinal"
    bound: Bound = ""
    per: str = ""
