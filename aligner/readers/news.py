"""News agencies' XML: NewsML-G2 and NITF."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from aligner.errors import InputError
from aligner.readers.capped_files import read_bytes
from aligner.readers.decode import decode, normalise
from aligner.readers.fields import meta_of
from aligner.readers.paragraphs import html_paragraphs, local_name, paragraphs
from aligner.types import RawDocument, Skipped

if TYPE_CHECKING:
    from lxml.etree import _Element

_LANGUAGE = "{http://www.w3.org/XML/1998/namespace}lang"


def read(id: str, path: Path) -> Iterator[RawDocument | Skipped]:
    """Read NewsML-G2 (one item or a message of many) or NITF; the headline is the first paragraph.

    Entities are not resolved: a text that uses any except XML's own five is left out.
    """
    root = _parse(id, read_bytes(id, path))
    name = local_name(root)
    if name == "nitf":
        yield _nitf_document(id, root)
        return
    if name not in ("newsitem", "newsmessage"):
        raise InputError(f"{id}: XML of the root <{name}>; known are NewsML-G2 (newsItem, newsMessage) and NITF (nitf)")
    items = list(root.iter("{*}newsItem"))
    if not items:
        raise InputError(f"{id}: the newsMessage has no newsItem; nothing to read in it")
    for number, item in enumerate(items, 1):
        yield _item_document(id if len(items) == 1 else f"{id}#{number}", item)


def _parse(id: str, data: bytes) -> _Element:
    from lxml import etree

    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    try:
        try:
            return etree.fromstring(data, parser)
        except etree.XMLSyntaxError:
            text, encoding = decode(data)
            if encoding == "utf-8":
                raise
            return etree.fromstring(text.encode(), parser)  # it was not in the UTF-8 that it declares
    except (etree.XMLSyntaxError, ValueError) as error:
        raise InputError(f"{id}: damaged XML ({error}); export it again") from error


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
    fields = {
        "title": headline,
        "date": next(filter(None, (_first_text(item, path) for path in dates)), ""),
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
    return RawDocument(id, "\n\n".join([*new_heads, *content]), meta=meta_of(**fields))


def _first_text(element: _Element, path: str) -> str:
    """Return the text of the first element at `path` on one line, "" if there is none."""
    match = element.find(path)
    return "" if match is None else " ".join(" ".join(paragraphs(match)).split("\n"))


def _first_attribute(element: _Element, name: str, *paths: str) -> str:
    """Return the first attribute `name` of the elements at `paths`, "" if there is none."""
    values = (match.get(name) for path in paths for match in element.iterfind(path))
    return next(filter(None, values), "")
