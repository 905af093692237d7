"""Elements within a sentence of a web page -> plain text, so that the sentence stays whole."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from aligner.languages.function_words import DISTINCTIVE_WORDS
from aligner.readers.markup.html_tree import parse_html, stream_paragraphs
from aligner.readers.markup.paragraphs import BLOCKS, IGNORED, paragraphs, raised_text

if TYPE_CHECKING:
    from lxml.html import HtmlElement

_PLAIN = "font"  # an element that is stripped, so that its text becomes its parent's
# Looks, which no reader needs.
_LOOKS = ("b", "i", "em", "strong", "u", "small", "big", "mark", "ins", "bdi", "bdo", "nobr", "wbr", "blink", "font")
# Words of the sentence, whatever they are marked as.
_WORDS = frozenset(
    ("q", "code", "kbd", "samp", "var", "tt", "abbr", "acronym", "cite", "data", "dfn", "output", "math")
)
# Words of the sentence if there is one around them; alone they are the date or a form's field of a page's frame.
_WORDS_OF_SENTENCE = frozenset(("time", "label"))
_FRAME = frozenset(("head", "nav", "footer", "aside", "menu"))  # the parts of a page around its story
_ANNOTATIONS = ("annotation", "annotation-xml")  # a formula once more, in another notation
_FORMULA_TEXTS = {"msqrt": "√", "mroot": "√"}

_WORD = re.compile(r"[^\W_]+")
_SENTENCE_END = re.compile(r"[.…][\"'»”’)\s]*\Z")
_QUESTION_END = re.compile(r"[?!][\"'»”’)\s]*\Z")
_MIN_SENTENCE_WORDS = 4
_MAX_LINES = 5_000  # of preformatted text that are kept as lines
_BLANK_LINE = re.compile(r"\n(?:[ \t]*\n)+")
_MIN_PARAGRAPH_CHARS = 60  # of a link alone between paragraphs; shorter ones are "Read more" and the like
_QUOTATION_MARKS = '«»“”„"‹›‘’'
# The marks of a quotation and of one within it, as newspapers set them.
_MARKS = {"fr": (("«\N{NO-BREAK SPACE}", "\N{NO-BREAK SPACE}»"), ("“", "”")), "en": (("“", "”"), ("‘", "’"))}


@dataclass(slots=True)
class _Block:
    """The text between two borders of blocks."""

    in_list: bool = False
    in_frame: bool = False
    pieces: list[str] = field(default_factory=list)
    link_pieces: list[str] = field(default_factory=list)
    other_pieces: list[str] = field(default_factory=list)  # outside links
    sentence_pieces: list[str] = field(default_factory=list)  # outside the elements that need a sentence around them
    links: list[HtmlElement] = field(default_factory=list)
    needing_sentence: list[HtmlElement] = field(default_factory=list)

    def is_link(self) -> bool:
        """Return whether all words are those of links."""
        return bool(self.links) and not _WORD.search("".join(self.other_pieces)) and self.has_words()

    def has_words(self) -> bool:
        return bool(_WORD.search("".join(self.pieces)))


def html_paragraphs(html: str) -> list[str]:
    """Return the paragraphs of a piece of HTML."""
    root = parse_html(html)
    return stream_paragraphs(html) if root is None else paragraphs(mend(root))


def mend(root: HtmlElement) -> HtmlElement:
    """Return a page, changed so that each sentence is one run of text.

    Quotation marks, which a browser adds to <q>, are added in the language around it; raised
    figures become characters; a paragraph that is one link is made plain text, except in lists
    of links; all other markup within a sentence is taken away.
    """
    from lxml import etree

    _mend_formulas(root)
    etree.strip_elements(root, *_ANNOTATIONS, with_tail=False)
    walk = _Walk(root)
    walk.read()
    for element, text in walk.figures:
        del element[:]
        element.text = text
        element.tag = _PLAIN
    _add_quotation_marks(walk.quotations, root)
    for element in (*walk.words, *_words_of_sentences(walk.blocks), *_links_of_story(walk.blocks)):
        element.tag = _PLAIN
    etree.strip_tags(root, *_LOOKS)
    for element in list(root.iter("*")):
        # What was stripped leaves its text in nodes of its own, thousands of which take XPath quadratic time.
        element.text, element.tail = element.text, element.tail
        if element.tag == "pre":
            _break_lines(element)
    return root


class _Walk:
    """One walk over a page, which notes what is to be changed."""

    def __init__(self, root: HtmlElement) -> None:
        self._root = root
        self.blocks = [_Block()]
        self.figures: list[tuple[HtmlElement, str]] = []
        self.quotations: list[tuple[HtmlElement, int]] = []
        self.words: list[HtmlElement] = []
        # The number of open elements of each kind.
        self._open = dict.fromkeys(("a", "q", "li", "pre", "sentence", "frame"), 0)

    def read(self) -> None:
        from lxml.etree import iterwalk

        walker = iterwalk(self._root, events=("start", "end"))
        for event, element in walker:
            name = element.tag if isinstance(element.tag, str) else ""
            if event == "end":
                self._end(name)
                self._add(element.tail if element is not self._root else "")
            elif name in ("sup", "sub"):
                text = raised_text(element, self.blocks[-1].pieces)
                self.figures.append((element, text))
                self._add(text)
                walker.skip_subtree()
            else:
                self._start(name, element)
                self._add("" if name in IGNORED else element.text)

    def _start(self, name: str, element: HtmlElement) -> None:
        if name in BLOCKS:
            self._new_block()
        block = self.blocks[-1]
        if name == "a":
            block.links.append(element)
        elif name == "q":
            self.quotations.append((element, self._open["q"]))
        elif name in _WORDS_OF_SENTENCE:
            block.needing_sentence.append(element)
        if name in _WORDS and not self._open["pre"]:
            self.words.append(element)
        for kind in self._kinds(name):
            self._open[kind] += 1

    def _end(self, name: str) -> None:
        for kind in self._kinds(name):
            self._open[kind] -= 1
        if name in BLOCKS:
            self._new_block()

    @staticmethod
    def _kinds(name: str) -> tuple[str, ...]:
        if name in ("a", "q", "li", "pre"):
            return (name,)
        return ("sentence",) if name in _WORDS_OF_SENTENCE else ("frame",) if name in _FRAME else ()

    def _new_block(self) -> None:
        self.blocks.append(_Block(self._open["li"] > 0, self._open["frame"] > 0))

    def _add(self, text: str | None) -> None:
        if not text:
            return
        block = self.blocks[-1]
        block.pieces.append(text)
        (block.link_pieces if self._open["a"] else block.other_pieces).append(text)
        if not self._open["sentence"]:
            block.sentence_pieces.append(text)


def _mend_formulas(root: HtmlElement) -> None:
    """Turn the layout of formulas into that of text: 10 <msup> 6 becomes 10<sup>6</sup>, a fraction a/b."""
    for formula in root.iter("math"):
        for element in formula.iter("msup", "msub", "mfrac", "msqrt", "mroot"):
            if element.tag in _FORMULA_TEXTS:
                element.text = f"{_FORMULA_TEXTS[element.tag]}{element.text or ''}"
            elif len(element) == 2 and element.tag == "mfrac":
                element[0].tail = "/"
            elif len(element) == 2:
                element[1].tag = "sup" if element.tag == "msup" else "sub"


def _break_lines(preformatted: HtmlElement) -> None:
    """Make paragraphs and lines of preformatted text, whose line ends would otherwise be blanks like all others."""
    text = (preformatted.text or "").replace("\r", "")
    if len(preformatted) or not _WORD.search(text) or text.count("\n") > _MAX_LINES:
        return
    preformatted.tag = "div"
    preformatted.text = None
    for block in _BLANK_LINE.split(text.strip("\n")):
        first, *others = block.split("\n")
        paragraph = preformatted.makeelement("p")
        paragraph.text = first
        for line in others:
            line_break = preformatted.makeelement("br")
            line_break.tail = line
            paragraph.append(line_break)
        preformatted.append(paragraph)


def _add_quotation_marks(quotations: list[tuple[HtmlElement, int]], root: HtmlElement) -> None:
    page_language = _language_of_text(root) if quotations else ""
    for element, depth in quotations:
        text = "".join(element.itertext()).strip()
        if text[:1] in _QUOTATION_MARKS or not text:  # or the page has its own
            continue
        declared = next((each.get("lang") for each in element.iterancestors() if each.get("lang")), None)
        language = (declared or page_language)[:2].lower()
        opening, closing = _MARKS.get(language, _MARKS["en"])[depth % 2]
        element.text = opening + (element.text or "").lstrip()
        if len(element):
            element[-1].tail = (element[-1].tail or "").rstrip() + closing
        else:
            element.text = element.text.rstrip() + closing


def _language_of_text(root: HtmlElement) -> str:
    words = [word.lower() for word in _WORD.findall(" ".join(root.itertext()))[:2000]]
    return max(DISTINCTIVE_WORDS, key=lambda side: sum(word in DISTINCTIVE_WORDS[side] for word in words))


def _words_of_sentences(blocks: list[_Block]) -> list[HtmlElement]:
    """Return the elements that have a sentence around them, or are one."""
    return [
        element
        for block in blocks
        if block.needing_sentence and (_WORD.search("".join(block.sentence_pieces)) or _is_sentence(block))
        for element in block.needing_sentence
    ]


def _links_of_story(blocks: list[_Block]) -> list[HtmlElement]:
    """Return the links that are whole paragraphs of the story: sentences, or one link alone between paragraphs."""
    texts = [block for block in blocks if block.has_words()]
    found: list[HtmlElement] = []
    for number, block in enumerate(texts):
        if block.in_frame or not block.is_link():
            continue
        neighbours = texts[max(0, number - 1) : number] + texts[number + 1 : number + 2]
        if _is_sentence(block) or (_is_paragraph(block) and not any(near.is_link() for near in neighbours)):
            found += block.links
    return found


def _is_sentence(block: _Block) -> bool:
    text = "".join(block.pieces)
    return bool(_SENTENCE_END.search(text)) and len(_WORD.findall(text)) >= _MIN_SENTENCE_WORDS


def _is_paragraph(block: _Block) -> bool:
    text = "".join(block.pieces).strip()
    return len(text) >= _MIN_PARAGRAPH_CHARS and (not block.in_list or bool(_QUESTION_END.search(text)))
