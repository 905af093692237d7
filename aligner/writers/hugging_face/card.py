"""The card of a data set, README.md: what the Hub shows of it, with the types of its columns in YAML."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from hashlib import sha256

import pyarrow as pa

from aligner.writers.escaping import one_line
from aligner.writers.hugging_face.figures import Figures
from aligner.writers.hugging_face.licences import licence_lines
from aligner.writers.hugging_face.parts import Digests, Part
from aligner.writers.parquet import TEXTS

_SIZES = {"1K": 10**3, "10K": 10**4, "100K": 10**5, "1M": 10**6, "10M": 10**7, "100M": 10**8, "1B": 10**9}

POINTER_HEAD = "---\n# Written by aligner, which replaces this file."

_BODY = """
# English and French versions of the same stories
Made by aligner{version} from texts that were published in English and in French. Which of the two texts of a row is the
original is not known.

## Licence
{licence}

## Contents
{contents}
## Figures
| confidence at least | segments | expected right |
|---|---|---|
{bands}

| not among the segments | number |
|---|---|
{dropped}
"""
_SEGMENTS = """`load_dataset(FOLDER)` gives the segments.

- `segments` has a row for each of {kept} segments: `translation` with `en` and `fr`; `id`, the same in every run as
  long as the texts and documents are the same; `confidence`, the calibrated probability that both sides translate each
  other fully; `reasons` against it, with their codes; `finding_codes` of what was found to be wrong in the texts;
  `moved`, if the passage is in another place on the other side; ids, URLs and dates of the documents, null where they
  are not known; `reviewed_by`, the people who judged it.
"""
_DOCUMENTS = """`load_dataset(FOLDER, "documents")` gives whole documents.

- `documents` has a row for each of {documents} pairs of documents, under the names of DocHPLT: all sentences in their
  order (`src_doc` is English, `tgt_doc` French), and `alignment`, links between their ids with `aligner-score`, the
  confidence. A sentence that nothing translates is in a link whose other side is empty. `kept` shows which links are
  among the segments.
"""
_NO_LICENCE = """\
**To be filled in.** No licence was given when this data set was made. Before you publish it, find out what the rights
in the texts allow, and add `license:` to the lines between the dashes above."""


def text(figures: Figures, parts: Sequence[Part], digests: Digests) -> str:
    """Return the card of a data set; the first of its parts is loaded by default."""
    given = f"{figures.licence}, as given by whoever made this data set."
    bands = (f"| {least} | {count:,} | {share:.1%} |" for least, (count, share) in figures.above.items())
    dropped = (f"| {_cell(reason)} | {count:,} |" for reason, count in figures.dropped.items())
    contents = _SEGMENTS + (_DOCUMENTS if len(parts) > 1 else "")
    body = _BODY.format(
        contents=contents.format(kept=f"{figures.kept:,}", documents=f"{figures.documents:,}"),
        version=figures.version and f" {figures.version}",
        licence=given if figures.licence else _NO_LICENCE,
        bands="\n".join(bands) or "| – | 0 | – |",
        dropped="\n".join(dropped) or "| nothing | 0 |",
    )
    return "\n".join(["---", *_yaml(figures, parts, digests), "---"]) + "\n" + body


def pointer(figures: Figures, parts: Sequence[Part], digests: Digests, place: str) -> str:
    """Return the card of the folder around a data set: so that loading that folder loads the data set."""
    head = "\n".join([POINTER_HEAD, *_yaml(figures, parts, digests, f"{place}/"), "---"])
    return f"{head}\n\nThe data set of this folder is in [{place}/]({place}/README.md).\n"


def _cell(text: str) -> str:
    """Return a text that is one cell of a table: it may have the name of a reviewer."""
    return one_line(text).replace("|", "\\|")


def _yaml(figures: Figures, parts: Sequence[Part], digests: Digests, place: str = "") -> Iterator[str]:
    """Yield the lines of the head of a card; `place` is where the data set is, relative to the card."""
    yield from ("language:", "- en", "- fr", *licence_lines(figures.licence))
    yield from ("multilinguality:", "- translation", "task_categories:", "- translation")
    yield from ("pretty_name: English and French versions of the same stories", "size_categories:")
    yield f"- {_size(figures.kept)}"
    yield "configs:"
    for part in parts:
        yield f"- config_name: {part.name}"
        yield from ("  default: true",) if part is parts[0] else ()
        # `datasets` keeps what it has loaded until this head of the card changes.
        contents = "".join(digest for name, digest in digests.items() if name.startswith(f"{part.folder}/"))
        yield f"  description: {part.name} {sha256(contents.encode()).hexdigest()}"
        yield from ("  data_files:", "  - split: train", f"    path: {place}{part.folder}/train-*.parquet")
    yield "dataset_info:"
    for part in parts:
        yield from (f"- config_name: {part.name}", "  features:")
        for field in part.schema:
            yield from (f"  {line}" for line in _feature(field.name, field.type))


def _feature(name: str, kind: pa.DataType) -> Iterator[str]:
    """Yield the lines of a column as `datasets` writes them."""
    yield f"- name: {name}"
    if kind == pa.struct(TEXTS):
        yield from ("  dtype:", "    translation:", "      languages:", "      - en", "      - fr")
    elif pa.types.is_list(kind) and pa.types.is_struct(kind.value_type):
        yield from ("  list:", *(f"  {line}" for inner in kind.value_type for line in _feature(inner.name, inner.type)))
    elif pa.types.is_list(kind):
        yield f"  list: {_dtype(kind.value_type)}"
    elif pa.types.is_struct(kind):
        yield from ("  struct:", *(f"  {line}" for inner in kind for line in _feature(inner.name, inner.type)))
    else:
        yield f"  dtype: {_dtype(kind)}"


def _dtype(kind: pa.DataType) -> str:
    return {"double": "float64"}.get(str(kind), str(kind))


def _size(rows: int) -> str:
    """Return the size category of the Hub, such as ``1K<n<10K``."""
    names = [name for name, least in _SIZES.items() if least <= rows]
    below = next((name for name, least in _SIZES.items() if least > rows), "")
    if not names:
        return f"n<{below}"
    return f"{names[-1]}<n<{below}" if below else f"n>{names[-1]}"
