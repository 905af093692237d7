"""The report: everything is shown, nothing of it runs, and each page stands alone."""

from __future__ import annotations

import gc
import json
import re
import tracemalloc
from base64 import b64encode
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from conftest import CASES as ALL_CASES
from conftest import ROOT, contents
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import html

from aligner import pair, report
from aligner.cli.main import cli
from aligner.report.rows import make_row
from aligner.report.sections import parts_of
from aligner.report.summary import HISTOGRAM_BINS, bin_index, summarise
from aligner.report.template import render
from aligner.types import Bead, Corpus, Document, DocumentPair, Duplicate, Finding, Reason, Segment, Skipped
from aligner.writers import manifest
from aligner.writers.plain_data import segment_of

CASES = ALL_CASES / "report"
SEEDS = ROOT / "seeds"
UNSHOWN = re.compile("[\x07\ud83d]")  # of the cases' characters, those that HTML cannot hold


def cases(name: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in (CASES / f"{name}.jsonl").read_text("utf-8").splitlines()]


def named(case: dict[str, Any]) -> str:
    return str(case["note"])


SEGMENTS = [segment_of(record) for record in cases("segments")]


def corpus_of(segments: Sequence[Segment], **rest: Any) -> Corpus:
    ids = dict.fromkeys((segment.en_doc, segment.fr_doc) for segment in segments)
    given = {
        "documents": [Document(id, "", side) for pair in ids for id, side in zip(pair, ("en", "fr"), strict=True)],
        "pairs": tuple(DocumentPair(*pair, 0.98, {"cosine": 0.7}) for pair in ids),
        "segments": segments,
        "duplicates": (),
        "rejected": (),
        "skipped": (),
        "signature": {"version": "0", "min_confidence": 0.5},
    }
    return Corpus(**given | rest)


def parse(path: Path) -> html.HtmlElement:
    return html.document_fromstring(path.read_bytes(), parser=html.HTMLParser(encoding="utf-8", huge_tree=True))


def numbered(count: int, *, pairs: int = 1) -> list[Segment]:
    each = count // pairs
    return [
        Segment(f"en/{at // each}", f"fr/{at // each}", Bead((0, 1), (0, 1), 0.5), f"e{at}", f"f{at}", 0.9)
        for at in range(count)
    ]


@pytest.fixture(scope="module")
def page(tmp_path_factory: pytest.TempPathFactory) -> html.HtmlElement:
    folder = tmp_path_factory.mktemp("report")
    corpus = corpus_of(
        SEGMENTS,
        documents=[Document("en/lonely<b>.txt", "", "en"), *corpus_of(SEGMENTS).documents],
        duplicates=(Duplicate("en/a.txt", "en/<copy>.txt", 0.91, "near"),),
        skipped=(Skipped("<x>.pdf", "no <text> in it"),),
    )
    assert report.write_report(corpus, folder) == [folder / "report.html"]
    return parse(folder / "report.html")


def test_every_segment_is_shown_with_its_texts(page: html.HtmlElement) -> None:
    items = page.xpath("//section[contains(@class, 'pair')]/ol/li")
    assert len(items) == len(SEGMENTS)
    for item, segment in zip(items, SEGMENTS, strict=True):
        for side, text in (("en", segment.en_text), ("fr", segment.fr_text)):
            (cell,) = item.xpath(f"./div[@lang='{side}']")
            assert ("none" in cell.get("class").split()) == (not text)
            shown = UNSHOWN.sub("\N{REPLACEMENT CHARACTER}", text) if text else segment.why_dropped
            assert cell.text_content() == shown


def test_a_segment_says_what_is_against_it(page: html.HtmlElement) -> None:
    for item, segment in zip(page.xpath("//section[@class='pair']/ol/li"), SEGMENTS, strict=True):
        both = bool(segment.en_text and segment.fr_text)
        notes = item.xpath("string(details)")
        assert all(reason.text in notes for reason in segment.reasons if both)
        assert ("dropped" in item.get("class").split()) == (not segment.kept)
        assert (f"dropped: {segment.why_dropped}" in notes) == (both and not segment.kept)
        assert item.xpath("string(.//*[@class='confidence'])") == (f"{segment.confidence:.2f}" if both else "")
        marked = [mark.text_content() for mark in item.xpath(".//mark")]
        assert marked == [found.text.replace("\N{NO-BREAK SPACE}", " ") for found in segment.findings]
        assert all(found.message in notes and found.code in notes for found in segment.findings)
        sizes = [end - start for start, end in segment.bead.spans]
        assert item.xpath("string(.//span[@class='merged'])") == ("–".join(map(str, sizes)) if max(sizes) > 1 else "")


