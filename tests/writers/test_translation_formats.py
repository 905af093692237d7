"""Formats of translation tools: what a memory has besides its texts comes out again, and equal runs are equal."""

from __future__ import annotations

import contextlib
import json
import random
import shutil
import tempfile
from dataclasses import replace
from itertools import chain, repeat
from pathlib import Path
from typing import Any

import pytest
from conftest import CASES as ALL_CASES
from conftest import Run, contents
from conftest import read as read_cases
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from aligner.errors import InputError
from aligner.readers import tmx, xliff
from aligner.readers.bitext import read_pairs
from aligner.readers.memory.segment import read_segment
from aligner.types import Bead, Corpus, Document, Reason, Segment
from aligner.types.units import Code, SourceText, SourceUnit, reshaped, unit_of, unit_record
from aligner.writers import write
from aligner.writers.omegat import penalty_of
from aligner.writers.translation_units import TranslationUnits, input_date, segment_element, tmx_date
from aligner.writers.xliff import state_of

CASES = ALL_CASES / "writers" / "translation"
DTD = etree.DTD(ALL_CASES / "writers" / "tmx14.dtd")
XLIFF = etree.XMLSchema(etree.parse(CASES / "xliff-core-2.0.xsd"))
CONFIDENCES = (0.991, 0.75, 0.62, 0.9, 0.4, 0.999)
MTC = "{urn:oasis:names:tc:xliff:matches:2.0}"
CORE = "{urn:oasis:names:tc:xliff:document:2.0}"
quick = settings(max_examples=40, deadline=None, derandomize=True)


def corpus_of(*segments: Segment, **rest: Any) -> Corpus:
    return replace(Corpus((), (), segments, (), (), (), {"version": "0.1.0"}), **rest)


def segment(en: str, fr: str, confidence: float = 0.9, **rest: Any) -> Segment:
    return Segment("en/a.txt", "fr/a.txt", Bead((0, 1), (0, 1), 1.0), en, fr, confidence, **rest)


def memory_corpus(path: Path = CASES / "memory.tmx") -> Corpus:
    """Return the corpus of the pairs of a memory, with made-up confidences."""
    confidences = chain(CONFIDENCES, repeat(0.9))
    segments = [
        segment(row.en, row.fr, next(confidences), unit=row.unit, reasons=REASONS if at == 1 else ())
        for at, row in enumerate(row for row in read_pairs([path]) if not row.fault)
    ]
    return corpus_of(*segments, date="20240607T080910Z")


REASONS = (Reason("length", "one side is much longer"), Reason("moved", "moved"))


def test_a_memory_is_written_as_the_golden_one(tmp_path: Path) -> None:
    corpus = memory_corpus()
    for name in ("tmx", "xliff", "omegat"):
        write(name, corpus, tmp_path)
    assert contents(tmp_path) == contents(CASES / "golden")


def test_a_memory_comes_back_with_all_that_it_had(tmp_path: Path) -> None:
    (path,) = write("tmx", memory_corpus(), tmp_path)
    assert DTD.validate(etree.parse(path)), DTD.error_log
    before, after = (list(read_pairs([each])) for each in (CASES / "memory.tmx", path))
    assert [(row.en, row.fr) for row in before] == [(row.en, row.fr) for row in after]
    for old, new in zip(before, after, strict=True):
        assert old.unit is not None and new.unit is not None
        assert new.unit.id == old.unit.id or (len(new.unit.id) == 16 and not old.unit.id) or old.unit.is_inner
        assert set(old.unit.attributes) <= set(new.unit.attributes)
        assert set(old.unit.notes) <= set(new.unit.notes) and set(old.unit.properties) <= set(new.unit.properties)
        for one, other in ((old.unit.en, new.unit.en), (old.unit.fr, new.unit.fr)):
            assert one._replace(language=one.language.replace("_", "-")) == other
    kinds = dict(after[0].unit.properties) if after[0].unit else {}
    assert kinds["x-confidence"] == "0.991" and kinds["x-en-document"] == "en/a.txt"


def test_a_second_pass_changes_nothing(tmp_path: Path) -> None:
    (first,) = write("tmx", memory_corpus(), tmp_path / "1")
    (second,) = write("tmx", memory_corpus(first), tmp_path / "2")
    assert first.read_bytes() == second.read_bytes()


