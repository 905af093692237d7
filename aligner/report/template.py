"""Rendering of templates: texts are escaped, script and style are inlined and allowed by their hashes."""

from __future__ import annotations

import re
from base64 import b64encode
from collections.abc import Iterable, Iterator
from functools import cache, lru_cache, partial
from hashlib import sha256
from importlib.resources import files
from typing import TYPE_CHECKING, Any

from aligner.messages import message, number_text, reader
from aligner.types import DOUBT_THRESHOLD, Side

if TYPE_CHECKING:
    from jinja2 import Environment
    from markupsafe import Markup

# Characters that HTML cannot contain: controls, lone surrogates, noncharacters.
_NOT_IN_HTML = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")
PACKAGE = "aligner.report"
SCRIPTS = ("report.js", "summary.js", "search.js")
GAP = "\N{NULL}"  # in a page, where something is written that is too large to render; HTML contains no such character
BUFFER_PIECES = 500  # pieces that are joined before they are yielded, for fewer and larger writes


def render(name: str, **values: object) -> Iterator[str]:
    """Render a template of this folder, piece by piece."""
    stream = template_environment(PACKAGE).get_template(name).stream(values)
    stream.enable_buffering(BUFFER_PIECES)
    return stream


def split_at_gap(pieces: Iterable[str]) -> tuple[str, str]:
    """Return what a page has before and after its gap."""
    before, _, after = "".join(pieces).partition(GAP)
    return before, after


def escape_visibly(text: str) -> str:
    """Escape a text for a page, with marks in place of characters that HTML cannot contain."""
    from markupsafe import escape

    return str(escape(_visible(text)))


def read_resource(name: str, package: str = PACKAGE) -> str:
    """Read a template, style or script of a package."""
    return files(package).joinpath(name).read_text("utf-8").replace("\r\n", "\n")


@cache
def template_environment(*packages: str) -> Environment:
    """Return the Jinja environment of the templates of packages; earlier packages take precedence."""
    from jinja2 import ChoiceLoader, Environment, FunctionLoader, StrictUndefined
    from markupsafe import Markup

    environment = Environment(
        autoescape=True,
        finalize=_visible,
        loader=ChoiceLoader([FunctionLoader(partial(_find, package)) for package in packages]),
        lstrip_blocks=True,
        trim_blocks=True,
        undefined=StrictUndefined,
    )
    style, script = read_resource("report.css"), "".join(map(read_resource, SCRIPTS))
    # These files are the only text that is not escaped.
    environment.globals.update(
        style=Markup(style),
        script=Markup(script),
        policy=content_policy(style, script),
        doubt=DOUBT_THRESHOLD,
        draw_bead=_draw_bead,
        t=message,
        num=number_text,
        reader=reader,
        gap=Markup(GAP),
    )
    return environment


def _draw_bead(en: int, fr: int, moved: bool) -> Markup:
    """Return the drawing of a bead of `en` and `fr` sentences."""
    return _drawn_bead(en, fr, moved, reader())


@lru_cache(maxsize=256)
def _drawn_bead(en: int, fr: int, moved: bool, _: Side) -> Markup:
    """Return the drawing in the language of the reader: few of them differ."""
    macros: Any = template_environment(PACKAGE).get_template("bead.html.j2").module
    drawing: Markup = macros.bead(en, fr, moved)
    return drawing


def _find(package: str, name: str) -> str | None:
    return read_resource(name, package) if files(package).joinpath(name).is_file() else None


def content_policy(style: str, script: str = "") -> str:
    """Return the content security policy of a page that loads nothing, and runs and shows only what it contains."""
    hashes = (b64encode(sha256(text.encode()).digest()).decode() for text in (style, script) if text)
    allowed = (f"{kind} 'sha256-{code}'" for kind, code in zip(("style-src", "script-src"), hashes, strict=False))
    return "; ".join(["default-src 'none'", *allowed, "base-uri 'none'", "form-action 'none'"])


def _visible(value: object) -> object:
    return _NOT_IN_HTML.sub("\N{REPLACEMENT CHARACTER}", value) if type(value) is str else value
