"""Every format has a sample with its expected documents; every bad file is reported in one clear line."""

from __future__ import annotations

import gzip
import io
import json
import os
from dataclasses import asdict
from pathlib import Path

import pytest
from conftest import CASES as ALL_CASES
from conftest import assert_quick_refusal
from hypothesis import given, settings
from hypothesis import strategies as st

from aligner.errors import AlignerError, InputError
from aligner.readers import READERS, find_files, read, read_stream
from aligner.readers.files.capped import MAX_LINE_BYTES
from aligner.readers.files.decode import decode
from aligner.readers.files.stream import guess_suffix
from aligner.types import RawDocument, Skipped
from aligner.types.units import unit_record

CASES = ALL_CASES / "readers"
SAMPLES = sorted(path for path in (CASES / "samples").iterdir())


def cases(name: str) -> list[dict[str, str]]:
    return [json.loads(line) for line in (CASES / name).read_text("utf-8").splitlines()]


def record(found: RawDocument | Skipped) -> dict[str, object]:
    """Return an item as in the expected files, without empty fields."""
    fields = found._asdict() if isinstance(found, Skipped) else asdict(found)
    fields["sentences"] = [
        [*sentence[:4], *([unit_record(sentence.unit)] if sentence.unit else [])]
        for sentence in getattr(found, "sentences", ())
    ]
    return json.loads(json.dumps({key: value for key, value in fields.items() if value}))


def one(path: Path) -> RawDocument:
    (found,) = read(path.name, path)
    assert isinstance(found, RawDocument)
    return found


@pytest.mark.parametrize("path", SAMPLES, ids=lambda path: path.name)
def test_sample_gives_the_expected_documents(path: Path) -> None:
    expected = (CASES / "expected" / f"{path.name}.jsonl").read_text("utf-8").splitlines()
    assert [record(found) for found in read(path.name, path)] == [json.loads(line) for line in expected]


@pytest.mark.parametrize("path", SAMPLES, ids=lambda path: path.name)
def test_packed_and_piped_samples_read_the_same(path: Path, tmp_path: Path) -> None:
    raw = gzip.decompress(path.read_bytes()) if path.suffix == ".gz" else path.read_bytes()
    packed = tmp_path / (path.name.removesuffix(".gz") + ".gz")
    packed.write_bytes(gzip.compress(raw))
    expected = list(read("-", path))
    assert list(read("-", packed)) == expected
    assert list(read_stream(io.BytesIO(raw), suffix=Path(path.name.removesuffix(".gz")).suffix)) == expected


@pytest.mark.parametrize("path", SAMPLES, ids=lambda path: path.name)
def test_offsets_ids_and_partners_hold(path: Path) -> None:
    documents = {found.id: found for found in read(path.name, path) if isinstance(found, RawDocument)}
    for document in documents.values():
        assert "\r" not in document.text
        assert all(isinstance(value, str) and 0 < len(value) <= 1000 for value in document.meta.values())
        assert all(document.text[start:end] == text for text, start, end, *_ in document.sentences)
        if document.aligned:
            other = documents[document.aligned]
            assert other.aligned == document.id and len(other.sentences) == len(document.sentences)


def test_every_suffix_has_a_sample() -> None:
    targets = {READERS[path.suffix] for path in SAMPLES if path.suffix in READERS}
    assert targets == set(READERS.values())


@pytest.mark.parametrize("case", cases("encodings.jsonl"), ids=lambda case: case["saved"] + " " + case["text"][:12])
def test_encoding_is_recognised(case: dict[str, str], tmp_path: Path) -> None:
    path = tmp_path / "story.txt"
    path.write_bytes(bytes.fromhex(case["hex"]) if "hex" in case else case["text"].encode(case["saved"]))
    story = one(path)
    assert (story.text, story.meta.get("encoding", "utf-8")) == (case["text"], case["told"])


@pytest.mark.parametrize("case", cases("bad.jsonl"), ids=lambda case: case["why"])
def test_bad_file_is_refused_in_one_clear_line(case: dict[str, str], tmp_path: Path) -> None:
    path = tmp_path / case["name"]
    path.write_bytes(bytes.fromhex(case["hex"]) if "hex" in case else case["text"].encode())
    with pytest.raises(InputError) as caught:
        list(read(case["name"], path))
    said = str(caught.value)
    assert said.startswith(f"{case['name']}: ") and case["says"] in said and "\n" not in said


@pytest.mark.parametrize("case", cases("skipped.jsonl"), ids=lambda case: case["why"])
def test_bad_record_is_skipped_and_the_rest_read(case: dict[str, str], tmp_path: Path) -> None:
    path = tmp_path / case["name"]
    path.write_text(case["text"], "utf-8")
    found = list(read(case["name"], path))
    (skip,) = (each for each in found if isinstance(each, Skipped))
    assert skip.source == f"{case['name']}#{case['record']}" and case["says"] in skip.reason
    assert sum(isinstance(each, RawDocument) for each in found) == case["documents"]


