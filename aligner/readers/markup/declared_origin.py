"""What a web page declares of how its text was made: by a translation machine, or by a generator of text.

Only a declaration about the page itself counts; a menu that offers translations is none.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from lxml.html import HtmlElement

# Language tags: Google's private subtag, and the field of RFC 6497 for machine translation.
_MACHINE_TAG = re.compile(r"(?i)-x-mtfrom-|-t-(?:[a-z0-9]+-)*t0-")
_CLASSES = frozenset((
    "translated-ltr", "translated-rtl", "machine-translated", "machine-translation", "machinetranslated",
    "auto-translated", "autotranslated", "automatic-translation", "translated-by-machine", "gtranslate-translated",
    "gt-translated",
))  # fmt: skip
_META_NAMES = frozenset((
    "machine-translated-from", "machine-translated", "machine-translation", "auto-translated", "automatic-translation",
    "autotranslated", "translated-by-machine",
))  # fmt: skip
_MACHINES = re.compile(
    r"(?i)\b(?:gtranslate|google[ -]?translate|deepl|microsoft translator|bing translator|systran|libretranslate|weglot"
    r"|machine translation|traduction automatique)\b"
)
_TRANSLATOR_NAMES = frozenset(("generator", "translator", "translated-by", "dcterms.contributor.translator"))
_TRANSLATING_HOSTS = re.compile(
    r"(?i)^https?://(?:[\w-]+\.translate\.goog|translate\.google(?:usercontent)?\.[\w.]+|(?:www\.)?translatetheweb\.com"
    r"|(?:www\.)?microsofttranslator\.com|translated\.turbopages\.org|translate\.yandex\.[\w.]+)(?:/|$)"
)
_SOURCE_NAMES = frozenset(("digitalsourcetype", "iptc:digitalsourcetype", "iptc4xmpext:digitalsourcetype"))
# The IPTC's digital source types of media that a machine made, and schema.org's names of the same.
_MACHINE_SOURCES = re.compile(r"(?i)(?:(?<!With)trainedAlgorithmicMedia|\balgorithmicMedia)(?:DigitalSource)?$")
_ARTICLES = re.compile(r"Article|Posting|Report|CreativeWork$")
_DENIALS = frozenset(("", "false", "no", "0", "none", "off"))
_MAX_MARK_CHARS = 80


def declared_origin(page: HtmlElement) -> str:
    """Return the mark by which a page declares that a machine made its text, "" without one."""
    return next((" ".join(mark.split())[:_MAX_MARK_CHARS] for mark in _marks(page)), "")


def _marks(page: HtmlElement) -> Iterator[str]:
    for element in (*page.iter("html"), *page.iter("body"), *page.iter("article")):
        language = element.get("lang") or element.get("xml:lang") or ""
        if _MACHINE_TAG.search(language):
            yield f'lang="{language}"'
        yield from (f'class="{name}"' for name in (element.get("class") or "").split() if name.lower() in _CLASSES)
    for meta in page.iter("meta"):
        name = (meta.get("name") or meta.get("property") or meta.get("itemprop") or "").lower()
        content = (meta.get("content") or "").strip()
        if _declares(name, content):
            yield f"{name}: {content}"
    for link in (*page.iter("base"), *page.iter("link")):
        is_own = link.tag == "base" or (link.get("rel") or "").lower() == "canonical"
        if is_own and _TRANSLATING_HOSTS.match(link.get("href") or ""):
            yield str(link.get("href"))
    for script in page.iter("script"):
        if (script.get("type") or "").lower() == "application/ld+json" and "igitalSourceType" in (script.text or ""):
            yield from _sources(script.text or "")


def _declares(name: str, content: str) -> bool:
    if name in _META_NAMES:
        return content.lower() not in _DENIALS
    if name in _SOURCE_NAMES:
        return bool(_MACHINE_SOURCES.search(content))
    return name in _TRANSLATOR_NAMES and bool(_MACHINES.search(content))


def _sources(text: str) -> Iterator[str]:
    """Yield the digital source types of articles in linked data; those of their pictures do not concern the text."""
    try:
        data = json.loads(text)
    except (ValueError, RecursionError):
        return
    nodes = data if isinstance(data, list) else [data]
    nodes = [*nodes, *(part for node in nodes if isinstance(node, Mapping) for part in _graph(node))]
    for node in nodes:
        if isinstance(node, Mapping) and _ARTICLES.search(str(node.get("@type", ""))):
            source = str(node.get("digitalSourceType", ""))
            if _MACHINE_SOURCES.search(source):
                yield f"digitalSourceType: {source}"


def _graph(node: Mapping[str, object]) -> list[object]:
    graph = node.get("@graph")
    return graph if isinstance(graph, list) else []