def test_the_figures_are_those_of_the_corpus(page: html.HtmlElement) -> None:
    totals = {
        term.text_content(): term.getnext().text_content().split()[0] for term in page.xpath("//*[@class='totals']//dt")
    }
    assert totals == {
        "English documents": "3",
        "French documents": "2",
        "Pairs": "2",
        "Segments kept": "5",
        "Findings": "2",
        "Copies": "1",
        "Skipped": "1",
    }
    dropped = {line.xpath("string(th)"): line.xpath("string(td[1])") for line in page.xpath("//*[@id='segments']//tr")}
    assert dropped == {
        "kept": "5",
        "too uncertain: confidence below 0.5": "1",
        "without a French translation": "1",
        "without an English translation": "1",
    }
    heights = [float(bar.get("height")) for bar in page.xpath("//*[@class='histogram']//rect")]
    assert len(heights) == HISTOGRAM_BINS and [at for at, height in enumerate(heights) if height] == [2, 13, 16, 18, 19]
    assert page.xpath("string(//*[@id='outlook'])").startswith("From confidence 0.5: 5 of 6 reach it, ")
    (slider,) = page.xpath("//input[@id='threshold'][@hidden]")
    kept = slider.get("data-kept").split()
    assert [kept[at] for at in (0, 12, 13, 66, 67, 100)] == ["6", "6", "5", "5", "4", "1"] and len(kept) == 101
    assert len(slider.get("data-wrong").split()) == 101
    findings = [[cell.text_content() for cell in line] for line in page.xpath("//*[@id='findings']//tbody/tr")]
    assert findings == [["number.changed", "1", "0", "0"], ["markup.tag", "0", "0", "1"]]
    assert "en/<copy>.txt" in page.xpath("string(//*[@id='families'])")
    assert "en/lonely<b>.txt" in page.xpath("string(//*[@id='alone'])")
    assert "<x>.pdf no <text> in it" in page.xpath("string(//*[@id='skipped'])")


def stands_alone(path: Path) -> None:
    """One script and one style of our own, allowed by their hashes; nothing else that runs or loads."""
    page = parse(path)
    text = path.read_text("utf-8")
    (policy,) = page.xpath("//meta[@http-equiv='Content-Security-Policy']/@content")
    allowed = dict(part.strip().split(" ", 1) for part in policy.split(";"))
    assert allowed["default-src"] == allowed["base-uri"] == allowed["form-action"] == "'none'"
    for tag in ("script", "style"):
        assert len(page.xpath(f"//{tag}")) == len(re.findall(f"<{tag}", text)) == 1
        (inline,) = re.findall(f"<{tag}>(.*?)</{tag}>", text, re.DOTALL)
        assert allowed[f"{tag}-src"] == f"'sha256-{b64encode(sha256(inline.encode()).digest()).decode()}'"
    assert "unsafe" not in policy and len(allowed) == 5
    assert not page.xpath("//@src | //@style | //@*[starts-with(name(), 'on')] | //img | //iframe | //link")
    assert all(
        re.fullmatch(r"#\w[\w-]*|(report/|\.\./)?[\w]+\.html(#p[\d-]+)?", link) for link in page.xpath("//@href")
    )
    assert "url(" not in text and "@import" not in text


def test_no_page_runs_or_loads_anything_else(tmp_path: Path) -> None:
    assert report.write_report(corpus_of(SEGMENTS), tmp_path / "one") == [tmp_path / "one" / "report.html"]
    files = report.write_report(corpus_of(SEGMENTS), tmp_path / "many", page_segments=3)
    assert len(files) == 5
    for path in (tmp_path / "one" / "report.html", *files):
        stands_alone(path)


@settings(max_examples=40, deadline=None, derandomize=True)
@given(
    st.text(st.one_of(st.sampled_from("<>&\"'/={}%#!-`"), st.characters(codec="utf-8", exclude_categories=["C", "Z"])))
)
def test_any_text_is_shown_as_it_is(text: str) -> None:
    text = f"<{text}>"
    segment = Segment(text, text, Bead((0, 1), (0, 1), 0.5), text, text, 0.5, (Reason("", text),), (), False, text)
    corpus = corpus_of([segment], pairs=(DocumentPair(text, text, 0.5, {text: 0.5}),), skipped=(Skipped(text, text),))
    values = {
        "summary": summarise(corpus),
        "promise": corpus.promise,
        "bound": "",
        "any_bound": "",
        "origin": [],
        "origin_limit": "",
        "pages": [],
        "parts": list(parts_of(corpus, 9)),
        "signature": {},
        "severities": (),
        "max_lines": 9,
        "first_issues": 5,
        "addresses": {},
    }
    page = html.document_fromstring("".join(render("report.html.j2", **values)))
    assert [cell.text_content() for cell in page.xpath("//*[@lang='en' or @lang='fr']/p[@title]")] == [text, text]
    assert page.xpath("//*[@class='notes']/li/text()") == [f"dropped: {text}", text]
    assert page.xpath("//h3/*[@class='id']/text()") == [text, text]
    assert len(page.xpath("//script | //style")) == 2