def test_a_memory_through_xliff_and_json_lines_is_the_same(tmp_path: Path) -> None:
    (direct,) = write("tmx", memory_corpus(), tmp_path)
    for name in ("xliff", "jsonl"):
        (path,) = write(name, memory_corpus(), tmp_path / name)
        (back,) = write("tmx", memory_corpus(path), tmp_path / name)
        one, two = (_comparable(each) for each in (direct, back))
        assert one == two, name


def _comparable(path: Path) -> list[Any]:
    """Return what tools show of the units of a memory; XLIFF has no place for a footnote within a code."""
    units = []
    for unit in tmx.read_units(path.name, path):
        for row in unit.rows:
            if row.unit and not row.unit.is_inner and "1911" not in row.left and "pier" not in row.left:
                properties = [each for each in row.unit.properties if each[0] != "x-state"]
                kinds = [[code.start for code in side.codes] for side in (row.unit.en, row.unit.fr)]
                units.append((row[:2], row.unit.id, row.unit.attributes, row.unit.notes, properties, kinds))
    return units


def test_locales_replace_those_of_the_source(tmp_path: Path) -> None:
    corpus = replace(memory_corpus(), signature={"en_locale": "en-AU", "fr_locale": "fr-CH"})
    (path,) = write("tmx", corpus, tmp_path)
    tree = etree.parse(path)
    assert set(tree.xpath("//tuv/@xml:lang")) == {"en-AU", "fr-CH"}
    assert tree.find("header").get("srclang") == "en-AU"
    root = etree.parse(write("xliff", corpus, tmp_path)[0]).getroot()
    assert (root.get("srcLang"), root.get("trgLang")) == ("en-AU", "fr-CH")


def test_ids_depend_on_texts_and_documents_alone() -> None:
    one, other = segment("Sea.", "Mer."), segment("Sea.", "Mère.")
    ids = [unit.id for _, unit in TranslationUnits(corpus_of(one, other, one._replace(confidence=0.1)))]
    assert ids[0] == ids[2] != ids[1]
    assert [unit.id for _, unit in TranslationUnits(corpus_of(other))] == ids[1:2]
    assert [unit.id for _, unit in TranslationUnits(corpus_of(one._replace(fr_doc="b")))] != ids[:1]


@pytest.mark.parametrize("case", read_cases(CASES / "edited.jsonl"), ids=lambda case: case["why"].replace(" ", "-"))
def test_codes_follow_the_words_of_an_edited_text(case: dict[str, Any]) -> None:
    read = read_segment(etree.fromstring(f"<seg>{case['seg']}</seg>"))
    source = SourceUnit(en=SourceText("en", text=read.text, codes=read.codes))
    ((_, unit),) = TranslationUnits(corpus_of(segment(case["text"], "x", unit=source)))
    written = segment_element(unit.en)
    assert read_segment(written).text == case["text"], "whatever became of the codes"
    if case["want"] is not None:
        wanted = etree.fromstring(f"<seg>{case['want']}</seg>")
        assert etree.tostring(written, method="c14n") == etree.tostring(wanted, method="c14n")


@quick
@given(
    st.lists(st.sampled_from(["red ", "boat ", "é", "<", " ", "&"]), max_size=8).map("".join),
    st.lists(st.integers(0, 20), max_size=4).map(sorted),
    st.lists(st.sampled_from(["red ", "boats ", "é", "<", "  "]), max_size=8).map("".join),
)
def test_any_edit_leaves_valid_tmx_with_its_words(text: str, places: list[int], new: str) -> None:
    codes = tuple(Code(min(at, len(text)), min(at, len(text)), f'<ph x="{n}"/>') for n, at in enumerate(places, 1))
    unit = SourceUnit(en=SourceText("en", text=text, codes=codes))
    with tempfile.TemporaryDirectory() as folder:
        (path,) = write("tmx", corpus_of(segment(new, "x", unit=unit)), Path(folder))
        tree = etree.parse(path)
    assert DTD.validate(tree), DTD.error_log
    assert "".join(tree.find(".//seg").itertext()) == new.strip(" ")


def test_damaged_codes_cost_no_text() -> None:
    side = SourceText("en", text="Sea & sky.", codes=(Code(3, 3, "<ph>"), Code(4, 4, "&gone;")))
    assert etree.tostring(segment_element(side)) == b"<seg>Sea &amp; sky.</seg>"


def test_dates() -> None:
    for line in (CASES / "dates.tsv").read_text("utf-8").splitlines():
        text, want = line.split("\t")
        assert tmx_date(text) == want, text


