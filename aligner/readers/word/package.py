"""The parts of a Word file, each unpacked under caps and parsed without entities."""

from __future__ import annotations

import lzma
import posixpath
import struct
import zipfile
import zlib
from io import BytesIO
from typing import TYPE_CHECKING

from aligner.errors import InputError, message_of
from aligner.readers.files.capped import MAX_DOCUMENT_BYTES, MAX_GZIP_RATIO
from aligner.readers.files.decode import SIGNATURES
from aligner.readers.markup.paragraphs import local_name
from aligner.readers.markup.xml_parser import xml_parser

if TYPE_CHECKING:
    from lxml.etree import _Element

MAX_TAGS = 1_000_000  # of one part; a novel has some hundred thousand
_MIN_BOMB_BYTES = 1 << 18  # smaller parts may shrink as much as they like
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED, _OLD_WORD = "EncryptedPackage".encode("utf-16-le"), "WordDocument".encode("utf-16-le")
_ZIP_FAULTS = (
    zipfile.BadZipFile, zlib.error, lzma.LZMAError, struct.error, EOFError, OSError, KeyError, IndexError, ValueError,
    TypeError, AttributeError, OverflowError, RuntimeError,
)  # fmt: skip
_OTHER_PROGRAMS = {"xl": "a spreadsheet", "ppt": "a presentation", "visio": "a drawing"}


class PartError(Exception):
    """A part that cannot be read; the message is the reason."""


class WordPackage:
    """A Word file that is open.

    Attributes
    ----------
    document : _Element
        The root of the main text.
    """

    def __init__(self, id: str, data: bytes) -> None:
        """Open the file.

        Raises
        ------
        InputError
            When it is no Word document, locked, damaged or a decompression bomb.
        """
        refusal = _refusal(data)
        if refusal:
            raise InputError(f"{id}: {refusal}")
        self._size = len(data)
        try:
            self._zip = zipfile.ZipFile(BytesIO(data))
            self._names = {_path(name): name for name in self._zip.namelist()}
        except _ZIP_FAULTS as error:
            reason = f"not a .docx file, or cut short ({message_of(error)})"
            raise InputError(f"{id}: {reason}; open it in a word processor and save it again") from error
        main = self._find("officeDocument", "word/document.xml")
        if main is None:
            raise InputError(f"{id}: {self._kind()}; save the story as .docx")
        self._folder, self._main = posixpath.split(main)
        try:
            self.document = self._parse(main)
        except PartError as error:
            raise InputError(f"{id}: {error}; open it in Word, and if all is there, save it again") from error
        if local_name(self.document) != "document":
            raise InputError(f"{id}: {self._kind()}; save the story as .docx")

    def part(self, kind: str) -> _Element | None:
        """Return the root of another part of the document, such as "styles" or "footnotes", None if it has none.

        Raises
        ------
        PartError
            When it is damaged.
        """
        path = self._find(kind, f"{kind}.xml", self._folder, self._main)
        return None if path is None else self._parse(path, root=kind)

    def properties(self) -> _Element | None:
        """Return the root of the properties of the file, None if it has none.

        Raises
        ------
        PartError
            When they are damaged.
        """
        path = self._find("core-properties", "docprops/core.xml")
        return None if path is None else self._parse(path, root="coreproperties")

    def _find(self, kind: str, usual: str, folder: str = "", of: str = "") -> str | None:
        """Return the path of the part that another one names by its kind, or where such parts usually are.

        Parameters
        ----------
        usual : str
            The usual path, below `folder`.
        folder, of : str
            Where the other part is, and its name; by default the whole file.
        """
        relations = posixpath.join(folder, "_rels", f"{of}.rels")
        try:
            targets = _targets(self._parse(relations)) if _path(relations) in self._names else {}
        except PartError:
            targets = {}
        for path in (posixpath.join("/", folder, targets.get(kind, "")), posixpath.join(folder, usual)):
            if _path(path) in self._names:
                return _path(path)
        return None

    def _kind(self) -> str:
        """Return what a zip file without a Word document is."""
        if "mimetype" in self._names:
            return "an OpenDocument file or an e-book, not a Word document"
        programs = (_OTHER_PROGRAMS.get(path.partition("/")[0]) for path in self._names)
        return f"{next(filter(None, programs), 'a damaged .docx or another zip file')}, not a Word document"

    def _parse(self, path: str, root: str = "") -> _Element:
        from lxml import etree

        try:
            element = etree.fromstring(self._read(path), xml_parser(comments=False))
        except (etree.XMLSyntaxError, ValueError) as error:
            raise PartError(f"{path} is not XML ({message_of(error)})") from error
        if element.getroottree().docinfo.internalDTD is not None:
            raise PartError(f"{path} declares a document type, which Word never does")
        if root and local_name(element) != root:
            raise PartError(f"{path} holds <{local_name(element)}>, not <{root}>")
        return element

    def _read(self, path: str) -> bytes:
        """Return the bytes of a part, unless they are too many."""
        try:
            entry = self._zip.getinfo(self._names[path])
            if entry.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
                raise PartError(f"{path} is compressed in a way that Word does not use")
            if entry.flag_bits & 1:
                raise PartError(f"{path} is locked by a password, which must be removed first")
            size, packed = entry.file_size, max(1, min(entry.compress_size, self._size))
            if size > MAX_DOCUMENT_BYTES:
                raise PartError(f"{path} unpacks to {size >> 20} MiB, more than {MAX_DOCUMENT_BYTES >> 20}")
            if size > _MIN_BOMB_BYTES and size > MAX_GZIP_RATIO * packed:
                raise PartError(f"{path} expands over {MAX_GZIP_RATIO} times, like a bomb")
            data = self._zip.read(entry)
        except _ZIP_FAULTS as error:
            raise PartError(f"{path} cannot be unpacked ({message_of(error)})") from error
        if data.count(b"<") > MAX_TAGS:
            raise PartError(f"{path} has more than {MAX_TAGS:,} tags")
        return data


def _refusal(data: bytes) -> str:
    """Return why a file is no .docx and what to do, "" if it may be one."""
    if data.startswith(_OLE):
        if _ENCRYPTED in data:
            return "locked by a password; open it in Word, remove the password and save it again"
        if _OLD_WORD in data:
            return "an old Word document (.doc) named .docx; open it in a word processor and save it as .docx"
        return "an old Office file named .docx, not a Word document; save the story as .docx"
    for signature, kind in SIGNATURES:
        if data.startswith(signature) and not data.startswith(b"PK"):
            return f"not a .docx file but {kind}; save the story as .docx"
    return ""


def _targets(relations: _Element) -> dict[str, str]:
    """Return the path of the first part of each kind; Strict and usual files name the same kinds."""
    targets: dict[str, str] = {}
    for each in relations.iterfind("{*}Relationship"):
        kind = each.get("Type", "").rpartition("/")[2]
        if each.get("TargetMode") != "External":
            targets.setdefault(kind, each.get("Target", ""))
    return targets


def _path(name: str) -> str:
    """Return the name of a part as Word compares it."""
    return posixpath.normpath(name.replace("\\", "/").lstrip("/")).lower()
