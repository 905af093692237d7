"""Formats for other programs, read again by those programs or by the libraries that they use."""

from __future__ import annotations

import csv
import json
import logging
import subprocess
import sys
import tempfile
from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from conftest import CASES as ALL_CASES
from conftest import Run, contents
from conftest import read as read_cases
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from aligner.errors import OutputError, PackageMissingError
from aligner.readers.bitext import read_pairs
from aligner.types import SIDES, Bead, Corpus, Document, DocumentPair, Segment, Sentence
from aligner.writers import check_names, records, write
from aligner.writers.escaping import one_line, valid
from aligner.writers.folders import open_folder
from aligner.writers.murmur import murmur_hash
from aligner.writers.xces import document_name

CASES = ALL_CASES / "writers" / "exchange"
ROWS = read_cases(CASES / "rows.jsonl")
DOCUMENT_ROWS = read_cases(CASES / "document_rows.jsonl")
PAIRS = [(row["en"], row["fr"]) for row in ROWS]
STORIES = {
    "quay": "Ferries are back at the new quay of Lannevez.\n\nIt cost 3.4 million euros and took two years to build.",
    "quai": "Les ferries sont de retour au nouveau quai de Lannevez.\n\n"
    "Il a coûté 3,4 millions d’euros et sa construction a duré deux ans.",
}
MEMORY = """<tmx version="1.4"><header/><body><tu tuid="u-17" creationdate="20300101T000000Z"><note>checked</note>
<prop type="x-client">Harbour office</prop>
<tuv xml:lang="en-GB"><seg>The quay is <bpt i="1">[b]</bpt>open<ept i="1">[/b]</ept> again.</seg></tuv>
<tuv xml:lang="fr-CA"><seg>Le quai est <bpt i="1">[b]</bpt>ouvert<ept i="1">[/b]</ept> à nouveau.</seg></tuv>
</tu></body></tmx>
"""
FORMATS = ("bitextor", "hf", "parquet", "xces", "xlsx")


@pytest.fixture
def run() -> Corpus:
    return records.read_corpus(CASES / "run")


def corpus_of(pairs: Iterable[tuple[str, str]], **meta: str) -> Corpus:
    """Return a corpus of two documents with these sentences."""
    texts = list(pairs)
    documents = []
    for at, side in enumerate(SIDES):
        sentences = tuple(Sentence(pair[at], 0, len(pair[at]), number) for number, pair in enumerate(texts))
        documents.append(Document(f"d.{side}", "", side, 1.0, sentences, meta=meta))
    en, fr = (document.id for document in documents)
    segments = [Segment(en, fr, Bead((at, at + 1), (at, at + 1), 0.5), *pair, 0.75) for at, pair in enumerate(texts)]
    return Corpus(tuple(documents), (DocumentPair(en, fr, 0.9, {}),), segments, (), (), (), {})


@pytest.mark.parametrize("name", FORMATS)
def test_equal_runs_give_equal_bytes(name: str, run: Corpus, tmp_path: Path) -> None:
    for folder in ("one", "two"):
        files = write(name, run, tmp_path / folder)
        assert files == sorted(path for path in (tmp_path / folder).rglob("*") if path.is_file())
    assert contents(tmp_path / "one") == contents(tmp_path / "two")


@pytest.mark.parametrize("name", ["bitextor", "xces"])
def test_text_formats_are_as_the_golden_ones(name: str, run: Corpus, tmp_path: Path) -> None:
    files = {path.relative_to(tmp_path): path.read_bytes() for path in write(name, run, tmp_path)}
    assert files == {path: (CASES / "golden" / path).read_bytes() for path in files}


@pytest.mark.parametrize("name", FORMATS)
def test_a_corpus_without_a_segment_is_written(name: str, tmp_path: Path) -> None:
    assert all(path.stat().st_size for path in write(name, corpus_of([]), tmp_path))


HOSTILE = st.text(st.characters(codec=None), max_size=30) | st.sampled_from(
    [
        "half \ud800 a character",
        "\ufffe\uffff",
        "\0\x1f",
        "]]>&<!--",
        "\u2028\u2029\x85",
        "\r\n\t",
        "_x0041_",
        "=1+1",
        " ",
    ]
)


