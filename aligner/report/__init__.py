"""The report of a run: ``report.html``, and ``report/N.html`` for a large corpus.

Each page is self-contained: it needs no network and no other file, and its
content security policy allows only its own script and style, whatever the
stories contain.
"""

from __future__ import annotations

import json
from pathlib import Path

from aligner.messages import language_of_run, messages_in
from aligner.report.origin import describe_limit, describe_origin
from aligner.report.pages import SEARCH_NAME, address, divide, remove_pages, write_pages
from aligner.report.promise import describe_any_bound, describe_bound, describe_promise
from aligner.report.sections import Remember, make_new, parts_of
from aligner.report.summary import summarise
from aligner.report.template import render
from aligner.report.top_issues import FIRST_ISSUES
from aligner.types import SEVERITIES, Corpus
from aligner.writers import manifest, records
from aligner.writers.atomic import open_atomic

MAX_PAGE_SEGMENTS = 2000  # segments of a page that a phone still scrolls smoothly
MAX_LIST_LINES = 500  # lines of a list; the rest are in the .jsonl file that the page names
REPORT_NAME = "report.html"


def write_report(
    corpus: Corpus, folder: Path, *, page_segments: int = MAX_PAGE_SEGMENTS, remember: Remember = make_new
) -> list[Path]:
    """Write the report of `corpus` into `folder`: a summary, then each pair side by side.

    The segments of a large corpus are on pages of their own, ``report/N.html``,
    which ``report/search.html`` searches, and ``report.html`` is the index.
    Documents are iterated once and segments twice; only one page of them is in
    memory at a time.

    Parameters
    ----------
    page_segments : int
        Maximum number of segments of a page.
    remember : Remember
        Returns the section of a pair, made now or by an earlier run.

    Returns
    -------
    list[Path]
        The files written, ``report.html`` last.

    Raises
    ------
    OutputError
        If the folder or disk cannot be written; no incomplete file is left.
    """
    summary = summarise(corpus)
    common = {
        "summary": summary,
        "signature": corpus.signature,
        "promise": describe_promise(corpus.promise) if corpus.promise else "",
        "bound": describe_bound(corpus.promise) if corpus.promise else "",
        "any_bound": describe_any_bound(corpus.promise) if corpus.promise and corpus.promise.bounds else "",
        "origin": describe_origin(corpus.origin) if corpus.origin else [],
        "origin_limit": describe_limit(),
        "severities": SEVERITIES,
        "max_lines": MAX_LIST_LINES,
        "first_issues": FIRST_ISSUES,
    }
    parts = parts_of(corpus, page_segments, remember)
    sizes = divide(summary.sizes, page_segments)
    pages = write_pages(folder, parts, sizes, common) if len(sizes) > 1 else []
    with open_atomic(folder / REPORT_NAME) as handle:
        addresses = {issue.position: address(issue.position, pages) for issue in summary.top_issues}
        handle.writelines(render("report.html.j2", pages=pages, parts=list(parts), addresses=addresses, **common))
    remove_pages(folder / "report", len(pages))
    names = [*(page.name for page in pages), *([SEARCH_NAME] if pages else []), REPORT_NAME]
    return [folder / name for name in names]


def rewrite_report(folder: Path) -> Path:
    """Write the report of the run in `folder` again and update the manifest.

    Raises
    ------
    InputError
        If `folder` does not contain a complete run.
    OutputError
        If a file cannot be written.
    """
    corpus = records.read_corpus(folder)
    with messages_in(language_of_run(corpus.signature)):
        files = write_report(corpus, folder)
    old = manifest.read(folder)
    others = {
        name: entry for name, entry in old["files"].items() if name != REPORT_NAME and not name.startswith("report/")
    }
    # The same entries as those of manifest.write, without reading the large files again.
    own = {
        file.relative_to(folder).as_posix(): {"bytes": file.stat().st_size, "sha256": manifest.file_digest(file)}
        for file in files
    }
    with open_atomic(folder / "manifest.json") as handle:
        handle.write(json.dumps({**old, "files": others | own}, indent=1, sort_keys=True) + "\n")
    return files[-1]
