"""The parts of a Word file, each unpacked under caps and parsed without entities."""

from __future__ import annotations

import posixpath
from typing import TYPE_CHECKING

from aligner.errors import InputError
from aligner.readers.files.decode import SIGNATURES
from aligner.readers.markup.paragraphs import local_name
from aligner.readers.markup.zipped_xml import PartError, ZippedXml, part_path

if TYPE_CHECKING:
    from lxml.etree import _Element

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED, _OLD_WORD = "EncryptedPackage".encode("utf-16-le"), "WordDocument".encode("utf-16-le")
_OTHER_PROGRAMS = {"xl": "a spreadsheet", "ppt": "a presentation", "visio": "a drawing"}


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
        try:
            self._parts = ZippedXml(data)
        except PartError as error:
            reason = f"not a .docx file, or cut short ({error})"
            raise InputError(f"{id}: {reason}; open it in a word processor and save it again") from error
        main = self._find("officeDocument", "word/document.xml")
        if main is None:
            raise InputError(f"{id}: {self._kind()}; save the story as .docx")
        self._folder, self._main = posixpath.split(main)
        try:
            self.document = self._parts.parse(main)
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
        return None if path is None else self._parts.parse(path, root=kind)

    def properties(self) -> _Element | None:
        """Return the root of the properties of the file, None if it has none.

        Raises
        ------
        PartError
            When they are damaged.
        """
        path = self._find("core-properties", "docprops/core.xml")
        return None if path is None else self._parts.parse(path, root="coreproperties")

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
            targets = _targets(self._parts.parse(relations)) if part_path(relations) in self._parts.paths else {}
        except PartError:
            targets = {}
        for path in (posixpath.join("/", folder, targets.get(kind, "")), posixpath.join(folder, usual)):
            if part_path(path) in self._parts.paths:
                return part_path(path)
        return None

    def _kind(self) -> str:
        """Return what a zip file without a Word document is."""
        if "mimetype" in self._parts.paths:
            return "an OpenDocument file or an e-book, not a Word document"
        programs = (_OTHER_PROGRAMS.get(path.partition("/")[0]) for path in self._parts.paths)
        return f"{next(filter(None, programs), 'a damaged .docx or another zip file')}, not a Word document"


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
