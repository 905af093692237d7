"""News agencies' XML: NewsML-G2 and NITF."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from aligner.errors import InputError
from aligner.readers.declarations.markup import declarations_in_news
from aligner.readers.declarations.terms import declared_meta
from aligner.readers.fields import meta_of
from aligner.readers.files.capped import read_bytes
from aligner.readers.files.decode import normalise
from aligner.readers.markup.inline import html_paragraphs
from aligner.readers.markup.paragraphs import local_name, paragraphs
from aligner.readers.markup.xml_repair import own_entities, parse_repaired, xml_bytes
from aligner.readers.markup.xml_units import XmlUnit, xml_units
from aligner.types import RawDocument, Skipped

if TYPE_CHECKING:
    from lxml.etree import _Element

_LANGUAGE = "{http://www.w3.org/XML/1998/namespace}lang"
_START_OF_MESSAGE = re.compile(rb"<(?:[\w.-]+:)?newsMessage[\s>]", re.IGNORECASE)
_END_OF_MESSAGE = re.compile(rb"</(?:[\w.-]+:)?newsMessage\s*>", re.IGNORECASE)


def read(id: str, path: Path) -> Iterator[RawDocument | Skipped]:
    """Read NewsML-G2 (one item or a message of many) or NITF; the headline is the first paragraph.

    A story with a fault in its XML that cannot be put right is left out, without the others of its file. So is one
    that uses an entity which the document type gives a meaning of its own: document types are not obeyed.
    """
    try:
        data, entities = own_entities(xml_bytes(read_bytes(id, path)))
    except ValueError as error:
        raise InputError(f"{id}: {error}") from error
    stories = list(_stories(id, data, entities))
    for number, story in enumerate(stories, 1):
        source = id if len(stories) == 1 else f"{id}#{number}"
        if isinstance(story, str):
            yield Skipped(source, story)
        else:
            yield _nitf_document(source, story) if local_name(story) == "nitf" else _item_document(source, story)


def _stories(id: str, data: bytes, entities: frozenset[bytes]) -> Iterator[_Element | str]:
    """Yield the elements of the stories of a file, or the reason why one cannot be read."""
    try:
        root = parse_repaired(data, entities)
    except ValueError as error:
        units = _units(data, "newsItem") or _units(data, "nitf")
        if not units:
            raise InputError(f"{id}: damaged XML: {error}; fetch it again") from error
        yield from (_story_alone(unit, entities) for unit in units)
        if units[-1].part != "cut" and _START_OF_MESSAGE.search(data) and not _END_OF_MESSAGE.search(data):
            yield "the file ends here without </newsMessage>: it may have been cut short"
        return
    name = local_name(root)
    if name == "nitf":
        yield root
        return
    if name not in ("newsitem", "newsmessage"):
        raise InputError(f"{id}: XML of the root <{name}>; known are NewsML-G2 (newsItem, newsMessage) and NITF (nitf)")
    items = [element for element in root.iter() if local_name(element) == "newsitem"]
    if not items:
        raise InputError(f"{id}: the newsMessage has no newsItem; nothing to read in it")
    yield from items


def _units(data: bytes, name: str) -> list[XmlUnit]:
    return [unit for unit in xml_units([data], name) if unit.part not in ("before", "after")]


def _story_alone(unit: XmlUnit, entities: frozenset[bytes]) -> _Element | str:
    if unit.part == "cut":
        return "the file ends within this story: it was cut short"
    try:
        return parse_repaired(unit.data, entities)
    except ValueError as error:
        return f"is {error}"


def _nitf_document(id: str, root: _Element) -> RawDocument | Skipped:
    headline = _first_text(root, ".//{*}body.head//{*}hl1") or _first_text(root, ".//{*}head/{*}title")
    content = [text for part in root.iterfind(".//{*}body.content") for text in paragraphs(part)]
    fields = {
        "title": headline,
        "date": _first_attribute(root, "norm", ".//{*}story.date", ".//{*}date.issue", ".//{*}date.release"),
        "agency": _first_text(root, ".//{*}distributor") or _first_attribute(root, "holder", ".//{*}doc.copyright"),
        "byline": _first_text(root, ".//{*}byline"),
        "language": root.get(_LANGUAGE) or _first_attribute(root, _LANGUAGE, "{*}body"),
    }
    subheads = [text for part in root.iterfind(".//{*}body.head//{*}hl2") for text in paragraphs(part)]
    return _document(id, root, fields, [headline, *subheads], content)


def _item_document(id: str, item: _Element) -> RawDocument | Skipped:
    headline = _first_text(item, "{*}contentMeta/{*}headline")
    dates = "{*}contentMeta/{*}contentCreated", "{*}itemMeta/{*}firstCreated", "{*}itemMeta/{*}versionCreated"
    provider = "{*}itemMeta/{*}provider"
    date = next(filter(None, (_first_text(item, path) for path in dates)), "")
    updated = _first_text(item, dates[-1])
    fields = {
        "title": headline,
        "date": date,
        "updated": updated if updated != date else "",
        "agency": _first_text(item, f"{provider}/{{*}}name")
        or _first_attribute(item, "literal", provider)
        or _first_text(item, "{*}contentMeta/{*}creditline"),
        "byline": _first_text(item, "{*}contentMeta/{*}by"),
        "language": _first_attribute(item, "tag", "{*}contentMeta/{*}language") or item.get(_LANGUAGE) or "",
    }
    content: list[str] = []
    for rendition in item.iterfind("{*}contentSet/*"):
        content = content or _rendition_paragraphs(rendition)
    return _document(id, item, fields, [headline], content)


def _rendition_paragraphs(rendition: _Element) -> list[str]:
    """Return the paragraphs of one rendition of an item; an item's text is its first rendition that has any."""
    if local_name(rendition) == "inlinexml":
        body = next(rendition.iter("{*}body.content"), None)
        # The head of XHTML repeats the title.
        return paragraphs(rendition if body is None else body, without=frozenset(("head",)))
    if local_name(rendition) == "inlinedata" and not rendition.get("encoding"):
        text = normalise(rendition.text or "").strip()
        return html_paragraphs(text) if "html" in rendition.get("contenttype", "") else [text] if text else []
    return []


def _document(
    id: str, element: _Element, fields: dict[str, str], heads: list[str], content: list[str]
) -> RawDocument | Skipped:
    from lxml.etree import Entity

    entity = next(element.iter(Entity), None)
    if entity is not None:
        return Skipped(id, f"uses the entity {entity.text}, which is not resolved; write it out")
    if not content:
        return Skipped(id, "has no text of its own (a picture, or text kept elsewhere)")
    # Some agencies repeat the headline in the body.
    new_heads = [head for head in heads if head and head not in content[:2]]
    meta = meta_of(**fields, **declared_meta(declarations_in_news(element)))
    return RawDocument(id, "\n\n".join([*new_heads, *content]), meta=meta)


def _first_text(element: _Element, path: str) -> str:
    """Return the text of the first element at `path` on one line, "" if there is none."""
    match = element.find(path)
    return "" if match is None else " ".join(" ".join(paragraphs(match)).split("\n"))


def _first_attribute(element: _Element, name: str, *paths: str) -> str:
    """Return the first attribute `name` of the elements at `paths`, "" if there is none."""
    values = (match.get(name) for path in paths for match in element.iterfind(path))
    return next(filter(None, values), "")
