"""Messages for people, in the language of the reader.

The English templates are the keys of the catalogues of other languages, so the code reads as it did without them. A
plain table does it: the messages are few, a test compares them with the code, and gettext would add files to compile
and to package. A template for one and one for several take the place of plural rules.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from typing import TypeVar

from aligner.languages.french_messages import FRENCH_MESSAGES
from aligner.types import Side

Item = TypeVar("Item")
Result = TypeVar("Result")
CATALOGUES: Mapping[Side, Mapping[str, str]] = {"en": {}, "fr": FRENCH_MESSAGES}
LOCALE_VARIABLES = ("LC_ALL", "LC_MESSAGES", "LANG")  # the first that is set counts
FRENCH_NUMBER_CHARS = str.maketrans({",": "\N{NARROW NO-BREAK SPACE}", ".": ","})
_reader: ContextVar[Side] = ContextVar("reader", default="en")


def message(template: str, /, **values: object) -> str:
    """Return a message in the language of the reader; an unknown template, as of a plug-in, stays English."""
    return translated(template).format_map(values)


def translated(template: str) -> str:
    """Return a template in the language of the reader, for values that are filled in elsewhere."""
    return CATALOGUES[_reader.get()].get(template, template)


def number_text(number: float, style: str = ",") -> str:
    """Return a number formatted in a style, with the decimal sign and the grouping of the reader."""
    text = format(number, style)
    return text.translate(FRENCH_NUMBER_CHARS) if reader() == "fr" else text


def reader() -> Side:
    """Return the language of the reader."""
    return _reader.get()


@contextmanager
def messages_in(language: Side) -> Iterator[None]:
    """Write messages in a language within the block, in this thread; a worker process has to enter it, too."""
    token = _reader.set(language)
    try:
        yield
    finally:
        _reader.reset(token)


def apply_in(language: Side, function: Callable[[Item], Result], item: Item) -> Result:
    """Apply a function that writes messages in a language, in any process."""
    with messages_in(language):
        return function(item)


def language_of_run(signature: Mapping[str, object]) -> Side:
    """Return the language of the messages of a run; earlier versions wrote only English."""
    return "fr" if signature.get("language") == "fr" else "en"


def language_of_header(accepted: str) -> Side:
    """Return the language of messages that an Accept-Language header prefers: French or, for any other, English."""
    best: tuple[float, Side] = (0.0, "en")
    for item in accepted.split(","):
        name, _, weight = item.replace(" ", "").lower().partition(";q=")
        try:
            value = float(weight or 1)
        except ValueError:
            continue
        language = name.partition("-")[0]
        if language in CATALOGUES and value > best[0]:
            best = value, "fr" if language == "fr" else "en"
    return best[1]


def language_of_locale(environment: Mapping[str, str]) -> Side:
    """Return the language of messages that the environment asks for: French or, for any other, English."""
    locale = next((value for name in LOCALE_VARIABLES if (value := environment.get(name))), "")
    return "fr" if locale.lower().startswith("fr") else "en"
