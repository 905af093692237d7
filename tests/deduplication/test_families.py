"""Story families: levels, spans, who belongs together and who does not, which copy is kept."""

from __future__ import annotations

import json
import re
from itertools import combinations, count
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from conftest import CASES, ROOT, Run, assert_linear_time, read
from hypothesis import given, settings
from hypothesis import strategies as st

from aligner.deduplication.add import open_index
from aligner.deduplication.families import group_families
from aligner.deduplication.find import DedupResult, find_families, group_stories
from aligner.deduplication.graph import Graph
from aligner.deduplication.index.link_new import link_copies
from aligner.deduplication.index.store import File
from aligner.deduplication.keep import Member, choose_kept, rule_order
from aligner.deduplication.match import StoryMatch, match_stories
from aligner.deduplication.record import Story, make_story
from aligner.documents.prepare import Prepared, make_ready
from aligner.encoders import load_encoder
from aligner.errors import UnknownNameError
from aligner.types import RawDocument

SEEDS = {path.name[:3]: path.read_text("utf-8") for path in sorted((ROOT / "seeds").glob("*.txt"))}
OTHERS = [f"{a}{b}{c}" for a in "bcdfglmnprst" for b in ("ado", "eli", "iru", "oba", "ule") for c in ("ne", "tor", "x")]
COPY = {"level": "near", "spans": ()}


def made(case: dict[str, Any]) -> str:
    text = case.get("text") or "\n".join(SEEDS[name] for name in case.get("seeds", [case.get("seed")]))
    lines = [line for line in text.split("\n") if line.strip()]
    share, recipe = case.get("share", 0.0), case.get("recipe")
    cut = round(len(lines) * share)
    rng = np.random.default_rng(0)
    if recipe == "words":
        return re.sub(r"\w{3,}", lambda m: str(rng.choice(OTHERS)) if rng.random() < share else m.group(), text)
    changed = {
        None: lines,
        "spaced": [f"  {line.replace(' ', '  ')}  \n" for line in lines],
        "reordered": [lines[at] for at in rng.permutation(len(lines))],
        "first": lines[:cut],
        "last": lines[cut:],
    }
    return "\n".join(changed[recipe])


def prepared(id: str, text: str) -> Story:
    ready = make_ready(RawDocument(id, text), "", load_encoder())
    assert isinstance(ready, Prepared), ready
    return make_story(ready.document, ready.vectors, ready.sketch)


def write(case: dict[str, Any], folder: Path) -> None:
    folder.mkdir(exist_ok=True)
    for id, one in case["stories"].items():
        (folder / f"{id}.txt").write_text(made(one), "utf-8")


def together(found: DedupResult) -> list[set[str]]:
    return [{family.kept[:1], *(copy.dropped[:1] for copy in family.copies)} for family in found.families]


@pytest.mark.parametrize("case", read(CASES / "deduplication" / "families.jsonl"), ids=lambda case: case["name"])
def test_families(case: dict[str, Any], tmp_path: Path) -> None:
    write(case, tmp_path)
    found = find_families([tmp_path])
    copies = [[copy.kept[:1], copy.dropped[:1], copy.how] for family in found.families for copy in family.copies]
    if "found" in case:  # which of two is kept is up to what cleaning left of them: see keep.jsonl
        assert [[*sorted(copy[:2]), copy[2]] for copy in copies] == case["found"]
    for apart in case.get("apart", ()):
        assert not any({*apart} <= family for family in together(found))
    told = len(found.alone) + len(copies) + len(found.families) + len(found.skipped)
    assert told == len(case["stories"]), "all are accounted for"
    texts = {id: (tmp_path / f"{id}.txt").read_text("utf-8") for id in case["stories"]}
    for copy in (copy for family in found.families for copy in family.copies):
        assert copy.spans and copy.why
        for spans in copy.spans:
            assert [span.document for span in spans] == [copy.matched, copy.dropped]
            for id, start, end in spans:
                assert 0 <= start < end <= len(texts[id[:1]])
                assert texts[id[:1]][start:end] == texts[id[:1]][start:end].strip()


def test_spans_of_a_copy_hold_the_same_words(tmp_path: Path) -> None:
    write({"stories": {"a": {"seed": "003"}, "b": {"seed": "003", "recipe": "reordered"}}}, tmp_path)
    (copy,) = find_families([tmp_path]).families[0].copies
    texts = [(tmp_path / id).read_text("utf-8") for id in (copy.matched, copy.dropped)]
    same = 0
    for spans in copy.spans:
        here, there = (text[span.start : span.end] for text, span in zip(texts, spans, strict=True))
        same += (here == there) * len(here)
    assert same > 0.7 * len(texts[0]), "paragraphs changed their places, and nothing else"


@pytest.mark.parametrize("case", read(CASES / "deduplication" / "keep.jsonl"), ids=lambda case: case["name"])
def test_keep(case: dict[str, Any]) -> None:
    copies = [
        Member(id, **{"side": "en", "date": "", "sentences": 0, "artefacts": 0, **one})
        for id, one in case["copies"].items()
    ]
    for given_order in (copies, copies[::-1]):
        best, why = choose_kept(given_order, rule_order(case.get("keep", "")))
        assert (best.id, why) == (case["kept"], case["why"])


def test_an_unknown_rule_lists_the_others() -> None:
    with pytest.raises(UnknownNameError, match="'size'; there are earliest, latest, complete"):
        rule_order("size")


@pytest.mark.parametrize("case", read(CASES / "deduplication" / "links.jsonl"), ids=lambda case: case["name"])
def test_families_do_not_chain(case: dict[str, Any]) -> None:
    links = {(one, other): StoryMatch("near", score, (a, b), 1.0, ()) for one, other, score, a, b in case["links"]}
    sizes = {int(number): size for number, size in case["sizes"].items()}
    assert sorted(map(sorted, group_families(sizes, Graph(links)))) == case["families"]


