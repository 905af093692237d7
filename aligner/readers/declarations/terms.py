"""The terms in which files declare that a machine made their text, whatever the format.

Only a declaration about the story itself counts; that it is a translation does not show who translated it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import NamedTuple

WHOLE_FIELD, PART_FIELD = "made_by_machine", "made_in_part_by_machine"  # of the metadata of a document
MAX_MARK_CHARS = 120
MAX_VALUE_WORDS = 8  # of a field that declares something; a longer one is a text
# The IPTC's digital source types of what a machine made, in letters alone. Captured, digitised and drawn media are by
# people, and so are those that people edit, programs correct (algorithmicallyEnhanced), or programs fill with data.
_SOURCE_FIELDS = {
    "trainedalgorithmicmedia": WHOLE_FIELD, "algorithmicmedia": WHOLE_FIELD,
    "compositewithtrainedalgorithmicmedia": PART_FIELD, "compositesynthetic": PART_FIELD,
}  # fmt: skip
_SCHEMA_ENDING = "digitalsource"  # of schema.org's names of the same types
_SOURCE_NAMES = frozenset(("digitalsourcetype", "iptcdigitalsourcetype", "iptc4xmpextdigitalsourcetype"))
# Language tags: Google's private subtag, and the field of RFC 6497 for machine translation.
_MACHINE_TAG = re.compile(r"(?i)-x-mtfrom-|-t-(?:[a-z0-9]+-)*t0-")
_LANGUAGE_NAMES = frozenset(("language", "lang", "inlanguage", "contentlanguage", "dclanguage", "dctermslanguage"))
_MACHINE_NAMES = frozenset((
    "machinetranslated", "machinetranslatedfrom", "machinetranslation", "ismachinetranslated", "ismachinetranslation",
    "autotranslated", "autotranslation", "isautotranslated", "automatictranslation", "automaticallytranslated",
    "translatedautomatically", "translatedbymachine", "translatedbyai", "aitranslated", "isaitranslated",
    "traductionautomatique", "traduitautomatiquement", "traduitparmachine", "machinegenerated", "ismachinegenerated",
    "aigenerated", "isaigenerated", "generatedbyai",
))  # fmt: skip
_TOOL_NAMES = frozenset((
    "generator", "translator", "translatedby", "translatedwith", "dctermscontributortranslator", "translationengine",
    "translationsystem", "translationtool", "translationmethod", "translationtype", "translationprovider", "mtengine",
    "mtsystem", "mtprovider", "traducteur", "traduitpar",
))  # fmt: skip
_MACHINES = re.compile(
    r"(?i)\b(?:gtranslate|google[ -]?translate|google cloud translation|deepl|systran|libretranslate"
    r"|argos[ -]?translate|(?:microsoft|azure|bing|yandex|amazon|aws) translat(?:e|or)|weglot|linguise"
    r"|conveythis|lingvanex|modernmt|apertium|opus-mt|marianmt|nllb(?:-\d+)?|m2m[-_ ]?100|madlad|etranslation"
    r"|chatgpt|gpt-\d[\w.]*|nmt|machine[ -]translat(?:ion|ed|or)|(?:neural|automatic)[ -](?:machine )?translation"
    r"|(?:automatically|auto)[ -]translated|traduction automatique|traduit automatiquement"
    r"|traduction par (?:une )?machine|traducteur automatique)\b"
)
_DENIALS = frozenset(("", "false", "no", "0", "none", "null", "off", "non", "faux", "never", "human"))


class Declaration(NamedTuple):
    """A mark by which a file declares that a machine made its text, and the field of the metadata for it."""

    field: str
    mark: str


def declared_meta(declarations: Iterable[Declaration]) -> dict[str, str]:
    """Return the metadata of the declarations: the first mark that the whole text is by a machine, else for a part."""
    found: dict[str, str] = {}
    for field, mark in declarations:
        found.setdefault(field, " ".join(mark.split())[:MAX_MARK_CHARS])
    return {WHOLE_FIELD: found[WHOLE_FIELD]} if WHOLE_FIELD in found else found


@lru_cache(maxsize=4096)
def plain_name(name: str) -> str:
    """Return the letters and digits of the name of a field, in lower case."""
    return "".join(filter(str.isalnum, name.lower()))


def read_field(name: str, value: str) -> Iterator[Declaration]:
    """Yield what a field of a file declares."""
    plain = plain_name(name)
    if plain in _SOURCE_NAMES:
        yield from read_source(name, value)
    elif plain in _LANGUAGE_NAMES:
        yield from read_language(name, value)
    elif plain in _MACHINE_NAMES or plain in _TOOL_NAMES:
        words = value.lower().split()
        made = not _DENIALS.intersection(words[:1] or ("",)) if plain in _MACHINE_NAMES else names_machine(value)
        if made and len(words) <= MAX_VALUE_WORDS:
            yield Declaration(WHOLE_FIELD, f"{name}: {value}")


def read_source(name: str, value: str) -> Iterator[Declaration]:
    """Yield what one of the IPTC's digital source types declares, as an address, a qualified code or a name."""
    term = plain_name(re.split(r"[/#:]", value.rstrip("/"))[-1]).removesuffix(_SCHEMA_ENDING)
    if term in _SOURCE_FIELDS:
        yield Declaration(_SOURCE_FIELDS[term], f"{name}: {value}")


def read_language(name: str, tag: str) -> Iterator[Declaration]:
    """Yield what a language tag declares."""
    if _MACHINE_TAG.search(tag):
        yield Declaration(WHOLE_FIELD, f'{name}="{tag}"')


def names_machine(text: str) -> bool:
    """Return whether a short text names a program that translates or writes."""
    return bool(_MACHINES.search(text))
