"""Versions of a story: how they are marked, their order, what they are to each other, and what they changed."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from conftest import CASES, read

from aligner.cli.family_tree import change_rows, family_lines, relation_rows
from aligner.deduplication import version_order
from aligner.deduplication.compare import Comparison, compare_stories
from aligner.deduplication.find import find_families
from aligner.deduplication.group import Family
from aligner.deduplication.keep import Member
from aligner.deduplication.match import match_stories
from aligner.deduplication.record import Story
from aligner.deduplication.version_changes import VersionChange, find_changes
from aligner.deduplication.version_order import compare_contents, compare_versions
from aligner.deduplication.versions import VersionFinder, relate
from aligner.documents.story_time import compare_times, parse_time, read_time
from aligner.text.version_marks import Slug, is_correction_note, read_moment, read_slug, without_slugs
from aligner.types import Document, DocumentSpan, Duplicate
from scripts.quality.versions import WRITTEN, make_version, written_pairs, written_story

MARKS = list(read(CASES / "deduplication" / "version_marks.jsonl"))
TIMES = list(read(CASES / "deduplication" / "version_times.jsonl"))
DEVELOPMENT = [path for path in sorted(WRITTEN.glob("*.jsonl")) if int(path.stem) % 2 == 0]
FERRY = [
    {"id": "a", "date": "2024-05-03T05:10:00Z", "title": "Ferry sinks off Samra", "deaths": "four", "more": ""},
    {
        "id": "b", "date": "2024-05-03T11:45:00Z", "title": "UPDATE 1-Ferry sinks off Samra", "deaths": "19",
        "more": "\n\nThe captain has been detained and an inquiry has been opened.",
    },
]  # fmt: skip


@pytest.mark.parametrize("case", [case for case in MARKS if "headline" in case], ids=lambda case: case["headline"])
def test_slugs(case: dict[str, Any]) -> None:
    slug = Slug(case.get("series", ""), case.get("number", 0), case.get("corrected", False))
    assert read_slug(case["headline"]) == slug
    assert (without_slugs(case["headline"]) == case["headline"]) == (slug == Slug())


@pytest.mark.parametrize("case", [case for case in MARKS if "line" in case], ids=lambda case: case["line"])
def test_moments(case: dict[str, Any]) -> None:
    assert read_moment([case["line"]], case["side"]) == case["moment"]


@pytest.mark.parametrize("case", [case for case in MARKS if "note" in case], ids=lambda case: case["note"])
def test_notes_of_correction(case: dict[str, Any]) -> None:
    assert is_correction_note(case["note"]) == case["is"]


@pytest.mark.parametrize("case", TIMES, ids=lambda case: case["name"])
def test_the_later_time(case: dict[str, Any]) -> None:
    one, other = (parse_time(case[name] if case[name][:1] == "2" else f" {case[name]}") for name in ("one", "other"))
    assert (compare_times(one, other), compare_times(other, one)) == (case["sign"], -case["sign"])


def test_a_time_is_read_back_from_its_line() -> None:
    text = "Dockers go back to work\n\nUpdated at 17:25\n\nThey had been out for nine days."
    meta = {"date": "2024-05-04", "updated": "2024-05-04T15:25:00Z", "title": "UPDATE 2-Dockers go back to work"}
    time = read_time(Document("x", text, "en", meta=meta), "en")
    assert tuple(time) == ("2024-05-04", "2024-05-04T15:25", "T17:25", "update", 2, 0)
    assert parse_time(str(time)) == time
    assert (
        str(read_time(Document("x", "Dockers go back to work", "en", meta={"date": "2024-05-04"}), "en"))
        == "2024-05-04"
    )


def test_a_live_blog_is_newer_with_more_entries() -> None:
    entries = ["21:40 The hall is empty.", "20:15 They vote.", "19:30 The doors open.", "19:00 Hello."]
    blogs = [Document("x", "Live: the vote\n\n" + "\n\n".join(entries[first:]), "en") for first in (0, 1)]
    one, other = (read_time(blog, "en") for blog in blogs)
    assert compare_times(one, other) == 1


@pytest.mark.parametrize("path", DEVELOPMENT, ids=lambda path: path.stem)
def test_written_versions_are_in_order(path: Path) -> None:
    for _, older, newer in written_pairs(path):
        assert compare_versions(newer, older) == 1, (older.id, newer.id)
        assert compare_versions(older, newer) == -1, (older.id, newer.id)


@pytest.mark.parametrize(
    "older,newer,relation,inverse",
    [
        ("02.v2.fr", "02.v3.fr", "newer version", "older version"),
        ("06.v3", "06.v4", "correction", "uncorrected version"),
        ("08.v2.fr", "08.v3.fr", "correction", "uncorrected version"),
        ("12.v1", "12.v3", "newer version", "older version"),
        ("10.v3", "10.v3", "", ""),
    ],
)
def test_relations(older: str, newer: str, relation: str, inverse: str) -> None:
    one, other = written(older), written(newer)
    assert (relate(one, other), relate(other, one)) == (relation, inverse)


def test_without_marks_the_order_is_that_of_rising_counts() -> None:
    older, newer = written("04.v1.fr"), written("04.v2.fr")
    assert not older.date and compare_contents(newer, older) == 1
    assert relate(older, newer) == "newer version"


@pytest.mark.parametrize(
    "case", read(CASES / "deduplication" / "undated_versions.jsonl"), ids=lambda case: case["name"]
)
def test_undated_versions_have_an_order_only_if_counts_rise(case: dict[str, Any]) -> None:
    one, other = (
        make_version(name, "\n\n".join((case["title"], case["same"], case[name], case["end"])), case["side"])
        for name in ("one", "other")
    )
    assert (relate(one, other), relate(other, one)) == (case["relation"], case["inverse"])


def test_two_versions_are_compared_once(monkeypatch: pytest.MonkeyPatch) -> None:
    ids = ("06.v1", "06.v2", "06.v3")
    stories = {number: written(id) for number, id in enumerate(ids)}
    members = {number: Member(story.id, "en", "", len(story.texts), 0) for number, story in stories.items()}
    compared = list[tuple[str, str]]()

    def counted(one: Story, other: Story) -> Comparison:
        compared.append((one.id, other.id))
        return compare_stories(one, other)

    monkeypatch.setattr(version_order, "compare_stories", counted)
    finder = VersionFinder(members, stories.get)
    ranks = finder.ranked([0, 1, 2])
    copies = [Duplicate(ids[0], id, 0.9, "near") for id in ids[1:]]
    family = finder.describe(Family(ids[0], "", tuple(copies)))
    assert [ranks[number].rank for number in range(3)] == [0, 1, 2]
    assert family.chains == (ids,)
    assert len(compared) == 3


@pytest.mark.parametrize("story,later", [("04.v3.fr", "04.v4.fr"), ("08.v3.fr", "08.v5.fr"), ("10.v3", "10.v4")])
def test_a_follow_up_is_no_copy_and_is_called_so(story: str, later: str) -> None:
    for one, other in ((story, later), (later, story)):
        assert match_stories(written(one), written(other)) is None
        match = match_stories(written(one), written(other), topic=True)
        assert match and match.level == "follow-up"


@pytest.mark.parametrize("one,other", [("12.v1", "12.v2"), ("10.v1", "12.v1"), ("02.v1.fr", "04.v1.fr")])
def test_stories_that_recall_nothing_of_each_other_are_no_follow_ups(one: str, other: str) -> None:
    match = match_stories(written(one), written(other), topic=True)
    assert match is None or match.level != "follow-up"


@cache
def written(id: str) -> Story:
    path = WRITTEN / f"{id[:2]}.jsonl"
    row = next(row for row in map(json.loads, path.read_text("utf-8").splitlines()) if row["id"] == id)
    return written_story(WRITTEN, row)


@pytest.mark.parametrize(
    "older,newer,kind,what,old,new",
    [
        ("02.v1.fr", "02.v2.fr", "fact", "changed", "80 000", "120 000"),
        ("02.v1.fr", "02.v2.fr", "fact", "added", "", "L'hôpital de Brisach fonctionne sur"),
        ("02.v3.fr", "02.v4.fr", "fact", "removed", "« Nous visons un retour à la normale", ""),
        ("06.v3", "06.v4", "fact", "changed", "85", "58"),
        ("06.v3", "06.v4", "wording", "added", "", "In a story on Aug. 3"),
        ("10.v2", "10.v3", "fact", "changed", "14", "16"),
        ("14.v2", "14.v3", "order", "changed", '"A lunch break', '"A lunch break'),
        ("10.v3", "10.v2.fr", "fact", "removed", "Inspectors had warned the company", ""),
    ],
)
def test_changes(older: str, newer: str, kind: str, what: str, old: str, new: str) -> None:
    changes = find_changes(written(older), written(newer))
    found = [change for change in changes if (change.kind, change.what) == (kind, what)]
    assert any(change.old_text.startswith(old) and change.new_text.startswith(new) for change in found), changes
    assert all(_as_read(change) == (change.old_text, change.new_text) for change in changes)


def _as_read(change: VersionChange) -> tuple[str, str]:
    """Return what the files have at the spans of a change."""

    def quoted(span: DocumentSpan) -> str:
        return (WRITTEN / f"{span.document}.txt").read_text("utf-8")[span.start : span.end]

    return quoted(change.old_span), quoted(change.new_span)


def test_the_latest_version_is_kept_on_request_and_its_changes_are_listed(tmp_path: Path) -> None:
    path = tmp_path / "ferry.jsonl"
    text = (
        "A ferry with more than 200 passengers sank off the island of Samra on Friday, the coastguard reported.\n\n"
        "At least {deaths} people were killed.\n\nRescue boats searched for survivors in rough seas.{more}"
    )
    rows = [{**row, "text": text.format_map(row)} for row in FERRY]
    path.write_text("\n".join(map(json.dumps, rows)), "utf-8")
    for keep, kept, why, relation in (("", "a", "earliest date", "newer"), ("latest", "b", "latest version", "older")):
        result = find_families([path], keep=keep, changes=True)
        (family,) = result.families
        assert (family.kept, family.why) == (f"ferry.jsonl#{kept}", why)
        assert [copy.relation for copy in family.copies] == [f"{relation} version"]
        pairs = [(row["a"], row["b"], row["relation"]) for row in relation_rows(result)]
        assert pairs == [("ferry.jsonl#a", "ferry.jsonl#b", "newer_version")], "whichever is kept"
        assert "   versions: ferry.jsonl#a → ferry.jsonl#b" in family_lines(result)
        changes = [(str(row["from"])[-1], row["what"], row["old"], row["new"]) for row in change_rows(result)]
        assert ("a", "changed", "four", "19") in changes and len(changes) == len({*changes})
        assert not any("UPDATE" in str(new) for *_, new in changes), "a slug is no fact"