@settings(max_examples=8, deadline=None, derandomize=True)
@given(st.lists(st.tuples(HOSTILE, HOSTILE), min_size=1, max_size=4), HOSTILE)
def test_any_text_is_written_and_read_again(rows: list[tuple[str, str]], meta: str) -> None:
    corpus = corpus_of(rows, url=meta, date=meta, title=meta)
    dropped = corpus.segments[-1]._replace(kept=False, why_dropped=f"rejected by {meta}")
    corpus = replace(corpus, segments=[*corpus.segments, dropped])
    lines = [(one_line(en), one_line(fr)) for en, fr in rows]
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for each in FORMATS:
            write(each, corpus, folder)
        table = pytest.importorskip("pyarrow.parquet").read_table(folder / "corpus.parquet")
        assert [(row["en"], row["fr"]) for row in table.to_pylist()] == [(valid(en), valid(fr)) for en, fr in rows]
        assert [row["en_url"] for row in table.to_pylist()] == [valid(meta)] * len(rows)
        with (folder / "corpus.bitextor.tsv").open(encoding="utf-8", newline="\n") as file:
            assert [tuple(line.split("\t")[2:4]) for line in file][1:] == lines
        [document] = (folder / "corpus.xces" / "en").iterdir()
        assert [sentence.text or "" for sentence in etree.parse(document).iter("s")] == [en for en, _ in lines]
        assert len(list(rows_of(folder / "corpus.xlsx"))) == len(rows)
        assert (folder / "hf" / "README.md").read_text("utf-8").endswith("| 1 |\n")


@pytest.mark.parametrize(("name", "package"), [("parquet", "pyarrow"), ("hf", "pyarrow"), ("xlsx", "xlsxwriter")])
def test_a_missing_package_is_a_line_with_the_command(
    name: str, package: str, monkeypatch: pytest.MonkeyPatch, aligner: Run, tmp_path: Path
) -> None:
    for module in [module for module in sys.modules if module.startswith("aligner.writers.")]:
        monkeypatch.delitem(sys.modules, module)
    for module in [module for module in sys.modules if module.partition(".")[0] == package]:
        monkeypatch.delitem(sys.modules, module)
    monkeypatch.setitem(sys.modules, package, None)
    with pytest.raises(PackageMissingError, match=f"python -m pip install {package}"):
        check_names([name])
    assert f"needs the package {package}" in aligner("list", "writers", "--format", "table").stdout
    (tmp_path / "a.txt").write_text("The mayor opened the bridge.")
    done = aligner("pair", "a.txt", "-o", "out", "--format", name)
    assert done.returncode == 3 and done.stderr.count("\n") == 1
    assert not (tmp_path / "out").exists(), "it fails before the work"


# Parquet


def test_pandas_reads_parquet(run: Corpus, tmp_path: Path) -> None:
    pandas = pytest.importorskip("pandas")
    [path] = write("parquet", run, tmp_path)
    table = pandas.read_parquet(path)
    assert [json.loads(row) for row in table.to_json(orient="records", lines=True).splitlines()] == ROWS


def test_parquet_has_the_same_types_whatever_is_in_it(run: Corpus, tmp_path: Path) -> None:
    parquet = pytest.importorskip("pyarrow.parquet")
    schemas = [
        parquet.read_schema(write("parquet", corpus, tmp_path / name)[0])
        for name, corpus in (("full", run), ("empty", corpus_of([])))
    ]
    assert schemas[0].equals(schemas[1]) and str(schemas[0].field("confidence").type) == "double"


@pytest.mark.parametrize("name", ["corpus.parquet", "corpus.bitextor.tsv", "hf/data/train-00000-of-00001.parquet"])
def test_score_reads_what_pair_has_written(name: str, run: Corpus, tmp_path: Path) -> None:
    for each in ("parquet", "bitextor", "hf"):
        write(each, run, tmp_path)
    found = [(row.en, row.fr) for row in read_pairs([tmp_path / name])]
    plain = [tuple(text.replace("\t", " ").replace("\x07", "\ufffd") for text in pair) for pair in PAIRS]
    assert found == (plain if name.endswith(".tsv") else PAIRS)


