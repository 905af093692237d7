"""Templates to pages: every text escaped, the script and the style inlined under the hashes that allow them."""

from __future__ import annotations

import re
from base64 import b64encode
from collections.abc import Iterator
from functools import cache, partial
from hashlib import sha256
from importlib.resources import files
from typing import TYPE_CHECKING

from aligner.report.rows import DOUBT

if TYPE_CHECKING:
    from jinja2 import Environment

# What HTML cannot hold: controls, lone surrogates, noncharacters.
_ILLEGAL = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")
OWN = "aligner.report"
CHUNK = 500  # pieces joined before they are handed on: fewer, larger writes


def render(name: str, **values: object) -> Iterator[str]:
    """Render a template of this folder, piece by piece."""
    stream = environment(OWN).get_template(name).stream(values)
    stream.enable_buffering(CHUNK)
    return stream


def read(name: str, package: str = OWN) -> str:
    """A template, style or script of a package."""
    return files(package).joinpath(name).read_text("utf-8").replace("\r\n", "\n")


@cache
def environment(*packages: str) -> Environment:
    """What renders the templates of some packages, those of the first before those of the next."""
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
    style, script = read("report.css"), read("report.js")
    # Our own two files are the only text that is not escaped.
    environment.globals.update(style=Markup(style), script=Markup(script), policy=_policy(style, script), doubt=DOUBT)
    return environment


def _find(package: str, name: str) -> str | None:
    return read(name, package) if files(package).joinpath(name).is_file() else None


def _policy(style: str, script: str) -> str:
    hashes = (b64encode(sha256(text.encode()).digest()).decode() for text in (style, script))
    allowed = (f"{kind} 'sha256-{code}'" for kind, code in zip(("style-src", "script-src"), hashes, strict=True))
    return "; ".join(["default-src 'none'", *allowed, "base-uri 'none'", "form-action 'none'"])


def _visible(value: object) -> object:
    return _ILLEGAL.sub("\N{REPLACEMENT CHARACTER}", value) if type(value) is str else value