def test_a_unit_has_the_newest_date_that_is_known() -> None:
    documents = [
        Document("en/a.txt", "", "en", meta={"date": "2024-03-01"}),
        Document("fr/a.txt", "", "fr", meta={"date": "2024-01-01", "updated": "2024-04-01T10:00:00Z"}),
    ]
    known = replace(corpus_of(segment("Sea.", "Mer.")), documents=documents, date="20250101T000000Z")
    dates = [
        dict(unit.attributes).get("creationdate")
        for corpus in (known, replace(known, documents=()), replace(known, documents=(), date=""))
        for _, unit in TranslationUnits(corpus)
    ]
    assert dates == ["20240401T100000Z", "20250101T000000Z", None]


def test_the_date_of_a_run(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("SOURCE_DATE_EPOCH", raising=False)
    assert input_date([]) == "" and input_date([1.7e9, 1.6e9]) == "20231114T221320Z"
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1600000000")
    assert input_date([1.7e9]) == input_date([]) == "20200913T122640Z"
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "today")
    assert input_date([1.7e9]) == "20231114T221320Z"


def test_reasons_are_noted_where_they_make_doubtful() -> None:
    fact = Reason("fact_changed", "critical change of fact: 3, 4")
    rows = [
        segment("a", "b", 0.95, reasons=REASONS),
        segment("c", "d", 0.79, reasons=REASONS, unit=SourceUnit(notes=("own", "aligner: of an earlier run"))),
        segment("e", "f", 0.95, reasons=(fact,)),
    ]
    notes = [unit.notes for _, unit in TranslationUnits(corpus_of(*rows))]
    assert notes == [(), ("aligner: one side is much longer", "own"), ("aligner: critical change of fact: 3, 4",)]


def test_units_that_were_joined_or_cut() -> None:
    one, two = (
        SourceUnit(
            id,
            (("creationid", id),),
            (f"note {id}",),
            (("x", id),),
            SourceText("en-GB", text="a b", codes=(Code(1, 2, "<ph/>"),)),
        )
        for id in ("1", "2")
    )
    joined = reshaped(one, None, two)
    assert joined is not None and not joined.id and not joined.en.codes and joined.en.language == "en-GB"
    assert joined.notes == ("note 1", "note 2") and joined.properties == (("x", "1"), ("x", "2"))
    assert reshaped(None) is None


@pytest.mark.parametrize(
    "record",
    [
        [],
        {"en": 1},
        {"en": {"codes": [[0, 9, "x"]]}},
        {"en": {"text": "ab", "codes": [[2, 1, "x"]]}},
        {"attributes": ["a"]},
        {"fr": {"codes": [[0]]}},
        {"others": 1},
        {"others": ["de"]},
        {"others": [{"text": "ab", "codes": [[3, 3, "x"]]}]},
    ],
)
def test_a_damaged_record_of_a_unit_is_refused(record: Any) -> None:
    with pytest.raises((TypeError, ValueError)):
        unit_of(record)


def test_a_record_of_a_unit_has_no_empty_values() -> None:
    assert unit_record(SourceUnit()) == {} and unit_of({}) == SourceUnit()
    assert unit_of(json.loads(json.dumps(unit_record(SourceUnit("1", en=SourceText("en")))))).en.language == "en"
    assert unit_of({"attributes": [["creationdate", "x"], ["onload", "x"]]}).attributes == (("creationdate", "x"),)


@pytest.mark.parametrize("path", [CASES / "memory.tmx", ALL_CASES / "readers" / "samples" / "job.xlf"])
def test_what_is_left_of_a_damaged_memory_is_written_as_valid(path: Path, tmp_path: Path) -> None:
    draw, good, damaged = random.Random(22), path.read_bytes(), tmp_path / path.name
    for _ in range(60):
        at, size = draw.randrange(len(good)), draw.choice((0, 1, 20))
        more = draw.choice(
            (b"", b"<!--", b"&#0;", b"<hi>", b"<sub>", b"<b>", b"<ept>", b'<bpt i="9">', b"</seg>", b"<g>")
        )
        damaged.write_bytes(good[:at] + more + good[at + size :])
        with contextlib.suppress(InputError):
            corpus = memory_corpus(damaged)
            for name, schema in (("tmx", DTD), ("xliff", XLIFF)):
                (written,) = write(name, corpus, tmp_path)
                assert schema.validate(etree.parse(written)) or not corpus.segments, damaged.read_bytes()


# OmegaT