@settings(max_examples=200, deadline=None, derandomize=True)
@given(
    st.dictionaries(
        st.tuples(st.integers(0, 9), st.integers(0, 9)).filter(lambda pair: pair[0] < pair[1]),
        st.tuples(
            st.sampled_from([0.55, 0.8, 0.95, 1.0]), st.sampled_from([0.1, 0.5, 1.0]), st.sampled_from([0.1, 1.0])
        ),
        max_size=20,
    )
)
def test_nobody_is_in_two_families_or_has_no_link(rows: dict[tuple[int, int], tuple[float, float, float]]) -> None:
    links = {pair: StoryMatch("near", score, (a, b), score, ()) for pair, (score, a, b) in rows.items()}
    graph = Graph(links)
    found = group_families({number: number for pair in links for number in pair}, graph)
    inside = [number for family in found for number in family]
    assert len(inside) == len({*inside})
    for family in found:
        for number in family:
            assert len(family) > 1 and graph.near[number] & {*family}
    assert found == group_families({number: number for pair in links for number in pair}, Graph(links))


def test_a_match_is_the_same_from_either_side() -> None:
    stories = [prepared(name, text) for name, text in SEEDS.items()]
    stories += [prepared(f"{name}.half", made({"seed": name, "recipe": "first", "share": 0.5})) for name in SEEDS]
    for one, other in combinations(stories, 2):
        here, there = match_stories(one, other), match_stories(other, one)
        assert (here is None) == (there is None)
        if here and there:
            turned = there.mirrored()
            assert here._replace(spans=(), score=0, similarity=0) == turned._replace(spans=(), score=0, similarity=0)
            assert here.score == pytest.approx(turned.score, abs=1e-3)


@pytest.mark.parametrize("kind", ["the same", "nearly the same"])
def test_many_copies_of_one_text_take_no_time(kind: str, tmp_path: Path) -> None:
    one = prepared("x", made({"seed": "002"}))
    stores = (tmp_path / f"{number}.db" for number in count())

    def group(size: int) -> None:
        copies = []
        for at in range(size):
            row = one.row.copy()
            if kind != "the same":  # the words are others to the digest, as one changed word makes them
                row["digest"] = at + 1
            copies.append(one._replace(id=f"{at:04}", row=row))
        with open_index(next(stores)) as store:
            store.add([File("", "", [(each, each.id, 0) for each in copies])])
            link_copies(store, False, 1, lambda stage, done, total: None)
            found = group_stories(store, rule_order())
        assert [len(family.copies) for family in found.families] == [size - 1] and not found.alone

    assert_linear_time(group, 2000)


def test_same_topic_is_told_on_request_only(seeds: Path) -> None:
    assert find_families([seeds]).related == ()
    related = find_families([seeds], topic=True).related
    assert related and all(copy.how == "same topic" for copy in related)
    assert together(find_families([seeds], topic=True)) == [{"0"}]


def test_a_tree_is_shown_to_people(seeds: Path, aligner: Run) -> None:
    shown = aligner("dedup", seeds, "--format", "table").stdout.splitlines()
    assert shown[0].startswith("001_") and shown[1].startswith("└─ 000_") and "translated 0." in shown[1]
    assert "3 without a copy" in shown


def test_the_copy_to_keep_is_explained_and_may_be_ruled(tmp_path: Path, aligner: Run) -> None:
    lines = made({"seed": "003"}).split("\n")
    copies = [("a", "2024-05-02", lines), ("b", "Wed, 01 May 2024 06:00:00 GMT", lines[:9]), ("c", "", lines[:11])]
    rows = [json.dumps({"id": id, "date": date, "text": "\n".join(text)}) for id, date, text in copies]
    (tmp_path / "in.jsonl").write_text("\n".join(rows), "utf-8")
    rules = (("", "b", "earliest date"), ("complete", "a", "most complete"), ("first", "a", "first by name"))
    for rule, best, why in rules:
        told = [json.loads(line) for line in aligner("dedup", "in.jsonl", "--keep", rule).stdout.splitlines()]
        assert {(row["kept"], row["why"]) for row in told} == {(f"in.jsonl#{best}", why)} and len(told) == 2
    wrong = aligner("dedup", "in.jsonl", "--keep", "size")
    listed = "there are earliest, latest, complete, whole, clean, human, central, first"
    assert wrong.returncode == 2 and listed in wrong.stderr


def test_of_a_large_family_the_first_are_shown_and_all_are_counted(tmp_path: Path, aligner: Run) -> None:
    rows = [json.dumps({"id": f"{at:02}", "text": made({"seed": "002"})}) for at in range(30)]
    (tmp_path / "in.jsonl").write_text("\n".join(rows), "utf-8")
    shown = aligner("dedup", "in.jsonl", "--format", "table").stdout.splitlines()
    assert shown[-1] == "└─ … and 19 more" and len(shown) == 12
    assert len(aligner("dedup", "in.jsonl", "--format", "jsonl").stdout.splitlines()) == 29


def test_families_are_written(seeds: Path, tmp_path: Path, aligner: Run) -> None:
    assert aligner("dedup", seeds, "-o", "out").returncode == 0
    (family,) = read(tmp_path / "out" / "families.jsonl")
    (row,) = read(tmp_path / "out" / "duplicates.jsonl")
    assert family["kept"] == row["kept"] and family["members"] == [row["kept"], row["dropped"]]
    assert {"kept", "dropped", "level", "score", "spans", "why"} <= {*row}