def test_no_external_entity_is_opened(tmp_path: Path) -> None:
    secret = tmp_path / "secret.txt"
    secret.write_text("THE SECRET")
    attack = f'<!DOCTYPE x [<!ENTITY s SYSTEM "{secret.as_uri()}">]>'
    unit = '<tu><tuv lang="en"><seg>a &s;</seg></tuv><tuv lang="fr"><seg>b</seg></tuv></tu>'
    for name, body in (
        ("x.tmx", f"<tmx><body>{unit}</body></tmx>"),
        ("x.nitf", "<nitf><body><body.content><p>a &s;</p></body.content></body></nitf>"),
    ):
        (tmp_path / name).write_text(attack + body)
        found = list(read(name, tmp_path / name))
        assert found and "SECRET" not in repr(found) and "entity" in repr(found)


@pytest.mark.parametrize("name", ["big.txt", "big.html", "big.md", "big.docx", "big.json", "big.xml"])
def test_huge_line_is_refused_at_once(name: str, tmp_path: Path) -> None:
    path = tmp_path / name
    with path.open("wb") as file:
        file.truncate(200 << 20)
    assert_quick_refusal(path, "MiB", 150 << 20)


@pytest.mark.parametrize("name", ["bomb.txt.gz", "bomb.html.gz", "bomb.jsonl.gz", "bomb.tmx.gz", "bomb.docx.gz"])
def test_gzip_bomb_is_refused(name: str, tmp_path: Path) -> None:
    path = tmp_path / name
    path.write_bytes(gzip.compress(b"\n" * (80 << 20), 6))
    assert_quick_refusal(path, "bomb", 150 << 20)


def test_long_record_is_skipped_and_the_rest_read(tmp_path: Path) -> None:
    path = tmp_path / "long.jsonl"
    path.write_bytes(b'{"text": "%s"}\n{"text": "short"}\n' % (b"x" * (MAX_LINE_BYTES + 1)))
    skip, story = read(path.name, path)
    assert isinstance(skip, Skipped) and "longer than 16 MiB" in skip.reason
    assert isinstance(story, RawDocument) and story.text == "short"


def test_truncated_gzip_keeps_what_came_before(tmp_path: Path) -> None:
    path = tmp_path / "cut.jsonl.gz"
    records = b"".join(b'{"text": "story %d, %s"}\n' % (n, os.urandom(40).hex().encode()) for n in range(20_000))
    path.write_bytes(gzip.compress(records)[:-5000])
    found = []
    with pytest.raises(InputError, match=r"cut\.jsonl\.gz: damaged gzip data"):
        for each in read(path.name, path):
            found.append(each)
    assert len(found) > 10_000


def test_large_aligned_file_comes_in_parts(tmp_path: Path) -> None:
    path = tmp_path / "many.tsv"
    path.write_text("".join(f"line {n}\tligne {n}\n" for n in range(25_000)))
    found = [each for each in read(path.name, path) if isinstance(each, RawDocument)]
    assert [document.id for document in found] == [f"many.tsv#{n}" for n in range(1, 7)]
    assert [len(document.sentences) for document in found[::2]] == [10_000, 10_000, 5_000]


@given(st.binary(max_size=300))
@settings(max_examples=200, derandomize=True, deadline=None)
def test_any_bytes_are_text_or_refused(data: bytes) -> None:
    try:
        text = decode(data).text
    except ValueError as error:
        assert str(error).startswith("is ")
    else:
        assert "\r" not in text and "\0" not in text
        text.encode("utf-8")


@given(st.binary(max_size=200), st.sampled_from(sorted(set(READERS) - {".docx"})))
@settings(max_examples=150, derandomize=True, deadline=None)
def test_any_bytes_in_any_format_fail_clearly(data: bytes, suffix: str) -> None:
    try:
        for found in read_stream(io.BytesIO(data), suffix=suffix):
            assert found
    except AlignerError as error:
        assert str(error).startswith("-: ")


def walk(*paths: Path) -> tuple[list[str], dict[str, str]]:
    skipped: list[Skipped] = []
    ids = [id for id, _ in find_files(paths, skipped.append)]
    return ids, {Path(source).name: reason for source, reason in skipped}


def write(folder: Path, *names: str) -> None:
    for name in names:
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(f"story {name}")


def test_find_sorts_recurses_and_reports_what_it_skips(tmp_path: Path) -> None:
    write(tmp_path, "b.txt", "a/z.HTML", "a/c.jsonl.gz", ".hidden.txt", ".git/x.txt", "photo.jpg")
    write(tmp_path, "README", "a/README.md")
    ids, skipped = walk(tmp_path)
    assert ids == ["a/c.jsonl.gz", "a/z.HTML", "b.txt"]
    assert "the suffix .jpg" in skipped["photo.jpg"] and ".docx" in skipped["photo.jpg"]
    assert set(skipped) == {"photo.jpg", "README", "README.md"}
    assert "pass the file explicitly" in skipped["README.md"]
    assert walk(tmp_path / "a" / "README.md")[0] == ["README.md"]