@pytest.mark.parametrize(
    ("confidence", "penalty"),
    [(1, 0), (0.95, 0), (0.9001, 0), (0.9, 10), (0.8999, 10), (0.81, 10), (0.8, 20), (0.5, 50), (0.05, 90), (0, 90)],
)
def test_penalty(confidence: float, penalty: int) -> None:
    assert penalty_of(confidence) == penalty


def test_bands_of_an_earlier_run_are_removed(tmp_path: Path) -> None:
    own = tmp_path / "omegat" / "tm" / "penalty-000" / "theirs.tmx"
    own.parent.mkdir(parents=True)
    own.write_text("mine")
    write("omegat", corpus_of(segment("a", "b", 0.99), segment("c", "d", 0.5)), tmp_path)
    assert len(list(tmp_path.rglob("corpus.tmx"))) == 2
    (path,) = write("omegat", corpus_of(segment("a", "b", 0.85)), tmp_path)
    assert list(tmp_path.rglob("corpus.tmx")) == [path] and path.parent.name == "penalty-010"
    assert own.read_text() == "mine" and DTD.validate(etree.parse(path))


# XLIFF


def test_xliff_has_the_confidence_as_quality_and_the_state() -> None:
    golden = etree.parse(CASES / "golden" / "corpus.xlf")
    assert XLIFF.validate(golden), XLIFF.error_log
    units = golden.findall(f".//{CORE}unit")
    assert [float(unit.find(f"{MTC}matches/{MTC}match").get("matchQuality")) for unit in units] == [
        round(100 * confidence, 2) for confidence in CONFIDENCES
    ]
    for unit in units:
        match = unit.find(f"{MTC}matches/{MTC}match")
        assert match.get("ref") == f"#{unit.find(f'{CORE}segment').get('id')}"
        assert unit.index(unit.find(f"{CORE}segment")) == len(unit) - 1


@pytest.mark.parametrize(
    ("confidence", "reviewers", "source", "state"),
    [
        (0.95, (), "", "translated"),
        (0.95, (), "final", "final"),
        (0.95, (), "needs-review-translation", "translated"),
        (0.79, (), "final", "initial"),
        (0.1, ("eva",), "", "reviewed"),
    ],
)
def test_state(confidence: float, reviewers: tuple[str, ...], source: str, state: str) -> None:
    unit = SourceUnit(properties=(("x-state", source),))
    assert state_of(segment("a", "b", confidence, reviewed_by=reviewers), unit) == state


texts = st.text(st.characters(codec=None), max_size=20)
codes = st.sampled_from(
    ["<bpt i='1' type='bold'/>", "<ept i='1'/>", "<ph x='2'>&lt;br/&gt;</ph>", "<it pos='end'/>", "<hi>a</hi>", "b "]
)


@quick
@given(
    st.lists(
        st.tuples(texts, texts, st.floats(0, 1), st.lists(codes, max_size=6).map("".join)), min_size=1, max_size=4
    ),
    st.lists(texts, max_size=2).map(tuple),
)
def test_xliff_is_valid_and_reads_back(rows: list[tuple[str, str, float, str]], notes: tuple[str, ...]) -> None:
    segments = []
    for en, fr, confidence, markup in rows:
        read = read_segment(etree.fromstring(f"<seg>x {markup}</seg>"))
        side = SourceText(("", "en_GB", "en-US", "en!")[len(en) % 4], text=read.text, codes=read.codes)
        unit = SourceUnit(en, (), notes, ((fr, en),), side)
        segments.append(segment(read.text, f"y{fr}", confidence, unit=unit))
    with tempfile.TemporaryDirectory() as folder:
        (path,) = write("xliff", corpus_of(*segments), Path(folder))
        assert XLIFF.validate(etree.parse(path)), XLIFF.error_log
        (path_again,) = write("xliff", corpus_of(*segments), Path(folder) / "again")
        assert path.read_bytes() == path_again.read_bytes()
        found = [row for unit in xliff.read_units("c.xlf", path) for row in unit.rows]
    assert [row.left.split() for row in found] == [each.en_text.split() for each in segments]


# The commands


PAIRED = ("pair", "memory.tmx", "-o", "out", "--quiet", "--jobs", "1")


@pytest.fixture
def memory(tmp_path: Path) -> Path:
    return Path(shutil.copy(CASES / "memory.tmx", tmp_path))


