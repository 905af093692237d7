"""Templates to pages: every text escaped, the script and the style inlined under the hashes that allow them."""

from __future__ import annotations

import re
from base64 import b64encode
from collections.abc import Iterator
from functools import cache
from hashlib import sha256
from importlib.resources import files
from typing import TYPE_CHECKING

from aligner.report.rows import DOUBT

if TYPE_CHECKING:
    from jinja2 import Environment

# What HTML cannot hold: controls, lone surrogates, noncharacters.
_ILLEGAL = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")
CHUNK = 500  # pieces joined before they are handed on: fewer, larger writes


def render(name: str, **values: object) -> Iterator[str]:
    """Render a template of this folder, piece by piece."""
    stream = _environment().get_template(name).stream(values)
    stream.enable_buffering(CHUNK)
    return stream


def _read(name: str) -> str:
    return files(__package__).joinpath(name).read_text("utf-8").replace("\r\n", "\n")


@cache
def _environment() -> Environment:
    from jinja2 import Environment, FunctionLoader, StrictUndefined
    from markupsafe import Markup

    environment = Environment(
        autoescape=True,
        finalize=_visible,
        loader=FunctionLoader(_read),
        lstrip_blocks=True,
        trim_blocks=True,
        undefined=StrictUndefined,
    )
    style, script = _read("report.css"), _read("report.js")
    # Our own two files are the only text that is not escaped.
    environment.globals.update(style=Markup(style), script=Markup(script), policy=_policy(style, script), doubt=DOUBT)
    return environment


def _policy(style: str, script: str) -> str:
    hashes = (b64encode(sha256(text.encode()).digest()).decode() for text in (style, script))
    allowed = (f"{kind} 'sha256-{code}'" for kind, code in zip(("style-src", "script-src"), hashes, strict=True))
    return "; ".join(["default-src 'none'", *allowed, "base-uri 'none'", "form-action 'none'"])


def _visible(value: object) -> object:
    return _ILLEGAL.sub("\N{REPLACEMENT CHARACTER}", value) if type(value) is str else value
