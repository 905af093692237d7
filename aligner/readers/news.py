"""News agencies' XML: NewsML-G2 and NITF."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from aligner.errors import InputError
from aligner.readers import capped_files as source
from aligner.readers.decode import decode, normalise
from aligner.readers.fields import meta
from aligner.readers.paragraphs import local, paragraphs
from aligner.types import Document, Skipped

if TYPE_CHECKING:
    from lxml.etree import _Element

_LANGUAGE = "{http://www.w3.org/XML/1998/namespace}lang"


def read(id: str, path: Path) -> Iterator[Document | Skipped]:
    """NewsML-G2 (one item or a message of many) and NITF; the headline is the first paragraph.

    Entities are not resolved: a text that uses any but XML's own five is left out.
    """
    root = _parse(id, source.whole(id, path))
    name = local(root)
    if name == "nitf":
        yield _nitf(id, root)
        return
    if name not in ("newsitem", "newsmessage"):
        raise InputError(f"{id}: XML of the root <{name}>; known are NewsML-G2 (newsItem, newsMessage) and NITF (nitf)")
    items = list(root.iter("{*}newsItem"))
    if not items:
        raise InputError(f"{id}: the newsMessage has no newsItem; nothing to read in it")
    for number, item in enumerate(items, 1):
        yield _item(id if len(items) == 1 else f"{id}#{number}", item)


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
            return etree.fromstring(text.encode(), parser)  # it says that it is UTF-8 and is not
    except (etree.XMLSyntaxError, ValueError) as error:
        raise InputError(f"{id}: damaged XML ({error}); export it again") from error


def _nitf(id: str, root: _Element) -> Document | Skipped:
    headline = _words(root, ".//{*}body.head//{*}hl1") or _words(root, ".//{*}head/{*}title")
    content = [text for part in root.iterfind(".//{*}body.content") for text in paragraphs(part)]
    told = {
        "title": headline,
        "date": _attribute(root, "norm", ".//{*}story.date", ".//{*}date.issue", ".//{*}date.release"),
        "agency": _words(root, ".//{*}distributor") or _attribute(root, "holder", ".//{*}doc.copyright"),
        "byline": _words(root, ".//{*}byline"),
        "language": root.get(_LANGUAGE) or _attribute(root, _LANGUAGE, "{*}body"),
    }
    second = [text for part in root.iterfind(".//{*}body.head//{*}hl2") for text in paragraphs(part)]
    return _story(id, root, told, [headline, *second], content)


def _item(id: str, item: _Element) -> Document | Skipped:
    headline = _words(item, "{*}contentMeta/{*}headline")
    dates = "{*}contentMeta/{*}contentCreated", "{*}itemMeta/{*}firstCreated", "{*}itemMeta/{*}versionCreated"
    provider = "{*}itemMeta/{*}provider"
    told = {
        "title": headline,
        "date": next(filter(None, (_words(item, path) for path in dates)), ""),
        "agency": _words(item, f"{provider}/{{*}}name")
        or _attribute(item, "literal", provider)
        or _words(item, "{*}contentMeta/{*}creditline"),
        "byline": _words(item, "{*}contentMeta/{*}by"),
        "language": _attribute(item, "tag", "{*}contentMeta/{*}language") or item.get(_LANGUAGE) or "",
    }
    content: list[str] = []
    for part in item.iterfind("{*}contentSet/*"):
        content = content or _rendition(part)
    return _story(id, item, told, [headline], content)


def _rendition(part: _Element) -> list[str]:
    """The paragraphs of one rendition of an item: the first that has any is read."""
    if local(part) == "inlinexml":
        body = next(part.iter("{*}body.content"), None)
        return paragraphs(part if body is None else body, without=frozenset(("head",)))  # XHTML's repeats the title
    if local(part) == "inlinedata" and not part.get("encoding"):
        text = normalise(part.text or "").strip()
        return _html(text) if "html" in part.get("contenttype", "") else [text] if text else []
    return []


def _html(text: str) -> list[str]:
    from lxml import etree

    root = etree.fromstring(text, etree.HTMLParser(no_network=True, huge_tree=False)) if text else None
    return [] if root is None else paragraphs(root)


def _story(
    id: str, element: _Element, told: dict[str, str], heads: list[str], content: list[str]
) -> Document | Skipped:
    from lxml.etree import Entity

    entity = next(element.iter(Entity), None)
    if entity is not None:
        return Skipped(id, f"uses the entity {entity.text}, which is not resolved; write it out")
    if not content:
        return Skipped(id, "has no text of its own (a picture, or text kept elsewhere)")
    # Some agencies repeat the headline in the body.
    first = [head for head in heads if head and head not in content[:2]]
    return Document(id, "\n\n".join([*first, *content]), meta=meta(**told))


def _words(element: _Element, path: str) -> str:
    """The text of the first element at `path` on one line, "" when there is none."""
    found = element.find(path)
    return "" if found is None else " ".join(" ".join(paragraphs(found)).split("\n"))


def _attribute(element: _Element, name: str, *paths: str) -> str:
    """The first of the attributes `name` at `paths`, "" when there is none."""
    found = (place.get(name) for path in paths for place in element.iterfind(path))
    return next(filter(None, found), "")