def test_what_a_memory_has_goes_through_parquet(tmp_path: Path, aligner: Run) -> None:
    (tmp_path / "m.tmx").write_text(MEMORY, "utf-8")
    for command in (("score", "m.tmx", "-o", "m.parquet"), ("score", "m.parquet", "-o", "n.tmx")):
        assert aligner(*command).returncode == 0
    [unit] = etree.parse(tmp_path / "n.tmx").iter("tu")
    assert (unit.get("tuid"), unit.get("creationdate")) == ("u-17", "20300101T000000Z")
    assert unit.findtext("prop[@type='x-client']") == "Harbour office" and unit.findtext("note") == "checked"
    assert unit.find("tuv/seg/bpt") is not None


# Hugging Face


def load(folder: Path, name: str | None = None) -> Any:
    datasets = pytest.importorskip("datasets")
    datasets.disable_progress_bars()
    return datasets.load_dataset(str(folder), name, split="train", cache_dir=str(folder.parent / "cache"))


def test_load_dataset_reads_the_segments(run: Corpus, tmp_path: Path) -> None:
    write("hf", run, tmp_path)
    found = load(tmp_path / "hf")
    assert [row.pop("translation") | row | {"unit": None} for row in found] == ROWS
    assert found.features["translation"].languages == ["en", "fr"]


def test_load_dataset_reads_whole_documents(run: Corpus, tmp_path: Path) -> None:
    write("hf", run, tmp_path)
    assert list(load(tmp_path / "hf", "documents")) == DOCUMENT_ROWS
    nulls = [link for row in DOCUMENT_ROWS for link in row["alignment"] if not (link["src"] and link["tgt"])]
    assert nulls and not any(link["kept"] for link in nulls)


def test_load_dataset_reads_a_later_run_again(tmp_path: Path) -> None:
    for number in ("one", "two"):
        write("hf", corpus_of([(f"Boat {number}.", f"Bateau {number}.")]), tmp_path)
        assert load(tmp_path / "hf")["translation"][0]["en"] == f"Boat {number}."
        assert load(tmp_path / "hf", "documents")["src_doc"][0]["sentences"] == [f"Boat {number}."]


def test_load_dataset_reads_the_folder_around_it(run: Corpus, tmp_path: Path, aligner: Run) -> None:
    records.write(run, tmp_path / "out")
    write("hf", run, tmp_path / "out")
    assert [row.pop("translation") | row | {"unit": None} for row in load(tmp_path / "out")] == ROWS
    assert list(load(tmp_path / "out", "documents")) == DOCUMENT_ROWS
    assert load(tmp_path / "out").features == load(tmp_path / "out" / "hf").features
    for rows in (2, 1):
        (tmp_path / "m.tsv").write_text("".join(f"{en}\t{fr}\n" for en, fr in PAIRS[:rows]), "utf-8")
        assert aligner("score", "m.tsv", "-o", "scored", "--format", "hf").returncode == 0
        assert len(load(tmp_path / "scored")) == rows