def test_find_follows_links_once_and_never_in_circles(tmp_path: Path) -> None:
    write(tmp_path, "real/a.txt", "outside/b.txt")
    folder = tmp_path / "real"
    (folder / "loop").symlink_to(folder)
    (folder / "self").symlink_to(folder / "self")
    (folder / "again.txt").symlink_to(folder / "a.txt")
    (folder / "gone.txt").symlink_to(folder / "nowhere.txt")
    (folder / "1out").symlink_to(tmp_path / "outside")
    ids, skipped = walk(folder)
    assert ids == ["1out/b.txt", "a.txt"]
    assert "same folder as" in skipped["loop"] and skipped["again.txt"].endswith("real/a.txt")
    assert "leads nowhere" in skipped["gone.txt"] and "leads nowhere" in skipped["self"]


def test_ids_of_several_arguments_stay_apart(tmp_path: Path) -> None:
    write(tmp_path, "x/en/1.txt", "x/fr/1.txt", "y/fr/1.txt", "x/fr/2.txt")
    x, y = tmp_path / "x", tmp_path / "y"
    assert walk(x / "en", x / "fr")[0] == ["en/1.txt", "fr/1.txt", "fr/2.txt"]
    assert walk(x / "fr", y / "fr")[0] == ["x/fr/1.txt", "x/fr/2.txt", "y/fr/1.txt"]
    assert walk(x / "en" / "1.txt", x / "fr" / "2.txt")[0] == ["1.txt", "2.txt"]
    assert walk(x / "fr" / "1.txt", y)[0] == ["1.txt", "fr/1.txt"]
    ids, skipped = walk(x, x / "fr")
    assert ids == ["en/1.txt", "fr/1.txt", "fr/2.txt"] and "same folder" in skipped["fr"]


def test_what_is_not_there_stops_the_run(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="No such file"):
        walk(tmp_path / "missing")
    with pytest.raises(InputError, match="No such file"):
        list(read("x.txt", tmp_path / "x.txt"))


def test_no_ordinary_file_and_no_readable_name(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.txt")
    (tmp_path / "folder.txt").mkdir()
    (tmp_path / os.fsdecode(b"caf\xe9.txt")).write_text("story")
    ids, skipped = walk(tmp_path)
    assert ids == ["caf\\xe9.txt"] and "not a regular file" in skipped["pipe.txt"]
    with pytest.raises(InputError, match="directory"):
        list(read("folder.txt", tmp_path / "folder.txt"))


def test_unreadable_file_and_folder_are_skipped(tmp_path: Path) -> None:
    write(tmp_path, "locked.txt", "shut/a.txt", "open.txt")
    (tmp_path / "locked.txt").chmod(0)
    (tmp_path / "shut").chmod(0)
    try:
        if os.access(tmp_path / "locked.txt", os.R_OK):
            pytest.skip("this user (root?) may read every file, so no file can be made unreadable")
        ids, skipped = walk(tmp_path)
    finally:
        (tmp_path / "shut").chmod(0o700)
    assert ids == ["open.txt"] and set(skipped) == {"locked.txt", "shut"}


@pytest.mark.parametrize(
    ("start", "suffix"),
    [
        (b"A story. <html> is a tag.", ""),
        (b"", ""),
        (b"[Photo] The harbour", ""),
        (b"{a note} The harbour", ""),
        (b' [ {"text": "A"}]', ".json"),
        (b'\xef\xbb\xbf{ "text": "A"}', ".jsonl"),
        ('{"text": "A"}'.encode("utf-16"), ".jsonl"),
        (b"\n<!DOCTYPE html><html>", ".html"),
        (b"<HTML lang=fr>", ".html"),
        (b'<?xml version="1.0"?><html xmlns="x">', ".html"),
        (b'<?xml version="1.0"?><!DOCTYPE tmx SYSTEM "tmx14.dtd"><tmx>', ".tmx"),
        (b'<?xml version="1.0"?><nitf>', ".xml"),
        (b"<newsMessage>", ".xml"),
        (b"PK\x03\x04rest", ".docx"),
        (b"\x1f\x8brest", ".txt.gz"),
    ],
)
def test_the_format_of_standard_input_shows(start: bytes, suffix: str) -> None:
    assert guess_suffix(start) == suffix


# Text, tables and Markdown begin with words.
RECOGNISED = [
    path for path in SAMPLES if path.suffix in (".docx", ".html", ".json", ".jsonl", ".odt", ".tmx", ".xlf", ".xml")
]


@pytest.mark.parametrize("path", RECOGNISED, ids=lambda path: path.name)
def test_samples_are_recognised_on_standard_input(path: Path) -> None:
    with path.open("rb") as stream:
        assert list(read_stream(stream)) == list(read("-", path))
