"""The text of a Word document as it is printed, paragraph by paragraph."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, NamedTuple

from aligner.readers.markup.paragraphs import attribute_of, local_name
from aligner.readers.markup.raised import join_fractions, raise_figures
from aligner.readers.word.styles import inherited_look
from aligner.readers.word.symbol_fonts import sign_of, signs_in

if TYPE_CHECKING:
    from lxml.etree import _Element

# Properties, and text that was deleted or moved away, or that annotates other text.
_IGNORED = frozenset(("ppr", "rpr", "sectpr", "del", "movefrom", "rt", "fallback"))
_CHARACTERS = {
    "tab": "\t",
    "ptab": "\t",
    "br": "\n",
    "cr": "\n",
    "nobreakhyphen": "\N{NON-BREAKING HYPHEN}",
    "den": "/",  # a fraction's denominator
    "rad": "√",
}
_FORMULA_POSITIONS = {"sup": "superscript", "sub": "subscript"}
_RAISED_NAMES = {position: name for name, position in _FORMULA_POSITIONS.items()}
_NOTE_REFERENCES = {"footnotereference": "footnote", "endnotereference": "endnote"}
_OFF = ("0", "false", "off", "none")


class _Look(NamedTuple):
    """How text is set: hidden or not, and "superscript", "subscript" or "baseline"; None is left open."""

    hidden: bool | None = None
    position: str | None = None
    font: str | None = None
    in_formula: bool = False


class _Piece(NamedTuple):
    text: str
    position: str
    in_formula: bool


class Styles:
    """The styles of a document, as far as they hide, raise or lower text."""

    def __init__(self, root: _Element | None) -> None:
        self._styles: dict[str, _Element] = {}
        self._looks: dict[str, _Look] = {}
        self._default = ""
        for style in () if root is None else root.iterfind("{*}style"):
            id = attribute_of(style, "styleId")
            self._styles[id] = style
            if attribute_of(style, "type") == "paragraph" and attribute_of(style, "default") not in ("", *_OFF):
                self._default = id

    def look(self, properties: _Element | None, name: str) -> _Look:
        """Return the look of the style that properties name by an element, such as ``rStyle``."""
        named = None if properties is None else properties.find(f"{{*}}{name}")
        id = (self._default if name == "pStyle" else "") if named is None else attribute_of(named, "val")
        if id not in self._looks:
            self._looks[id] = inherited_look(id, self._styles, _look_of_style, _base_of_style, _Look())
        return self._looks[id]


class WordText:
    """Reads the paragraphs of the parts of one document.

    Attributes
    ----------
    references : dict
        For "footnote" and "endnote": the ids of the notes that the text read so far refers to, in order.
    """

    def __init__(self, styles: Styles) -> None:
        self._styles = styles
        self.references: dict[str, dict[str, None]] = {"footnote": {}, "endnote": {}}

    def paragraphs(self, root: _Element) -> list[str]:
        """Return the paragraphs under an element that have text; those of a text box follow the one that it is in."""
        return [text for text in self._all_paragraphs(root) if text]

    def _all_paragraphs(self, root: _Element) -> Iterator[str]:
        pieces: list[_Piece] = []
        stack = [root]
        while stack:
            element = stack.pop()
            if local_name(element) != "p":
                stack.extend(reversed(_shown_children(element)))
                continue
            if len(element):
                stack.extend(reversed(self._read_paragraph(element, pieces)))
            if not _continues(element):
                yield _text(pieces)
                pieces = []
        yield _text(pieces)

    def _read_paragraph(self, paragraph: _Element, pieces: list[_Piece]) -> list[_Element]:
        """Add the pieces of text of a paragraph, and return the text boxes in it."""
        style = self._styles.look(paragraph.find("{*}pPr"), "pStyle")
        boxes: list[_Element] = []
        fields: list[bool] = []  # of each field around: whether its instruction is being read
        # Each run decides for itself whether it is hidden.
        shown = style._replace(hidden=False)
        stack: list[tuple[_Element | str, _Look]] = [(each, shown) for each in reversed(_shown_children(paragraph))]
        while stack:
            element, look = stack.pop()
            if isinstance(element, str):
                pieces.append(_Piece(element, look.position or "", look.in_formula))
                continue
            name = local_name(element)
            if name == "fldchar":
                _follow_field(fields, attribute_of(element, "fldCharType"))
            if name == "r":
                look = self._run_look(element, style, look)
            if look.hidden or any(fields):
                if name == "r":
                    stack.extend((each, look) for each in reversed(_shown_children(element)))
            elif name in ("p", "txbxcontent"):
                boxes.append(element)
            elif name in _NOTE_REFERENCES:
                self.references[_NOTE_REFERENCES[name]][attribute_of(element, "id")] = None
            else:
                stack.extend(reversed(_contents(element, name, look)))
        return boxes

    def _run_look(self, run: _Element, paragraph: _Look, around: _Look) -> _Look:
        properties = run.find("{*}rPr")
        own, style = _direct_look(properties), self._styles.look(properties, "rStyle")
        # Two styles that hide text cancel each other out; what is set directly overrules them.
        by_style = bool(style.hidden) != bool(paragraph.hidden)
        position = own.position or style.position or paragraph.position
        return _Look(
            by_style if own.hidden is None else own.hidden,
            around.position if around.in_formula else position,
            own.font or style.font or paragraph.font,
            around.in_formula,
        )


def _look_of_style(style: _Element) -> _Look:
    return _direct_look(style.find("{*}rPr"))


def _base_of_style(style: _Element) -> str:
    base = style.find("{*}basedOn")
    return "" if base is None else attribute_of(base, "val")


def _direct_look(properties: _Element | None) -> _Look:
    """Return what properties of text set by themselves, without the style that they name."""
    if properties is None:
        return _Look()
    hidden, position, font = (properties.find(f"{{*}}{name}") for name in ("vanish", "vertAlign", "rFonts"))
    return _Look(
        None if hidden is None else attribute_of(hidden, "val") not in _OFF,
        None if position is None else attribute_of(position, "val") or None,
        None if font is None else attribute_of(font, "ascii") or attribute_of(font, "hAnsi") or None,
    )


def _continues(paragraph: _Element) -> bool:
    """Return whether the end of a paragraph is deleted or hidden, so that the next one goes on in its line."""
    mark = paragraph.find("{*}pPr/{*}rPr")
    if mark is None:
        return False
    return any(local_name(each) in ("del", "movefrom") for each in mark) or bool(_direct_look(mark).hidden)


def _shown_children(element: _Element) -> list[_Element]:
    """Return the children that are shown; a text box is there twice, for new and for old programs."""
    name = local_name(element)
    if name == "alternatecontent":
        choices = [each for each in element if local_name(each) == "choice"]
        with_text = [each for each in element if next(each.iter("{*}t"), None) is not None]
        return [each for choice in (with_text or choices)[:1] for each in choice]
    children = [each for each in element if local_name(each) not in _IGNORED]
    if name == "r" and any(attribute_of(each, "customMarkFollows") not in ("", *_OFF) for each in children):
        return [each for each in children if local_name(each) not in ("t", "sym")]
    return children


def _contents(element: _Element, name: str, look: _Look) -> list[tuple[_Element | str, _Look]]:
    """Return what an element shows: text, and elements that are to be read."""
    if name == "t":
        return [(signs_in(look.font or "", element.text or ""), look)]
    if name == "sym":
        return [(_symbol(element), look)]
    text = _CHARACTERS.get(name)
    if name in _FORMULA_POSITIONS:
        look = look._replace(position=_FORMULA_POSITIONS[name], in_formula=True)
    children: list[tuple[_Element | str, _Look]] = [(each, look) for each in _shown_children(element)]
    if text:
        children.insert(0, (text, look))
    if name == "d":
        return [("(", look), *children, (")", look)]
    return children


def _symbol(element: _Element) -> str:
    try:
        return sign_of(attribute_of(element, "font"), int(attribute_of(element, "char"), 16))
    except ValueError:
        return ""


def _follow_field(fields: list[bool], kind: str) -> None:
    """Enter or leave a field, whose result is shown but not its instruction."""
    if kind == "begin":
        fields.append(True)
    elif fields and kind == "separate":
        fields[-1] = False
    elif fields and kind == "end":
        fields.pop()


def _text(pieces: list[_Piece]) -> str:
    """Return the text of a paragraph, with raised and lowered parts as plain characters."""
    texts: list[str] = []
    start = 0
    while start < len(pieces):
        position, in_formula = pieces[start].position, pieces[start].in_formula
        end = start + 1
        while end < len(pieces) and pieces[end].position == position:
            end += 1
        text = "".join(piece.text for piece in pieces[start:end])
        if position in _RAISED_NAMES:
            text = raise_figures(_RAISED_NAMES[position], text, texts, exponent=in_formula)
        texts.append(text)
        start = end
    return join_fractions("".join(texts)).strip(" \t\n")