def test_a_readme_of_somebody_else_stays(run: Corpus, tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    pytest.importorskip("pyarrow")
    (tmp_path / "README.md").write_text("mine")
    assert tmp_path / "README.md" not in write("hf", run, tmp_path)
    assert (tmp_path / "README.md").read_text() == "mine" and "stays as it is" in caplog.text
    (tmp_path / "README.md").unlink()
    (tmp_path / "README.md").mkdir()
    with pytest.raises(OutputError, match=r"cannot write .*README\.md"):
        write("hf", run, tmp_path)


def test_a_run_without_a_data_set_is_refused_by_load_dataset(run: Corpus, tmp_path: Path) -> None:
    records.write(run, tmp_path / "out")
    with pytest.raises(pytest.importorskip("datasets").exceptions.DatasetGenerationError):
        load(tmp_path / "out")


def test_shards_of_an_earlier_run_do_not_stay(run: Corpus, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    hugging_face = pytest.importorskip("aligner.writers.hugging_face")
    with monkeypatch.context() as patched:
        patched.setattr(hugging_face, "SEGMENTS", hugging_face.SEGMENTS._replace(max_rows=2))
        files = write("hf", run, tmp_path)
    names = [f"train-{number:05}-of-00005.parquet" for number in range(5)]
    assert [path.name for path in files if path.parent.name == "data"] == names
    assert load(tmp_path / "hf")["id"][:] == [row["id"] for row in ROWS]
    (tmp_path / "hf" / "notes.md").write_text("kept")
    write("hf", run, tmp_path)
    assert [path.name for path in (tmp_path / "hf" / "data").iterdir()] == ["train-00000-of-00001.parquet"]
    assert (tmp_path / "hf" / "notes.md").read_text() == "kept"


@pytest.mark.parametrize(
    ("licence", "fields"),
    [
        ("", {}),
        ("CC-BY-4.0", {"license": "cc-by-4.0"}),
        ("Press archive: terms #3", {"license": "other", "license_name": "Press archive: terms #3"}),
        ("https://press.example/terms", {"license": "other", "license_link": "https://press.example/terms"}),
    ],
)
def test_the_card_has_the_licence_that_was_given(
    licence: str, fields: dict[str, str], run: Corpus, tmp_path: Path
) -> None:
    hub = pytest.importorskip("huggingface_hub")
    write("hf", replace(run, signature={"licence": licence}), tmp_path)
    card = hub.DatasetCard.load(tmp_path / "hf" / "README.md")
    found = card.data.to_dict()
    assert {key: value for key, value in found.items() if key.startswith("licen")} == fields
    assert ("To be filled in" in card.text) == (not licence)
    assert found["language"] == ["en", "fr"] and found["size_categories"] == ["n<1K"]
    described = json.loads((tmp_path / "hf" / "croissant.json").read_text("utf-8"))
    assert described.get("license", "") == licence


def test_the_card_has_the_figures_of_the_run(run: Corpus, tmp_path: Path) -> None:
    pytest.importorskip("pyarrow")
    write("hf", run, tmp_path)
    card = (tmp_path / "hf" / "README.md").read_text("utf-8")
    assert "| 0.9 | 8 | 93.5% |" in card and "| no English for it | 1 |" in card


@pytest.mark.filterwarnings("ignore:ConjunctiveGraph|The inplace keyword")
def test_croissant_is_valid_and_its_records_are_those_of_the_files(
    run: Corpus, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    croissant = pytest.importorskip("mlcroissant")
    write("hf", run, tmp_path)
    described = croissant.Dataset(jsonld=str(tmp_path / "hf" / "croissant.json"))
    assert described.metadata.ctx.conforms_to.value == "http://mlcommons.org/croissant/1.1"
    assert not described.metadata.ctx.issues.errors
    # What nobody has given is left out, whatever the standard recommends.
    left_out = ("citeAs", "datePublished", "license", "version")
    assert all(any(name in line for name in left_out) for line in described.metadata.ctx.issues.warnings)
    assert "is not standard" not in caplog.text
    rows = [decoded(row) for row in described.records("segments")]
    assert [(row["id"], row["translation"]["en"], row["confidence"]) for row in rows] == [
        (row["id"], row["en"], row["confidence"]) for row in ROWS
    ]
    first = decoded(next(iter(described.records("documents"))))
    assert first["src_doc"] == DOCUMENT_ROWS[0]["src_doc"]
    assert first["alignment"] == DOCUMENT_ROWS[0]["alignment"]


def decoded(value: Any) -> Any:
    """Return a record of mlcroissant with the names of its columns, and texts instead of bytes."""
    if isinstance(value, dict):
        return {key.rpartition("/")[2]: decoded(item) for key, item in value.items()}
    if isinstance(value, bytes):
        return value.decode()
    return [decoded(item) for item in value] if isinstance(value, list) else value


# XLSX


def rows_of(path: Path) -> Iterator[list[Any]]:
    book = pytest.importorskip("openpyxl").load_workbook(path)
    for sheet in book:
        header, *rows = sheet.iter_rows()
        assert [cell.value for cell in header][:3] == ["English", "French", "Confidence"]
        assert sheet.freeze_panes == "A2" and sheet.auto_filter.ref == sheet.dimensions
        for row in rows:
            assert all(cell.data_type in "sn" for cell in row), "no formula"
            assert not row[0].value or (row[0].number_format == "@" and row[0].alignment.wrap_text)
            yield [cell.value for cell in row]


def test_openpyxl_reads_texts_as_texts(run: Corpus, tmp_path: Path) -> None:
    [path] = write("xlsx", run, tmp_path)
    found = list(rows_of(path))
    assert [(row[0], row[1]) for row in found] == [tuple(map(escaped, pair)) for pair in PAIRS]
    assert [row[2] for row in found] == [row["confidence"] for row in ROWS]
    assert found[1][3:5] == [
        "the lengths do not fit\n1 number missing in English: 2",
        "minor number.format: a decimal comma, as French has it",
    ]


def escaped(text: str) -> str:
    return text.replace("\x07", "_x0007_")


def test_pandas_reads_the_workbook(run: Corpus, tmp_path: Path) -> None:
    pandas = pytest.importorskip("pandas")
    pytest.importorskip("openpyxl")
    table = pandas.read_excel(write("xlsx", run, tmp_path)[0], dtype={"English": str})
    assert list(table["English"]) == [escaped(en) for en, _ in PAIRS]


def test_long_texts_and_many_rows_lose_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    xlsx = pytest.importorskip("aligner.writers.xlsx")
    monkeypatch.setattr(xlsx, "MAX_ROWS", 4)
    long = "😀a" * 30_000
    with caplog.at_level(logging.WARNING):
        [path] = write("xlsx", corpus_of([("First.", "Un."), (long, "Deux."), ("Last.", long[:9])]), tmp_path)
    found = list(rows_of(path))
    assert "".join(row[0] for row in found) == f"First.{long}Last."
    assert [row[1] for row in found if row[1]] == ["Un.", "Deux.", long[:9]]
    assert all(len(row[0].encode("utf-16-le")) // 2 <= xlsx.MAX_CELL_CHARS for row in found)
    lines = [record.getMessage() for record in caplog.records]
    assert len(lines) == 2 and "goes on in the row below" in lines[0] and "has 2 sheets" in lines[1]


# XCES


def test_each_link_leads_to_sentences_of_its_documents(run: Corpus, tmp_path: Path) -> None:
    write("xces", run, tmp_path)
    folder = tmp_path / "corpus.xces"
    found = []
    for group in etree.parse(folder / "en-fr.xml").iterfind("linkGrp"):
        texts = []
        for name, side in (("fromDoc", "en"), ("toDoc", "fr")):
            document = etree.parse(folder / group.get(name)).getroot()
            assert document.get("lang") == side
            texts.append({sentence.get("id"): sentence.text for sentence in document.iter("s")})
        for link in group:
            sides = (ids.split() for ids in link.get("xtargets").split(";"))
            found.append(tuple(" ".join(own[id] for id in ids) for own, ids in zip(texts, sides, strict=True)))
    assert found == [tuple(text.replace("\t", " ").replace("\x07", "\ufffd") for text in pair) for pair in PAIRS]


def test_opustools_reads_xces(run: Corpus, tmp_path: Path) -> None:
    opustools = pytest.importorskip("opustools")
    write("xces", run, tmp_path)
    folder = tmp_path / "corpus.xces"
    reader = opustools.OpusRead(
        directory="corpus",
        source="en",
        target="fr",
        preprocess="raw",
        alignment_file=str(folder / "en-fr.xml"),
        download_dir=str(folder),
        attribute="certainty",
        threshold=0.95,
    )
    assert list(reader.yieldPairs()) == [PAIRS[0], PAIRS[2]]


@pytest.mark.parametrize(
    "id", ["../../etc/passwd", "CON.txt", "a/b#1", "a_b_1", "é" * 300, "\\\\host\\c:", ".", "A.txt"]
)
def test_documents_have_names_that_are_safe_on_every_system(id: str) -> None:
    name = document_name("en", id)
    folder, _, file = name.partition("/")
    assert folder == "en" and file.isascii() and len(file) < 120
    assert not set(file.removesuffix(".xml")) - set("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-")
    assert name != document_name("en", id + " ") and name.lower() != document_name("en", id.swapcase() + "x").lower()


# Bitextor


def test_pandas_reads_the_columns_of_bitextor(run: Corpus, tmp_path: Path) -> None:
    pandas = pytest.importorskip("pandas")
    [path] = write("bitextor", run, tmp_path)
    table = pandas.read_csv(path, sep="\t", quoting=csv.QUOTE_NONE)
    assert list(table["src_url"])[:5] == [ROWS[0]["en_url"]] * 4 + ["feed.jsonl#12"]
    assert table["src_paragraph_id"][1] == "p2/3s1/2+p2/3s2/2" and table["trg_paragraph_id"][1] == "p2/4s1/1"
    hashes = [f"{murmur_hash(text.encode()):x}" for text in ("The quay cost €3.4 million.", "It took two years.")]
    assert table["src_deferred_hash"][1] == "+".join(hashes)


@pytest.mark.parametrize("case", read_cases(CASES / "murmur.jsonl"), ids=lambda case: case["text"] or "empty")
def test_hashes_are_those_of_others(case: dict[str, str]) -> None:
    assert f"{murmur_hash(case['text'].encode()):x}" == case["hash"]


# Folders

WRITE_AND_DIE = """import os, sys
from pathlib import Path
from aligner.writers.folders import open_folder
with open_folder(Path(sys.argv[1]), ["*.txt"]) as part:
    (part / "new.txt").write_text("half")
    os.kill(os.getpid(), 9)
"""


def test_a_folder_is_whole_or_as_it_was(tmp_path: Path) -> None:
    place = tmp_path / "set"
    with open_folder(place, ["*.txt"]) as part:
        (part / "old.txt").write_text("old")
    with pytest.raises(ValueError, match="stop"), open_folder(place, ["*.txt"]) as part:
        (part / "new.txt").write_text("half")
        raise ValueError("stop")
    subprocess.run([sys.executable, "-c", WRITE_AND_DIE, place], check=False)
    assert [path.name for path in place.iterdir()] == ["old.txt"]
    assert len(list(tmp_path.iterdir())) == 2, "what the killed process has left"
    with open_folder(place, ["*.txt"]) as part:
        (part / "new.txt").write_text("new")
    assert contents(tmp_path) == {"set/new.txt": b"new"} and list(tmp_path.iterdir()) == [place]


@pytest.mark.parametrize("link", ["corpus.xces", "corpus.xces/en"])
def test_a_link_in_place_of_a_folder_is_refused(link: str, run: Corpus, tmp_path: Path) -> None:
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    (tmp_path / "out" / link).parent.mkdir(parents=True, exist_ok=True)
    (tmp_path / "out" / link).symlink_to(elsewhere)
    with pytest.raises(OutputError, match="is a link; remove it"):
        write("xces", run, tmp_path / "out")
    assert not list(elsewhere.iterdir())


def test_a_file_in_place_of_a_folder_is_a_line(run: Corpus, tmp_path: Path) -> None:
    (tmp_path / "corpus.xces").write_text("")
    with pytest.raises(OutputError, match="holds no file"):
        write("xces", run, tmp_path)


def test_a_run_writes_all_formats_and_lists_their_files(aligner: Run, tmp_path: Path) -> None:
    pytest.importorskip("pyarrow")
    rows = [{"id": name, "url": f"https://news.example/{name}", "text": text} for name, text in STORIES.items()]
    (tmp_path / "in.jsonl").write_text("\n".join(map(json.dumps, rows)), "utf-8")
    options = [option for name in FORMATS for option in ("--format", name)]
    done = aligner("pair", "in.jsonl", "-o", "out", "-q", *options, "--licence", "cc-by-4.0")
    assert done.returncode == 0, done.stderr
    listed = json.loads((tmp_path / "out" / "manifest.json").read_text("utf-8"))["files"]
    assert {"hf/README.md", "hf/croissant.json", "corpus.parquet", "corpus.xlsx", "corpus.xces/en-fr.xml"} <= set(
        listed
    )
    assert "license: cc-by-4.0" in (tmp_path / "out" / "hf" / "README.md").read_text("utf-8")
    first = load(tmp_path / "out" / "hf")[0]
    assert first["en_url"] == "https://news.example/quay" and "ferries" in first["translation"]["fr"].lower()


@pytest.mark.parametrize("licence", ["a\nb", "x" * 201])
def test_a_licence_is_one_line(licence: str, aligner: Run, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("The mayor opened the bridge.")
    done = aligner("pair", "a.txt", "--licence", licence)
    assert done.returncode == 2 and "give its name or address" in done.stderr
