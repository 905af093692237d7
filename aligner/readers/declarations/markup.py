"""What a web page or an agency's XML declares of how its text was made.

A menu that offers translations declares nothing, and no link is followed: that of a C2PA manifest shows only that there
is one.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from aligner.readers.declarations.records import declarations_in_linked_data
from aligner.readers.declarations.terms import (
    WHOLE_FIELD,
    Declaration,
    names_machine,
    read_field,
    read_language,
    read_source,
)
from aligner.readers.markup.paragraphs import local_name

if TYPE_CHECKING:
    from lxml.etree import _Element
    from lxml.html import HtmlElement

_XML_LANGUAGE = "{http://www.w3.org/XML/1998/namespace}lang"
_CLASSES = frozenset((
    "translated-ltr", "translated-rtl", "machine-translated", "machine-translation", "machinetranslated",
    "auto-translated", "autotranslated", "automatic-translation", "translated-by-machine", "gtranslate-translated",
    "gt-translated",
))  # fmt: skip
_TRANSLATING_HOSTS = re.compile(
    r"(?i)^https?://(?:[\w-]+\.translate\.goog|translate\.google(?:usercontent)?\.[\w.]+|(?:www\.)?translatetheweb\.com"
    r"|(?:www\.)?microsofttranslator\.com|translated\.turbopages\.org|translate\.yandex\.[\w.]+)(?:/|$)"
)
_ROOTS = ("newsitem", "nitf", "html", "body", "inlinexml", "inlinedata")  # of a story or its text, that have a language
_TRANSLATOR = re.compile(r"(?i)translat|traduc")
_VALUES = ("qcode", "uri", "literal")  # attributes of NewsML-G2 with a term of a vocabulary


def declarations_in_page(page: HtmlElement) -> Iterator[Declaration]:
    """Yield what a page declares about itself."""
    for element in (*page.iter("html"), *page.iter("body"), *page.iter("article")):
        yield from read_language("lang", element.get("lang") or element.get("xml:lang") or "")
        for name in (element.get("class") or "").split():
            if name.lower() in _CLASSES:
                yield Declaration(WHOLE_FIELD, f'class="{name}"')
    for meta in page.iter("meta"):
        name = meta.get("name") or meta.get("property") or meta.get("itemprop") or meta.get("http-equiv") or ""
        yield from read_field(name.lower(), meta.get("content") or "")
    for link in (*page.iter("base"), *page.iter("link")):
        is_own = link.tag == "base" or (link.get("rel") or "").lower() == "canonical"
        if is_own and _TRANSLATING_HOSTS.match(link.get("href") or ""):
            yield Declaration(WHOLE_FIELD, str(link.get("href")))
    for script in page.iter("script"):
        if (script.get("type") or "").lower() == "application/ld+json":
            yield from _linked_data(script.text or "")


def _linked_data(text: str) -> Iterator[Declaration]:
    try:
        yield from declarations_in_linked_data(json.loads(text))
    except (ValueError, RecursionError):
        return


def declarations_in_news(item: _Element) -> Iterator[Declaration]:
    """Yield what a NewsML-G2 item or a NITF story declares about its text; its pictures have metadata of their own."""
    for element in item.iter():
        name, parent = local_name(element), element.getparent()
        place = local_name(parent) if parent is not None else ""
        if name in _ROOTS:
            yield from read_language("lang", element.get(_XML_LANGUAGE) or element.get("lang") or "")
        elif name == "meta":
            yield from read_field(element.get("name") or element.get("property") or "", element.get("content") or "")
        elif place == "contentmeta":
            yield from _content_fact(name, element)
        elif place == "itemmeta" and name == "generator":
            yield from read_field(name, element.text or "")


def _content_fact(name: str, element: _Element) -> Iterator[Declaration]:
    values = [value for key in _VALUES if (value := element.get(key))]
    if name == "digitalsourcetype":
        for value in values:
            yield from read_source("digitalSourceType", value)
    elif name == "language":
        yield from read_language("language", element.get("tag") or "")
    elif name in ("contributor", "creator") and _TRANSLATOR.search(element.get("role") or ""):
        names = [*values, *(part.text or "" for part in element.iterfind("{*}name"))]
        yield from (Declaration(WHOLE_FIELD, f"translator: {value}") for value in names if names_machine(value))
