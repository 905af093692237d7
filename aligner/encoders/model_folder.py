"""The folder of a model: its path, the hash of its files, and the prompt for its texts.

None of this loads the model, so that a run whose vectors are all cached starts at once.
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

MODEL_FILES = ("modules.json", "config.json")  # every model folder has one of them
# Weights for other frameworks, and documentation: neither downloaded nor hashed.
UNUSED_FILES = ("*.onnx*", "onnx/*", "openvino/*", "*.h5", "*.msgpack", "*.ot", "*.gguf", "*.md", "*.png", "*.jpg")
OWN_CODE_REFUSED = (
    "it asks to run code of its own (trust_remote_code, or a pickle), which is never allowed; choose another"
)
# Names of prompts for tasks in which both texts have the same role, those closest to translation first.
SYMMETRIC_PROMPTS = ("BitextMining", "bitext_query", "STS", "sts_query", "sts", "text-matching", "similarity")
# Model families that need a prompt according to their cards, though their files need not declare it, by name.
FAMILY_PROMPTS = {
    r"\be5\b.*\binstruct\b": "Instruct: Retrieve parallel sentences.\nQuery: ",
    r"\be5\b": "query: ",
}


def find_folder(name: str) -> Path:
    """Return the folder of a model: `name` itself, its folder in the hub's cache, or a download.

    A cached model is used without checking whether there is a newer one.

    Raises
    ------
    ModelMissingError
        When there is no such model, or it asks to run code of its own.
    """
    folder = Path(name).expanduser()
    if not folder.is_dir():
        folder = _cached(name) or _download(name)
    if not any((folder / mark).is_file() for mark in MODEL_FILES):
        raise ModelMissingError(f"cannot load the model {name!r}: the folder has neither {' nor '.join(MODEL_FILES)}")
    modules = _read_json(folder / "modules.json", [])
    # Older versions of sentence-transformers run the code that a folder names here without asking.
    if any(not str(module.get("type", "")).startswith("sentence_transformers.") for module in modules):
        raise ModelMissingError(f"cannot load the model {name!r}: {OWN_CODE_REFUSED}")
    return folder


def digest_of(folder: Path) -> str:
    """Return the SHA-256 over the names and contents of the files of a model."""
    hasher = hashlib.sha256()
    for path in sorted(_model_files(folder)):
        hasher.update(f"{path.relative_to(folder).as_posix()} {_content_digest(path)}\n".encode())
    return hasher.hexdigest()


def prompt_of(folder: Path, name: str) -> str:
    """Return the prompt to put before every text when both texts have the same role.

    The model's own declaration has priority: a prompt for such a task, or its default.
    A model with prompts for queries and for passages was never trained on bare texts;
    texts of the same role are both queries to it, according to the cards of E5 (Wang et
    al., 2024, arXiv:2402.05672).
    """
    declared = _read_json(folder / "config_sentence_transformers.json", {})
    prompts = {key: text for key, text in (declared.get("prompts") or {}).items() if text}
    for key in (*SYMMETRIC_PROMPTS, declared.get("default_prompt_name")):
        if key in prompts:
            return str(prompts[key])
    if "query" in prompts and ("passage" in prompts or "document" in prompts):
        return str(prompts["query"])
    if prompts:
        return ""
    last = re.split(r"[/\\]", name.rstrip("/\\"))[-1].lower().replace("_", "-")
    return next((prompt for family, prompt in FAMILY_PROMPTS.items() if re.search(family, last)), "")


def _cached(name: str) -> Path | None:
    """Return the folder of a model in the hub's cache, None unless its weights are there."""
    from huggingface_hub import try_to_load_from_cache

    for full, mark in ((full, mark) for full in _full_names(name) for mark in MODEL_FILES):
        try:
            file = try_to_load_from_cache(full, mark, cache_dir=_hub_cache())
        except ValueError:  # not a valid name of a model
            return None
        if isinstance(file, str):
            folder = Path(file).parent
            if any(path.suffix in (".safetensors", ".bin") for path in _model_files(folder)):
                return folder
    return None


def _download(name: str) -> Path:
    from huggingface_hub import errors, snapshot_download
    from huggingface_hub.utils.tqdm import disable_progress_bars

    if not sys.stderr.isatty():
        disable_progress_bars()
    reason: Exception
    for full in _full_names(name):
        try:
            folder = Path(
                snapshot_download(full, cache_dir=_hub_cache(), ignore_patterns=[*UNUSED_FILES, "pytorch_model*.bin"])
            )
            if not any(folder.rglob("*.safetensors")):  # some models have the same weights in both formats
                snapshot_download(full, cache_dir=_hub_cache(), ignore_patterns=list(UNUSED_FILES))
            return folder
        except (OSError, ValueError, errors.HTTPError) as error:  # type: ignore[attr-defined]
            reason = error
    raise ModelMissingError(
        f"cannot load the model {name!r}: it is not a folder, not in the local cache, and cannot be downloaded; "
        "give a folder, or run once while online"
    ) from reason


def _full_names(name: str) -> tuple[str, ...]:
    return (name,) if "/" in name else (f"sentence-transformers/{name}", name)


def _hub_cache() -> str | None:
    return os.environ.get("SENTENCE_TRANSFORMERS_HOME")


def _model_files(folder: Path) -> Iterator[Path]:
    for path in folder.rglob("*"):
        relative = path.relative_to(folder)
        hidden = any(part.startswith(".") for part in relative.parts)
        if not hidden and path.is_file() and not any(fnmatch(relative.as_posix(), pattern) for pattern in UNUSED_FILES):
            yield path


def _content_digest(path: Path) -> str:
    """Return the hash of a file; in the hub's cache it is the name of the link's target."""
    real = path.resolve()
    if path.is_symlink() and real.parent.name == "blobs":
        return real.name
    with path.open("rb") as file:
        hasher = hashlib.sha256()
        while chunk := file.read(1 << 20):
            hasher.update(chunk)
    return hasher.hexdigest()


def _read_json(path: Path, default: Any) -> Any:
    """Return the content of a JSON file, or `default` if there is no file.

    Raises
    ------
    ModelMissingError
        When the file is not JSON or its content is not of the type of `default`.
    """
    if not path.is_file():
        return default
    try:
        content = json.loads(path.read_text("utf-8"))
    except (OSError, ValueError) as error:
        raise ModelMissingError(f"cannot load the model: {path} is damaged: {error}") from error
    if not isinstance(content, type(default)):
        raise ModelMissingError(
            f"cannot load the model: {path} is damaged: its content is not a {type(default).__name__}"
        )
    return content