def test_pair_review_and_score_keep_what_a_memory_holds(memory: Path, tmp_path: Path, aligner: Run) -> None:
    assert aligner(*PAIRED, "--min-confidence", "0").returncode == 0
    assert aligner("review", "out", "--export", "tmx", "--fr-locale", "fr_BE").returncode == 0
    assert aligner("score", "memory.tmx", "--format", "tmx", "-o", "scored").returncode == 0
    units = {}
    for name in ("out", "out/reviewed", "scored"):
        tree = etree.parse(tmp_path / name / "corpus.tmx")
        assert DTD.validate(tree), DTD.error_log
        units[name] = tree.findall(".//tu")
        first = units[name][0]
        assert (first.get("tuid"), first.get("changeid"), first.get("usagecount")) == ("tide-1", "OTTO", "4")
        assert [note.text for note in first.findall("note")][-2:] == ["check the term & the tide table", "second note"]
        assert {"Brine & Sons", "Harbour office"} <= {each.text for each in first.findall("prop")}
        assert units[name][1].find("tuv/seg/bpt").get("type") == "bold"
        assert all(unit.get("creationdate") or unit.find("tuv").get("creationdate") for unit in units[name])
    tags = [tree.xpath("tuv[2]/@xml:lang", namespaces=None)[0] for tree in (units["out"][0], units["out/reviewed"][0])]
    assert tags == ["fr-CA", "fr-BE"]
    again = (tmp_path / "out" / "corpus.tmx").read_bytes()
    assert aligner(*PAIRED, "--min-confidence", "0").returncode == 0
    assert (tmp_path / "out" / "corpus.tmx").read_bytes() == again


def test_score_writes_a_corpus_to_a_folder_a_file_or_standard_output(
    memory: Path, tmp_path: Path, aligner: Run
) -> None:
    for options in (["--format", "xliff", "-o", "f"], ["-o", "m.tmx"], ["--format", "omegat", "-o", "f"]):
        assert aligner("score", "memory.tmx", *options).returncode == 0
    assert XLIFF.validate(etree.parse(tmp_path / "f" / "corpus.xlf"))
    whole = etree.parse(tmp_path / "m.tmx").findall(".//tu")
    least = sorted(float(unit.findtext("prop")) for unit in whole)[2]
    printed = aligner("score", "memory.tmx", "--format", "tmx", "--min-confidence", least)
    kept = etree.fromstring(printed.stdout.encode()).findall(".//tu")
    assert 0 < len(kept) < len(whole) == 5
    assert all(float(unit.findtext("prop")) >= least for unit in kept)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["f", "m.tmx", "memory.tmx"]


def test_score_with_min_confidence_prints_fewer_rows(tmp_path: Path, aligner: Run) -> None:
    (tmp_path / "m.tsv").write_text("The ferry was late.\tLe bac était en retard.\nSea.\tIl neige fort.\nalone\n")
    done = aligner("score", "m.tsv", "--format", "tsv", "--min-confidence", "0.5")
    assert [line.split("\t")[0] for line in done.stdout.splitlines()] == ["The ferry was late."]


@pytest.mark.parametrize(
    ("options", "says"),
    [
        (["--format", "tmz"], "did you mean 'tmx'"),
        (["-o", "out"], "give the --format to write"),
        (["--format", "moses"], "is several files"),
        (["--format", "tmx", "--fr-locale", "en-GB"], "is no tag of that language"),
        (["--min-confidence", "7"], "not in the range"),
    ],
)
def test_score_refuses_what_it_cannot_write(memory: Path, options: list[str], says: str, aligner: Run) -> None:
    done = aligner("score", "memory.tmx", *options)
    assert done.returncode == 2 and says in done.stderr and not done.stdout


def test_a_table_keeps_its_ids_and_named_columns(tmp_path: Path, aligner: Run) -> None:
    table = "id\ten\tfr\tdomain\tconfidence\n7\tThe ferry was late.\tLe bac était en retard.\tports\t0.1\n"
    (tmp_path / "m.tsv").write_text(table)
    rows = ({"id": 7, "en": "The ferry was late.", "fr": "Le bac était en retard.", "domain": "ports"},)
    (tmp_path / "m.jsonl").write_text("".join(json.dumps(row) + "\n" for row in rows))
    for name in ("m.tsv", "m.jsonl"):
        done = aligner("score", name, "--format", "tmx")
        (unit,) = etree.fromstring(done.stdout.encode()).findall(".//tu")
        properties = [(each.get("type"), each.text) for each in unit.findall("prop")]
        assert unit.get("tuid") == "7" and properties[-1] == ("x-domain", "ports") and len(properties) == 4