@pytest.mark.parametrize("case", cases("pieces"), ids=named)
def test_findings_are_marked_where_they_stand(case: dict[str, Any]) -> None:
    findings = tuple(
        Finding("d", f["side"], "x.y", "minor", "accuracy", f["start"], f["start"] + len(f["text"]), f["text"], "", {})
        for f in case["findings"]
    )
    pieces = make_row(1, Segment("e", "f", Bead((0, 1), (0, 1), 0.5), case["text"], "", 0.5, (), findings)).en
    assert [[piece.text, piece.finding] for piece in pieces] == [
        [text, None if at is None else findings[at]] for text, at in case["pieces"]
    ]


@pytest.mark.parametrize("case", cases("alone"), ids=named)
def test_a_document_without_a_version_says_why(case: dict[str, Any]) -> None:
    rejected = tuple(DocumentPair(*pair, {}) for pair in case["rejected"])
    pairs = (DocumentPair("e", "f1", 0.9, {}),)
    corpus = corpus_of([], documents=[Document("x", "", "en")], pairs=pairs, rejected=rejected)
    assert summarise(corpus).unpaired == (("x", "en", case["reason"]),)


@pytest.mark.parametrize(("confidence", "at"), [(0, 0), (0.0499, 0), (0.05, 1), (0.999, 19), (1, 19)])
def test_confidences_fall_into_steps(confidence: float, at: int) -> None:
    assert bin_index(confidence, HISTOGRAM_BINS) == at


@pytest.mark.parametrize("size", [7, 2000], ids=["paged", "on one page"])
def test_sections_that_are_kept_make_the_same_report(tmp_path: Path, size: int) -> None:
    first = [segment._replace(en_doc="a", fr_doc="\0b") for segment in SEGMENTS]
    kept: dict[str, str] = {}

    def remember(dependencies: object, make: Callable[[], str]) -> str:
        key = repr(dependencies)
        made.extend([] if key in kept else [key])
        return kept.setdefault(key, make()) if key not in kept else kept[key]

    for segments, expected in ((SEGMENTS, True), (SEGMENTS, False), ([*first, *SEGMENTS], True)):
        made: list[str] = []
        report.write_report(corpus_of(segments), tmp_path / "kept", page_segments=size, remember=remember)
        report.write_report(corpus_of(segments), tmp_path / "new", page_segments=size)
        assert bool(made) == expected and all("'a'" in key for key in made if segments is not SEGMENTS)
        assert contents(tmp_path / "kept") == contents(tmp_path / "new")


def test_an_empty_corpus_has_a_report(tmp_path: Path) -> None:
    (path,) = report.write_report(corpus_of([], signature={}), tmp_path)
    assert "No two documents" in parse(path).text_content()


def test_memory_does_not_grow_with_the_segments(tmp_path: Path) -> None:
    class Segments:
        def __init__(self, size: int) -> None:
            self.size = size

        def __iter__(self) -> Iterator[Segment]:
            for at in range(self.size):
                if at % 25 == 0:
                    gc.collect()  # what only waits for the collector is not held
                yield SEGMENTS[0]._replace(en_text=f"{at} " + "word " * 400)

    def peak(size: int) -> int:
        tracemalloc.start()
        report.write_report(replace(corpus_of([]), segments=Segments(size)), tmp_path, page_segments=25)
        found = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        return found

    gc.freeze()  # what the other tests hold is not looked through again and again
    try:
        peak(300)  # compiles the templates, and meets all words that there are
        assert peak(300) < 1.2 * peak(100)
    finally:
        gc.unfreeze()


def test_a_run_writes_its_report_and_the_command_the_same_again(tmp_path: Path) -> None:
    pair([SEEDS], tmp_path)
    before = {path.name: path.read_bytes() for path in tmp_path.iterdir()}
    assert manifest.read(tmp_path)["files"]["report.html"]["sha256"] == sha256(before["report.html"]).hexdigest()
    assert len(parse(tmp_path / "report.html").xpath("//section[@class='pair']/ol/li")) == len(
        before["segments.jsonl"].splitlines()
    )
    (tmp_path / "report.html").unlink()
    done = CliRunner().invoke(cli, ["report", str(tmp_path)])
    assert (done.exit_code, done.stdout) == (0, f"{tmp_path / 'report.html'}\n")
    assert {path.name: path.read_bytes() for path in tmp_path.iterdir()} == before
    stands_alone(tmp_path / "report.html")
