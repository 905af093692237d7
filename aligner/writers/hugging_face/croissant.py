"""Croissant 1.1, the metadata by which search engines and loaders find the columns of a data set.

See https://docs.mlcommons.org/croissant/docs/croissant-spec-1.1.html.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import pyarrow as pa

from aligner.writers.hugging_face.figures import Figures
from aligner.writers.hugging_face.parts import Digests, Part

Json = dict[str, Any]
VERSION = "http://mlcommons.org/croissant/1.1"
_FORMAT = "application/x-parquet"
_TYPES = {"string": "sc:Text", "double": "sc:Float", "bool": "sc:Boolean", "int32": "sc:Integer"}
_TERMS = (
    "arrayShape", "citeAs", "column", "containedIn", "equivalentProperty", "extract", "field", "fileProperty",
    "fileObject", "fileSet", "format", "includes", "isArray", "isLiveDataset", "jsonPath", "key", "md5", "parentField",
    "path",
    "recordSet", "references", "regex", "repeated", "replace", "samplingRate", "separator", "source", "subField",
    "transform",
)  # fmt: skip
_CONTEXT: Json = {
    "@language": "en",
    "@vocab": "https://schema.org/",
    "sc": "https://schema.org/",
    "cr": "http://mlcommons.org/croissant/",
    "rai": "http://mlcommons.org/croissant/RAI/",
    "dct": "http://purl.org/dc/terms/",
    "conformsTo": "dct:conformsTo",
    "name": {"@container": "@language"},
    "description": {"@container": "@language"},
    "data": {"@id": "cr:data", "@type": "@json"},
    "dataType": {"@id": "cr:dataType", "@type": "@vocab"},
    "examples": {"@id": "cr:examples", "@type": "@json"},
    **{term: f"cr:{term}" for term in _TERMS},
}


def text(folder: Path, figures: Figures, parts: Sequence[Part], digests: Digests) -> str:
    """Return the metadata of the data set in a folder."""
    described: Json = {
        "@context": _CONTEXT,
        "@type": "sc:Dataset",
        "conformsTo": VERSION,
        "name": "English and French versions of the same stories",
        "description": f"{figures.kept:,} segments of {figures.documents:,} pairs of documents, with the probability "
        "that both sides translate each other.",
        "inLanguage": ["en", "fr"],
        "isLiveDataset": False,
        **({"license": figures.licence} if figures.licence else {}),
        "distribution": [item for part in parts for item in _distribution(folder, part, digests)],
        "recordSet": [_record_set(part) for part in parts],
    }
    return json.dumps(described, indent=1, ensure_ascii=False) + "\n"


def _distribution(folder: Path, part: Part, digests: Digests) -> Iterator[Json]:
    """Yield the files of a part, and all of them as one set."""
    for name, digest in digests.items():
        if name.startswith(f"{part.folder}/"):
            yield {
                "@type": "cr:FileObject",
                "@id": name,
                "name": name,
                "contentUrl": name,
                "contentSize": f"{(folder / name).stat().st_size} B",
                "encodingFormat": _FORMAT,
                "sha256": digest,
            }
    files = _files(part)
    yield {
        "@type": "cr:FileSet",
        "@id": files,
        "name": files,
        "encodingFormat": _FORMAT,
        "includes": f"{part.folder}/*.parquet",
    }


def _record_set(part: Part) -> Json:
    source = {"fileSet": {"@id": _files(part)}}
    fields = [
        _field(f"{part.name}/{field.name}", field.type, source | {"extract": {"column": field.name}})
        for field in part.schema
    ]
    return {"@type": "cr:RecordSet", "@id": part.name, "name": part.name, "field": fields}


def _files(part: Part) -> str:
    return f"{part.folder}-files"


def _field(id: str, kind: pa.DataType, source: Json) -> Json:
    field: Json = {"@type": "cr:Field", "@id": id, "name": id.rpartition("/")[2], "source": source}
    if pa.types.is_list(kind):
        field |= {"isArray": True, "arrayShape": "-1"}
        kind = kind.value_type
    if pa.types.is_struct(kind):
        return field | {
            "subField": [_field(f"{id}/{inner.name}", inner.type, _inner(source, inner.name)) for inner in kind]
        }
    return field | {"dataType": _TYPES[str(kind)]}


def _inner(source: Json, name: str) -> Json:
    return source | {"transform": [*source.get("transform", ()), {"jsonPath": name}]}
