"""The text of an OpenDocument file as it is printed, paragraph by paragraph."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from aligner.readers.markup.paragraphs import attribute_of, local_name, squeeze, tidy_paragraphs
from aligner.readers.markup.raised import raise_figures
from aligner.readers.word.styles import inherited_look

if TYPE_CHECKING:
    from lxml.etree import _Element

_PARAGRAPHS = frozenset(("p", "h"))
# Text that was deleted, that annotates other text, or that is made from it.
_IGNORED = frozenset((
    "tracked-changes", "annotation", "ruby-text", "table-of-content", "illustration-index", "table-index",
    "object-index", "user-index", "alphabetical-index", "bibliography", "forms", "variable-decls", "sequence-decls",
    "user-field-decls", "dde-connection-decls", "title", "desc", "number", "hidden-text", "note-citation",
))  # fmt: skip
_CHARACTERS = {"tab": "\t", "line-break": "\n", "s": " "}


class _Look(NamedTuple):
    """How text is set: "sup", "sub" or as usual; None is left open."""

    hidden: bool | None = None
    position: str | None = None


class TextStyles:
    """The styles of a document, as far as they hide, raise or lower text."""

    def __init__(self, *roots: _Element | None) -> None:
        self._styles: dict[str, _Element] = {}
        self._looks: dict[str, _Look] = {"": _Look()}
        for root in roots:
            for style in () if root is None else root.iter("{*}style"):
                self._styles.setdefault(attribute_of(style, "name"), style)

    def look(self, name: str) -> _Look:
        """Return the look of text of a style."""
        if name not in self._looks:
            self._looks[name] = inherited_look(name, self._styles, _look_of_style, _base_of_style, _Look())
        return self._looks[name]


class OpenDocumentText:
    """Reads the paragraphs of one document."""

    def __init__(self, styles: TextStyles) -> None:
        self._styles = styles
        self._pieces: list[list[str]] = []
        self._notes: list[_Element] = []
        self._boxes: list[_Element] = []

    def paragraphs(self, root: _Element) -> tuple[list[str], list[list[str]]]:
        """Return the paragraphs under an element that have text, and those of each note in them.

        Those of a text box follow the one that it is in.
        """
        blocks, notes = self._read(root), list[list[str]]()
        while self._notes:
            notes.append(self._read(self._notes.pop(0)))
        return blocks, [note for note in notes if note]

    def _read(self, root: _Element) -> list[str]:
        self._pieces = []
        self._blocks(root)
        return tidy_paragraphs(self._pieces)

    def _blocks(self, element: _Element) -> None:
        for child in element:
            name = local_name(child)
            if name in _PARAGRAPHS:
                self._paragraph(child)
            elif name and name not in _IGNORED and attribute_of(child, "display") != "none":
                self._blocks(child)

    def _paragraph(self, element: _Element) -> None:
        boxes, self._boxes = self._boxes, []
        look = self._styles.look(attribute_of(element, "style-name"))
        self._pieces.append([])
        if not look.hidden:
            self._inline(element, look)
        own, self._boxes = self._boxes, boxes
        for box in own:
            self._blocks(box)

    def _inline(self, element: _Element, look: _Look) -> None:
        self._add(element.text, look)
        for child in element:
            name = local_name(child)
            if name in _CHARACTERS:
                self._pieces[-1].append(_CHARACTERS[name])
            elif name == "note":
                self._notes += child.iterfind("{*}note-body")
            elif name == "frame":
                self._boxes.append(child)
            elif name == "span":
                own = self._styles.look(attribute_of(child, "style-name"))
                if not own.hidden:
                    self._inline(child, _Look(False, look.position if own.position is None else own.position))
            elif name and name not in _IGNORED:
                self._inline(child, look)
            self._add(child.tail, look)

    def _add(self, text: str | None, look: _Look) -> None:
        pieces = self._pieces[-1]
        shown = squeeze(text)
        if shown:
            pieces.append(raise_figures(look.position, shown, pieces) if look.position else shown)


def _base_of_style(style: _Element) -> str:
    return attribute_of(style, "parent-style-name")


def _look_of_style(style: _Element) -> _Look:
    properties = style.find("{*}text-properties")
    if properties is None:
        return _Look()
    display, position = attribute_of(properties, "display"), attribute_of(properties, "text-position")
    return _Look(display == "none" if display else None, _position(position) if position else None)


def _position(value: str) -> str:
    """Return "sup", "sub" or "" for a position such as ``super 58%`` or ``-33% 58%``."""
    first = value.split()[0]
    if first.startswith("super"):
        return "sup"
    if first.startswith(("sub", "-")):
        return "sub"
    return "sup" if first.strip("0%.") else ""
