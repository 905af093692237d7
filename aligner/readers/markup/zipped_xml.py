"""A zip file of XML parts, as word processors write it: unpacked under caps, parsed without entities."""

from __future__ import annotations

import lzma
import posixpath
import struct
import zipfile
import zlib
from io import BytesIO
from typing import TYPE_CHECKING

from aligner.errors import message_of
from aligner.readers.files.capped import MAX_DOCUMENT_BYTES
from aligner.readers.files.compressed import MAX_RATIO
from aligner.readers.markup.paragraphs import local_name
from aligner.xml_parser import xml_parser

if TYPE_CHECKING:
    from lxml.etree import _Element

MAX_TAGS = 1_000_000  # of one part; a novel has some hundred thousand
_MIN_BOMB_BYTES = 1 << 18  # smaller parts may shrink as much as they like
_ZIP_FAULTS = (
    zipfile.BadZipFile, zlib.error, lzma.LZMAError, struct.error, EOFError, OSError, KeyError, IndexError, ValueError,
    TypeError, AttributeError, OverflowError, RuntimeError,
)  # fmt: skip


class PartError(Exception):
    """A part, or the whole file, that cannot be read; the message is the reason."""


class ZippedXml:
    """A zip file that is open.

    Attributes
    ----------
    paths : set of str
        Of its parts, as `part_path` gives them.
    """

    def __init__(self, data: bytes) -> None:
        """Open the file.

        Raises
        ------
        PartError
            When it is no zip file, or is cut short.
        """
        self._size = len(data)
        try:
            self._zip = zipfile.ZipFile(BytesIO(data))
            self._names = {part_path(name): name for name in self._zip.namelist()}
        except _ZIP_FAULTS as error:
            raise PartError(message_of(error)) from error
        self.paths = self._names.keys()

    def parse(self, path: str, root: str = "") -> _Element:
        """Return the root of a part.

        Parameters
        ----------
        root : str
            The name that it must have, in lower case; by default any.

        Raises
        ------
        PartError
            When it is damaged, too large, locked or something else.
        """
        from lxml import etree

        try:
            element = etree.fromstring(self._read(path), xml_parser(comments=False))
        except (etree.XMLSyntaxError, ValueError) as error:
            raise PartError(f"{path} is not XML ({message_of(error)})") from error
        if element.getroottree().docinfo.internalDTD is not None:
            raise PartError(f"{path} declares a document type, which no word processor does")
        if root and local_name(element) != root:
            raise PartError(f"{path} holds <{local_name(element)}>, not <{root}>")
        return element

    def _read(self, path: str) -> bytes:
        """Return the bytes of a part, unless they are too many."""
        try:
            entry = self._zip.getinfo(self._names[path])
            if entry.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
                raise PartError(f"{path} is compressed in a way that no word processor uses")
            if entry.flag_bits & 1:
                raise PartError(f"{path} is locked by a password, which must be removed first")
            size, packed = entry.file_size, max(1, min(entry.compress_size, self._size))
            if size > MAX_DOCUMENT_BYTES:
                raise PartError(f"{path} unpacks to {size >> 20} MiB, more than {MAX_DOCUMENT_BYTES >> 20}")
            if size > _MIN_BOMB_BYTES and size > MAX_RATIO * packed:
                raise PartError(f"{path} expands over {MAX_RATIO} times, like a bomb")
            data = self._zip.read(entry)
        except _ZIP_FAULTS as error:
            raise PartError(f"{path} cannot be unpacked ({message_of(error)})") from error
        if data.count(b"<") > MAX_TAGS:
            raise PartError(f"{path} has more than {MAX_TAGS:,} tags")
        return data


def part_path(name: str) -> str:
    """Return the name of a part as word processors compare it."""
    return posixpath.normpath(name.replace("\\", "/").lstrip("/")).lower()
