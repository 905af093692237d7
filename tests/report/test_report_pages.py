"""The pages of a large report, and the index of all their texts."""

from __future__ import annotations

from pathlib import Path

import pytest
from test_report import corpus_of, numbered, parse

from aligner import report
from aligner.report import pages


@pytest.mark.parametrize(("segments", "pairs", "sizes"), [(12, 4, [6, 6]), (12, 3, [4, 4, 4]), (20, 1, [7, 7, 6])])
def test_a_large_corpus_is_spread_over_pages(tmp_path: Path, segments: int, pairs: int, sizes: list[int]) -> None:
    corpus = corpus_of(numbered(segments, pairs=pairs))
    files = report.write_report(corpus, tmp_path, page_segments=7)
    assert [str(path.relative_to(tmp_path)) for path in files] == [
        *(f"report/{number}.html" for number in range(1, len(sizes) + 1)),
        "report/search.html",
        "report.html",
    ]
    found = [parse(path).xpath("//li/div[@lang='en']/p/text()") for path in files]
    assert [len(texts) for texts in found] == [*sizes, 0, 0]
    assert [text for texts in found for text in texts] == [f"e{at}" for at in range(segments)]
    links = parse(files[-1]).xpath("//*[@id='pages']//a/@href")
    assert sorted(links) == sorted(str(path.relative_to(tmp_path)) for path in files[:-1])
    for path in files:
        targets = [link.split("#")[0] for link in parse(path).xpath("//@href") if not link.startswith("#")]
        assert all((path.parent / target).is_file() for target in targets)
        ids = parse(path).xpath("//@id")
        assert len(ids) == len(set(ids))
        assert {link[1:] for link in parse(path).xpath("//@href[starts-with(., '#')]")} <= set(ids)


@pytest.mark.parametrize(("room", "lines"), [(10_000, 20), (45, 3), (0, 0)])
def test_all_pages_have_one_index_of_limited_size(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, room: int, lines: int
) -> None:
    monkeypatch.setattr(pages, "MAX_INDEX_CHARS", room)
    monkeypatch.setattr(pages, "MAX_INDEXED_CHARS", 4)
    segments = [segment._replace(en_text=f"\t<{segment.en_text}>\0\n", fr_text="") for segment in numbered(20, pairs=4)]
    report.write_report(corpus_of(segments), tmp_path, page_segments=7)
    (index,) = parse(tmp_path / pages.SEARCH_NAME).xpath("//pre")
    text = index.text_content()
    assert text.splitlines() == [
        f"{at // 5 + 1}\t{at // 5 + 1}\t{at % 5 + 1}\t{f'<e{at}'[:3]}\t" for at in range(lines)
    ]
    assert index.get("data-segments") == "20"


def test_a_smaller_report_leaves_no_page_of_the_larger_one(tmp_path: Path) -> None:
    report.write_report(corpus_of(numbered(20)), tmp_path, page_segments=5)
    (tmp_path / "report" / "notes.html").write_text("mine")
    report.write_report(corpus_of(numbered(20)), tmp_path, page_segments=10)
    assert sorted(path.name for path in (tmp_path / "report").iterdir()) == [
        *("1.html", "2.html", "notes.html", "search.html")
    ]
    report.write_report(corpus_of(numbered(20)), tmp_path)
    assert [path.name for path in (tmp_path / "report").iterdir()] == ["notes.html"]
