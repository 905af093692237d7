"""Build the site of the documentation into build/site; a warning is an error.

python -m scripts.documentation [FOLDER]
"""

from __future__ import annotations

import sys
from pathlib import Path
from tempfile import TemporaryDirectory

from sphinx.cmd.build import build_main

from scripts.documentation.pages import ROOT, write_pages


def build(output: Path) -> int:
    """Build the site into a folder, and return 0 if there was nothing to warn of."""
    with TemporaryDirectory(prefix="aligner-site-") as folder:
        pages, trees = Path(folder) / "pages", Path(folder) / "trees"
        pages.mkdir()
        write_pages(pages)
        options = ["-b", "html", "-W", "--keep-going", "--quiet", "-c", str(Path(__file__).parent), "-d", str(trees)]
        return build_main([*options, str(pages), str(output)])


if __name__ == "__main__":
    chosen = Path(sys.argv[1]) if len(sys.argv) > 1 else ROOT / "build" / "site"
    code = build(chosen)
    print(f"{chosen}/index.html" if not code else "the site has warnings", file=sys.stderr if code else sys.stdout)
    sys.exit(code)
