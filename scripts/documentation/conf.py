"""Settings of Sphinx for the site."""

from pygments.lexers.data import JsonLexer
from pygments.lexers.special import TextLexer
from sphinx.application import Sphinx

from aligner import __version__

project = "aligner"
author = "The aligner developers"
release = version = __version__
root_doc = "index"
extensions = ["myst_parser"]
myst_heading_anchors = 4
smartquotes = False  # "--" begins an option
html_theme = "furo"
html_title = f"aligner {__version__}"
html_copy_source = False
html_show_sphinx = False
html_use_index = False
# Expected output may have … for what differs between runs, which is no JSON.
suppress_warnings = ["misc.highlighting_failure"]


def setup(app: Sphinx) -> None:
    """Name the kinds of blocks that Pygments does not know."""
    app.add_lexer("output", TextLexer)
    app.add_lexer("jsonl", JsonLexer)
