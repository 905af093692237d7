"""A model's folder: where a name leads, what its files hash to, which words it wants before every text.

Nothing here loads the model, so that a run whose vectors are all known starts
at once.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
import sys
from collections.abc import Iterator
from fnmatch import fnmatch
from pathlib import Path
from typing import Any

from aligner.errors import ModelMissingError

MARKS = ("modules.json", "config.json")  # one of them lies in every model's folder
# Weights for other frameworks, and papers for people: neither fetched nor hashed.
UNUSED = ("*.onnx*", "onnx/*", "openvino/*", "*.h5", "*.msgpack", "*.ot", "*.gguf", "*.md", "*.png", "*.jpg")
OWN_CODE = "it asks to run code of its own (trust_remote_code, or a pickle), which is never done; choose another"
# What a model may declare for two texts of equal standing, the nearest to translations first.
SYMMETRIC = ("BitextMining", "bitext_query", "STS", "sts_query", "sts", "text-matching", "similarity")
# Families whose cards ask for a prompt that their files need not declare, by a part of their names.
FAMILIES = {
    r"\be5\b.*\binstruct\b": "Instruct: Retrieve parallel sentences.\nQuery: ",
    r"\be5\b": "query: ",
}


def find_folder(name: str) -> Path:
    """The folder of a model: `name` itself, what the hub's cache holds under it, or a download.

    What the cache holds is used as it is, without asking whether there is a newer one.

    Raises
    ------
    ModelMissingError
        When there is no such model, or it asks for code of its own.
    """
    folder = Path(name).expanduser()
    if not folder.is_dir():
        folder = _cached(name) or _download(name)
    if not any((folder / mark).is_file() for mark in MARKS):
        raise ModelMissingError(f"cannot load the model {name!r}: the folder has neither {' nor '.join(MARKS)}")
    modules = _read(folder / "modules.json", [])
    # Older versions of sentence-transformers run what a folder names here, be it trusted or not.
    if any(not str(module.get("type", "")).startswith("sentence_transformers.") for module in modules):
        raise ModelMissingError(f"cannot load the model {name!r}: {OWN_CODE}")
    return folder


def digest_of(folder: Path) -> str:
    """SHA-256 over the names and contents of the files that make up a model."""
    hasher = hashlib.sha256()
    for path in sorted(_used(folder)):
        hasher.update(f"{path.relative_to(folder).as_posix()} {_content(path)}\n".encode())
    return hasher.hexdigest()


def prompt_of(folder: Path, name: str) -> str:
    """What goes before every text when two of equal standing are compared.

    What the model declares counts first: a prompt for such tasks, or its default.
    One with a prompt for queries and another for passages never saw a bare text;
    two equals are both queries to it, as the cards of E5 say (Wang et al., 2024,
    arXiv:2402.05672).
    """
    declared = _read(folder / "config_sentence_transformers.json", {})
    prompts = {key: text for key, text in (declared.get("prompts") or {}).items() if text}
    for key in (*SYMMETRIC, declared.get("default_prompt_name")):
        if key in prompts:
            return str(prompts[key])
    if "query" in prompts and ("passage" in prompts or "document" in prompts):
        return str(prompts["query"])
    if prompts:
        return ""
    last = re.split(r"[/\\]", name.rstrip("/\\"))[-1].lower().replace("_", "-")
    return next((prompt for family, prompt in FAMILIES.items() if re.search(family, last)), "")


def _cached(name: str) -> Path | None:
    """What the hub's cache holds of a model, if it holds its weights too."""
    from huggingface_hub import try_to_load_from_cache

    for full, mark in ((full, mark) for full in _full_names(name) for mark in MARKS):
        try:
            found = try_to_load_from_cache(full, mark, cache_dir=_hub())
        except ValueError:  # no name that a model could have
            return None
        if isinstance(found, str):
            folder = Path(found).parent
            if any(path.suffix in (".safetensors", ".bin") for path in _used(folder)):
                return folder
    return None


def _download(name: str) -> Path:
    from huggingface_hub import errors, snapshot_download
    from huggingface_hub.utils.tqdm import disable_progress_bars

    if not sys.stderr.isatty():
        disable_progress_bars()
    why: Exception
    for full in _full_names(name):
        try:
            folder = Path(snapshot_download(full, cache_dir=_hub(), ignore_patterns=[*UNUSED, "pytorch_model*.bin"]))
            if not any(folder.rglob("*.safetensors")):  # else the same weights lie there twice
                snapshot_download(full, cache_dir=_hub(), ignore_patterns=list(UNUSED))
            return folder
        except (OSError, ValueError, errors.HTTPError) as error:  # type: ignore[attr-defined]
            why = error
    raise ModelMissingError(
        f"cannot load the model {name!r}: it is no folder, not in the local cache, and cannot be downloaded; "
        "give a folder, or run once while on line"
    ) from why


def _full_names(name: str) -> tuple[str, ...]:
    return (name,) if "/" in name else (f"sentence-transformers/{name}", name)


def _hub() -> str | None:
    return os.environ.get("SENTENCE_TRANSFORMERS_HOME")


def _used(folder: Path) -> Iterator[Path]:
    for path in folder.rglob("*"):
        own = path.relative_to(folder)
        hidden = any(part.startswith(".") for part in own.parts)
        if not hidden and path.is_file() and not any(fnmatch(own.as_posix(), pattern) for pattern in UNUSED):
            yield path


def _content(path: Path) -> str:
    """A file's hash; in the hub's cache it is the name of what the link leads to."""
    real = path.resolve()
    if path.is_symlink() and real.parent.name == "blobs":
        return real.name
    with path.open("rb") as file:
        hasher = hashlib.sha256()
        while chunk := file.read(1 << 20):
            hasher.update(chunk)
    return hasher.hexdigest()


def _read(path: Path, default: Any) -> Any:
    """A JSON file of the default's type; the default when there is none.

    Raises
    ------
    ModelMissingError
        When it is no such JSON.
    """
    if not path.is_file():
        return default
    try:
        found = json.loads(path.read_text("utf-8"))
    except (OSError, ValueError) as error:
        raise ModelMissingError(f"cannot load the model: {path} is damaged: {error}") from error
    if not isinstance(found, type(default)):
        raise ModelMissingError(f"cannot load the model: {path} is damaged: it holds no {type(default).__name__}")
    return found
