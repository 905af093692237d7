"""The parts in which the files of an archive are read: groups that stay the same when files are added."""

from __future__ import annotations

import tempfile
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from hashlib import sha256
from pathlib import Path, PurePosixPath
from typing import NamedTuple
from zlib import crc32

from aligner.archive.storage import open_url
from aligner.documents.ingest import stamp
from aligner.documents.prepare import Source
from aligner.errors import InputError, message_of

PART_BYTES = 4 << 20  # of a part at most, if it is more than one file
BOUNDARY = 256  # one file in so many ends a part, whatever comes before: a new file changes only its own part


class ArchiveFile(NamedTuple):
    """A file of an archive.

    Attributes
    ----------
    stamp : its size, and what changes whenever its content does
    url : where to fetch it from, "" if its path can be read
    """

    source: Source
    stamp: str
    url: str = ""

    @property
    def size(self) -> int:
        """Its bytes, 0 if they are not known."""
        return int(self.stamp.split()[0]) if self.stamp else 0


class Part(NamedTuple):
    """Files that are read together, in one task."""

    files: tuple[ArchiveFile, ...]

    @property
    def contents(self) -> list[tuple[str, str, str]]:
        """What the part depends on: the id, the side and the stamp of each file."""
        return [(file.source.id, file.source.side, file.stamp) for file in self.files]

    @property
    def name(self) -> str:
        """The name of what is made of it."""
        ids = "\n".join(file.source.id for file in self.files)
        return sha256(ids.encode("utf-8", "surrogatepass")).hexdigest()[:16]

    def sources(self) -> Iterator[Source]:
        """Yield the files to read; those that are fetched are there until the next one is taken."""
        for file in self.files:
            with _fetched(file) as source:
                yield source


def local_files(sources: Iterable[Source]) -> list[ArchiveFile]:
    """Return files of this machine, or of a file system that all machines share."""
    return [ArchiveFile(source, stamp(source.path)) for source in sources]


def remote_files(url: str, output: str) -> list[ArchiveFile]:
    """Return the file, or the files of the folder, at a URL that fsspec knows, such as s3://bucket/folder.

    Parameters
    ----------
    output : folder or URL of the run, which is not read

    Raises
    ------
    InputError
        When there is none.
    PackageMissingError
    """
    system, path = open_url(url)
    try:
        found = system.find(path, detail=True)
    except (OSError, ValueError) as error:
        raise InputError(f"cannot read {url}: {message_of(error)}") from error
    if "://" in output:
        other, own = open_url(output)
        is_same = other.protocol == system.protocol
        found = {name: info for name, info in found.items() if not (is_same and name.startswith(f"{own}/"))}
    if not found:
        raise InputError(f"cannot read {url}: there is no file")
    files = []
    for name, info in sorted(found.items()):
        changed = next((str(info[key]) for key in ("ETag", "etag", "LastModified", "mtime") if info.get(key)), "")
        address = system.unstrip_protocol(name)
        files.append(ArchiveFile(Source(address, Path(name)), f"{info.get('size') or 0} {changed}", address))
    return files


@contextmanager
def _fetched(file: ArchiveFile) -> Iterator[Source]:
    if not file.url:
        yield file.source
        return
    system, path = open_url(file.url)
    with tempfile.TemporaryDirectory(prefix="aligner-") as folder:
        copy = Path(folder) / PurePosixPath(path).name
        try:
            system.get_file(path, str(copy))
        except OSError as error:
            raise InputError(f"cannot read {file.url}: {message_of(error)}; run again to continue") from error
        yield file.source._replace(path=copy)


def divide_files(files: Sequence[ArchiveFile]) -> Iterator[Part]:
    """Divide files into parts."""
    own: list[ArchiveFile] = []
    for file in files:
        if own and sum(each.size for each in own) + file.size > PART_BYTES:
            yield Part(tuple(own))
            own = []
        own.append(file)
        if crc32(file.source.id.encode("utf-8", "surrogatepass")) % BOUNDARY == 0:
            yield Part(tuple(own))
            own = []
    if own:
        yield Part(tuple(own))
