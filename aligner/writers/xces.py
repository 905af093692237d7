"""XCES, the alignments of OPUS: links between sentences, and the documents with these sentences."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from hashlib import sha256
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING

from aligner.types import SIDES, Corpus, Document, Segment, Side, Span
from aligner.writers.escaping import decimal, one_line
from aligner.writers.folders import files_of, open_folder

if TYPE_CHECKING:
    from lxml.etree import _Element, _IncrementalFileWriter

ALIGNMENT = "en-fr.xml"
_FILES = (ALIGNMENT, *(f"{side}/*.xml" for side in SIDES))
_DOCTYPE = '<!DOCTYPE cesAlign PUBLIC "-//CES//DTD XML cesAlign//EN" "">'
_MAX_NAME_CHARS = 80
_META = ("title", "url", "date", "updated", "agency", "byline")


def write(corpus: Corpus, folder: Path) -> list[Path]:
    """Write the kept segments to ``corpus.xces/en-fr.xml``, as links to the sentences of ``en/*.xml`` and ``fr/*.xml``.

    A text that a reviewer has changed is not in these documents: they are those that were read.
    """
    place = folder / "corpus.xces"
    with open_folder(place, _FILES) as part:
        wanted = {id for pair in corpus.pairs for id in pair.ids}
        for side in SIDES:
            (part / side).mkdir()
        for document in corpus.documents:
            if document.id in wanted:
                _write_document(part, document)
        _write_links(part, corpus.segments)
    return files_of(place, _FILES)


def document_name(side: Side, id: str) -> str:
    """Return the file of a document within the folder: a name that is safe on every system, and of no other document.

    What remains of the id is for people; the hash makes it unique.
    """
    readable = re.sub(r"\W+", "_", id, flags=re.ASCII)[-_MAX_NAME_CHARS:].strip("_")
    return f"{side}/{readable}-{sha256(id.encode('utf-8', 'surrogatepass')).hexdigest()[:12]}.xml"


def _write_document(part: Path, document: Document) -> None:
    from lxml import etree

    place = part / document_name(document.side, document.id)
    with _open_xml(place, "text", {"lang": document.side}) as xml:
        xml.write(_head(document), "\n")
        with xml.element("body"):
            xml.write("\n")
            sentences = groupby(enumerate(document.sentences, 1), key=lambda numbered: numbered[1].paragraph)
            for number, (_, paragraph) in enumerate(sentences, 1):
                element = etree.Element("p", id=str(number))
                element.text = element.tail = "\n"
                for at, sentence in paragraph:
                    child = etree.SubElement(element, "s", id=f"s{at}")
                    child.text, child.tail = one_line(sentence.text), "\n"
                xml.write(element)
        xml.write("\n")


def _head(document: Document) -> _Element:
    from lxml import etree

    head = etree.Element("head")
    for name, value in (("id", document.id), *((name, document.meta.get(name, "")) for name in _META)):
        if value:
            etree.SubElement(head, "meta", name=name).text = one_line(value)
    return head


def _write_links(part: Path, segments: Iterable[Segment]) -> None:
    kept = (segment for segment in segments if segment.kept)
    with _open_xml(part / ALIGNMENT, "cesAlign", {"version": "1.0"}, _DOCTYPE) as xml:
        for (en, fr), own in groupby(kept, key=lambda segment: segment.ids):
            names = {"fromDoc": document_name("en", en), "toDoc": document_name("fr", fr)}
            with xml.element("linkGrp", {"targType": "s", **names}):
                xml.write("\n")
                for link in _links(own):
                    xml.write(link)
            xml.write("\n")


@contextmanager
def _open_xml(
    path: Path, root: str, attributes: Mapping[str, str], doctype: str | None = None
) -> Iterator[_IncrementalFileWriter]:
    """Yield a writer of what is in the root element of a file."""
    from lxml import etree

    with path.open("wb") as file:
        with etree.xmlfile(file, encoding="utf-8") as xml:
            xml.write_declaration(doctype=doctype)
            with xml.element(root, dict(attributes)):
                xml.write("\n")
                yield xml
        file.write(b"\n")


def _links(segments: Iterable[Segment]) -> Iterator[_Element]:
    from lxml import etree

    for number, segment in enumerate(segments, 1):
        en, fr = segment.bead.spans
        link = etree.Element(
            "link",
            {
                "id": f"SL{number}",
                "xtargets": f"{_ids(en)};{_ids(fr)}",
                "certainty": decimal(segment.confidence),
            },
        )
        if segment.reasons:
            link.set("note", one_line("; ".join(reason.text for reason in segment.reasons)))
        link.tail = "\n"
        yield link


def _ids(span: Span) -> str:
    return " ".join(f"s{number + 1}" for number in range(*span))
